//! A contract that says no day on which any money is due.

use super::active;
use crate::{
    assess::{Assessed, ContractOn},
    check::{Dated, Edition, Options, Rule, Sink, Takes, suggest},
    finding::Level,
    model::Contract,
};

pub const RULE: Rule = Rule {
    id: "contract/missing-payment-schedule",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "No `schedule`: the contract says no day on which money is due",
    page: include_str!("missing-payment-schedule.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in active(assessed).filter(|on| on.contract.schedule.is_empty()) {
        let place = on.contract.schedule_at.unwrap_or(on.contract.origin.place);
        let finding = RULE.finding(place, "the contract has no payment schedule");
        sink.report(finding.help(help(assessed, on)));
    }
}

fn help(assessed: &Assessed, on: &ContractOn) -> String {
    suggest::schedule(assessed, on).map_or_else(|| in_words(on.contract), |suggestion| suggestion.words(on))
}

/// Without a total there is nothing to divide.
fn in_words(contract: &Contract) -> String {
    let day = contract
        .start
        .map_or_else(|| "DATE".to_owned(), |start| start.value.to_string());
    format!(
        "say what is due when, the first part before work starts:\nschedule:\n  - {{id: deposit, due: {day}, amount: AMOUNT}}"
    )
}
