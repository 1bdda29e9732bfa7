//! How long the law gives: to pay, and to go to court; apart because both are counted in days and years, not in money.

use super::{Confidence, DebtorKind, Source, jurisdiction::Jurisdiction};
use crate::calendar::{self, Date};
use chrono::Datelike;
use serde::Deserialize;

/// After how long a debt can no longer be enforced.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limitation {
    /// The shorter, where two periods may apply.
    pub years: u32,
    /// The other one.
    pub longer_years: Option<u32>,
    /// Against a consumer, if that differs.
    pub consumer_years: Option<u32>,
    pub from: CountedFrom,
    pub note: Option<String>,
    #[serde(default)]
    pub sources: Vec<Source>,
    pub confidence: Confidence,
}

/// Where the years begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CountedFrom {
    Due,
    /// The end of the year in which the debt fell due.
    YearEnd,
}

impl Limitation {
    /// The years for this kind of debtor; unknown counts as business.
    pub fn years_for(&self, kind: Option<DebtorKind>) -> u32 {
        match kind {
            Some(DebtorKind::Consumer) => self.consumer_years.unwrap_or(self.years),
            _ => self.years,
        }
    }

    /// The last day, at the earliest, on which a debt due on `due` can still be brought to court: that day `years`
    /// later (29 February becomes 28), or the 31 December of that year.
    pub fn last_day(&self, due: Date, kind: Option<DebtorKind>) -> Date {
        let day = calendar::add_years(due, self.years_for(kind));
        match self.from {
            CountedFrom::Due => day,
            CountedFrom::YearEnd => Date::from_ymd_opt(day.year(), 12, 31).unwrap_or(day),
        }
    }
}

/// When an invoice must be paid.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentTerms {
    /// Days after issue, if nothing was agreed.
    pub default_days: u32,
    #[serde(default)]
    pub max_days: MaxDays,
    pub note: Option<String>,
    #[serde(default)]
    pub sources: Vec<Source>,
    pub confidence: Confidence,
}

/// The longest term that may be agreed, by kind of client.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MaxDays {
    pub business: Option<u32>,
    pub consumer: Option<u32>,
    pub public_body: Option<u32>,
}

impl MaxDays {
    /// A public body's is the business one if it has none; an unknown kind counts as business.
    pub fn for_kind(self, kind: Option<DebtorKind>) -> Option<u32> {
        match kind {
            Some(DebtorKind::Consumer) => self.consumer,
            Some(DebtorKind::PublicBody) => self.public_body.or(self.business),
            Some(DebtorKind::Business) | None => self.business,
        }
    }
}

impl Jurisdiction {
    /// Days to pay if nothing was agreed; `None`: no such rule is known.
    pub fn default_days(&self) -> Option<u32> {
        self.payment_terms.as_ref().map(|terms| terms.default_days)
    }

    /// The longest term that may be agreed with this kind of client.
    pub fn max_days(&self, kind: Option<DebtorKind>) -> Option<u32> {
        self.payment_terms.as_ref()?.max_days.for_kind(kind)
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
    fn the_last_day_to_go_to_court() {
        let law = Statutes::all(&Overrides::default()).unwrap();
        let consumer = Some(DebtorKind::Consumer);
        for (place, due, kind, last) in [
            ("es", "2026-01-01", None, "2029-01-01"),
            ("us-ca", "2026-01-01", None, "2030-01-01"),
            ("de", "2026-06-15", None, "2029-12-31"),
            ("de", "2026-12-31", None, "2029-12-31"),
            ("pl", "2026-01-01", None, "2028-12-31"),
            ("gb-eng", "2025-06-10", None, "2031-06-10"),
            ("es", "2028-02-29", None, "2031-02-28"),
            ("nl", "2026-03-01", consumer, "2028-03-01"),
            ("nl", "2026-03-01", Some(DebtorKind::PublicBody), "2031-03-01"),
        ] {
            let rule = law.jurisdiction(place).unwrap().limitation.clone().unwrap();
            assert_eq!(rule.last_day(date(due), kind), date(last), "{place} {due}");
        }
    }

    #[test]
    fn terms_of_payment() {
        let law = Statutes::all(&Overrides::default()).unwrap();
        for (place, days, business, consumer) in [
            ("es", Some(30), Some(60), None),
            ("at", Some(0), Some(60), None),
            ("ru", Some(7), None, None),
            ("us-ca", None, None, None),
        ] {
            let place = law.jurisdiction(place).unwrap();
            assert_eq!(place.default_days(), days, "{}", place.id);
            assert_eq!(place.max_days(None), business, "{}", place.id);
            assert_eq!(place.max_days(Some(DebtorKind::PublicBody)), business);
            assert_eq!(place.max_days(Some(DebtorKind::Consumer)), consumer);
        }
        let own = MaxDays {
            business: Some(60),
            consumer: None,
            public_body: Some(30),
        };
        assert_eq!(own.for_kind(Some(DebtorKind::PublicBody)), Some(30));
    }
}
