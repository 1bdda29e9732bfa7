//! The static dashboard: what each page shows, as finished strings, and the pages made of them; apart because
//! what people read changes for other reasons than what is true.

mod client;
mod contract;
mod element;
mod fill;
mod findings;
mod invoice;
mod letters;
mod overview;

pub use client::{Balance, Client, ClientRow, Clients, ContractRow, InvoiceRow};
pub use contract::{Contract, Exposure, Instalment};
pub use element::{Action, Arrangement, Entry, Fact, Link, Mark, Tone};
pub use fill::{Facts, site};
pub use findings::{Excerpt, FileFindings, Finding, Findings, LevelCount, Related};
pub use invoice::{Interest, Invoice, InvoiceLine, Stretch, Sum};
pub use letters::{Letter, LetterGroup, Letters, Pay, Sheet, Size};
pub use overview::{Bucket, CurrencyTotals, FindingsSummary, Overview};

use crate::render::Files;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tera::{Context, Tera};
use thiserror::Error;

/// A page could not be made: a template is wrong, most likely one of the ledger's own.
#[derive(Debug, Error)]
pub enum PageError {
    #[error("templates/dashboard: {0}")]
    Template(tera::Error),
    #[error("{path}: {source}")]
    Page { path: String, source: tera::Error },
}

/// The pages' words in one language, by key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(pub BTreeMap<String, String>);

/// What every page of one build says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Site {
    /// BCP 47 tag of the words.
    pub lang: String,
    /// The creditor's name.
    pub name: String,
    /// "As of 20 November 2026".
    pub as_of: String,
    /// How many letters and findings there are; absent when none.
    pub letters: Option<String>,
    pub findings: Option<String>,
    /// Files that could not be read, and a sentence that says what this means for the figures.
    pub unread: Option<Unread>,
    #[serde(rename = "w")]
    pub words: Words,
}

/// Files that the figures leave out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// "2 files could not be read. What they hold is in no figure here."
    pub sentence: String,
    /// Each leads to its findings.
    pub files: Vec<Link>,
}

/// One page: the template that it fills, and the name that it is written under.
pub trait Page: Serialize {
    const TEMPLATE: &'static str;
    /// Which entry of the navigation it is or belongs to.
    const PLACE: &'static str;

    /// Pages lie flat, in one folder.
    fn path(&self) -> String;
}

/// The templates, ready to be filled for one site.
#[derive(Debug)]
pub struct Pages {
    tera: Tera,
    assets: Files,
}

const TEMPLATES: [(&str, &str); 9] = [
    ("base.html", include_str!("../../templates/dashboard/base.html")),
    (
        "client.html",
        include_str!("../../templates/dashboard/client.html"),
    ),
    (
        "clients.html",
        include_str!("../../templates/dashboard/clients.html"),
    ),
    (
        "contract.html",
        include_str!("../../templates/dashboard/contract.html"),
    ),
    (
        "elements.html",
        include_str!("../../templates/dashboard/elements.html"),
    ),
    (
        "findings.html",
        include_str!("../../templates/dashboard/findings.html"),
    ),
    (
        "invoice.html",
        include_str!("../../templates/dashboard/invoice.html"),
    ),
    (
        "letters.html",
        include_str!("../../templates/dashboard/letters.html"),
    ),
    (
        "overview.html",
        include_str!("../../templates/dashboard/overview.html"),
    ),
];

const ASSETS: [(&str, &str); 3] = [
    ("icon.svg", include_str!("../../templates/dashboard/icon.svg")),
    ("script.js", include_str!("../../templates/dashboard/script.js")),
    ("style.css", include_str!("../../templates/dashboard/style.css")),
];

impl Pages {
    /// `own` are the ledger's own files of `templates/dashboard/`, by name: each takes the place of the built-in
    /// one of that name, and others (a partial of theirs, say) are added.
    pub fn new(site: &Site, own: &BTreeMap<String, String>) -> Result<Self, PageError> {
        let mut tera = Tera::default();
        let templates: BTreeMap<&str, &str> = TEMPLATES
            .into_iter()
            .chain(own.iter().map(|(name, text)| (name.as_str(), text.as_str())))
            .filter(|(name, _)| name.ends_with(".html"))
            .collect();
        tera.add_raw_templates(templates).map_err(PageError::Template)?;
        let shared = Context::from_serialize(site).map_err(PageError::Template)?;
        tera.global_context().extend(shared);
        let assets = ASSETS
            .into_iter()
            .map(|(name, text)| {
                (
                    name.to_owned(),
                    own.get(name).map_or(text, String::as_str).as_bytes().to_vec(),
                )
            })
            .collect();
        Ok(Self { tera, assets })
    }

    /// The style sheet, the script and the icon that every page refers to.
    pub fn assets(&self) -> Files {
        self.assets.clone()
    }

    pub fn render<P: Page>(&self, page: &P) -> Result<String, PageError> {
        Context::from_serialize(&Filling {
            place: P::PLACE,
            page,
        })
        .and_then(|context| self.tera.render(P::TEMPLATE, &context))
        .map_err(|source| PageError::Page {
            path: page.path(),
            source,
        })
    }
}

/// What a template sees beside the site.
#[derive(Serialize)]
struct Filling<'a, P> {
    place: &'static str,
    page: &'a P,
}

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
