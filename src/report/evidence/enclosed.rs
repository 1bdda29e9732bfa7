//! Which files of the ledger belong to a claim: the records that tell its facts, and the documents that they name.

use super::Evidence;
use crate::{
    assess::Assessed,
    model::Origin,
    source::{At, FileId, Sources, Span},
};
use std::collections::{BTreeMap, BTreeSet};

/// A file to enclose, by its path in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Enclosed {
    pub path: String,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A file of records.
    Records,
    /// Of a file that also holds records of other clients: only these of its stretches.
    Excerpt(Vec<Span>),
    Document,
}

/// Everything to enclose, by path.
pub fn enclosed(assessed: &Assessed, evidence: &Evidence, sources: &Sources) -> Vec<Enclosed> {
    let shared = shared_files(assessed);
    let gathered = Gathered::of(assessed, evidence);
    let files = gathered.records.into_iter().map(|(file, spans)| Enclosed {
        path: sources.file(file).path.clone(),
        what: if shared.contains(&file) {
            What::Excerpt(spans.into_iter().collect())
        } else {
            What::Records
        },
    });
    let documents = gathered.documents.into_iter().map(|path| Enclosed {
        path: path.to_owned(),
        what: What::Document,
    });
    let all = documents
        .chain(files)
        .map(|enclosed| (enclosed.path.clone(), enclosed));
    all.collect::<BTreeMap<_, _>>().into_values().collect()
}

/// The records of a claim, by file, and the documents that they name.
#[derive(Default)]
struct Gathered<'a> {
    records: BTreeMap<FileId, BTreeSet<Span>>,
    documents: BTreeSet<&'a str>,
}

impl<'a> Gathered<'a> {
    fn of(assessed: &Assessed<'a>, evidence: &Evidence<'_, 'a>) -> Self {
        let mut all = Self::default();
        all.record(&evidence.client.origin, None);
        if let Some(on) = evidence.contract {
            all.record(&on.contract.origin, on.contract.document.as_ref());
        }
        let claimed = evidence.claimed.iter().map(|own| own.on);
        let invoices: Vec<_> = claimed
            .chain(evidence.others.iter().copied())
            .map(|on| on.invoice)
            .collect();
        for invoice in &invoices {
            all.record(&invoice.origin, invoice.document.as_ref());
        }
        let ids: BTreeSet<&str> = invoices.iter().map(|invoice| invoice.id.as_str()).collect();
        all.about(assessed, &ids);
        all
    }

    fn record(&mut self, origin: &Origin, document: Option<&'a At<String>>) {
        self.records.entry(origin.file).or_default().insert(origin.whole);
        self.documents.extend(document.map(|at| at.value.as_str()));
    }

    /// What names one of the invoices, dated up to the day.
    fn about(&mut self, assessed: &Assessed<'a>, ids: &BTreeSet<&str>) {
        let (ledger, day) = (assessed.ledger, assessed.day);
        let names = |id: &str| ids.contains(id);
        for payment in ledger
            .payments
            .values()
            .filter(|payment| payment.date.value <= day)
        {
            if payment.allocate.iter().any(|share| names(&share.invoice.value)) {
                self.record(&payment.origin, None);
            }
        }
        for entry in ledger.log.values().filter(|entry| entry.date.value <= day) {
            if entry.invoices.iter().any(|named| names(&named.invoice.value)) {
                self.record(&entry.origin, entry.proof.as_ref());
            }
        }
        for plan in ledger.plans.values().filter(|plan| plan.agreed.value <= day) {
            if plan.invoices.iter().any(|id| names(&id.value)) {
                self.record(&plan.origin, None);
            }
        }
        for case in ledger.cases.values().filter(|case| case.opened.value <= day) {
            if case.invoices.iter().any(|id| names(&id.value)) {
                self.record(&case.origin, None);
            }
        }
    }
}

/// Files that hold records of more than one client: whoever reads one claim has no business with the others.
fn shared_files(assessed: &Assessed) -> BTreeSet<FileId> {
    let mut clients: BTreeMap<FileId, BTreeSet<&str>> = BTreeMap::new();
    let ledger = assessed.ledger;
    for client in ledger.clients.values() {
        clients.entry(client.origin.file).or_default().insert(&client.id);
    }
    macro_rules! note_clients {
        ($($records:ident),+) => {
            $(for record in ledger.$records.values() {
                clients.entry(record.origin.file).or_default().insert(&record.client.value);
            })+
        };
    }
    note_clients!(contracts, invoices, payments, log, plans, cases);
    clients
        .into_iter()
        .filter(|(_, own)| own.len() > 1)
        .map(|(file, _)| file)
        .collect()
}
