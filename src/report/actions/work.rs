//! Stopping work and taking it up again: told to the client where the contract says so, else the user's to decide.

use super::{Action, ActionKind};
use crate::{
    assess::{Assessed, ContractOn, Hold, InvoiceOn},
    calendar::Date,
    model::{Stage, contract::Status, log::Channel},
    report::{
        Letters, Matter,
        history::History,
        letters::{resumes, stops},
    },
};

/// Of active contracts: under the others there is no work.
pub fn actions(assessed: &Assessed, history: &History, letters: &Letters) -> Vec<Action> {
    let contracts = assessed.contracts.values();
    let actions = contracts.filter_map(|on| match on.hold {
        Some(hold) if hold.agreed => {
            let hold = stops(history, on)?;
            let action = about(assessed, on, ActionKind::StopWork, hold.since);
            Some(told(letters, on, Stage::StopWork, action))
        }
        Some(hold) => decide(assessed, history, on, hold),
        None => {
            let lifted = resumes(assessed, history, on)?;
            let action = about(assessed, on, ActionKind::ResumeWork, lifted);
            Some(told(letters, on, Stage::ResumeWork, action))
        }
    });
    actions.collect()
}

/// With the letter that says so.
fn told(letters: &Letters, on: &ContractOn, stage: Stage, action: Action) -> Action {
    let letter = letters.letters.iter().find(|letter| {
        let about = match letter.matter {
            Matter::Work(contract) | Matter::Resumed(contract, _) => Some(contract),
            _ => None,
        };
        letter.stage == stage && about.is_some_and(|contract| contract.id == on.contract.id)
    });
    Action {
        stage: Some(stage),
        channel: Some(Channel::Email),
        draft: letter.map(|letter| letter.draft.path()),
        ..action
    }
}

/// An advised hold once `firm` has been sent, until the client was told that work stops.
fn decide(assessed: &Assessed, history: &History, on: &ContractOn, hold: Hold) -> Option<Action> {
    if on.contract.status != Status::Active {
        return None;
    }
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
