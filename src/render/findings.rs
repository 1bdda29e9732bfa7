//! Findings → text, one file a format, so that a new format touches no other.

mod concise;
mod github;
mod gitlab;
mod human;
pub(in crate::render) mod identity;
mod json;
mod junit;
mod known;
mod place;
mod sarif;
pub(in crate::render) mod visible;

pub use human::summary;
pub use known::is_report;
pub use visible::{beside_colours, on_one_line, visible as in_lines};

use crate::{
    calendar::Date,
    check::{Checked, Deny, Judged},
    source::Sources,
};
use std::cmp::Reverse;

/// What a format is given.
#[derive(Debug, Clone, Copy)]
pub struct Findings<'a> {
    pub checked: &'a Checked,
    pub sources: &'a Sources,
    /// The day for which the ledger was checked; `None` where several were, each for another.
    pub as_of: Option<Date>,
    /// Columns of the terminal; formats for programs don't ask.
    pub width: usize,
    /// Where the ledger stands in its repository, `books/2026`; empty at its root. Where there are several ledgers, where
    /// the folders stand that their paths begin with. For the formats of GitHub, GitLab and SARIF, which name files from
    /// there.
    pub prefix: &'a str,
    /// What makes the check fail: JUnit's failures.
    pub deny: Deny,
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
        name: "concise",
        render: concise::render,
    },
    Format {
        name: "github",
        render: github::render,
    },
    Format {
        name: "gitlab",
        render: gitlab::render,
    },
    Format {
        name: "human",
        render: human::render,
    },
    Format {
        name: "json",
        render: json::render,
    },
    Format {
        name: "junit",
        render: junit::render,
    },
    Format {
        name: "sarif",
        render: sarif::render,
    },
];

pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Errors first, then warnings, then notes; those of a level in their order. For formats that are cut off somewhere.
fn gravest_first<T>(findings: &mut [T], judged: impl Fn(&T) -> &Judged) {
    findings.sort_by_key(|finding| Reverse(judged(finding).level));
}

/// For the tests of the formats: the same small ledger, or one of their own.
#[cfg(test)]
mod samples;
