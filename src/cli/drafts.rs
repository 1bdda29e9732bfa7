//! Which drafts the agenda may name: those that can be written, and whether they have been.

use super::{Failure, ledger::Opened, output::Output};
use crate::{
    assess::Assessed,
    language::{Language, Languages},
    render::{agenda::with_draft_paths, letter},
    report::{self, Action, Letters},
};
use std::collections::BTreeSet;

/// What there is to do, with drafts by their path below the ledger's folder.
#[derive(Debug)]
pub struct Planned<'a> {
    pub letters: Letters<'a>,
    pub actions: Vec<Action>,
    /// Drafts that `build` would write and that aren't there.
    pub unwritten: BTreeSet<String>,
}

impl<'a> Planned<'a> {
    pub fn of(
        opened: &Opened,
        assessed: &Assessed<'a>,
        languages: &Languages,
        days: i64,
    ) -> Result<Self, Failure> {
        let letters = report::letters(assessed, &opened.loaded.unread);
        let writable = letter::drafts(assessed, &letters, languages).files;
        let folder = &opened.ledger()?.settings.reminders.value;
        let actions = report::actions(assessed, &letters, days);
        let actions = with_draft_paths(&actions, &writable, folder);
        let drafts = actions.iter().filter_map(|action| action.draft.clone());
        let unwritten = drafts
            .filter(|draft| !opened.root.join(draft).is_file())
            .collect();
        Ok(Self {
            letters,
            actions,
            unwritten,
        })
    }
}

/// The language of the program's own words.
pub fn english(languages: &Languages) -> Result<&Language, Failure> {
    let english = languages.get("en");
    english.ok_or_else(|| Failure("the English words can't be read: this is a fault of dunlin's".to_owned()))
}

/// Said beside a format that has no place for it.
pub fn warn_of_unread(opened: &Opened, output: &mut Output) {
    let files: Vec<_> = opened.loaded.unread.files.iter().map(String::as_str).collect();
    if !files.is_empty() {
        output.warn(&format!(
            "incomplete: could not be read: {}; run `dunlin check` for what to mend",
            files.join(", ")
        ));
    }
}
