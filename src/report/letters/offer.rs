//! The letter that puts a plan to the client for signature: written when the user asks for it, by no day.

use super::{Desk, History, Letter, Matter, Row, language, sorted_by_due};
use crate::{
    assess::{Assessed, InvoiceOn},
    calendar::{Date, add_days},
    model::{Client, Stage},
    money::Amount,
};

/// Days in which it is to be confirmed, if the first instalment isn't sooner.
const CONFIRM_DAYS: i64 = 7;

/// A plan that isn't agreed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedPlan {
    /// Ids; all of one client and currency.
    pub invoices: Vec<String>,
    /// By date. What they add up to is what the letter asks for.
    pub instalments: Vec<(Date, Amount)>,
    /// Taken off if everything is paid by the day, inclusive.
    pub discount: Option<(Amount, Date)>,
    /// Days an instalment may be late; the letter says so.
    pub grace_days: u32,
}

/// The letter with the plan; `None` without instalments, or if none of its invoices is open.
pub fn plan_offer<'a>(
    assessed: &Assessed<'a>,
    client: &'a Client,
    proposed: ProposedPlan,
) -> Option<Letter<'a>> {
    let history = History::of(assessed);
    let on_day = assessed.clients.get(client.id.as_str())?;
    let desk = Desk::of(assessed, &history, on_day);
    let ids = proposed.invoices.iter();
    let found = ids.filter_map(|id| assessed.invoices.get(id.as_str()));
    let mut covered: Vec<&InvoiceOn> = found.filter(|on| on.is_open()).collect();
    sorted_by_due(&mut covered);
    let first = *covered.first()?;
    let starts = proposed.instalments.iter().map(|(due, _)| *due).min()?;
    let asked: Amount = proposed.instalments.iter().map(|(_, amount)| *amount).sum();
    let balances: Amount = covered.iter().map(|on| on.balance).sum();
    let unallocated = on_day.unallocated.get(&first.currency).copied();
    let credit = (balances - asked)
        .at_least_zero()
        .min(unallocated.unwrap_or_default());
    let holidays = assessed.basis().holidays();
    let wished = holidays.business_day_from(add_days(assessed.day, CONFIRM_DAYS));
    let tomorrow = holidays.business_day_from(add_days(assessed.day, 1));
    let group = (first.currency, language(assessed, first));
    Some(Letter {
        demanded: covered
            .iter()
            .map(|on| Row::of(on, Some(Stage::PlanOffer)))
            .collect(),
        credit,
        asked,
        answer_by: Some(wished.min(holidays.business_day_until(starts)).max(tomorrow)),
        ..desk.blank(Stage::PlanOffer, Matter::Offer(proposed), group)
    })
}
