//! What holds reminders back, and until when.

use super::{
    Folder, State,
    dispute::Disputes,
    plan::{self, PlanOn, PlanStatus},
    promise::{self, Among, PromiseOn},
};
use crate::{
    calendar::Date,
    model::{
        Case, Invoice, Policy,
        log::{Answer, What},
    },
    money::{Amount, Currency},
};

/// Whether an invoice is being chased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chasing {
    /// The first reason that applies; `None`: it is chased.
    pub reason: Option<Reason>,
    /// The last day of that reason, where it has a known one.
    pub until: Option<Date>,
    /// Whether some reason that applies has no known end.
    pub open_ended: bool,
}

/// Why no stage is due, in the order in which they count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    State(State),
    Stopped,
    Paused,
    Case,
    Dispute,
    Promise,
    Plan,
    SaysPaid,
    Minimum,
}

/// What is known of an invoice when the question is whether to chase it.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    pub state: State,
    pub balance: Amount,
    pub currency: Currency,
    pub case: Option<&'a Case>,
    pub disputes: Disputes,
    pub promise: Option<PromiseOn<'a>>,
    pub plan: Option<PlanOn<'a>>,
    /// The last of the five business days after the latest `says-paid`.
    pub says_paid_until: Option<Date>,
}

impl<'a> Facts<'a> {
    pub(super) fn of(
        folder: &Folder<'a>,
        policy: &Policy,
        among: Among<'_, 'a>,
        (invoice, state): (&'a Invoice, State),
    ) -> Option<Self> {
        let account = among.accounts.get(among.invoice)?;
        let day = folder.basis.day;
        Some(Self {
            state,
            balance: account.open_on(day),
            currency: account.currency,
            case: folder
                .cases_about(among.invoice)
                .filter(|case| case.open_on(day))
                .last(),
            disputes: Disputes::of(folder, invoice),
            promise: promise::latest(folder, among, policy, day),
            plan: plan::covering(folder, among, policy, day),
            says_paid_until: says_paid_until(folder, invoice),
        })
    }
}

impl Chasing {
    pub(super) fn of(folder: &Folder, policy: &Policy, facts: &Facts) -> Self {
        let reasons = reasons(folder, policy, facts);
        let first = reasons.first().copied();
        Self {
            reason: first.map(|(reason, _)| reason),
            until: first.and_then(|(_, until)| until),
            open_ended: reasons.iter().any(|(_, until)| until.is_none()),
        }
    }

    pub fn is_active(self) -> bool {
        self.reason.is_none()
    }
}

impl Reason {
    /// As machines read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::State(state) => state.word(),
            Self::Stopped => "stopped",
            Self::Paused => "paused",
            Self::Case => "case",
            Self::Dispute => "dispute",
            Self::Promise => "promise",
            Self::Plan => "plan",
            Self::SaysPaid => "says-paid",
            Self::Minimum => "minimum",
        }
    }
}

fn reasons(folder: &Folder, policy: &Policy, facts: &Facts) -> Vec<(Reason, Option<Date>)> {
    if facts.state != State::Open {
        return vec![(Reason::State(facts.state), None)];
    }
    let day = folder.basis.day;
    let chasing = &folder.client.chasing;
    let paused_until = chasing
        .paused_until
        .map(|until| until.value)
        .filter(|until| day <= *until);
    let promise = facts
        .promise
        .filter(|promise| promise.pauses_on(day))
        .and_then(|promise| promise.pauses_until);
    let says_paid = facts.says_paid_until.filter(|until| day <= *until);
    let plan_kept = facts.plan.is_some_and(|plan| plan.status == PlanStatus::Kept);
    let applies = [
        chasing.stopped.then_some((Reason::Stopped, None)),
        paused_until.map(|until| (Reason::Paused, Some(until))),
        facts.case.map(|_| (Reason::Case, None)),
        facts.disputes.open_since.map(|_| (Reason::Dispute, None)),
        promise.map(|until| (Reason::Promise, Some(until))),
        plan_kept.then_some((Reason::Plan, None)),
        says_paid.map(|until| (Reason::SaysPaid, Some(until))),
        (facts.balance < policy.minimum(facts.currency)).then_some((Reason::Minimum, None)),
    ];
    applies.into_iter().flatten().collect()
}

/// Five business days after the latest delivered contact, either way, in which the client said that it was paid.
fn says_paid_until(folder: &Folder, invoice: &Invoice) -> Option<Date> {
    let contacts = folder.log_about(&invoice.id).filter(|entry| {
        let says_paid = entry
            .answer
            .is_some_and(|answer| answer.value == Answer::SaysPaid);
        entry.what == What::Contact && entry.delivered && says_paid && entry.date.value <= folder.basis.day
    });
    let last = contacts.map(|entry| entry.date.value).max()?;
    Some(folder.basis.holidays().add_business_days(last, 5))
}
