//! An invoice's account through all its days: what a statement of account needs, and the assessment of one day forgets.
//! A payment that was returned counted until then, and so did the credits that hung on it.

use super::{Assessed, Basis, Folder, Totals, folders, movements::Movements, plan, promise::Account};
use crate::{
    calendar::{Date, add_days},
    model::{Client, Invoice, Payment, log::What, payment::Allocation},
    money::{Amount, Currency},
};
use std::collections::{BTreeMap, BTreeSet};

/// Every invoice and payment of a client, up to the day.
#[derive(Debug)]
pub struct ClientHistory<'a> {
    pub client: &'a Client,
    pub day: Date,
    pub invoices: Vec<InvoiceHistory<'a>>,
    /// Those that counted on some day, in order of id.
    pub payments: Vec<&'a Payment>,
}

/// What happened to one invoice up to the day.
#[derive(Debug)]
pub struct InvoiceHistory<'a> {
    pub invoice: &'a Invoice,
    pub currency: Currency,
    pub total: Amount,
    /// `None`: still a draft.
    pub issued: Option<Date>,
    pub void: Option<Date>,
    pub written_off: Option<Date>,
    /// Payments that came back, with what of each was for this invoice.
    pub returned: Vec<(&'a Payment, &'a Allocation)>,
    /// By first day; the first from the beginning of time. A new one begins on each day on which a payment of the
    /// client's came back.
    pub epochs: Vec<Epoch<'a>>,
}

/// The movements as they counted from a day on, up to the next epoch.
#[derive(Debug)]
pub struct Epoch<'a> {
    pub from: Date,
    pub movements: Movements<'a>,
}

/// The account of every client, in order of id, up to the basis's day.
pub fn histories(basis: Basis<'_>) -> Vec<ClientHistory<'_>> {
    folders(basis).into_iter().map(of).collect()
}

/// The account of one client, if there is such.
pub fn history<'a>(assessed: &Assessed<'a>, client: &str) -> Option<ClientHistory<'a>> {
    assessed.folders.get(client).cloned().map(of)
}

fn of(mut folder: Folder<'_>) -> ClientHistory<'_> {
    let day = folder.basis.day;
    let came_back: BTreeSet<Date> = folder.payments.iter().filter_map(|p| came_back(p, day)).collect();
    let mut epochs: BTreeMap<&str, Vec<Epoch>> = BTreeMap::new();
    let starts = [Date::MIN].into_iter().chain(came_back.iter().copied());
    let ends = came_back.iter().map(|on| add_days(*on, -1)).chain([day]);
    for (from, until) in starts.zip(ends) {
        folder.basis.day = until;
        let mut accounts = folder.accounts();
        plan::grant_discounts(&folder, &mut accounts);
        for (id, account) in accounts {
            let movements = account.movements;
            epochs.entry(id).or_default().push(Epoch { from, movements });
        }
    }
    folder.basis.day = day;
    let invoices = folder.invoices.iter().map(|invoice| {
        let epochs = epochs.remove(invoice.id.as_str()).unwrap_or_default();
        InvoiceHistory::of(&folder, invoice, epochs)
    });
    ClientHistory {
        client: folder.client,
        day,
        invoices: invoices.collect(),
        payments: folder
            .payments
            .iter()
            .copied()
            .filter(|p| counted(p, day))
            .collect(),
    }
}

/// The day on which a payment that had counted came back, if it has.
fn came_back(payment: &Payment, day: Date) -> Option<Date> {
    let returned = payment.returned?.value;
    (payment.date.value < returned && returned <= day).then_some(returned)
}

/// Whether the money was there on some day up to `day`.
fn counted(payment: &Payment, day: Date) -> bool {
    payment.counts_on(day) || came_back(payment, day).is_some()
}

impl<'a> Folder<'a> {
    /// Every invoice's total and movements on the basis's day, without the discounts of plans.
    pub(super) fn accounts(&self) -> BTreeMap<&'a str, Account<'a>> {
        let accounts = self.invoices.iter().copied().map(|invoice| {
            let currency = self.basis.ledger.invoice_currency(invoice);
            let account = Account {
                currency,
                total: Totals::of(invoice, currency).total,
                movements: Movements::of(self, invoice),
            };
            (invoice.id.as_str(), account)
        });
        accounts.collect()
    }
}

impl<'a> InvoiceHistory<'a> {
    fn of(folder: &Folder<'a>, invoice: &'a Invoice, epochs: Vec<Epoch<'a>>) -> Self {
        let basis = folder.basis;
        let currency = basis.ledger.invoice_currency(invoice);
        let first = |inline: Option<Date>, what: What| {
            let logged = folder.log_about(&invoice.id).filter(|entry| entry.what == what);
            let dates = inline.into_iter().chain(logged.map(|entry| entry.date.value));
            dates.filter(|date| *date <= basis.day).min()
        };
        let shares = folder.shares_of(&invoice.id).filter(|(payment, _)| {
            basis.ledger.payment_currency(payment) == currency && came_back(payment, basis.day).is_some()
        });
        Self {
            invoice,
            currency,
            total: Totals::of(invoice, currency).total,
            issued: invoice
                .issued
                .map(|day| day.value)
                .filter(|day| *day <= basis.day),
            void: first(invoice.void.as_ref().map(|event| event.date.value), What::Void),
            written_off: first(
                invoice.write_off.as_ref().map(|event| event.date.value),
                What::WriteOff,
            ),
            returned: shares.collect(),
            epochs,
        }
    }

    /// The movements as they counted on `day`.
    pub fn epoch(&self, day: Date) -> Option<&Epoch<'a>> {
        self.epochs.iter().rev().find(|epoch| epoch.from <= day)
    }
}
