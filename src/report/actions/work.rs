//! Stopping work and taking it up again: told to the client where the contract says so, else the user's to decide.

use super::{Action, ActionKind, history::History};
use crate::{
    assess::{Assessed, ContractOn, Hold, InvoiceOn},
    calendar::Date,
    model::{Stage, contract::Status, log::Channel},
};

/// Of active contracts: under the others there is no work.
pub fn actions(assessed: &Assessed, history: &History) -> Vec<Action> {
    let active = assessed
        .contracts
        .values()
        .filter(|on| on.contract.status == Status::Active);
    let actions = active.filter_map(|on| match on.hold {
        Some(hold) if hold.agreed => stop(assessed, history, on, hold),
        Some(hold) => decide(assessed, history, on, hold),
        None => resume(assessed, history, on),
    });
    actions.collect()
}

/// An agreed hold that nobody told the client about since it began.
fn stop(assessed: &Assessed, history: &History, on: &ContractOn, hold: Hold) -> Option<Action> {
    let told = history.told_on(&on.contract.id, Stage::StopWork);
    let untold = told.is_none_or(|day| day < hold.since);
    untold.then(|| Action {
        stage: Some(Stage::StopWork),
        channel: Some(Channel::Email),
        ..about(assessed, on, ActionKind::StopWork, hold.since)
    })
}

/// An advised hold once `firm` has been sent, until the client was told that work stops.
fn decide(assessed: &Assessed, history: &History, on: &ContractOn, hold: Hold) -> Option<Action> {
    let told = history.told_on(&on.contract.id, Stage::StopWork);
    if told.is_some_and(|day| day >= hold.since) {
        return None;
    }
    let client = on.contract.client.value.as_str();
    let overdue = overdue(assessed, on);
    let firm = overdue
        .iter()
        .filter_map(|invoice| history.first_at(client, &invoice.invoice.id, Stage::Firm));
    let day = firm.min()?.max(hold.since);
    Some(Action {
        stage: Some(Stage::StopWork),
        ..about(assessed, on, ActionKind::Decide, day)
    })
}

/// Work was stopped, nothing holds it now, and nobody said so: where the contract agreed on stopping.
fn resume(assessed: &Assessed, history: &History, on: &ContractOn) -> Option<Action> {
    let stopped = history.told_on(&on.contract.id, Stage::StopWork)?;
    let resumed = history.told_on(&on.contract.id, Stage::ResumeWork);
    if !on.stops_work() || resumed.is_some_and(|day| day >= stopped) {
        return None;
    }
    let lifted = lifted_on(assessed, on, stopped);
    Some(Action {
        stage: Some(Stage::ResumeWork),
        channel: Some(Channel::Email),
        ..about(assessed, on, ActionKind::ResumeWork, lifted)
    })
}

/// The last day from `stopped` on that an invoice was settled, disputed or put on a plan; the day itself if it was
/// none of these (a write-off, a longer grace).
fn lifted_on(assessed: &Assessed, on: &ContractOn, stopped: Date) -> Date {
    let own = assessed
        .invoices_of(&on.contract.client.value)
        .filter(|invoice| invoice.is_under(on.contract));
    let days = own.flat_map(|invoice| {
        let plan = invoice.plan.map(|plan| plan.plan.agreed.value);
        [invoice.settled_on, invoice.disputes.open_since, plan]
    });
    let since = days.flatten().filter(|day| *day >= stopped);
    since.max().unwrap_or(assessed.day)
}

fn overdue<'s, 'a>(assessed: &'s Assessed<'a>, on: &ContractOn) -> Vec<&'s InvoiceOn<'a>> {
    assessed
        .invoices_of(&on.contract.client.value)
        .filter(|invoice| invoice.is_under(on.contract) && invoice.is_overdue())
        .collect()
}

fn about(assessed: &Assessed, on: &ContractOn, kind: ActionKind, day: Date) -> Action {
    let client = &on.contract.client.value;
    Action {
        contract: Some(on.contract.id.clone()),
        ..Action::new(kind, day, client).about(&overdue(assessed, on))
    }
}
