//! One client's page.

use super::{
    Book,
    actions::On,
    charts::Paid,
    findings::Owner,
    voice::{one_line, some},
};
use crate::{
    assess::{ClientOn, InvoiceOn},
    model::format::Word,
    render::{
        dashboard::{
            chart::Trend,
            client::{Client, ContractRow, InvoiceRow},
            element::{Fact, Tone},
        },
        prose::prose,
    },
};
use std::cmp::Reverse;

impl Book<'_> {
    pub fn client(&self, on: &ClientOn) -> Client {
        let client = on.client;
        let invoices = self.facts.assessed.invoices_of(&client.id);
        let (mut open, mut other): (Vec<_>, Vec<_>) = invoices.partition(|on| on.is_open());
        open.sort_by_key(|on| (on.due, &on.invoice.id));
        other.sort_by_key(|on| Reverse(on.invoice.issued.map(|day| day.value)));
        let rows = |invoices: Vec<&InvoiceOn>| invoices.into_iter().map(|on| self.invoice_row(on)).collect();
        let actions = self.index.actions.client.of(&client.id);
        Client {
            id: client.id.clone(),
            name: client.name.value.clone(),
            grade: None,
            marks: self.client_marks(on),
            balances: self.balances(&self.totals_of(on)),
            facts: self.client_facts(on),
            held: self.is_held(&client.id).then(|| self.voice.word("held.unread")),
            actions: actions
                .iter()
                .map(|action| self.action(action, On::Client))
                .collect(),
            letters: self
                .letters
                .to(&client.id)
                .map(|(_, letter)| letter.clone())
                .collect(),
            pace: self.client_pace(on),
            open_invoices: rows(open),
            other_invoices: rows(other),
            contracts: self.contract_rows(on),
            timeline: self.client_timeline(on),
            findings: self.found.of(Owner::Client(&client.id)),
            notes: some(&format!("{}\n\n{}", client.notes, client.prose)).map(|notes| prose(&notes)),
        }
    }

    fn client_pace(&self, on: &ClientOn) -> Option<Trend> {
        let paid = Paid {
            voice: self.voice,
            day: self.facts.assessed.day,
            invoices: self.facts.assessed.invoices_of(&on.client.id).collect(),
        };
        paid.of_client()
    }

    fn invoice_row(&self, on: &InvoiceOn) -> InvoiceRow {
        let short = |day| self.voice.short(day);
        InvoiceRow {
            invoice: self.invoice_link(&on.invoice.id),
            issued: on.invoice.issued.map(|day| short(day.value)),
            due: on.due.map(short),
            age: on
                .is_overdue()
                .then(|| self.voice.days("days-overdue", on.days_overdue)),
            state: self.invoice_state(on),
            total: self.voice.amount(on.totals.total, on.currency),
            balance: self.voice.amount(self.still_open(on), on.currency),
            stage: on
                .stage
                .level
                .filter(|_| on.is_open())
                .map(|stage| self.voice.stage(stage)),
        }
    }

    fn contract_rows(&self, on: &ClientOn) -> Vec<ContractRow> {
        let contracts = on
            .contracts
            .iter()
            .filter_map(|id| self.facts.assessed.contracts.get(id));
        let rows = contracts.map(|on| ContractRow {
            contract: self.contract_link(&on.contract.id),
            total: self.voice.amount(on.total, on.currency),
            billed: self.voice.amount(on.billed, on.currency),
            paid: self.voice.amount(on.paid, on.currency),
            marks: self
                .contract_marks(on)
                .into_iter()
                .filter(|mark| mark.tone != Tone::Plain)
                .collect(),
        });
        rows.collect()
    }

    fn client_facts(&self, on: &ClientOn) -> Vec<Fact> {
        let client = on.client;
        let voice = self.voice;
        let ledger = self.facts.assessed.ledger;
        let courts = ledger
            .jurisdiction(client, None)
            .map(|place| voice.fact("fact.jurisdiction", self.place_name(place)));
        let kind = client
            .kind
            .map(|kind| voice.fact("fact.kind", voice.word(&format!("state.{}", kind.value.word()))));
        let limit = client.credit_limit.map(|limit| {
            voice.fact(
                "fact.credit-limit",
                voice.amount(limit.value, ledger.settings.currency.value),
            )
        });
        let facts = [
            voice.written("fact.contact", &client.contact.name),
            voice.written("fact.email", &client.contact.email),
            voice.written("fact.phone", &client.contact.phone),
            voice.written("fact.address", &client.contact.address),
            client
                .legal_name
                .as_ref()
                .map(|name| voice.fact("fact.legal-name", name.value.clone())),
            voice.written("fact.registration", &client.registration),
            voice.written("fact.tax-id", &client.tax_id),
            kind,
            courts,
            Some(self.policy_fact(on)),
            client
                .language
                .as_ref()
                .map(|tag| voice.fact("fact.language", tag.value.clone())),
            limit,
        ];
        facts.into_iter().flatten().collect()
    }

    /// How the client is chased, and why not.
    fn policy_fact(&self, on: &ClientOn) -> Fact {
        let chasing = &on.client.chasing;
        let policy = self.facts.assessed.ledger.policy_name(on.client, None);
        let is_paused = chasing
            .paused_until
            .filter(|until| self.facts.assessed.day <= until.value);
        let held = if chasing.stopped {
            Some(self.voice.word("held.stopped"))
        } else {
            is_paused.map(|until| self.voice.dated("held.paused", until.value))
        };
        let reason = some(&chasing.reason).map(|reason| one_line(&reason));
        Fact {
            note: held.map(|held| match reason {
                Some(reason) => format!("{held} {}: {reason}", self.voice.word("fact.reason")),
                None => held,
            }),
            ..self.voice.fact("fact.policy", policy)
        }
    }
}
