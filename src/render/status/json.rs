//! `dunlin/status/1`: the shape that `docs/` promises to programs. Amounts are strings with the currency's decimals,
//! what is absent is `null`, keys keep their order, arrays are sorted by id.

mod clients;
mod invoice;

use super::Status;
use crate::{
    assess::{ContractLimit, ContractOn, Figure},
    calendar::Date,
    money::{Amount, Currency},
    render::findings::visible::in_json,
    report::{CurrencyTotals, Dso, dso, totals},
};
use clients::Client;
use invoice::Invoice;
use serde::Serialize;
use serde_json::value::RawValue;

/// Pretty-printed, with a line feed at the end.
pub fn json(status: Status) -> Result<String, serde_json::Error> {
    let mut text = in_json(serde_json::to_string_pretty(&Document::of(status))?);
    text.push('\n');
    Ok(text)
}

#[derive(Serialize)]
pub(in crate::render) struct Document<'a> {
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
    dso: Option<Number>,
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

/// A JSON number of exactly these digits: no float comes near it.
type Number = Box<RawValue>;

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
    pub(in crate::render) fn of(status: Status<'a, '_>) -> Self {
        let assessed = status.assessed;
        let facts = clients::Facts::of(status);
        let dso = dso(assessed);
        Self {
            schema: "dunlin/status/1",
            as_of: assessed.day,
            incomplete: status.unread.files.iter().map(String::as_str).collect(),
            totals: totals(assessed)
                .iter()
                .map(|(currency, row)| Totals {
                    dso: dso.get(currency).and_then(tenth_of_dso),
                    ..Totals::of(*currency, row)
                })
                .collect(),
            clients: assessed
                .clients
                .values()
                .map(|on| Client::of(assessed, on, &facts))
                .collect(),
            contracts: assessed.contracts.values().map(Contract::of).collect(),
            invoices: assessed.invoices.values().map(Invoice::of).collect(),
        }
    }
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

fn tenth_of_dso(dso: &Dso) -> Option<Number> {
    dso.simple.and_then(tenth)
}

fn tenth(figure: Figure) -> Option<Number> {
    number(figure.plain(1))
}

fn number(digits: String) -> Option<Number> {
    RawValue::from_string(digits).ok()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_numbers_of_the_digits_written() {
        let figure = |days: i64| tenth(Figure::from(days)).unwrap();
        let written = serde_json::to_string_pretty(&(figure(50), number("12.5".to_owned()))).unwrap();
        assert_eq!(written, "[\n  50.0,\n  12.5\n]");
    }
}
