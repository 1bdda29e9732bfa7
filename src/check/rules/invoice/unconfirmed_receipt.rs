//! An invoice that went out, and nothing says that it arrived.

use super::standing;
use crate::{
    assess::{Assessed, InvoiceOn},
    calendar::{Date, days_between},
    check::{Dated, Edition, Options, Rule, Sink, Takes, wording::count},
    finding::Level,
    model::{
        LogEntry,
        log::{Answer, Direction, What},
    },
};

pub const RULE: Rule = Rule {
    id: "invoice/unconfirmed-receipt",
    level: Level::Info,
    dated: Dated::Always,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "The invoice was sent, and nothing says that it arrived",
    page: include_str!("unconfirmed-receipt.md"),
    check: Some(check),
};

/// Who has it says so within a few days, or never.
const PATIENCE_DAYS: i64 = 3;

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in standing(assessed).filter(|on| on.is_open()) {
        let Some(sent) = &on.invoice.sent else { continue };
        let age = days_between(sent.date.value, assessed.day);
        if age < PATIENCE_DAYS || is_known_to_have_arrived(on, assessed.day) {
            continue;
        }
        let number = on.invoice.number();
        let message = format!(
            "invoice {number} was sent on {}, {} ago, and nothing says that it arrived",
            sent.date.value,
            count(age, "day")
        );
        let finding = RULE.finding(sent.date.span, message).help(
            "ask whether they have it, and write the day on which they said so into `sent`: `confirmed: DATE`",
        );
        sink.report(finding);
    }
}

fn is_known_to_have_arrived(on: &InvoiceOn, day: Date) -> bool {
    let sent = on.invoice.sent.as_ref();
    let confirmed = sent.and_then(|sent| sent.confirmed);
    let disputed = on.disputes.open_since.or(on.disputes.resolved_on);
    confirmed.is_some_and(|confirmed| confirmed.value <= day)
        || disputed.is_some()
        || !on.movements.receipts.is_empty()
        || on.log.iter().any(|entry| shows_arrival(entry, day))
}

/// A proof of receipt, or any word from them: who answers has it, or will say that they haven't.
fn shows_arrival(entry: &LogEntry, day: Date) -> bool {
    let received = entry.received.is_some_and(|received| received.value <= day);
    let answered = entry
        .answer
        .is_some_and(|answer| answer.value != Answer::LostInvoice);
    match entry.what {
        What::Received => true,
        What::Contact => {
            entry.delivered
                && (entry.direction == Direction::In || received || answered || entry.promise.is_some())
        }
        _ => false,
    }
}
