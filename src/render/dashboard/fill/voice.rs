//! How the pages speak: one language, and the forms in which figures, days and names go into its sentences.

use super::Facts;
use crate::{
    calendar::Date,
    language::{Fault, Language},
    model::{Stage, format::Word, log::Channel},
    money::{Amount, Currency},
    render::dashboard::element::{Fact, Mark, Tone},
};
use std::{collections::BTreeMap, sync::RwLock};

/// The ledger's language.
#[derive(Debug, Clone, Copy)]
pub struct Voice<'s> {
    pub language: &'s Language,
    written: &'s WrittenDays,
}

/// Days as they were written once. A ledger names few of them, thousands of times each, and to write one costs more
/// than all the rest of a table's row.
#[derive(Debug, Default)]
pub struct WrittenDays {
    long: Days,
    short: Days,
}

#[derive(Debug, Default)]
struct Days(RwLock<BTreeMap<Date, String>>);

impl Days {
    fn written(&self, day: Date, write: impl FnOnce(Date) -> String) -> String {
        let known = self.0.read().ok().and_then(|days| days.get(&day).cloned());
        known.unwrap_or_else(|| {
            let text = write(day);
            if let Ok(mut days) = self.0.write() {
                days.insert(day, text.clone());
            }
            text
        })
    }
}

impl<'s> Voice<'s> {
    /// English for a language that isn't there.
    pub fn of(facts: Facts<'s>, written: &'s WrittenDays) -> Result<Self, Fault> {
        let wanted = facts.assessed.ledger.settings.language();
        let named = facts.languages.get(wanted);
        let language = named.or_else(|| facts.languages.get("en"));
        let language = language.ok_or_else(|| Fault {
            path: "templates/languages/en/".to_owned(),
            line: 1,
            column: 1,
            message: "it can't be read".to_owned(),
            is_built_in: true,
        })?;
        Ok(Self { language, written })
    }

    pub fn word(self, key: &str) -> String {
        self.language.word(key).to_owned()
    }

    pub fn phrase(self, key: &str, values: &[(&str, &str)]) -> String {
        self.language.phrase(key, values)
    }

    pub fn count(self, key: &str, n: usize) -> String {
        self.language.count(key, u64::try_from(n).unwrap_or(u64::MAX))
    }

    /// Below zero counts as none.
    pub fn days(self, key: &str, days: i64) -> String {
        self.language.count(key, u64::try_from(days).unwrap_or(0))
    }

    /// For sentences.
    pub fn date(self, day: Date) -> String {
        self.written.long.written(day, |day| self.language.date(day))
    }

    /// For tables.
    pub fn short(self, day: Date) -> String {
        self.written
            .short
            .written(day, |day| self.language.short_date(day))
    }

    /// A phrase with the one gap `{date}`.
    pub fn dated(self, key: &str, day: Date) -> String {
        self.phrase(key, &[("date", &self.date(day))])
    }

    pub fn amount(self, amount: Amount, currency: Currency) -> String {
        self.language.amount(amount, currency)
    }

    /// Nothing for zero.
    pub fn positive(self, amount: Amount, currency: Currency) -> Option<String> {
        amount.is_positive().then(|| self.amount(amount, currency))
    }

    pub fn stage(self, stage: Stage) -> String {
        self.word(&format!("stage.{}", stage.word()))
    }

    pub fn mark(self, key: &str, tone: Tone) -> Mark {
        Mark {
            text: self.word(key),
            tone,
        }
    }

    pub fn fact(self, key: &str, value: impl Into<String>) -> Fact {
        Fact {
            label: self.word(key),
            value: value.into(),
            href: None,
            note: None,
        }
    }

    /// What somebody wrote, on one line; nothing for nothing.
    pub fn written(self, key: &str, text: &str) -> Option<Fact> {
        some(text).map(|text| self.fact(key, one_line(&text)))
    }

    /// How something was sent: a channel's name where it is one.
    pub fn via(self, text: &str) -> String {
        match Channel::from_word(text.trim()) {
            Some(channel) => self.word(&format!("channel.{}", channel.word())),
            None => one_line(text),
        }
    }

    pub fn day_fact(self, key: &str, day: Option<Date>) -> Option<Fact> {
        day.map(|day| self.fact(key, self.date(day)))
    }
}

/// The text, if there is any.
pub fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// An address of several lines as one: its lines are parts of a list.
pub fn one_line(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(", ")
}
