//! What a place lets a creditor ask for late payment, by kind of debtor; apart from its counting, which is the assessment's.

use super::{
    Confidence, DebtorKind, RateOnDay, RateTable, Source, Statutes,
    compensation::{CompensationScale, CompensationTier},
    exact,
    jurisdiction::Jurisdiction,
};
use crate::{calendar::Date, money::Amount};
use serde::Deserialize;

/// `late_interest` of a data file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LateInterest {
    pub business: Option<InterestRule>,
    pub consumer: Option<InterestRule>,
    pub public_body: Option<InterestRule>,
    /// For everyone that has none of their own.
    pub any: Option<InterestRule>,
}

/// The rule for one kind of debtor.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InterestRule {
    #[serde(default)]
    pub kind: InterestKind,
    /// Kept as written: ask [`InterestRule::rate`].
    #[serde(default, deserialize_with = "exact::amount_if_any")]
    percent_per_year: Option<Amount>,
    reference: Option<String>,
    #[serde(default, deserialize_with = "exact::amount_if_any")]
    margin_points: Option<Amount>,
    #[serde(default)]
    fixing: Fixing,
    /// The rule in words. Alone, nothing is computed and this is shown.
    pub formula: Option<String>,
    /// Of which period the figure beside a formula is.
    pub as_of: Option<String>,
    #[serde(default)]
    pub year: YearBasis,
    pub compounding: Option<Compounding>,
    #[serde(default)]
    pub runs_from: RunsFrom,
    /// `runs_from` in words.
    pub starts: Option<String>,
    #[serde(default)]
    pub compensation: Vec<CompensationTier>,
    pub compensation_scale: Option<CompensationScale>,
    /// Other figures for other cases: shown, never computed.
    #[serde(default)]
    pub conditional: Vec<OtherCase>,
    pub note: Option<String>,
    /// How a letter cites it, in the words of its place; `None`: no letter names it.
    pub cite: Option<String>,
    #[serde(default)]
    pub sources: Vec<Source>,
    pub confidence: Confidence,
}

/// Whether it is owed without a court.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InterestKind {
    #[default]
    Owed,
    /// A court may award it: it goes into a claim, and no reminder demands it.
    Prejudgment,
}

/// How the percentage of a day is found, in percent a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate<'a> {
    Fixed {
        percent: Amount,
        /// The figure is one period's of a formula, so provisional on every day.
        of_one_period: bool,
    },
    Reference {
        /// A file of `data/rates/`.
        reference: &'a str,
        /// Points on top of it.
        margin_points: Amount,
        fixing: Fixing,
    },
}

/// Which day's reference rate counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fixing {
    /// Each day's own.
    #[default]
    Floating,
    /// That of the first day of default, for good.
    AtStart,
}

/// How many days a year has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum YearBasis {
    #[default]
    #[serde(rename = "actual/365")]
    Actual365,
    /// The calendar year's own days.
    #[serde(rename = "actual/actual")]
    ActualActual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compounding {
    /// After each full year of default what has accrued joins the principal.
    Yearly,
}

/// When default begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunsFrom {
    /// The day after the due date.
    #[default]
    Due,
    /// The same under a contract; else the day after the first demand, at the latest 31 days after the due date.
    AgreedDue,
    /// The day after the first demand.
    Demand,
}

/// A figure for a case that the ledger doesn't describe.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherCase {
    #[serde(rename = "if")]
    pub when: String,
    #[serde(deserialize_with = "exact::amount")]
    pub percent: Amount,
    pub compounding: Option<String>,
    pub reference: Option<String>,
    pub confidence: Confidence,
}

impl InterestRule {
    /// `None`: nothing is computed; the formula or the note is shown.
    pub fn rate(&self) -> Option<Rate<'_>> {
        if let Some(reference) = &self.reference {
            return Some(Rate::Reference {
                reference,
                margin_points: self.margin_points.unwrap_or(Amount::ZERO),
                fixing: self.fixing,
            });
        }
        self.percent_per_year.map(|percent| Rate::Fixed {
            percent,
            of_one_period: self.formula.is_some(),
        })
    }
}

/// The percentage of a day by a rule, and what it was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateInForce<'a> {
    /// Percent a year, never below 0.
    pub percent: Amount,
    /// The reference rate of the day, and the points on top of it; `None` for a fixed rate.
    pub reference: Option<(&'a RateTable, RateOnDay, Amount)>,
    /// Of the last period known, or one period's figure: a later one may be another.
    pub provisional: bool,
}

impl Statutes {
    /// The percentage that `rule` gives for a default that begins on `day`. `None`: it gives none, or the reference
    /// rate isn't known.
    pub fn rate_in_force<'a>(&'a self, rule: &'a InterestRule, day: Date) -> Option<RateInForce<'a>> {
        match rule.rate()? {
            Rate::Fixed {
                percent,
                of_one_period,
            } => Some(RateInForce {
                percent,
                reference: None,
                provisional: of_one_period,
            }),
            Rate::Reference {
                reference,
                margin_points,
                ..
            } => {
                let table = self.rate_table(reference)?;
                let on = table.on(day)?;
                Some(RateInForce {
                    percent: (on.percent + margin_points).at_least_zero(),
                    reference: Some((table, on, margin_points)),
                    provisional: on.provisional,
                })
            }
        }
    }
}

impl LateInterest {
    /// Each rule with the kind of debtor that it is for; the one for everybody else last.
    pub fn by_kind(&self) -> impl Iterator<Item = (Option<DebtorKind>, &InterestRule)> {
        let rules = [
            (Some(DebtorKind::Business), &self.business),
            (Some(DebtorKind::Consumer), &self.consumer),
            (Some(DebtorKind::PublicBody), &self.public_body),
            (None, &self.any),
        ];
        rules
            .into_iter()
            .filter_map(|(kind, rule)| Some((kind, rule.as_ref()?)))
    }

    /// The reference rates that the rules add their points to.
    pub fn references(&self) -> impl Iterator<Item = &str> {
        self.rules().filter_map(|rule| rule.reference.as_deref())
    }

    pub fn rules(&self) -> impl Iterator<Item = &InterestRule> {
        self.by_kind().map(|(_, rule)| rule)
    }
}

impl Jurisdiction {
    /// The rule for this kind of debtor: its own, else for a public body the business one, else the one for any. An
    /// unknown kind counts as business.
    pub fn interest_rule(&self, kind: Option<DebtorKind>) -> Option<&InterestRule> {
        let by_kind = &self.late_interest;
        let own = match kind {
            Some(DebtorKind::Consumer) => by_kind.consumer.as_ref(),
            Some(DebtorKind::PublicBody) => by_kind.public_body.as_ref().or(by_kind.business.as_ref()),
            Some(DebtorKind::Business) | None => by_kind.business.as_ref(),
        };
        own.or(by_kind.any.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::parse_date,
        statute::{Overrides, Statutes},
    };

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    fn fixed(percent: &str, of_one_period: bool) -> Option<Rate<'static>> {
        let percent = amount(percent);
        Some(Rate::Fixed {
            percent,
            of_one_period,
        })
    }

    fn points(reference: &'static str, margin: &str, fixing: Fixing) -> Option<Rate<'static>> {
        Some(Rate::Reference {
            reference,
            margin_points: amount(margin),
            fixing,
        })
    }

    #[test]
    fn the_rule_for_a_kind_of_debtor() {
        let law = Statutes::all(&Overrides::default()).unwrap();
        let business = Some(DebtorKind::Business);
        let consumer = Some(DebtorKind::Consumer);
        let public = Some(DebtorKind::PublicBody);
        let floating = Fixing::Floating;
        for (place, kind, rate) in [
            ("de", business, points("de-basiszinssatz", "9", floating)),
            ("de", None, points("de-basiszinssatz", "9", floating)),
            ("de", public, points("de-basiszinssatz", "9", floating)),
            ("de", consumer, points("de-basiszinssatz", "5", floating)),
            ("at", business, points("at-basiszinssatz", "9.2", floating)),
            ("at", consumer, fixed("4", false)),
            ("gb-eng", None, points("boe-bank-rate", "8", Fixing::AtStart)),
            ("us-ca", consumer, fixed("10", false)),
            ("jp", None, fixed("3", true)),
            ("kz", None, None),
            ("us-me", None, None),
        ] {
            let rule = law.interest_rule(place, kind).unwrap();
            assert_eq!(rule.rate(), rate, "{place} {kind:?}");
        }
        assert!(law.interest_rule("eu", consumer).is_none());
        assert!(law.interest_rule("xx", business).is_none());
    }

    #[test]
    fn the_rate_of_a_day_by_a_rule() {
        let law = Statutes::all(&Overrides::default()).unwrap();
        for (place, kind, day, percent, provisional) in [
            ("de", None, "2026-11-20", Some("10.52"), false),
            (
                "de",
                Some(DebtorKind::Consumer),
                "2026-11-20",
                Some("6.52"),
                false,
            ),
            ("de", None, "2027-01-01", Some("10.52"), true),
            ("de", None, "2019-12-31", None, false),
            ("us-ca", None, "2026-11-20", Some("10"), false),
            ("jp", None, "2026-11-20", Some("3"), true),
            ("kz", None, "2026-11-20", None, false),
        ] {
            let rule = law.interest_rule(place, kind).unwrap();
            let rate = law.rate_in_force(rule, parse_date(day).unwrap());
            let found = rate.map(|rate| (rate.percent, rate.provisional));
            let expected = percent.map(|percent| (amount(percent), provisional));
            assert_eq!(found, expected, "{place} {kind:?} {day}");
        }
    }

    #[test]
    fn when_it_runs_and_who_may_ask() {
        let law = Statutes::all(&Overrides::default()).unwrap();
        let consumer = Some(DebtorKind::Consumer);
        let rule = |place, kind| law.interest_rule(place, kind).unwrap();
        assert_eq!(rule("es", None).runs_from, RunsFrom::Due);
        assert_eq!(rule("es", consumer).runs_from, RunsFrom::Demand);
        assert_eq!(rule("de", None).runs_from, RunsFrom::AgreedDue);
        assert_eq!(rule("ru", None).year, YearBasis::ActualActual);
        assert_eq!(rule("nl", None).compounding, Some(Compounding::Yearly));
        assert_eq!(rule("gb-eng", None).kind, InterestKind::Owed);
        assert_eq!(rule("gb-eng", consumer).kind, InterestKind::Prejudgment);
        assert_eq!(rule("us-ca", None).kind, InterestKind::Prejudgment);
    }
}
