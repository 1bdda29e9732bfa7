//! What a key is for and what it takes, from the table that the loader reads it by.

use super::says;
use crate::{
    load::cursor::Cursor,
    model::{Policy, Stage, format::Kind},
    render::editor::{Card, Desk},
};

/// The key under the cursor.
pub fn card(cursor: &Cursor) -> Option<Card> {
    let name = cursor.slice(cursor.written());
    let tables = cursor.mapping_kinds().into_iter();
    let key = tables
        .filter_map(|kind| match kind {
            Kind::Mapping(table) => table.keys.iter().find(|key| key.name == name),
            _ => None,
        })
        .next()?;
    let required = if key.required { ", required" } else { "" };
    let mut card = Card::new(format!("`{name}`{required}"));
    card.line(key.doc);
    card.line(format!("Takes {}.", says(&key.kind)));
    Some(card)
}

/// How a policy chases.
pub fn policy(desk: Desk, name: &str) -> Option<Card> {
    let own = desk.ledger().map(|ledger| ledger.settings.policies.as_slice());
    let policy = Policy::named(name, own.unwrap_or_default())?;
    let mut card = Card::new(format!("Policy `{name}`"));
    let stages = Stage::LADDER
        .into_iter()
        .filter_map(|stage| Some(format!("`{stage}` {}", relative(policy.step(stage)?.day))));
    card.line(format!(
        "Days after the due date: {}.",
        stages.collect::<Vec<_>>().join(", ")
    ));
    card.line(format!(
        "{} of grace before work stops, where a contract says nothing.",
        super::days(i64::from(policy.grace_days))
    ));
    Some(card)
}

/// `3`, `−3` before it.
fn relative(day: i64) -> String {
    if day < 0 {
        format!("−{}", day.unsigned_abs())
    } else {
        day.to_string()
    }
}
