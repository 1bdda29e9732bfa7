//! A contract with somebody of whom nothing was known.

use super::active;
use crate::{
    assess::{Assessed, ContractOn},
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::{Finding, Level},
    model::Client,
};

pub const RULE: Rule = Rule {
    id: "contract/missing-vetting",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "Nothing was found out about the client before the contract",
    page: include_str!("missing-vetting.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let unknown =
        active(assessed).filter(|on| on.known_before.vetting.is_none() && !on.known_before.has_paid);
    for on in unknown {
        if let Some(client) = assessed.ledger.clients.get(&on.contract.client.value) {
            sink.report(finding(on, client));
        }
    }
}

fn finding(on: &ContractOn, client: &Client) -> Finding {
    let name = &client.name.value;
    let message = match on.known_before.agreed_on {
        Some(day) => format!(
            "by {day} nothing was written down about how {name} pays, and no invoice of theirs had been settled"
        ),
        None => format!(
            "nothing is written down about how {name} pays, and no invoice of theirs was ever settled"
        ),
    };
    let day = on
        .known_before
        .agreed_on
        .map_or_else(|| "DATE".to_owned(), |day| day.to_string());
    let help = format!(
        "ask one of their suppliers, or look into a register, and write it into the client's file: `vetting: [{{date: {day}, source: WHOM YOU ASKED, outcome: good}}]`; if nobody asked, say so: `# dunlin: allow(contract/missing-vetting) — REASON`"
    );
    let finding = RULE.finding(on.contract.client.span, message).help(help);
    // What is there came too late for this contract.
    match client.vetting.first() {
        Some(entry) => finding.related(entry.date.span, "this was found out only after that"),
        None => finding.related(client.origin.place, "the client stands here, without `vetting`"),
    }
}
