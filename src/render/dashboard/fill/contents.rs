//! The list of the dashboard's files, and how each is made: the one place where a page is added.

use super::{Book, parts::Parts};
use crate::{
    language::Fault,
    render::dashboard::{Page, Pages, element::Link},
};
use std::{collections::BTreeMap, fmt};

/// How each file is made, by path below the site's folder.
pub struct Contents<'s>(BTreeMap<String, Make<'s>>);

type Make<'s> = Box<dyn Fn(&Book<'s>, &Pages) -> Result<MadeFile, Fault> + Send + Sync + 's>;

impl fmt::Debug for Contents<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
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
        let mut all = Self(BTreeMap::new());
        all.page("index.html", Book::overview);
        all.pages(&book.client_parts(), Book::clients);
        all.pages(&book.letter_parts(), Book::letters);
        all.page("findings.html", Book::findings);
        let assessed = book.facts.assessed;
        for (id, on) in &assessed.clients {
            all.page(Link::client_page(id), move |book| book.client(on));
        }
        for (id, on) in &assessed.contracts {
            all.page(Link::contract_page(id), move |book| book.contract(on));
        }
        for (id, on) in &assessed.invoices {
            all.page(Link::invoice_page(id), move |book| book.invoice(on));
        }
        for (name, bytes) in pages.assets() {
            all.file(name, move |_| bytes.clone());
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
        for part in 1..=parts.count() {
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
        self.0.insert(path, Box::new(make));
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub fn how(&self, path: &str) -> Option<&Make<'s>> {
        self.0.get(path)
    }
}
