//! Credit for somebody of whom it was known that they don't pay.

use super::with_credit;
use crate::{
    assess::{Assessed, ContractOn},
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::{Finding, Level},
    model::client::{Outcome, Vetting},
};

pub const RULE: Rule = Rule {
    id: "contract/bad-vetting",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "What was found out about the client is bad, and not all is due before work starts",
    page: include_str!("bad-vetting.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in with_credit(assessed) {
        let latest = on.known_before.vetting;
        if let Some(entry) = latest.filter(|entry| entry.outcome.value == Outcome::Bad) {
            sink.report(finding(on, entry));
        }
    }
}

fn finding(on: &ContractOn, entry: &Vetting) -> Finding {
    let contract = on.contract;
    let message = format!(
        "what was found out about `{}` on {} is bad, and not all is due before work starts",
        contract.client.value, entry.date.value
    );
    let by = contract
        .start
        .map_or_else(|| "DATE".to_owned(), |start| start.value.to_string());
    let help = format!(
        "ask for all of it before work starts: `schedule: [{{id: all, due: {by}, rest: true}}]`; or look again, and add what you find to the client's `vetting`"
    );
    let finding = RULE
        .finding(contract.client.span, message)
        .help(help)
        .related(entry.outcome.span, "this was found out");
    let start = contract.start.map(|start| start.value);
    let later = on
        .instalments
        .iter()
        .find(|row| start.is_none_or(|start| row.date > start));
    match later {
        Some(row) => finding.related(row.instalment.timing_at, "this is due only later"),
        None => finding,
    }
}
