//! A deadline of ours that passed without what was announced for it.

use crate::{
    assess::{Assessed, InvoiceOn},
    calendar::{Date, add_days},
    check::{
        Dated, Edition, Options, Rule, Sink, Takes,
        wording::{count, invoices, open_on},
    },
    finding::{Finding, Level},
    model::{
        LogEntry,
        log::{Direction, What},
    },
    source::At,
};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "follow-up/announced-not-done",
    level: Level::Warning,
    dated: Dated::Always,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A deadline you gave has passed, and nothing followed",
    page: include_str!("announced-not-done.md"),
    check: Some(check),
};

const PATIENCE_BUSINESS_DAYS: u32 = 3;

/// A message that gave a deadline, and its invoices on which nothing has happened since.
struct Announced<'s> {
    entry: &'s LogEntry,
    deadline: At<Date>,
    invoices: Vec<&'s InvoiceOn<'s>>,
}

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let holidays = assessed.basis().holidays();
    let mut announced: BTreeMap<&str, Announced> = BTreeMap::new();
    for on in assessed.invoices.values().filter(|on| on.is_open()) {
        let Some((entry, deadline)) = last_deadline(on) else {
            continue;
        };
        let passed = holidays.business_days_in(deadline.value, assessed.day);
        if passed >= PATIENCE_BUSINESS_DAYS && !has_happened_since(assessed, on, deadline.value) {
            let announced = announced.entry(&entry.id).or_insert_with(|| Announced {
                entry,
                deadline,
                invoices: Vec::new(),
            });
            announced.invoices.push(on);
        }
    }
    for announced in announced.values() {
        let deadline = announced.deadline.value;
        let passed = holidays.business_days_in(deadline, assessed.day);
        sink.report(finding(announced, passed));
    }
}

/// The latest that a message of ours gave, if it arrived.
fn last_deadline<'s>(on: &InvoiceOn<'s>) -> Option<(&'s LogEntry, At<Date>)> {
    let sent = on
        .log
        .iter()
        .filter(|entry| entry.what == What::Contact && entry.direction == Direction::Out && entry.delivered);
    let deadlines = sent.filter_map(|entry| Some((*entry, entry.deadline?)));
    deadlines.max_by_key(|(_, deadline)| deadline.value)
}

/// Something was paid, credited or logged after `deadline`, a new plan was made, or somebody else has the case.
fn has_happened_since(assessed: &Assessed, on: &InvoiceOn, deadline: Date) -> bool {
    let moved = on.movements.dates().last().is_some_and(|day| deadline < *day);
    let planned = on.plan.is_some_and(|plan| deadline < plan.plan.agreed.value);
    moved || planned || on.case.is_some() || assessed.is_logged_from(on, add_days(deadline, 1))
}

fn finding(announced: &Announced, passed: u32) -> Finding {
    let first = announced.invoices.first();
    let what = match first.and_then(|on| announced.entry.step_for(&on.invoice.id)) {
        Some(stage) => format!("the `{stage}` of {}", announced.entry.date.value),
        None => format!("the message of {}", announced.entry.date.value),
    };
    let message = format!(
        "{what} gave them until {}, {} ago, and nothing was paid or logged since: {}",
        announced.deadline.value,
        count(i64::from(passed), "business day"),
        open_on(announced.invoices.iter().copied())
    );
    let next = first.and_then(|on| on.stage.next);
    let next = next.map_or_else(String::new, |stage| format!(" (the next step is `{stage}`)"));
    RULE.finding(announced.deadline.span, message).help(format!(
        "do what you said would follow{next}, and write it into `log/`, naming {}",
        invoices(announced.invoices.iter().copied())
    ))
}
