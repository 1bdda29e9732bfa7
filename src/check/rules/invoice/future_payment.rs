//! Payments, credits and log entries that have not happened yet.

use super::standing;
use crate::{
    assess::Assessed,
    calendar::Date,
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::Level,
    model::log::What,
    source::At,
};

pub const RULE: Rule = Rule {
    id: "invoice/future-payment",
    level: Level::Info,
    dated: Dated::Always,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A payment, credit or log entry is dated in the future",
    page: include_str!("future-payment.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let ledger = assessed.ledger;
    let mut found: Vec<(&str, At<Date>)> = Vec::new();
    for on in standing(assessed) {
        let payments = on.invoice.payments.iter().map(|paid| ("payment", paid.date));
        let credits = on.invoice.credits.iter().map(|credit| ("credit", credit.date));
        found.extend(payments.chain(credits));
    }
    found.extend(ledger.payments.values().map(|paid| ("payment", paid.date)));
    found.extend(ledger.log.values().map(|entry| match entry.what {
        What::Credit => ("credit", entry.date),
        _ => ("entry", entry.date),
    }));
    let reconciled = ledger.settings.reconciled.map(|day| day.value);
    let known_to = reconciled.map_or(assessed.day, |day| day.max(assessed.day));
    for (what, date) in found.into_iter().filter(|(_, date)| date.value > known_to) {
        let message = format!(
            "this {what} is dated {}, and today is {}: it counts for nothing yet",
            date.value, assessed.day
        );
        let finding = RULE.finding(date.span, message);
        sink.report(finding.help("correct the day if it is a slip; write down what happened once it has"));
    }
}
