//! Where a finding's value stands, as programs outside the ledger are told it: paths from the repository's root, and no
//! line that holds nothing of the value.

use super::{
    Findings,
    visible::{on_one_line, visible},
};
use crate::{
    finding::Finding,
    source::{Position, SourceFile, Span},
};
use std::{fmt::Write, ops::Range};

/// From the first character to behind the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub start: Position,
    pub end: Position,
}

impl Findings<'_> {
    /// A file's path from the repository's root.
    pub(super) fn path(&self, span: Span) -> String {
        let path = self.sources.path(span);
        match self.prefix.trim_end_matches('/') {
            "" => path.to_owned(),
            prefix => format!("{prefix}/{path}"),
        }
    }

    pub(super) fn stretch(&self, span: Span) -> Stretch {
        let written = written(self.sources.file(span.file), span);
        let at = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Stretch {
            start: self.sources.position(span.file, at(written.start)),
            end: self.sources.position(span.file, at(written.end)),
        }
    }

    /// What there is to say besides the message, a line each: what to do, the other places, what a figure rests on.
    pub(super) fn details(&self, finding: &Finding) -> String {
        let mut details = String::new();
        // Writing to a string can't fail.
        if !finding.help.is_empty() {
            let _ = writeln!(details, "help: {}", visible(&finding.help));
        }
        for related in &finding.related {
            let path = on_one_line(&self.path(related.span));
            let Position { line, column } = self.sources.start(related.span);
            let message = on_one_line(&related.message);
            let _ = writeln!(details, "see {path}:{line}:{column}: {message}");
        }
        if let Some(source) = &finding.source {
            let _ = writeln!(details, "source: {}", on_one_line(source));
        }
        details.truncate(details.trim_end().len());
        details
    }
}

/// The span without the line break and blanks that a block of text ends in.
pub fn written(source: &SourceFile, span: Span) -> Range<usize> {
    let start = source.text.floor_char_boundary(span.start as usize);
    let end = source.text.floor_char_boundary(span.end as usize).max(start);
    let text = source.text.get(start..end).unwrap_or_default();
    let kept = text.trim_end().len();
    start..start + kept
}
