//! Thanks for a payment, where the policy wants them.

use super::{Desk, Letter, Matter, Row};
use crate::{
    assess::{InvoiceOn, State},
    calendar::{Date, days_between},
    model::Stage,
    money::Amount,
};

/// Days after the payment on which thanks still are due.
const THANKS_DAYS: i64 = 7;

/// An invoice that was chased, and paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    pub invoice: String,
    pub on: Date,
    /// Its total.
    pub total: Amount,
}

/// One a currency and language.
pub fn letters<'a>(desk: &Desk<'_, 'a>) -> Vec<Letter<'a>> {
    let groups = desk.groups.iter();
    let letters = groups.filter_map(|((currency, language), invoices)| {
        let mut settled: Vec<_> = invoices
            .iter()
            .filter_map(|on| Some((settled_on(desk, on)?, *on)))
            .collect();
        settled.sort_by_key(|(day, on)| (*day, &on.invoice.id));
        let (last, _) = *settled.last()?;
        let thanks = settled.iter().map(|(day, on)| Settled {
            invoice: on.invoice.id.clone(),
            on: *day,
            total: on.totals.total,
        });
        let matter = Matter::Thanks(thanks.collect());
        Some(Letter {
            demanded: settled
                .iter()
                .map(|(_, on)| Row::of(on, Some(Stage::ThankYou)))
                .collect(),
            as_of: last,
            reckoned_from: last,
            ..desk.blank(Stage::ThankYou, matter, (*currency, language))
        })
    });
    letters.collect()
}

/// The day on which money settled it, if thanks are due: it had reached `reminder` by then, and nobody thanked.
fn settled_on(desk: &Desk, on: &InvoiceOn) -> Option<Date> {
    let day = on
        .settled_on
        .filter(|_| on.state == State::Paid && on.policy.thank_you)?;
    let recent = days_between(day, desk.assessed.day) <= THANKS_DAYS;
    let by_money = on.movements.receipts.iter().any(|receipt| receipt.date == day);
    let client = on.client.id.as_str();
    let reminded = desk.history.first_at(client, &on.invoice.id, Stage::Reminder);
    let reminded = reminded.is_some_and(|reminded| reminded <= day);
    let thanked = desk.history.last_at(client, &on.invoice.id, Stage::ThankYou);
    let thanked = thanked.is_some_and(|thanked| thanked >= day);
    (recent && by_money && reminded && !thanked).then_some(day)
}
