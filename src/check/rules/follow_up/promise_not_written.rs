//! A promise or a plan that stands on spoken words only.

use crate::assess::InvoiceOn;
use crate::{
    assess::{Assessed, PromiseStatus},
    check::{Dated, Edition, Options, Rule, Sink, Takes, wording::invoices},
    finding::{Finding, Level},
    model::{LogEntry, Plan, log::Promise},
};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "follow-up/promise-not-written",
    level: Level::Info,
    dated: Dated::Always,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A promise or a plan isn't in writing",
    page: include_str!("promise-not-written.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let mut promises: BTreeMap<&str, (&LogEntry, Vec<&InvoiceOn>)> = BTreeMap::new();
    let mut plans: BTreeMap<&str, (&Plan, Vec<&InvoiceOn>)> = BTreeMap::new();
    for on in assessed.invoices.values().filter(|on| on.is_open()) {
        let promise = on.promise.filter(|promise| promise.status == PromiseStatus::Open);
        if let Some(promise) = promise.filter(|promise| !promise.written) {
            let entry = promises.entry(&promise.entry.id);
            let (_, named) = entry.or_insert_with(|| (promise.entry, Vec::new()));
            named.push(on);
        }
        if let Some(plan) = on.plan.map(|plan| plan.plan).filter(|plan| !plan.written) {
            let (_, named) = plans.entry(&plan.id).or_insert_with(|| (plan, Vec::new()));
            named.push(on);
        }
    }
    for (entry, named) in promises.values() {
        if let Some(promise) = &entry.promise {
            sink.report(of_promise(promise, named));
        }
    }
    for (plan, named) in plans.values() {
        sink.report(of_plan(plan, named));
    }
}

fn of_promise(promise: &Promise, named: &[&InvoiceOn]) -> Finding {
    let message = format!(
        "the promise to pay {} by {} is not in writing",
        invoices(named.iter().copied()),
        promise.pay_by.value
    );
    RULE.finding(promise.pay_by.span, message).help(
        "send them a line, `as agreed, you will pay by …`; once they have answered it, write `written: true` into the promise",
    )
}

fn of_plan(plan: &Plan, named: &[&InvoiceOn]) -> Finding {
    let message = format!(
        "the plan of {} for {} is not in writing",
        plan.agreed.value,
        invoices(named.iter().copied())
    );
    RULE.finding(plan.agreed.span, message)
        .help("have them sign it, or confirm it by e-mail; then write `written: true` into the plan")
}
