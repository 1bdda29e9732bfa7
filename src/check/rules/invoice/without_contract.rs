//! An invoice for work that no contract is named for.

use super::standing;
use crate::{
    assess::Assessed,
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "invoice/without-contract",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "The invoice names no contract",
    page: include_str!("without-contract.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in standing(assessed).filter(|on| on.invoice.contract.is_none()) {
        let invoice = on.invoice;
        let message = format!("invoice {} names no contract", invoice.number());
        let finding = RULE.finding(invoice.origin.place, message);
        sink.report(finding.help(
            "add `contract: ID`; if there is none, write down what was agreed in `contracts/`, and have it signed",
        ));
    }
}
