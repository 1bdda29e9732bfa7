//! Interest that was worked out with a reference rate after the last day for which its table is sure.

use super::Named;
use crate::{
    assess::{Assessed, InvoiceOn, RateSource},
    check::{
        Dated, Edition, Options, Rule, Sink, Takes,
        limits::words,
        wording::{cited, doubt, invoices},
    },
    finding::{Finding, Level},
    statute::RateTable,
};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "law/rate-out-of-date",
    level: Level::Warning,
    dated: Dated::Always,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "Interest of an open invoice used a reference rate past the end of its table",
    page: include_str!("rate-out-of-date.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let mut by_rate: BTreeMap<&str, Vec<&InvoiceOn>> = BTreeMap::new();
    for on in assessed.invoices.values().filter(|on| on.is_open()) {
        if let Some(id) = reference_past_its_end(on) {
            by_rate.entry(id).or_default().push(on);
        }
    }
    for (id, used_by) in by_rate {
        let named = used_by.iter().filter_map(|on| named(assessed, on)).min();
        let table = assessed.statutes.rate_table(id);
        if let (Some(named), Some(table)) = (named, table) {
            sink.report(finding(assessed, (named, table), &used_by));
        }
    }
}

/// The rate of its last days, where it may have changed since.
fn reference_past_its_end<'a>(on: &InvoiceOn<'a>) -> Option<&'a str> {
    let interest = on.interest.as_ref().filter(|interest| interest.provisional)?;
    match interest.stretches.last()?.source {
        RateSource::Reference { id, .. } => Some(id),
        RateSource::Contract | RateSource::Law => None,
    }
}

/// What leads to the law that gives the rate.
fn named(assessed: &Assessed, on: &InvoiceOn) -> Option<Named> {
    let contract = on.contract.and_then(|contract| {
        let own = contract.governing_law.as_ref().or(contract.jurisdiction.as_ref());
        own.map(|id| Named::Contract(id.span))
    });
    let client = on.client.jurisdiction.as_ref().map(|id| Named::Client(id.span));
    let settings = assessed.ledger.settings.jurisdiction.as_ref();
    contract
        .or(client)
        .or(settings.map(|id| Named::Settings(id.span)))
}

fn finding(assessed: &Assessed, (named, table): (Named, &RateTable), used_by: &[&InvoiceOn]) -> Finding {
    let interest = used_by.iter().filter_map(|on| {
        let interest = on.interest.as_ref()?;
        Some(words(interest.amount, on.currency))
    });
    let interest: Vec<_> = interest.collect();
    let last = table.on(assessed.day);
    let serves = last.map_or_else(String::new, |row| {
        format!("; {} % since {} still serves", row.percent.shortest(), row.from)
    });
    let message = format!(
        "the interest on {} ({}) uses `{}`, which is known until {}{serves}{}",
        invoices(used_by.iter().copied()),
        interest.join(", "),
        table.id,
        table.known_until,
        doubt(table.confidence)
    );
    let percent = last.map_or_else(|| "PERCENT".to_owned(), |row| row.percent.shortest());
    let help = format!(
        "look up {}, and add a row to dunlin.yaml for each change since {} and one for today, changed or not; if it is \
         still {percent}: `law: {{rates: {{{}: [{{from: {}, percent: {percent}}}]}}}}`",
        table.name, table.known_until, table.id, assessed.day
    );
    let finding = RULE.finding(named.span(), message).help(help);
    match cited(&table.sources) {
        Some(source) => finding.source(source),
        None => finding,
    }
}
