//! The places whose law a ledger rests on, who rests on each, and what the ledger's own `law:` changes; apart because
//! the assessment asks for one contract at a time, and a reader for the whole.

use crate::{
    assess::{self, Assessed},
    money::Amount,
    statute::{
        LegalForm, LimitAnswer, LimitOverride, LimitQuery, Overrides, RateOverride, Statutes, UnreadableData,
    },
};
use std::collections::BTreeMap;

/// Who and what rests on one place, by id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlaceUse<'a> {
    /// `dunlin.yaml` names it for all that name none.
    pub own: bool,
    /// Who is at home there, as far as courts go.
    pub clients: Vec<&'a str>,
    /// Its courts would decide.
    pub courts: Vec<&'a str>,
    /// Its law governs: interest, limitation, time to pay.
    pub law: Vec<&'a str>,
}

/// By the place's id, those that the data doesn't know included.
pub fn places<'a>(assessed: &Assessed<'a>) -> BTreeMap<&'a str, PlaceUse<'a>> {
    let ledger = assessed.ledger;
    let mut places: BTreeMap<&str, PlaceUse> = BTreeMap::new();
    if let Some(own) = &ledger.settings.jurisdiction {
        places.entry(&own.value).or_default().own = true;
    }
    for client in ledger.clients.values() {
        if let Some(place) = ledger.jurisdiction(client, None) {
            places.entry(place).or_default().clients.push(&client.id);
        }
    }
    for contract in ledger.contracts.values() {
        let Some(client) = ledger.clients.get(&contract.client.value) else {
            continue;
        };
        if let Some(place) = ledger.jurisdiction(client, Some(contract)) {
            places.entry(place).or_default().courts.push(&contract.id);
        }
        if let Some(place) = ledger.governing_law(client, Some(contract)) {
            places.entry(place).or_default().law.push(&contract.id);
        }
    }
    places
}

/// A figure of the ledger's own, and the one that would serve without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnFigure {
    Limit {
        place: String,
        own: LimitOverride,
        /// Of the same parties on that day.
        instead_of: Option<Amount>,
    },
    Rate {
        reference: String,
        own: RateOverride,
        /// `None`: no place of this ledger uses it, or its table begins later.
        instead_of: Option<Amount>,
    },
}

/// All that `law:` says, limits first, by id and as it was written.
pub fn own_figures(assessed: &Assessed) -> Result<Vec<OwnFigure>, UnreadableData> {
    let overrides = assess::overrides(assessed.ledger);
    let used = assessed.statutes.jurisdictions().map(|place| place.id.as_str());
    let limited = overrides.limits.keys().map(String::as_str);
    // What `law:` stands for is what the data says without it.
    let data = match assessed.ledger.settings.law.is_empty() {
        true => return Ok(Vec::new()),
        false => Statutes::for_jurisdictions(used.chain(limited), &Overrides::default())?,
    };
    let claimant = assess::claimant(assessed.ledger);
    let limits = rows(&overrides.limits).map(|(place, own)| OwnFigure::Limit {
        place: place.to_owned(),
        own,
        instead_of: known(data.limit(
            place,
            &LimitQuery {
                claimant: own.claimant.unwrap_or(claimant),
                client: own.client,
                legal_form: own.legal_form.unwrap_or(LegalForm::Company),
                on: own.from,
            },
        )),
    });
    let rates = rows(&overrides.rates).map(|(reference, own)| OwnFigure::Rate {
        reference: reference.to_owned(),
        own,
        instead_of: data.rate_on(reference, own.from).map(|rate| rate.percent),
    });
    Ok(limits.chain(rates).collect())
}

fn rows<T: Copy>(by_id: &BTreeMap<String, Vec<T>>) -> impl Iterator<Item = (&str, T)> {
    by_id
        .iter()
        .flat_map(|(id, rows)| rows.iter().map(|row| (id.as_str(), *row)))
}

fn known(answer: LimitAnswer) -> Option<Amount> {
    match answer {
        LimitAnswer::Known(limit) => Some(limit.amount),
        LimitAnswer::NoneExists { .. } | LimitAnswer::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{Sample, amount, date};

    #[test]
    fn who_rests_on_a_place() {
        let text = "
            settings: {jurisdiction: es}
            clients: {a: {name: A}, b: {name: B, jurisdiction: de}, c: {name: C, jurisdiction: zz}}
            contracts:
              k: {client: a, total: 1}
              l: {client: b, total: 1}
              m: {client: b, total: 1, jurisdiction: at, governing_law: fr}";
        let sample = Sample::on("2026-03-01", text);
        let assessed = sample.assess();
        let found: Vec<_> = places(&assessed)
            .into_iter()
            .map(|(id, rests)| (id, rests.own, rests.clients, rests.courts, rests.law))
            .collect();
        let expected = [
            ("at", false, vec![], vec!["m"], vec![]),
            ("de", false, vec!["b"], vec!["l"], vec!["l"]),
            ("es", true, vec!["a"], vec!["k"], vec!["k"]),
            ("fr", false, vec![], vec![], vec!["m"]),
            ("zz", false, vec!["c"], vec![], vec![]),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn own_figures_and_what_they_stand_for() {
        let text = "
            settings:
              jurisdiction: de
              law:
                jurisdictions:
                  de: {small_claims: {limits: [{from: 2027-01-01, amount: 12000}]}}
                rates:
                  de-basiszinssatz: [{from: 2027-01-01, percent: 1.75}]
                  boe-bank-rate: [{from: 2027-01-01, percent: 3.5}]
            clients: {a: {name: A}}";
        let sample = Sample::on("2026-03-01", text);
        let assessed = sample.assess();
        let figures = own_figures(&assessed).unwrap();
        let found: Vec<_> = figures
            .iter()
            .map(|figure| match figure {
                OwnFigure::Limit {
                    place,
                    own,
                    instead_of,
                } => (place.as_str(), own.from, own.amount, *instead_of),
                OwnFigure::Rate {
                    reference,
                    own,
                    instead_of,
                } => (reference.as_str(), own.from, own.percent, *instead_of),
            })
            .collect();
        let day = date("2027-01-01");
        let expected = [
            ("de", day, amount("12000"), Some(amount("10000"))),
            ("boe-bank-rate", day, amount("3.5"), None),
            ("de-basiszinssatz", day, amount("1.75"), Some(amount("1.52"))),
        ];
        assert_eq!(found, expected);
        let without = Sample::on("2026-03-01", "clients: {a: {name: A}}");
        assert_eq!(own_figures(&without.assess()).unwrap(), []);
    }
}
