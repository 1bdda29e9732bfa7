//! What dunlin has to say as bytes that nobody has written yet: pages, drafts and new files; where they go is `write`'s.

pub mod draft;
pub mod init;

use std::collections::BTreeMap;

/// Files to be, by path: relative, `/` between the parts.
pub type Files = BTreeMap<String, Vec<u8>>;
