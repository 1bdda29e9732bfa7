//! A draft as it is read again, by whoever sends it or shows it: perhaps its user has edited it.

use super::address::{Mailbox, mailboxes, one_line};
use crate::{
    model::draft::normal,
    money::{Amount, Currency},
    render::{draft, prose::unescaped},
};
use serde::Deserialize;
use std::{borrow::Cow, collections::BTreeMap};

/// A letter's draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub client: String,
    pub subject: String,
    /// BCP 47.
    pub language: String,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    /// What stands in `to` or `cc` and is no address.
    pub not_addresses: Vec<String>,
    /// Paths, or [`super::STATEMENT`].
    pub attachments: Vec<String>,
    /// The ids of those that it asks for.
    pub invoices: Vec<String>,
    /// What it asks for in all.
    pub amount: Option<(Amount, Currency)>,
    /// CommonMark.
    pub body: String,
}

#[derive(Debug, Deserialize)]
struct Front {
    client: String,
    subject: String,
    language: String,
    #[serde(default)]
    to: OneOrMore,
    #[serde(default)]
    cc: OneOrMore,
    #[serde(default)]
    attachments: OneOrMore,
    #[serde(default)]
    invoices: BTreeMap<String, String>,
}

/// Users write a list of one as it is.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    More(Vec<String>),
    One(String),
    #[default]
    None,
}

impl OneOrMore {
    fn all(self) -> Vec<String> {
        match self {
            Self::More(all) => all,
            Self::One(one) if !one.trim().is_empty() => vec![one],
            Self::One(_) | Self::None => Vec::new(),
        }
    }
}

impl Draft {
    /// `None` for what is no letter, such as notes for a call, and for a front matter that can't be read any more.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let text: Cow<str> = normal(bytes)?;
        let (front, body) = text.strip_prefix("---\n")?.split_once("\n---\n")?;
        let amount = draft::value(&text, "amount").and_then(|amount| Amount::parse(amount).ok());
        let currency = draft::value(&text, "currency").and_then(Currency::from_code);
        let front: Front = serde_yaml::from_str(front).ok()?;
        let (to, mut not_addresses) = mailboxes(&front.to.all().join(","));
        let (cc, wrong) = mailboxes(&front.cc.all().join(","));
        not_addresses.extend(wrong);
        Some(Self {
            client: front.client,
            subject: one_line(&front.subject),
            language: one_line(&front.language),
            to,
            cc,
            not_addresses,
            attachments: front.attachments.all(),
            invoices: front.invoices.into_keys().collect(),
            amount: amount.zip(currency),
            body: body.trim().to_owned(),
        })
    }

    /// The letter as people paste it.
    pub fn plain(&self) -> String {
        unescaped(&self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edited_front_matter_is_read_as_it_was_meant() {
        let text = "---\r\nclient: acme\r\nstage: firm\r\ninvoices:\r\n  a: firm\r\nlanguage: de\r\nto: \"Ana <ana@acme.example>\"\r\ncc: b@c.example\r\nsubject: \"Счёт: № 4\"\r\namount: 1200.50\r\ncurrency: EUR\r\nattachments: [x.pdf, statement]\r\nas_of: 2026-03-01\r\ndigest: 00\r\n---\r\nHello \\[you\\] C:\\\\x\r\n";
        let draft = Draft::read(text.as_bytes()).unwrap();
        assert_eq!(
            (draft.subject.as_str(), draft.plain().as_str()),
            ("Счёт: № 4", "Hello [you] C:\\x")
        );
        assert_eq!(
            (draft.to[0].name.as_str(), draft.cc[0].address.as_str()),
            ("Ana", "b@c.example")
        );
        assert_eq!(draft.attachments, ["x.pdf", "statement"]);
        let (amount, currency) = draft.amount.unwrap();
        assert_eq!(
            (amount.plain(currency), currency.code()),
            ("1200.50".to_owned(), "EUR")
        );
    }

    #[test]
    fn notes_and_other_files_are_no_letters() {
        for text in [
            "",
            "---\nclient: a\nwhat: call-notes\nsubject: x\n---\nCall\n",
            "---\nclient: [\n---\n",
        ] {
            assert_eq!(Draft::read(text.as_bytes()), None, "{text}");
        }
    }
}
