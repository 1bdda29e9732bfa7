//! A contract under which work goes on though nobody pays.

use super::{place_of_terms, with_credit};
use crate::{
    assess::Assessed,
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "contract/missing-stop-work",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "No `stop_work: true`: nothing says that work stops when a payment is late",
    page: include_str!("missing-stop-work.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in with_credit(assessed).filter(|on| !on.stops_work()) {
        let terms = &on.contract.terms;
        let place = terms
            .stop_work
            .map_or(place_of_terms(on.contract), |stop| stop.span);
        let finding = RULE.finding(
            place,
            "the contract does not say that work stops when a payment is late",
        );
        sink.report(finding.help("agree on it, and add `stop_work: true` to `terms`"));
    }
}
