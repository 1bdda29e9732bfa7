//! What the ledger showed on a day, as one keeps it, and what is other on a later one: apart from every other report
//! because it alone knows of an earlier build.

use super::{Letters, totals};
use crate::{
    assess::{Assessed, InvoiceOn, PromiseStatus, State},
    calendar::Date,
    model::{Stage, format::Word},
    money::{Amount, Currency},
};
use std::collections::{BTreeMap, BTreeSet};

/// What the pages showed on one day: ids and sums, each of which stands on one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    pub day: Date,
    /// By currency code.
    pub totals: BTreeMap<String, Owed>,
    /// What each client had paid up to then, by client and currency code.
    pub received: BTreeMap<(String, String), Amount>,
    /// The open invoices, by id.
    pub open: BTreeMap<String, Seen>,
    /// Letters due, by client and draft.
    pub letters: BTreeSet<(String, String)>,
    /// Findings by rule and the record that they are about, wherever in it.
    pub findings: BTreeMap<(String, String), usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Owed {
    pub open: Amount,
    pub overdue: Amount,
}

/// An open invoice as it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub overdue: bool,
    pub disputed: bool,
    pub promise: Option<(Date, Promised)>,
}

/// What had become of a promise by then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promised {
    Open,
    Kept,
    Broken,
}

/// What was shown on the last two days that anything was: enough to compare with an earlier day however often one builds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    /// By day, the latest last; at most two.
    pub snapshots: Vec<Snapshot>,
}

/// What is other than on `since`, the most urgent kind first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    pub since: Date,
    /// Before and now, of the currencies in which it changed.
    pub totals: Vec<(Currency, Owed, Owed)>,
    pub entries: Vec<Change>,
    /// New findings and those that are gone.
    pub found: usize,
    pub gone: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    Paid {
        client: String,
        code: String,
        amount: Amount,
    },
    PromiseBroken {
        invoice: String,
        pay_by: Date,
    },
    Overdue {
        invoice: String,
    },
    Promised {
        invoice: String,
        pay_by: Date,
    },
    Disputed {
        invoice: String,
    },
    DisputeOver {
        invoice: String,
    },
    Letter {
        client: String,
        draft: String,
    },
}

impl Snapshot {
    /// `findings` by rule and record, which only their own report can tell.
    pub fn of(assessed: &Assessed, letters: &Letters, findings: BTreeMap<(String, String), usize>) -> Self {
        let each = totals(assessed).into_iter().map(|(currency, totals)| {
            let owed = Owed {
                open: totals.open,
                overdue: totals.overdue,
            };
            (currency.code().to_owned(), owed)
        });
        let due = letters.letters.iter();
        Self {
            day: assessed.day,
            totals: each.collect(),
            received: received(assessed),
            open: assessed
                .invoices
                .values()
                .filter(|on| on.state == State::Open)
                .map(|on| (on.invoice.id.clone(), Seen::of(on)))
                .collect(),
            letters: due
                .map(|letter| (letter.client.id.clone(), letter.draft.name.clone()))
                .collect(),
            findings,
        }
    }
}

impl Seen {
    fn of(on: &InvoiceOn) -> Self {
        let became = |status| match status {
            PromiseStatus::Open => Promised::Open,
            PromiseStatus::Kept => Promised::Kept,
            PromiseStatus::Broken => Promised::Broken,
        };
        Self {
            overdue: on.is_overdue(),
            disputed: on.disputed,
            promise: on.promise.map(|promise| (promise.pay_by, became(promise.status))),
        }
    }
}

/// By client and currency, on whatever invoice or on none yet.
fn received(assessed: &Assessed) -> BTreeMap<(String, String), Amount> {
    let mut received: BTreeMap<(String, String), Amount> = BTreeMap::new();
    let mut add = |client: &str, currency: Currency, amount: Amount| {
        if amount.is_positive() {
            let key = (client.to_owned(), currency.code().to_owned());
            *received.entry(key).or_default() += amount;
        }
    };
    for on in assessed.invoices.values() {
        add(&on.client.id, on.currency, on.paid);
    }
    for (id, client) in &assessed.clients {
        for (currency, credit) in &client.unallocated {
            add(id, *currency, *credit);
        }
    }
    received
}

impl Past {
    /// What was shown last on a day before this one.
    pub fn before(&self, day: Date) -> Option<&Snapshot> {
        self.snapshots.iter().rev().find(|snapshot| snapshot.day < day)
    }

    /// With what is shown now. A look back at a day that has been passed leaves everything as it is.
    #[must_use]
    pub fn with(&self, now: Snapshot) -> Self {
        let latest = self.snapshots.last().map(|latest| latest.day);
        if latest.is_some_and(|latest| latest > now.day) {
            return self.clone();
        }
        let before = self.before(now.day).cloned();
        Self {
            snapshots: before.into_iter().chain([now]).collect(),
        }
    }
}

/// What is other now. A client or an invoice that the one doesn't know is none that changed.
pub fn changes(before: &Snapshot, now: &Snapshot) -> Changes {
    let mut entries = Vec::new();
    for ((client, code), amount) in &now.received {
        let known = before.received.get(&(client.clone(), code.clone()));
        let more = *amount - known.copied().unwrap_or_default();
        if more.is_positive() {
            entries.push(Change::Paid {
                client: client.clone(),
                code: code.clone(),
                amount: more,
            });
        }
    }
    for (id, seen) in &now.open {
        entries.extend(of_invoice(id, before.open.get(id), seen));
    }
    let new = now.letters.difference(&before.letters);
    entries.extend(new.map(|(client, draft)| Change::Letter {
        client: client.clone(),
        draft: draft.clone(),
    }));
    entries.sort();
    Changes {
        since: before.day,
        totals: changed_totals(before, now),
        entries,
        found: more_in(&now.findings, &before.findings),
        gone: more_in(&before.findings, &now.findings),
    }
}

fn of_invoice(id: &str, before: Option<&Seen>, now: &Seen) -> Vec<Change> {
    let invoice = id.to_owned();
    let was = |what: fn(&Seen) -> bool| before.is_some_and(what);
    let mut changes = Vec::new();
    if now.overdue && !was(|seen| seen.overdue) {
        changes.push(Change::Overdue {
            invoice: invoice.clone(),
        });
    }
    match now
        .promise
        .filter(|_| now.promise != before.and_then(|seen| seen.promise))
    {
        Some((pay_by, Promised::Broken)) => changes.push(Change::PromiseBroken {
            invoice: invoice.clone(),
            pay_by,
        }),
        Some((pay_by, Promised::Open)) => changes.push(Change::Promised {
            invoice: invoice.clone(),
            pay_by,
        }),
        _ => {}
    }
    match (was(|seen| seen.disputed), now.disputed) {
        (false, true) => changes.push(Change::Disputed { invoice }),
        (true, false) => changes.push(Change::DisputeOver { invoice }),
        _ => {}
    }
    changes
}

fn changed_totals(before: &Snapshot, now: &Snapshot) -> Vec<(Currency, Owed, Owed)> {
    let codes: BTreeSet<_> = before.totals.keys().chain(now.totals.keys()).collect();
    let owed = |snapshot: &Snapshot, code: &str| snapshot.totals.get(code).copied().unwrap_or_default();
    let each = codes.into_iter().filter_map(|code| {
        let (before, now) = (owed(before, code), owed(now, code));
        Some((Currency::from_code(code)?, before, now)).filter(|_| before != now)
    });
    each.collect()
}

/// How many of these are beyond those.
fn more_in(these: &BTreeMap<(String, String), usize>, those: &BTreeMap<(String, String), usize>) -> usize {
    let beyond = these.iter().map(|(what, count)| {
        let known = those.get(what).copied().unwrap_or_default();
        count.saturating_sub(known)
    });
    beyond.sum()
}

/// The step of a letter, by its draft's name: `stop-work-acme-website` is one too.
pub fn stage_of(draft: &str) -> Option<Stage> {
    let named = |name: &str| Stage::from_word(name);
    let ends = draft.char_indices().filter(|(_, c)| *c == '-').map(|(at, _)| at);
    named(draft).or_else(|| {
        ends.rev()
            .find_map(|at| named(draft.get(..at).unwrap_or_default()))
    })
}

#[cfg(test)]
mod tests;
