//! Calls, from `firm` on: one a client and currency, about every invoice that has come so far.

use super::{Action, ActionKind};
use crate::{
    assess::Assessed,
    model::log::Channel,
    report::{Letters, history::History, letters::calls_due},
};

pub fn actions(assessed: &Assessed, history: &History, letters: &Letters) -> Vec<Action> {
    let mut actions = Vec::new();
    for client in assessed
        .clients
        .keys()
        .filter(|client| !letters.held.contains(*client))
    {
        for (currency, (day, invoices)) in calls_due(assessed, history, client) {
            let mut notes = letters.calls.iter();
            let notes = notes.find(|notes| notes.client.id == *client && notes.currency == currency);
            actions.push(Action {
                channel: Some(Channel::Call),
                draft: notes.map(|notes| notes.draft.path()),
                ..Action::new(ActionKind::Call, day, client).about(&invoices)
            });
        }
    }
    actions
}
