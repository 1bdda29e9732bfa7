//! `# dunlin: allow(GROUP/NAME) — reason`: what a comment silences, and where.

use super::tree::{Document, Node, Shape};
use crate::{
    finding::Allow,
    source::{FileId, Span},
};
use std::collections::BTreeMap;

/// Every `allow` among the comments of a text, one for each rule it names.
pub(super) fn allows(text: &str, comments: &[Span], documents: &[Document]) -> Vec<Allow> {
    let spoken: Vec<_> = comments
        .iter()
        .filter_map(|span| Some((*span, Spoken::read(slice(text, *span))?)))
        .collect();
    if spoken.is_empty() {
        return Vec::new();
    }
    let lines = Lines::new(text, comments, documents);
    let each = spoken.into_iter().flat_map(|(span, spoken)| {
        let covers = lines.covered(span, documents);
        let allow = move |rule: String| Allow {
            span,
            rule,
            has_reason: spoken.has_reason,
            covers,
        };
        spoken.rules.into_iter().map(allow)
    });
    each.collect()
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize)
        .unwrap_or_default()
}

/// What a comment says.
struct Spoken {
    /// As written; what isn't an `allow` stands whole, for it is no rule's name either.
    rules: Vec<String>,
    has_reason: bool,
}

impl Spoken {
    /// `None`: not meant for dunlin.
    fn read(comment: &str) -> Option<Self> {
        let said = comment
            .trim_start_matches('#')
            .trim()
            .strip_prefix("dunlin:")?
            .trim();
        let in_brackets = said
            .strip_prefix("allow")
            .and_then(|rest| rest.trim_start().strip_prefix('(')?.split_once(')'));
        let Some((rules, reason)) = in_brackets else {
            return Some(Self {
                rules: vec![said.to_owned()],
                has_reason: true,
            });
        };
        let reason = reason.trim_start();
        let reason = ["—", "–", "--", ":"]
            .iter()
            .find_map(|mark| reason.strip_prefix(mark));
        Some(Self {
            rules: rules.split(',').map(|rule| rule.trim().to_owned()).collect(),
            has_reason: reason.is_some_and(|reason| !reason.trim().is_empty()),
        })
    }
}

/// What begins on which line.
struct Lines {
    file: FileId,
    /// Where each line starts, from the text's beginning.
    starts: Vec<usize>,
    /// For each line, what begins there, from the first start to the last end.
    entries: BTreeMap<usize, (u32, u32)>,
    /// Lines that hold a comment and nothing before it.
    alone: BTreeMap<usize, u32>,
    end: u32,
}

impl Lines {
    fn new(text: &str, comments: &[Span], documents: &[Document]) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let mut lines = Self {
            file: comments.first().map_or(FileId(0), |span| span.file),
            starts: std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect(),
            entries: BTreeMap::new(),
            alone: BTreeMap::new(),
            end: u32::try_from(text.len()).unwrap_or(u32::MAX),
        };
        for document in documents {
            lines.add(&document.root);
        }
        for comment in comments {
            let line = lines.line(comment.start);
            let before = lines
                .starts
                .get(line)
                .and_then(|start| text.get(*start..comment.start as usize));
            if before.is_some_and(|before| before.trim().is_empty()) {
                lines.alone.insert(line, comment.start);
            }
        }
        lines
    }

    fn line(&self, offset: u32) -> usize {
        self.starts
            .partition_point(|start| *start <= offset as usize)
            .saturating_sub(1)
    }

    /// Aliases are not followed: what they repeat is covered where it is written.
    fn add(&mut self, node: &Node) {
        match &node.shape {
            Shape::Scalar(_) => {}
            Shape::List(items) => {
                for item in items {
                    self.begin(item.written);
                    if item.node.span.start >= item.written.start {
                        self.add(&item.node);
                    }
                }
            }
            Shape::Mapping(entries) => {
                for entry in entries {
                    self.begin(entry.written);
                    if entry.value.span.start >= entry.written.start {
                        self.add(&entry.value);
                    }
                }
            }
        }
    }

    fn begin(&mut self, written: Span) {
        let line = self.line(written.start);
        let at = self.entries.entry(line).or_insert((written.start, written.end));
        at.0 = at.0.min(written.start);
        at.1 = at.1.max(written.end);
    }

    fn covered(&self, comment: Span, documents: &[Document]) -> Span {
        let within = |start: u32, end: u32| Span {
            file: self.file,
            start,
            end,
        };
        let line = self.line(comment.start);
        if !self.alone.contains_key(&line) {
            let (start, end) = self
                .entries
                .get(&line)
                .copied()
                .unwrap_or((comment.start, comment.end));
            return within(start, end);
        }
        // A document that this comment stands before the first key of; a text without documents is covered whole.
        let after = documents.partition_point(|document| document.root.span.start < comment.start);
        let before = after.checked_sub(1).and_then(|before| documents.get(before));
        let inside = before.is_some_and(|document| comment.start <= document.root.span.end);
        match documents.get(after) {
            Some(document) if !inside => return document.whole,
            None if documents.is_empty() => return within(0, self.end),
            _ => {}
        }
        let mut below = line + 1;
        while self.alone.contains_key(&below) {
            below += 1;
        }
        let found = self.entries.get(&below).copied();
        let (start, end) = found.unwrap_or((comment.start, comment.end));
        within(start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::tree::{Piece, parse};

    fn said(text: &str) -> Vec<(String, bool, &str)> {
        let tree = parse(Piece {
            file: FileId(0),
            text,
            offset: 0,
        });
        let allows = allows(text, &tree.comments, &tree.documents);
        allows
            .into_iter()
            .map(|allow| (allow.rule, allow.has_reason, slice(text, allow.covers)))
            .collect()
    }

    #[test]
    fn an_allow_covers_what_begins_on_its_line_or_the_next() {
        let text = "client: acme\n# dunlin: allow(a/b) — agreed by phone\nterms:\n  days: 5\ndue: x # dunlin: allow(a/c, a/d)\n";
        assert_eq!(
            said(text),
            [
                ("a/b".to_owned(), true, "terms:\n  days: 5"),
                ("a/c".to_owned(), false, "due: x"),
                ("a/d".to_owned(), false, "due: x"),
            ]
        );
    }

    #[test]
    fn a_list_item_is_covered_whole() {
        let text = "schedule:\n  # dunlin: allow(a/b): why\n  - id: x\n    due: y\n  - id: z\n";
        assert_eq!(said(text), [("a/b".to_owned(), true, "id: x\n    due: y")]);
    }

    #[test]
    fn first_lines_cover_the_document() {
        let text = "# Hello\n# dunlin: allow(a/b) -- x\na: 1\n---\n# dunlin: allow(a/c) -- x\nb: 2\n";
        assert_eq!(
            said(text),
            [
                (
                    "a/b".to_owned(),
                    true,
                    "# Hello\n# dunlin: allow(a/b) -- x\na: 1\n"
                ),
                ("a/c".to_owned(), true, "---\n# dunlin: allow(a/c) -- x\nb: 2\n"),
            ]
        );
    }

    #[test]
    fn what_is_no_allow_is_kept_as_a_rule_that_is_none() {
        let text = "a: 1 # dunlin: alow(a/b)\nb: 1 # dunlin is nice\n";
        assert_eq!(said(text), [("alow(a/b)".to_owned(), true, "a: 1")]);
    }
}
