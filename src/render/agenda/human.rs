//! The agenda for a terminal: day by day, today first, each thing to do with what helps doing it.

use super::Agenda;
use crate::{
    calendar::Date,
    render::{
        status::incomplete,
        terminal::{Piece, Style, count, flow, heading, weekday},
    },
    report::{Action, ActionKind},
};

/// With colours: the command line strips them where they aren't wanted.
pub fn human(agenda: Agenda, width: usize) -> String {
    let today = agenda.assessed.day;
    let mut text = incomplete(agenda.unread, width);
    text.push_str(&held(agenda, width));
    text.push_str(&heading(&format!("Today, {}", weekday(today, today))));
    let (due, coming): (Vec<_>, Vec<_>) = agenda.actions.iter().partition(|action| action.on <= today);
    if due.is_empty() {
        text.push_str(&flow(&[Piece::plain("Nothing to do today.")], 2, width));
    }
    for action in due {
        text.push_str(&entry(agenda, action, width));
    }
    let mut last: Option<Date> = None;
    for action in coming {
        if last != Some(action.on) {
            text.push('\n');
            text.push_str(&heading(&weekday(action.on, today)));
            last = Some(action.on);
        }
        text.push_str(&entry(agenda, action, width));
    }
    if last.is_none() && agenda.days > 0 {
        let ahead = format!("Nothing more in the next {}.", count(agenda.days, "day"));
        text.push_str(&flow(&[Piece::quiet(ahead)], 2, width));
    }
    text.push_str(&hints(agenda, width));
    text
}

fn entry(agenda: Agenda, action: &Action, width: usize) -> String {
    let wording = agenda.wording();
    let since = wording.since(action);
    let style = if since.is_some() {
        Style::Warm
    } else {
        Style::Quiet
    };
    let first = [
        Piece::plain(wording.what(action)),
        Piece::new(style, since.unwrap_or_default()),
    ];
    let broken = if action.broken_promise && action.kind != ActionKind::CheckPromise {
        Style::Late
    } else {
        Style::Plain
    };
    let second = [
        Piece::new(Style::Strong, wording.client(&action.client)),
        Piece::plain(wording.amount(action).unwrap_or_default()),
        Piece::plain(wording.about(action)),
        Piece::new(broken, wording.note(action).unwrap_or_default()),
    ];
    let draft = [Piece::quiet(action.draft.as_deref().unwrap_or_default())];
    [
        flow(&first, 2, width),
        flow(&second, 4, width),
        flow(&draft, 4, width),
    ]
    .concat()
}

/// Who gets no letter, and why.
fn held(agenda: Agenda, width: usize) -> String {
    if agenda.held.is_empty() {
        return String::new();
    }
    let names: Vec<_> = agenda.held.iter().map(|id| agenda.wording().client(id)).collect();
    let line = format!("No letter until their records can be read: {}", names.join(", "));
    format!("{}\n", flow(&[Piece::new(Style::Warm, line)], 0, width))
}

fn hints(agenda: Agenda, width: usize) -> String {
    let mut hints = Vec::new();
    if !agenda.unwritten.is_empty() {
        hints.push("`dunlin build` writes the drafts that aren't there yet");
    }
    if !agenda.actions.is_empty() {
        hints.push("`dunlin why INVOICE`: the facts behind a step");
    }
    let pieces: Vec<_> = hints.into_iter().map(Piece::quiet).collect();
    let lines: String = pieces
        .iter()
        .map(|piece| flow(std::slice::from_ref(piece), 0, width))
        .collect();
    if lines.is_empty() {
        lines
    } else {
        format!("\n{lines}")
    }
}
