//! The clients of `dunlin/status/1`; apart because how they pay is figures of its own.

use super::{super::Status, Number, number, tenth};
use crate::{
    assess::{Assessed, ClientOn, Grade, Paying, paying},
    calendar::Date,
    model::format::Word,
    report::{Action, CurrencyTotals},
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Serialize)]
pub struct Client<'a> {
    id: &'a str,
    name: &'a str,
    grade: Option<&'static str>,
    average_days_late: Option<Number>,
    median_days_late: Option<Number>,
    on_time_percent: Option<Number>,
    promises: Promises,
    balances: Vec<Balance>,
    next: Option<Next>,
}

#[derive(Serialize)]
struct Promises {
    made: u32,
    kept: u32,
    broken: u32,
}

#[derive(Serialize)]
struct Balance {
    currency: &'static str,
    open: String,
    overdue: String,
    unallocated: String,
}

#[derive(Serialize)]
struct Next {
    on: Date,
    action: &'static str,
    stage: Option<&'static str>,
}

/// What is known of every client, by id.
pub struct Facts<'s> {
    paying: BTreeMap<&'s str, Paying>,
    next: BTreeMap<&'s str, &'s Action>,
}

impl<'s> Facts<'s> {
    pub fn of(status: Status<'s, '_>) -> Self {
        Self {
            paying: paying(status.assessed),
            next: next_by_client(status.actions),
        }
    }
}

/// The first action for each client.
fn next_by_client(actions: &[Action]) -> BTreeMap<&str, &Action> {
    let mut next: BTreeMap<&str, &Action> = BTreeMap::new();
    for action in actions {
        let first = next.entry(&action.client).or_insert(action);
        if action.on < first.on {
            *first = action;
        }
    }
    next
}

impl<'a> Client<'a> {
    pub fn of(assessed: &'a Assessed, on: &ClientOn<'a>, facts: &Facts) -> Self {
        let id = on.client.id.as_str();
        let paying = facts.paying.get(id).copied().unwrap_or_default();
        let invoices: Vec<_> = assessed.invoices_of(&on.client.id).collect();
        let currencies = invoices
            .iter()
            .map(|on| on.currency)
            .chain(on.unallocated.keys().copied());
        let currencies: BTreeSet<_> = currencies.collect();
        let balances = currencies.into_iter().map(|currency| {
            let mut row = CurrencyTotals::default();
            invoices
                .iter()
                .filter(|on| on.currency == currency)
                .for_each(|on| row.add(assessed, on));
            Balance {
                currency: currency.code(),
                open: row.open.plain(currency),
                overdue: row.overdue.plain(currency),
                unallocated: on
                    .unallocated
                    .get(&currency)
                    .copied()
                    .unwrap_or_default()
                    .plain(currency),
            }
        });
        Self {
            id: &on.client.id,
            name: &on.client.name.value,
            grade: paying.grade.map(Grade::word),
            average_days_late: paying.average_days_late.and_then(tenth),
            median_days_late: paying.median_days_late.and_then(|days| number(days.shortest())),
            on_time_percent: paying.on_time_percent.and_then(tenth),
            promises: Promises {
                made: paying.promises.made,
                kept: paying.promises.kept,
                broken: paying.promises.broken,
            },
            balances: balances.collect(),
            next: next_action(facts.next.get(id).copied()),
        }
    }
}

fn next_action(action: Option<&Action>) -> Option<Next> {
    action.map(|action| Next {
        on: action.on,
        action: action.kind.word(),
        stage: action.stage.map(Word::word),
    })
}
