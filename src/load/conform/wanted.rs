//! Shapes and kinds in words: what stands somewhere, what is wanted there, and how to write it.

use crate::{
    load::{
        nearest::{all_of, listed},
        shown,
        tree::{Node, Shape},
    },
    model::format::Kind,
};

pub(super) fn shape(node: &Node) -> &'static str {
    match &node.shape {
        Shape::Scalar(scalar) if scalar.is_nothing() => "nothing",
        Shape::Scalar(_) => "a single value",
        Shape::List(_) => "a list",
        Shape::Mapping(_) => "a group of keys",
    }
}

pub(super) fn has_shape(kind: &Kind, node: &Node) -> bool {
    match (kind, &node.shape) {
        (Kind::List(_), Shape::List(_)) | (Kind::Mapping(_) | Kind::Map { .. }, Shape::Mapping(_)) => true,
        (Kind::List(_) | Kind::Mapping(_) | Kind::Map { .. }, _) => false,
        (_, shape) => matches!(shape, Shape::Scalar(_)),
    }
}

pub(super) fn description(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Id | Kind::Reference(_) => "an id",
        Kind::Date => "a date",
        Kind::Bool => "`true` or `false`",
        Kind::Amount => "an amount",
        Kind::Decimal => "a number",
        Kind::Percent { .. } => "a percentage",
        Kind::Count | Kind::Offset => "a whole number",
        Kind::Word(_) | Kind::OneOf(_) => "a word",
        Kind::Language => "a language",
        Kind::Currency => "a currency",
        Kind::Document => "a file's path",
        Kind::Folder => "a folder's path",
        Kind::List(_) => "a list",
        Kind::Mapping(_) | Kind::Map { .. } => "a group of keys",
    }
}

/// How to turn a value of the wrong shape into one of these kinds.
pub(super) fn reshaped(node: &Node, kinds: &[Kind], key: &str) -> String {
    match (kinds.first(), &node.shape) {
        (Some(Kind::List(inner)), Shape::Scalar(scalar)) if !matches!(inner, Kind::Mapping(_)) => {
            format!("write `{key}: [{}]`", shown(&scalar.text))
        }
        (Some(Kind::List(_) | Kind::Mapping(_) | Kind::Map { .. }), _) => example(kinds, key),
        (_, Shape::List(items)) => match items.as_slice() {
            [one] => one.node.scalar().map_or_else(
                || example(kinds, key),
                |scalar| format!("write `{key}: {}`", shown(&scalar.text)),
            ),
            _ => example(kinds, key),
        },
        _ => example(kinds, key),
    }
}

/// What may stand there beside a single value.
pub(super) fn keys_instead(kinds: &[Kind]) -> String {
    let tables = kinds.iter().filter_map(|kind| match kind {
        Kind::Mapping(table) => Some(table),
        _ => None,
    });
    let keys = tables.flat_map(|table| table.keys.iter().map(|key| key.name));
    let keys = all_of(keys);
    if keys.is_empty() {
        return keys;
    }
    format!("; or its keys, {keys}")
}

/// How to write a value of one of these kinds.
fn example(kinds: &[Kind], key: &str) -> String {
    match kinds.first() {
        Some(Kind::List(_)) => format!("write each item of `{key}` on a line of its own, after `- `"),
        Some(Kind::Mapping(table)) => {
            let keys = table.keys.iter().map(|key| key.name);
            format!("its keys are {}", all_of(keys))
        }
        Some(Kind::Map { key: name, value }) => {
            format!("write `{key}: {{{}: {}}}`", sample(name), sample(value))
        }
        Some(Kind::Word(words)) => format!("it can be {}", listed(words.iter().copied())),
        Some(kind) => format!("write `{key}: {}`", sample(kind)),
        None => String::new(),
    }
}

/// Something of that kind, as it is written.
fn sample(kind: &Kind) -> &'static str {
    match kind {
        Kind::Date => "2026-03-01",
        Kind::Bool => "true",
        Kind::Amount | Kind::Decimal => "1250.50",
        Kind::Percent { .. } => "15",
        Kind::Count | Kind::Offset => "14",
        Kind::Word(words) => words.first().copied().unwrap_or_default(),
        Kind::Language => "en",
        Kind::Currency => "EUR",
        Kind::Document => "documents/acme.pdf",
        Kind::Id | Kind::Reference(_) => "its-id",
        Kind::OneOf(kinds) => kinds.first().map_or("", sample),
        Kind::Text | Kind::Folder | Kind::List(_) | Kind::Mapping(_) | Kind::Map { .. } => "…",
    }
}

pub(super) fn wanted_example(kind: &Kind) -> String {
    match kind {
        Kind::Date => "with a date such as 2026-03-01".to_owned(),
        Kind::Amount => "with an amount such as 1250.50".to_owned(),
        Kind::Currency => "with a code such as EUR".to_owned(),
        Kind::Word(words) => format!("with {}", listed(words.iter().copied())),
        Kind::Mapping(table) => {
            let needed = table.keys.iter().filter(|key| key.required).map(|key| key.name);
            let needed = listed(needed);
            if needed.is_empty() {
                String::new()
            } else {
                format!("with {needed}")
            }
        }
        Kind::Reference(_) => "with its id".to_owned(),
        Kind::List(_) => "with a list".to_owned(),
        Kind::OneOf(kinds) => kinds.first().map(wanted_example).unwrap_or_default(),
        _ => String::new(),
    }
}

/// `an invoice`, `a client`; files keep their bare name.
pub(in crate::load) fn with_article(name: &str) -> String {
    if name.contains('.') {
        return name.to_owned();
    }
    let vowel = name.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {name}", if vowel { "an" } else { "a" })
}
