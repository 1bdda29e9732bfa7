//! Whether an invoice is in dispute, and since when the last dispute is over.

use super::Folder;
use crate::{
    calendar::Date,
    model::{Invoice, log::What},
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
        let inline = invoice.dispute.as_ref();
        let opened = dates(
            inline.map(|d| d.opened.value),
            logged(folder, invoice, What::Dispute),
            folder.basis.day,
        );
        let resolved = inline.and_then(|d| d.resolved).map(|day| day.value);
        let resolved = dates(
            resolved,
            logged(folder, invoice, What::Resolved),
            folder.basis.day,
        );
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

fn logged<'a>(folder: &'a Folder, invoice: &'a Invoice, what: What) -> impl Iterator<Item = Date> + 'a {
    let entries = folder
        .log_about(&invoice.id)
        .filter(move |entry| entry.what == what);
    entries.map(|entry| entry.date.value)
}

fn dates(inline: Option<Date>, logged: impl Iterator<Item = Date>, day: Date) -> Vec<Date> {
    inline
        .into_iter()
        .chain(logged)
        .filter(|date| *date <= day)
        .collect()
}
