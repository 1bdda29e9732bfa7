//! Ids and paths that exist, each with the few words that tell it from its neighbours.

use super::{Completion, Icon};
use crate::{
    calendar::Date,
    load::cursor::Cursor,
    model::{
        Contract, Kind as RecordKind, Ledger,
        contract::{Instalment, Timing},
        format::{Kind, Target},
        policy::BUILT_IN,
    },
    render::editor::{Desk, record},
};
use std::collections::{BTreeMap, BTreeSet};

/// Of one repeated instalment no more are offered.
const MOST_REPEATED: usize = 60;

/// Everything that a value of this kind can name.
pub fn of(desk: Desk, cursor: &Cursor, kind: Kind) -> Vec<Completion> {
    match kind {
        Kind::Document => documents(desk, cursor),
        Kind::Reference(target) => desk.ledger().map_or_else(
            || without_ledger(desk, target),
            |ledger| named(desk, (ledger, cursor), target),
        ),
        _ => Vec::new(),
    }
}

fn named(desk: Desk, (ledger, cursor): (&Ledger, &Cursor), target: Target) -> Vec<Completion> {
    // A record that names its client can name only what is theirs.
    let client = cursor.stated("client").map(str::to_lowercase);
    let is_theirs = |id: &str| client.as_ref().is_none_or(|client| *client == id.to_lowercase());
    match target {
        Target::Client => {
            let clients = ledger.clients.values();
            clients
                .map(|client| Completion::new(Icon::Record, &client.id).detail(&client.name.value))
                .collect()
        }
        Target::Contract => {
            let contracts = ledger
                .contracts
                .values()
                .filter(|contract| is_theirs(&contract.client));
            contracts
                .map(|contract| Completion::new(Icon::Record, &contract.id).detail(&contract.title))
                .collect()
        }
        Target::Invoice => {
            let invoices = ledger
                .invoices
                .values()
                .filter(|invoice| is_theirs(&invoice.client));
            invoices
                .map(|invoice| {
                    let issued = invoice
                        .issued
                        .map_or_else(|| "a draft".to_owned(), |on| format!("issued {}", on.value));
                    Completion::new(Icon::Record, &invoice.id)
                        .detail(format!("{}, {issued}", &invoice.client.value))
                })
                .collect()
        }
        Target::Instalment => {
            let contract = cursor
                .stated("contract")
                .and_then(|id| record(&ledger.contracts, id));
            contract.map_or_else(Vec::new, |contract| instalments(ledger, contract, cursor.id()))
        }
        Target::Policy => policies(ledger),
        Target::Jurisdiction => places(desk),
    }
}

/// What can be offered while `dunlin.yaml` can't be read.
fn without_ledger(desk: Desk, target: Target) -> Vec<Completion> {
    match target {
        Target::Jurisdiction => places(desk),
        Target::Policy => BUILT_IN
            .iter()
            .map(|name| Completion::new(Icon::Record, *name))
            .collect(),
        _ => Vec::new(),
    }
}

/// Those that no other invoice bills first.
fn instalments(ledger: &Ledger, contract: &Contract, own: &str) -> Vec<Completion> {
    let mut billed: BTreeMap<String, &str> = BTreeMap::new();
    let others = ledger.invoices.values().filter(|invoice| {
        let under = invoice
            .contract
            .as_ref()
            .is_some_and(|id| id.value == contract.id);
        under && invoice.void.is_none() && invoice.id.to_lowercase() != own.to_lowercase()
    });
    for invoice in others {
        for id in &invoice.instalments {
            billed.insert(id.to_lowercase(), &invoice.id);
        }
    }
    let rows = contract.instalments().flat_map(names);
    let amendments = contract.amendments.iter();
    let whole = amendments.map(|amendment| (amendment.id.value.clone(), "an amendment, whole".to_owned()));
    let mut seen = BTreeSet::new();
    let mut items: Vec<_> = rows
        .chain(whole)
        .filter(|(id, _)| seen.insert(id.clone()))
        .map(|(id, when)| {
            let by = billed.get(&id.to_lowercase());
            let detail = by.map_or(when.clone(), |by| format!("{when}, billed by {by}"));
            (by.is_some(), Completion::new(Icon::Record, id).detail(detail))
        })
        .collect();
    items.sort_by_key(|(is_billed, _)| *is_billed);
    items.into_iter().map(|(_, item)| item).collect()
}

/// What invoices call a row of a schedule, and when it is due.
fn names(row: &Instalment) -> Vec<(String, String)> {
    let due = |day: Date| format!("due {day}");
    match row.timing {
        Timing::Due(day) => vec![(row.id.value.clone(), due(day))],
        Timing::Expected(day) => vec![(row.id.value.clone(), format!("expected {day}"))],
        Timing::Repeated { every, from, until } => {
            let days = every.dates(from, until.unwrap_or(Date::MAX)).take(MOST_REPEATED);
            (1..)
                .zip(days)
                .map(|(number, day): (u32, Date)| (format!("{}-{number}", row.id.value), due(day)))
                .collect()
        }
    }
}

fn policies(ledger: &Ledger) -> Vec<Completion> {
    let own = ledger.settings.policies.iter();
    let own = own.map(|policy| Completion::new(Icon::Record, &policy.name.value).detail("your own"));
    let own: Vec<_> = own.collect();
    let built_in = BUILT_IN
        .iter()
        .filter(|name| !own.iter().any(|own| own.label == **name));
    let built_in = built_in.map(|name| Completion::new(Icon::Record, *name).detail("built in"));
    own.iter().cloned().chain(built_in).collect()
}

fn places(desk: Desk) -> Vec<Completion> {
    let places = desk.shelf.places.iter();
    places
        .map(|(id, name)| Completion::new(Icon::Record, id).detail(name))
        .collect()
}

/// Files that hold no record of the ledger first.
fn documents(desk: Desk, cursor: &Cursor) -> Vec<Completion> {
    let is_record = |path: &str| {
        let top = path.split('/').next().unwrap_or_default();
        RecordKind::of_folder(top).is_some() || path == crate::load::SETTINGS
    };
    let mut paths: Vec<_> = desk.documents.iter().collect();
    paths.sort_by_key(|path| is_record(path));
    let before = cursor.written().start.checked_sub(1);
    let is_quoted = before.is_some_and(|at| matches!(cursor.slice(at..at + 1), "\"" | "'"));
    let items = paths.into_iter().map(|path| {
        let mut item = Completion::new(Icon::File, path);
        if !is_quoted && needs_quotes(path) {
            item.insert = format!("'{}'", path.replace('\'', "''"));
        }
        item
    });
    items.collect()
}

/// Whether YAML might read something else into a path.
fn needs_quotes(path: &str) -> bool {
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | ' ' | '(' | ')' | '+');
    !path.chars().all(is_plain) || !path.starts_with(|c: char| c.is_alphanumeric() || c == '.' || c == '_')
}
