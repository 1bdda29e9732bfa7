//! The list of the dashboard's files, and how each is made: the one place where a page is added.

use super::{Book, parts::Parts, sections::ClientList};
use crate::{
    assess::ClientOn,
    check::rules,
    language::Fault,
    render::dashboard::{Page, Pages, element::Link, rule::page_of},
};
use rayon::prelude::*;
use std::{collections::BTreeMap, fmt, sync::Arc};

/// How each file is made, by path below the site's folder.
pub struct Contents<'s> {
    files: BTreeMap<String, Listed<'s>>,
    /// Whom the pages that are being added are about.
    about: Option<&'s str>,
}

struct Listed<'s> {
    make: Make<'s>,
    /// Of a page that is about one client alone, and says nothing of others.
    client: Option<&'s str>,
}

type Make<'s> = Box<dyn Fn(&Book<'s>, &Pages) -> Result<MadeFile, Fault> + Send + Sync + 's>;

/// The lists of all clients' pages that go on on others.
fn client_lists<'s>(book: &Book<'s>) -> Vec<(&'s ClientOn<'s>, ClientList, Parts)> {
    let clients = book.facts.assessed.clients.par_iter();
    let lists = clients.flat_map_iter(|(_, on)| {
        let lists = ClientList::ALL.into_iter();
        lists.map(move |list| (on, list, book.client_list_parts(on, list)))
    });
    lists.filter(|(.., parts)| parts.count() > 1).collect()
}

impl fmt::Debug for Contents<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.files.keys()).finish()
    }
}

/// One file.
#[derive(Debug)]
pub struct MadeFile {
    pub bytes: Vec<u8>,
    /// What is wrong with the ledger's own template: the built-in one stands in for it.
    pub fault: Option<Fault>,
}

impl<'s> Contents<'s> {
    /// Every file there is. Nothing is filled here: a view is made when its page is asked for.
    pub fn of(book: &Book<'s>, pages: &Pages) -> Self {
        let mut all = Self {
            files: BTreeMap::new(),
            about: None,
        };
        all.page("index.html", Book::overview);
        all.pages(&book.client_parts(), Book::clients);
        all.pages(&book.letter_parts(), Book::letters);
        all.pages(&book.finding_parts(), Book::findings);
        if !book.found.judged.is_empty() {
            all.pages(&book.by_rule_parts(), Book::by_rule);
        }
        for rule in book.by_rule.rules().filter_map(rules::find) {
            all.page(page_of(rule.id), move |book| book.rule(rule));
        }
        all.pages(&book.agenda_parts(), Book::agenda);
        all.file("agenda.ics", Book::agenda_ics);
        all.pages(&book.contract_parts(), Book::contracts);
        all.page("law.html", Book::law);
        for place in book.places() {
            all.page(Link::place_page(&place.id), move |book| book.place(place));
        }
        let assessed = book.facts.assessed;
        for (id, on) in &assessed.clients {
            all.about = Some(id);
            all.page(Link::client_page(id), move |book| book.client(on));
            if book.has_account(id) {
                all.page(Link::statement_page(id), move |book| book.statement(on));
            }
        }
        for (on, list, parts) in client_lists(book) {
            all.about = Some(&on.client.id);
            all.rest(&parts, move |book, part| book.client_list(on, list, part));
        }
        for (id, on) in &assessed.contracts {
            all.about = Some(&on.contract.client.value);
            all.page(Link::contract_page(id), move |book| book.contract(on));
            all.rest(&book.schedule_parts(on), move |book, part| {
                book.schedule_section(on, part)
            });
        }
        for (id, on) in &assessed.invoices {
            all.about = Some(&on.client.id);
            all.page(Link::invoice_page(id), move |book| book.invoice(on));
        }
        all.about = None;
        for (name, bytes) in pages.assets() {
            all.file(name, move |_| bytes.clone());
        }
        let search = Arc::new(book.search());
        for (at, path) in search.paths().into_iter().enumerate() {
            let search = Arc::clone(&search);
            all.file(path, move |_| search.file(at));
        }
        all
    }

    /// A page: its template filled with the view.
    fn page<P: Page>(&mut self, path: impl Into<String>, view: impl Fn(&Book<'s>) -> P + Send + Sync + 's) {
        self.add(path.into(), move |book, pages| {
            let filled = pages.render(&view(book))?;
            Ok(MadeFile {
                bytes: filled.html.into_bytes(),
                fault: filled.fault,
            })
        });
    }

    /// The parts of a list that has pages of its own.
    fn pages<P: Page>(
        &mut self,
        parts: &Parts,
        view: impl Fn(&Book<'s>, usize) -> P + Copy + Send + Sync + 's,
    ) {
        self.page(parts.page(1), move |book| view(book, 1));
        self.rest(parts, view);
    }

    /// Those of a list that begins on another page.
    fn rest<P: Page>(
        &mut self,
        parts: &Parts,
        view: impl Fn(&Book<'s>, usize) -> P + Copy + Send + Sync + 's,
    ) {
        for part in 2..=parts.count() {
            self.page(parts.page(part), move |book| view(book, part));
        }
    }

    /// A file that needs no template.
    fn file(&mut self, path: impl Into<String>, bytes: impl Fn(&Book<'s>) -> Vec<u8> + Send + Sync + 's) {
        self.add(path.into(), move |book, _| {
            Ok(MadeFile {
                bytes: bytes(book),
                fault: None,
            })
        });
    }

    fn add(
        &mut self,
        path: String,
        make: impl Fn(&Book<'s>, &Pages) -> Result<MadeFile, Fault> + Send + Sync + 's,
    ) {
        let listed = Listed {
            make: Box::new(make),
            client: self.about,
        };
        self.files.insert(path, listed);
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    pub fn how(&self, path: &str) -> Option<&Make<'s>> {
        self.files.get(path).map(|listed| &listed.make)
    }

    /// Whom a page is about, if it is about one client alone.
    pub fn client(&self, path: &str) -> Option<&'s str> {
        self.files.get(path)?.client
    }
}
