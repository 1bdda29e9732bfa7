//! What each figure of an invoice rests on: the facts in the order in which they are told, each with where it is
//! written. Apart from those who tell it, so that the terminal and the invoice's page say the same.

mod amount;
mod charges;
mod ladder;
mod received;
mod standing;

pub use amount::{OfDue, OfTotal};
pub use charges::{OfCompensation, OfInterest, OfLimitation};
pub use ladder::{Drafted, OfNext, OfReached, drafted};
pub use received::{OfBalance, OfCredit, OfPayment};
pub use standing::{Met, OfLateness, OfState};

use super::Letters;
use crate::{
    assess::{Assessed, InvoiceOn},
    calendar::Date,
    model::{Payment, log::What},
    source::Span,
};

/// One invoice, and what it is told from.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'s, 'a> {
    pub assessed: &'s Assessed<'a>,
    pub on: &'s InvoiceOn<'a>,
    /// Those of the day.
    pub letters: &'s Letters<'a>,
    /// Those that name the invoice, perhaps among others.
    pub payments: &'s [&'a Payment],
}

/// What each figure rests on.
#[derive(Debug)]
pub struct Grounds<'s, 'a> {
    pub total: Vec<Ground<'a, OfTotal<'a>>>,
    pub due: Vec<Ground<'a, OfDue<'a>>>,
    /// Its state, and what holds beside it: work on hold, disputes, promises, plans, cases.
    pub state: Vec<Ground<'a, OfState<'a>>>,
    /// Of an open invoice.
    pub lateness: Vec<Ground<'a, OfLateness>>,
    pub paid: Vec<Ground<'a, OfPayment<'a>>>,
    pub credited: Vec<Ground<'a, OfCredit<'a>>>,
    pub balance: Vec<Ground<'a, OfBalance>>,
    /// Of an open invoice, and of one that was chased.
    pub reached: Vec<Ground<'a, OfReached>>,
    pub next: Vec<Ground<'a, OfNext>>,
    /// Of what was billed.
    pub interest: Vec<Ground<'a, OfInterest<'s, 'a>>>,
    pub compensation: Vec<Ground<'a, OfCompensation>>,
    pub limitation: Vec<Ground<'a, OfLimitation<'a>>>,
}

/// A fact that a figure rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground<'a, T> {
    pub what: T,
    /// `None`: it follows from the others, or from the law.
    pub at: Option<Written<'a>>,
}

/// Where a fact is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written<'a> {
    pub span: Span,
    pub record: Record<'a>,
    /// The record's key, `terms.payment_days`; empty where it is one of a list.
    pub key: &'static str,
}

/// Whose file it is, as far as there is a page about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Record<'a> {
    /// The invoice itself.
    Own,
    Contract(&'a str),
    Other,
}

impl<'s, 'a> Grounds<'s, 'a> {
    pub fn of(asked: Asked<'s, 'a>) -> Self {
        let is_open = asked.on.is_open();
        let is_billed = asked.on.is_billed();
        Self {
            total: amount::total(asked),
            due: amount::due(asked),
            state: standing::state(asked),
            lateness: if is_open {
                standing::lateness(asked)
            } else {
                Vec::new()
            },
            paid: received::paid(asked),
            credited: received::credited(asked),
            balance: received::balance(asked),
            reached: if is_open || asked.on.stage.level.is_some() {
                ladder::reached(asked)
            } else {
                Vec::new()
            },
            next: if is_open { ladder::next(asked) } else { Vec::new() },
            interest: if is_billed {
                charges::interest(asked)
            } else {
                Vec::new()
            },
            compensation: if is_billed {
                charges::compensation(asked)
            } else {
                Vec::new()
            },
            limitation: if is_billed {
                charges::limitation(asked)
            } else {
                Vec::new()
            },
        }
    }
}

impl<'a> Asked<'_, 'a> {
    /// The first such event up to the day: its date, its reason and where it is written.
    pub fn event(self, what: What) -> Option<(Date, &'a str, Span)> {
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
            .filter(|(date, ..)| *date <= self.assessed.day);
        events.min_by_key(|(date, ..)| *date)
    }
}

/// A fact that follows from others.
fn follows<'a, T>(what: T) -> Ground<'a, T> {
    Ground { what, at: None }
}

/// A fact in the invoice's own file.
fn own<'a, T>(what: T, span: Span, key: &'static str) -> Ground<'a, T> {
    written(what, span, (Record::Own, key))
}

/// A fact in a file that no page is about.
fn elsewhere<'a, T>(what: T, span: Span) -> Ground<'a, T> {
    written(what, span, (Record::Other, ""))
}

fn written<'a, T>(what: T, span: Span, (record, key): (Record<'a>, &'static str)) -> Ground<'a, T> {
    Ground {
        what,
        at: Some(Written { span, record, key }),
    }
}
