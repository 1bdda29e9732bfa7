//! Promises and plans whose day has come: look whether the money did too.

use super::{Action, ActionKind, History};
use crate::{
    assess::{Assessed, InvoiceOn, PlanOn, PromiseOn, PromiseStatus},
    calendar::{Date, add_days},
    money::{Amount, Currency},
};
use std::collections::BTreeMap;

pub fn actions(assessed: &Assessed, history: &History) -> Vec<Action> {
    let mut actions = promises(assessed, history);
    actions.extend(plans(assessed));
    actions
}

/// The first business day after `day`.
fn next_business_day(assessed: &Assessed, day: Date) -> Date {
    assessed.basis().holidays().business_day_from(add_days(day, 1))
}

/// One a promise and currency. It is done with once payments are known to be complete up to the promise's day
/// (`reconciled`), or once anybody spoke to the client after it.
fn promises(assessed: &Assessed, history: &History) -> Vec<Action> {
    let mut together: BTreeMap<(&str, Currency), (PromiseOn, Vec<&InvoiceOn>)> = BTreeMap::new();
    for on in assessed
        .invoices
        .values()
        .filter(|on| on.is_open() && on.case.is_none())
    {
        if let Some(promise) = on.promise.filter(|p| is_unchecked(assessed, history, on, p)) {
            let key = (promise.entry.id.as_str(), on.currency);
            together.entry(key).or_insert((promise, Vec::new())).1.push(on);
        }
    }
    let actions = together.into_values().map(|(promise, invoices)| {
        let day = next_business_day(assessed, promise.pay_by);
        Action {
            amount: Some(promise.amount),
            ..Action::new(ActionKind::CheckPromise, day, &promise.entry.client.value).about(&invoices)
        }
    });
    actions.collect()
}

fn is_unchecked(assessed: &Assessed, history: &History, on: &InvoiceOn, promise: &PromiseOn) -> bool {
    let after = |day: Option<Date>| day.is_some_and(|day| day > promise.pay_by);
    let reconciled = assessed.ledger.settings.reconciled;
    let complete = reconciled.is_some_and(|day| day.value >= promise.pay_by && day.value <= assessed.day);
    match promise.status {
        PromiseStatus::Open => true,
        PromiseStatus::Kept => false,
        PromiseStatus::Broken => !complete && !after(history.last_contact(&on.client.id)),
    }
}

/// Of each plan that is kept, the instalments not yet covered by what was paid since it was agreed. A missed plan is
/// the ladder's business again.
fn plans(assessed: &Assessed) -> Vec<Action> {
    let mut together: BTreeMap<(&str, Currency), (PlanOn, Vec<&InvoiceOn>)> = BTreeMap::new();
    for on in assessed
        .invoices
        .values()
        .filter(|on| on.is_open() && on.case.is_none())
    {
        if let Some(plan) = on.plan.filter(|_| on.is_on_kept_plan()) {
            let key = (plan.plan.id.as_str(), on.currency);
            together.entry(key).or_insert((plan, Vec::new())).1.push(on);
        }
    }
    let mut actions = Vec::new();
    for ((_, currency), (on, invoices)) in together {
        for (due, left) in uncovered(assessed, on, currency) {
            let day = next_business_day(assessed, due);
            let action = Action::new(ActionKind::CheckPlan, day, &on.plan.client.value).about(&invoices);
            actions.push(Action {
                amount: Some(left),
                ..action
            });
        }
    }
    actions
}

/// What is still to come of each instalment, by date.
fn uncovered(assessed: &Assessed, on: PlanOn, currency: Currency) -> Vec<(Date, Amount)> {
    let named = on
        .plan
        .invoices
        .iter()
        .filter_map(|id| assessed.invoices.get(id.value.as_str()));
    let mut paid: Amount = named
        .filter(|invoice| invoice.currency == currency)
        .map(|invoice| invoice.movements.paid_within(on.plan.agreed.value, assessed.day))
        .sum();
    let mut instalments: Vec<_> = on
        .plan
        .instalments
        .iter()
        .map(|row| (row.due.value, row.amount.value))
        .collect();
    instalments.sort_unstable();
    for (_, amount) in &mut instalments {
        let covered = paid.min(*amount);
        *amount -= covered;
        paid -= covered;
    }
    instalments.retain(|(_, left)| left.is_positive());
    instalments
}
