//! Whether a changed text still says what it said; apart because whoever changes a user's file must be able to prove
//! that nothing else went with it.

use super::{
    front_matter,
    tree::{Node, Piece, Shape, parse},
};
use crate::{
    finding::Edit,
    source::{FileId, Span},
};

/// Whether the texts of the file at `path` hold the same keys, values and comments in the same order, but for those of
/// the first that one of `edits` touches.
pub fn same_but_for(path: &str, (before, after): (&str, &str), edits: &[Edit]) -> bool {
    let (before, after) = (parts(path, before), parts(path, after));
    let touched = |span: Span| {
        edits
            .iter()
            .any(|edit| edit.span.start <= span.end && span.start <= edit.span.end)
    };
    let mut pairs = before.iter().zip(&after);
    before.len() == after.len()
        && pairs.all(|(before, after)| {
            before.what == after.what && (before.text == after.text || touched(before.span))
        })
}

#[derive(Debug, PartialEq, Eq)]
enum What {
    Document,
    Scalar,
    List,
    Mapping,
    End,
    Comment,
    Broken,
}

/// Something that stands in a text, in the order in which it stands there; comments last.
#[derive(Debug)]
struct Part {
    what: What,
    /// Of a scalar in quotes, after a quote: only without them can it be `true`.
    text: String,
    span: Span,
}

fn parts(path: &str, text: &str) -> Vec<Part> {
    let is_markdown = path
        .rsplit_once('.')
        .is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("md"));
    let yaml = match front_matter::split(text) {
        Ok(parts) if is_markdown => parts.yaml,
        _ => 0..text.len(),
    };
    let tree = parse(Piece {
        file: FileId(0),
        text: text.get(yaml.clone()).unwrap_or_default(),
        offset: yaml.start,
    });
    let mut parts = Vec::new();
    for document in &tree.documents {
        parts.push(part(What::Document, document.root.span, ""));
        flatten(&document.root, &mut parts);
    }
    for comment in &tree.comments {
        let said = text.get(comment.start as usize..comment.end as usize);
        parts.push(part(What::Comment, *comment, said.unwrap_or_default()));
    }
    let broken = tree
        .findings
        .iter()
        .map(|finding| part(What::Broken, finding.span, &finding.message));
    parts.extend(broken);
    parts
}

fn part(what: What, span: Span, text: &str) -> Part {
    Part {
        what,
        text: text.to_owned(),
        span,
    }
}

fn flatten(node: &Node, parts: &mut Vec<Part>) {
    match &node.shape {
        Shape::Scalar(scalar) => {
            let quote = if scalar.plain { "" } else { "'" };
            parts.push(part(What::Scalar, node.span, &format!("{quote}{}", scalar.text)));
            return;
        }
        Shape::List(items) => {
            parts.push(part(What::List, node.span, ""));
            for item in items {
                flatten(&item.node, parts);
            }
        }
        Shape::Mapping(entries) => {
            parts.push(part(What::Mapping, node.span, ""));
            for entry in entries {
                flatten(&entry.key, parts);
                flatten(&entry.value, parts);
            }
        }
    }
    parts.push(part(What::End, node.span, ""));
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "amout: 5 # five\nlines: [a, b]\n";

    fn same(after: &str, (start, end): (u32, u32)) -> bool {
        let span = Span {
            file: FileId(0),
            start,
            end,
        };
        let text = String::new();
        same_but_for("invoices/i.yaml", (TEXT, after), &[Edit { span, text }])
    }

    #[test]
    fn only_what_an_edit_touches_may_differ() {
        let key = (0, 5);
        assert!(same("amount: 5 # five\nlines: [a, b]\n", key));
        for after in [
            "amount: 6 # five\nlines: [a, b]\n",
            "amount: 5\nlines: [a, b]\n",
            "amount: 5 # four\nlines: [a, b]\n",
            "amount: 5 # five\nlines: [a, b, c]\n",
            "amount: 5 # five\nlines: [a, c]\n",
            "amount: '5' # five\nlines: [a, b]\n",
            "amount: 5 # five\nlines: [a, b\n",
            "amount: 5 # five\nlines:\n  a: b\n",
            "",
        ] {
            assert!(!same(after, key), "{after:?}");
        }
    }
}
