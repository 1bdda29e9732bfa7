//! Every fact and rule behind an invoice's state and next step, each with its record and line, for its owner to check.

mod amount;
mod charges;
mod ladder;
mod received;
mod standing;
mod trail;
mod verdict;

use super::sheet::{Line, Sheet};
use crate::{
    assess::{Assessed, InvoiceOn},
    calendar::Date,
    model::Payment,
    money::Amount,
    report::{
        Letters,
        grounds::{Asked, Ground, Grounds},
    },
    source::{Sources, Span},
};

/// One invoice, and what it is told from.
#[derive(Debug, Clone, Copy)]
pub struct Why<'s, 'a> {
    pub assessed: &'s Assessed<'a>,
    pub on: &'s InvoiceOn<'a>,
    pub sources: &'s Sources,
    /// Those of the day.
    pub letters: &'s Letters<'a>,
    /// Columns of the terminal.
    pub width: usize,
}

/// The answer first, then what it rests on.
pub fn why(why: Why) -> String {
    let payments: Vec<_> = why.payments().collect();
    let grounds = Grounds::of(why.asked(&payments));
    let mut sheet = Sheet::new(why.width);
    verdict::write(why, &mut sheet);
    amount::write(why, &grounds, &mut sheet);
    received::write(why, &grounds, &mut sheet);
    standing::write(why, &grounds, &mut sheet);
    ladder::write(why, &grounds, &mut sheet);
    charges::write(why, &grounds, &mut sheet);
    trail::write(why, &mut sheet);
    sheet.finish()
}

/// The answer alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    pub title: String,
    /// How it stands, then what comes next.
    pub lines: Vec<String>,
}

/// What [`why`] says first, for where there is no room for the rest.
pub fn short(why: Why) -> Short {
    verdict::short(why)
}

impl<'a> Why<'_, 'a> {
    fn day(&self) -> Date {
        self.assessed.day
    }

    /// `1200.00 EUR`.
    fn money(&self, amount: Amount) -> String {
        format!("{} {}", amount.plain(self.on.currency), self.on.currency)
    }

    /// `(invoices/a.yaml:3)`.
    fn place(&self, span: Span) -> String {
        let line = self.sources.start(span).line;
        format!("({}:{line})", self.sources.path(span))
    }

    /// `text`, and where it is written.
    fn written(&self, text: &str, span: Span) -> Line {
        Line::from(text).faint(&self.place(span))
    }

    /// `text`, and where the ground is written, if it is.
    fn told<T>(&self, text: &str, ground: &Ground<T>) -> Line {
        match ground.at {
            Some(at) => self.written(text, at.span),
            None => Line::from(text),
        }
    }

    fn payments(&self) -> impl Iterator<Item = &'a Payment> {
        let id = self.on.invoice.id.as_str();
        let payments = self.assessed.ledger.payments.values();
        payments.filter(move |payment| payment.allocate.iter().any(|share| share.invoice.value == id))
    }
}

impl<'s, 'a> Why<'s, 'a> {
    fn asked(self, payments: &'s [&'a Payment]) -> Asked<'s, 'a> {
        Asked {
            assessed: self.assessed,
            on: self.on,
            letters: self.letters,
            payments,
        }
    }
}

/// `1 day`, `12 days`.
fn days(count: i64) -> String {
    match count {
        1 => "1 day".to_owned(),
        _ => format!("{count} days"),
    }
}

/// `: reason`, or nothing.
fn because(reason: &str) -> String {
    match reason.trim() {
        "" => String::new(),
        reason => format!(": {reason}"),
    }
}
