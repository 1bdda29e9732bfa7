//! An invoice on which more came in than was owed.

use super::standing;
use crate::{
    assess::{Assessed, InvoiceOn},
    check::{Dated, Edition, Options, Rule, Sink, Takes, limits::words},
    finding::{Finding, Level},
    money::Amount,
    source::Span,
};

pub const RULE: Rule = Rule {
    id: "invoice/overpaid",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "More was paid and credited on an invoice than it asked for",
    page: include_str!("overpaid.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let billed = standing(assessed).filter(|on| on.is_billed());
    for on in billed.filter(|on| on.overpaid().is_positive()) {
        sink.report(finding(on));
    }
}

fn finding(on: &InvoiceOn) -> Finding {
    let invoice = on.invoice;
    let plain = |amount: Amount| words(amount, on.currency);
    let credited = match on.credited.is_positive() {
        true => format!(" and {} credited", plain(on.credited)),
        false => String::new(),
    };
    let message = format!(
        "{} was paid{credited} on invoice {}, {} more than its {}",
        plain(on.paid),
        invoice.number(),
        plain(on.overpaid()),
        plain(on.totals.total)
    );
    let place = passed_at(on).unwrap_or(invoice.origin.place);
    let total = invoice.amount.map(|amount| amount.span);
    let total = total.or(invoice.lines.first().map(|line| line.unit_price.span));
    RULE.finding(place, message)
        .help("ask them whether to send it back or to count it towards another invoice; if it was meant for one, move it there")
        .related(total.unwrap_or(invoice.origin.place), "this was asked for")
}

/// The payment (of one day credits come first; else the credit) that took the sum past the total.
fn passed_at(on: &InvoiceOn) -> Option<Span> {
    let credits = on.movements.credits.iter();
    let credits = credits.map(|credit| (credit.date, false, credit.amount, credit.span));
    let receipts = on.movements.receipts.iter();
    let receipts = receipts.map(|receipt| (receipt.date, true, receipt.amount, Some(receipt.span)));
    let mut all: Vec<_> = credits.chain(receipts).collect();
    all.sort_by_key(|(date, is_receipt, ..)| (*date, *is_receipt));
    let mut sum = Amount::ZERO;
    let passed = all.into_iter().find(|(_, _, amount, _)| {
        sum += *amount;
        sum > on.totals.total
    });
    passed.and_then(|(.., span)| span)
}
