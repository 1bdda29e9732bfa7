//! The small-claims limit of a place on a day; apart because which row of the table holds is a rule of its own.

use super::{Claimant, Confidence, DebtorKind, LegalForm, Origin, Source, exact, jurisdiction::Jurisdiction};
use crate::{
    calendar::Date,
    money::{Amount, Currency},
};
use serde::Deserialize;

/// Who claims, against whom, on which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitQuery {
    pub claimant: Claimant,
    /// `None`: not known, which counts as a business.
    pub client: Option<DebtorKind>,
    pub legal_form: LegalForm,
    /// The day on which the amount falls due.
    pub on: Date,
}

/// What is known about the limit for a [`LimitQuery`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitAnswer<'a> {
    Known(Limit<'a>),
    /// The place has no comparable limit; the note says what it has.
    NoneExists {
        note: Option<&'a str>,
    },
    /// No figure for this place, these parties or so early a day.
    Unknown,
}

/// A limit in force, and where it is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit<'a> {
    pub amount: Amount,
    pub currency: Currency,
    pub since: Date,
    /// `false`: in force at least since then, perhaps earlier.
    pub from_exact: bool,
    /// `false`: the amount itself is already too much.
    pub inclusive: bool,
    pub note: Option<&'a str>,
    pub basis: Basis<'a>,
}

impl Limit<'_> {
    /// Whether a claim of `amount`, in the limit's currency, may still be brought.
    pub fn admits(&self, amount: Amount) -> bool {
        amount < self.amount || (self.inclusive && amount == self.amount)
    }
}

/// Who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis<'a> {
    /// The law data, and the day on which it was last read against its sources.
    Data {
        sources: &'a [Source],
        confidence: Confidence,
        checked: Date,
    },
    /// The ledger's own `law:`.
    Ledger,
}

/// `small_claims` of a data file: the court for small sums, and what is to be said with its limit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmallClaims {
    /// In the language of the place.
    pub court: String,
    /// The same in plain English, where the name doesn't say it.
    pub gloss: Option<String>,
    /// Newest first. Empty: there is no comparable limit.
    #[serde(default)]
    pub limits: Vec<LimitRow>,
    pub unit: Option<Unit>,
    /// Whether lawyers are needed, or allowed.
    pub lawyers: Option<String>,
    /// What of the claim is measured.
    pub value_basis: Option<String>,
    pub excludes: Option<String>,
    /// Whether accrued interest counts towards the limit; `None`: not known.
    pub interest_counts: Option<bool>,
    /// What happens to a debt cut into several claims.
    pub splitting: Option<String>,
    #[serde(default)]
    pub sub_limits: Vec<SubLimit>,
    pub filings_cap: Option<String>,
    pub who_may_claim: Option<String>,
    #[serde(default)]
    pub alerts: Vec<String>,
    pub note: Option<String>,
    #[serde(default)]
    pub sources: Vec<Source>,
    pub confidence: Confidence,
}

/// A limit from a day on, perhaps for some parties only.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitRow {
    #[serde(deserialize_with = "exact::date")]
    pub from: Date,
    #[serde(deserialize_with = "exact::amount")]
    pub amount: Amount,
    pub claimant: Option<Claimant>,
    pub client: Option<DebtorKind>,
    pub legal_form: Option<LegalForm>,
    #[serde(default = "yes")]
    pub from_exact: bool,
    #[serde(default = "yes")]
    pub inclusive: bool,
    pub note: Option<String>,
    #[serde(skip)]
    pub origin: Origin,
}

/// A figure below the limit at which something changes, such as the need for a lawyer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubLimit {
    pub name: String,
    #[serde(deserialize_with = "exact::amount")]
    pub amount: Amount,
    #[serde(default, deserialize_with = "exact::date_if_any")]
    pub from: Option<Date>,
    pub note: Option<String>,
    #[serde(default)]
    pub sources: Vec<Source>,
    pub confidence: Confidence,
}

/// The unit of account that a limit is a multiple of, with its value when the row was written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    pub name: String,
    pub count: u32,
    #[serde(deserialize_with = "exact::amount")]
    pub value: Amount,
    pub year: u16,
    pub month: Option<u8>,
    pub note: Option<String>,
    #[serde(default)]
    pub sources: Vec<Source>,
}

fn yes() -> bool {
    true
}

impl Jurisdiction {
    /// The limit for `query`. Of the rows that fit the parties, the newest `from` not after the day; of several, the
    /// lowest. The latest known row serves for later days (data/README.md, "Limits").
    pub fn limit(&self, query: &LimitQuery) -> LimitAnswer<'_> {
        let court = &self.small_claims;
        if court.limits.is_empty() {
            let note = court.note.as_deref();
            return LimitAnswer::NoneExists { note };
        }
        self.limit_row(query)
            .map_or(LimitAnswer::Unknown, |row| LimitAnswer::Known(self.limit_of(row)))
    }

    /// The row that [`Jurisdiction::limit`] answers with.
    pub fn limit_row(&self, query: &LimitQuery) -> Option<&LimitRow> {
        let fitting = self
            .small_claims
            .limits
            .iter()
            .filter(|row| row.fits(query) && row.from <= query.on);
        fitting.max_by(|a, b| a.from.cmp(&b.from).then(b.amount.cmp(&a.amount)))
    }

    fn limit_of<'a>(&'a self, row: &'a LimitRow) -> Limit<'a> {
        let basis = match row.origin {
            Origin::Ledger => Basis::Ledger,
            Origin::Data => Basis::Data {
                sources: &self.small_claims.sources,
                confidence: self.small_claims.confidence,
                checked: self.checked,
            },
        };
        Limit {
            amount: row.amount,
            currency: self.currency,
            since: row.from,
            from_exact: row.from_exact,
            inclusive: row.inclusive,
            note: row.note.as_deref(),
            basis,
        }
    }
}

impl LimitRow {
    /// Whether the row is for these parties. What it doesn't name, it doesn't ask.
    fn fits(&self, query: &LimitQuery) -> bool {
        let client = query.client.unwrap_or(DebtorKind::Business);
        self.claimant.is_none_or(|only| only == query.claimant)
            && self.client.is_none_or(|only| client.counts_as(only))
            && self.legal_form.is_none_or(|only| only == query.legal_form)
    }

    /// Whether both rows are for the same day and the same parties, so that one stands for the other.
    pub fn replaces(&self, other: &Self) -> bool {
        self.from == other.from
            && self.claimant == other.claimant
            && self.client == other.client
            && self.legal_form == other.legal_form
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::parse_date,
        statute::{Overrides, Statutes},
    };
    use Claimant::{Individual, Organisation};
    use DebtorKind::{Business, Consumer, PublicBody};
    use LegalForm::{Company, Person, SoleTrader};

    fn date(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    fn ask(claimant: Claimant, client: Option<DebtorKind>, legal_form: LegalForm, on: &str) -> LimitQuery {
        LimitQuery {
            claimant,
            client,
            legal_form,
            on: date(on),
        }
    }

    fn law() -> Statutes {
        Statutes::all(&Overrides::default()).unwrap()
    }

    /// Who claims from whom, where and when; the limit and its first day, read off the files by hand.
    type Case = (&'static str, LimitQuery, Option<(&'static str, &'static str)>);

    fn check(cases: &[Case]) {
        let law = law();
        for (place, query, expected) in cases {
            let found = match law.limit(place, query) {
                LimitAnswer::Known(limit) => Some((limit.amount, limit.since)),
                LimitAnswer::Unknown => None,
                LimitAnswer::NoneExists { .. } => panic!("{place} has limits"),
            };
            let expected = expected.map(|(figure, since)| (amount(figure), date(since)));
            assert_eq!(found, expected, "{place} {query:?}");
        }
    }

    #[test]
    fn limits_of_the_worked_examples() {
        let one = |on| ask(Individual, None, Company, on);
        check(&[
            ("es", one("2026-01-16"), Some(("15000", "2024-03-20"))),
            ("de", one("2026-08-31"), Some(("10000", "2026-01-01"))),
            (
                "gb-eng",
                ask(Organisation, None, Company, "2026-03-31"),
                Some(("10000", "2013-04-01")),
            ),
            ("ru", one("2025-03-01"), Some(("1200000", "2024-01-05"))),
            ("nl", one("2026-02-10"), Some(("25000", "2011-07-01"))),
            ("us-ca", one("2026-02-12"), Some(("12500", "2024-01-01"))),
            (
                "es",
                ask(Individual, Some(Consumer), Person, "2026-03-31"),
                Some(("15000", "2024-03-20")),
            ),
        ]);
    }

    #[test]
    fn the_row_of_the_parties_and_the_day() {
        let one = |on| ask(Individual, Some(Business), Company, on);
        let firm = |on| ask(Organisation, Some(Business), Company, on);
        check(&[
            // Who claims.
            ("us-ca", firm("2026-02-12"), Some(("6250", "2024-01-01"))),
            ("us-ca", firm("2023-12-31"), Some(("5000", "2012-01-01"))),
            ("us-ca", one("2023-12-31"), Some(("10000", "2012-01-01"))),
            ("us-ca", one("2011-12-31"), None),
            ("us-wa", firm("2026-01-01"), Some(("5000", "2019-07-28"))),
            ("za", one("2019-03-31"), Some(("15000", "2014-04-01"))),
            ("za", firm("2026-01-01"), None),
            // From whom.
            (
                "be",
                ask(Individual, Some(Consumer), Person, "2018-08-31"),
                Some(("2500", "2014-09-01")),
            ),
            ("be", one("2026-01-01"), None),
            (
                "ua",
                ask(Individual, Some(Consumer), Person, "2026-05-01"),
                Some(("99840", "2026-01-01")),
            ),
            ("ua", one("2026-05-01"), Some(("332800", "2026-01-01"))),
            (
                "ua",
                ask(Individual, Some(PublicBody), Company, "2026-05-01"),
                Some(("332800", "2026-01-01")),
            ),
            (
                "ua",
                ask(Individual, None, Company, "2026-05-01"),
                Some(("332800", "2026-01-01")),
            ),
            ("ua", one("2025-05-01"), None),
            // As what they owe.
            (
                "ru",
                ask(Individual, Some(Business), SoleTrader, "2024-01-04"),
                Some(("400000", "2019-10-25")),
            ),
            (
                "ru",
                ask(Individual, Some(Business), SoleTrader, "2024-01-05"),
                Some(("600000", "2024-01-05")),
            ),
            (
                "ru",
                ask(Individual, Some(Consumer), Person, "2026-01-01"),
                Some(("100000", "2019-10-01")),
            ),
            ("kz", ask(Individual, Some(Consumer), Person, "2026-06-01"), None),
            // The first day, the eve, and a row that is already law but not yet in force.
            ("de", one("2025-12-31"), Some(("5000", "2002-01-01"))),
            ("de", one("2026-01-01"), Some(("10000", "2026-01-01"))),
            ("us-ut", one("2029-12-31"), Some(("20000", "2025-01-01"))),
            ("us-ut", one("2030-01-01"), Some(("25000", "2030-01-01"))),
            ("it", one("2027-10-30"), Some(("10000", "2023-02-28"))),
            ("it", one("2027-10-31"), Some(("30000", "2027-10-31"))),
            ("au-sa", one("2026-01-01"), Some(("12000", "2016-08-01"))),
            // The latest known limit serves for later days.
            ("se", one("2031-01-01"), Some(("29600", "2026-01-01"))),
            ("xx", one("2026-01-01"), None),
        ]);
    }

    #[test]
    fn a_place_without_a_limit_says_what_it_has() {
        let query = ask(Individual, None, Company, "2026-01-01");
        let law = law();
        for place in ["ae", "ar", "in", "mx", "uy"] {
            let LimitAnswer::NoneExists { note } = law.limit(place, &query) else {
                panic!("{place} has no limit");
            };
            assert!(note.is_some_and(|note| note.len() > 20), "{place}");
        }
    }

    #[test]
    fn a_limit_carries_where_it_is_from() {
        let law = law();
        let query = ask(Individual, None, Company, "2020-01-01");
        let LimitAnswer::Known(limit) = law.limit("us-ca", &query) else {
            panic!("us-ca has limits");
        };
        assert!(!limit.from_exact && limit.inclusive);
        assert_eq!(limit.currency.code(), "USD");
        let Basis::Data {
            sources,
            confidence,
            checked,
        } = limit.basis
        else {
            panic!("the ledger said nothing");
        };
        assert_eq!(sources[1].title, "law.com");
        assert_eq!((confidence, checked), (Confidence::High, date("2026-11-22")));
    }

    #[test]
    fn the_amount_itself_fits_unless_the_row_says_not() {
        let law = law();
        let query = ask(Individual, None, Company, "2026-01-01");
        for (place, at, above) in [("us-fl", true, false), ("ca-nt", false, false)] {
            let LimitAnswer::Known(limit) = law.limit(place, &query) else {
                panic!("{place} has limits");
            };
            assert_eq!(limit.admits(limit.amount), at, "{place}");
            assert_eq!(limit.admits(limit.amount + amount("0.01")), above, "{place}");
            assert!(limit.admits(limit.amount - amount("0.01")), "{place}");
        }
    }

    #[test]
    fn of_several_rows_of_one_day_the_lowest_holds() {
        let mut place = law().jurisdiction("us-fl").unwrap().clone();
        let newest = place.small_claims.limits[0].clone();
        for (figure, claimant) in [("9000", None), ("7000", Some(Individual))] {
            place.small_claims.limits.push(LimitRow {
                amount: amount(figure),
                claimant,
                ..newest.clone()
            });
        }
        for (claimant, lowest) in [(Individual, "7000"), (Organisation, "8000")] {
            let query = ask(claimant, None, Company, "2026-01-01");
            let LimitAnswer::Known(limit) = place.limit(&query) else {
                panic!("it has limits");
            };
            assert_eq!(limit.amount, amount(lowest), "{claimant:?}");
        }
    }
}
