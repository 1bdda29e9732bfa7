//! One contract's page.

use super::{Book, owners::Owner, voice::some};
use crate::{
    assess::{ContractOn, InstalmentOn, InvoiceOn},
    model::contract::Share,
    money::Amount,
    render::{
        dashboard::{
            contract::{Contract, Instalment},
            element::{Mark, Tone},
        },
        prose::prose,
    },
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

impl<'s> Book<'s> {
    pub fn contract(&self, on: &ContractOn<'s>) -> Contract {
        let schedule = self.schedule_section(on, 1);
        let contract = on.contract;
        let amount = |amount| self.voice.amount(amount, on.currency);
        let client = self.client_link(&contract.client.value);
        Contract {
            id: contract.id.clone(),
            title: self.contract_link(&contract.id).text,
            client,
            marks: self.contract_marks(on),
            hold: on.hold.map(|hold| {
                let key = if hold.agreed {
                    "hold.agreed"
                } else {
                    "hold.advised"
                };
                self.voice.dated(key, hold.since)
            }),
            incomplete: self.incomplete_of(&contract.client.value),
            total: amount(on.total),
            billed: amount(on.billed),
            paid: amount(on.paid),
            unbilled: amount(on.unbilled()),
            facts: self.contract_facts(on),
            schedule: schedule.rows.schedule,
            schedule_pager: schedule.pager,
            exposure: Some(self.exposure(on)),
            findings: self.findings_of(Owner::Contract(&contract.id)),
            text: some(&contract.prose).map(|text| prose(&text)),
            document: contract.document.as_ref().map(|document| document.value.clone()),
        }
    }

    pub fn schedule(&self, on: &ContractOn, shown: Range<usize>) -> Vec<Instalment> {
        let mut billed: BTreeMap<&str, Vec<&InvoiceOn>> = BTreeMap::new();
        for invoice in self.index.contract_invoices.of(&on.contract.id) {
            for id in &invoice.invoice.instalments {
                billed.entry(&id.value).or_default().push(invoice);
            }
        }
        let rows = on.instalments.iter().zip(on.exposures());
        let rows = rows.skip(shown.start).take(shown.len());
        rows.map(|(row, exposure)| {
            // An invoice may name an amendment as a whole.
            let amendment = row.amendment.map(|amendment| amendment.id.value.as_str());
            let names: BTreeSet<&str> = amendment.into_iter().chain([row.id.as_str()]).collect();
            let invoices: Vec<&InvoiceOn> = names
                .iter()
                .filter_map(|name| billed.get(name))
                .flatten()
                .copied()
                .filter(|on| on.is_billed())
                .collect();
            let line = Line { on, row, exposure };
            self.instalment(line, &invoices)
        })
        .collect()
    }

    fn instalment(&self, line: Line, invoices: &[&InvoiceOn]) -> Instalment {
        let Line { on, row, exposure } = line;
        let date = self.voice.short(row.date);
        let gross = self.voice.amount(row.gross, on.currency);
        let is_up_to = matches!(row.instalment.share, Share::UpTo(_));
        // What was paid on an invoice for several instalments can't be told apart.
        let is_told_apart =
            !invoices.is_empty() && invoices.iter().all(|on| on.invoice.instalments.len() == 1);
        let paid: Amount = invoices.iter().map(|on| on.paid).sum();
        Instalment {
            id: row.id.clone(),
            when: self.when(row),
            due: if row.has_due_date() {
                date
            } else {
                self.voice.phrase("instalment.expected", &[("date", &date)])
            },
            amount: if is_up_to {
                self.voice.phrase("instalment.up-to", &[("amount", &gross)])
            } else {
                gross
            },
            billed: invoices
                .iter()
                .map(|on| self.invoice_link(&on.invoice.id))
                .collect(),
            paid: is_told_apart
                .then(|| self.voice.positive(paid, on.currency))
                .flatten(),
            state: self.instalment_state(row, invoices),
            exposure: exposure.map(|amount| self.voice.amount(amount, on.currency)),
        }
    }

    fn when(&self, row: &InstalmentOn) -> Option<String> {
        let amendment = row.amendment.map(|amendment| {
            let name = some(&amendment.title).unwrap_or_else(|| amendment.id.value.clone());
            self.voice.phrase("instalment.amendment", &[("name", &name)])
        });
        let parts: Vec<_> = some(&row.instalment.when).into_iter().chain(amendment).collect();
        some(&parts.join(", "))
    }

    fn instalment_state(&self, row: &InstalmentOn, invoices: &[&InvoiceOn]) -> Mark {
        let (key, tone) = if invoices.iter().any(|on| on.is_overdue()) {
            ("instalment.is-overdue", Tone::Late)
        } else if invoices.iter().any(|on| on.is_open()) {
            ("state.billed", Tone::Plain)
        } else if !invoices.is_empty() {
            ("instalment.is-paid", Tone::Good)
        } else if row.date <= self.facts.assessed.day {
            ("state.to-bill", Tone::Watch)
        } else {
            ("state.later", Tone::Plain)
        };
        self.voice.mark(key, tone)
    }
}

/// One row of a schedule.
struct Line<'s, 'a> {
    on: &'s ContractOn<'a>,
    row: &'s InstalmentOn<'a>,
    exposure: Option<Amount>,
}
