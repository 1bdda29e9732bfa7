//! What an editor shows at a place of a record: plain values, so that the protocol that carries them is somebody
//! else's business.

mod action;
mod card;
mod completion;
mod definition;
mod hover;
mod shelf;
mod subject;

pub use action::{Action, actions};
pub use card::{Card, Hover};
pub use completion::{Completion, Completions, Icon, completions};
pub use definition::{Definition, definition};
pub use hover::hover;
pub use shelf::Shelf;

use crate::{
    assess::Assessed,
    load::Loaded,
    model::{Ledger, contract},
};
use std::collections::BTreeSet;

/// What an editor's questions are answered from: the ledger as it was last read, which may be older than the text that
/// is being typed.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'s, 'a> {
    pub loaded: &'s Loaded,
    /// `None`: `dunlin.yaml` can't be read, or nobody asked for figures.
    pub assessed: Option<&'s Assessed<'a>>,
    pub shelf: &'s Shelf,
    /// Every file that a record can name, from the ledger's root.
    pub documents: &'s BTreeSet<String>,
}

impl<'s> Desk<'s, '_> {
    fn ledger(self) -> Option<&'s Ledger> {
        self.loaded.ledger.as_ref()
    }
}

/// The record of an id, whose case doesn't matter.
fn record<'r, T>(records: &'r std::collections::BTreeMap<String, T>, id: &str) -> Option<&'r T> {
    records.get(id).or_else(|| {
        let wanted = id.to_lowercase();
        let found = records.iter().find(|(own, _)| own.to_lowercase() == wanted);
        found.map(|(_, record)| record)
    })
}

/// The row of a contract's schedule that invoices call `id`: one of a repeated row's numbers leads to the row.
fn row<'c>(contract: &'c contract::Contract, id: &str) -> Option<&'c contract::Instalment> {
    let called = |id: &str| {
        let wanted = id.to_lowercase();
        contract.instalments().find(|row| row.id.to_lowercase() == wanted)
    };
    let repeated = |row: &&contract::Instalment| matches!(row.timing, contract::Timing::Repeated { .. });
    called(id).or_else(|| called(id.rsplit_once('-')?.0).filter(repeated))
}

#[cfg(test)]
mod tests;
