//! The small pieces that several pages are made of.

use crate::render::{prose::Html, url};
use serde::Serialize;

/// Where a page leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    pub text: String,
    /// Another page of the site, `client-acme.html#letters`.
    pub href: String,
}

impl Link {
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: href.into(),
        }
    }

    pub fn client(id: &str, text: impl Into<String>) -> Self {
        Self::new(text, url::encoded(&Self::client_page(id)))
    }

    pub fn contract(id: &str, text: impl Into<String>) -> Self {
        Self::new(text, url::encoded(&Self::contract_page(id)))
    }

    pub fn invoice(id: &str, text: impl Into<String>) -> Self {
        Self::new(text, url::encoded(&Self::invoice_page(id)))
    }

    pub fn place(id: &str, text: impl Into<String>) -> Self {
        Self::new(text, url::encoded(&Self::place_page(id)))
    }

    pub fn statement(client: &str, text: impl Into<String>) -> Self {
        Self::new(text, url::encoded(&Self::statement_page(client)))
    }

    /// The name of the page that `client` leads to.
    pub fn client_page(id: &str) -> String {
        format!("client-{id}.html")
    }

    pub fn contract_page(id: &str) -> String {
        format!("contract-{id}.html")
    }

    pub fn invoice_page(id: &str) -> String {
        format!("invoice-{id}.html")
    }

    /// Of a place of the law.
    pub fn place_page(id: &str) -> String {
        format!("law-{id}.html")
    }

    /// Of a client's statement of account.
    pub fn statement_page(client: &str) -> String {
        format!("statement-{client}.html")
    }
}

/// The way between the parts of a list that is too long for one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pager {
    /// Whose parts: a page may have several such lists.
    pub label: String,
    /// "Page 2 of 7".
    pub here: String,
    /// Absent on the first part, as is `previous`.
    pub first: Option<Link>,
    pub previous: Option<Link>,
    /// Absent on the last part, as is `last`.
    pub next: Option<Link>,
    pub last: Option<Link>,
}

/// How a mark looks; what it means is always in its text as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// Settled, kept, agreed.
    Good,
    /// Nothing to say about it.
    Plain,
    /// Keep an eye on it.
    Watch,
    /// Overdue, broken, over a limit.
    Late,
}

/// A word or two about the state of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    pub text: String,
    pub tone: Tone,
}

/// Says beside a figure that it may leave something out; leads to what is to be mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Incomplete {
    /// "incomplete".
    pub text: String,
    /// "2 files could not be read. What they hold is in no figure on these pages."
    pub why: String,
    pub href: String,
}

/// A label and what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    pub label: String,
    pub value: String,
    /// A page that `value` leads to.
    pub href: Option<String>,
    /// The small print below it: where a figure comes from, since when it holds.
    pub note: Option<String>,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Action {
    /// The day as people read it, and as `datetime` wants it.
    pub on: String,
    pub on_iso: String,
    /// "since 3 days", when it should have been done by now.
    pub late: Option<String>,
    /// "Send the firm reminder", as a sentence of its own.
    pub what: String,
    pub client: Option<Link>,
    pub contract: Option<Link>,
    /// The first of them.
    pub invoices: Vec<Link>,
    /// "and 3 more invoices".
    pub more_invoices: Option<String>,
    pub amount: Option<String>,
    /// What it hangs on: the promise to check, what happens at the case's next date.
    pub note: Option<String>,
    /// What helps doing it: "Read the letter".
    pub open: Option<Link>,
}

/// A promise, a plan, a case or a dispute: what was agreed or opened, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Arrangement {
    /// "Promise", "Payment plan", "Small claims".
    pub kind: String,
    pub state: Mark,
    /// "Promised on 2 February to pay 4 000.00 USD by 15 February, in writing."
    pub sentence: String,
    /// A plan's instalments, a case's next date.
    pub facts: Vec<Fact>,
}

/// Something that happened, or a document that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    pub on: String,
    pub on_iso: String,
    /// "Reminder by email", "Payment received".
    pub what: String,
    pub tone: Tone,
    /// "Not delivered", "Answer: the approval is missing".
    pub details: Vec<String>,
    pub invoices: Vec<Link>,
    pub amount: Option<String>,
    /// What was written, if it was kept.
    pub text: Option<Html>,
}
