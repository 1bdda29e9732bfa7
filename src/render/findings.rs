//! Findings → text, one file a format, so that a new format touches no other.

mod human;
mod json;
pub(in crate::render) mod visible;

pub use human::summary;

use crate::{calendar::Date, check::Checked, source::Sources};

/// What a format is given.
#[derive(Debug, Clone, Copy)]
pub struct Findings<'a> {
    pub checked: &'a Checked,
    pub sources: &'a Sources,
    /// The day for which the ledger was checked.
    pub as_of: Date,
    /// Columns of the terminal; formats for programs don't ask.
    pub width: usize,
}

/// A way to show findings. What it writes ends in a line break, or is empty.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// As `--format` names it.
    pub name: &'static str,
    pub render: fn(&Findings) -> String,
}

/// In alphabetical order.
pub const FORMATS: &[Format] = &[
    Format {
        name: "human",
        render: human::render,
    },
    Format {
        name: "json",
        render: json::render,
    },
];

pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
