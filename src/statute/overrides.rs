//! The ledger's own `law:` laid over the data; apart because it is the user's word, and is told from ours wherever it is used.

use super::{
    Claimant, DebtorKind, LegalForm, Origin,
    jurisdiction::Jurisdiction,
    reference_rate::{RateRow, RateTable},
    small_claims::LimitRow,
};
use crate::{calendar::Date, money::Amount};
use std::{cmp::Reverse, collections::BTreeMap};

/// `law:` of `dunlin.yaml`, by id. What names no known place or rate has no effect here; it is a finding of the loader's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    pub limits: BTreeMap<String, Vec<LimitOverride>>,
    pub rates: BTreeMap<String, Vec<RateOverride>>,
}

/// A limit in the place's currency. It replaces the row of the same day for the same parties, else it is added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitOverride {
    pub from: Date,
    pub amount: Amount,
    pub claimant: Option<Claimant>,
    pub client: Option<DebtorKind>,
    pub legal_form: Option<LegalForm>,
    /// `true` unless the ledger says otherwise.
    pub inclusive: bool,
}

/// A reference rate from a day on, in percent a year. It replaces the row of the same day, else it is added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateOverride {
    pub from: Date,
    pub percent: Amount,
}

impl Overrides {
    pub(super) fn lay_over_place(&self, place: &mut Jurisdiction) {
        let limits = &mut place.small_claims.limits;
        for own in self.limits.get(&place.id).into_iter().flatten() {
            let row = LimitRow::from(*own);
            limits.retain(|known| !row.replaces(known));
            limits.push(row);
        }
        limits.sort_by_key(|row| Reverse(row.from));
    }

    /// Also moves `known_until` to at least the last of the ledger's rows.
    pub(super) fn lay_over_rate(&self, table: &mut RateTable) {
        for own in self.rates.get(&table.id).into_iter().flatten() {
            table.rates.retain(|known| known.from != own.from);
            table.rates.push(RateRow {
                from: own.from,
                percent: own.percent,
                origin: Origin::Ledger,
            });
            table.known_until = table.known_until.max(own.from);
        }
        table.rates.sort_by_key(|row| row.from);
    }
}

impl From<LimitOverride> for LimitRow {
    fn from(own: LimitOverride) -> Self {
        Self {
            from: own.from,
            amount: own.amount,
            claimant: own.claimant,
            client: own.client,
            legal_form: own.legal_form,
            from_exact: true,
            inclusive: own.inclusive,
            note: None,
            origin: Origin::Ledger,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::parse_date,
        statute::{Basis, LimitAnswer, LimitQuery, Statutes},
    };

    fn date(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    fn limit(from: &str, figure: &str, claimant: Option<Claimant>) -> LimitOverride {
        LimitOverride {
            from: date(from),
            amount: amount(figure),
            claimant,
            client: None,
            legal_form: None,
            inclusive: true,
        }
    }

    fn own_limits(place: &str, rows: Vec<LimitOverride>) -> Statutes {
        let overrides = Overrides {
            limits: BTreeMap::from([(place.to_owned(), rows)]),
            rates: BTreeMap::new(),
        };
        Statutes::for_jurisdictions([place], &overrides).unwrap()
    }

    fn asked(law: &Statutes, place: &str, claimant: Claimant, on: &str) -> Option<(Amount, bool)> {
        let query = LimitQuery {
            claimant,
            client: None,
            legal_form: LegalForm::Company,
            on: date(on),
        };
        match law.limit(place, &query) {
            LimitAnswer::Known(limit) => Some((limit.amount, limit.basis == Basis::Ledger)),
            _ => None,
        }
    }

    #[test]
    fn a_limit_is_added_or_takes_the_place_of_its_own() {
        let one = Some(Claimant::Individual);
        let law = own_limits(
            "us-ca",
            vec![
                limit("2027-01-01", "15000", None),
                limit("2024-01-01", "12600", one),
            ],
        );
        for (claimant, on, expected) in [
            (Claimant::Individual, "2026-12-31", ("12600", true)),
            (Claimant::Organisation, "2026-12-31", ("6250", false)),
            (Claimant::Individual, "2023-01-01", ("10000", false)),
            (Claimant::Individual, "2027-01-01", ("15000", true)),
            (Claimant::Organisation, "2027-01-01", ("15000", true)),
        ] {
            let expected = Some((amount(expected.0), expected.1));
            assert_eq!(asked(&law, "us-ca", claimant, on), expected, "{claimant:?} {on}");
        }
    }

    #[test]
    fn a_place_without_a_limit_can_be_given_one() {
        let law = own_limits("in", vec![limit("2026-01-01", "50000", None)]);
        let found = asked(&law, "in", Claimant::Individual, "2026-02-01");
        assert_eq!(found, Some((amount("50000"), true)));
        assert_eq!(asked(&law, "in", Claimant::Individual, "2025-12-31"), None);
    }

    #[test]
    fn a_rate_is_added_and_moves_the_day_the_table_is_sure_of() {
        let own = |from: &str, percent| RateOverride {
            from: date(from),
            percent: amount(percent),
        };
        let rows = vec![own("2027-01-01", "2.15"), own("2026-07-01", "1.5")];
        let overrides = Overrides {
            limits: BTreeMap::new(),
            rates: BTreeMap::from([("de-basiszinssatz".to_owned(), rows)]),
        };
        let law = Statutes::for_jurisdictions(["de"], &overrides).unwrap();
        for (day, percent, provisional, origin) in [
            ("2026-06-30", "1.27", false, Origin::Data),
            ("2026-07-01", "1.5", false, Origin::Ledger),
            ("2027-01-01", "2.15", false, Origin::Ledger),
            ("2027-01-02", "2.15", true, Origin::Ledger),
        ] {
            let rate = law.rate_on("de-basiszinssatz", date(day)).unwrap();
            assert_eq!(rate.percent, amount(percent), "{day}");
            assert_eq!((rate.provisional, rate.origin), (provisional, origin), "{day}");
        }
    }

    #[test]
    fn an_early_figure_does_not_shorten_what_is_known() {
        let rows = vec![RateOverride {
            from: date("2024-07-01"),
            percent: amount("3.4"),
        }];
        let overrides = Overrides {
            limits: BTreeMap::new(),
            rates: BTreeMap::from([("de-basiszinssatz".to_owned(), rows)]),
        };
        let law = Statutes::for_jurisdictions(["de"], &overrides).unwrap();
        let table = law.rate_table("de-basiszinssatz").unwrap();
        assert_eq!(table.known_until, date("2026-12-31"));
        let rate = table.on(date("2024-12-31")).unwrap();
        assert_eq!(rate.percent, amount("3.4"));
    }
}
