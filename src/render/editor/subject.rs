//! What a word in a record names: the one question that hover and definition share.

use crate::{
    check::{Rule, rules},
    load::cursor::{Cursor, Spot},
    model::format::{Kind, Target},
};
use std::ops::Range;

/// Something with a record, a file or a page of its own.
#[derive(Debug, Clone)]
pub enum Subject {
    Client(String),
    Contract(String),
    Invoice(String),
    Instalment { contract: String, id: String },
    Policy(String),
    Jurisdiction(String),
    Document(String),
    Rule(&'static Rule),
}

/// What is named at the cursor, and where it is written.
pub fn subject(cursor: &Cursor) -> Option<(Subject, Range<usize>)> {
    if cursor.spot == Spot::Comment {
        let (range, word) = word_of_comment(cursor);
        let rule = rules::find(word)?;
        return Some((Subject::Rule(rule), range));
    }
    let range = cursor.written();
    let id = cursor.slice(range.clone());
    if id.is_empty() {
        return None;
    }
    let kinds = match cursor.spot {
        Spot::Key => keys(cursor),
        Spot::Value => cursor.value_kinds(),
        Spot::Word => cursor.value_kinds().into_iter().chain(keys(cursor)).collect(),
        Spot::Comment | Spot::Nowhere => Vec::new(),
    };
    if cursor.spot == Spot::Key && cursor.path().first() == Some(&"rules") {
        return Some((Subject::Rule(rules::find(id)?), range));
    }
    let subject = kinds.into_iter().find_map(|kind| match kind {
        Kind::Reference(target) => named(cursor, target, id),
        Kind::Document => Some(Subject::Document(id.to_owned())),
        _ => None,
    });
    subject.map(|subject| (subject, range))
}

/// What the keys of a map from ids are.
fn keys(cursor: &Cursor) -> Vec<Kind> {
    let maps = cursor.mapping_kinds().into_iter();
    maps.filter_map(|kind| match kind {
        Kind::Map { key, .. } => Some(*key),
        _ => None,
    })
    .collect()
}

fn named(cursor: &Cursor, target: Target, id: &str) -> Option<Subject> {
    let id = id.to_owned();
    Some(match target {
        Target::Client => Subject::Client(id),
        Target::Contract => Subject::Contract(id),
        Target::Invoice => Subject::Invoice(id),
        Target::Instalment => Subject::Instalment {
            contract: cursor.stated("contract")?.to_owned(),
            id,
        },
        Target::Policy => Subject::Policy(id),
        Target::Jurisdiction => Subject::Jurisdiction(id),
    })
}

/// The rule's name under the cursor, or what of one is typed.
pub fn word_of_comment<'t>(cursor: &Cursor<'t>) -> (Range<usize>, &'t str) {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_');
    let line = cursor.line();
    let at = cursor.written().start;
    let before = cursor.slice(line.start..at);
    let start = at - (before.len() - before.trim_end_matches(is_part).len());
    let after = cursor.slice(at..line.end);
    let end = at + (after.len() - after.trim_start_matches(is_part).len());
    (start..end, cursor.slice(start..end))
}
