//! Sums over invoices, by currency: amounts of different currencies are never added.

use crate::{
    assess::{Assessed, Bucket, InvoiceOn},
    money::{Amount, Currency},
};
use std::collections::BTreeMap;

/// What is owed in one currency on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CurrencyTotals {
    /// Balances of open invoices.
    pub open: Amount,
    /// Of those past their due date.
    pub overdue: Amount,
    /// Of those in dispute.
    pub disputed: Amount,
    /// Of those under an open promise.
    pub promised: Amount,
    /// Of those under a contract that is on hold.
    pub on_hold: Amount,
    pub aging: Aging,
    /// What ran on open invoices, claimed or not.
    pub interest: Amount,
    /// On open invoices, in their own currency.
    pub compensation: Amount,
    /// Clients' credit, never netted into the others.
    pub unallocated: Amount,
}

/// Open balances by days overdue, in the order of [`Bucket::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Aging(pub [Amount; 5]);

impl Aging {
    fn add(&mut self, bucket: Bucket, amount: Amount) {
        if let Some(slot) = Bucket::ALL
            .iter()
            .position(|b| *b == bucket)
            .and_then(|i| self.0.get_mut(i))
        {
            *slot += amount;
        }
    }

    pub fn sum(self) -> Amount {
        self.0.into_iter().sum()
    }

    pub fn rows(self) -> impl Iterator<Item = (Bucket, Amount)> {
        Bucket::ALL.into_iter().zip(self.0)
    }
}

impl CurrencyTotals {
    pub fn add(&mut self, assessed: &Assessed, on: &InvoiceOn) {
        let Some(bucket) = on.bucket() else { return };
        let promised = on.promise.is_some_and(|promise| promise.pauses_on(assessed.day));
        let contract = on
            .contract
            .and_then(|contract| assessed.contracts.get(contract.id.as_str()));
        let on_hold = contract.is_some_and(|contract| contract.hold.is_some());
        let when = |holds: bool| if holds { on.balance } else { Amount::ZERO };
        self.open += on.balance;
        self.overdue += when(on.is_overdue());
        self.disputed += when(on.disputed);
        self.promised += when(promised);
        self.on_hold += when(on_hold);
        self.aging.add(bucket, on.balance);
        self.interest += on.interest.as_ref().map_or(Amount::ZERO, |ran| ran.amount);
        self.compensation += on.compensation;
    }
}

/// A row for each currency of an invoice, or of a payment dated up to the day.
pub fn totals(assessed: &Assessed) -> BTreeMap<Currency, CurrencyTotals> {
    let mut rows: BTreeMap<Currency, CurrencyTotals> = BTreeMap::new();
    for on in assessed.invoices.values() {
        rows.entry(on.currency).or_default().add(assessed, on);
    }
    let payments = assessed.ledger.payments.values();
    for payment in payments.filter(|payment| payment.date.value <= assessed.day) {
        rows.entry(assessed.ledger.payment_currency(payment)).or_default();
    }
    for client in assessed.clients.values() {
        for (currency, amount) in &client.unallocated {
            rows.entry(*currency).or_default().unallocated += *amount;
        }
    }
    rows
}
