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
    model::log::What,
    money::Amount,
    report::Letters,
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
    let mut sheet = Sheet::new(why.width);
    verdict::write(why, &mut sheet);
    amount::write(why, &mut sheet);
    received::write(why, &mut sheet);
    standing::write(why, &mut sheet);
    ladder::write(why, &mut sheet);
    charges::write(why, &mut sheet);
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

    /// The first such event up to the day: its date, its reason and where it is written.
    fn event(&self, what: What) -> Option<(Date, &'a str, Span)> {
        let invoice = self.on.invoice;
        let inline = match what {
            What::Void => invoice.void.as_ref(),
            What::WriteOff => invoice.write_off.as_ref(),
            _ => None,
        };
        let inline = inline.map(|event| (event.date.value, event.reason.as_str(), event.date.span));
        let logged = self.on.log.iter().filter(|entry| entry.what == what);
        let logged = logged.map(|entry| (entry.date.value, entry.reason.as_str(), entry.date.span));
        let events = inline
            .into_iter()
            .chain(logged)
            .filter(|(date, ..)| *date <= self.day());
        events.min_by_key(|(date, ..)| *date)
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
