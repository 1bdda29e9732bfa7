//! A contract of which nobody can say which court it would come to.

use super::active;
use crate::{
    assess::{Assessed, ContractLimit},
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "contract/unknown-jurisdiction",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "No jurisdiction is named, so that no limit can be checked",
    page: include_str!("unknown-jurisdiction.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in active(assessed).filter(|on| on.limit == ContractLimit::NoJurisdiction) {
        let finding = RULE.finding(
            on.contract.origin.place,
            "no jurisdiction is named, so no small-claims limit can be checked",
        );
        sink.report(finding.help(
            "add `jurisdiction:` here, to the client or to `dunlin.yaml`: the place whose courts you would go to; `dunlin law` lists them",
        ));
    }
}
