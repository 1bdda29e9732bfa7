//! Shapes and kinds in words: what stands somewhere, what is wanted there, and how to write it.

use crate::{
    load::{
        nearest::listed,
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

/// How to write a value of one of these kinds.
pub(super) fn example(kinds: &[Kind], key: &str) -> String {
    match kinds.first() {
        Some(Kind::List(_)) => format!("write each item of `{key}` on a line of its own, after `- `"),
        Some(Kind::Mapping(table)) => {
            let keys = table.keys.iter().map(|key| key.name);
            format!("its keys are {}", listed(keys))
        }
        Some(Kind::Map { .. }) => format!("write `{key}: {{key: value}}`"),
        Some(Kind::Word(words)) => format!("it can be {}", listed(words.iter().copied())),
        Some(kind) => format!("write `{key}:` {}", wanted_example(kind))
            .trim_end()
            .to_owned(),
        None => String::new(),
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
pub(super) fn with_article(name: &str) -> String {
    if name.contains('.') {
        return name.to_owned();
    }
    let vowel = name.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {name}", if vowel { "an" } else { "a" })
}
