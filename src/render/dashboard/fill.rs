//! The pages' views filled from the assessed ledger; apart from the views and their templates, which know no record.

mod actions;
mod arrangements;
mod client;
mod clients;
mod contract;
mod excerpt;
mod exposure;
mod findings;
mod index;
mod invoice;
mod letters;
mod marks;
mod overview;
mod search;
mod shares;
mod sheet;
mod terms;
mod timeline;
mod voice;

use super::{Page, Pages, Site, Unread, Words, element::Link, letters as letter_views};
use crate::{
    assess::{Assessed, InvoiceOn},
    check::Checked,
    language::{Fault, Languages},
    load::Loaded,
    render::{Files, letter::Drafts},
    report::{self, Letters},
};
use findings::Found;
use index::Index;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use voice::{Voice, Written};

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
}

/// The dashboard.
#[derive(Debug, Default)]
pub struct Made {
    /// By path below the site's folder.
    pub files: Files,
    /// What is wrong with the ledger's own pages: the built-in ones stand in for them.
    pub faults: BTreeSet<Fault>,
}

/// Every file of the dashboard.
pub fn site(facts: Facts) -> Result<Made, Fault> {
    let written = Written::default();
    let Some(voice) = Voice::of(facts, &written) else {
        return Ok(Made::default());
    };
    let book = Book::new(facts, voice);
    let pages = Pages::new(&book.site(), &facts.loaded.texts)?;
    let mut made = Made {
        files: pages.assets(),
        faults: pages.faults().cloned().collect(),
    };
    let assessed = facts.assessed;
    let clients = assessed
        .clients
        .par_iter()
        .map(|(_, on)| page(&pages, &book.client(on)));
    let contracts = assessed
        .contracts
        .par_iter()
        .map(|(_, on)| page(&pages, &book.contract(on)));
    let invoices = assessed
        .invoices
        .par_iter()
        .map(|(_, on)| page(&pages, &book.invoice(on)));
    let many: Vec<_> = clients
        .chain(contracts)
        .chain(invoices)
        .collect::<Result<_, _>>()?;
    for one in book.single_pages(&pages)?.into_iter().chain(many) {
        made.files.insert(one.path, one.bytes);
        made.faults.extend(one.fault);
    }
    let search = book.search();
    let paths: Vec<_> = search.paths().collect();
    let files: Vec<_> = paths
        .into_par_iter()
        .map(|(path, shard)| (path, search.file(shard)))
        .collect();
    made.files.extend(files);
    Ok(made)
}

struct One {
    path: String,
    bytes: Vec<u8>,
    fault: Option<Fault>,
}

fn page<P: Page>(pages: &Pages, view: &P) -> Result<One, Fault> {
    let filled = pages.render(view)?;
    Ok(One {
        path: view.path(),
        bytes: filled.html.into_bytes(),
        fault: filled.fault,
    })
}

/// All that a page is filled from, and the language to say it in.
struct Book<'s> {
    facts: Facts<'s>,
    voice: Voice<'s>,
    index: Index<'s>,
    found: Found<'s>,
    /// The drafts as they are shown, by client.
    letters: BTreeMap<&'s str, Vec<letter_views::Letter>>,
}

impl<'s> Book<'s> {
    fn new(facts: Facts<'s>, voice: Voice<'s>) -> Self {
        let mut letters: BTreeMap<&str, Vec<letter_views::Letter>> = BTreeMap::new();
        for letter in &facts.letters.letters {
            if let Some(view) = letters::shown(facts, voice, letter) {
                letters.entry(&letter.client.id).or_default().push(view);
            }
        }
        Self {
            facts,
            voice,
            index: Index::of(facts),
            found: Found::in_records(facts, voice),
            letters,
        }
    }

    fn site(&self) -> Site {
        let count = |n: usize| (n > 0).then(|| n.to_string());
        let words = self.voice.language.words();
        Site {
            lang: self.voice.language.tag().to_owned(),
            name: self.facts.assessed.ledger.settings.creditor.name.clone(),
            as_of: self.voice.dated("page.as-of", self.facts.assessed.day),
            letters: count(self.letters.values().map(Vec::len).sum()),
            findings: count(self.facts.checked.findings.len()),
            unread: self.unread(),
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

    /// Those that there is one of.
    fn single_pages(&self, pages: &Pages) -> Result<Vec<One>, Fault> {
        Ok(vec![
            page(pages, &self.overview())?,
            page(pages, &self.clients())?,
            page(pages, &self.letters())?,
            page(pages, &self.findings())?,
        ])
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
