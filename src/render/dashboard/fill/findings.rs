//! Findings as the pages show them: each by its number, in the order of the files.

use super::{
    Book, Facts,
    excerpt::Lines,
    owners::{Owner, Records},
    parts::Parts,
    voice::some,
};
use crate::{
    check::{Counts, Judged},
    finding::{self, Level},
    render::{
        dashboard::{
            element::{Link, Mark, Tone},
            findings::{
                Advice, FileFindings, Finding, Findings, LevelCount, RecordFindings, Related, Source,
            },
            rule::page_of,
        },
        findings::identity::identities,
        prose::sentence,
        url,
    },
};
use std::{cmp::Reverse, collections::BTreeMap, ops::Range};

/// Findings on the page of a record, which is about more than these.
const OF_RECORD: usize = 20;

/// Digits of a fingerprint that tell all findings of a ledger apart.
const DIGITS: usize = 12;

/// Every finding: what the pages look up about it, worked out once.
#[derive(Debug)]
pub struct Found<'s> {
    pub judged: &'s [Judged],
    lines: Lines<'s>,
    anchors: Vec<String>,
    owners: Vec<Option<Owner<'s>>>,
    by_owner: BTreeMap<Owner<'s>, Vec<usize>>,
    /// Files that have any, each with the number of its first.
    files: BTreeMap<&'s str, usize>,
}

impl<'s> Found<'s> {
    pub fn of(facts: Facts<'s>) -> Self {
        let judged = facts.checked.findings.as_slice();
        let sources = &facts.loaded.sources;
        let spans = judged.iter().flat_map(|judged| {
            let related = judged.finding.related.iter().map(|related| related.span);
            std::iter::once(judged.finding.span).chain(related)
        });
        let records = Records::of(facts.assessed.ledger);
        let owners = judged.iter().map(|judged| records.owner(judged.finding.span));
        let owners: Vec<_> = owners.collect();
        let mut found = Self {
            judged,
            lines: Lines::of(sources, spans),
            anchors: anchors(facts),
            by_owner: BTreeMap::new(),
            files: BTreeMap::new(),
            owners,
        };
        for (n, (judged, owner)) in judged.iter().zip(&found.owners).enumerate() {
            found.files.entry(sources.path(judged.finding.span)).or_insert(n);
            if let Some(owner) = owner {
                found.by_owner.entry(*owner).or_default().push(n);
            }
        }
        found
    }

    pub fn parts(&self) -> Parts {
        Parts::of_list("findings", self.judged.len())
    }

    /// Where the findings of a file are shown; `None` for a file that has none.
    pub fn address_of(&self, path: &str) -> Option<String> {
        let first = self.files.get(path)?;
        Some(self.parts().to_row(*first, &of_file(path)))
    }

    /// How many findings of level error a record has.
    pub fn errors_of(&self, owner: Owner<'s>) -> usize {
        let levels = self.numbers_of(owner).iter().filter_map(|n| self.judged.get(*n));
        levels.filter(|judged| judged.level == Level::Error).count()
    }

    /// The numbers of a record's findings.
    pub fn numbers_of(&self, owner: Owner<'s>) -> &[usize] {
        self.by_owner.get(&owner).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn address(&self, n: usize) -> String {
        let anchor = self.anchors.get(n).map(String::as_str).unwrap_or_default();
        self.parts().to_row(n, anchor)
    }
}

/// The fragment of a file: its path, with what an id can't hold encoded.
fn of_file(path: &str) -> String {
    format!("file-{}", url::encoded(path).replace("%2F", ":"))
}

/// By what stays the same of a finding while others come and go.
fn anchors(facts: Facts) -> Vec<String> {
    let identities = identities(facts.checked, &facts.loaded.sources).into_iter();
    let short = identities.map(|one| one.fingerprint.chars().take(DIGITS).collect::<String>());
    short.map(|digits| format!("finding-{digits}")).collect()
}

impl Book<'_> {
    /// A part of them by file. A file's findings may go on on the next page.
    pub fn findings(&self, part: usize) -> Findings {
        let parts = self.finding_parts();
        Findings {
            levels: self.finding_levels(),
            incomplete: self.incomplete(),
            files: self.files_with(parts.rows(part)),
            pager: self.pager(&parts, part),
        }
    }

    pub fn finding_parts(&self) -> Parts {
        self.found.parts()
    }

    fn files_with(&self, numbers: Range<usize>) -> Vec<FileFindings> {
        let mut files: Vec<FileFindings> = Vec::new();
        for n in numbers {
            let Some(judged) = self.found.judged.get(n) else {
                break;
            };
            let path = self.facts.loaded.sources.path(judged.finding.span);
            if files.last().is_none_or(|last| last.file != path) {
                files.push(FileFindings {
                    file: path.to_owned(),
                    anchor: of_file(path),
                    continued: self.found.files.get(path).is_some_and(|first| *first < n),
                    findings: Vec::new(),
                });
            }
            if let Some(last) = files.last_mut() {
                last.findings.extend(self.finding(n));
            }
        }
        files
    }

    /// Those of a record, in the order of their lines.
    pub fn findings_of(&self, owner: Owner) -> RecordFindings {
        let mine = self.found.by_owner.get(&owner);
        let mine = mine.map(Vec::as_slice).unwrap_or_default();
        let first = mine.iter().take(OF_RECORD).filter_map(|n| self.finding(*n));
        let more = mine.get(OF_RECORD).map(|n| {
            let left = self.voice.count("findings.more", mine.len() - OF_RECORD);
            Link::new(left, self.found.address(*n))
        });
        RecordFindings {
            first: first
                .map(|finding| Finding {
                    record: None,
                    ..finding
                })
                .collect(),
            more,
        }
    }

    /// The gravest, and of those the first in the files.
    pub fn gravest(&self, most: usize) -> Vec<Finding> {
        let mut numbers: Vec<_> = self.found.judged.iter().enumerate().collect();
        numbers.sort_by_key(|(_, judged)| Reverse(judged.level));
        let first = numbers.into_iter().take(most);
        first.filter_map(|(n, _)| self.finding(n)).collect()
    }

    pub fn finding(&self, n: usize) -> Option<Finding> {
        let (judged, anchor) = self.found.judged.get(n).zip(self.found.anchors.get(n))?;
        let finding = &judged.finding;
        let lines = &self.found.lines;
        Some(Finding {
            level: self.level_mark(judged.level),
            rule: Link::new(finding.rule, page_of(finding.rule)),
            message: sentence(&capitalised(&finding.message)),
            help: advice(&finding.help),
            source: finding.source.as_deref().map(source),
            place: Link::new(lines.place(finding.span), self.found.address(n)),
            record: self.record_of(n),
            anchor: anchor.clone(),
            excerpt: lines.excerpt(finding.span),
            related: finding
                .related
                .iter()
                .map(|related| self.related(related))
                .collect(),
        })
    }

    pub fn source_of(&self, n: usize) -> Option<Source> {
        let judged = self.found.judged.get(n)?;
        judged.finding.source.as_deref().map(source)
    }

    fn related(&self, related: &finding::Related) -> Related {
        let lines = &self.found.lines;
        Related {
            place: lines.place(related.span),
            message: sentence(&capitalised(&related.message)),
            excerpt: lines.excerpt(related.span),
        }
    }

    fn record_of(&self, n: usize) -> Option<Link> {
        let owner = self.found.owners.get(n).copied().flatten()?;
        Some(match owner {
            Owner::Client(id) => self.client_link(id),
            Owner::Contract(id) => self.contract_link(id),
            Owner::Invoice(id) => self.invoice_link(id),
        })
    }

    pub fn level_mark(&self, level: Level) -> Mark {
        self.voice.mark(&format!("level.{level}"), tone(level))
    }

    pub fn finding_levels(&self) -> Vec<LevelCount> {
        let marks = self.level_counts(self.facts.checked.counts()).into_iter();
        marks.map(|mark| LevelCount { mark }).collect()
    }

    /// How many of each level, the gravest first; those without any left out.
    pub fn level_counts(&self, counts: Counts) -> Vec<Mark> {
        let counts = [
            (counts.error, "findings.errors", Level::Error),
            (counts.warning, "findings.warnings", Level::Warning),
            (counts.info, "findings.infos", Level::Info),
        ];
        let present = counts.into_iter().filter(|(n, ..)| *n > 0);
        let marks = present.map(|(n, key, level)| Mark {
            text: self.voice.count(key, n),
            tone: tone(level),
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
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A help's lines, each a sentence of its own; those of YAML together, as they are to be written.
fn advice(help: &str) -> Vec<Advice> {
    let mut parts: Vec<Advice> = Vec::new();
    for line in help.lines() {
        if !is_yaml(line) {
            let words = some(line.trim_end_matches(';'));
            parts.extend(words.map(|words| Advice {
                words: Some(sentence(&capitalised(&words))),
                lines: None,
            }));
        } else if let Some(lines) = parts.last_mut().and_then(|last| last.lines.as_mut()) {
            lines.push('\n');
            lines.push_str(line);
        } else {
            parts.push(Advice {
                words: None,
                lines: Some(line.to_owned()),
            });
        }
    }
    parts
}

/// A key alone, or what stands below one.
fn is_yaml(line: &str) -> bool {
    let is_key =
        |key: &str| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    line.starts_with("  ") || line.strip_suffix(':').is_some_and(is_key)
}

/// `TITLE, ADDRESS`, as findings name what a figure rests on.
fn source(text: &str) -> Source {
    let is_web = |address: &str| address.starts_with("https://") || address.starts_with("http://");
    let (title, href) = match text.rsplit_once(", ") {
        Some((title, address)) if is_web(address) => (title, Some(address.to_owned())),
        _ => (text, None),
    };
    Source {
        title: title.to_owned(),
        href,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(help: &str) -> Vec<String> {
        let parts = advice(help).into_iter();
        let told = parts.map(|part| match (part.words, part.lines) {
            (Some(words), None) => words.as_str().to_owned(),
            (None, Some(lines)) => format!("| {lines}"),
            both => panic!("{both:?}"),
        });
        told.collect()
    }

    #[test]
    fn each_line_of_a_help_is_a_sentence_and_yaml_stays_as_it_is() {
        for (help, parts) in [
            ("", vec![]),
            ("add `due:` to it", vec!["Add <code>due:</code> to it"]),
            (
                "split it\ninstalments count as one claim; in this place: ask",
                vec!["Split it", "Instalments count as one claim; in this place: ask"],
            ),
            (
                "agree on a schedule such as this:\nschedule:\n  - {id: a}\n  - {id: b}\nin it no more is owed;\nmore",
                vec![
                    "Agree on a schedule such as this:",
                    "| schedule:\n  - {id: a}\n  - {id: b}",
                    "In it no more is owed",
                    "More",
                ],
            ),
        ] {
            assert_eq!(told(help), parts, "{help}");
        }
    }

    #[test]
    fn a_source_leads_to_the_web_or_nowhere() {
        for (text, title, href) in [
            ("A, b, https://x.example/y", "A, b", Some("https://x.example/y")),
            ("A, javascript:alert(1)", "A, javascript:alert(1)", None),
            ("A", "A", None),
        ] {
            let source = source(text);
            assert_eq!((source.title.as_str(), source.href.as_deref()), (title, href));
        }
    }

    #[test]
    fn files_have_fragments_of_their_own() {
        assert_eq!(of_file("contracts/a b.yaml"), "file-contracts:a%20b.yaml");
        assert_ne!(of_file("a:b"), of_file("a/b"));
    }
}
