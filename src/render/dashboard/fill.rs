//! The pages' views filled from the assessed ledger; apart from the views and their templates, which know no record.

mod actions;
mod agenda;
mod arrangements;
mod by_rule;
mod changes;
mod charts;
mod client;
mod clients;
mod contents;
mod contract;
mod contracts;
mod excerpt;
mod exposure;
mod findings;
mod incomplete;
mod index;
mod interest;
mod invoice;
mod keys;
mod law;
mod letters;
mod marks;
mod overview;
mod owners;
mod parts;
mod paying;
mod rule;
mod search;
mod sections;
mod sheet;
mod statement;
mod terms;
mod timeline;
mod voice;
mod why;

use super::{Pages, Site, Unread, Words, element::Link, letters::Mails};
use crate::{
    assess::{self, Assessed, ClientOn, InvoiceOn, Paying},
    check::Checked,
    language::{Fault, Languages},
    load::Loaded,
    render::{FileSet, letter::Drafts},
    report::{self, ContractRisk, Letters, OwnFigure, PlaceUse},
};
use by_rule::ByRule;
use contents::Contents;
use findings::Found;
use index::Index;
use keys::Keys;
use letters::Drafted;
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, OnceLock, PoisonError},
};
use voice::Voice;

pub use voice::WrittenDays;

/// What a script of the pages counts by itself.
const COUNTED: [&str; 3] = ["search.found", "search.more", "table.shown"];

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
    /// The messages of the letters, which whoever reads attachments makes.
    pub mails: &'s Mails,
    /// Names and amounts are disguised, and every page says so.
    pub incognito: bool,
    /// Since the last build of an earlier day, if there was one.
    pub changes: Option<&'s report::Changes>,
    /// Tells this program, and the documents that the ledger names, from others.
    pub made_by: &'s str,
}

/// The dashboard: its files are known, and each is made when it is asked for.
#[derive(Debug)]
pub struct Dashboard<'s> {
    book: Book<'s>,
    pages: Pages,
    contents: Contents<'s>,
    keys: Keys<'s>,
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
            keys: book.keys(facts.made_by),
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

    fn key(&self, path: &str) -> Option<String> {
        self.keys.of_page(self.contents.client(path)?, path)
    }
}

/// All that a page is filled from, and the language to say it in.
#[derive(Debug)]
struct Book<'s> {
    facts: Facts<'s>,
    voice: Voice<'s>,
    index: Index<'s>,
    found: Found<'s>,
    by_rule: ByRule,
    /// What the agenda looks ahead to, farther than the other pages.
    ahead: Vec<report::Action>,
    /// Those at risk on top; known when a page of contracts is first made.
    contracts_in_order: OnceLock<Vec<ContractRisk<'s>>>,
    /// By the places of the law, who rests on them.
    places: BTreeMap<&'s str, PlaceUse<'s>>,
    /// Of a place on which nobody rests.
    nothing: PlaceUse<'s>,
    /// What the ledger's own `law:` changes.
    own_figures: Vec<OwnFigure>,
    /// How each client pays.
    paying: BTreeMap<&'s str, Paying>,
    letters: Drafted<'s>,
    /// Whom to chase first; known when a page of clients is first made.
    clients_in_order: OnceLock<Vec<&'s ClientOn<'s>>>,
}

impl<'s> Book<'s> {
    fn new(facts: Facts<'s>, voice: Voice<'s>) -> Self {
        let found = Found::of(facts);
        Self {
            facts,
            voice,
            index: Index::of(facts),
            by_rule: ByRule::of(&found),
            found,
            ahead: report::actions(facts.assessed, facts.letters, agenda::HORIZON),
            places: report::places(facts.assessed),
            nothing: PlaceUse::default(),
            own_figures: report::own_figures(facts.assessed).unwrap_or_default(),
            contracts_in_order: OnceLock::new(),
            paying: assess::paying(facts.assessed),
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
            counted: COUNTED.map(|key| (key, self.forms(key))).into(),
        }
    }

    /// A line each: the plural form, and the words for it. Just the words where they have no forms.
    fn forms(&self, key: &str) -> String {
        let forms = self.voice.language.forms(key);
        if forms.is_empty() {
            return self.voice.word(key);
        }
        let lines = forms.iter().map(|(form, words)| format!("{form} {words}"));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn unread(&self) -> Option<Unread> {
        let files = &self.facts.loaded.unread.files;
        let address = |path: &String| self.found.address_of(path);
        let links = files
            .iter()
            .map(|path| Link::new(path, address(path).unwrap_or_else(|| "findings.html".to_owned())));
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
