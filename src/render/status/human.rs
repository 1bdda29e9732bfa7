//! The status for a terminal: what is owed, whom to chase, what waits and what may come in.

mod chase;
mod money;
mod waiting;

use super::Status;
use crate::{
    language::Language,
    load::Unread,
    render::{
        action::Wording,
        terminal::{Piece, Style, count, flow, heading, weekday},
    },
};
use std::collections::BTreeSet;

/// What the status for people is made of, beside what every status is.
#[derive(Debug, Clone, Copy)]
pub struct Human<'s, 'a> {
    pub status: Status<'s, 'a>,
    /// Of the program's own words.
    pub language: &'s Language,
    /// Clients whose letters wait until their records can be read.
    pub held: &'s BTreeSet<&'a str>,
    /// Drafts that could be written and aren't there yet.
    pub unwritten: &'s BTreeSet<String>,
    /// Columns of the terminal.
    pub width: usize,
}

impl<'s, 'a> Human<'s, 'a> {
    fn wording(self) -> Wording<'s, 'a> {
        Wording {
            assessed: self.status.assessed,
            language: self.language,
        }
    }
}

/// With colours: the command line strips them where they aren't wanted. Sections without anything to say are left out.
pub fn human(human: Human) -> String {
    let assessed = human.status.assessed;
    let today = assessed.day;
    let creditor = &assessed.ledger.settings.creditor.name;
    let title = [
        Piece::new(Style::Strong, creditor),
        Piece::plain(weekday(today, today) + &today.format(" %Y").to_string()),
    ];
    let sections = [
        flow(&title, 0, human.width),
        incomplete(human.status.unread, human.width).trim_end().to_owned(),
        money::owed(human),
        money::aging(human),
        chase::section(human),
        waiting::section(human),
        waiting::on_hold(human),
        money::forecast(human),
        hints(human),
    ];
    let said: Vec<_> = sections
        .iter()
        .map(|section| section.trim_end_matches('\n'))
        .filter(|section| !section.is_empty())
        .collect();
    format!("{}\n", said.join("\n\n"))
}

/// Files that no figure knows of, with an empty line after them; nothing if every file could be read.
pub fn incomplete(unread: &Unread, width: usize) -> String {
    if unread.files.is_empty() {
        return String::new();
    }
    let files = count(i128::try_from(unread.files.len()).unwrap_or(i128::MAX), "file");
    let line = format!("Incomplete: {files} could not be read, and no figure here knows what they hold.");
    let mut text = flow(&[Piece::new(Style::Late, line)], 0, width);
    for path in &unread.files {
        text.push_str(&flow(&[Piece::plain(path)], 2, width));
    }
    text.push_str(&flow(
        &[Piece::quiet("`dunlin check` says what to mend.")],
        2,
        width,
    ));
    text + "\n"
}

/// A title and what stands below it; nothing without the latter.
fn titled(title: &str, body: &str) -> String {
    if body.is_empty() {
        return String::new();
    }
    heading(title) + body
}

fn hints(human: Human) -> String {
    let mut hints = vec![
        "`dunlin agenda`: what to do, day by day",
        "`dunlin why INVOICE`: the facts behind a figure",
    ];
    if !human.unwritten.is_empty() {
        hints.insert(0, "`dunlin build` writes the drafts that aren't there yet");
    }
    let lines = hints
        .into_iter()
        .map(|hint| flow(&[Piece::quiet(hint)], 0, human.width));
    lines.collect()
}
