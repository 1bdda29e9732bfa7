//! Calls, from `firm` on: one a client and currency, about every invoice that has come so far.

use super::{Action, ActionKind, history::History};
use crate::{
    assess::{Assessed, InvoiceOn},
    calendar::Date,
    model::{Stage, log::Channel},
    money::Currency,
    report::Letters,
};
use std::collections::BTreeMap;

pub fn actions(assessed: &Assessed, history: &History, letters: &Letters) -> Vec<Action> {
    let mut calls: BTreeMap<(&str, Currency), Vec<(Date, &InvoiceOn)>> = BTreeMap::new();
    let held = |client: &str| letters.held.contains(client);
    for on in assessed.invoices.values().filter(|on| !held(&on.client.id)) {
        if let Some(day) = next_call(assessed, history, on) {
            let key = (on.client.id.as_str(), on.currency);
            calls.entry(key).or_default().push((day, on));
        }
    }
    let actions = calls.into_iter().filter_map(|((client, _), calls)| {
        let day = calls.iter().map(|(day, _)| *day).min()?;
        let invoices: Vec<_> = calls.into_iter().map(|(_, on)| on).collect();
        Some(Action {
            channel: Some(Channel::Call),
            ..Action::new(ActionKind::Call, day, client).about(&invoices)
        })
    });
    actions.collect()
}

/// `call_every` business days after `firm` went out, or after somebody was last reached, promised or paid. A call that
/// reached nobody and says so (`delivered: false`) counts for nothing: it stays due.
fn next_call(assessed: &Assessed, history: &History, on: &InvoiceOn) -> Option<Date> {
    let policy = &on.policy;
    let allowed = policy.call_every > 0 && (policy.call_consumers || !on.client.is_consumer());
    // Once a lawyer has written, a call would only take back what the letter said.
    let with_lawyer = on.stage.level >= Some(Stage::LawyerLetter);
    if !allowed || with_lawyer || !on.chasing.is_active() {
        return None;
    }
    let client = on.client.id.as_str();
    let firm = history.first_at(client, &on.invoice.id, Stage::Firm)?;
    let since = [history.reached_on(client), history.paid_on(client)];
    let last = since.into_iter().flatten().fold(firm, Date::max);
    Some(
        assessed
            .basis()
            .holidays()
            .add_business_days(last, policy.call_every),
    )
}
