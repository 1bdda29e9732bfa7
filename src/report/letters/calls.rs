//! Notes for a call that is due: whom, about what, what was promised and said before.

use super::{Desk, Draft, Next, Row, Work, sorted_by_due};
use crate::{
    assess::{Assessed, InvoiceOn, PromiseJudged, promises_about},
    calendar::Date,
    model::{Client, LogEntry, Stage, log::What},
    money::{Amount, Currency},
    report::history::History,
};
use std::collections::BTreeMap;

/// So many of the latest messages and calls are worth a look before one calls.
const LATEST: usize = 3;

/// For one client and currency, in the ledger's language: they are for the user.
#[derive(Debug)]
pub struct CallNotes<'a> {
    pub client: &'a Client,
    pub currency: Currency,
    pub draft: Draft,
    pub owed: Vec<Row>,
    /// The client's unallocated credit.
    pub credit: Amount,
    /// The balances less the credit.
    pub asked: Amount,
    /// What was promised on these invoices, oldest first.
    pub promises: Vec<PromiseJudged<'a>>,
    /// The latest first.
    pub said: Vec<&'a LogEntry>,
    pub work: Option<Work>,
    /// What comes next, if that is still to come.
    pub next: Option<Next>,
    /// The day from which on the call is due.
    pub as_of: Date,
}

/// The calls that are due or will be, one a client and currency, about every invoice that has come so far: from
/// which day on, and about which. None about what the client's credit covers.
pub fn due<'s, 'a>(
    assessed: &'s Assessed<'a>,
    history: &History,
    client: &str,
) -> BTreeMap<Currency, (Date, Vec<&'s InvoiceOn<'a>>)> {
    let mut calls: BTreeMap<Currency, (Date, Vec<&InvoiceOn>)> = BTreeMap::new();
    for on in assessed.invoices_of(client) {
        if let Some(day) = next_call(assessed, history, on) {
            let call = calls.entry(on.currency).or_insert((day, Vec::new()));
            call.0 = call.0.min(day);
            call.1.push(on);
        }
    }
    calls.retain(|currency, (_, about)| {
        let balances: Amount = about.iter().map(|on| on.balance).sum();
        credit(assessed, client, *currency) < balances
    });
    calls
}

fn credit(assessed: &Assessed, client: &str, currency: Currency) -> Amount {
    let client = assessed.clients.get(client);
    let credit = client.and_then(|client| client.unallocated.get(&currency));
    credit.copied().unwrap_or_default()
}

/// `call_every` business days after `firm` went out, or after somebody was last reached, promised or paid. A call that
/// reached nobody and says so (`delivered: false`) counts for nothing: it stays due.
fn next_call(assessed: &Assessed, history: &History, on: &InvoiceOn) -> Option<Date> {
    let policy = &on.policy;
    let allowed = policy.call_every > 0 && (policy.call_consumers || !on.client.is_consumer());
    // Once a lawyer has written, a call would only take back what the letter said.
    let with_lawyer = on.stage.level >= Some(Stage::LawyerLetter);
    if !allowed || with_lawyer || !on.chasing.is_active() {
        return None;
    }
    let client = on.client.id.as_str();
    let firm = history.first_at(client, &on.invoice.id, Stage::Firm)?;
    let since = [history.reached_on(client), history.paid_on(client)];
    let last = since.into_iter().flatten().fold(firm, Date::max);
    Some(
        assessed
            .basis()
            .holidays()
            .add_business_days(last, policy.call_every),
    )
}

/// For each call that is due on the day.
pub fn notes<'a>(desk: &Desk<'_, 'a>) -> Vec<CallNotes<'a>> {
    let assessed = desk.assessed;
    let client = desk.client.client;
    let calls = due(assessed, desk.history, &client.id).into_iter();
    let today = calls.filter(|(_, (day, _))| *day <= assessed.day);
    let notes = today.map(|(currency, (day, mut about))| {
        sorted_by_due(&mut about);
        let credit = credit(assessed, &client.id, currency);
        let balances: Amount = about.iter().map(|on| on.balance).sum();
        CallNotes {
            client,
            currency,
            draft: Draft {
                language: None,
                ..desk.draft("call", currency, "")
            },
            owed: about.iter().map(|on| Row::of(on, None)).collect(),
            credit,
            asked: balances - credit,
            promises: promises(assessed, &about),
            said: said(desk, &about),
            work: on_hold(assessed, &about),
            next: next(assessed, &about),
            as_of: day,
        }
    });
    notes.collect()
}

/// Each once, whichever of the invoices it names.
fn promises<'a>(assessed: &Assessed<'a>, about: &[&InvoiceOn<'a>]) -> Vec<PromiseJudged<'a>> {
    let mut by_entry: BTreeMap<(Date, &str), PromiseJudged> = BTreeMap::new();
    for promise in about.iter().flat_map(|on| promises_about(assessed, on)) {
        let key = (promise.entry.date.value, promise.entry.id.as_str());
        by_entry.entry(key).or_insert(promise);
    }
    by_entry.into_values().collect()
}

/// The latest contacts that arrived, about these invoices or about the client.
fn said<'a>(desk: &Desk<'_, 'a>, about: &[&InvoiceOn]) -> Vec<&'a LogEntry> {
    let log = desk.history.log_of(&desk.client.client.id).iter().copied();
    let contacts = log.filter(|entry| entry.what == What::Contact && entry.delivered);
    let relevant = contacts
        .filter(|entry| entry.invoices.is_empty() || about.iter().any(|on| entry.names(&on.invoice.id)));
    let mut said: Vec<_> = relevant.collect();
    said.sort_by_key(|entry| (entry.date.value, &entry.id));
    said.into_iter().rev().take(LATEST).collect()
}

fn on_hold(assessed: &Assessed, about: &[&InvoiceOn]) -> Option<Work> {
    let contracts = about
        .iter()
        .filter_map(|on| assessed.contracts.get(on.contract?.id.as_str()));
    let holds = contracts.filter_map(|on| on.hold.filter(|hold| hold.agreed));
    holds
        .map(|hold| Work::StoppedSince(hold.since))
        .min_by_key(|work| match work {
            Work::StoppedSince(day) | Work::StopsOn(day) => *day,
        })
}

fn next(assessed: &Assessed, about: &[&InvoiceOn]) -> Option<Next> {
    let coming = about.iter().filter_map(|on| {
        let next = Next {
            stage: on.stage.next?,
            on: on.stage.due_on?,
        };
        (next.on > assessed.day).then_some(next)
    });
    coming.min_by_key(|next| (next.on, next.stage))
}
