//! The static dashboard: what each page shows, as finished strings, and the pages made of them; apart because
//! what people read changes for other reasons than what is true.

mod agenda;
mod chart;
mod client;
mod contract;
mod contracts;
mod element;
mod fill;
mod findings;
mod invoice;
mod law;
mod letters;
mod overview;
mod rule;
mod section;
mod statement;

pub use chart::{Anchor, Area, Chart, Dot, Form, Ink, Key, Label, Row, RowTone, Stroke, Table, Tick, Trend};
pub use client::{Balance, Client, ClientOrder, ClientRow, Clients, ContractRow, InvoiceOrder, InvoiceRow};
pub use contract::{Contract, Exposure, Instalment};
pub use element::{Action, Arrangement, Entry, Fact, Incomplete, Link, Mark, Pager, Tone};
pub use fill::{Dashboard, Facts, WrittenDays};
pub use findings::{
    Advice, Excerpt, FileFindings, Finding, Findings, FindingsByRule, LevelCount, RecordFindings, Related,
    RuleFindings, RuleRow, Source,
};
pub use invoice::{Figure, Interest, Invoice, InvoiceLine, Period, Place, Reason, Sum};
pub use letters::{Letter, LetterGroup, Letters, MailFile, Mails, Pay, Sheet, Size};
pub use overview::{Bucket, Changed, Changes, CurrencyTotals, Expected, FindingsSummary, Overview, Start};
pub use rule::{Rule, RulePart, RuleSection, SampleFile, SampleFinding};
pub use section::{Rows, Section};
pub use statement::{AccountCell, AccountColumn, AccountRow, AccountTable, Piece, Statement};

use crate::{
    language::{Fault, Filled, PageTemplates},
    model::OwnTexts,
    render::{Files, findings::visible},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// Names and amounts are disguised.
    pub incognito: bool,
    #[serde(rename = "w")]
    pub words: Words,
    /// Words whose gaps a script fills, by key; of those that it counts with, a line for each plural form.
    pub counted: BTreeMap<&'static str, String>,
}

/// Files that the figures leave out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// "2 files could not be read. What they hold is in no figure here."
    pub sentence: String,
    /// Each leads to its findings.
    pub files: Vec<Link>,
}

/// One page, by the template that it fills. The name that it is written under stands in `fill/contents.rs`.
pub trait Page: Serialize {
    const TEMPLATE: &'static str;
    /// Which entry of the navigation it is or belongs to.
    const PLACE: &'static str;
    /// Whether it is about one client alone: it says nothing that another's records could change.
    const IS_OF_CLIENT: bool = false;
}

/// The templates, ready to be filled for one site.
#[derive(Debug)]
pub struct Pages(PageTemplates);

impl Pages {
    /// `own` may hold the ledger's own files of `templates/dashboard/`: each takes the place of the built-in one of that
    /// name, and others (a partial of theirs, say) are added.
    pub fn new(site: &Site, own: &OwnTexts) -> Result<Self, Fault> {
        let mut templates = PageTemplates::with(own)?;
        templates.share(site)?;
        Ok(Self(templates))
    }

    /// The style sheet, the script and the icon that every page refers to.
    pub fn assets(&self) -> Files {
        let assets = self.0.assets().iter();
        assets
            .map(|(name, text)| (name.clone(), text.as_bytes().to_vec()))
            .collect()
    }

    /// What is wrong with the ledger's own files, whatever page is made.
    pub fn faults(&self) -> impl Iterator<Item = &Fault> {
        self.0.faults().iter()
    }

    /// A page of the ledger's own that fails is made of the built-in template, and says why. What would turn the direction
    /// of writing, and swap a name and a figure, is shown instead of obeyed, as everywhere.
    pub fn render<P: Page>(&self, page: &P) -> Result<Filled, Fault> {
        let filling = Filling {
            place: P::PLACE,
            counts: !P::IS_OF_CLIENT,
            page,
        };
        let filled = self.0.fill(P::TEMPLATE, &filling)?;
        Ok(Filled {
            html: visible::in_markup(filled.html),
            ..filled
        })
    }
}

/// What a template sees beside the site.
#[derive(Serialize)]
struct Filling<'a, P> {
    place: &'static str,
    /// Whether the navigation says how many letters and findings there are.
    counts: bool,
    page: &'a P,
}

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
