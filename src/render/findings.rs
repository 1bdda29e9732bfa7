//! Findings → text, one file a format, so that a new format touches no other.

mod human;
mod json;
mod known;
pub(in crate::render) mod visible;

pub use human::summary;
pub use known::is_report;
pub use visible::on_one_line;

use crate::{calendar::Date, check::Checked, source::Sources};

/// What a format is given.
#[derive(Debug, Clone, Copy)]
pub struct Findings<'a> {
    pub checked: &'a Checked,
    pub sources: &'a Sources,
    /// The day for which the ledger was checked; `None` where several were, each for another.
    pub as_of: Option<Date>,
    /// Columns of the terminal; formats for programs don't ask.
    pub width: usize,
    /// From the repository's root to where the findings' paths begin, with `/` at its end unless empty.
    pub prefix: &'a str,
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
