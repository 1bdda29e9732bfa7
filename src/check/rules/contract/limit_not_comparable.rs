//! A contract whose amounts cannot be compared with a limit, said so that silence does not pass for an answer.

use super::active;
use crate::{
    assess::{Assessed, ContractLimit, ContractOn},
    check::{
        Dated, Edition, Options, Rule, Sink, Takes,
        limits::{day_of_whole, limit_source, limit_words},
    },
    finding::{Finding, Level},
    source::Span,
};

pub const RULE: Rule = Rule {
    id: "contract/limit-not-comparable",
    level: Level::Info,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "The small-claims limit is unknown, absent or in another currency",
    page: include_str!("limit-not-comparable.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in active(assessed) {
        let first = on.instalments.first().map(|row| row.date);
        let day = first.unwrap_or_else(|| day_of_whole(assessed, on.contract));
        let limit = ContractLimit::of(assessed.basis(), on.contract, day);
        if let Some(finding) = finding(assessed, on, limit) {
            sink.report(to_jurisdiction(assessed, on, finding));
        }
    }
}

fn finding(assessed: &Assessed, on: &ContractOn, limit: ContractLimit) -> Option<Finding> {
    let law = on
        .jurisdiction
        .and_then(|place| assessed.statutes.jurisdiction(place));
    let place = law.map_or(on.jurisdiction?, |law| &law.name);
    let own = on.contract.jurisdiction.as_ref().map(|own| own.span);
    let currency = on.contract.currency.map(|own| own.span);
    let at = |first: Option<Span>, second: Option<Span>| first.or(second).unwrap_or(on.contract.origin.place);
    let own_figure = format!(
        "if you know it, add it to `dunlin.yaml`: `law: {{jurisdictions: {{{}: {{small_claims: {{limits: [{{from: DATE, amount: AMOUNT}}]}}}}}}}}`",
        on.jurisdiction?
    );
    match limit {
        ContractLimit::Known(_) | ContractLimit::NoJurisdiction => None,
        ContractLimit::Unknown => Some(
            RULE.finding(at(own, None), format!("no small-claims limit is known for {place} and such parties on that day, so none is checked"))
                .help(own_figure),
        ),
        ContractLimit::NoneExists { note } => {
            let note = note.map_or_else(String::new, |note| format!(": {note}"));
            let message = format!("{place} has no small-claims limit to compare with{note}");
            Some(RULE.finding(at(own, None), message).help("ask there which court a debt of this size goes to, before you sign"))
        }
        ContractLimit::OtherCurrency(limit) => {
            let message = format!(
                "the contract is in {}, and {}, so they are not compared",
                on.currency,
                limit_words(assessed, on, &limit)
            );
            let finding = RULE
                .finding(at(currency, own), message)
                .help("compare them by hand, at today's rate and with room to spare");
            Some(match limit_source(&limit) {
                Some(source) => finding.source(source),
                None => finding,
            })
        }
    }
}

/// Where the jurisdiction is named, if it isn't in the contract.
fn to_jurisdiction(assessed: &Assessed, on: &ContractOn, finding: Finding) -> Finding {
    if on.contract.jurisdiction.is_some() {
        return finding;
    }
    let client = assessed.ledger.clients.get(&on.contract.client.value);
    let by_client = client.and_then(|client| client.jurisdiction.as_ref());
    match by_client.or(assessed.ledger.settings.jurisdiction.as_ref()) {
        Some(named) => finding.related(named.span, "the jurisdiction is named here"),
        None => finding,
    }
}
