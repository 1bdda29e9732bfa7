//! How a client pays: habit, risk, promises kept, and a grade from A to E.

use super::Figure;
use crate::{
    assess::{Assessed, InvoiceOn, PromiseMade, PromiseStatus, promises_made},
    calendar::{Date, days_between, months_before},
    money::{Amount, Currency},
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// How far back habits count: what was settled, or promised, up to 24 months ago has been forgotten.
const MONTHS: u32 = 24;
/// An invoice overdue for longer leaves nobody a better grade than D.
const LONG_OVERDUE: i64 = 90;

/// How one client pays, over the 24 months up to the day (D − 24 months itself is outside).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Paying {
    /// `None`: nothing was settled and nothing is overdue.
    pub grade: Option<Grade>,
    /// Habit: of the invoices settled. Whole, or a half between two.
    pub median_days_late: Option<Figure>,
    /// Risk: weighted by the invoices' totals, those open and overdue counted as if paid on the day. Amounts of two
    /// currencies can't weigh against each other: each currency has its own average, and those are weighted by how
    /// many invoices they are of.
    pub average_days_late: Option<Figure>,
    /// Of the invoices settled, how many of a hundred by their due date.
    pub on_time_percent: Option<Figure>,
    pub settled: u32,
    pub promises: Promises,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    A,
    B,
    C,
    D,
    E,
}

/// Promises made in the span, each log entry once. What is neither kept nor broken is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Promises {
    pub made: u32,
    pub kept: u32,
    pub broken: u32,
}

/// Every client, by id.
pub fn paying<'a>(assessed: &Assessed<'a>) -> BTreeMap<&'a str, Paying> {
    let promises = promises_made(assessed);
    let clients = assessed.clients.keys();
    clients
        .map(|id| {
            let made = promises.get(id).map_or(&[][..], Vec::as_slice);
            let invoices: Vec<_> = assessed.invoices_of(id).collect();
            (*id, Paying::of(assessed.day, &invoices, made))
        })
        .collect()
}

impl Paying {
    fn of(day: Date, invoices: &[&InvoiceOn], made: &[PromiseMade]) -> Self {
        let since = months_before(day, MONTHS);
        let mut settled: Vec<_> = invoices.iter().filter_map(|on| settled_late(on, since)).collect();
        settled.sort_unstable();
        let promises = Promises::of(made, since);
        let on_time = settled.iter().filter(|days| **days == 0).count();
        let mut paying = Self {
            grade: None,
            median_days_late: median(&settled),
            average_days_late: average(invoices, since),
            on_time_percent: Figure::ratio(Decimal::from(on_time), Decimal::from(settled.len()), 100),
            settled: count(settled.len()),
            promises,
        };
        let long_overdue = invoices.iter().any(|on| on.days_overdue > LONG_OVERDUE);
        let late = paying.median_days_late.or(paying.average_days_late);
        paying.grade = late.map(|late| {
            let grade = Grade::of(late).lowered(promises.broken);
            if long_overdue { grade.max(Grade::D) } else { grade }
        });
        paying
    }
}

impl Grade {
    /// As machines read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::E => "E",
        }
    }

    /// By days late, each bound inclusive.
    fn of(late: Figure) -> Self {
        let at_most = |days: i64| late <= Figure::from(days);
        match () {
            () if at_most(3) => Self::A,
            () if at_most(10) => Self::B,
            () if at_most(30) => Self::C,
            () if at_most(60) => Self::D,
            () => Self::E,
        }
    }

    /// So many grades worse, E at worst.
    fn lowered(self, by: u32) -> Self {
        (0..by.min(4)).fold(self, |grade, _| match grade {
            Self::A => Self::B,
            Self::B => Self::C,
            Self::C => Self::D,
            Self::D | Self::E => Self::E,
        })
    }
}

impl Promises {
    fn of(made: &[PromiseMade], since: Date) -> Self {
        let in_span: Vec<_> = made
            .iter()
            .filter(|promise| promise.entry.date.value > since)
            .collect();
        let with = |status| count(in_span.iter().filter(|p| p.status == status).count());
        Self {
            made: count(in_span.len()),
            kept: with(PromiseStatus::Kept),
            broken: with(PromiseStatus::Broken),
        }
    }
}

/// Days late of an invoice settled after `since`; 0 for one settled early.
fn settled_late(on: &InvoiceOn, since: Date) -> Option<i64> {
    let settled = on.settled_on.filter(|day| *day > since)?;
    Some(days_between(on.due?, settled).max(0))
}

fn median(sorted: &[i64]) -> Option<Figure> {
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    let lower = if sorted.len() % 2 == 0 {
        *sorted.get(middle.checked_sub(1)?)?
    } else {
        upper
    };
    Figure::ratio(Decimal::from(lower + upper), Decimal::TWO, 1)
}

#[derive(Default)]
struct Weighed {
    invoices: i64,
    weight: Amount,
    /// Sum of total × days.
    weighed_days: Decimal,
}

fn average(invoices: &[&InvoiceOn], since: Date) -> Option<Figure> {
    let mut by_currency: BTreeMap<Currency, Weighed> = BTreeMap::new();
    for on in invoices {
        let overdue = on.is_overdue().then_some(on.days_overdue);
        let Some(days) = settled_late(on, since).or(overdue) else {
            continue;
        };
        let own = by_currency.entry(on.currency).or_default();
        own.invoices += 1;
        own.weight += on.totals.total;
        own.weighed_days += on.totals.total.decimal().saturating_mul(Decimal::from(days));
    }
    let mut of_all = Decimal::ZERO;
    let mut invoices = 0;
    for own in by_currency.values() {
        let average = Figure::ratio(own.weighed_days, own.weight.decimal(), own.invoices);
        if let Some(average) = average {
            of_all += average.decimal();
            invoices += own.invoices;
        }
    }
    Figure::ratio(of_all, Decimal::from(invoices), 1)
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}
