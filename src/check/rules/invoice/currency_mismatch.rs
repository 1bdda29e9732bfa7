//! An invoice in another currency than its contract.

use super::standing;
use crate::{
    assess::Assessed,
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "invoice/currency-mismatch",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "The invoice is in another currency than its contract",
    page: include_str!("currency-mismatch.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let ledger = assessed.ledger;
    for on in standing(assessed) {
        let (Some(stated), Some(contract)) = (on.invoice.currency, on.contract) else {
            continue;
        };
        let agreed = ledger.contract_currency(contract);
        if stated.value == agreed {
            continue;
        }
        let message = format!(
            "invoice {} is in {}, and its contract `{}` in {agreed}",
            on.invoice.number(),
            stated.value,
            contract.id
        );
        let place = contract.currency.unwrap_or(ledger.settings.currency).span;
        let finding = RULE
            .finding(stated.span, message)
            .related(place, "the contract's currency is named here");
        sink.report(finding.help(
            "leave `currency` out if it is a slip; if another currency was agreed, write a contract of its own for it",
        ));
    }
}
