//! A level axis of days: where each is, and the few that are named.

use crate::calendar::{Date, add_days, add_months, days_between};
use chrono::Datelike;

const WHOLE: u32 = 10_000;
/// So many names fit below a drawing on a telephone.
const MOST_NAMES: usize = 4;
/// Months between two names.
const MONTHS: [u32; 7] = [1, 2, 3, 6, 12, 24, 60];

/// From the beginning of one day to the end of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    from: Date,
    days: i64,
}

/// A named day, or the month or year that begins with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    Day(Date),
    Month(Date),
    Year(Date),
}

impl Span {
    /// Both ends inclusive.
    pub fn new(from: Date, to: Date) -> Self {
        Self {
            from,
            days: days_between(from, to).max(0) + 1,
        }
    }

    fn end(self) -> Date {
        add_days(self.from, self.days)
    }

    /// Where `day` begins, in hundredths of a percent of the width; days outside are at its ends.
    pub fn x(self, day: Date) -> u32 {
        let passed = days_between(self.from, day).clamp(0, self.days);
        u32::try_from(passed * i64::from(WHOLE) / self.days).unwrap_or(0)
    }

    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day < self.end()
    }

    /// The first days of months or years, evenly spaced; of a span of few weeks, its first and its last day.
    pub fn names(self) -> Vec<Name> {
        for months in MONTHS {
            let days = self.firsts(months);
            if (2..=MOST_NAMES).contains(&days.len()) {
                let name = if months < 12 { Name::Month } else { Name::Year };
                return days.into_iter().map(name).collect();
            }
        }
        let last = add_days(self.end(), -1);
        let ends = [self.from, last].into_iter().take(if self.days > 1 { 2 } else { 1 });
        ends.map(Name::Day).collect()
    }

    /// The first days of every so many months of the calendar.
    fn firsts(self, months: u32) -> Vec<Date> {
        let counted = |day: Date| u32::try_from(day.year()).unwrap_or(0) * 12 + day.month0();
        let first = self.from.with_day(1).unwrap_or(self.from);
        let firsts = std::iter::successors(Some(first), |day| {
            let next = add_months(*day, 1);
            (next > *day).then_some(next)
        });
        firsts
            .take_while(|day| *day < self.end())
            .filter(|day| self.from <= *day && counted(*day).is_multiple_of(months))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn days_have_their_places() {
        let span = Span::new(date("2026-01-01"), date("2026-01-10"));
        for (day, x) in [
            ("2025-12-31", 0),
            ("2026-01-01", 0),
            ("2026-01-06", 5_000),
            ("2026-01-10", 9_000),
            ("2026-01-11", 10_000),
            ("2026-02-11", 10_000),
        ] {
            assert_eq!(span.x(date(day)), x, "{day}");
        }
        assert!(span.contains(date("2026-01-10")) && !span.contains(date("2026-01-11")));
    }

    #[test]
    fn few_days_are_named() {
        let names = |from, to| {
            let names = Span::new(date(from), date(to)).names();
            let names = names.iter().map(|name| match name {
                Name::Day(day) => format!("day {day}"),
                Name::Month(day) => format!("month {day}"),
                Name::Year(day) => format!("year {day}"),
            });
            names.collect::<Vec<_>>().join(", ")
        };
        for (from, to, expected) in [
            ("2026-01-02", "2026-01-20", "day 2026-01-02, day 2026-01-20"),
            ("2026-01-02", "2026-01-02", "day 2026-01-02"),
            ("2026-01-02", "2026-03-20", "month 2026-02-01, month 2026-03-01"),
            (
                "2025-12-15",
                "2026-08-20",
                "month 2026-01-01, month 2026-03-01, month 2026-05-01, month 2026-07-01",
            ),
            ("2025-11-02", "2026-10-20", "month 2026-01-01, month 2026-04-01, month 2026-07-01, month 2026-10-01"),
            ("2023-06-01", "2026-10-20", "year 2024-01-01, year 2025-01-01, year 2026-01-01"),
        ] {
            assert_eq!(names(from, to), expected, "{from} to {to}");
        }
    }

    proptest! {
        #[test]
        fn names_are_few_and_within(start in 0i64..20_000, days in 0i64..12_000) {
            let from = add_days(date("1990-01-01"), start);
            let span = Span::new(from, add_days(from, days));
            let names = span.names();
            prop_assert!((1..=MOST_NAMES).contains(&names.len()), "{:?}", names);
            for name in names {
                let (Name::Day(day) | Name::Month(day) | Name::Year(day)) = name;
                prop_assert!(span.contains(day));
            }
        }
    }
}
