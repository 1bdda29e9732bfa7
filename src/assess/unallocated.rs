//! A client's unallocated credit: shown apart, never netted into what is owed.

use super::{Folder, InvoiceOn, State};
use crate::money::{Amount, Currency};
use std::collections::BTreeMap;

/// Overpayments, what payments left on no invoice, and all that was paid on void or draft invoices.
pub fn by_currency(folder: &Folder, invoices: &[InvoiceOn]) -> BTreeMap<Currency, Amount> {
    let mut credit: BTreeMap<Currency, Amount> = BTreeMap::new();
    for payment in folder
        .payments
        .iter()
        .filter(|payment| payment.counts_on(folder.basis.day))
    {
        let currency = folder.basis.ledger.payment_currency(payment);
        let allocated: Amount = payment.allocate.iter().map(|share| share.amount.value).sum();
        let left = (payment.amount.value - allocated).at_least_zero();
        add(&mut credit, currency, left);
    }
    for on in invoices {
        let extra = match on.state {
            State::Draft | State::Void => on.movements.paid(),
            _ => on.overpaid(),
        };
        add(&mut credit, on.currency, extra);
    }
    credit
}

fn add(credit: &mut BTreeMap<Currency, Amount>, currency: Currency, amount: Amount) {
    if amount.is_positive() {
        *credit.entry(currency).or_default() += amount;
    }
}
