//! A contract that does not say how a disagreement is settled.

use super::{active, place_of_terms};
use crate::{
    assess::Assessed,
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "contract/missing-dispute-step",
    level: Level::Info,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "No `disputes`: nothing says how a disagreement is settled",
    page: include_str!("missing-dispute-step.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in active(assessed).filter(|on| on.contract.terms.disputes.is_none()) {
        let finding = RULE.finding(
            place_of_terms(on.contract),
            "the contract does not say how a disagreement is settled",
        );
        sink.report(finding.help(
            "agree on the first step, and add it to `terms`: `disputes: mediation`, `arbitration` or `court`",
        ));
    }
}
