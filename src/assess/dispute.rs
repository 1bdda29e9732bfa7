//! Whether an invoice is in dispute, and since when the last dispute is over.

use super::{Folder, InvoiceOn};
use crate::{
    calendar::Date,
    model::{Invoice, LogEntry, log::What},
};

/// The disputes of one invoice up to the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Disputes {
    /// When the one that is open now was opened.
    pub open_since: Option<Date>,
    /// The latest day on which one was resolved. A `resolved` before any dispute counts for nothing.
    pub resolved_on: Option<Date>,
}

impl Disputes {
    pub(super) fn of(folder: &Folder, invoice: &Invoice) -> Self {
        Self::on(invoice, || folder.log_about(&invoice.id), folder.basis.day)
    }

    /// `log`: what names the invoice.
    fn on<'a, L: Iterator<Item = &'a LogEntry>>(invoice: &Invoice, log: impl Fn() -> L, day: Date) -> Self {
        let logged = |what: What| {
            let entries = log().filter(move |entry| entry.what == what);
            entries.map(|entry| entry.date.value)
        };
        let inline = invoice.dispute.as_ref();
        let opened = dates(inline.map(|d| d.opened.value), logged(What::Dispute), day);
        let resolved = inline.and_then(|d| d.resolved).map(|day| day.value);
        let resolved = dates(resolved, logged(What::Resolved), day);
        let last_resolved = resolved
            .into_iter()
            .filter(|day| opened.iter().any(|open| open <= day))
            .max();
        let unresolved = opened
            .into_iter()
            .filter(|open| last_resolved.is_none_or(|day| day < *open));
        Self {
            open_since: unresolved.min(),
            resolved_on: last_resolved,
        }
    }
}

/// Whether it was in dispute at the end of a day not after the assessment's.
pub fn disputed_on(on: &InvoiceOn, day: Date) -> bool {
    let disputes = Disputes::on(on.invoice, || on.log.iter().copied(), day);
    disputes.open_since.is_some()
}

fn dates(inline: Option<Date>, logged: impl Iterator<Item = Date>, day: Date) -> Vec<Date> {
    inline
        .into_iter()
        .chain(logged)
        .filter(|date| *date <= day)
        .collect()
}
