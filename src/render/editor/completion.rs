//! What may be written at the cursor: keys of the table that holds there, words of a fixed set, and ids that exist.

mod ids;

use super::{Desk, subject::word_of_comment};
use crate::{
    check::rules,
    load::cursor::{Cursor, Spot},
    model::format::{Kind, Table},
    money::Currency,
};
use std::ops::Range;

/// What is offered, and what of the text it replaces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completions {
    /// In bytes; empty where nothing is typed yet.
    pub range: Range<usize>,
    /// The likeliest first.
    pub items: Vec<Completion>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    pub label: String,
    pub insert: String,
    /// A few words beside the label.
    pub detail: String,
    /// A sentence or two.
    pub documentation: String,
    pub icon: Icon,
}

/// What kind of thing is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    Key,
    Word,
    Record,
    File,
    Rule,
}

impl Completion {
    fn new(icon: Icon, label: impl Into<String>) -> Self {
        let label = label.into();
        Self {
            insert: label.clone(),
            label,
            detail: String::new(),
            documentation: String::new(),
            icon,
        }
    }

    fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    fn documentation(mut self, documentation: impl Into<String>) -> Self {
        self.documentation = documentation.into();
        self
    }
}

/// Everything that may stand at the cursor.
pub fn completions(desk: Desk, cursor: &Cursor) -> Completions {
    if cursor.spot == Spot::Comment {
        return in_comment(cursor);
    }
    let range = cursor.written();
    let mut items = Vec::new();
    for kind in cursor.mapping_kinds() {
        match kind {
            Kind::Mapping(table) => items.extend(keys(table, cursor)),
            Kind::Map { key, .. } => {
                let wanted = ids::of(desk, cursor, *key).into_iter();
                let keys = wanted.filter(|item| !cursor.siblings().contains(&item.label.as_str()));
                items.extend(keys.map(|item| with_colon(item, cursor)));
            }
            _ => {}
        }
    }
    let mut values: Vec<_> = cursor
        .value_kinds()
        .into_iter()
        .flat_map(|kind| value(desk, cursor, kind))
        .collect();
    // `client:` with the cursor at the colon.
    let before = cursor.slice(range.start.saturating_sub(1)..range.start);
    if cursor.spot == Spot::Value && matches!(before, ":" | "-") {
        for item in &mut values {
            item.insert.insert(0, ' ');
        }
    }
    items.extend(values);
    Completions { range, items }
}

/// Those not yet there; the required ones first, then in the order of the format's page.
fn keys(table: &'static Table, cursor: &Cursor) -> Vec<Completion> {
    let there = cursor.siblings();
    let mut keys: Vec<_> = table
        .keys
        .iter()
        .filter(|key| !there.contains(&key.name))
        .collect();
    keys.sort_by_key(|key| !key.required);
    let items = keys.into_iter().map(|key| {
        let detail = if key.required { "required" } else { "" };
        Completion::new(Icon::Key, key.name)
            .detail(detail)
            .documentation(key.doc)
    });
    let mut items: Vec<_> = items.collect();
    if table.rest.is_some() && table.name == "rules" {
        items.extend(
            all_rules()
                .into_iter()
                .filter(|rule| !there.contains(&rule.label.as_str())),
        );
    }
    items.into_iter().map(|item| with_colon(item, cursor)).collect()
}

fn with_colon(mut item: Completion, cursor: &Cursor) -> Completion {
    if cursor.wants_colon() {
        item.insert.push_str(": ");
    }
    item
}

fn value(desk: Desk, cursor: &Cursor, kind: Kind) -> Vec<Completion> {
    let words = |words: &[&str]| {
        words
            .iter()
            .map(|word| Completion::new(Icon::Word, *word))
            .collect()
    };
    match kind {
        Kind::Bool => words(&["true", "false"]),
        Kind::Word(known) => words(known),
        Kind::Language => desk
            .shelf
            .languages
            .iter()
            .map(|tag| Completion::new(Icon::Word, tag))
            .collect(),
        Kind::Currency => currencies(desk),
        kind => ids::of(desk, cursor, kind),
    }
}

/// Those of the ledger first.
fn currencies(desk: Desk) -> Vec<Completion> {
    let own = desk.ledger().map(|ledger| {
        let settings = std::iter::once(ledger.settings.currency.value);
        let contracts = ledger.contracts.values().map(|c| ledger.contract_currency(c));
        let invoices = ledger.invoices.values().map(|i| ledger.invoice_currency(i));
        let mut own: Vec<Currency> = settings.chain(contracts).chain(invoices).collect();
        own.sort();
        own.dedup();
        own
    });
    let own: Vec<_> = own.unwrap_or_default().into_iter().map(Currency::code).collect();
    let others = Currency::codes().into_iter().filter(|code| !own.contains(code));
    let used = own
        .iter()
        .map(|code| Completion::new(Icon::Word, *code).detail("used in this ledger"));
    used.chain(others.map(|code| Completion::new(Icon::Word, code)))
        .collect()
}

/// Rules, within the brackets of an `allow`.
fn in_comment(cursor: &Cursor) -> Completions {
    let (range, _) = word_of_comment(cursor);
    let said = cursor.slice(cursor.line().start..range.start);
    let within = said
        .rsplit_once("dunlin:")
        .and_then(|(_, said)| said.trim_start().strip_prefix("allow"))
        .and_then(|said| said.trim_start().strip_prefix('('))
        .is_some_and(|said| !said.contains(')'));
    let mut items = if within { all_rules() } else { Vec::new() };
    items.retain(|rule| rule.label.contains('/'));
    Completions { range, items }
}

/// Each group, then its rules.
fn all_rules() -> Vec<Completion> {
    let groups = rules::GROUPS.iter().flat_map(|group| {
        let rules = group.rules.iter().map(|rule| {
            Completion::new(Icon::Rule, rule.id)
                .detail(rule.level.word())
                .documentation(rule.summary)
        });
        let whole = Completion::new(Icon::Rule, group.name).detail("every rule of this group");
        std::iter::once(whole).chain(rules)
    });
    groups.collect()
}
