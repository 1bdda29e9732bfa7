//! A step that was taken before what has to come before it.

use crate::{
    assess::{Assessed, InvoiceOn, disputed_on},
    calendar::{Date, add_days},
    check::{Dated, Edition, Options, Rule, Sink, Takes, wording::listed},
    finding::{Finding, Level},
    model::{LogEntry, Stage},
    source::At,
};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "follow-up/escalated-without-trail",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A step was taken before what has to come before it",
    page: include_str!("escalated-without-trail.md"),
    check: Some(check),
};

/// Days that a final demand gives where neither it nor the contract says.
const NOTICE_DAYS: u32 = 14;

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    // One finding an entry, however many invoices it names.
    let mut by_entry: BTreeMap<&str, Vec<Lacking>> = BTreeMap::new();
    for on in assessed.invoices.values().filter(|on| on.is_billed()) {
        for step in steps(on) {
            let why = lacking(on, &step);
            if !why.is_empty() {
                let found = by_entry.entry(&step.entry.id).or_default();
                found.push(Lacking { on, step, why });
            }
        }
    }
    for found in by_entry.values() {
        if let Some(first) = found.first() {
            sink.report(finding(first, found));
        }
    }
}

/// A rung of the ladder that was taken for an invoice.
#[derive(Clone, Copy)]
struct Step<'a> {
    entry: &'a LogEntry,
    stage: At<Stage>,
    day: Date,
}

struct Lacking<'s, 'a> {
    on: &'s InvoiceOn<'a>,
    step: Step<'a>,
    why: Vec<String>,
}

/// By date. Letters beside the ladder, such as `stop-work`, are none.
fn steps<'a>(on: &InvoiceOn<'a>) -> Vec<Step<'a>> {
    let id = on.invoice.id.as_str();
    let steps = on.log.iter().copied().filter_map(|entry| {
        entry.step_for(id)?.place()?;
        let named = entry.invoices.iter().find(|named| named.invoice.value == id)?;
        Some(Step {
            entry,
            stage: named.stage?,
            day: entry.date.value,
        })
    });
    steps.collect()
}

fn lacking(on: &InvoiceOn, step: &Step) -> Vec<String> {
    let mut why = Vec::new();
    if on
        .invoice
        .sent
        .as_ref()
        .is_none_or(|sent| sent.date.value > step.day)
    {
        why.push("nothing says that the invoice had been sent (`sent`)".to_owned());
    }
    let skipped = skipped(on, step);
    if !skipped.is_empty() {
        let stages = skipped.iter().map(|stage| format!("`{stage}`"));
        why.push(format!(
            "no {} came before",
            stages.collect::<Vec<_>>().join(" or ")
        ));
    }
    if let Some(until) = demand_runs_until(on, step) {
        why.push(format!("the final demand gave them until {until}"));
    }
    if disputed_on(on, step.day) {
        why.push("they disputed it then".to_owned());
    }
    why
}

/// Stages that its policy has before this one, and that nobody took earlier.
fn skipped(on: &InvoiceOn, step: &Step) -> Vec<Stage> {
    let earlier = |stage: Stage| {
        let mut steps = steps(on).into_iter();
        steps.any(|taken| taken.stage.value == stage && taken.day < step.day)
    };
    let before = Stage::LADDER
        .iter()
        .copied()
        .take_while(|stage| *stage != step.stage.value);
    let asked = before.filter(|stage| *stage != Stage::HeadsUp && on.policy.step(*stage).is_some());
    asked.filter(|stage| !earlier(*stage)).collect()
}

/// The time that the latest final demand before gave, if the step didn't wait for its end.
fn demand_runs_until(on: &InvoiceOn, step: &Step) -> Option<Date> {
    if step.stage.value.place() <= Stage::FinalDemand.place() {
        return None;
    }
    let steps = steps(on);
    let mut demands = steps.iter().rev();
    let demand = demands.find(|taken| taken.stage.value == Stage::FinalDemand && taken.day <= step.day)?;
    let notice = on.contract.and_then(|contract| contract.terms.notice_days);
    let notice = notice.map_or(NOTICE_DAYS, |days| days.value);
    let until = match demand.entry.deadline {
        Some(deadline) => deadline.value,
        None => add_days(demand.day, i64::from(notice)),
    };
    (step.day <= until).then_some(until)
}

fn finding(first: &Lacking, found: &[Lacking]) -> Finding {
    let mut by_why: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for lacking in found {
        let numbers = by_why.entry(listed(&lacking.why)).or_default();
        numbers.push(lacking.on.invoice.number());
    }
    let told = by_why.into_iter().map(|(why, numbers)| {
        let word = if numbers.len() == 1 { "invoice" } else { "invoices" };
        format!("{word} {}: {why}", listed(numbers))
    });
    let told: Vec<_> = told.collect();
    let (stage, day) = (first.step.stage, first.step.day);
    RULE.finding(
        stage.span,
        format!("`{}` of {day}, for {}", stage.value, told.join("; ")),
    )
    .help(
        "if it did happen, write it down: `sent: {date: DATE}` in the invoice, each letter and call in `log/` with its `stage`; \
         if not, go on from the step that was left out",
    )
}
