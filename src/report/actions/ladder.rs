//! Letters that are due or will be, and the decisions at the ladder's end; those about a contract are `work`'s.

use super::{Action, ActionKind};
use crate::{
    assess::{Assessed, InvoiceOn},
    calendar::Date,
    model::{Stage, log::Channel},
    money::Currency,
    report::{Letter, Letters, Matter},
};
use std::collections::{BTreeMap, BTreeSet};

pub fn actions(assessed: &Assessed, letters: &Letters) -> Vec<Action> {
    let to_send = |letter: &&Letter| {
        matches!(
            letter.matter,
            Matter::Ladder(_) | Matter::Plan(_) | Matter::Thanks(_)
        )
    };
    let mut actions: Vec<_> = letters
        .letters
        .iter()
        .filter(to_send)
        .map(|letter| due_letter(assessed, letter))
        .collect();
    let steps = letters.letters.iter().filter(|letter| letter.is_step());
    let drafted: BTreeSet<_> = steps
        .flat_map(|letter| letter.demanded.iter().chain(&letter.lesser))
        .map(|row| row.invoice.clone())
        .collect();
    let undrafted = assessed
        .invoices
        .values()
        .filter(|on| !drafted.contains(&on.invoice.id) && !letters.held.contains(on.client.id.as_str()));
    actions.extend(coming(assessed, undrafted));
    actions
}

fn due_letter(assessed: &Assessed, letter: &Letter) -> Action {
    let rows = letter.demanded.iter().chain(&letter.lesser);
    let invoices: Vec<_> = rows
        .filter_map(|row| assessed.invoices.get(row.invoice.as_str()))
        .collect();
    Action {
        stage: Some(letter.stage),
        channel: channel(letter.stage),
        currency: Some(letter.currency),
        amount: Some(letter.claimed_total()).filter(|amount| amount.is_positive()),
        draft: Some(letter.draft.path()),
        ..Action::new(ActionKind::Send, letter.as_of, &letter.client.id).about(&invoices)
    }
}

type Together<'s> = (&'s str, Currency, Date, ActionKind);

/// What comes next for invoices that no letter of today asks for; those of one client, currency and day in one. A
/// reason with a known end doesn't hide what follows it.
fn coming<'s, 'a: 's>(
    assessed: &Assessed<'a>,
    invoices: impl Iterator<Item = &'s InvoiceOn<'a>>,
) -> Vec<Action> {
    let mut together: BTreeMap<Together, Vec<&InvoiceOn>> = BTreeMap::new();
    for on in invoices.filter(|on| !is_covered(assessed, on)) {
        let (Some(stage), Some(day)) = (on.stage.next, on.stage.due_on) else {
            continue;
        };
        let key = (on.client.id.as_str(), on.currency, day, kind(stage));
        together.entry(key).or_default().push(on);
    }
    let actions = together.into_iter().map(|((client, _, day, kind), invoices)| {
        let stage = invoices.iter().filter_map(|on| on.stage.next).max();
        Action {
            stage,
            channel: stage.and_then(channel),
            ..Action::new(kind, day, client).about(&invoices)
        }
    });
    actions.collect()
}

/// Whether the client's credit pays it: then there is nothing to ask for.
fn is_covered(assessed: &Assessed, on: &InvoiceOn) -> bool {
    let client = assessed.clients.get(on.client.id.as_str());
    let credit = client.and_then(|client| client.unallocated.get(&on.currency));
    credit.is_some_and(|credit| *credit >= on.balance)
}

fn kind(stage: Stage) -> ActionKind {
    match stage {
        Stage::LawyerLetter | Stage::Decision => ActionKind::Decide,
        _ => ActionKind::Send,
    }
}

/// How a step goes out; the last two are tasks.
pub fn channel(stage: Stage) -> Option<Channel> {
    match stage {
        Stage::Mediation => Some(Channel::Letter),
        Stage::FinalDemand => Some(Channel::RegisteredLetter),
        Stage::LawyerLetter | Stage::Decision => None,
        _ => Some(Channel::Email),
    }
}
