//! What the law of a place says on a day; apart so that every fact of law stands in `data/`, with its source and its date.

mod compensation;
mod embedded;
mod exact;
mod freelancer;
mod jurisdiction;
mod late_interest;
mod overrides;
mod recovery;
mod reference_rate;
mod small_claims;
mod time_limits;

pub use compensation::{CompensationScale, CompensationTier, Slice};
pub use freelancer::{FreelancerLaw, Remedy};
pub use jurisdiction::{Jurisdiction, PaymentOrder, PreAction, PreActionKind};
pub use late_interest::{
    Compounding, Fixing, InterestKind, InterestRule, LateInterest, OtherCase, Rate, RateInForce, RunsFrom,
    YearBasis,
};
pub use overrides::{LimitOverride, Overrides, RateOverride};
pub use recovery::{ChanceRow, HoursRow, RecoveryFigures, Survey, UsualHours};
pub use reference_rate::{RateOnDay, RateRow, RateTable};
pub use small_claims::{Basis, Limit, LimitAnswer, LimitQuery, LimitRow, SmallClaims, SubLimit, Unit};
pub use time_limits::{CountedFrom, Limitation, MaxDays, PaymentTerms};

use crate::calendar::Date;
use embedded::Row;
use serde::{Deserialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// The law of the places that a ledger names, with the ledger's own figures over it. Only those files are parsed.
#[derive(Debug, Clone, Default)]
pub struct Statutes {
    places: BTreeMap<String, Jurisdiction>,
    rates: BTreeMap<String, RateTable>,
    freelancers: Vec<FreelancerLaw>,
}

/// Who claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claimant {
    Individual,
    Organisation,
}

/// Who owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DebtorKind {
    Business,
    Consumer,
    PublicBody,
}

/// As what the debtor owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LegalForm {
    Company,
    SoleTrader,
    Person,
}

/// How sure a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Not verified: shown with that word.
    Low,
    /// One page.
    Medium,
    /// An official page, or two independent ones.
    High,
}

/// Where a figure was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub title: String,
    pub url: String,
}

/// Whose figure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Origin {
    /// The law data's.
    #[default]
    Data,
    /// The ledger's own, under `law:`.
    Ledger,
}

/// The program was built with a data file that it can't read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("data/{folder}/{id}.yaml: {why}")]
pub struct UnreadableData {
    pub folder: &'static str,
    pub id: String,
    pub why: String,
}

impl DebtorKind {
    /// Whether a row of the law for `kind` is for this debtor: a public body counts as a business too.
    pub fn counts_as(self, kind: DebtorKind) -> bool {
        self == kind || (self == Self::PublicBody && kind == Self::Business)
    }
}

impl Statutes {
    /// Reads the places named, and the reference rates that their laws use. Ids that aren't in the data are left out:
    /// nothing is known about them.
    pub fn for_jurisdictions<'a>(
        ids: impl IntoIterator<Item = &'a str>,
        overrides: &Overrides,
    ) -> Result<Self, UnreadableData> {
        let mut law = Self::default();
        for id in ids {
            if law.places.contains_key(id) {
                continue;
            }
            let Some(mut place) = read::<Jurisdiction>("jurisdictions", embedded::JURISDICTIONS, id)? else {
                continue;
            };
            overrides.lay_over_place(&mut place);
            law.add_rates_of(&place, overrides)?;
            law.places.insert(id.to_owned(), place);
        }
        law.freelancers = freelancer::laws(law.places.keys().map(String::as_str))?;
        Ok(law)
    }

    /// Reads every place: for listing the law, not for a ledger.
    pub fn all(overrides: &Overrides) -> Result<Self, UnreadableData> {
        Self::for_jurisdictions(Self::ids(), overrides)
    }

    /// Whether the data has this place, read or not. Ids are lower case.
    pub fn knows(id: &str) -> bool {
        embedded::text(embedded::JURISDICTIONS, id).is_some()
    }

    /// Every place in the data, in order.
    pub fn ids() -> impl Iterator<Item = &'static str> {
        embedded::JURISDICTIONS.iter().map(|row| row.0)
    }

    pub fn knows_rate(id: &str) -> bool {
        embedded::text(embedded::RATES, id).is_some()
    }

    /// Every reference rate in the data, in order.
    pub fn rate_ids() -> impl Iterator<Item = &'static str> {
        embedded::RATES.iter().map(|row| row.0)
    }

    /// The law of a place that was read.
    pub fn jurisdiction(&self, id: &str) -> Option<&Jurisdiction> {
        self.places.get(id)
    }

    /// The places that were read, in order of their ids.
    pub fn jurisdictions(&self) -> impl Iterator<Item = &Jurisdiction> {
        self.places.values()
    }

    /// [`Jurisdiction::limit`] of a place; unknown for one that was not read.
    pub fn limit(&self, jurisdiction: &str, query: &LimitQuery) -> LimitAnswer<'_> {
        self.jurisdiction(jurisdiction)
            .map_or(LimitAnswer::Unknown, |place| place.limit(query))
    }

    /// [`Jurisdiction::interest_rule`] of a place.
    pub fn interest_rule(&self, jurisdiction: &str, kind: Option<DebtorKind>) -> Option<&InterestRule> {
        self.jurisdiction(jurisdiction)?.interest_rule(kind)
    }

    /// The table of a reference rate that a place read here uses.
    pub fn rate_table(&self, reference: &str) -> Option<&RateTable> {
        self.rates.get(reference)
    }

    /// The reference rate of a day, the last known one after the table's end; `None` before it begins.
    pub fn rate_on(&self, reference: &str, day: Date) -> Option<RateOnDay> {
        self.rate_table(reference)?.on(day)
    }

    fn add_rates_of(&mut self, place: &Jurisdiction, overrides: &Overrides) -> Result<(), UnreadableData> {
        for rule in place.late_interest.rules() {
            let Some(Rate::Reference { reference, .. }) = rule.rate() else {
                continue;
            };
            if self.rates.contains_key(reference) {
                continue;
            }
            if let Some(mut table) = read::<RateTable>("rates", embedded::RATES, reference)? {
                overrides.lay_over_rate(&mut table);
                self.rates.insert(reference.to_owned(), table);
            }
        }
        Ok(())
    }
}

/// The file of `id`, or `None` if there is no such.
fn read<T: DeserializeOwned>(
    folder: &'static str,
    list: &[Row],
    id: &str,
) -> Result<Option<T>, UnreadableData> {
    let Some(text) = embedded::text(list, id) else {
        return Ok(None);
    };
    let options = serde_yaml::options! { strict_booleans: true };
    serde_yaml::from_str_with_options(text, options)
        .map(Some)
        .map_err(|error| UnreadableData {
            folder,
            id: id.to_owned(),
            why: error.to_string(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_is_read() {
        let law = Statutes::for_jurisdictions(["de", "xx", "de", "us-ca"], &Overrides::default()).unwrap();
        let read: Vec<_> = law.jurisdictions().map(|place| place.id.as_str()).collect();
        assert_eq!(read, ["de", "us-ca"]);
        assert!(law.rate_table("de-basiszinssatz").is_some());
        assert!(law.rate_table("boe-bank-rate").is_none());
    }

    #[test]
    fn places_are_known_by_their_lower_case_id() {
        for (id, known) in [
            ("us-ny-nyc", true),
            ("eu", true),
            ("DE", false),
            ("", false),
            ("zz", false),
        ] {
            assert_eq!(Statutes::knows(id), known, "{id}");
        }
        assert!(Statutes::ids().all(Statutes::knows) && Statutes::rate_ids().all(Statutes::knows_rate));
    }

    #[test]
    fn threads_may_share_it() {
        fn shared<T: Send + Sync>() {}
        shared::<Statutes>();
    }

    #[test]
    fn an_unreadable_file_is_named() {
        let list = [("aa", "id: [")];
        let error = read::<RateTable>("rates", &list, "aa").unwrap_err();
        assert!(error.to_string().starts_with("data/rates/aa.yaml: "), "{error}");
    }
}
