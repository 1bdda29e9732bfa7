//! What passed between user and client up to the day, looked up once for every question that the agenda and the letters
//! ask.

use crate::{
    assess::Assessed,
    calendar::Date,
    model::{
        LogEntry, Stage,
        log::{Channel, Direction, What},
    },
};
use std::collections::BTreeMap;

/// By client and by contract.
#[derive(Debug, Default)]
pub struct History<'a> {
    log: BTreeMap<&'a str, Vec<&'a LogEntry>>,
    paid: BTreeMap<&'a str, Date>,
    /// The last letter that work stops, or goes on, by contract.
    told: BTreeMap<(&'a str, Stage), &'a LogEntry>,
}

impl<'a> History<'a> {
    pub fn of(assessed: &Assessed<'a>) -> Self {
        let mut history = Self::default();
        let log = assessed.ledger.log.values();
        for entry in log.filter(|entry| entry.date.value <= assessed.day) {
            history.log.entry(&entry.client.value).or_default().push(entry);
            for stage in [Stage::StopWork, Stage::ResumeWork] {
                history.remember_told(assessed, entry, stage);
            }
        }
        let payments = assessed.ledger.payments.values();
        for payment in payments.filter(|payment| payment.counts_on(assessed.day)) {
            history.remember_paid(&payment.client.value, payment.date.value);
        }
        for on in assessed.invoices.values() {
            for receipt in &on.movements.receipts {
                history.remember_paid(&on.client.id, receipt.date);
            }
        }
        history
    }

    fn remember_paid(&mut self, client: &'a str, day: Date) {
        let last = self.paid.entry(client).or_insert(day);
        *last = day.max(*last);
    }

    fn remember_told(&mut self, assessed: &Assessed<'a>, entry: &'a LogEntry, stage: Stage) {
        let named = entry.invoices.iter().map(|named| named.invoice.value.as_str());
        for id in named.filter(|id| entry.step_for(id) == Some(stage)) {
            let invoice = assessed.invoices.get(id);
            if let Some(contract) = invoice.and_then(|on| on.contract) {
                let last = self.told.entry((&contract.id, stage)).or_insert(entry);
                if last.date.value <= entry.date.value {
                    *last = entry;
                }
            }
        }
    }

    pub fn log_of(&self, client: &str) -> &[&'a LogEntry] {
        self.log.get(client).map_or(&[], Vec::as_slice)
    }

    /// The last day on which money came from the client.
    pub fn paid_on(&self, client: &str) -> Option<Date> {
        self.paid.get(client).copied()
    }

    /// The last day on which the client was told `stop-work` or `resume-work`.
    pub fn told_on(&self, contract: &str, stage: Stage) -> Option<Date> {
        self.told(contract, stage).map(|entry| entry.date.value)
    }

    /// The last letter of that kind.
    pub fn told(&self, contract: &str, stage: Stage) -> Option<&'a LogEntry> {
        self.told.get(&(contract, stage)).copied()
    }

    /// The last day on which a letter of `stage` about the invoice went out.
    pub fn last_at(&self, client: &str, invoice: &str, stage: Stage) -> Option<Date> {
        let sent = self.log_of(client).iter();
        let sent = sent.filter(|entry| entry.step_for(invoice) == Some(stage));
        sent.map(|entry| entry.date.value).max()
    }

    /// The last delivered contact of any kind, either way.
    pub fn last_contact(&self, client: &str) -> Option<Date> {
        let contacts = self.log_of(client).iter();
        let delivered = contacts.filter(|entry| entry.what == What::Contact && entry.delivered);
        delivered.map(|entry| entry.date.value).max()
    }

    /// The last day on which somebody was called, met, heard from, or promised something: whatever it was about.
    pub fn reached_on(&self, client: &str) -> Option<Date> {
        let reached = self.log_of(client).iter().filter(|entry| {
            let spoken = matches!(entry.channel, Some(Channel::Call | Channel::Meeting));
            let heard = entry.direction == Direction::In || entry.promise.is_some();
            entry.what == What::Contact && entry.delivered && (spoken || heard)
        });
        reached.map(|entry| entry.date.value).max()
    }

    /// The first day on which the invoice was taken to `stage` or beyond.
    pub fn first_at(&self, client: &str, invoice: &str, stage: Stage) -> Option<Date> {
        let steps = self.log_of(client).iter().filter(|entry| {
            let step = entry.step_for(invoice).and_then(Stage::place);
            step.is_some_and(|place| Some(place) >= stage.place())
        });
        steps.map(|entry| entry.date.value).min()
    }
}
