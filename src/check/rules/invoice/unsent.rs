//! An invoice that is issued, and nothing says that it went out.

use super::standing;
use crate::{
    assess::Assessed,
    calendar::days_between,
    check::{Dated, Edition, Options, Rule, Sink, Takes, limits::words, wording::count},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "invoice/unsent",
    level: Level::Warning,
    dated: Dated::Always,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "The invoice is issued, and nothing says that it was sent",
    page: include_str!("unsent.md"),
    check: Some(check),
};

/// An invoice written today may well go out tomorrow.
const PATIENCE_DAYS: i64 = 2;

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in standing(assessed).filter(|on| on.is_open()) {
        let Some(issued) = on.invoice.issued else { continue };
        let age = days_between(issued.value, assessed.day);
        let sent = on.invoice.sent.as_ref().map(|sent| sent.date);
        if age < PATIENCE_DAYS || sent.is_some_and(|sent| sent.value <= assessed.day) {
            continue;
        }
        let message = format!(
            "invoice {} was issued on {}, {} ago, and nothing says that it was sent: {} is open",
            on.invoice.number(),
            issued.value,
            count(age, "day"),
            words(on.balance, on.currency)
        );
        let place = sent.map_or(issued.span, |sent| sent.span);
        let finding = RULE.finding(place, message);
        sink.report(finding.help("send it, and write the day: `sent: {date: DATE, via: email}`"));
    }
}
