//! What a figure says when it may leave something out: beside it, and not only at the top of the page.

use super::Book;
use crate::render::dashboard::element::Incomplete;

impl Book<'_> {
    /// Of figures over the whole ledger; `None` if every file could be read.
    pub fn incomplete(&self) -> Option<Incomplete> {
        let files = self.facts.loaded.unread.files.iter();
        self.incomplete_for_want_of(files.map(String::as_str))
    }

    /// Of one client's figures.
    pub fn incomplete_of(&self, client: &str) -> Option<Incomplete> {
        self.incomplete_for_want_of(self.facts.loaded.unread.files_of(client))
    }

    /// Of every client's figures: where it can't be told whose records are left out.
    pub fn incomplete_of_anybody(&self) -> Option<Incomplete> {
        let files = self.facts.loaded.unread.anybodys.iter();
        self.incomplete_for_want_of(files.map(String::as_str))
    }

    /// Of one client's in a table that says of everybody's what it must.
    pub fn incomplete_alone(&self, client: &str) -> Option<Incomplete> {
        let own = self.facts.loaded.unread.clients.get(client)?;
        self.incomplete_for_want_of(own.iter().map(String::as_str))
    }

    fn incomplete_for_want_of<'f>(&self, files: impl Iterator<Item = &'f str>) -> Option<Incomplete> {
        let files: Vec<&str> = files.collect();
        // What is left out only because another record is has no finding of its own.
        let told = files.iter().find_map(|file| self.found.address_of(file));
        (!files.is_empty()).then(|| Incomplete {
            text: self.voice.word("incomplete.mark"),
            why: self.voice.count("unread.sentence", files.len()),
            href: told.unwrap_or_else(|| "findings.html".to_owned()),
        })
    }
}
