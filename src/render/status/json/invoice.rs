//! An invoice as `dunlin/status/1` shows it.

use crate::{
    assess::{InterestOn, InvoiceOn, PlanStatus, PromiseStatus, Reason, Rule},
    calendar::Date,
    model::format::Word,
    money::{Amount, Currency},
};
use serde::Serialize;

#[derive(Serialize)]
pub struct Invoice<'a> {
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
    interest: Option<Interest<'a>>,
    compensation: String,
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
struct Interest<'a> {
    amount: String,
    provisional: bool,
    rule: &'a str,
    periods: Vec<Period>,
}

#[derive(Serialize)]
struct Period {
    from: Date,
    to: Date,
    days: i64,
    percent: String,
    principal: String,
}

impl<'a> Invoice<'a> {
    pub fn of(on: &'a InvoiceOn) -> Self {
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
            state: on.state.word(),
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
                reason: on.chasing.reason.map(Reason::word),
                until: on.chasing.until,
            },
            stage: Stage {
                level: on.stage.level.map(Word::word),
                next: on.stage.next.map(Word::word),
                due_on: on.stage.due_on,
            },
            interest: on.interest.as_ref().map(|ran| Interest::of(ran, on.currency)),
            compensation: text(on.compensation),
            limitation_on: on.limitation_on,
        }
    }
}

impl<'a> Interest<'a> {
    fn of(ran: &InterestOn<'a>, currency: Currency) -> Self {
        let periods = ran.stretches.iter().map(|stretch| Period {
            from: stretch.from,
            to: stretch.to,
            days: stretch.days,
            percent: stretch.percent.shortest(),
            principal: stretch.principal.plain(currency),
        });
        Self {
            amount: ran.amount.plain(currency),
            provisional: ran.provisional,
            rule: match ran.rule {
                Rule::Contract => "contract",
                Rule::Law(place) => place,
            },
            periods: periods.collect(),
        }
    }
}
