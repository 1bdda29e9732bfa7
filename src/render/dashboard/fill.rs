//! The pages' views filled from the assessed ledger; apart from the views and their templates, which know no record.

mod actions;
mod arrangements;
mod changes;
mod charts;
mod client;
mod clients;
mod contents;
mod contract;
mod excerpt;
mod exposure;
mod findings;
mod index;
mod invoice;
mod letters;
mod marks;
mod overview;
mod parts;
mod sheet;
mod terms;
mod timeline;
mod voice;

use super::{Pages, Site, Unread, Words, element::Link};
use crate::{
    assess::{Assessed, ClientOn, InvoiceOn},
    check::Checked,
    language::{Fault, Languages},
    load::Loaded,
    render::{FileSet, letter::Drafts},
    report::{self, Letters},
};
use contents::Contents;
use findings::Found;
use index::Index;
use letters::Drafted;
use std::{
    borrow::Cow,
    collections::BTreeSet,
    sync::{Mutex, OnceLock, PoisonError},
};
use voice::Voice;

pub use voice::WrittenDays;

/// What the pages are filled from.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'s> {
    pub assessed: &'s Assessed<'s>,
    pub loaded: &'s Loaded,
    pub checked: &'s Checked,
    pub letters: &'s Letters<'s>,
    pub drafts: &'s Drafts,
    /// In the order in which they are to be done.
    pub actions: &'s [report::Action],
    pub languages: &'s Languages,
    /// Names and amounts are disguised, and every page says so.
    pub incognito: bool,
    /// Since the last build of an earlier day, if there was one.
    pub changes: Option<&'s report::Changes>,
}

/// The dashboard: its files are known, and each is made when it is asked for.
#[derive(Debug)]
pub struct Dashboard<'s> {
    book: Book<'s>,
    pages: Pages,
    contents: Contents<'s>,
    /// Of the files made so far.
    faults: Mutex<BTreeSet<Fault>>,
}

impl<'s> Dashboard<'s> {
    /// `days` is where it keeps the days that it has written once.
    pub fn new(facts: Facts<'s>, days: &'s WrittenDays) -> Result<Self, Fault> {
        let book = Book::new(facts, Voice::of(facts, days)?);
        let pages = Pages::new(&book.site(), &facts.loaded.texts)?;
        Ok(Self {
            contents: Contents::of(&book, &pages),
            faults: Mutex::new(pages.faults().cloned().collect()),
            book,
            pages,
        })
    }

    /// What is wrong with the ledger's own pages, as far as they were made: the built-in ones stand in for them.
    pub fn faults(&self) -> BTreeSet<Fault> {
        let faults = self.faults.lock();
        faults.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl FileSet for Dashboard<'_> {
    fn paths(&self) -> Vec<&str> {
        self.contents.paths().collect()
    }

    fn bytes(&self, path: &str) -> Result<Option<Cow<'_, [u8]>>, Fault> {
        let Some(make) = self.contents.how(path) else {
            return Ok(None);
        };
        let made = make(&self.book, &self.pages)?;
        if let Some(fault) = made.fault {
            let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
            faults.insert(fault);
        }
        Ok(Some(Cow::Owned(made.bytes)))
    }
}

/// All that a page is filled from, and the language to say it in.
#[derive(Debug)]
struct Book<'s> {
    facts: Facts<'s>,
    voice: Voice<'s>,
    index: Index<'s>,
    found: Found<'s>,
    letters: Drafted<'s>,
    /// Whom to chase first; known when a page of clients is first made.
    clients_in_order: OnceLock<Vec<&'s ClientOn<'s>>>,
}

impl<'s> Book<'s> {
    fn new(facts: Facts<'s>, voice: Voice<'s>) -> Self {
        Self {
            facts,
            voice,
            index: Index::of(facts),
            found: Found::in_records(facts, voice),
            letters: Drafted::of(facts, voice),
            clients_in_order: OnceLock::new(),
        }
    }

    fn site(&self) -> Site {
        let count = |n: usize| (n > 0).then(|| n.to_string());
        let words = self.voice.language.words();
        Site {
            lang: self.voice.language.tag().to_owned(),
            name: self.facts.assessed.ledger.settings.creditor.name.clone(),
            as_of: self.voice.dated("page.as-of", self.facts.assessed.day),
            letters: count(self.letters.count()),
            findings: count(self.facts.checked.findings.len()),
            unread: self.unread(),
            incognito: self.facts.incognito,
            words: Words(
                words
                    .map(|(key, text)| (key.to_owned(), text.to_owned()))
                    .collect(),
            ),
        }
    }

    fn unread(&self) -> Option<Unread> {
        let files = &self.facts.loaded.unread.files;
        let links = files
            .iter()
            .map(|path| Link::new(path, self.found.address_of(path)));
        (!files.is_empty()).then(|| Unread {
            sentence: self.voice.count("unread.sentence", files.len()),
            files: links.collect(),
        })
    }

    fn invoice_on(&self, id: &str) -> Option<&'s InvoiceOn<'s>> {
        self.facts.assessed.invoices.get(id)
    }

    /// By its printed number.
    fn invoice_link(&self, id: &str) -> Link {
        let number = self.invoice_on(id).map_or(id, |on| on.invoice.number());
        Link::invoice(id, number)
    }

    fn client_link(&self, id: &str) -> Link {
        let client = self.facts.assessed.ledger.clients.get(id);
        Link::client(id, client.map_or(id, |client| &client.name.value))
    }

    fn contract_link(&self, id: &str) -> Link {
        let contract = self.facts.assessed.ledger.contracts.get(id);
        let title = contract.map(|contract| contract.title.as_str());
        Link::contract(id, title.filter(|title| !title.is_empty()).unwrap_or(id))
    }

    /// A place of the law by its name; its id where the law data doesn't know it.
    fn place_name(&self, id: &str) -> String {
        let place = self.facts.assessed.statutes.jurisdiction(id);
        place.map_or(id, |place| &place.name).to_owned()
    }
}

#[cfg(test)]
mod tests;
