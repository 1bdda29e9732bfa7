//! What a figure says when it may leave something out: beside it, and not only at the top of the page.

use super::Book;
use crate::render::dashboard::element::Incomplete;
use std::collections::BTreeSet;

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

    /// Of a list of all clients: it can't be told whose records are left out, or a client is missing altogether.
    pub fn incomplete_clients(&self) -> Option<Incomplete> {
        let unread = &self.facts.loaded.unread;
        let listed = &self.facts.assessed.ledger.clients;
        let missing = unread
            .clients
            .iter()
            .filter(|(client, _)| !listed.contains_key(*client));
        let files: BTreeSet<&str> = missing
            .flat_map(|(_, files)| files)
            .chain(&unread.anybodys)
            .map(String::as_str)
            .collect();
        self.incomplete_for_want_of(files.into_iter())
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
