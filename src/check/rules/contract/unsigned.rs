//! A contract that nobody has signed, and, worse, one under which work began or an invoice went out.

use super::active;
use crate::{
    assess::{Assessed, ContractOn, InvoiceOn},
    calendar::Date,
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::{Finding, Level},
};

pub const RULE: Rule = Rule {
    id: "contract/unsigned",
    level: Level::Error,
    dated: Dated::Sometimes,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "The contract is not signed",
    page: include_str!("unsigned.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let unsigned = active(assessed).filter(|on| {
        on.contract
            .signed
            .is_none_or(|signed| signed.value > assessed.day)
    });
    for on in unsigned {
        let invoices = assessed.invoices_of(&on.contract.client.value);
        let billed = invoices
            .filter(|invoice| invoice.is_billed() && invoice.is_under(on.contract))
            .filter_map(|invoice| Some((invoice.invoice.issued?.value, invoice)));
        let first = billed.min_by_key(|(issued, invoice)| (*issued, &invoice.invoice.id));
        sink.report(finding(on, assessed.day, first.map(|(_, invoice)| invoice)));
    }
}

fn finding(on: &ContractOn, day: Date, invoice: Option<&InvoiceOn>) -> Finding {
    let contract = on.contract;
    let place = contract
        .signed
        .map_or(contract.origin.place, |signed| signed.span);
    let how = match contract.signed {
        Some(signed) => format!("the contract is signed only on {}", signed.value),
        None => "the contract is not signed".to_owned(),
    };
    let help = "get it signed before you do any more, and write the day: `signed: DATE`";
    let started = contract.start.filter(|start| start.value <= day);
    if let Some((invoice, issued)) = invoice.and_then(|on| Some((on.invoice, on.invoice.issued?))) {
        let message = format!(
            "{how}, and invoice {} was issued on {}",
            invoice.number(),
            issued.value
        );
        let finding = RULE.finding(place, message).help(help);
        return finding.related(issued.span, "the invoice was issued here");
    }
    match started {
        Some(start) => RULE
            .finding(place, format!("{how}, and work began on {}", start.value))
            .help(help)
            .related(start.span, "work began here")
            .raised_from(Level::Warning),
        None => RULE
            .finding(place, how)
            .help("get it signed before work starts, and write the day: `signed: DATE`")
            .level(Level::Warning),
    }
}
