//! `data/freelancer-laws.yaml`: laws of American states and cities on paying freelancers; apart because they are read
//! only for a ledger that names such a place.

use super::{Confidence, Source, Statutes, UnreadableData, exact};
use crate::{calendar::Date, money::Amount};
use serde::Deserialize;

const TEXT: &str = include_str!("../../data/freelancer-laws.yaml");

/// One law. Its sums are in US dollars.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FreelancerLaw {
    /// Of the state or city, as a jurisdiction's.
    pub id: String,
    /// In English.
    pub jurisdiction: String,
    pub law: String,
    /// Contracts made before this day are not under it.
    #[serde(deserialize_with = "exact::date")]
    pub from: Date,
    pub payment_due_days: u32,
    pub due_counted_from: String,
    /// It is for work worth at least this, summed as `aggregation` says.
    #[serde(deserialize_with = "exact::amount")]
    pub written_contract_threshold: Amount,
    pub aggregation: String,
    pub damages: String,
    /// The same in a form that letters can say; absent where the details weren't read.
    pub remedy: Option<Remedy>,
    pub covers: String,
    pub note: Option<String>,
    pub confidence: Confidence,
    pub sources: Vec<Source>,
}

/// What a freelancer who isn't paid in time may ask a court for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Remedy {
    /// Up to twice the unpaid amount, and attorney's fees.
    DoubleAndFees,
}

/// All of them, if one of `places` is American.
pub(super) fn laws<'a>(
    mut places: impl Iterator<Item = &'a str>,
) -> Result<Vec<FreelancerLaw>, UnreadableData> {
    if !places.any(|place| place.starts_with("us-")) {
        return Ok(Vec::new());
    }
    serde_yaml::from_str(TEXT).map_err(|error| UnreadableData {
        folder: ".",
        id: "freelancer-laws".to_owned(),
        why: error.to_string(),
    })
}

impl Statutes {
    /// The law of the place, else of the place that it lies in: `us-ny` for another city of New York.
    pub fn freelancer_law(&self, place: &str) -> Option<&FreelancerLaw> {
        let mut place = place;
        loop {
            if let Some(law) = self.freelancers.iter().find(|law| law.id == place) {
                return Some(law);
            }
            place = place.rsplit_once('-')?.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statute::Overrides;
    use std::collections::BTreeSet;

    #[test]
    fn every_law_can_be_read() {
        let laws = laws(["us-ca"].into_iter()).unwrap();
        for law in &laws {
            assert!(law.id.starts_with("us-") && law.payment_due_days == 30, "{law:?}");
            assert!(law.written_contract_threshold.is_positive(), "{}", law.id);
            assert!(!law.sources.is_empty(), "{}", law.id);
            let read = law.damages.contains("not read");
            assert!(!read || law.remedy.is_none(), "{} says what nobody read", law.id);
        }
        let ids: BTreeSet<_> = laws.iter().map(|law| &law.id).collect();
        assert_eq!(ids.len(), laws.len());
    }

    #[test]
    fn a_city_may_have_its_own() {
        let ids = ["us-ny", "us-ny-nyc", "us-tx"];
        let law = Statutes::for_jurisdictions(ids, &Overrides::default()).unwrap();
        let id = |place| law.freelancer_law(place).map(|law| law.id.as_str());
        assert_eq!(id("us-ny-nyc"), Some("us-ny-nyc"));
        assert_eq!(id("us-ny-albany"), Some("us-ny"));
        assert_eq!(id("us-tx"), None);
        let none = Statutes::for_jurisdictions(["de"], &Overrides::default()).unwrap();
        assert_eq!(none.freelancer_law("us-ny"), None);
    }
}
