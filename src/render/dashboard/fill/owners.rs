//! Which record a place in a file belongs to; apart because findings know places and pages are of records.

use crate::{
    model::{Ledger, Origin},
    source::{FileId, Span},
};
use std::collections::BTreeMap;

/// The record on whose page a finding is shown; what has no page of its own is its client's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner<'s> {
    Client(&'s str),
    Contract(&'s str),
    Invoice(&'s str),
}

/// Where each record begins and ends, file by file. Records don't overlap.
pub struct Records<'s>(BTreeMap<FileId, Vec<(Span, Owner<'s>)>>);

impl<'s> Records<'s> {
    pub fn of(ledger: &'s Ledger) -> Self {
        let mut records: BTreeMap<FileId, Vec<(Span, Owner)>> = BTreeMap::new();
        let mut add = |origin: Origin, owner| {
            records
                .entry(origin.file)
                .or_default()
                .push((origin.whole, owner))
        };
        for (id, client) in &ledger.clients {
            add(client.origin, Owner::Client(id));
        }
        for (id, contract) in &ledger.contracts {
            add(contract.origin, Owner::Contract(id));
        }
        for (id, invoice) in &ledger.invoices {
            add(invoice.origin, Owner::Invoice(id));
        }
        for record in ledger.payments.values() {
            add(record.origin, Owner::Client(&record.client.value));
        }
        for record in ledger.log.values() {
            add(record.origin, Owner::Client(&record.client.value));
        }
        for record in ledger.plans.values() {
            add(record.origin, Owner::Client(&record.client.value));
        }
        for record in ledger.cases.values() {
            add(record.origin, Owner::Client(&record.client.value));
        }
        for places in records.values_mut() {
            places.sort_by_key(|(whole, _)| whole.start);
        }
        Self(records)
    }

    pub fn owner(&self, span: Span) -> Option<Owner<'s>> {
        let places = self.0.get(&span.file)?;
        let after = places.partition_point(|(whole, _)| whole.start <= span.start);
        let (whole, owner) = places.get(after.checked_sub(1)?)?;
        (span.start <= whole.end).then_some(*owner)
    }
}
