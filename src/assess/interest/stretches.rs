//! Interest itself: stretches of one principal and one rate, summed exactly; apart because it knows neither records nor laws.

use super::{
    compounding,
    principal::Principal,
    rates::{RateSource, Tariff},
};
use crate::{
    calendar::{Date, add_days, days_between},
    money::Amount,
    statute::{Compounding, YearBasis},
};
use chrono::Datelike;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Days of one principal and one percentage; also of one calendar year, where the year's own days count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch<'a> {
    pub from: Date,
    /// Inclusive.
    pub to: Date,
    pub days: i64,
    /// A year.
    pub percent: Amount,
    /// Not rounded: after a year of default it may hold what has accrued.
    pub principal: Amount,
    /// Of its first day: a later row with the same percentage doesn't end the stretch.
    pub source: RateSource<'a>,
}

/// What interest is counted by.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'s, 'a> {
    pub principal: Principal<'s, 'a>,
    pub tariff: &'s Tariff<'a>,
    pub year: YearBasis,
    pub compounding: Option<Compounding>,
}

/// From a day to a day, both inclusive.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    pub from: Date,
    pub to: Date,
}

/// The stretches and what they come to.
#[derive(Debug, Clone, Default)]
pub struct Ran<'a> {
    pub stretches: Vec<Stretch<'a>>,
    pub unrounded: Amount,
}

/// Counts every day of `days` once.
pub fn run<'a>(terms: &Terms<'_, 'a>, days: Days) -> Ran<'a> {
    let joins = joins(terms, days);
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut joined = Amount::ZERO;
    let mut accrued = Accrued::default();
    for part in parts(terms, days, &joins) {
        if joins.contains(&part.from) {
            joined += std::mem::take(&mut accrued).amount();
        }
        let rate = terms.tariff.on(part.from);
        let stretch = Stretch {
            from: part.from,
            to: part.to,
            days: days_between(part.from, part.to) + 1,
            percent: rate.percent,
            principal: terms.principal.on(part.from) + joined,
            source: rate.source,
        };
        accrued.add(&stretch, terms.year);
        match stretches.last_mut() {
            Some(last) if last.goes_on_as(&stretch, terms.year) => last.extend(&stretch),
            _ => stretches.push(stretch),
        }
    }
    Ran {
        stretches,
        unrounded: joined + accrued.amount(),
    }
}

/// The days on which accrued interest joins the principal.
fn joins(terms: &Terms, days: Days) -> BTreeSet<Date> {
    match terms.compounding {
        None => BTreeSet::new(),
        Some(Compounding::Yearly) => compounding::yearly(days.from, days.to).collect(),
    }
}

/// `days` cut wherever principal, rate or year may change.
fn parts(terms: &Terms, days: Days, joins: &BTreeSet<Date>) -> Vec<Days> {
    let mut starts = joins.clone();
    starts.extend(terms.principal.changes());
    starts.extend(terms.tariff.changes(days.from, days.to));
    if terms.year == YearBasis::ActualActual {
        let years = days.from.year()..=days.to.year();
        starts.extend(years.filter_map(|year| Date::from_ymd_opt(year, 1, 1)));
    }
    starts.retain(|day| days.from < *day && *day <= days.to);
    starts.insert(days.from);
    let ends = starts.iter().skip(1).map(|start| add_days(*start, -1));
    let ends: Vec<_> = ends.chain([days.to]).collect();
    starts
        .into_iter()
        .zip(ends)
        .map(|(from, to)| Days { from, to })
        .collect()
}

impl Stretch<'_> {
    fn goes_on_as(&self, next: &Self, year: YearBasis) -> bool {
        let cut = year == YearBasis::ActualActual && self.to.year() != next.from.year();
        self.principal == next.principal && self.percent == next.percent && !cut
    }

    fn extend(&mut self, next: &Self) {
        self.to = next.to;
        self.days += next.days;
    }
}

/// Sums of principal × percent × days, apart for years of 365 and of 366 days. Exact, and divided once, over the common
/// denominator 100 × 365 × 366 where both kinds of year occur: only the quotient is cut, at its 28th digit, and one that
/// ends earlier, as every half of a minor unit does, is itself exact. A principal that holds what has accrued is such a
/// quotient. What no ledger of this world reaches, a product past 10^28, stays there.
#[derive(Debug, Clone, Copy, Default)]
struct Accrued {
    in_365: Decimal,
    in_366: Decimal,
}

impl Accrued {
    fn add(&mut self, stretch: &Stretch, year: YearBasis) {
        let product = stretch
            .principal
            .decimal()
            .saturating_mul(stretch.percent.decimal())
            .saturating_mul(Decimal::from(stretch.days));
        let leap = year == YearBasis::ActualActual && stretch.from.leap_year();
        let sum = if leap { &mut self.in_366 } else { &mut self.in_365 };
        *sum = sum.saturating_add(product);
    }

    fn amount(self) -> Amount {
        let (common, leap) = (Decimal::from(365), Decimal::from(366));
        let sum = if self.in_366.is_zero() {
            self.in_365 / (Decimal::ONE_HUNDRED * common)
        } else {
            let over_both = self
                .in_365
                .saturating_mul(leap)
                .saturating_add(self.in_366.saturating_mul(common));
            over_both / (Decimal::ONE_HUNDRED * common * leap)
        };
        Amount::from_decimal(sum)
    }
}
