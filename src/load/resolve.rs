//! What no file can tell alone: ids that are taken, references that lead nowhere, and what each problem costs.

mod amounts;
mod documents;
mod ids;
mod policies;
mod references;
mod visit;

use super::{
    Folder, Unread,
    file::{Draft, Lost},
    front_matter,
};
use crate::{
    finding::Finding,
    model::{
        Case, Client, Contract, Invoice, Kind, Ledger, LogEntry, Payment, Plan, Settings,
        format::{self, Target},
    },
    source::{FileId, Sources},
};
use ids::Ids;
use references::References;
use std::collections::BTreeSet;

/// What all files of a ledger hold, in path order.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub settings: Option<Draft<()>>,
    pub drafts: Vec<Draft<Kind>>,
    pub lost: Vec<Lost>,
}

/// Clients before contracts before invoices before the rest: each refers only to those before it.
const ORDER: [Kind; 7] = [
    Kind::Client,
    Kind::Contract,
    Kind::Invoice,
    Kind::Payment,
    Kind::Log,
    Kind::Plan,
    Kind::Case,
];

/// The records that hold, what was wrong with the others, and what they leave out.
#[derive(Debug)]
pub(super) struct Resolved {
    pub ledger: Option<Ledger>,
    pub unread: Unread,
    pub findings: Vec<Finding>,
}

/// Looks everything up and builds what can be built.
pub(super) fn resolve(
    mut gathered: Gathered,
    folder: &Folder,
    jurisdictions: &[&str],
    sources: &Sources,
) -> Resolved {
    let mut findings = Vec::new();
    let ids = Ids::take(&mut gathered.drafts, &gathered.lost, &mut findings);
    ids::repeated_numbers(&mut gathered.drafts, &ids, &mut findings);
    let settings = gathered.settings.take();
    let mut references = References::new(ids, folder, jurisdictions);
    let settings = settings.map(|mut settings| {
        references.settings(&mut settings, &mut findings);
        amounts::settings(&mut settings, &mut findings);
        settings
    });
    let currency = settings
        .as_ref()
        .and_then(|settings| settings.fields.currency("currency"));
    for kind in ORDER {
        for index in 0..gathered.drafts.len() {
            if gathered.drafts.get(index).is_some_and(|draft| draft.kind == kind) {
                references.record(&mut gathered.drafts, index, &mut findings);
                amounts::check(
                    &mut gathered.drafts,
                    index,
                    (&references.ids, currency),
                    &mut findings,
                );
            }
        }
    }
    let mut unread = Unread::default();
    note_unread(&gathered, &references.ids, sources, &mut unread);
    let ledger = build(settings, gathered.drafts, sources, &mut unread);
    Resolved {
        ledger,
        unread,
        findings,
    }
}

/// Whose records are missing, so that nobody gets a letter about a debt that may be paid.
fn note_unread(gathered: &Gathered, ids: &Ids, sources: &Sources, unread: &mut Unread) {
    for lost in &gathered.lost {
        let file = path(sources, lost.file);
        for id in &lost.clients {
            unread.note(ids.canonical(Target::Client, id), file);
        }
        if lost.clients.is_empty() {
            unread.note(None, file);
        }
    }
    for draft in gathered
        .drafts
        .iter()
        .filter(|draft| draft.misread || !draft.sound)
    {
        let file = path(sources, draft.origin.file);
        let client = match draft.kind {
            Kind::Client => draft.id.as_ref().map(|id| id.value.clone()),
            _ => draft.fields.text("client").map(|client| client.value),
        };
        unread.note(
            client.and_then(|client| ids.canonical(Target::Client, &client)),
            file,
        );
        for client in clients_concerned(draft, ids, &gathered.drafts) {
            unread.note(Some(&client), file);
        }
    }
}

/// A record that is left out may be about another client's invoice or contract than its own.
fn clients_concerned(draft: &Draft<Kind>, ids: &Ids, drafts: &[Draft<Kind>]) -> BTreeSet<String> {
    let mut fields = draft.fields.clone();
    let mut clients = BTreeSet::new();
    visit::visit(draft.kind.table(), &mut fields, &mut |seen, value| {
        let target = match seen.kind {
            format::Kind::Reference(target @ (Target::Invoice | Target::Contract)) => Some(*target),
            _ => None,
        };
        if let (Some(target), Some(id)) = (target, value.value.as_text()) {
            let found = ids.index(target, id).and_then(|index| drafts.get(index));
            clients.extend(
                found
                    .and_then(|named| named.fields.text("client"))
                    .map(|client| client.value),
            );
        }
        visit::Verdict::Keep
    });
    clients.retain(|client| ids.canonical(Target::Client, client).is_some());
    clients
}

fn path(sources: &Sources, file: FileId) -> &str {
    &sources.file(file).path
}

fn build(
    settings: Option<Draft<()>>,
    drafts: Vec<Draft<Kind>>,
    sources: &Sources,
    unread: &mut Unread,
) -> Option<Ledger> {
    let whole = settings.as_ref().is_some_and(|settings| !settings.misread);
    if !whole {
        unread.note(None, super::SETTINGS);
    }
    let settings = settings?;
    let mut ledger = Ledger::new(Settings::from_fields(settings.origin, &settings.fields)?);
    for draft in drafts.into_iter().filter(|draft| draft.sound) {
        let (file, client) = (draft.origin.file, draft.fields.text("client"));
        if add(&mut ledger, draft).is_none() {
            unread.note(
                client.as_ref().map(|client| client.value.as_str()),
                path(sources, file),
            );
        }
    }
    Some(ledger)
}

/// `None` if the record lacks what it can't be without.
fn add(ledger: &mut Ledger, draft: Draft<Kind>) -> Option<()> {
    let Draft {
        kind,
        id,
        origin,
        fields,
        body,
        ..
    } = draft;
    let id = id?.value;
    let prose = body
        .as_ref()
        .map(|body| front_matter::prose(&body.value))
        .unwrap_or_default();
    macro_rules! add_to {
        ($records:ident, $record:ident) => {{
            let mut record = $record::from_fields(id.clone(), origin, &fields)?;
            record.prose = prose;
            ledger.$records.insert(id, record);
        }};
    }
    match kind {
        Kind::Case => add_to!(cases, Case),
        Kind::Client => add_to!(clients, Client),
        Kind::Contract => add_to!(contracts, Contract),
        Kind::Invoice => add_to!(invoices, Invoice),
        Kind::Log => {
            let mut entry = LogEntry::from_fields(id.clone(), origin, &fields)?;
            (entry.prose, entry.body) = (prose, body);
            ledger.log.insert(id, entry);
        }
        Kind::Payment => add_to!(payments, Payment),
        Kind::Plan => add_to!(plans, Plan),
    }
    Some(())
}
