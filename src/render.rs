//! What is known, as bytes for readers: each output in a module of its own, and none of them touches the disk.

pub mod action;
pub mod agenda;
pub mod changes;
pub mod claim;
pub mod dashboard;
pub mod draft;
pub mod editor;
pub mod epc;
pub mod export;
pub mod findings;
pub mod import;
pub mod init;
pub mod law;
pub mod letter;
pub mod mail;
pub mod paper;
pub mod prose;
pub mod record;
pub mod reference;
pub mod schema;
pub mod seen;
pub mod sheet;
pub mod statement;
pub mod stats;
pub mod status;
pub mod template;
pub mod terminal;
pub mod url;
pub mod why;
pub mod worth;

use crate::language::Fault;
use std::{borrow::Cow, collections::BTreeMap};

/// Files to be, by their path below the folder they are for, with `/` between names.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The same where each file is made when it is asked for: a dashboard's pages may be gigabytes.
pub trait FileSet: Sync {
    /// Sorted, each once.
    fn paths(&self) -> Vec<&str>;

    /// The same bytes every time; `None` for a path that isn't among them.
    fn bytes(&self, path: &str) -> Result<Option<Cow<'_, [u8]>>, Fault>;

    /// What a file is made of, in a few characters: as long as this is the same, so are its bytes, in this build and any
    /// other. `None`: only making it tells.
    fn key(&self, _path: &str) -> Option<String> {
        None
    }
}

impl FileSet for Files {
    fn paths(&self) -> Vec<&str> {
        self.keys().map(String::as_str).collect()
    }

    fn bytes(&self, path: &str) -> Result<Option<Cow<'_, [u8]>>, Fault> {
        Ok(self.get(path).map(|bytes| Cow::Borrowed(bytes.as_slice())))
    }
}
