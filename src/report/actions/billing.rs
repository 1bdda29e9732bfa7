//! What is to be billed, sent, or asked after.

use super::{Action, ActionKind, history::History};
use crate::{
    assess::{Assessed, ContractOn, InstalmentOn, InvoiceOn, State, payment_days},
    calendar::{Date, add_days},
    model::{
        contract::{Status, Timing},
        log::{Channel, Direction, What},
    },
};
use std::collections::BTreeSet;

/// So long after it was sent, silence is worth a question.
const SILENCE: i64 = 3;

pub fn actions(assessed: &Assessed, history: &History) -> Vec<Action> {
    let invoices = assessed.invoices.values();
    let mut actions: Vec<_> = invoices
        .flat_map(|on| [unsent(assessed, on), unconfirmed(assessed, history, on)])
        .flatten()
        .collect();
    let active = assessed
        .contracts
        .values()
        .filter(|on| on.contract.status == Status::Active);
    actions.extend(active.flat_map(|on| unbilled(assessed, on)));
    actions
}

/// An open invoice that nobody sent, or a draft that is dated later.
fn unsent(assessed: &Assessed, on: &InvoiceOn) -> Option<Action> {
    let issued = on.invoice.issued?.value;
    let to_send = on.is_open() || on.state == State::Draft && on.invoice.void.is_none();
    (to_send && sent(assessed, on).is_none()).then(|| Action {
        channel: Some(Channel::Email),
        ..Action::new(ActionKind::SendInvoice, issued, &on.client.id).about(&[on])
    })
}

fn sent(assessed: &Assessed, on: &InvoiceOn) -> Option<Date> {
    let sent = on.invoice.sent.as_ref()?.date.value;
    (sent <= assessed.day).then_some(sent)
}

/// Sent, and nothing was heard of it: no confirmation, no `received`, no payment, no word from the client about it.
fn unconfirmed(assessed: &Assessed, history: &History, on: &InvoiceOn) -> Option<Action> {
    let sent_on = sent(assessed, on).filter(|_| on.is_open())?;
    let confirmed = on.invoice.sent.as_ref().and_then(|sent| sent.confirmed);
    let confirmed = confirmed.is_some_and(|day| day.value <= assessed.day);
    let about_it = history.log_of(&on.client.id).iter();
    let heard = about_it.filter(|entry| entry.names(&on.invoice.id)).any(|entry| {
        let heard_from = entry.what == What::Contact && entry.direction == Direction::In && entry.delivered;
        entry.what == What::Received || heard_from
    });
    let paid = on.paid.is_positive();
    (!confirmed && !heard && !paid).then(|| {
        let day = add_days(sent_on, SILENCE);
        Action::new(ActionKind::ConfirmReceipt, day, &on.client.id).about(&[on])
    })
}

/// Instalments that no invoice names, void ones aside; none once the whole contract is billed. One with a due date is
/// to be billed `payment_days` before it. One with an estimate is to be billed then, and is never late; nor is an
/// amendment's that isn't signed.
fn unbilled(assessed: &Assessed, on: &ContractOn) -> Vec<Action> {
    if !on.unbilled().is_positive() {
        return Vec::new();
    }
    let billed = named(assessed, on);
    let days = i64::from(payment_days(assessed.basis(), on.contract));
    let rows = on.instalments.iter().filter(|row| {
        let amendment = row.amendment.map(|amendment| amendment.id.value.as_str());
        !billed.contains(row.id.as_str())
            && !amendment.is_some_and(|id| billed.contains(id))
            && is_agreed(assessed, row)
            && row.gross.is_positive()
    });
    let actions = rows.filter_map(|row| {
        let day = match row.instalment.timing {
            Timing::Expected(day) if day < assessed.day => return None,
            Timing::Expected(day) => day,
            Timing::Due(_) | Timing::Repeated { .. } => add_days(row.date, -days),
        };
        Some(Action {
            contract: Some(on.contract.id.clone()),
            currency: Some(on.currency),
            amount: Some(row.gross),
            ..Action::new(ActionKind::Bill, day, &on.contract.client.value)
        })
    });
    actions.collect()
}

/// The ids of instalments and amendments that the contract's invoices name, drafts included.
fn named<'a>(assessed: &Assessed<'a>, on: &ContractOn) -> BTreeSet<&'a str> {
    let invoices = assessed
        .invoices_of(&on.contract.client.value)
        .filter(|invoice| invoice.is_under(on.contract) && invoice.state != State::Void);
    invoices
        .flat_map(|on| on.invoice.instalments.iter().map(|id| id.value.as_str()))
        .collect()
}

fn is_agreed(assessed: &Assessed, row: &InstalmentOn) -> bool {
    row.amendment.is_none_or(|amendment| {
        amendment
            .signed
            .is_some_and(|signed| signed.value <= assessed.day)
    })
}
