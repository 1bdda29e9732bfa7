//! A file of `data/jurisdictions/` as it stands; apart so that a key nobody reads, or one misspelt, fails a test.

use super::{
    Confidence, LegalForm, Source, exact,
    late_interest::LateInterest,
    small_claims::SmallClaims,
    time_limits::{Limitation, PaymentTerms},
};
use crate::{
    calendar::Date,
    money::{Amount, Currency},
};
use serde::Deserialize;

/// The law of one place.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jurisdiction {
    pub id: String,
    /// In English.
    pub name: String,
    /// Lower-case ISO 3166; `eu` for the European procedure.
    pub country: String,
    /// Of every amount in the file that names no other.
    #[serde(deserialize_with = "exact::currency")]
    pub currency: Currency,
    /// The day on which the file was last read against its sources.
    #[serde(deserialize_with = "exact::date")]
    pub checked: Date,
    pub small_claims: SmallClaims,
    /// Cheaper ways than a trial.
    #[serde(default)]
    pub payment_orders: Vec<PaymentOrder>,
    #[serde(default)]
    pub late_interest: LateInterest,
    pub limitation: Option<Limitation>,
    pub payment_terms: Option<PaymentTerms>,
    #[serde(default)]
    pub pre_action: Vec<PreAction>,
    /// Warnings about the file as a whole, printed with whatever is used of it.
    #[serde(default)]
    pub alerts: Vec<String>,
}

/// A payment order or another short way to a title: Mahnverfahren, monitorio, injonction de payer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentOrder {
    pub name: String,
    pub gloss: Option<String>,
    /// Up to and including; `None`: no upper limit is known.
    #[serde(default, deserialize_with = "exact::amount_if_any")]
    pub limit: Option<Amount>,
    /// It must be tried before a court is asked for a trial.
    #[serde(default)]
    pub mandatory: bool,
    pub note: Option<String>,
    #[serde(default)]
    pub sources: Vec<Source>,
    pub confidence: Confidence,
}

/// What must be tried before a court is asked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreAction {
    pub against: Vec<LegalForm>,
    /// Up to and including; `None`: whatever the amount.
    #[serde(default, deserialize_with = "exact::amount_if_any")]
    pub up_to: Option<Amount>,
    pub reply_days: u32,
    pub kind: PreActionKind,
    pub what: String,
    #[serde(default)]
    pub sources: Vec<Source>,
    pub confidence: Confidence,
}

/// What a letter has to be, or to offer, to be that step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PreActionKind {
    /// England and Wales, against people: with an information sheet and a reply form.
    LetterOfClaim,
    LetterBeforeAction,
    FormalNotice,
    Negotiation,
    /// Through a lawyer on both sides: no letter of the creditor's own can be it.
    AssistedNegotiation,
    Claim,
}

impl PreActionKind {
    /// As the data and the languages call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::LetterOfClaim => "letter-of-claim",
            Self::LetterBeforeAction => "letter-before-action",
            Self::FormalNotice => "formal-notice",
            Self::Negotiation => "negotiation",
            Self::AssistedNegotiation => "assisted-negotiation",
            Self::Claim => "claim",
        }
    }
}

impl Jurisdiction {
    /// What must be tried first against a debtor of this form. Without an `amount` in the place's currency, rules that
    /// stop at some amount count too: a letter too many is better than a claim refused.
    pub fn pre_actions(&self, form: LegalForm, amount: Option<Amount>) -> impl Iterator<Item = &PreAction> {
        self.pre_action.iter().filter(move |rule| {
            let too_much = rule.up_to.zip(amount).is_some_and(|(most, debt)| debt > most);
            rule.against.contains(&form) && !too_much
        })
    }

    /// The longest time to reply that such a rule gives (semantics: a letter's deadline is never shorter).
    pub fn reply_days(&self, form: LegalForm, amount: Option<Amount>) -> Option<u32> {
        self.pre_actions(form, amount).map(|rule| rule.reply_days).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statute::{Overrides, Statutes};

    #[test]
    fn days_to_reply_before_a_court() {
        let law = Statutes::all(&Overrides::default()).unwrap();
        for (place, form, amount, days) in [
            ("gb-eng", LegalForm::Person, "500", Some(30)),
            ("gb-eng", LegalForm::SoleTrader, "500", Some(30)),
            ("gb-eng", LegalForm::Company, "500", Some(14)),
            ("ru", LegalForm::Company, "9000000", Some(30)),
            ("ru", LegalForm::Person, "500", None),
            ("fr", LegalForm::Company, "5000", Some(15)),
            ("fr", LegalForm::Company, "5000.01", None),
            ("us-ca", LegalForm::Company, "500", None),
        ] {
            let place = law.jurisdiction(place).unwrap();
            let amount = Amount::parse(amount).ok();
            assert_eq!(place.reply_days(form, amount), days, "{} {form:?}", place.id);
        }
        let france = law.jurisdiction("fr").unwrap();
        assert_eq!(france.reply_days(LegalForm::Company, None), Some(15));
    }

    #[test]
    fn a_misspelt_key_is_refused() {
        let text = "id: xx\nname: X\ncountry: xx\ncurrency: EUR\nchecked: 2026-01-01\n\
            small_claims: {court: C, confidence: high, limits: [{from: 2026-01-01, amount: 5, inclusve: false}]}\n";
        let error = serde_yaml::from_str::<Jurisdiction>(text).unwrap_err();
        assert!(error.to_string().contains("inclusve"), "{error}");
        let mended = text.replace("inclusve", "inclusive");
        let place = serde_yaml::from_str::<Jurisdiction>(&mended).unwrap();
        assert!(!place.small_claims.limits[0].inclusive);
    }
}
