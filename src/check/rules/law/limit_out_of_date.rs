//! A small-claims limit that nobody has read against its sources for long.

use super::Named;
use crate::{
    assess::{Assessed, ContractLimit, ContractOn},
    calendar::add_months,
    check::{
        Dated, Edition, Options, Rule, Sink, Takes,
        limits::{limit_source, limit_words},
    },
    finding::{Finding, Level},
    model::contract::Status,
    statute::{Basis, Limit},
};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "law/limit-out-of-date",
    level: Level::Info,
    dated: Dated::Always,
    since: Edition::FIRST,
    takes: Takes::Months(18),
    summary: "A small-claims limit was last read against its sources long ago",
    page: include_str!("limit-out-of-date.md"),
    check: Some(check),
};

/// One place's limit, where it is first relied on.
struct Used<'s, 'a> {
    named: Named,
    on: &'s ContractOn<'a>,
    limit: Limit<'a>,
}

fn check(assessed: &Assessed, options: Options, sink: &mut Sink) {
    let mut by_place: BTreeMap<&str, Used> = BTreeMap::new();
    for on in assessed.contracts.values().filter(|on| is_used(assessed, on)) {
        let (Some(place), Some(named), Some(limit)) = (on.jurisdiction, named(assessed, on), known(on))
        else {
            continue;
        };
        let earlier = by_place.get(place).is_some_and(|used| used.named <= named);
        if !earlier {
            by_place.insert(place, Used { named, on, limit });
        }
    }
    for used in by_place.values() {
        if let Basis::Data { checked, .. } = used.limit.basis
            && add_months(checked, options.months) < assessed.day
        {
            sink.report(finding(assessed, used, options));
        }
    }
}

/// What is over and paid is measured by no limit any more.
fn is_used(assessed: &Assessed, on: &ContractOn) -> bool {
    let mut own = assessed.invoices_of(&on.contract.client.value);
    on.contract.status == Status::Active
        || own.any(|invoice| invoice.is_under(on.contract) && invoice.is_open())
}

fn known<'a>(on: &ContractOn<'a>) -> Option<Limit<'a>> {
    match on.limit {
        ContractLimit::Known(limit) | ContractLimit::OtherCurrency(limit) => Some(limit),
        ContractLimit::NoJurisdiction | ContractLimit::NoneExists { .. } | ContractLimit::Unknown => None,
    }
}

fn named(assessed: &Assessed, on: &ContractOn) -> Option<Named> {
    let contract = on
        .contract
        .jurisdiction
        .as_ref()
        .map(|id| Named::Contract(id.span));
    let client = assessed.ledger.clients.get(&on.contract.client.value);
    let client = client.and_then(|client| client.jurisdiction.as_ref());
    let settings = assessed.ledger.settings.jurisdiction.as_ref();
    contract
        .or(client.map(|id| Named::Client(id.span)))
        .or(settings.map(|id| Named::Settings(id.span)))
}

fn finding(assessed: &Assessed, used: &Used, options: Options) -> Finding {
    let checked = match used.limit.basis {
        Basis::Data { checked, .. } => checked.to_string(),
        Basis::Ledger => String::new(),
    };
    let message = format!(
        "{}; dunlin last read that on {checked}, more than {} months ago",
        limit_words(assessed, used.on, &used.limit),
        options.months
    );
    let amount = used.limit.amount.shortest();
    let place = used.on.jurisdiction.unwrap_or_default();
    let help = format!(
        "get a newer dunlin, or look the limit up and write it with its day into dunlin.yaml: \
         `law: {{jurisdictions: {{{place}: {{small_claims: {{limits: [{{from: {}, amount: {amount}}}]}}}}}}}}`, if it is still {amount}",
        assessed.day
    );
    let finding = RULE.finding(used.named.span(), message).help(help);
    match limit_source(&used.limit) {
        Some(source) => finding.source(source),
        None => finding,
    }
}
