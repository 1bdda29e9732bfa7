//! A contract of which only the facts are kept, not its words.

use super::active;
use crate::{
    assess::Assessed,
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "contract/missing-contract-text",
    level: Level::Info,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "The contract's text is not in the ledger",
    page: include_str!("missing-contract-text.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let without = active(assessed)
        .map(|on| on.contract)
        .filter(|contract| contract.document.is_none() && contract.prose.trim().is_empty());
    for contract in without {
        let finding = RULE.finding(
            contract.origin.place,
            "the contract's text is not in the ledger: there is nothing to send again, and nothing to show a judge",
        );
        sink.report(finding.help(format!(
            "put the signed contract into the ledger's folder and name it: `document: {0}.pdf`; or rename the file to `{0}.md`, put its facts between two lines of `---`, and write the text below them",
            contract.id
        )));
    }
}
