//! What was known of a client when a contract was made with them; apart because it looks at that day, not at the ledger's.

use super::{Folder, InvoiceOn};
use crate::{
    calendar::Date,
    model::{Contract, client::Vetting},
};

/// What was known of the client when the contract was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownBefore<'a> {
    /// The contract's `date`, else `signed`, else `start`; `None`: none is written, and whatever is known counts.
    pub agreed_on: Option<Date>,
    /// The latest entry dated on or before that day; of one day the last as written.
    pub vetting: Option<&'a Vetting>,
    /// An invoice of theirs was settled before that day.
    pub has_paid: bool,
}

impl<'a> KnownBefore<'a> {
    pub(super) fn of(folder: &Folder<'a>, contract: &Contract, invoices: &[InvoiceOn]) -> Self {
        let written = contract.date.or(contract.signed).or(contract.start);
        let agreed_on = written.map(|day| day.value);
        let entries = folder.client.vetting.iter();
        let by_then = entries.filter(|entry| agreed_on.is_none_or(|day| entry.date.value <= day));
        let mut settled = invoices.iter().filter_map(|on| on.settled_on);
        Self {
            agreed_on,
            vetting: by_then.max_by_key(|entry| entry.date.value),
            has_paid: settled.any(|settled| agreed_on.is_none_or(|day| settled < day)),
        }
    }
}
