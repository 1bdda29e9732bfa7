//! Work that was begun while the contract said that work had stopped.

use super::place_of_due;
use crate::{
    assess::{Assessed, ContractOn, InvoiceOn, PastHolds, State},
    calendar::Date,
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::{Finding, Level},
    source::At,
};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "follow-up/work-during-hold",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "Work began on a day on which the contract had it on hold",
    page: include_str!("work-during-hold.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let periods = periods(assessed);
    for on in assessed.contracts.values().filter(|on| on.stops_work()) {
        let of_invoices = periods
            .get(on.contract.id.as_str())
            .into_iter()
            .flatten()
            .copied();
        let of_amendments = on.contract.amendments.iter().filter_map(|amendment| {
            let what = Begun::Amendment(&amendment.id.value);
            Some((what, amendment.start.filter(|start| start.value <= assessed.day)?))
        });
        let begun: Vec<_> = of_invoices.chain(of_amendments).collect();
        if !begun.is_empty() {
            report(on, &assessed.past_holds(on.contract), &begun, sink);
        }
    }
}

/// What began on a day.
#[derive(Clone, Copy)]
enum Begun<'s> {
    Period(&'s InvoiceOn<'s>),
    Amendment(&'s str),
}

/// The periods billed under each contract that have begun.
fn periods<'s>(assessed: &'s Assessed) -> BTreeMap<&'s str, Vec<(Begun<'s>, At<Date>)>> {
    let mut periods: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for on in assessed.invoices.values().filter(|on| on.state != State::Void) {
        let from = on.invoice.period.map(|period| period.from);
        let from = from.filter(|from| from.value <= assessed.day);
        if let (Some(from), Some(contract)) = (from, on.contract) {
            periods
                .entry(&contract.id)
                .or_default()
                .push((Begun::Period(on), from));
        }
    }
    periods
}

fn report(on: &ContractOn, holds: &PastHolds, begun: &[(Begun, At<Date>)], sink: &mut Sink) {
    for (what, day) in begun {
        if let Some(unpaid) = holds.on(day.value) {
            sink.report(finding(on, unpaid, (*what, *day)));
        }
    }
}

fn finding(on: &ContractOn, unpaid: &InvoiceOn, (what, day): (Begun, At<Date>)) -> Finding {
    let what = match what {
        Begun::Period(invoice) => format!("the work of invoice {}", invoice.invoice.number()),
        Begun::Amendment(id) => format!("`{id}`"),
    };
    let due = unpaid
        .due
        .map_or_else(String::new, |due| format!(", due on {due},"));
    let message = format!(
        "{what} began on {}, while work under `{}` was on hold: invoice {}{due} was unpaid",
        day.value,
        on.contract.id,
        unpaid.invoice.number()
    );
    let finding = RULE.finding(day.span, message).help(
        "begin nothing more until the balance is paid, and tell them so; if the day is wrong, correct it",
    );
    let clause = on
        .contract
        .terms
        .stop_work
        .map_or(on.contract.origin.place, |stop| stop.span);
    finding
        .related(clause, "work stops until the balance is paid, says the contract")
        .related(place_of_due(unpaid), "this was unpaid")
}
