//! A contract that does not say how long work goes on after a payment is late.

use super::{place_of_terms, with_credit};
use crate::{
    assess::Assessed,
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "contract/missing-grace-period",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "No `grace_days`: nothing says how long a late payment is waited for",
    page: include_str!("missing-grace-period.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in with_credit(assessed).filter(|on| on.contract.terms.grace_days.is_none()) {
        let finding = RULE.finding(
            place_of_terms(on.contract),
            "the contract does not say how many days a late payment is waited for before work stops",
        );
        let help = format!("agree on it, and add `grace_days: {}` to `terms`", on.grace_days);
        sink.report(finding.help(help));
    }
}
