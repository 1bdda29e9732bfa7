//! Where the thing under the cursor is written.

use super::{
    Desk, record, row,
    subject::{Subject, subject},
};
use crate::{load::cursor::Cursor, source::Span};

/// A place to go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Definition {
    /// In a record.
    Place(Span),
    /// A file as a whole, from the ledger's root.
    File(String),
}

/// `None`: nothing here is written elsewhere.
pub fn definition(desk: Desk, cursor: &Cursor) -> Option<Definition> {
    let (subject, _) = subject(cursor)?;
    let ledger = desk.ledger()?;
    let span = match subject {
        Subject::Client(id) => record(&ledger.clients, &id)?.origin.place,
        Subject::Contract(id) => record(&ledger.contracts, &id)?.origin.place,
        Subject::Invoice(id) => record(&ledger.invoices, &id)?.origin.place,
        Subject::Instalment { contract, id } => {
            let contract = record(&ledger.contracts, &contract)?;
            let wanted = id.to_lowercase();
            let amendment = || {
                let mut amendments = contract.amendments.iter();
                amendments.find(|amendment| amendment.id.to_lowercase() == wanted)
            };
            let row = row(contract, &id).map(|row| row.id.span);
            row.or_else(|| amendment().map(|amendment| amendment.id.span))?
        }
        Subject::Policy(id) => {
            let mut own = ledger.settings.policies.iter();
            own.find(|policy| policy.name.to_lowercase() == id.to_lowercase())?
                .name
                .span
        }
        Subject::Document(path) => {
            let path = path.trim_start_matches("./");
            return desk
                .documents
                .contains(path)
                .then(|| Definition::File(path.to_owned()));
        }
        Subject::Jurisdiction(_) | Subject::Rule(_) => return None,
    };
    Some(Definition::Place(span))
}
