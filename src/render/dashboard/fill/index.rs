//! What belongs to which client, contract and invoice, looked up once for all pages: a ledger may have thousands of each.

use super::Facts;
use crate::{
    assess::InvoiceOn,
    model::{Case, LogEntry, Payment, Plan},
    report::Action,
};
use std::collections::BTreeMap;

/// Records by the id that they name.
#[derive(Debug)]
pub struct By<'s, T>(BTreeMap<&'s str, Vec<&'s T>>);

impl<T> Default for By<'_, T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<'s, T> By<'s, T> {
    fn add(&mut self, id: &'s str, record: &'s T) {
        self.0.entry(id).or_default().push(record);
    }

    pub fn of(&self, id: &str) -> &[&'s T] {
        self.0.get(id).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Records by their client, and by the invoices that they name.
#[derive(Debug)]
pub struct Two<'s, T> {
    pub client: By<'s, T>,
    pub invoice: By<'s, T>,
}

impl<'s, T> Two<'s, T> {
    fn of(
        records: impl Iterator<Item = &'s T>,
        client: impl Fn(&'s T) -> &'s str,
        invoices: impl Fn(&'s T) -> Vec<&'s str>,
    ) -> Self {
        let mut two = Self {
            client: By::default(),
            invoice: By::default(),
        };
        for record in records {
            two.client.add(client(record), record);
            for invoice in invoices(record) {
                two.invoice.add(invoice, record);
            }
        }
        two
    }
}

/// Who and what the records are about.
#[derive(Debug)]
pub struct Index<'s> {
    pub actions: Two<'s, Action>,
    pub contract_invoices: By<'s, InvoiceOn<'s>>,
    pub log: Two<'s, LogEntry>,
    pub payments: Two<'s, Payment>,
    pub plans: Two<'s, Plan>,
    pub cases: Two<'s, Case>,
}

impl<'s> Index<'s> {
    pub fn of(facts: Facts<'s>) -> Self {
        let ledger = facts.assessed.ledger;
        let mut contract_invoices = By::default();
        for on in facts.assessed.invoices.values() {
            if let Some(contract) = on.contract {
                contract_invoices.add(&contract.id, on);
            }
        }
        Self {
            actions: Two::of(
                facts.actions.iter(),
                |action| &action.client,
                |action| action.invoices.iter().map(String::as_str).collect(),
            ),
            contract_invoices,
            log: Two::of(
                ledger.log.values(),
                |entry| &entry.client.value,
                |entry| {
                    entry
                        .invoices
                        .iter()
                        .map(|named| named.invoice.value.as_str())
                        .collect()
                },
            ),
            payments: Two::of(
                ledger.payments.values(),
                |payment| &payment.client.value,
                |payment| {
                    payment
                        .allocate
                        .iter()
                        .map(|share| share.invoice.value.as_str())
                        .collect()
                },
            ),
            plans: Two::of(
                ledger.plans.values(),
                |plan| &plan.client.value,
                |plan| plan.invoices.iter().map(|id| id.value.as_str()).collect(),
            ),
            cases: Two::of(
                ledger.cases.values(),
                |case| &case.client.value,
                |case| case.invoices.iter().map(|id| id.value.as_str()).collect(),
            ),
        }
    }
}
