//! Interest, the fixed sum beside it, what of both may be asked for, and until when a court can be.

use super::{Why, days};
use crate::{
    assess::{Began, InterestOn, NotRunning, RateSource, Rule, Stretch, Withheld, debtor},
    model::LateInterest,
    render::{
        law::{NO_ADVICE, doubt},
        sheet::{Line, Sheet},
    },
    statute::{InterestRule, Jurisdiction, Origin, Source},
};

pub fn write(why: Why, sheet: &mut Sheet) {
    let on = why.on;
    if !on.is_billed() {
        return;
    }
    sheet.heading("Interest and compensation");
    match (&on.interest, on.not_running) {
        (Some(interest), _) => ran(why, interest, sheet),
        (None, Some(reason)) => sheet.row("interest", format!("none: {}", missing(why, reason))),
        (None, None) => {}
    }
    if on.compensation.is_positive() {
        sheet.row(
            "fixed sum",
            format!("{}, owed once interest runs", why.money(on.compensation)),
        );
    }
    if let Some((amount, currency)) = on.other_compensation {
        sheet.row(
            "fixed sum",
            format!(
                "{} {currency}, named apart: it isn't the invoice's currency",
                amount.plain(currency)
            ),
        );
    }
    if on.interest.is_some() {
        claimed(why, sheet);
    }
    limitation(why, sheet);
    sheet.line(NO_ADVICE);
}

fn ran(why: Why, interest: &InterestOn, sheet: &mut Sheet) {
    let provisional = if interest.provisional {
        ", provisional: a rate that was used may still change"
    } else {
        ""
    };
    let ran = match why.on.settled_on {
        Some(on) => format!("ran until it was paid, on {on}"),
        None => "ran so far".to_owned(),
    };
    let total = Line::strong(&why.money(interest.amount)).and(&format!(
        "{ran}{provisional}; payments were counted against the principal first"
    ));
    sheet.row("interest", total);
    sheet.row("begins", format!("{}: {}", interest.from, began(interest.began)));
    for stretch in &interest.stretches {
        sheet.row("", counted(why, stretch));
    }
    match interest.rule {
        Rule::Contract => {
            let clause = why.on.contract.and_then(|contract| contract.terms.late_interest);
            let line = Line::from("the contract's own rate");
            sheet.row(
                "rule",
                clause.map_or(line.clone(), |clause| line.faint(&why.place(clause.span))),
            );
        }
        Rule::Law(place) => law(why, place, sheet),
    }
}

fn began(began: Began) -> String {
    match began {
        Began::AfterDue => "the day after the due date".to_owned(),
        Began::AfterDemand(on) => format!("the day after your first demand, on {on}"),
        Began::AtTheLatest => "31 days after the due date: without a demand, at the latest then".to_owned(),
    }
}

fn counted(why: Why, stretch: &Stretch) -> String {
    let whose = match stretch.source {
        RateSource::Contract | RateSource::Law => String::new(),
        RateSource::Reference { id, from, origin } => {
            let own = match origin {
                Origin::Ledger => ", your own figure",
                Origin::Data => "",
            };
            format!(" (`{id}` of {from}{own})")
        }
    };
    format!(
        "{} to {}: {} of {} at {} %{whose}",
        stretch.from,
        stretch.to,
        days(stretch.days),
        why.money(stretch.principal),
        stretch.percent.shortest()
    )
}

fn law(why: Why, place: &str, sheet: &mut Sheet) {
    let rule = why.assessed.statutes.interest_rule(place, debtor(why.on.client));
    let law = why.assessed.statutes.jurisdiction(place);
    let (Some(rule), Some(law)) = (rule, law) else {
        return;
    };
    sheet.row(
        "rule",
        Line::from(format!("the law of {}", law.name))
            .and(doubt(rule.confidence))
            .and(&format!("(`dunlin law {}` names every page)", law.id)),
    );
    page(&rule.sources, sheet);
    if let Some(table) = references(why, rule) {
        page(table, sheet);
    }
}

/// Where the reference rates of a rule were read.
fn references<'s>(why: Why<'s, '_>, rule: &InterestRule) -> Option<&'s [Source]> {
    match rule.rate()? {
        crate::statute::Rate::Reference { reference, .. } => {
            Some(&why.assessed.statutes.rate_table(reference)?.sources)
        }
        crate::statute::Rate::Fixed { .. } => None,
    }
}

/// The first page that a figure was read on.
fn page(sources: &[Source], sheet: &mut Sheet) {
    if let Some(source) = sources.first() {
        sheet.row(
            "",
            Line::default().faint(&format!("{}, {}", source.title, source.url)),
        );
    }
}

fn missing(why: Why, reason: NotRunning) -> String {
    match reason {
        NotRunning::State(_) => "a written-off invoice has none".to_owned(),
        NotRunning::NotInDefault => "it isn't late, or was settled before any could run".to_owned(),
        NotRunning::AgreedNone => {
            let clause = why.on.contract.and_then(|contract| contract.terms.late_interest);
            let clause = clause.filter(|clause| clause.value == LateInterest::None);
            let place = clause.map_or_else(String::new, |clause| format!(" {}", why.place(clause.span)));
            format!("the contract says so{place}")
        }
        NotRunning::NoRule => "no law is named, or it has no rule for this kind of client".to_owned(),
        NotRunning::FormulaOnly { text } => {
            format!("the law gives it in words only, and nothing is computed: {text}")
        }
        NotRunning::WaitingForDemand { at_the_latest } => {
            let latest =
                at_the_latest.map_or_else(String::new, |on| format!("; without one it runs from {on} on"));
            format!(
                "it begins with a demand, a `reminder` or later that reached them, and there was none yet{latest}"
            )
        }
        NotRunning::RateUnknown { reference } => format!(
            "`{reference}` has no rate for so early a day; add it under `law: {{rates: {{{reference}: …}}}}`"
        ),
    }
}

fn claimed(why: Why, sheet: &mut Sheet) {
    let claim = why.on.claim;
    let from = why.on.policy.charges_from;
    if let Some(withheld) = claim.withheld {
        sheet.row("not claimed", not_claimed(withheld));
    }
    let parts = [("interest", claim.interest), ("fixed sum", claim.compensation)];
    let parts = parts.into_iter().filter(|(_, amount)| amount.is_positive());
    let mut parts: Vec<_> = parts
        .map(|(name, amount)| format!("{name} {}", why.money(amount)))
        .collect();
    if let Some((amount, currency)) = claim.other_compensation {
        parts.push(format!("fixed sum {} {currency}", amount.plain(currency)));
    }
    if !parts.is_empty() {
        sheet.row(
            "claimed",
            format!("{}, in letters from `{from}` on", parts.join(" and ")),
        );
    }
}

fn not_claimed(withheld: Withheld) -> &'static str {
    match withheld {
        Withheld::Waived => "you waived it, by a `waive` in the log",
        Withheld::Never => "your policy says `charges_from: never`",
        Withheld::LetGo => "you let it go once they pay (`late_charges: waive`)",
        Withheld::NotDemanded => {
            "it was paid before any letter had asked for charges (`late_charges: if-demanded`)"
        }
        Withheld::Prejudgment => "only a court may award it: it belongs into a claim, not into a reminder",
        Withheld::KindUnknown => "only a business owes it, and this client has no `kind`",
    }
}

fn limitation(why: Why, sheet: &mut Sheet) {
    let filed = why
        .on
        .case
        .and_then(|case| case.filed)
        .filter(|filed| filed.value <= why.day());
    if let Some(filed) = filed.filter(|_| why.on.is_open()) {
        let text = format!(
            "with a court since {}: while it is, the claim doesn't lapse",
            filed.value
        );
        sheet.row("limitation", why.written(&text, filed.span));
    }
    let Some(last) = why.on.limitation_on else { return };
    sheet.row(
        "limitation",
        format!("{last}, at the earliest: the last day to go to court"),
    );
    let ledger = why.assessed.ledger;
    let place = ledger.governing_law(why.on.client, why.on.contract);
    let limitation = place
        .and_then(|place| why.assessed.statutes.jurisdiction(place))
        .and_then(|place: &Jurisdiction| place.limitation.as_ref());
    let Some(limitation) = limitation else { return };
    if let Some(note) = &limitation.note {
        sheet.row("", Line::from(note).and(doubt(limitation.confidence)));
    }
    sheet.row(
        "",
        "in many places a part payment, or their word in writing that they owe it, starts the time anew",
    );
    page(&limitation.sources, sheet);
}
