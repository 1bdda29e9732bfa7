//! `dunlin/status/1`: the shape that `docs/` promises to programs. Amounts are strings with the currency's decimals,
//! what is absent is `null`, keys keep their order, arrays are sorted by id.

mod invoice;

use super::Status;
use crate::{
    assess::{Assessed, ClientOn, ContractLimit, ContractOn},
    calendar::Date,
    model::format::Word,
    money::{Amount, Currency},
    report::{Action, CurrencyTotals, totals},
};
use invoice::Invoice;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Pretty-printed, with a line feed at the end.
pub fn json(status: Status) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&Document::of(status))?;
    text.push('\n');
    Ok(text)
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    as_of: Date,
    incomplete: Vec<&'a str>,
    totals: Vec<Totals>,
    clients: Vec<Client<'a>>,
    contracts: Vec<Contract<'a>>,
    invoices: Vec<Invoice<'a>>,
}

#[derive(Serialize)]
struct Totals {
    currency: &'static str,
    open: String,
    overdue: String,
    disputed: String,
    unallocated: String,
    aging: Aging,
    interest: String,
    compensation: String,
    dso: Option<String>,
}

#[derive(Serialize)]
struct Aging {
    current: String,
    #[serde(rename = "1-30")]
    to_30: String,
    #[serde(rename = "31-60")]
    to_60: String,
    #[serde(rename = "61-90")]
    to_90: String,
    #[serde(rename = "91+")]
    over_90: String,
}

#[derive(Serialize)]
struct Client<'a> {
    id: &'a str,
    name: &'a str,
    grade: Option<&'static str>,
    average_days_late: Option<String>,
    median_days_late: Option<String>,
    on_time_percent: Option<String>,
    promises: Option<Promises>,
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

#[derive(Serialize)]
struct Contract<'a> {
    id: &'a str,
    client: &'a str,
    currency: &'static str,
    total: String,
    billed: String,
    paid: String,
    unbilled: String,
    hold: Option<Hold>,
    jurisdiction: Option<&'a str>,
    limit: Option<Limit>,
    peak_exposure: Exposure<'a>,
}

#[derive(Serialize)]
struct Hold {
    since: Date,
    kind: &'static str,
}

#[derive(Serialize)]
struct Limit {
    amount: String,
    currency: &'static str,
    since: Date,
}

#[derive(Serialize)]
struct Exposure<'a> {
    amount: String,
    instalment: Option<&'a str>,
}

impl<'a> Document<'a> {
    fn of(status: Status<'a, '_>) -> Self {
        let assessed = status.assessed;
        let by_client = next_by_client(status.actions);
        Self {
            schema: "dunlin/status/1",
            as_of: assessed.day,
            incomplete: status.unread.files.iter().map(String::as_str).collect(),
            totals: totals(assessed)
                .iter()
                .map(|(currency, row)| Totals::of(*currency, row))
                .collect(),
            clients: assessed
                .clients
                .values()
                .map(|on| Client::of(assessed, on, &by_client))
                .collect(),
            contracts: assessed.contracts.values().map(Contract::of).collect(),
            invoices: assessed.invoices.values().map(Invoice::of).collect(),
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

impl Totals {
    fn of(currency: Currency, row: &CurrencyTotals) -> Self {
        let text = |amount: Amount| amount.plain(currency);
        let [current, to_30, to_60, to_90, over_90] = row.aging.0.map(text);
        Self {
            currency: currency.code(),
            open: text(row.open),
            overdue: text(row.overdue),
            disputed: text(row.disputed),
            unallocated: text(row.unallocated),
            aging: Aging {
                current,
                to_30,
                to_60,
                to_90,
                over_90,
            },
            interest: text(row.interest),
            compensation: text(row.compensation),
            dso: None,
        }
    }
}

impl<'a> Client<'a> {
    fn of(assessed: &'a Assessed, on: &ClientOn<'a>, next: &BTreeMap<&str, &Action>) -> Self {
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
            grade: None,
            average_days_late: None,
            median_days_late: None,
            on_time_percent: None,
            promises: None,
            balances: balances.collect(),
            next: next.get(on.client.id.as_str()).map(|action| Next {
                on: action.on,
                action: action.kind.word(),
                stage: action.stage.map(Word::word),
            }),
        }
    }
}

impl<'a> Contract<'a> {
    fn of(on: &'a ContractOn) -> Self {
        let text = |amount: Amount| amount.plain(on.currency);
        let limit = match on.limit {
            ContractLimit::Known(limit) => Some(Limit {
                amount: limit.amount.plain(limit.currency),
                currency: limit.currency.code(),
                since: limit.since,
            }),
            _ => None,
        };
        Self {
            id: &on.contract.id,
            client: &on.contract.client.value,
            currency: on.currency.code(),
            total: text(on.total),
            billed: text(on.billed),
            paid: text(on.paid),
            unbilled: text(on.unbilled()),
            hold: on.hold.map(|hold| Hold {
                since: hold.since,
                kind: if hold.agreed { "agreed" } else { "advised" },
            }),
            jurisdiction: on.jurisdiction,
            limit,
            peak_exposure: Exposure {
                amount: text(on.peak_exposure.amount),
                instalment: on.peak_exposure.at.as_deref(),
            },
        }
    }
}
