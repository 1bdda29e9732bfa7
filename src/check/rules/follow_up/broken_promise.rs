//! A promise to pay that ran out, and nobody reacted.

use super::entry_for_call;
use crate::{
    assess::{Assessed, InvoiceOn, PromiseOn, PromiseStatus},
    calendar::add_days,
    check::{Dated, Edition, Options, Rule, Sink, Takes, wording::open_on},
    finding::{Finding, Level},
};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "follow-up/broken-promise",
    level: Level::Warning,
    dated: Dated::Always,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A promise to pay was broken, and nothing was logged since",
    page: include_str!("broken-promise.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let mut broken: BTreeMap<&str, (PromiseOn, Vec<&InvoiceOn>)> = BTreeMap::new();
    for on in assessed.invoices.values().filter(|on| on.is_open()) {
        let Some(promise) = on
            .promise
            .filter(|promise| promise.status == PromiseStatus::Broken)
        else {
            continue;
        };
        if !assessed.is_logged_from(on, add_days(promise.pay_by, 1)) {
            let (_, invoices) = broken
                .entry(&promise.entry.id)
                .or_insert_with(|| (promise, Vec::new()));
            invoices.push(on);
        }
    }
    for (promise, invoices) in broken.values() {
        sink.report(finding(promise, invoices));
    }
}

fn finding(promise: &PromiseOn, invoices: &[&InvoiceOn]) -> Finding {
    let written = promise.entry.promise.as_ref();
    let place = written.map_or(promise.entry.date.span, |promise| promise.pay_by.span);
    let message = format!(
        "the promise to pay by {} was broken: {}, and nothing was logged since",
        promise.pay_by,
        open_on(invoices.iter().copied())
    );
    RULE.finding(place, message).help(format!(
        "call them today, and write it into `log/`: {}",
        entry_for_call(invoices)
    ))
}
