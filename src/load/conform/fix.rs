//! The one safe answer to what is wrong, where there is one; apart because a message may guess, and a change may not.

mod amount;
mod date;

use super::scalar;
use crate::{
    finding::{Edit, Finding, Fix},
    load::{
        nearest::only_near,
        tree::{Node, Scalar, Shape},
    },
    model::format::{Kind, Table},
    money::Currency,
    source::Span,
};
use std::rc::Rc;

/// What stands around a value, as far as a fix must know it.
#[derive(Debug, Clone, Copy)]
pub(in crate::load) struct Around<'a> {
    /// The whole file, as spans count it.
    pub text: &'a str,
    /// Of every amount here; `None`: it can't be told for certain.
    pub currency: Option<Currency>,
}

impl Around<'_> {
    /// Within a record, where `self` has the ledger's currency.
    pub(super) fn of_record(self, root: &Node, table: &Table) -> Self {
        Self {
            currency: currency(root, table, self.currency),
            ..self
        }
    }

    /// Puts `wanted` in the place of a scalar, inside its quotes if it has some. `None` where it is written otherwise
    /// than character by character.
    pub(super) fn rewritten(&self, node: &Node, wanted: &str) -> Option<Fix> {
        let scalar = node.scalar()?;
        let (start, end) = (node.span.start as usize, node.span.end as usize);
        let raw = self.text.get(start..end)?;
        let in_quotes = ['"', '\'']
            .into_iter()
            .find_map(|quote| raw.strip_prefix(quote)?.strip_suffix(quote));
        // In quotes `true` would be a text.
        let is_bool = matches!(wanted, "true" | "false");
        let span = match in_quotes {
            Some(inside) if inside == scalar.text && is_bool => node.span,
            Some(inside) if inside == scalar.text => Span {
                start: node.span.start + 1,
                end: node.span.end - 1,
                ..node.span
            },
            _ if raw == scalar.text => node.span,
            _ => return None,
        };
        Some(Fix {
            title: format!("write `{wanted}`"),
            edits: vec![Edit {
                span,
                text: wanted.to_owned(),
            }],
        })
    }
}

/// The currency of all amounts of a record. A key that the table doesn't know may have been meant to say another.
fn currency(root: &Node, table: &Table, ledger: Option<Currency>) -> Option<Currency> {
    let Shape::Mapping(entries) = &root.shape else {
        return None;
    };
    let is_known = |key: &str| key.starts_with("x-") || table.keys.iter().any(|known| known.name == key);
    let all_known = entries
        .iter()
        .all(|entry| entry.key.scalar().is_some_and(|key| is_known(&key.text)));
    let is_ledgers = match table.name {
        "client" | "contract" | "payment" | "plan" => true,
        "invoice" => root.get("contract").is_none(),
        _ => false,
    };
    match root.get("currency") {
        _ if !all_known => None,
        Some(own) if table.name != "dunlin.yaml" => Currency::from_code(&own.scalar()?.text),
        _ => ledger.filter(|_| is_ledgers),
    }
}

/// What a value that `kind` doesn't take can only have meant, in the ledger's form.
pub(super) fn of_value(kind: &Kind, written: &Scalar, currency: Option<Currency>) -> Option<String> {
    let text = written.text.trim();
    let meant = match kind {
        Kind::Bool => bool(text).map(str::to_owned),
        Kind::Date => date::only_meaning(text),
        Kind::Amount => amount::only_meaning(text, currency),
        Kind::Decimal => amount::only_meaning(text, None),
        Kind::Percent { .. } => amount::only_percentage(text),
        Kind::Count | Kind::Offset => amount::only_whole(text),
        Kind::Word(words) => word(text, words),
        Kind::Language => Some(text.replace('_', "-")),
        Kind::Currency => code(text),
        _ => None,
    }?;
    let plain = Scalar {
        text: meant,
        plain: true,
    };
    scalar::read(kind, &plain).is_ok().then_some(plain.text)
}

fn bool(text: &str) -> Option<&'static str> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "on" => Some("true"),
        "false" | "no" | "n" | "off" => Some("false"),
        _ => None,
    }
}

/// Short words are other words too soon.
const SHORTEST: usize = 5;

fn word(text: &str, words: &[&'static str]) -> Option<String> {
    let near = only_near(text, words.iter().copied())?;
    let is_slip = text.chars().count() >= SHORTEST;
    let same = |c: char| {
        if matches!(c, '_' | ' ') {
            '-'
        } else {
            c.to_ascii_lowercase()
        }
    };
    let is_same = text.chars().map(same).eq(near.chars());
    (is_same || is_slip).then(|| near.to_owned())
}

/// A sign that stands for one currency alone.
fn code(text: &str) -> Option<String> {
    match text.to_lowercase().as_str() {
        "€" | "euro" | "euros" => Some("EUR".to_owned()),
        "us$" => Some("USD".to_owned()),
        _ => Some(text.to_ascii_uppercase()),
    }
}

/// What an alias repeats stands in several places, and a change to it would be one to all of them.
pub(super) fn withhold_where_repeated(root: &Node, findings: &mut [Finding]) {
    if findings.iter().any(|finding| finding.fix.is_some()) && repeats(root) {
        for finding in findings {
            finding.fix = None;
        }
    }
}

fn repeats(node: &Node) -> bool {
    let again = |node: &Rc<Node>| Rc::strong_count(node) > 1 || repeats(node);
    match &node.shape {
        Shape::Scalar(_) => false,
        Shape::List(items) => items.iter().any(|item| again(&item.node)),
        Shape::Mapping(entries) => entries
            .iter()
            .any(|entry| again(&entry.key) || again(&entry.value)),
    }
}
