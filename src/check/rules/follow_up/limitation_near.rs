//! A debt that can soon no longer be brought to court.

use super::place_of_due;
use crate::{
    assess::{Assessed, InvoiceOn, debtor},
    calendar::{Date, days_between},
    check::{
        Dated, Edition, Options, Rule, Sink, Takes,
        limits::words,
        wording::{cited, count, doubt},
    },
    finding::{Finding, Level},
    statute::{CountedFrom, Jurisdiction, Limitation},
};

pub const RULE: Rule = Rule {
    id: "follow-up/limitation-near",
    level: Level::Warning,
    dated: Dated::Always,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A debt can soon no longer be brought to court",
    page: include_str!("limitation-near.md"),
    check: Some(check),
};

/// Enough to find a lawyer, write once more, and file.
const NEAR_DAYS: i64 = 180;
/// Hardly enough.
const VERY_NEAR_DAYS: i64 = 60;

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in assessed.invoices.values() {
        let Some(last_day) = on.limitation_on.filter(|_| !is_filed(on, assessed.day)) else {
            continue;
        };
        let left = days_between(assessed.day, last_day);
        if left <= NEAR_DAYS {
            sink.report(finding(assessed, on, (last_day, left)));
        }
    }
}

/// While a case is with a court, limitation isn't counted.
fn is_filed(on: &InvoiceOn, day: Date) -> bool {
    let filed = on.case.and_then(|case| case.filed);
    filed.is_some_and(|filed| filed.value <= day)
}

fn finding(assessed: &Assessed, on: &InvoiceOn, (last_day, left): (Date, i64)) -> Finding {
    let debt = format!(
        "{} on invoice {}",
        words(on.balance, on.currency),
        on.invoice.number()
    );
    let place = assessed.ledger.governing_law(on.client, on.contract);
    let law = place.and_then(|place| assessed.statutes.jurisdiction(place));
    let rule = law.and_then(|law| Some((law, law.limitation.as_ref()?)));
    let period = rule.map_or_else(String::new, |(law, rule)| period(on, law, rule));
    let (level, message) = match left {
        ..0 => (
            Level::Error,
            format!("the claim to {debt} may have lapsed after {last_day}: {period}"),
        ),
        _ => {
            let level = if left <= VERY_NEAR_DAYS {
                Level::Error
            } else {
                Level::Warning
            };
            let when = match left {
                0 => "today".to_owned(),
                _ => format!("in {}", count(left, "day")),
            };
            (
                level,
                format!("the claim to {debt} may lapse after {last_day}, {when}: {period}"),
            )
        }
    };
    let help = match left {
        ..0 => {
            "ask a lawyer whether something stopped the clock: a claim, a payment, a letter in which they admit the debt"
        }
        _ => {
            "ask a lawyer now what stops the clock there; a claim filed with a court does, and often a debt admitted in writing"
        }
    };
    let finding = RULE.finding(place_of_due(on), message).level(level).help(help);
    match rule.and_then(|(_, rule)| cited(&rule.sources)) {
        Some(source) => finding.source(source),
        None => finding,
    }
}

/// `in Spain a debt lasts at least 3 years from its due date, 2023-03-02`.
fn period(on: &InvoiceOn, law: &Jurisdiction, rule: &Limitation) -> String {
    let years = i64::from(rule.years_for(debtor(on.client)));
    let due = on.due.map_or_else(String::new, |due| format!(", {due}"));
    let from = match rule.from {
        CountedFrom::Due => format!("its due date{due}"),
        CountedFrom::YearEnd => format!("the end of the year of its due date{due}"),
    };
    let doubt = doubt(rule.confidence);
    format!(
        "in {} a debt lasts at least {} from {from}{doubt}",
        law.name,
        count(years, "year")
    )
}
