//! Findings to try the formats on: a few of every kind, in a ledger whose owner means no good; and many.

use super::Findings;
use crate::{
    calendar::parse_date,
    check::{Checked, Deny, Judged},
    finding::{Finding, Level},
    source::{FileId, SourceFile, Sources, Span},
};

#[derive(Debug)]
pub struct Sample {
    pub checked: Checked,
    sources: Sources,
}

impl Sample {
    /// A file per pair of path and text, in path order, and no findings yet.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| SourceFile {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        });
        Self {
            checked: Checked::default(),
            sources: Sources::new(files.collect()),
        }
    }

    /// A finding of each level, one of them dated; names and messages full of what formats give a meaning to.
    pub fn hostile() -> Self {
        let mut sample = Self::of(&[
            ("clients/a%, b\nünï.yaml", "name: 漢\n"),
            ("contracts/site.yaml", "client: acme\ntotal: 6000.00\n"),
            (
                "invoices/i1.yaml",
                "client: acme\ncontract: site\nissued: 2026-01-08\namount: 7000.00\nnotes: |\n  one\n  two\n\n",
            ),
        ]);
        let message = "`<script>alert(1)</script>` \u{1b}[31m::error::]]> has no address";
        let address = Finding::new("client/cannot-be-served", sample.place(0, "漢"), message)
            .help("write [it](https://example.org) under `address`,\n100% \"of\" it & more");
        let unsigned = Finding::new(
            "contract/unsigned",
            sample.place(1, "6000.00"),
            "nobody signed `site`",
        )
        .dated();
        let billed = Finding::new(
            "invoice/over-billed",
            sample.place(2, "7000.00\nnotes: |\n  one\n  two\n\n"),
            "7000.00 EUR is billed",
        )
        .help("have an amendment signed")
        .related(sample.place(1, "6000.00"), "this was agreed")
        .source("A title, https://example.org");
        sample.push(Level::Info, address);
        sample.push(Level::Warning, unsigned);
        sample.push(Level::Error, billed);
        sample
    }

    /// So many findings of each level, one a line of one file, in turns.
    pub fn many(of_each: usize) -> Self {
        let mut sample = Self::of(&[("notes.yaml", &"k: v\n".repeat(3 * of_each))]);
        for line in 0..3 * of_each {
            let start = u32::try_from(line * 5).unwrap();
            let span = Span {
                file: FileId(0),
                start,
                end: start + 1,
            };
            let level = [Level::Info, Level::Warning, Level::Error][line % 3];
            let finding = Finding::new("file/unknown-key", span, format!("number {line}"));
            sample.push(level, finding);
        }
        sample
    }

    pub fn place(&self, file: u32, text: &str) -> Span {
        let start = self.sources.file(FileId(file)).text.find(text).unwrap();
        Span {
            file: FileId(file),
            start: u32::try_from(start).unwrap(),
            end: u32::try_from(start + text.len()).unwrap(),
        }
    }

    pub fn push(&mut self, level: Level, finding: Finding) {
        self.checked.findings.push(Judged { finding, level });
    }

    pub fn findings(&self) -> Findings<'_> {
        Findings {
            checked: &self.checked,
            sources: &self.sources,
            as_of: parse_date("2026-03-01"),
            width: 80,
            prefix: "",
            deny: Deny {
                level: Level::Warning,
                dated: false,
            },
        }
    }
}
