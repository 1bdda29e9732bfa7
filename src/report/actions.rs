//! What to do, and on which day: every action that is due by the day or in the days after it.

mod arrangements;
mod billing;
mod calls;
mod formal;
mod ladder;
mod work;

use super::{Letters, history::History};
use crate::{
    assess::{Assessed, InvoiceOn, PromiseStatus},
    calendar::{Date, add_days},
    model::{Stage, log::Channel},
    money::{Amount, Currency},
};
pub(super) use billing::to_bill;
pub use ladder::channel;

/// How far ahead an agenda looks, if nobody says.
pub const AGENDA_DAYS: i64 = 14;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The day from which on it is due; of `limitation`, the last day to act.
    pub on: Date,
    pub kind: ActionKind,
    pub client: String,
    pub contract: Option<String>,
    /// By id.
    pub invoices: Vec<String>,
    /// Of a letter, its step; of a decision, what is to be decided.
    pub stage: Option<Stage>,
    /// `None`: a task, or the user's choice.
    pub channel: Option<Channel>,
    pub currency: Option<Currency>,
    pub amount: Option<Amount>,
    /// The draft's path below the drafts' folder, if one is there to be sent.
    pub draft: Option<String>,
    /// Whether the client broke a promise about one of these invoices.
    pub broken_promise: bool,
}

/// In the order in which they come on one day: first what may make a letter needless.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActionKind {
    CheckPromise,
    CheckPlan,
    Send,
    Call,
    SendInvoice,
    Bill,
    ConfirmReceipt,
    StopWork,
    ResumeWork,
    Decide,
    Case,
    Limitation,
}

impl ActionKind {
    /// As machines read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::CheckPromise => "check-promise",
            Self::CheckPlan => "check-plan",
            Self::Send => "send",
            Self::Call => "call",
            Self::SendInvoice => "send-invoice",
            Self::Bill => "bill",
            Self::ConfirmReceipt => "confirm-receipt",
            Self::StopWork => "stop-work",
            Self::ResumeWork => "resume-work",
            Self::Decide => "decide",
            Self::Case => "case",
            Self::Limitation => "limitation",
        }
    }
}

/// Everything to do on or before the day and in the `days` after it, oldest first; limitation however far ahead it is
/// noticed. Of one day in the order of [`ActionKind`], then by client.
pub fn actions(assessed: &Assessed, letters: &Letters, days: i64) -> Vec<Action> {
    let horizon = add_days(assessed.day, days);
    let history = History::of(assessed);
    let mut actions = ladder::actions(assessed, letters);
    actions.extend(calls::actions(assessed, &history, letters));
    actions.extend(billing::actions(assessed, &history));
    actions.extend(arrangements::actions(assessed, &history));
    actions.extend(work::actions(assessed, &history, letters));
    actions.extend(formal::cases(assessed));
    actions.retain(|action| action.on <= horizon);
    actions.extend(formal::limitations(assessed));
    actions.sort_by(|a, b| order(a).cmp(&order(b)));
    actions
}

type Order<'a> = (
    Date,
    ActionKind,
    &'a str,
    Option<&'a str>,
    Option<Currency>,
    &'a [String],
);

fn order(action: &Action) -> Order<'_> {
    (
        action.on,
        action.kind,
        &action.client,
        action.contract.as_deref(),
        action.currency,
        &action.invoices,
    )
}

impl Action {
    /// About nothing yet but the client.
    fn new(kind: ActionKind, on: Date, client: &str) -> Self {
        Self {
            on,
            kind,
            client: client.to_owned(),
            contract: None,
            invoices: Vec::new(),
            stage: None,
            channel: None,
            currency: None,
            amount: None,
            draft: None,
            broken_promise: false,
        }
    }

    /// Names the invoices, the contract they share, and in one currency the sum of their balances.
    fn about(self, invoices: &[&InvoiceOn]) -> Self {
        let Some(first) = invoices.first() else {
            return self;
        };
        let contract = first.contract.map(|contract| contract.id.as_str());
        let shared = |on: &&InvoiceOn| on.contract.map(|contract| contract.id.as_str()) == contract;
        let one_currency = invoices.iter().all(|on| on.currency == first.currency);
        let mut ids: Vec<_> = invoices.iter().map(|on| on.invoice.id.clone()).collect();
        ids.sort();
        Self {
            contract: contract
                .filter(|_| invoices.iter().all(shared))
                .map(str::to_owned),
            invoices: ids,
            currency: one_currency.then_some(first.currency),
            amount: one_currency.then(|| invoices.iter().map(|on| on.balance).sum()),
            broken_promise: invoices.iter().any(|on| has_broken_promise(on)),
            ..self
        }
    }
}

fn has_broken_promise(on: &InvoiceOn) -> bool {
    on.promise
        .is_some_and(|promise| promise.status == PromiseStatus::Broken)
}

#[cfg(test)]
mod tests;
