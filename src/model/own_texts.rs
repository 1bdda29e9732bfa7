//! The ledger's own texts: letters, words and pages in place of the built-in ones; apart because they are read where
//! records are read, and used where words are.

use crate::source::At;
use std::collections::BTreeMap;

/// The folder that they stand in.
pub const FOLDER: &str = "templates";

/// By path below [`FOLDER`]. A file whose name can be no text's is here too, empty, so that somebody can say so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnTexts(pub BTreeMap<String, At<String>>);
