//! Money that waits for the client's approval, and nothing that says when silence counts as one.

use super::{active, place_of_terms};
use crate::{
    assess::Assessed,
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::{Finding, Level},
    model::{
        Contract,
        contract::{Instalment, Timing},
    },
};

pub const RULE: Rule = Rule {
    id: "contract/missing-acceptance",
    level: Level::Info,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "No `acceptance_days`: nothing says when silence counts as approval",
    page: include_str!("missing-acceptance.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let unclear = active(assessed).filter(|on| on.contract.terms.acceptance_days.is_none());
    for on in unclear {
        let mut instalments = on.contract.instalments();
        if let Some(waiting) = instalments.find(|instalment| waits(instalment)) {
            sink.report(finding(on.contract, waiting));
        }
    }
}

fn waits(instalment: &Instalment) -> bool {
    matches!(instalment.timing, Timing::Expected(_)) || instalment.waits_for == "approval"
}

fn finding(contract: &Contract, waiting: &Instalment) -> Finding {
    let how = match waiting.timing {
        Timing::Expected(_) => "has no fixed day",
        Timing::Due(_) | Timing::Repeated { .. } => "waits for the client's approval",
    };
    let message = format!(
        "`{}` {how}, and nothing says after how many days of silence the work counts as accepted",
        waiting.id.value
    );
    RULE.finding(place_of_terms(contract), message)
        .help("agree on a number of days, let the contract say it, and add it to `terms`: `acceptance_days: 10`")
        .related(waiting.id.span, "this instalment waits")
}
