//! Text as users wrote it → records, with every problem as a finding; one bad value costs only its record.

use crate::{
    finding::{Allow, Finding},
    model::Ledger,
    source::Sources,
};
use std::collections::{BTreeMap, BTreeSet};

/// A ledger's folder as it was read, before anything in it was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder {
    /// `dunlin.yaml` and the files of records, by path relative to the root.
    pub files: BTreeMap<String, Content>,
    /// Every other path below the root that a record could name as a document.
    pub others: BTreeSet<String>,
}

/// What a file held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Bytes(Vec<u8>),
    /// Over 1 MiB: its size, not its content.
    TooLarge(u64),
    /// A symbolic link that leaves the ledger: where it goes.
    Outside(String),
    /// Could not be read: the system's reason.
    Unreadable(String),
}

/// A ledger as far as it could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// `None` if `dunlin.yaml` names no creditor or no currency.
    pub ledger: Option<Ledger>,
    pub sources: Sources,
    /// Of group `file`, in no order.
    pub findings: Vec<Finding>,
    pub allows: Vec<Allow>,
    pub unread: Unread,
}

/// What the records leave out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unread {
    /// Files with a record that could not be read whole.
    pub files: BTreeSet<String>,
    /// Clients with such a record: they get no letter.
    pub clients: BTreeSet<String>,
    /// A record could not be read so far as to tell whose it is: nobody gets a letter.
    pub anybody: bool,
}
