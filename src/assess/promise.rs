//! Promises to pay: which one counts, whether it was kept, and how long it holds reminders back.

use super::{Assessed, Folder, InvoiceOn, movements::Movements};
use crate::{
    calendar::{Date, add_days},
    model::{
        LogEntry, Policy,
        log::{Promise, What},
    },
    money::Amount,
};
use std::collections::BTreeMap;

/// The promise that counts for an invoice on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PromiseOn<'a> {
    pub entry: &'a LogEntry,
    pub made: Date,
    pub pay_by: Date,
    /// What it comes to: as stated, else what was open on its invoices on the eve.
    pub amount: Amount,
    pub written: bool,
    pub status: PromiseStatus,
    /// The last day on which it holds reminders back; `None`: it never did.
    pub pauses_until: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromiseStatus {
    Open,
    Kept,
    Broken,
}

/// An invoice's total and what moved on it, whatever its state: what promises and plans are measured by.
#[derive(Debug, Clone)]
pub struct Account<'a> {
    pub currency: crate::money::Currency,
    pub total: Amount,
    pub movements: Movements<'a>,
}

/// Every invoice of the client, by id.
pub type Accounts<'a> = BTreeMap<&'a str, Account<'a>>;

impl Account<'_> {
    /// Never below 0.
    pub fn open_on(&self, day: Date) -> Amount {
        self.movements.open_on(self.total, day).at_least_zero()
    }
}

/// One invoice among its client's accounts.
#[derive(Debug, Clone, Copy)]
pub struct Among<'s, 'a> {
    pub invoice: &'a str,
    pub accounts: &'s Accounts<'a>,
}

impl<'s, 'a> Among<'s, 'a> {
    fn own(self) -> Option<&'s Account<'a>> {
        self.accounts.get(self.invoice)
    }

    /// The accounts of `ids` that are in this invoice's currency.
    pub fn same_currency<'i>(self, ids: impl Iterator<Item = &'i str>) -> Vec<&'s Account<'a>> {
        let currency = self.own().map(|own| own.currency);
        ids.filter_map(|id| self.accounts.get(id))
            .filter(|account| Some(account.currency) == currency)
            .collect()
    }
}

/// The latest promise that names the invoice, of those of one day the one with the greater id.
pub fn latest<'a>(
    folder: &Folder<'a>,
    among: Among<'_, 'a>,
    policy: &Policy,
    day: Date,
) -> Option<PromiseOn<'a>> {
    let promises = promises(folder, among.invoice, day);
    let (entry, promise) = *promises.last()?;
    let (amount, status) = judge(entry, promise, among, day);
    let earlier = &promises[..promises.len() - 1];
    let was_broken = earlier.iter().any(|(earlier_entry, earlier)| {
        let on = entry.date.value;
        judge(earlier_entry, earlier, among, on).1 == PromiseStatus::Broken
    });
    let longest = add_days(entry.date.value, i64::from(policy.promise_max_days));
    let last_day = promise.pay_by.value.min(longest);
    let pauses = (promise.written || !was_broken) && last_day >= entry.date.value;
    Some(PromiseOn {
        entry,
        made: entry.date.value,
        pay_by: promise.pay_by.value,
        amount,
        written: promise.written,
        status,
        pauses_until: pauses.then_some(last_day),
    })
}

impl PromiseOn<'_> {
    /// Whether it holds reminders back on `day`.
    pub fn pauses_on(&self, day: Date) -> bool {
        self.status == PromiseStatus::Open && self.pauses_until.is_some_and(|until| day <= until)
    }
}

/// Every promise on the invoice up to `day`, by date, then id.
fn promises<'a>(folder: &Folder<'a>, invoice: &str, day: Date) -> Vec<(&'a LogEntry, &'a Promise)> {
    let contacts = folder
        .log_about(invoice)
        .filter(|entry| entry.what == What::Contact && entry.delivered && entry.date.value <= day);
    contacts
        .filter_map(|entry| Some((entry, entry.promise.as_ref()?)))
        .collect()
}

/// What a promise comes to, and how it stands at the end of `day`.
fn judge(entry: &LogEntry, promise: &Promise, among: Among, day: Date) -> (Amount, PromiseStatus) {
    let named = among.same_currency(entry.invoices.iter().map(|named| named.invoice.value.as_str()));
    let made = entry.date.value;
    let eve = add_days(made, -1);
    let stated = promise.amount.map(|amount| amount.value);
    let amount = stated.unwrap_or_else(|| named.iter().map(|account| account.open_on(eve)).sum());
    let until = promise.pay_by.value.min(day);
    let paid = paid_on(entry, promise, among, day);
    let settled = among.own().is_some_and(|own| own.open_on(until).is_zero());
    let status = if paid >= amount || settled {
        PromiseStatus::Kept
    } else if day <= promise.pay_by.value {
        PromiseStatus::Open
    } else {
        PromiseStatus::Broken
    };
    (amount, status)
}

/// A promise judged by itself, whatever was promised later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PromiseMade<'a> {
    pub entry: &'a LogEntry,
    /// Of one that names several invoices: kept if it was kept for each.
    pub status: PromiseStatus,
}

/// A promise on one invoice, judged by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PromiseJudged<'a> {
    pub entry: &'a LogEntry,
    pub pay_by: Date,
    /// As stated, else what was open on its invoices on the eve.
    pub amount: Amount,
    /// On the invoices it names, from the day it was made to the last day that counts.
    pub paid: Amount,
    pub status: PromiseStatus,
}

/// Every promise that names `on`, up to the day, by date, then id.
pub fn promises_about<'a>(assessed: &Assessed<'a>, on: &InvoiceOn<'a>) -> Vec<PromiseJudged<'a>> {
    let promises =
        |entry: &&&LogEntry| entry.what == What::Contact && entry.delivered && entry.promise.is_some();
    let entries: Vec<&'a LogEntry> = on.log.iter().filter(promises).copied().collect();
    // The client's accounts are worked out anew: not for nothing.
    if entries.is_empty() {
        return Vec::new();
    }
    let accounts = accounts(assessed, &on.client.id);
    let among = Among {
        invoice: &on.invoice.id,
        accounts: &accounts,
    };
    let entries = entries.into_iter();
    let promises = entries.filter_map(|entry| {
        let promise = entry.promise.as_ref()?;
        let (amount, status) = judge(entry, promise, among, assessed.day);
        Some(PromiseJudged {
            entry,
            pay_by: promise.pay_by.value,
            amount,
            paid: paid_on(entry, promise, among, assessed.day),
            status,
        })
    });
    let mut promises: Vec<_> = promises.collect();
    promises.sort_by_key(|promise| promise.entry.date.value);
    promises
}

/// What came in for a promise up to `day`, or to its last day.
fn paid_on(entry: &LogEntry, promise: &Promise, among: Among, day: Date) -> Amount {
    let named = among.same_currency(entry.invoices.iter().map(|named| named.invoice.value.as_str()));
    let until = promise.pay_by.value.min(day);
    let paid = named
        .iter()
        .map(|a| a.movements.paid_within(entry.date.value, until));
    paid.sum()
}

/// Every promise up to the day, by client; those of one client by date, then id. One that names no invoice of the
/// client promises nothing. Clients who promised nothing are left out.
pub fn promises_made<'a>(assessed: &Assessed<'a>) -> BTreeMap<&'a str, Vec<PromiseMade<'a>>> {
    let clients = assessed.clients.keys();
    let made = clients.map(|client| (*client, made_by(assessed, client)));
    made.filter(|(_, made)| !made.is_empty()).collect()
}

/// From the log of the client's own invoices: the whole log is everybody's.
fn made_by<'a>(assessed: &Assessed<'a>, client: &str) -> Vec<PromiseMade<'a>> {
    let logged = assessed.invoices_of(client).flat_map(|on| on.log.iter().copied());
    let counting = logged.filter(|entry| entry.what == What::Contact && entry.delivered);
    let promises: BTreeMap<_, _> = counting
        .filter_map(|entry| Some(((entry.date.value, &entry.id), (entry, entry.promise.as_ref()?))))
        .collect();
    if promises.is_empty() {
        return Vec::new();
    }
    let accounts = accounts(assessed, client);
    let made = promises.into_values().filter_map(|(entry, promise)| {
        let status = judge_for_all(entry, promise, &accounts, assessed.day)?;
        Some(PromiseMade { entry, status })
    });
    made.collect()
}

pub(super) fn accounts<'a>(assessed: &Assessed<'a>, client: &str) -> Accounts<'a> {
    let invoices = assessed.invoices_of(client);
    invoices
        .map(|on| {
            let account = Account {
                currency: on.currency,
                total: on.totals.total,
                movements: on.movements.clone(),
            };
            (on.invoice.id.as_str(), account)
        })
        .collect()
}

/// `None`: it names no invoice of the client.
fn judge_for_all(
    entry: &LogEntry,
    promise: &Promise,
    accounts: &Accounts,
    day: Date,
) -> Option<PromiseStatus> {
    let named = entry
        .invoices
        .iter()
        .filter_map(|named| accounts.get_key_value(named.invoice.value.as_str()));
    let statuses = named.map(|(invoice, _)| judge(entry, promise, Among { invoice, accounts }, day).1);
    // All have the same last day, so what isn't kept is either open for all or broken for all.
    statuses.max_by_key(|status| *status != PromiseStatus::Kept)
}
