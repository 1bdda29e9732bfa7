//! Days that courts and the law set: a case's next date, and the last day before a claim lapses.

use super::{Action, ActionKind};
use crate::{assess::Assessed, calendar::days_between};

/// So long before it lapses, a claim is worth a thought.
const LIMITATION_NEAR: i64 = 180;

pub fn cases(assessed: &Assessed) -> Vec<Action> {
    let open = assessed
        .ledger
        .cases
        .values()
        .filter(|case| case.open_on(assessed.day));
    let next = open.filter_map(|case| {
        let next = case.next.as_ref()?;
        let invoices: Vec<_> = case
            .invoices
            .iter()
            .filter_map(|id| assessed.invoices.get(id.value.as_str()))
            .collect();
        Some(Action::new(ActionKind::Case, next.date.value, &case.client.value).about(&invoices))
    });
    next.collect()
}

/// Claims that lapse within 180 days, each on its last day; none that has lapsed, nor one that is filed with a court.
pub fn limitations(assessed: &Assessed) -> Vec<Action> {
    let near = assessed.invoices.values().filter_map(|on| {
        let last_day = on.limitation_on?;
        let days = days_between(assessed.day, last_day);
        let near = (0..=LIMITATION_NEAR).contains(&days);
        near.then(|| Action::new(ActionKind::Limitation, last_day, &on.client.id).about(&[on]))
    });
    near.collect()
}
