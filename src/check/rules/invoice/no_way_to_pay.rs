//! Invoices in a currency for which the creditor names no account and no page.

use super::standing;
use crate::{
    assess::{Assessed, InvoiceOn},
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::Level,
    money::Currency,
};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "invoice/no-way-to-pay",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "There are invoices in a currency, and no account or page to pay them",
    page: include_str!("no-way-to-pay.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let settings = &assessed.ledger.settings;
    if !settings.creditor.payment_url.is_empty() {
        return;
    }
    let mut first: BTreeMap<Currency, &InvoiceOn> = BTreeMap::new();
    for on in standing(assessed) {
        first.entry(on.currency).or_insert(on);
    }
    for (currency, on) in first {
        let bank = settings.bank(currency);
        if bank.is_some_and(|bank| !bank.iban.is_empty() || !bank.text.is_empty()) {
            continue;
        }
        let message = format!(
            "invoice {} is in {currency}, and no letter can say how to pay it: there is neither an account nor a `payment_url`",
            on.invoice.number()
        );
        let finding = RULE.finding(settings.creditor.at, message).help(format!(
            "add `bank: {{currency: {currency}, holder: …, iban: …}}` to `creditor`, with `text` for what isn't an IBAN; or `payment_url`"
        ));
        sink.report(finding.related(on.invoice.origin.place, "the invoice stands here"));
    }
}
