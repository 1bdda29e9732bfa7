//! What to do today and in the days to come, for people in a terminal, for programs and for calendars.

mod human;
mod ics;
mod json;

pub use human::human;
pub use ics::ics;
pub use json::json;

use crate::{
    assess::Assessed,
    language::Language,
    load::Unread,
    render::{Files, action::Wording},
    report::Action,
};
use std::collections::BTreeSet;

/// What an agenda is made of.
#[derive(Debug, Clone, Copy)]
pub struct Agenda<'s, 'a> {
    pub assessed: &'s Assessed<'a>,
    pub unread: &'s Unread,
    /// Of the program's own words.
    pub language: &'s Language,
    /// In order of their days; drafts by their path below the ledger's folder.
    pub actions: &'s [Action],
    /// Clients whose letters wait until their records can be read.
    pub held: &'s BTreeSet<&'a str>,
    /// Drafts that could be written and aren't there yet.
    pub unwritten: &'s BTreeSet<String>,
    pub days: i64,
}

/// The actions with their drafts by path below the ledger's folder, in which `reminders` holds them. A draft that
/// couldn't be written isn't named.
pub fn with_draft_paths(actions: &[Action], drafts: &Files, reminders: &str) -> Vec<Action> {
    let folder = reminders.trim_end_matches('/');
    let path = |action: &Action| {
        let draft = action.draft.as_ref().filter(|draft| drafts.contains_key(*draft));
        draft.map(|draft| format!("{folder}/{draft}"))
    };
    let located = actions.iter().map(|action| Action {
        draft: path(action),
        ..action.clone()
    });
    located.collect()
}

impl<'s, 'a> Agenda<'s, 'a> {
    fn wording(self) -> Wording<'s, 'a> {
        Wording {
            assessed: self.assessed,
            language: self.language,
        }
    }
}
