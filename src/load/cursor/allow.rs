//! Where a comment must stand to silence a finding; apart because it is the mirror of what `comments` covers.

use super::RecordFile;
use crate::{
    load::tree::{Node, Piece, Shape, parse},
    source::{FileId, Span},
};

/// A place for a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllowAt {
    /// Above the line that starts here, as far in as it.
    Above { at: usize, indent: String },
    /// At the end of a line.
    Behind { at: usize },
}

/// Where `allow` covers what is found at `offset`, and as little else as can be; `None`: nowhere.
pub fn allow_at(file: &RecordFile, text: &str, offset: usize) -> Option<AllowAt> {
    let keys = file.keys(text)?;
    let piece = Piece {
        file: FileId(0),
        text: text.get(keys.clone())?,
        offset: keys.start,
    };
    let tree = parse(piece);
    let starts = |span: Span| span.start as usize;
    let after = tree
        .documents
        .partition_point(|document| starts(document.root.span) <= offset);
    let document = tree.documents.get(after.saturating_sub(1))?;
    let root = &document.root;
    let mut found = None;
    innermost(root, offset, &mut found);
    let above = |at: usize| {
        let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
        let line = text.get(start..)?;
        let width = line.len() - line.trim_start_matches([' ', '\t']).len();
        Some(AllowAt::Above {
            at: start,
            indent: line.get(..width)?.to_owned(),
        })
    };
    let Some(written) = found.filter(|_| offset > starts(root.span)) else {
        return above(starts(root.span));
    };
    // Above the first key a comment would silence the rule for the whole record.
    let line_end = text
        .get(starts(written)..)?
        .find(['\n', '\r'])
        .map_or(text.len(), |end| starts(written) + end);
    let rest = text.get(written.end as usize..line_end);
    let is_first = starts(written) == starts(root.span);
    if is_first && rest.is_some_and(|rest| rest.trim().is_empty()) {
        return Some(AllowAt::Behind { at: line_end });
    }
    above(starts(written))
}

/// The entry or item furthest in that is written around `offset`.
fn innermost(node: &Node, offset: usize, found: &mut Option<Span>) {
    let holds = |written: Span| (written.start as usize..=written.end as usize).contains(&offset);
    match &node.shape {
        Shape::Scalar(_) => {}
        Shape::Mapping(entries) => {
            if let Some(entry) = entries.iter().find(|entry| holds(entry.written)) {
                *found = Some(entry.written);
                innermost(&entry.value, offset, found);
            }
        }
        Shape::List(items) => {
            if let Some(item) = items.iter().find(|item| holds(item.written)) {
                *found = Some(item.written);
                innermost(&item.node, offset, found);
            }
        }
    }
}
