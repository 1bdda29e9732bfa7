//! A payment plan that was missed, and nobody reacted.

use super::entry_for_call;
use crate::{
    assess::{Assessed, InvoiceOn, PlanStatus},
    calendar::{Date, add_days},
    check::{Dated, Edition, Options, Rule, Sink, Takes, wording::open_on},
    finding::{Finding, Level},
    model::Plan,
    source::Span,
};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "follow-up/missed-plan",
    level: Level::Warning,
    dated: Dated::Always,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A payment plan was missed, and nothing was logged since",
    page: include_str!("missed-plan.md"),
    check: Some(check),
};

/// A plan, the day on which it counts as missed, and its invoices that are open and left alone since.
struct Missed<'s> {
    plan: &'s Plan,
    on: Date,
    invoices: Vec<&'s InvoiceOn<'s>>,
}

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let mut missed: BTreeMap<&str, Missed> = BTreeMap::new();
    for on in assessed.invoices.values().filter(|on| on.is_open()) {
        let plan = on.plan.filter(|plan| plan.status == PlanStatus::Missed);
        let Some((plan, day)) = plan.and_then(|plan| Some((plan.plan, plan.missed_on?))) else {
            continue;
        };
        if !assessed.is_logged_from(on, day) {
            let entry = missed.entry(&plan.id).or_insert_with(|| Missed {
                plan,
                on: day,
                invoices: Vec::new(),
            });
            entry.invoices.push(on);
        }
    }
    for missed in missed.values() {
        sink.report(finding(missed));
    }
}

fn finding(missed: &Missed) -> Finding {
    let message = format!(
        "the plan counts as missed since {}: {}, and nothing was logged since",
        missed.on,
        open_on(missed.invoices.iter().copied())
    );
    RULE.finding(place(missed), message).help(format!(
        "call them, agree on a new plan or say that the old one is over (`cancelled: DATE`), and write it into `log/`: {}",
        entry_for_call(&missed.invoices)
    ))
}

/// The instalment that was missed.
fn place(missed: &Missed) -> Span {
    let grace = missed.invoices.first().map_or(0, |on| on.policy.plan_grace_days);
    let due = add_days(missed.on, -i64::from(grace) - 1);
    let mut instalments = missed.plan.instalments.iter();
    let instalment = instalments.find(|instalment| instalment.due.value == due);
    instalment.map_or(missed.plan.agreed.span, |instalment| instalment.due.span)
}
