//! An entry of the log as an entry of a timeline.

use super::{Book, Dated};
use crate::{
    model::{
        LogEntry, Stage,
        format::Word,
        log::{Direction, What},
    },
    render::{
        dashboard::{
            element::{Entry, Tone},
            fill::voice::some,
        },
        prose::prose,
    },
};

impl Book<'_> {
    pub fn of_log<'b>(&'b self, entry: &'b LogEntry) -> Dated<'b> {
        let dated = self.entry("", entry.date.value);
        dated.but(|blank| self.tell(entry, blank))
    }

    fn tell(&self, entry: &LogEntry, blank: &mut Entry) {
        let currency = entry
            .invoices
            .first()
            .and_then(|named| self.invoice_on(&named.invoice.value))
            .map_or(self.facts.assessed.ledger.settings.currency.value, |on| {
                on.currency
            });
        // A sent message keeps the sum that it asked for: no money moved.
        let moved = entry.amount.filter(|_| entry.what != What::Contact);
        let invoices = entry.invoices.iter();
        blank.what = self.what_happened(entry);
        blank.tone = tone(entry);
        blank.details = self.log_details(entry);
        blank.invoices = invoices
            .map(|named| self.invoice_link(&named.invoice.value))
            .collect();
        blank.amount = moved.map(|amount| self.voice.amount(amount.value, currency));
        blank.text = some(&entry.prose).map(|text| prose(&text));
    }

    fn what_happened(&self, entry: &LogEntry) -> String {
        let key = match entry.what {
            What::Contact => match (entry.direction, step(entry)) {
                (Direction::Out, Some(stage)) => return self.voice.stage(stage),
                (Direction::Out, None) => "entry.contact-out",
                (Direction::In, _) => "entry.contact-in",
            },
            What::Dispute => "entry.dispute",
            What::Resolved => "entry.resolved",
            What::Credit => "entry.credit",
            What::WriteOff => "entry.write-off",
            What::Void => "entry.void",
            What::Waive => "entry.waive",
            What::Received => "entry.confirmed",
        };
        self.voice.word(key)
    }

    fn log_details(&self, entry: &LogEntry) -> Vec<String> {
        let voice = self.voice;
        let channel = entry
            .channel
            .map(|channel| voice.word(&format!("channel.{}", channel.word())));
        let answer = entry
            .answer
            .map(|answer| voice.word(&format!("answer.{}", answer.value.word())));
        let details = [
            channel,
            (!entry.delivered).then(|| voice.word("entry.undelivered")),
            answer,
            self.promised(entry),
            entry.deadline.map(|day| voice.dated("entry.deadline", day.value)),
            entry.subject.as_ref().and_then(|subject| some(&subject.value)),
            some(&entry.reason),
            some(&entry.note),
        ];
        details.into_iter().flatten().collect()
    }

    fn promised(&self, entry: &LogEntry) -> Option<String> {
        let promise = entry.promise.as_ref()?;
        let date = self.voice.date(promise.pay_by.value);
        let named = entry.invoices.first();
        let on = named.and_then(|named| self.invoice_on(&named.invoice.value));
        Some(match (promise.amount, on) {
            (Some(amount), Some(on)) => {
                let amount = self.voice.amount(amount.value, on.currency);
                self.voice
                    .phrase("entry.promise", &[("amount", &amount), ("date", &date)])
            }
            _ => self.voice.phrase("entry.promise-all", &[("date", &date)]),
        })
    }
}

/// The highest step that the message took.
fn step(entry: &LogEntry) -> Option<Stage> {
    let steps = entry.invoices.iter().filter_map(|named| named.stage);
    steps.chain(entry.stage).map(|stage| stage.value).max()
}

fn tone(entry: &LogEntry) -> Tone {
    match entry.what {
        What::Dispute => Tone::Watch,
        What::Contact if !entry.delivered => Tone::Watch,
        _ => Tone::Plain,
    }
}
