//! A walk over every readable value of a record together with the kind its table gives it; apart because
//! references, documents and amounts are all found this way.

use crate::{
    model::format::{Fields, Kind, Table, Value},
    money::Currency,
    source::At,
};
use std::collections::BTreeSet;

/// A value's kind, and what stands around it.
pub(super) struct Seen<'a> {
    pub kind: &'a Kind,
    /// The key of its mapping, or the nearest one around it.
    pub key: &'a str,
    /// Of a value in a map by currency.
    pub currency: Option<Currency>,
}

/// What becomes of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Keep,
    /// As if it had not been written.
    Remove,
}

pub(super) type See<'s> = dyn FnMut(&Seen<'_>, &mut At<Value>) -> Verdict + 's;

/// Shows every single value to `see`, keys of maps included.
pub(super) fn visit(table: &Table, fields: &mut Fields, see: &mut See<'_>) {
    fields.entries.retain_mut(|(name, value)| {
        let known = table.keys.iter().find(|key| key.name == *name);
        known.is_none_or(|key| keeps(&of(&key.kind, key.name), value, see))
    });
    if let Some(kind) = table.rest {
        fields
            .rest
            .retain_mut(|(name, value)| keeps(&of(kind, &name.value.clone()), value, see));
    }
}

fn of<'a>(kind: &'a Kind, key: &'a str) -> Seen<'a> {
    Seen {
        kind,
        key,
        currency: None,
    }
}

fn keeps(seen: &Seen<'_>, value: &mut At<Value>, see: &mut See<'_>) -> bool {
    let kind = match seen.kind {
        Kind::OneOf(kinds) => kinds.iter().find(|kind| has_shape(kind, &value.value)),
        kind => Some(kind),
    };
    match (kind, &mut value.value) {
        (Some(Kind::List(inner)), Value::List(items)) => {
            items.retain_mut(|item| keeps(&of(inner, seen.key), item, see));
            if matches!(inner, Kind::Reference(_)) {
                // Named twice is named: nothing may count double for it.
                let mut named = BTreeSet::new();
                items.retain(|item| item.value.as_text().is_none_or(|id| named.insert(id.to_owned())));
            }
            true
        }
        (Some(Kind::Mapping(table)), Value::Fields(fields)) => {
            visit(table, fields, see);
            true
        }
        (Some(Kind::Map { key, value }), Value::Map(entries)) => {
            entries.retain_mut(|(name, entry)| {
                let mut named = At::new(Value::Text(name.value.clone()), name.span);
                let kept = see(&of(key, seen.key), &mut named) == Verdict::Keep;
                if let Value::Text(text) = named.value {
                    name.value = text;
                }
                let by_currency = matches!(key, Kind::Currency);
                let inner = Seen {
                    kind: value,
                    key: seen.key,
                    currency: Currency::from_code(&name.value).filter(|_| by_currency),
                };
                kept & keeps(&inner, entry, see)
            });
            true
        }
        (Some(kind), _) => {
            let single = Seen { kind, ..*seen };
            see(&single, value) == Verdict::Keep
        }
        (None, _) => true,
    }
}

fn has_shape(kind: &Kind, value: &Value) -> bool {
    match value {
        Value::List(_) => matches!(kind, Kind::List(_)),
        Value::Fields(_) => matches!(kind, Kind::Mapping(_)),
        Value::Map(_) => matches!(kind, Kind::Map { .. }),
        Value::Date(_) => matches!(kind, Kind::Date),
        Value::Bool(_) => matches!(kind, Kind::Bool),
        Value::Whole(_) => matches!(kind, Kind::Count | Kind::Offset),
        Value::Number(_) => matches!(kind, Kind::Amount | Kind::Decimal | Kind::Percent { .. }),
        Value::Text(_) => !matches!(kind, Kind::List(_) | Kind::Mapping(_) | Kind::Map { .. }),
    }
}
