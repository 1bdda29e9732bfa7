//! More billed under a contract than it and its signed amendments are for.

use crate::{
    assess::{Assessed, ContractOn, InvoiceOn},
    check::{
        Dated, Edition, Options, Rule, Sink, Takes,
        limits::{gross_words, words},
    },
    finding::{Finding, Level},
    money::Amount,
};

pub const RULE: Rule = Rule {
    id: "invoice/over-billed",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "The invoices of a contract come to more than its total",
    page: include_str!("over-billed.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in assessed.contracts.values() {
        let mut billed = Amount::ZERO;
        let first_over = invoices(assessed, on).into_iter().find(|invoice| {
            billed += invoice.totals.gross;
            billed > on.total
        });
        if let Some(invoice) = first_over {
            sink.report(finding(on, invoice, billed));
        }
    }
}

/// Issued and not void, in the contract's currency (others can't be added), by issue, then id.
fn invoices<'a>(assessed: &'a Assessed<'a>, on: &ContractOn) -> Vec<&'a InvoiceOn<'a>> {
    let of_client = assessed.invoices_of(&on.contract.client.value);
    let own = of_client.filter(|invoice| invoice.is_under(on.contract) && invoice.currency == on.currency);
    let mut billed: Vec<_> = own.filter(|invoice| invoice.is_billed()).collect();
    billed.sort_by_key(|invoice| {
        (
            invoice.invoice.issued.map(|issued| issued.value),
            &invoice.invoice.id,
        )
    });
    billed
}

fn finding(on: &ContractOn, over: &InvoiceOn, billed: Amount) -> Finding {
    let invoice = over.invoice;
    let place = invoice.amount.map_or(invoice.origin.place, |amount| amount.span);
    let message = format!(
        "with this invoice {} is billed under `{}`, {} more than its total of {}",
        words(billed, on.currency),
        on.contract.id,
        words(billed - on.total, on.currency),
        gross_words(on, on.total)
    );
    let finding = RULE
        .finding(place, message)
        .help("have an amendment signed for the rest and write it under `amendments`, or void or credit what was billed too much");
    let total = on.contract.total.map(|total| total.span);
    let agreed = total.or(on.contract.schedule.first().map(|row| row.share_at));
    match agreed {
        Some(place) => finding.related(place, "this was agreed"),
        None => finding,
    }
}
