//! What the thing under the cursor means today, in a few plain lines.

mod client;
mod contract;
mod invoice;
mod key;
mod place;
mod rule;

use super::{
    Card, Desk, Hover,
    subject::{Subject, subject},
};
use crate::{
    load::cursor::{Cursor, Spot},
    model::{Kind, format},
    money::{Amount, Currency},
};

/// Keys of an invoice that are about the whole of it.
const OF_INVOICE: [&str; 8] = [
    "id",
    "number",
    "amount",
    "due",
    "issued",
    "sent",
    "lines",
    "instalment",
];
/// The same of a contract.
const OF_CONTRACT: [&str; 5] = ["id", "total", "schedule", "amendments", "signed"];
/// The same of a client.
const OF_CLIENT: [&str; 5] = ["id", "name", "legal_name", "credit_limit", "contact"];

/// `None`: there is nothing to say here.
pub fn hover(desk: Desk, cursor: &Cursor) -> Option<Hover> {
    let mut cards = Vec::new();
    let mut range = cursor.written();
    if let Some((subject, at)) = subject(cursor) {
        range = at;
        cards.extend(about(desk, cursor, &subject));
    }
    if cursor.spot == Spot::Key {
        cards.extend(key::card(cursor));
    }
    cards.extend(own(desk, cursor));
    cards.dedup();
    (!cards.is_empty() && !range.is_empty()).then_some(Hover { range, cards })
}

fn about(desk: Desk, cursor: &Cursor, subject: &Subject) -> Option<Card> {
    match subject {
        Subject::Client(id) => client::card(desk, id),
        Subject::Contract(id) => contract::card(desk, id),
        Subject::Invoice(id) => invoice::card(desk, id),
        Subject::Instalment { contract, id } => contract::instalment(desk, contract, id),
        Subject::Policy(id) => key::policy(desk, id),
        Subject::Jurisdiction(id) => place::card(desk, cursor, id),
        Subject::Document(path) => (!desk.documents.contains(path.trim_start_matches("./"))).then(|| {
            let mut card = Card::new(format!("`{path}`"));
            card.line("There is no such file in the ledger; paths start at its root.");
            card
        }),
        Subject::Rule(rule) => Some(rule::card(rule)),
    }
}

/// The record that the cursor is in, where it is on what stands for all of it.
fn own(desk: Desk, cursor: &Cursor) -> Option<Card> {
    if !matches!(cursor.spot, Spot::Key | Spot::Value) {
        return None;
    }
    let path = cursor.path();
    let top = path.first()?;
    let kind = cursor.file().kind?;
    if kind == Kind::Contract && path.len() > 1 && (*top == "schedule" || path.get(2) == Some(&"schedule")) {
        return contract::instalment(desk, cursor.id(), cursor.sibling("id")?);
    }
    let is_key = cursor.spot == Spot::Key && cursor.is_on_first_key();
    let stands_for = |keys: &[&str]| is_key || (path.len() == 1 && keys.contains(top));
    match kind {
        Kind::Invoice if stands_for(&OF_INVOICE) => invoice::card(desk, cursor.id()),
        Kind::Contract if stands_for(&OF_CONTRACT) => contract::card(desk, cursor.id()),
        Kind::Client if stands_for(&OF_CLIENT) => client::card(desk, cursor.id()),
        _ => None,
    }
}

/// `1200.00 EUR`.
fn money(amount: Amount, currency: Currency) -> String {
    format!("{} {currency}", amount.plain(currency))
}

/// `1 day`, `12 days`.
fn days(count: i64) -> String {
    match count {
        1 => "1 day".to_owned(),
        _ => format!("{count} days"),
    }
}

/// What a value of this kind looks like, in words.
fn says(kind: &format::Kind) -> String {
    use format::{Kind, Target};
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Id => "an id: letters, digits, `.`, `_` and `-`".to_owned(),
        Kind::Date => "a date, such as 2026-03-01".to_owned(),
        Kind::Bool => "`true` or `false`".to_owned(),
        Kind::Amount => "an amount above 0, such as 1250.50".to_owned(),
        Kind::Decimal => "a number".to_owned(),
        Kind::Percent { most } => format!("a percentage from 0 to {most}"),
        Kind::Count => "a whole number, 0 or more".to_owned(),
        Kind::Offset => "a whole number, below 0 too".to_owned(),
        Kind::Word(words) => {
            let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
            format!("one of {}", words.join(", "))
        }
        Kind::Language => "a language tag, such as `en`".to_owned(),
        Kind::Currency => "a currency, such as `EUR`".to_owned(),
        Kind::Document => "a file's path from the ledger's root".to_owned(),
        Kind::Folder => "a folder's path from the ledger's root".to_owned(),
        Kind::Reference(target) => match target {
            Target::Client => "a client's id".to_owned(),
            Target::Contract => "a contract's id".to_owned(),
            Target::Instalment => "an instalment's id".to_owned(),
            Target::Invoice => "an invoice's id".to_owned(),
            Target::Policy => "a policy's name".to_owned(),
            Target::Jurisdiction => "a place's id; `dunlin law` lists them".to_owned(),
        },
        Kind::List(item) => format!("a list, each item {}", says(item)),
        Kind::Mapping(table) => {
            let names: Vec<_> = table.keys.iter().map(|key| format!("`{}`", key.name)).collect();
            format!("keys of its own: {}", names.join(", "))
        }
        Kind::Map { key, value } => format!("a map, from {} to {}", says(key), says(value)),
        Kind::OneOf(kinds) => {
            let kinds: Vec<_> = kinds.iter().map(says).collect();
            kinds.join("; or ")
        }
    }
}
