//! `data/recovery.yaml`: how likely an old debt is still paid, and the hours that each way takes; apart because it is
//! no law, only what others measured or somebody guessed.

use super::{Confidence, Source, UnreadableData, exact};
use crate::{
    calendar::{Date, add_months},
    money::Amount,
};
use serde::Deserialize;

const TEXT: &str = include_str!("../../data/recovery.yaml");

/// What is assumed where a ledger's `recovery:` says nothing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecoveryFigures {
    /// The day on which the file was last read against its sources.
    #[serde(deserialize_with = "exact::date")]
    pub checked: Date,
    pub chances: Survey,
    pub hours: UsualHours,
}

/// The chance to collect by a debt's age.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survey {
    /// Whose it is.
    pub title: String,
    /// Youngest first.
    pub rows: Vec<ChanceRow>,
    pub sources: Vec<Source>,
    pub confidence: Confidence,
    pub note: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChanceRow {
    /// Whole months since the due date, from this one on.
    pub from_months: u32,
    #[serde(deserialize_with = "exact::amount")]
    pub percent: Amount,
}

/// The creditor's own hours.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsualHours {
    pub rows: Vec<HoursRow>,
    pub sources: Vec<Source>,
    pub confidence: Confidence,
    pub note: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoursRow {
    /// As `recovery:` calls it.
    pub way: String,
    #[serde(deserialize_with = "exact::amount")]
    pub hours: Amount,
}

impl RecoveryFigures {
    pub fn read() -> Result<Self, UnreadableData> {
        let options = serde_yaml::options! { strict_booleans: true };
        serde_yaml::from_str_with_options(TEXT, options).map_err(|error| UnreadableData {
            folder: ".",
            id: "recovery".to_owned(),
            why: error.to_string(),
        })
    }

    /// `None`: the file has no row for it.
    pub fn hours(&self, way: &str) -> Option<Amount> {
        let row = self.hours.rows.iter().find(|row| row.way == way)?;
        Some(row.hours)
    }
}

impl Survey {
    /// The last row that a debt due on `due` has reached on `day`; the first for a younger one. Nothing is put
    /// between two rows: the survey says nothing about them.
    pub fn at(&self, due: Date, day: Date) -> Option<ChanceRow> {
        let reached = |row: &&ChanceRow| add_months(due, row.from_months) <= day;
        let last = self.rows.iter().rfind(reached);
        last.or(self.rows.first()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_date;

    #[test]
    fn a_debt_has_the_chance_of_the_last_row_it_reached() {
        let figures = RecoveryFigures::read().unwrap();
        let due = parse_date("2025-11-30").unwrap();
        for (day, percent) in [
            ("2025-12-01", "69"),
            ("2026-02-27", "69"),
            ("2026-02-28", "69"),
            ("2026-05-29", "69"),
            ("2026-05-30", "51"),
            ("2026-11-29", "51"),
            ("2026-11-30", "21"),
            ("2030-01-01", "21"),
        ] {
            let row = figures.chances.at(due, parse_date(day).unwrap()).unwrap();
            assert_eq!(row.percent.shortest(), percent, "{day}");
        }
    }

    #[test]
    fn rows_age_and_name_where_they_are_from() {
        let survey = RecoveryFigures::read().unwrap().chances;
        assert!(
            survey
                .rows
                .windows(2)
                .all(|two| two[0].from_months < two[1].from_months)
        );
        assert!(
            survey
                .sources
                .iter()
                .all(|source| source.url.starts_with("https://"))
        );
        assert!(!survey.sources.is_empty());
    }
}
