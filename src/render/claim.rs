//! The evidence pack: what a judge or a lawyer reads first, as one document, and copies of what it rests on. In English,
//! for it is the user's own file; messages stand in the language that they were sent in.

mod agreement;
mod calculation;
mod chronology;
mod court;

use super::{
    Files,
    paper::{self, Paper, Set, Table},
    statement,
};
use crate::{
    assess::Assessed,
    calendar::Date,
    language::{Language, Languages},
    model::{format::Word, log::What},
    money::Amount,
    report::{Statement, evidence::Evidence},
    source::{Sources, Span},
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What a pack is made of.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'s, 'a> {
    pub assessed: &'s Assessed<'a>,
    pub evidence: &'s Evidence<'s, 'a>,
    pub sources: &'s Sources,
    /// The client's whole account in the claim's currency.
    pub statement: Option<&'s Statement<'a>>,
    pub history: &'s History,
    pub copies: &'s [Copy],
}

/// What version control knows of the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum History {
    /// Why it knows nothing, as the end of a sentence.
    None(String),
    /// The commit that each line of a file stands in, by path and line from 1.
    Git(BTreeMap<String, BTreeMap<u32, Commit>>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Commit {
    /// Short hash, and the day on which it was committed.
    Made { hash: String, day: Option<Date> },
    /// Changed since the last commit.
    NotYet,
}

/// A copy to enclose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// In the ledger.
    pub path: String,
    /// Below the pack's folder.
    pub name: String,
    pub what: &'static str,
    /// `None`: it could not be read, and why.
    pub bytes: Result<Vec<u8>, String>,
}

/// The document twice, the copies, and a list of digests that `sha256sum --check` reads.
pub fn files(facts: Facts, languages: &Languages) -> Files {
    let Some(language) = languages.get("en") else {
        return Files::new();
    };
    let paper = Pack { facts, language }.paper();
    let mut files = Files::from([
        ("index.html".to_owned(), paper::html(&paper).into_bytes()),
        ("index.md".to_owned(), paper::markdown(&paper).into_bytes()),
    ]);
    let mut sums = String::new();
    for copy in facts.copies {
        if let Ok(bytes) = &copy.bytes {
            sums.push_str(&format!("{}  {}\n", digest(bytes), copy.name));
            files.insert(copy.name.clone(), bytes.clone());
        }
    }
    files.insert("SHA256SUMS".to_owned(), sums.into_bytes());
    files
}

fn digest(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// The facts and the language that they are told in.
#[derive(Debug, Clone, Copy)]
struct Pack<'s, 'a> {
    facts: Facts<'s, 'a>,
    language: &'s Language,
}

impl Pack<'_, '_> {
    fn paper(self) -> Paper {
        let (evidence, assessed) = (self.facts.evidence, self.facts.assessed);
        let creditor = &assessed.ledger.settings.creditor.name;
        let mut paper = Paper::new(
            self.language,
            format!("Claim of {creditor} against {}", evidence.client.legal_name()),
        );
        paper.text(format!(
            "As of {}. Put together by dunlin from the creditor’s records. Information, not legal advice.",
            self.language.date(assessed.day)
        ));
        self.parties(&mut paper);
        self.summary(&mut paper);
        self.chronology(&mut paper);
        self.contract(&mut paper);
        self.invoices(&mut paper);
        self.messages(&mut paper);
        if let Some(statement) = self.facts.statement {
            paper.section("Statement of account");
            paper.text("Every invoice of the debtor in this currency, whether claimed here or not. Interest and compensation are not in it.");
            statement::add(
                &mut paper,
                statement::Words {
                    language: self.language,
                    statement,
                },
            );
        }
        self.calculation(&mut paper);
        self.court(&mut paper);
        self.enclosures(&mut paper);
        paper
    }

    fn amount(self, amount: Amount) -> String {
        self.language.amount(amount, self.facts.evidence.currency)
    }

    /// `invoices/a.yaml:7`.
    fn place(self, span: Span) -> String {
        format!(
            "{}:{}",
            self.facts.sources.path(span),
            self.facts.sources.start(span).line
        )
    }

    fn parties(self, paper: &mut Paper) {
        let creditor = &self.facts.assessed.ledger.settings.creditor;
        let client = self.facts.evidence.client;
        let fact = |name: &str, value: &str| (name.to_owned(), value.trim().to_owned());
        paper.section("Parties");
        paper.subsection("Creditor");
        paper.facts([
            fact("Name", &creditor.name),
            fact("Kind", creditor.kind.word()),
            fact("Address", &creditor.address),
            fact("Tax number", &creditor.tax_id),
            fact("E-mail", &creditor.email),
            fact("Telephone", &creditor.phone),
        ]);
        let trades_as = if client.name.value == client.legal_name() {
            ""
        } else {
            &client.name.value
        };
        paper.subsection("Debtor");
        paper.facts([
            fact("Name", client.legal_name()),
            fact("Trades as", trades_as),
            fact("Kind", client.kind.map_or("not known", |kind| kind.value.word())),
            fact("Legal form", client.legal_form().word()),
            fact("Address", &client.contact.address),
            fact("Registration", &client.registration),
            fact("Tax number", &client.tax_id),
            fact("Contact", &client.contact.name),
            fact("E-mail", &client.contact.email),
            fact("Telephone", &client.contact.phone),
        ]);
        if client.contact.address.trim().is_empty() {
            paper.text("No address is known at which a claim could be served.");
        }
    }

    fn messages(self, paper: &mut Paper) {
        let evidence = self.facts.evidence;
        let told = evidence.events.iter().filter_map(|event| match event.fact {
            crate::report::evidence::Fact::Logged(entry) => Some(entry),
            _ => None,
        });
        let written: Vec<_> = told
            .filter(|entry| entry.what == What::Contact && !entry.prose.trim().is_empty())
            .collect();
        paper.section("Messages as they were sent");
        if written.is_empty() {
            paper.text("The records hold the text of no message; the chronology says which were sent.");
        }
        for entry in written {
            paper.subsection(format!(
                "{}: {}",
                self.language.date(entry.date.value),
                self.contact(entry)
            ));
            paper.facts([
                ("To".to_owned(), entry.to.clone()),
                (
                    "Subject".to_owned(),
                    entry
                        .subject
                        .as_ref()
                        .map(|subject| subject.value.clone())
                        .unwrap_or_default(),
                ),
                ("Record".to_owned(), self.place(entry.origin.place)),
            ]);
            paper.words(&entry.prose);
        }
    }

    fn enclosures(self, paper: &mut Paper) {
        paper.section("Enclosures");
        paper.text("Copies of the records and documents that this rests on, with the SHA-256 digest of each: whoever has the same file gets the same digest. The command “sha256sum --check SHA256SUMS”, run in this folder, compares them all.");
        let mut table = Table::new([("File", Set::Code), ("What", Set::Words), ("SHA-256", Set::Code)]);
        for copy in self.facts.copies {
            let digest = match &copy.bytes {
                Ok(bytes) => digest(bytes),
                Err(why) => format!("not enclosed: {why}"),
            };
            table.row([copy.name.clone(), copy.what.to_owned(), digest]);
        }
        paper.table(table);
        paper.list(self.missing());
    }

    /// Papers that a court will ask for and the records don't name.
    fn missing(self) -> Vec<String> {
        let evidence = self.facts.evidence;
        let contract = evidence.contract.map(|on| on.contract);
        let text = contract.is_some_and(|own| own.document.is_none() && own.prose.trim().is_empty());
        let text =
            text.then(|| "The text of the contract is not in the records: add the signed copy.".to_owned());
        let invoices = evidence.claimed.iter().map(|own| own.on.invoice);
        let without = invoices
            .filter(|invoice| invoice.document.is_none())
            .map(|invoice| {
                format!(
                    "Invoice {} itself is not in the records: add a copy as it was sent.",
                    invoice.number()
                )
            });
        text.into_iter().chain(without).collect()
    }
}
