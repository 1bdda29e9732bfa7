//! `dunlin.yaml`: the creditor, and what holds for every record that says nothing else.

mod table;

pub use table::TABLE;

use super::{
    Origin,
    client::{ClientKind, LegalForm},
    format::{Fields, Value, Word, words},
    policy::OwnPolicy,
    recovery::Recovery,
};
use crate::{
    calendar::{Date, Holidays},
    money::{Amount, Currency},
    source::At,
};

words! {
    /// Some limits depend on who claims.
    CreditorKind { Individual = "individual", Organisation = "organisation" }
}

words! {
    /// How loud a rule speaks.
    RuleLevel { Off = "off", Info = "info", Warning = "warning", Error = "error" }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub origin: Origin,
    pub creditor: Creditor,
    pub currency: At<Currency>,
    pub language: Option<At<String>>,
    pub jurisdiction: Option<At<String>>,
    pub policy: Option<At<String>>,
    pub policies: Vec<OwnPolicy>,
    pub holidays: Holidays,
    /// Payments are complete up to this day.
    pub reconciled: Option<At<Date>>,
    pub tolerance: Vec<(Currency, Amount)>,
    pub as_of: Option<At<Date>>,
    /// Relative to the ledger.
    pub site: At<String>,
    /// Relative to the ledger.
    pub reminders: At<String>,
    pub rules: RuleSettings,
    pub recovery: Recovery,
    pub law: Vec<LawChange>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Creditor {
    /// Where `creditor` is written.
    pub at: crate::source::Span,
    pub name: String,
    pub kind: CreditorKind,
    pub email: String,
    pub phone: String,
    pub address: String,
    pub tax_id: String,
    pub bank: Vec<Bank>,
    /// `{number}`, `{amount}` and `{currency}` are filled in.
    pub payment_url: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bank {
    /// `None`: for every currency that has no account of its own.
    pub currency: Option<Currency>,
    pub holder: String,
    pub iban: String,
    pub bic: String,
    /// For what isn't an IBAN.
    pub text: String,
}

/// `rules:` as written; which names exist is the checker's to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleSettings {
    pub edition: Option<At<String>>,
    pub small_contract: Vec<(Currency, Amount)>,
    pub rules: Vec<RuleSetting>,
}

/// One line of `rules:`, for a rule or a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSetting {
    pub name: At<String>,
    pub level: Option<RuleLevel>,
    pub days: Option<u32>,
    pub percent: Option<Amount>,
    pub months: Option<u32>,
}

/// A row of law that the ledger puts over the built-in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LawChange {
    Limit {
        jurisdiction: At<String>,
        from: Date,
        amount: Amount,
        claimant: Option<CreditorKind>,
        client: Option<ClientKind>,
        legal_form: Option<LegalForm>,
        inclusive: bool,
    },
    Rate {
        reference: At<String>,
        from: Date,
        percent: Amount,
    },
}

impl Settings {
    /// `None` without a creditor's name or a currency; any other bad value is as if it were absent.
    pub fn from_fields(origin: Origin, fields: &Fields) -> Option<Self> {
        let creditor = fields.get("creditor")?;
        let folder = |key: &str| {
            fields
                .text(key)
                .unwrap_or_else(|| At::new(key.to_owned(), origin.place))
        };
        Some(Self {
            origin,
            creditor: Creditor::from_fields(creditor)?,
            currency: fields.currency("currency")?,
            language: fields.text("language"),
            jurisdiction: fields.text("jurisdiction"),
            policy: fields.text("policy"),
            policies: own_policies(fields),
            holidays: Holidays::new(fields.dates("holidays")),
            reconciled: fields.date("reconciled"),
            tolerance: fields.amounts_by_currency("tolerance"),
            as_of: fields.date("as_of"),
            site: folder("site"),
            reminders: folder("reminders"),
            rules: fields
                .fields("rules")
                .map(RuleSettings::from_fields)
                .unwrap_or_default(),
            recovery: fields
                .fields("recovery")
                .map(Recovery::from_fields)
                .unwrap_or_default(),
            law: fields.fields("law").map(law_changes).unwrap_or_default(),
        })
    }

    /// The language of the dashboard, and of letters to clients that name none.
    pub fn language(&self) -> &str {
        self.language.as_ref().map_or("en", |language| &language.value)
    }

    /// What is let go after a payment; zero where nothing is set.
    pub fn tolerance(&self, currency: Currency) -> Amount {
        let found = self.tolerance.iter().find(|(code, _)| *code == currency);
        found.map_or(Amount::ZERO, |(_, amount)| *amount)
    }

    /// The account for a currency: its own, else one that names none.
    pub fn bank(&self, currency: Currency) -> Option<&Bank> {
        let banks = &self.creditor.bank;
        let own = banks.iter().find(|bank| bank.currency == Some(currency));
        own.or_else(|| banks.iter().find(|bank| bank.currency.is_none()))
    }
}

impl Creditor {
    fn from_fields(written: &At<Value>) -> Option<Self> {
        let Value::Fields(fields) = &written.value else {
            return None;
        };
        Some(Self {
            at: fields.first_key,
            name: fields.text("name")?.value,
            kind: fields.word("kind").map_or(CreditorKind::Individual, |k| k.value),
            email: fields.plain_text("email"),
            phone: fields.plain_text("phone"),
            address: fields.plain_text("address"),
            tax_id: fields.plain_text("tax_id"),
            bank: fields.records("bank", |bank| {
                Some(Bank {
                    currency: bank.currency("currency").map(|c| c.value),
                    holder: bank.plain_text("holder"),
                    iban: bank.plain_text("iban"),
                    bic: bank.plain_text("bic"),
                    text: bank.plain_text("text"),
                })
            }),
            payment_url: fields.plain_text("payment_url"),
        })
    }
}

fn own_policies(fields: &Fields) -> Vec<OwnPolicy> {
    let written = fields.map("policies").iter();
    written
        .filter_map(|(name, value)| match &value.value {
            Value::Fields(fields) => Some(OwnPolicy::from_fields(name.clone(), fields)),
            _ => None,
        })
        .collect()
}

impl RuleSettings {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            edition: fields.text("edition"),
            small_contract: fields.amounts_by_currency("small_contract"),
            rules: fields
                .rest
                .iter()
                .map(|(name, value)| RuleSetting::read(name, value))
                .collect(),
        }
    }
}

impl RuleSetting {
    fn read(name: &At<String>, value: &At<Value>) -> Self {
        let options = match &value.value {
            Value::Fields(fields) => Some(fields),
            _ => None,
        };
        let count = |key: &str| options.and_then(|o| o.count(key)).map(|n| n.value);
        let level = options.map_or_else(
            || value.value.as_text().and_then(RuleLevel::from_word),
            |o| o.word("level").map(|w| w.value),
        );
        Self {
            name: name.clone(),
            level,
            days: count("days"),
            percent: options.and_then(|o| o.amount("percent")).map(|p| p.value),
            months: count("months"),
        }
    }
}

fn law_changes(fields: &Fields) -> Vec<LawChange> {
    let places = fields
        .map("jurisdictions")
        .iter()
        .flat_map(|(id, place)| limit_rows(id, place));
    let rates = fields
        .map("rates")
        .iter()
        .flat_map(|(id, rows)| rate_rows(id, rows));
    places.chain(rates).collect()
}

fn limit_rows(jurisdiction: &At<String>, place: &At<Value>) -> Vec<LawChange> {
    let Value::Fields(place) = &place.value else {
        return Vec::new();
    };
    let Some(small_claims) = place.fields("small_claims") else {
        return Vec::new();
    };
    small_claims.records("limits", |row| {
        Some(LawChange::Limit {
            jurisdiction: jurisdiction.clone(),
            from: row.date("from")?.value,
            amount: row.amount("amount")?.value,
            claimant: row.word("claimant").map(|w| w.value),
            client: row.word("client").map(|w| w.value),
            legal_form: row.word("legal_form").map(|w| w.value),
            inclusive: row.bool("inclusive").is_none_or(|b| b.value),
        })
    })
}

fn rate_rows(reference: &At<String>, rows: &At<Value>) -> Vec<LawChange> {
    let Value::List(rows) = &rows.value else {
        return Vec::new();
    };
    let read = |row: &At<Value>| {
        let Value::Fields(row) = &row.value else {
            return None;
        };
        Some(LawChange::Rate {
            reference: reference.clone(),
            from: row.date("from")?.value,
            percent: row.amount("percent")?.value,
        })
    };
    rows.iter().filter_map(read).collect()
}
