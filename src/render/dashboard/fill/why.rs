//! Why each figure of an invoice is what it is, in the ledger's language: what `dunlin why` says in the terminal, from
//! the same grounds.

mod amount;
mod charges;
mod ladder;
mod standing;

use super::{
    Book,
    voice::{one_line, some},
};
use crate::{
    assess::InvoiceOn,
    calendar::Date,
    money::Amount,
    render::dashboard::{
        element::Link,
        invoice::{Place, Reason},
    },
    report::grounds::{Asked, Ground, Grounds, Record, Written},
    statute::{Confidence, Source},
};

/// One invoice's figures and the words for them.
#[derive(Debug)]
pub struct Account<'b, 's> {
    book: &'b Book<'s>,
    on: &'b InvoiceOn<'s>,
    grounds: Grounds<'b, 's>,
}

impl<'s> Book<'s> {
    pub fn account<'b>(&'b self, on: &'b InvoiceOn<'s>) -> Account<'b, 's> {
        let payments = self.index.payments.invoice.of(&on.invoice.id);
        Account {
            book: self,
            on,
            grounds: Grounds::of(Asked {
                assessed: self.facts.assessed,
                on,
                letters: self.facts.letters,
                payments,
            }),
        }
    }
}

impl Account<'_, '_> {
    fn word(&self, key: &str) -> String {
        self.book.voice.word(&format!("why.{key}"))
    }

    fn phrase(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.book.voice.phrase(&format!("why.{key}"), values)
    }

    fn dated(&self, key: &str, day: Date) -> String {
        self.phrase(key, &[("date", &self.date(day))])
    }

    fn date(&self, day: Date) -> String {
        self.book.voice.date(day)
    }

    fn days(&self, days: i64) -> String {
        self.book.voice.days("days", days)
    }

    fn money(&self, amount: Amount) -> String {
        self.book.voice.amount(amount, self.on.currency)
    }

    fn percent(&self, percent: Amount) -> String {
        self.book.voice.language.percent(percent)
    }

    /// The text, and where the ground is written, if it is.
    fn reason<T>(&self, text: String, ground: &Ground<T>) -> Reason {
        Reason {
            text,
            place: ground.at.map(|at| self.place(at)),
            source: None,
        }
    }

    fn place(&self, at: Written) -> Place {
        let sources = &self.book.facts.loaded.sources;
        Place {
            text: format!("{}:{}", sources.path(at.span), sources.start(at.span).line),
            key: some(at.key),
            href: match at.record {
                Record::Contract(id) => Some(self.book.contract_link(id).href),
                Record::Own | Record::Other => None,
            },
        }
    }
}

/// What somebody wrote, behind a sentence of ours.
fn with_words(text: String, words: &str) -> String {
    match some(words) {
        Some(words) => format!("{text}: {}", one_line(&words)),
        None => text,
    }
}

/// A page of the law that the figure was read on.
fn of_source(source: &Source) -> Reason {
    Reason {
        text: String::new(),
        place: None,
        source: Some(Link::new(source.title.clone(), source.url.clone())),
    }
}

fn is_unsure(confidence: Confidence) -> bool {
    confidence == Confidence::Low
}
