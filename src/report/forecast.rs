//! When what is open may come in: thirteen weeks from the day, by currency. Nothing is left out and nothing is there
//! twice: weeks, later, disputed and cases add up to what is open.

use super::Paying;
use crate::{
    assess::{Assessed, InvoiceOn, PromiseStatus},
    calendar::{Date, add_days},
    money::{Amount, Currency},
};
use std::collections::BTreeMap;

pub const WEEKS: usize = 13;

/// What is expected in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// Thirteen; the first begins the day after the day.
    pub weeks: Vec<Week>,
    /// After the thirteenth.
    pub later: Amount,
    /// Open and in dispute: no day is expected.
    pub disputed: Amount,
    /// With a lawyer, an agency or a court, in dispute or not.
    pub in_cases: Amount,
}

/// Seven days, both ends inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    pub from: Date,
    pub to: Date,
    pub expected: Amount,
}

/// A row for each currency in which something is open.
pub fn forecast(assessed: &Assessed, paying: &BTreeMap<&str, Paying>) -> BTreeMap<Currency, Forecast> {
    let mut rows: BTreeMap<Currency, Forecast> = BTreeMap::new();
    let mut arranged: BTreeMap<Arrangement, Vec<&InvoiceOn>> = BTreeMap::new();
    let open = assessed.invoices.values().filter(|on| on.is_open());
    for on in open {
        let row = rows
            .entry(on.currency)
            .or_insert_with(|| Forecast::empty(assessed.day));
        if on.case.is_some() {
            row.in_cases += on.balance;
        } else if on.disputed {
            row.disputed += on.balance;
        } else {
            arranged.entry(Arrangement::of(on)).or_default().push(on);
        }
    }
    for (arrangement, invoices) in arranged {
        let dated = arrangement.instalments(assessed, &invoices);
        let unarranged = |on: &InvoiceOn| habitual_day(assessed.day, on, paying);
        let parts = pour(dated, invoices, unarranged);
        for part in parts {
            if let Some(row) = rows.get_mut(&arrangement.currency) {
                row.expect(part, assessed.day);
            }
        }
    }
    rows
}

impl Forecast {
    fn empty(day: Date) -> Self {
        let weeks = (0..).take(WEEKS).map(|week: i64| Week {
            from: add_days(day, 7 * week + 1),
            to: add_days(day, 7 * week + 7),
            expected: Amount::ZERO,
        });
        Self {
            weeks: weeks.collect(),
            later: Amount::ZERO,
            disputed: Amount::ZERO,
            in_cases: Amount::ZERO,
        }
    }

    /// What is open.
    pub fn sum(&self) -> Amount {
        let weeks: Amount = self.weeks.iter().map(|week| week.expected).sum();
        weeks + self.later + self.disputed + self.in_cases
    }

    fn expect(&mut self, part: Part, day: Date) {
        let on = part.on.max(add_days(day, 1));
        match self.weeks.iter_mut().find(|week| on <= week.to) {
            Some(week) => week.expected += part.amount,
            None => self.later += part.amount,
        }
    }
}

/// A sum and its day.
#[derive(Debug, Clone, Copy)]
struct Part {
    on: Date,
    amount: Amount,
}

/// What was agreed about when a client pays, in one currency: an open promise before a kept plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Arrangement<'a> {
    currency: Currency,
    promise: Option<&'a str>,
    plan: Option<&'a str>,
}

impl<'a> Arrangement<'a> {
    fn of(on: &InvoiceOn<'a>) -> Self {
        let promise = on
            .promise
            .filter(|promise| promise.status == PromiseStatus::Open)
            .map(|promise| promise.entry.id.as_str());
        let plan = on.plan.filter(|_| on.is_on_kept_plan() && promise.is_none());
        Self {
            currency: on.currency,
            promise,
            plan: plan.map(|plan| plan.plan.id.as_str()),
        }
    }

    /// What it still promises, by date. Of a promise without a sum: all that is open on these invoices.
    fn instalments(&self, assessed: &Assessed, invoices: &[&InvoiceOn]) -> Vec<Part> {
        if let Some(promise) = invoices
            .iter()
            .find_map(|on| on.promise.filter(|_| self.promise.is_some()))
        {
            let named = promise.entry.invoices.iter().map(|n| n.invoice.value.as_str());
            let paid = self.paid_since(assessed, named, promise.made);
            let all_open = invoices.iter().map(|on| on.balance).sum();
            let stated = promise.entry.promise.as_ref().is_some_and(|p| p.amount.is_some());
            let amount = if stated { promise.amount - paid } else { all_open };
            return vec![Part {
                on: promise.pay_by,
                amount,
            }];
        }
        let Some(plan) = invoices
            .iter()
            .find_map(|on| on.plan.filter(|_| self.plan.is_some()))
        else {
            return Vec::new();
        };
        let named = plan.plan.invoices.iter().map(|id| id.value.as_str());
        let mut paid = self.paid_since(assessed, named, plan.plan.agreed.value);
        let mut parts: Vec<_> = plan
            .plan
            .instalments
            .iter()
            .map(|row| Part {
                on: row.due.value,
                amount: row.amount.value,
            })
            .collect();
        parts.sort_by_key(|part| part.on);
        for part in &mut parts {
            let covered = part.amount.min(paid);
            part.amount -= covered;
            paid -= covered;
        }
        parts
    }

    fn paid_since<'i>(
        &self,
        assessed: &Assessed,
        invoices: impl Iterator<Item = &'i str>,
        since: Date,
    ) -> Amount {
        let invoices = invoices.filter_map(|id| assessed.invoices.get(id));
        let same = invoices.filter(|on| on.currency == self.currency);
        same.map(|on| on.movements.paid_within(since, assessed.day)).sum()
    }
}

/// Takes the instalments from the balances, oldest invoice first; what they leave of one comes on its own day.
fn pour(dated: Vec<Part>, mut invoices: Vec<&InvoiceOn>, own_day: impl Fn(&InvoiceOn) -> Date) -> Vec<Part> {
    invoices.sort_by_key(|on| (on.due, &on.invoice.id));
    let mut dated = dated
        .into_iter()
        .filter(|part| part.amount.is_positive())
        .peekable();
    let mut parts = Vec::new();
    for on in invoices {
        let mut left = on.balance;
        while let Some(part) = dated.peek_mut().filter(|_| left.is_positive()) {
            let taken = left.min(part.amount);
            parts.push(Part {
                on: part.on,
                amount: taken,
            });
            left -= taken;
            part.amount -= taken;
            if part.amount.is_zero() {
                dated.next();
            }
        }
        parts.push(Part {
            on: own_day(on),
            amount: left,
        });
    }
    parts
}

/// Due date + the client's median days late, half a day counted as a whole one; without a median, the due date.
/// Never before tomorrow.
fn habitual_day(day: Date, on: &InvoiceOn, paying: &BTreeMap<&str, Paying>) -> Date {
    let median = paying
        .get(on.client.id.as_str())
        .and_then(|paying| paying.median_days_late);
    let late = median.map_or(0, |median| median.rounded_up());
    let due = on.due.unwrap_or(day);
    add_days(due, late).max(add_days(day, 1))
}
