//! A dispute that nobody works on.

use crate::{
    assess::{Assessed, InvoiceOn},
    calendar::{Date, days_between},
    check::{Dated, Edition, Options, Rule, Sink, Takes, limits::words},
    finding::Level,
    model::log::What,
    source::Span,
};

pub const RULE: Rule = Rule {
    id: "follow-up/stale-dispute",
    level: Level::Warning,
    dated: Dated::Always,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A dispute is open for a month, and nothing was logged about it",
    page: include_str!("stale-dispute.md"),
    check: Some(check),
};

const STALE_DAYS: i64 = 30;

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let is_old = |day: Date| days_between(day, assessed.day) >= STALE_DAYS;
    for on in assessed.invoices.values().filter(|on| on.disputed) {
        let Some(since) = on.disputes.open_since.filter(|since| is_old(*since)) else {
            continue;
        };
        let last = on.log.last().map(|entry| entry.date.value);
        if last.is_some_and(|last| !is_old(last)) {
            continue;
        }
        let last = last.map_or_else(
            || "nothing was ever logged about it".to_owned(),
            |last| format!("the last entry about it is of {last}"),
        );
        let message = format!(
            "invoice {} is in dispute since {since}, {} days, and {last}: {} waits",
            on.invoice.number(),
            days_between(since, assessed.day),
            words(on.balance, on.currency)
        );
        let finding = RULE.finding(place(on, since), message);
        sink.report(finding.help(
            "talk to them and log it; once it is settled, write `what: resolved` into `log/`, and a credit if one was agreed",
        ));
    }
}

/// Where the dispute was opened.
fn place(on: &InvoiceOn, since: Date) -> Span {
    let inline = on.invoice.dispute.as_ref().map(|dispute| dispute.opened);
    let mut disputes = on.log.iter().filter(|entry| entry.what == What::Dispute);
    let logged = disputes.find(|entry| entry.date.value == since);
    let inline = inline.filter(|opened| opened.value == since);
    let opened = inline.or(logged.map(|entry| entry.date));
    opened.map_or(on.invoice.origin.place, |opened| opened.span)
}
