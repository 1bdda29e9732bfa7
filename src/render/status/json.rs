//! `dunlin/status/1`: the shape that `docs/` promises to programs. Amounts are strings with the currency's decimals,
//! what is absent is `null`, keys keep their order, arrays are sorted by id.

mod clients;

use super::Status;
use crate::{
    assess::{ContractLimit, ContractOn, InvoiceOn, PlanStatus, PromiseStatus, Reason, State},
    calendar::Date,
    model::format::Word,
    money::{Amount, Currency},
    report::{CurrencyTotals, Dso, Figure, dso, totals},
};
use clients::Client;
use serde::Serialize;
use serde_json::value::RawValue;

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
    interest: Option<String>,
    compensation: Option<String>,
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

#[derive(Serialize)]
struct Invoice<'a> {
    id: &'a str,
    number: &'a str,
    client: &'a str,
    contract: Option<&'a str>,
    currency: &'static str,
    total: String,
    gross: String,
    paid: String,
    credited: String,
    balance: String,
    issued: Option<Date>,
    due: Option<Date>,
    settled_on: Option<Date>,
    state: &'static str,
    days_overdue: i64,
    bucket: Option<&'static str>,
    in_grace: bool,
    disputed: bool,
    promise: Option<Promise>,
    plan: Option<Plan<'a>>,
    case: Option<Case<'a>>,
    chasing: Chasing,
    stage: Stage,
    interest: Option<Interest>,
    compensation: Option<String>,
    limitation_on: Option<Date>,
}

#[derive(Serialize)]
struct Promise {
    pay_by: Date,
    amount: String,
    status: &'static str,
}

#[derive(Serialize)]
struct Plan<'a> {
    id: &'a str,
    status: &'static str,
}

#[derive(Serialize)]
struct Case<'a> {
    id: &'a str,
    route: &'static str,
}

#[derive(Serialize)]
struct Chasing {
    active: bool,
    reason: Option<&'static str>,
    until: Option<Date>,
}

#[derive(Serialize)]
struct Stage {
    level: Option<&'static str>,
    next: Option<&'static str>,
    due_on: Option<Date>,
}

#[derive(Serialize)]
struct Interest {
    amount: String,
}

impl<'a> Document<'a> {
    fn of(status: Status<'a, '_>) -> Self {
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
            interest: None,
            compensation: None,
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

impl<'a> Invoice<'a> {
    fn of(on: &'a InvoiceOn) -> Self {
        let text = |amount: Amount| amount.plain(on.currency);
        Self {
            id: &on.invoice.id,
            number: on.invoice.number(),
            client: &on.client.id,
            contract: on.contract.map(|contract| contract.id.as_str()),
            currency: on.currency.code(),
            total: text(on.totals.total),
            gross: text(on.totals.gross),
            paid: text(on.paid),
            credited: text(on.credited),
            balance: text(on.balance),
            issued: on.invoice.issued.map(|issued| issued.value),
            due: on.due,
            settled_on: on.settled_on,
            state: state_word(on.state),
            days_overdue: on.days_overdue,
            bucket: on.bucket().map(|bucket| bucket.word()),
            in_grace: on.in_grace(),
            disputed: on.disputed,
            promise: on.promise.map(|promise| Promise {
                pay_by: promise.pay_by,
                amount: text(promise.amount),
                status: match promise.status {
                    PromiseStatus::Open => "open",
                    PromiseStatus::Kept => "kept",
                    PromiseStatus::Broken => "broken",
                },
            }),
            plan: on.plan.map(|plan| Plan {
                id: &plan.plan.id,
                status: match plan.status {
                    PlanStatus::Kept => "kept",
                    PlanStatus::Missed => "missed",
                },
            }),
            case: on.case.map(|case| Case {
                id: &case.id,
                route: case.route.value.word(),
            }),
            chasing: Chasing {
                active: on.chasing.is_active(),
                reason: on.chasing.reason.map(reason_word),
                until: on.chasing.until,
            },
            stage: Stage {
                level: on.stage.level.map(Word::word),
                next: on.stage.next.map(Word::word),
                due_on: on.stage.due_on,
            },
            interest: None,
            compensation: None,
            limitation_on: on.limitation_on,
        }
    }
}

fn state_word(state: State) -> &'static str {
    match state {
        State::Draft => "draft",
        State::Void => "void",
        State::Paid => "paid",
        State::WrittenOff => "written-off",
        State::Open => "open",
    }
}

fn reason_word(reason: Reason) -> &'static str {
    match reason {
        Reason::State(state) => state_word(state),
        Reason::Stopped => "stopped",
        Reason::Paused => "paused",
        Reason::Case => "case",
        Reason::Dispute => "dispute",
        Reason::Promise => "promise",
        Reason::Plan => "plan",
        Reason::SaysPaid => "says-paid",
        Reason::Minimum => "minimum",
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
