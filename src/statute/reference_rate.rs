//! Published rates that a law adds its points to; apart because many places share one.

use super::{Confidence, Origin, Source, exact};
use crate::{calendar::Date, money::Amount};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A file of `data/rates/`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateTable {
    pub id: String,
    pub name: String,
    /// The last day the table is sure of.
    #[serde(deserialize_with = "exact::date")]
    pub known_until: Date,
    /// Oldest first.
    pub rates: Vec<RateRow>,
    pub note: Option<String>,
    #[serde(default)]
    pub sources: Vec<Source>,
    pub confidence: Confidence,
    /// Which rows are more or less sure than that, in words.
    #[serde(default)]
    pub confidence_detail: BTreeMap<String, String>,
}

/// In force from a day until the next row's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateRow {
    #[serde(deserialize_with = "exact::date")]
    pub from: Date,
    /// Percent a year; may be below zero.
    #[serde(deserialize_with = "exact::amount")]
    pub percent: Amount,
    #[serde(skip)]
    pub origin: Origin,
}

/// The rate of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateOnDay {
    pub percent: Amount,
    pub from: Date,
    /// The day lies after `known_until`: the last rate serves until somebody knows better.
    pub provisional: bool,
    pub origin: Origin,
}

impl RateTable {
    /// The rate of `day`; `None` before the table begins.
    pub fn on(&self, day: Date) -> Option<RateOnDay> {
        let row = self.rates.iter().rev().find(|row| row.from <= day)?;
        Some(RateOnDay {
            percent: row.percent,
            from: row.from,
            provisional: day > self.known_until,
            origin: row.origin,
        })
    }

    /// The first day after `day` with a row of its own.
    pub fn next_change(&self, day: Date) -> Option<Date> {
        self.rates.iter().map(|row| row.from).find(|from| *from > day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::parse_date,
        statute::{Overrides, Statutes},
    };

    fn date(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    #[test]
    fn the_rate_of_a_day() {
        let law = Statutes::all(&Overrides::default()).unwrap();
        for (reference, day, percent, from, provisional) in [
            ("de-basiszinssatz", "2026-06-30", "1.27", "2026-01-01", false),
            ("de-basiszinssatz", "2026-07-01", "1.52", "2026-07-01", false),
            ("de-basiszinssatz", "2021-05-05", "-0.88", "2021-01-01", false),
            ("de-basiszinssatz", "2026-12-31", "1.52", "2026-07-01", false),
            ("de-basiszinssatz", "2027-01-01", "1.52", "2026-07-01", true),
            ("cbr-key-rate", "2024-12-31", "21", "2024-10-28", false),
            ("nl-wettelijke-rente", "2022-12-31", "2", "2020-01-01", false),
            ("se-referensranta", "2025-02-01", "3", "2025-01-01", true),
        ] {
            let rate = law.rate_on(reference, date(day)).unwrap();
            let expected = RateOnDay {
                percent: Amount::parse(percent).unwrap(),
                from: date(from),
                provisional,
                origin: Origin::Data,
            };
            assert_eq!(rate, expected, "{reference} {day}");
        }
        assert_eq!(law.rate_on("de-basiszinssatz", date("2019-12-31")), None);
        assert_eq!(law.rate_on("no-such-rate", date("2026-01-01")), None);
    }

    #[test]
    fn the_next_change() {
        let law = Statutes::all(&Overrides::default()).unwrap();
        let table = law.rate_table("cbr-key-rate").unwrap();
        for (day, next) in [
            ("2026-07-26", Some("2026-07-27")),
            ("2026-07-27", None),
            ("2000-01-01", Some("2019-12-16")),
        ] {
            assert_eq!(table.next_change(date(day)), next.map(date), "{day}");
        }
    }
}
