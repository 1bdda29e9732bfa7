//! What to do, and on which day: every action that is due by the day or in the days after it.

use super::Letters;
use crate::{
    assess::{Assessed, InvoiceOn, PromiseStatus},
    calendar::{Date, add_days},
    model::Stage,
    money::{Amount, Currency},
};
use std::collections::{BTreeMap, BTreeSet};

/// How far ahead an agenda looks, if nobody says.
pub const AGENDA_DAYS: i64 = 14;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    pub on: Date,
    pub kind: ActionKind,
    pub client: String,
    pub contract: Option<String>,
    pub invoices: Vec<String>,
    pub stage: Option<Stage>,
    pub currency: Option<Currency>,
    pub amount: Option<Amount>,
    /// The draft's path below the drafts' folder, if one is there to be sent.
    pub draft: Option<String>,
    /// Whether the client broke a promise: those come first.
    pub broken_promise: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActionKind {
    Send,
    SendInvoice,
    CheckPromise,
    StopWork,
    Decide,
    Case,
}

impl ActionKind {
    /// As machines read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::SendInvoice => "send-invoice",
            Self::CheckPromise => "check-promise",
            Self::StopWork => "stop-work",
            Self::Decide => "decide",
            Self::Case => "case",
        }
    }
}

/// Everything to do on or before the day and in the `days` after it. What is due now comes first: broken promises,
/// then by amount; then what comes, by day.
pub fn actions(assessed: &Assessed, letters: &Letters, days: i64) -> Vec<Action> {
    let horizon = add_days(assessed.day, days);
    let mut actions = due_letters(letters, assessed);
    let drafted: BTreeSet<_> = actions
        .iter()
        .flat_map(|action| action.invoices.clone())
        .collect();
    for on in assessed.invoices.values() {
        actions.extend(stage_action(assessed, on).filter(|_| !drafted.contains(&on.invoice.id)));
        actions.extend(promise_action(assessed, on));
        actions.extend(unsent_action(assessed, on));
    }
    actions.extend(case_actions(assessed));
    actions.extend(stop_work_actions(assessed));
    actions.retain(|action| action.on <= horizon);
    actions.sort_by(|a, b| order(assessed.day, a).cmp(&order(assessed.day, b)));
    actions
}

type Order<'a> = (
    Date,
    bool,
    std::cmp::Reverse<Amount>,
    ActionKind,
    &'a str,
    &'a [String],
);

fn order(day: Date, action: &Action) -> Order<'_> {
    let amount = action.amount.unwrap_or_default();
    (
        action.on.max(day),
        !action.broken_promise,
        std::cmp::Reverse(amount),
        action.kind,
        &action.client,
        &action.invoices,
    )
}

fn due_letters(letters: &Letters, assessed: &Assessed) -> Vec<Action> {
    let send = letters.letters.iter().map(|letter| {
        let rows = letter.demanded.iter().chain(&letter.lesser);
        let invoices: Vec<_> = rows.map(|row| row.invoice.clone()).collect();
        let broken = invoices
            .iter()
            .filter_map(|id| assessed.invoices.get(id.as_str()))
            .any(has_broken_promise);
        Action {
            on: letter.as_of,
            kind: ActionKind::Send,
            client: letter.client.id.clone(),
            contract: None,
            invoices,
            stage: Some(letter.stage),
            currency: Some(letter.currency),
            amount: Some(letter.claimed_total()),
            draft: Some(letter.draft.path()),
            broken_promise: broken,
        }
    });
    send.collect()
}

fn has_broken_promise(on: &InvoiceOn) -> bool {
    on.promise
        .is_some_and(|promise| promise.status == PromiseStatus::Broken)
}

/// What comes next on the ladder of one invoice that isn't in a letter due today.
fn stage_action(assessed: &Assessed, on: &InvoiceOn) -> Option<Action> {
    let stage = on.stage.next.filter(|_| on.chasing.is_active())?;
    let kind = if stage >= Stage::LawyerLetter {
        ActionKind::Decide
    } else {
        ActionKind::Send
    };
    let credit = assessed
        .clients
        .get(on.client.id.as_str())?
        .unallocated
        .get(&on.currency);
    let covered = credit.is_some_and(|credit| *credit >= on.balance);
    let action = about(on, kind, on.stage.due_on?);
    (!covered).then_some(Action {
        stage: Some(stage),
        ..action
    })
}

fn promise_action(assessed: &Assessed, on: &InvoiceOn) -> Option<Action> {
    let promise = on
        .promise
        .filter(|promise| promise.status == PromiseStatus::Open && on.is_open())?;
    let check_on = assessed
        .basis()
        .holidays()
        .business_day_from(add_days(promise.pay_by, 1));
    Some(about(on, ActionKind::CheckPromise, check_on))
}

/// An open invoice that nobody sent.
fn unsent_action(assessed: &Assessed, on: &InvoiceOn) -> Option<Action> {
    let sent = on
        .invoice
        .sent
        .as_ref()
        .is_some_and(|sent| sent.date.value <= assessed.day);
    let issued = on.invoice.issued?.value;
    (on.is_open() && !sent).then(|| about(on, ActionKind::SendInvoice, issued))
}

fn case_actions(assessed: &Assessed) -> Vec<Action> {
    let open = assessed
        .ledger
        .cases
        .values()
        .filter(|case| case.open_on(assessed.day));
    let next = open.filter_map(|case| {
        let next = case.next.as_ref()?;
        Some(Action {
            on: next.date.value,
            kind: ActionKind::Case,
            client: case.client.value.clone(),
            contract: None,
            invoices: case.invoices.iter().map(|id| id.value.clone()).collect(),
            stage: None,
            currency: None,
            amount: None,
            draft: None,
            broken_promise: false,
        })
    });
    next.collect()
}

/// An agreed hold that nobody told the client about since it began.
fn stop_work_actions(assessed: &Assessed) -> Vec<Action> {
    let told = told_to_stop(assessed);
    let held = assessed
        .contracts
        .values()
        .filter_map(|on| Some((on.contract, on.hold.filter(|hold| hold.agreed)?)));
    let untold =
        held.filter(|(contract, hold)| told.get(contract.id.as_str()).is_none_or(|on| *on < hold.since));
    let actions = untold.map(|(contract, hold)| Action {
        on: hold.since,
        kind: ActionKind::StopWork,
        client: contract.client.value.clone(),
        contract: Some(contract.id.clone()),
        invoices: Vec::new(),
        stage: Some(Stage::StopWork),
        currency: None,
        amount: None,
        draft: None,
        broken_promise: false,
    });
    actions.collect()
}

/// The last day on which the client was told that work under a contract stops, by contract.
fn told_to_stop<'s>(assessed: &'s Assessed) -> BTreeMap<&'s str, Date> {
    let mut told: BTreeMap<&str, Date> = BTreeMap::new();
    for entry in assessed
        .ledger
        .log
        .values()
        .filter(|entry| entry.date.value <= assessed.day)
    {
        for named in entry
            .invoices
            .iter()
            .filter(|n| entry.step_for(&n.invoice.value) == Some(Stage::StopWork))
        {
            let invoice = assessed.invoices.get(named.invoice.value.as_str());
            if let Some(contract) = invoice.and_then(|on| on.contract) {
                let last = told.entry(&contract.id).or_insert(entry.date.value);
                *last = entry.date.value.max(*last);
            }
        }
    }
    told
}

fn about(on: &InvoiceOn, kind: ActionKind, day: Date) -> Action {
    Action {
        on: day,
        kind,
        client: on.client.id.clone(),
        contract: on.contract.map(|contract| contract.id.clone()),
        invoices: vec![on.invoice.id.clone()],
        stage: None,
        currency: Some(on.currency),
        amount: Some(on.balance),
        draft: None,
        broken_promise: has_broken_promise(on),
    }
}
