//! Findings as the pages show them, and the record that each belongs to.

use super::{
    Book, Facts,
    excerpt::Lines,
    voice::{Voice, some},
};
use crate::{
    check::{Counts, Judged},
    finding::Level,
    model::{Ledger, Origin},
    render::{
        dashboard::{
            element::{Mark, Tone},
            findings::{FileFindings, Finding, Findings, LevelCount, Related},
        },
        prose::sentence,
    },
    source::{FileId, Span},
};
use std::collections::BTreeMap;

/// The record on whose page a finding is shown; what has no page of its own is its client's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner<'s> {
    Client(&'s str),
    Contract(&'s str),
    Invoice(&'s str),
}

/// Every finding as it is shown, in the order of the files.
#[derive(Debug)]
pub struct Found<'s> {
    /// Each with its level and the number of its file, from 1.
    all: Vec<(Level, usize, Finding)>,
    paths: Vec<&'s str>,
    by_owner: BTreeMap<Owner<'s>, Vec<usize>>,
}

impl<'s> Found<'s> {
    pub fn in_records(facts: Facts<'s>, voice: Voice<'s>) -> Self {
        let judged = &facts.checked.findings;
        let spans = judged.iter().flat_map(|judged| {
            let related = judged.finding.related.iter().map(|related| related.span);
            std::iter::once(judged.finding.span).chain(related)
        });
        let shown = Shown {
            lines: Lines::of(&facts.loaded.sources, spans),
            voice,
        };
        let records = Records::of(facts.assessed.ledger);
        let mut found = Self {
            all: Vec::with_capacity(judged.len()),
            paths: Vec::new(),
            by_owner: BTreeMap::new(),
        };
        for (n, judged) in judged.iter().enumerate() {
            let path = facts.loaded.sources.path(judged.finding.span);
            if found.paths.last() != Some(&path) {
                found.paths.push(path);
            }
            if let Some(owner) = records.owner(judged.finding.span) {
                found.by_owner.entry(owner).or_default().push(n);
            }
            found
                .all
                .push((judged.level, found.paths.len(), shown.finding(judged, n)));
        }
        found
    }

    pub fn of(&self, owner: Owner) -> Vec<Finding> {
        let mine = self.by_owner.get(&owner).map(Vec::as_slice).unwrap_or_default();
        mine.iter()
            .filter_map(|n| self.all.get(*n))
            .map(|(.., finding)| finding.clone())
            .collect()
    }

    /// How many findings of level error a record has.
    pub fn errors_of(&self, owner: Owner) -> usize {
        let mine = self.by_owner.get(&owner).map(Vec::as_slice).unwrap_or_default();
        let levels = mine.iter().filter_map(|n| self.all.get(*n));
        levels.filter(|(level, ..)| *level == Level::Error).count()
    }

    /// The gravest, and of those the first in the files.
    pub fn gravest(&self, most: usize) -> Vec<Finding> {
        let mut by_level: Vec<_> = self.all.iter().collect();
        by_level.sort_by_key(|(level, ..)| std::cmp::Reverse(*level));
        by_level
            .into_iter()
            .take(most)
            .map(|(.., finding)| finding.clone())
            .collect()
    }

    /// Where the findings of a file are shown; the page itself for a file that has none.
    pub fn address_of(&self, path: &str) -> String {
        match self.paths.iter().position(|own| *own == path) {
            Some(at) => format!("findings.html#file-{}", at + 1),
            None => "findings.html".to_owned(),
        }
    }
}

impl Book<'_> {
    pub fn findings(&self) -> Findings {
        let mut files: Vec<FileFindings> = Vec::new();
        for (_, file, finding) in &self.found.all {
            if files.len() < *file {
                files.push(FileFindings {
                    file: self
                        .found
                        .paths
                        .get(file - 1)
                        .copied()
                        .unwrap_or_default()
                        .to_owned(),
                    anchor: format!("file-{file}"),
                    findings: Vec::new(),
                });
            }
            if let Some(last) = files.last_mut() {
                last.findings.push(finding.clone());
            }
        }
        Findings {
            levels: self.finding_levels(),
            files,
        }
    }

    /// How many of each level, the gravest first; those without any left out.
    pub fn finding_levels(&self) -> Vec<LevelCount> {
        let Counts {
            error, warning, info, ..
        } = self.facts.checked.counts();
        let counts = [
            (error, "findings.errors", Level::Error),
            (warning, "findings.warnings", Level::Warning),
            (info, "findings.infos", Level::Info),
        ];
        let present = counts.into_iter().filter(|(n, ..)| *n > 0);
        let marks = present.map(|(n, key, level)| LevelCount {
            mark: Mark {
                text: self.voice.count(key, n),
                tone: tone(level),
            },
        });
        marks.collect()
    }
}

fn tone(level: Level) -> Tone {
    match level {
        Level::Error => Tone::Late,
        Level::Warning => Tone::Watch,
        Level::Info => Tone::Plain,
    }
}

/// Findings begin small, for the line that a terminal shows; on a page they stand alone.
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What a finding's view is made with.
struct Shown<'s> {
    lines: Lines<'s>,
    voice: Voice<'s>,
}

impl Shown<'_> {
    fn finding(&self, judged: &Judged, n: usize) -> Finding {
        let finding = &judged.finding;
        let related = finding.related.iter().map(|related| Related {
            place: self.lines.place(related.span),
            message: sentence(&capitalised(&related.message)),
            excerpt: self.lines.excerpt(related.span),
        });
        Finding {
            level: self
                .voice
                .mark(&format!("level.{}", judged.level), tone(judged.level)),
            rule: finding.rule.to_owned(),
            message: sentence(&capitalised(&finding.message)),
            help: some(&finding.help).map(|help| sentence(&capitalised(&help))),
            source: finding.source.clone(),
            place: self.lines.place(finding.span),
            anchor: format!("finding-{}", n + 1),
            excerpt: self.lines.excerpt(finding.span),
            related: related.collect(),
        }
    }
}

/// Where each record begins and ends, file by file. Records don't overlap.
struct Records<'s>(BTreeMap<FileId, Vec<(Span, Owner<'s>)>>);

impl<'s> Records<'s> {
    fn of(ledger: &'s Ledger) -> Self {
        let mut records: BTreeMap<FileId, Vec<(Span, Owner)>> = BTreeMap::new();
        let mut add = |origin: Origin, owner| {
            records
                .entry(origin.file)
                .or_default()
                .push((origin.whole, owner))
        };
        for (id, client) in &ledger.clients {
            add(client.origin, Owner::Client(id));
        }
        for (id, contract) in &ledger.contracts {
            add(contract.origin, Owner::Contract(id));
        }
        for (id, invoice) in &ledger.invoices {
            add(invoice.origin, Owner::Invoice(id));
        }
        for record in ledger.payments.values() {
            add(record.origin, Owner::Client(&record.client.value));
        }
        for record in ledger.log.values() {
            add(record.origin, Owner::Client(&record.client.value));
        }
        for record in ledger.plans.values() {
            add(record.origin, Owner::Client(&record.client.value));
        }
        for record in ledger.cases.values() {
            add(record.origin, Owner::Client(&record.client.value));
        }
        for places in records.values_mut() {
            places.sort_by_key(|(whole, _)| whole.start);
        }
        Self(records)
    }

    fn owner(&self, span: Span) -> Option<Owner<'s>> {
        let places = self.0.get(&span.file)?;
        let after = places.partition_point(|(whole, _)| whole.start <= span.start);
        let (whole, owner) = places.get(after.checked_sub(1)?)?;
        (span.start <= whole.end).then_some(*owner)
    }
}
