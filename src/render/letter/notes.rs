//! Notes for a call in the ledger's language: they are the user's own, and nothing that goes out.

use super::{
    facts::{self, Facts},
    inline::inline,
    pen::{self, Pen, RowStyle},
};
use crate::{
    assess::PromiseStatus,
    model::{LogEntry, format::Word, log::Direction},
    report::{CallNotes, Work},
};

impl Pen<'_, '_> {
    pub fn notes(self, notes: &CallNotes) -> Facts {
        let balances = notes.owed.iter().map(|row| row.balance).sum();
        let stopped_on = match notes.work {
            Some(Work::StoppedSince(day)) => self.date(day),
            _ => String::new(),
        };
        let next = notes.next.map(|next| facts::Next {
            stage: next.stage.word().to_owned(),
            date: self.date(next.on),
            words: self.language.word(&format!("next.{}", next.stage)).to_owned(),
        });
        let style = RowStyle {
            counts_days: false,
            without_title: false,
        };
        Facts {
            creditor: self.creditor(),
            client: pen::client(notes.client),
            invoices: self.rows(&notes.owed, style),
            total: self.amount(balances),
            credit: self.optional(notes.credit),
            to_pay: self.amount(notes.asked),
            claim_total: self.amount(notes.asked),
            date: self.date(notes.as_of),
            work: facts::Work {
                stopped_on,
                ..facts::Work::default()
            },
            next: next.unwrap_or_default(),
            call: self.call(notes),
            ..Facts::default()
        }
    }

    fn call(self, notes: &CallNotes) -> facts::Call {
        let contact = &notes.client.contact;
        let promises = notes.promises.iter().map(|promise| facts::Promise {
            made: self.date(promise.entry.date.value),
            date: self.date(promise.pay_by),
            amount: self.amount(promise.amount),
            paid: self.optional(promise.paid),
            kept: promise.status == PromiseStatus::Kept,
            broken: promise.status == PromiseStatus::Broken,
        });
        facts::Call {
            contact: inline(&contact.name),
            phone: inline(&contact.phone),
            email: inline(&contact.email),
            promises: promises.collect(),
            said: notes.said.iter().map(|entry| self.said(entry)).collect(),
            client: notes.client.id.clone(),
            date: notes.as_of.to_string(),
            invoices: notes.owed.iter().map(|row| row.invoice.clone()).collect(),
            amount: notes.asked.plain(notes.currency),
            file: format!("log/{}-{}-call.yaml", notes.as_of, notes.client.id),
        }
    }

    fn said(self, entry: &LogEntry) -> facts::Said {
        let word = |group: &str, key: &str| self.language.word(&format!("{group}.{key}")).to_owned();
        let channel = entry.channel.map_or("other", |channel| channel.word());
        let stage = entry.stage.map(|stage| word("stage", stage.value.word()));
        let answer = entry.answer.map(|answer| word("answer", answer.value.word()));
        facts::Said {
            date: self.date(entry.date.value),
            channel: word("channel", channel),
            out: entry.direction == Direction::Out,
            stage: stage.unwrap_or_default(),
            answer: answer.unwrap_or_default(),
            note: inline(&entry.note),
        }
    }
}
