//! What was said and sent about the invoice, in order.

use super::{Why, because};
use crate::{
    model::{
        LogEntry,
        log::{Direction, What},
    },
    render::sheet::Sheet,
};

pub fn write(why: Why, sheet: &mut Sheet) {
    let log = &why.on.log;
    if log.is_empty() {
        return;
    }
    sheet.heading("What was said and sent");
    for entry in log {
        let text = match entry.what {
            What::Contact => contact(why, entry),
            what => format!("{what}{}", because(&entry.reason)),
        };
        sheet.row(&entry.date.value.to_string(), why.written(&text, entry.date.span));
    }
}

fn contact(why: Why, entry: &LogEntry) -> String {
    let who = match entry.direction {
        Direction::Out => "you",
        Direction::In => "they",
    };
    let mut text = who.to_owned();
    if let Some(channel) = entry.channel {
        text.push_str(&format!(", by {channel}"));
    }
    let named = entry
        .invoices
        .iter()
        .find(|named| named.invoice.value == why.on.invoice.id);
    if let Some(stage) = named.and_then(|named| named.stage) {
        text.push_str(&format!(": `{}`", stage.value));
    }
    if let Some(deadline) = entry.deadline {
        text.push_str(&format!(", until {}", deadline.value));
    }
    if let Some(answer) = entry.answer {
        text.push_str(&format!(", answer `{}`", answer.value));
    }
    if let Some(promise) = &entry.promise {
        text.push_str(&format!(", promise to pay by {}", promise.pay_by.value));
    }
    if !entry.delivered {
        text.push_str("; it didn't reach them and counts for nothing");
    }
    text
}
