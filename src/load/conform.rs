//! One generic pass that holds a tree of YAML to its table and says everything that is wrong with it at once.

mod date;
mod demands;
mod fix;
mod name;
mod number;
mod scalar;
mod wanted;

pub(super) use fix::Around;
pub(super) use name::{fold, id_problem, normal};
pub(super) use scalar::read as read_scalar;
pub(super) use wanted::with_article;

use super::{
    nearest::{all_of, listed, nearest, only_near},
    shown,
    tree::{Entry, Item, Node, Shape},
};
use crate::{
    finding::Finding,
    model::format::{Fields, Key, Kind, Table, Value},
    source::{At, Span},
};
use std::{collections::BTreeMap, fmt};
use wanted::{description, has_shape, keys_instead, reshaped, shape, wanted_example};

/// What of a document has the form that its table asks for, and what is wrong with the rest.
#[derive(Debug)]
pub(super) struct Conformed {
    pub fields: Fields,
    pub findings: Vec<Finding>,
}

/// Holds a document to a record's table.
pub(super) fn conform(root: &Node, table: &'static Table, around: Around<'_>) -> Conformed {
    let mut pass = Pass {
        findings: Vec::new(),
        around: around.of_record(root, table),
    };
    let fields = match &root.shape {
        Shape::Mapping(entries) => pass.mapping(entries, table, (&with_article(table.name), root.span)),
        _ => {
            let message = format!(
                "{} is {}; keys of its own are wanted",
                with_article(table.name),
                shape(root)
            );
            pass.invalid(
                root.span,
                message,
                "write one `key: value` a line, with a space after the colon",
            );
            Fields {
                first_key: root.span,
                keys: Vec::new(),
                entries: Vec::new(),
                rest: Vec::new(),
            }
        }
    };
    fix::withhold_where_repeated(root, &mut pass.findings);
    Conformed {
        fields,
        findings: pass.findings,
    }
}

/// What a finding calls a value.
#[derive(Clone, Copy)]
enum Label<'a> {
    Of(&'a str),
    ItemOf(&'a str),
    KeyOf(&'a str),
}

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Of(key) => write!(f, "`{key}`"),
            Self::ItemOf(key) => write!(f, "an item of `{key}`"),
            Self::KeyOf(key) => write!(f, "a key of `{key}`"),
        }
    }
}

impl<'a> Label<'a> {
    fn key(self) -> &'a str {
        match self {
            Self::Of(key) | Self::ItemOf(key) | Self::KeyOf(key) => key,
        }
    }
}

/// The keys of one mapping that its table knows, readable or not: where each is written.
#[derive(Debug, Default)]
struct Written(Vec<(&'static str, Span)>);

impl Written {
    fn at(&self, key: &str) -> Option<Span> {
        self.0
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, span)| *span)
    }

    fn has(&self, key: &str) -> bool {
        self.at(key).is_some()
    }
}

struct Pass<'a> {
    findings: Vec<Finding>,
    around: Around<'a>,
}

impl Pass<'_> {
    fn invalid(&mut self, span: Span, message: String, help: impl Into<String>) {
        self.findings
            .push(Finding::new("file/invalid-value", span, message).help(help));
    }

    /// `name` is what findings call it.
    fn mapping(&mut self, entries: &[Entry], table: &'static Table, (name, whole): (&str, Span)) -> Fields {
        let mut fields = Fields {
            first_key: entries.first().map_or(whole, |entry| entry.key.span),
            keys: Vec::new(),
            entries: Vec::with_capacity(entries.len()),
            rest: Vec::new(),
        };
        let mut written = Written(Vec::with_capacity(entries.len()));
        let mut unknown = Vec::new();
        let mut seen = BTreeMap::new();
        for entry in entries {
            let Some(key) = self.key(entry) else { continue };
            if self.is_repeated(&mut seen, key.to_owned(), entry) || key.starts_with("x-") {
                continue;
            }
            if let Some(known) = table.keys.iter().find(|known| known.name == key) {
                written.0.push((known.name, entry.key.span));
                let value = self.value(Label::Of(key), entry, &known.kind);
                let value = value.filter(|value| !known.required || self.is_filled(key, value));
                fields.entries.extend(value.map(|value| (known.name, value)));
            } else if let Some(kind) = table.rest {
                let value = self.value(Label::Of(key), entry, kind);
                let key = At::new(key.to_owned(), entry.key.span);
                fields.rest.extend(value.map(|value| (key, value)));
            } else {
                unknown.push((key, entry));
            }
        }
        self.unknown_keys((table, name), &unknown, &written);
        self.missing_keys((table, name), &written, fields.first_key);
        self.findings
            .extend(demands::check((table, name), &written, &fields));
        fields.keys = written.0;
        fields
    }

    fn key<'e>(&mut self, entry: &'e Entry) -> Option<&'e str> {
        let Some(scalar) = entry.key.scalar() else {
            let message = format!("{} as a key", shape(&entry.key));
            self.invalid(entry.key.span, message, "a key is a word, such as `client:`");
            return None;
        };
        Some(&scalar.text)
    }

    /// Keys are told apart by `sameness`.
    fn is_repeated(&mut self, seen: &mut BTreeMap<String, Span>, sameness: String, entry: &Entry) -> bool {
        let key = entry.key.scalar().map_or("", |scalar| &scalar.text);
        let Some(first) = seen.get(&sameness) else {
            seen.insert(sameness, entry.key.span);
            return false;
        };
        let finding = Finding::new(
            "file/duplicate-key",
            entry.key.span,
            format!("`{}` stands here twice", shown(key)),
        );
        let finding = finding
            .help("keep one of the two")
            .related(*first, "the first is here");
        self.findings.push(finding);
        true
    }

    /// A misspelt key is put right only where nothing else could be meant: it has one near neighbour, which isn't
    /// there yet and is nobody else's, and which takes the value as it is.
    fn unknown_keys(
        &mut self,
        (table, name): (&'static Table, &str),
        unknown: &[(&str, &Entry)],
        written: &Written,
    ) {
        let names = || table.keys.iter().map(|known| known.name);
        let near: Vec<_> = unknown.iter().map(|(key, _)| only_near(key, names())).collect();
        for ((key, entry), meant) in unknown.iter().zip(&near) {
            let is_free = |meant: &&str| {
                !written.has(meant) && near.iter().filter(|other| **other == Some(*meant)).count() == 1
            };
            let known = meant
                .filter(is_free)
                .and_then(|meant| table.keys.iter().find(|known| known.name == meant));
            let fitting = known.filter(|known| self.takes(known, entry));
            let mut finding = unknown_key((table, name), key, entry.key.span);
            finding.fix = fitting.and_then(|known| self.around.rewritten(&entry.key, known.name));
            self.findings.push(finding);
        }
    }

    /// Whether an entry's value is one for `key`.
    fn takes(&self, key: &'static Key, entry: &Entry) -> bool {
        let mut trial = Pass {
            findings: Vec::new(),
            around: self.around,
        };
        let value = trial.value(Label::Of(key.name), entry, &key.kind);
        let is_filled = value.is_some_and(|value| trial.is_filled(key.name, &value));
        is_filled && trial.findings.is_empty()
    }

    fn missing_keys(&mut self, (table, name): (&Table, &str), written: &Written, first_key: Span) {
        for key in table
            .keys
            .iter()
            .filter(|key| key.required && !written.has(key.name))
        {
            let message = format!("{name} has no `{}`", key.name);
            let help = format!("add `{}:` {}", key.name, wanted_example(&key.kind));
            self.findings
                .push(Finding::new("file/missing-key", first_key, message).help(help.trim_end()));
        }
    }

    /// What a record can't do without must hold something.
    fn is_filled(&mut self, key: &str, value: &At<Value>) -> bool {
        let is_empty = match &value.value {
            Value::Text(text) => text.trim().is_empty(),
            Value::List(items) => items.is_empty(),
            _ => false,
        };
        if is_empty {
            self.invalid(
                value.span,
                format!("`{key}` is empty"),
                "write what belongs there",
            );
        }
        !is_empty
    }

    /// The value of an entry, if it is of `kind`.
    fn value(&mut self, label: Label<'_>, entry: &Entry, kind: &'static Kind) -> Option<At<Value>> {
        if entry.value.scalar().is_some_and(super::tree::Scalar::is_nothing) {
            let message = format!("`{}` has no value", shown(label.key()));
            // Nothing has no place of its own: its key has.
            self.invalid(entry.key.span, message, "write one, or leave the line out");
            return None;
        }
        self.read(label, &entry.value, kind)
    }

    fn read(&mut self, label: Label<'_>, node: &Node, kind: &'static Kind) -> Option<At<Value>> {
        let value = match (kind, &node.shape) {
            (Kind::OneOf(kinds), _) => return self.one_of(label, node, kinds),
            (Kind::List(inner), Shape::List(items)) => self.list(label, items, inner)?,
            (Kind::Mapping(table), Shape::Mapping(entries)) => {
                let name = match label {
                    Label::Of(_) => label.to_string(),
                    Label::ItemOf(_) | Label::KeyOf(_) => with_article(table.name),
                };
                Value::Fields(Box::new(self.mapping(entries, table, (&name, node.span))))
            }
            (Kind::Map { key, value }, Shape::Mapping(entries)) => self.map(label, entries, (key, value)),
            (Kind::List(_) | Kind::Mapping(_) | Kind::Map { .. }, _)
            | (_, Shape::List(_) | Shape::Mapping(_)) => {
                self.wrong_shape(label, node, kind);
                return None;
            }
            (kind, Shape::Scalar(scalar)) => match scalar::read(kind, scalar) {
                Ok(value) => value,
                Err(wrong) => {
                    let message = format!("{label} {}", wrong.says);
                    let finding = Finding::new("file/invalid-value", node.span, message).help(wrong.help);
                    let meant = fix::of_value(kind, scalar, self.around.currency);
                    let fix = meant.and_then(|meant| self.around.rewritten(node, &meant));
                    self.findings.push(Finding { fix, ..finding });
                    return None;
                }
            },
        };
        Some(At::new(value, node.span))
    }

    fn one_of(&mut self, label: Label<'_>, node: &Node, kinds: &'static [Kind]) -> Option<At<Value>> {
        let mut fitting = kinds.iter().filter(|kind| has_shape(kind, node));
        if let Some(scalar) = node.scalar() {
            let taken = fitting.clone().find_map(|kind| scalar::read(kind, scalar).ok());
            if let Some(value) = taken {
                return Some(At::new(value, node.span));
            }
        }
        let is_one_of_several = fitting.clone().count() > 1;
        let Some(kind) = fitting.next() else {
            let wanted: Vec<&str> = kinds.iter().map(description).collect();
            let message = format!("{label} is {}; {} is wanted", shape(node), listed(wanted));
            self.invalid(node.span, message, reshaped(node, kinds, label.key()));
            return None;
        };
        let before = self.findings.len();
        let value = self.read(label, node, kind);
        if let Some(finding) = self.findings.get_mut(before).filter(|_| node.scalar().is_some()) {
            finding.help.push_str(&keys_instead(kinds));
            if is_one_of_several {
                finding.fix = None;
            }
        }
        value
    }

    fn list(&mut self, label: Label<'_>, items: &[Item], kind: &'static Kind) -> Option<Value> {
        let label = Label::ItemOf(label.key());
        let mut values = Vec::new();
        for item in items {
            if item.node.scalar().is_some_and(super::tree::Scalar::is_nothing) {
                let message = format!("{label} has no value");
                self.invalid(item.written, message, "write one, or delete the item");
                continue;
            }
            values.extend(self.read(label, &item.node, kind));
        }
        // A list of which nothing could be read is not an empty one.
        (items.is_empty() || !values.is_empty()).then_some(Value::List(values))
    }

    fn map(
        &mut self,
        label: Label<'_>,
        entries: &[Entry],
        (key_kind, value_kind): (&'static Kind, &'static Kind),
    ) -> Value {
        let mut seen = BTreeMap::new();
        let mut pairs = Vec::new();
        for entry in entries {
            let Some(text) = self.key(entry) else { continue };
            if self.is_repeated(&mut seen, fold(text), entry) {
                continue;
            }
            let shown = shown(text);
            let key = self.read(Label::KeyOf(label.key()), &entry.key, key_kind);
            let value = self.value(Label::Of(&shown), entry, value_kind);
            let key = key.and_then(|key| Some(At::new(key.value.as_text()?.to_owned(), key.span)));
            pairs.extend(key.zip(value));
        }
        Value::Map(pairs)
    }

    fn wrong_shape(&mut self, label: Label<'_>, node: &Node, kind: &'static Kind) {
        let message = format!("{label} is {}; {} is wanted", shape(node), description(kind));
        let help = reshaped(node, std::slice::from_ref(kind), label.key());
        self.invalid(node.span, message, help);
    }
}

fn unknown_key((table, name): (&Table, &str), key: &str, span: Span) -> Finding {
    let names = table.keys.iter().map(|known| known.name);
    let help = match nearest(key, names.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if key == "<<" => "merging isn't part of the format: write the keys out".to_owned(),
        None if table.keys.len() <= FEW => {
            format!(
                "its keys are {}; a key of your own starts with `x-`",
                all_of(names)
            )
        }
        None => format!(
            "leave it out, or call it `x-{}` if it is your own",
            shown(key).trim_start_matches('-')
        ),
    };
    let message = format!("{name} has no key `{}`", shown(key));
    Finding::new("file/unknown-key", span, message).help(help)
}

/// Tables with no more keys than this are listed whole in a help.
const FEW: usize = 8;
