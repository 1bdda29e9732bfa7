//! What a client owes, and how they pay.

use super::money;
use crate::{
    assess::{self, Assessed, ClientOn},
    money::Currency,
    render::editor::{Card, Desk, record},
    report::CurrencyTotals,
};
use std::collections::BTreeMap;

pub fn card(desk: Desk, id: &str) -> Option<Card> {
    let client = record(&desk.ledger()?.clients, id)?;
    let mut card = Card::new(format!("{} ({})", client.name.value, client.id));
    let assessed = desk.assessed?;
    owed(assessed, assessed.clients.get(client.id.as_str())?, &mut card);
    habit(assessed, &client.id, &mut card);
    if client.chasing.stopped {
        card.line("You stopped chasing them.");
    } else if let Some(until) = client.chasing.paused_until {
        card.line(format!("You paused reminders until {}.", until.value));
    }
    Some(card)
}

fn owed(assessed: &Assessed, on: &ClientOn, card: &mut Card) {
    let mut totals: BTreeMap<Currency, CurrencyTotals> = BTreeMap::new();
    for invoice in assessed.invoices_of(&on.client.id) {
        totals.entry(invoice.currency).or_default().add(assessed, invoice);
    }
    totals.retain(|_, sums| sums.open.is_positive());
    if totals.is_empty() {
        card.line(format!("Owes nothing on {}.", assessed.day));
    }
    for (currency, sums) in totals {
        let overdue = if sums.overdue.is_positive() {
            format!("{} of it overdue", money(sums.overdue, currency))
        } else {
            "none of it overdue".to_owned()
        };
        card.line(format!(
            "Owes {} on {}, {overdue}.",
            money(sums.open, currency),
            assessed.day
        ));
    }
    for (currency, credit) in on.unallocated.iter().filter(|(_, credit)| credit.is_positive()) {
        card.line(format!(
            "{} of theirs is on no invoice.",
            money(*credit, *currency)
        ));
    }
}

fn habit(assessed: &Assessed, id: &str, card: &mut Card) {
    let all = assess::paying(assessed);
    let Some(paying) = all.get(id) else { return };
    let Some(grade) = paying.grade else {
        card.line("No grade yet: nothing was settled, and nothing is overdue.");
        return;
    };
    let late = paying
        .median_days_late
        .map(|late| match late.shortest().as_str() {
            "0" => "; usually in time".to_owned(),
            "1" => "; usually 1 day late".to_owned(),
            late => format!("; usually {late} days late"),
        });
    let late = late.unwrap_or_default();
    card.line(format!("Grade {}{late}.", grade.word()));
    if paying.promises.made > 0 {
        card.line(format!(
            "Promises: {} made, {} kept, {} broken.",
            paying.promises.made, paying.promises.kept, paying.promises.broken
        ));
    }
}
