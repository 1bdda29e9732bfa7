//! The agenda for calendars (RFC 5545): all-day events that keep their identity from day to day, so that a calendar
//! that reads the file again moves an event rather than doubling it.

use super::Agenda;
use crate::{
    calendar::{Date, add_days},
    model::format::Word,
    render::findings::visible::visible,
    report::{Action, ActionKind},
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fmt::Write};

/// Octets of a line, its end left out.
const LONGEST_LINE: usize = 75;

/// Overdue actions stand on the day of the agenda. The same input gives the same bytes: even the stamp is of the day.
pub fn ics(agenda: Agenda) -> String {
    let mut text = String::new();
    for (name, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//dunlin//agenda//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        line(&mut text, name, value);
    }
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for action in agenda.actions {
        let identity = identity(action);
        let before = seen.entry(identity.clone()).or_default();
        event(&mut text, agenda, action, &uid(&identity, *before));
        *before += 1;
    }
    line(&mut text, "END", "VCALENDAR");
    text
}

fn event(text: &mut String, agenda: Agenda, action: &Action, uid: &str) {
    let today = agenda.assessed.day;
    let day = action.on.max(today);
    line(text, "BEGIN", "VEVENT");
    line(text, "UID", uid);
    line(text, "DTSTAMP", &format!("{}T000000Z", basic(today)));
    line(text, "DTSTART;VALUE=DATE", &basic(day));
    line(text, "DTEND;VALUE=DATE", &basic(add_days(day, 1)));
    line(text, "SUMMARY", &escaped(&summary(agenda, action)));
    let description = description(agenda, action);
    if !description.is_empty() {
        line(text, "DESCRIPTION", &escaped(&description));
    }
    line(text, "CATEGORIES", &escaped(action.kind.word()));
    line(text, "TRANSP", "TRANSPARENT");
    line(text, "END", "VEVENT");
}

fn summary(agenda: Agenda, action: &Action) -> String {
    let wording = agenda.wording();
    let client = wording.client(&action.client);
    let amount = wording.amount(action).map(|amount| format!(", {amount}"));
    format!("{}: {client}{}", wording.what(action), amount.unwrap_or_default())
}

fn description(agenda: Agenda, action: &Action) -> String {
    let wording = agenda.wording();
    let about = Some(wording.about(action)).filter(|about| !about.is_empty());
    let parts = [
        about,
        wording.note(action),
        wording.since(action),
        action.draft.clone(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// What makes it the same action tomorrow. What hangs on an agreed day is another action on another day; a letter or a
/// call that is put off is the same one.
fn identity(action: &Action) -> String {
    let dated = matches!(
        action.kind,
        ActionKind::CheckPromise | ActionKind::CheckPlan | ActionKind::Bill | ActionKind::Case
    );
    let day = dated.then(|| action.on.to_string());
    let parts = [
        action.kind.word(),
        &action.client,
        action.contract.as_deref().unwrap_or_default(),
        &action.invoices.join("\u{1f}"),
        action.stage.map_or("", Word::word),
        action.currency.map_or("", |currency| currency.code()),
        day.as_deref().unwrap_or_default(),
    ];
    parts.join("\u{1e}")
}

fn uid(identity: &str, before: u32) -> String {
    let digest = Sha256::digest(format!("{identity}\u{1e}{before}"));
    let mut hex = String::new();
    for byte in digest.iter().take(16) {
        // Writing to a string can't fail.
        let _ = write!(hex, "{byte:02x}");
    }
    format!("{hex}@dunlin")
}

fn basic(day: Date) -> String {
    day.format("%Y%m%d").to_string()
}

/// A value of type TEXT: nothing in it ends the line, and nothing steers whatever shows it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A content line, folded before an octet too many and never within a character.
fn line(text: &mut String, name: &str, value: &str) {
    let mut used = 0;
    for c in format!("{name}:{value}").chars() {
        if used + c.len_utf8() > LONGEST_LINE {
            text.push_str("\r\n ");
            used = 1;
        }
        text.push(c);
        used += c.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_leaves_its_line(value in "[\\PC\r\n\t\u{b}\u{85}\u{2028};,\\\\é漢🧾]{0,200}") {
            let mut text = String::new();
            line(&mut text, "SUMMARY", &escaped(&value));
            for physical in text.strip_suffix("\r\n").unwrap().split("\r\n") {
                prop_assert!(physical.len() <= LONGEST_LINE, "{physical:?}");
            }
            let unfolded = text.replace("\r\n ", "");
            prop_assert_eq!(unfolded.matches(['\r', '\n']).count(), 2, "{:?}", unfolded);
            prop_assert_eq!(unfolded.lines().count(), 1);
        }
    }
}
