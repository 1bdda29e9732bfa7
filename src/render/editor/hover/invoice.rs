//! How an invoice stands today and what comes next: the answer of `why`, and the few facts beside it.

use super::money;
use crate::{
    assess::{InvoiceOn, PlanStatus, PromiseStatus, State},
    load::Unread,
    render::{
        editor::{Card, Desk, record},
        why::{self, Why},
    },
    report,
};

pub fn card(desk: Desk, id: &str) -> Option<Card> {
    let assessed = desk.assessed?;
    let invoice = record(&assessed.ledger.invoices, id)?;
    let on = assessed.invoices.get(invoice.id.as_str())?;
    let letters = report::letters(assessed, unread(desk));
    let told = why::short(Why {
        assessed,
        on,
        sources: &desk.loaded.sources,
        letters: &letters,
        width: 0,
    });
    let mut card = Card::new(told.title);
    card.lines = told.lines;
    if on.state == State::Open {
        reached(on, &mut card);
        arrangements(desk, on, &mut card);
        charges(on, &mut card);
    }
    Some(card)
}

fn unread<'s>(desk: Desk<'s, '_>) -> &'s Unread {
    &desk.loaded.unread
}

fn reached(on: &InvoiceOn, card: &mut Card) {
    if let Some(level) = on.stage.level {
        let last = on
            .stage
            .last
            .map_or_else(String::new, |last| format!(", last on {}", last.date));
        card.line(format!("Reached so far: `{level}`{last}."));
    }
}

fn arrangements(desk: Desk, on: &InvoiceOn, card: &mut Card) {
    if on.paid.is_positive() {
        card.line(format!("{} was paid.", money(on.paid, on.currency)));
    }
    if let Some(promise) = on.promise {
        let how = match promise.status {
            PromiseStatus::Kept => "kept",
            PromiseStatus::Open => "still open",
            PromiseStatus::Broken => "broken",
        };
        card.line(format!(
            "They promised {} by {}: {how}.",
            money(promise.amount, on.currency),
            promise.pay_by
        ));
    }
    if let Some(plan) = on.plan {
        let how = match plan.status {
            PlanStatus::Kept => "kept so far",
            PlanStatus::Missed => "missed",
        };
        card.line(format!("Plan `{}`: {how}.", plan.plan.id));
    }
    if let Some(since) = on.disputes.open_since {
        card.line(format!("Disputed since {since}."));
    }
    let contract = on
        .contract
        .and_then(|own| desk.assessed?.contracts.get(own.id.as_str()));
    if let Some((contract, hold)) = contract.and_then(|on| Some((on, on.hold?))) {
        let how = if hold.agreed {
            "is on hold"
        } else {
            "would better stop"
        };
        card.line(format!(
            "Work under `{}` {how} since {}.",
            contract.contract.id, hold.since
        ));
    }
}

fn charges(on: &InvoiceOn, card: &mut Card) {
    if let Some(interest) = &on.interest {
        let provisional = if interest.provisional { ", provisional" } else { "" };
        let fixed = if on.compensation.is_positive() {
            format!(
                "; a fixed sum of {} beside it",
                money(on.compensation, on.currency)
            )
        } else {
            String::new()
        };
        card.line(format!(
            "Interest so far: {}{provisional}{fixed}.",
            money(interest.amount, on.currency)
        ));
    }
    if let Some(last) = on.limitation_on {
        card.line(format!(
            "It can be brought to court until {last}, at the earliest end."
        ));
    }
}
