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
pub mod sheet;
pub mod statement;
pub mod stats;
pub mod status;
pub mod template;
pub mod terminal;
pub mod why;
pub mod worth;

/// Files to be, by their path below the folder they are for, with `/` between names.
pub type Files = std::collections::BTreeMap<String, Vec<u8>>;
