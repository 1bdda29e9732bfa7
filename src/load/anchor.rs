//! Where a place stands in the words of the ledger: which record, which key; apart because these outlive every edit
//! of the lines around them, which lines and columns do not.

use super::{
    front_matter,
    place::{Own, Place},
    tree::{Document, Node, Piece, Shape, Tree, parse},
};
use crate::source::{FileId, Sources, Span};
use std::collections::BTreeMap;

/// A place by record and key: what a baseline or a fingerprint remembers of a finding.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anchor {
    /// `contracts/acme-website`: folder and id, wherever the file lies; `dunlin.yaml`; else the file's path. Of several
    /// ledgers the ledger's folder comes before it.
    pub record: String,
    /// Keys down to the value, `schedule.design.due`: an item of a list by its `id`, else its place from 1. Empty for
    /// the record as a whole.
    pub key: String,
}

/// Finds anchors; reads each file once, however many places are asked for.
#[derive(Debug)]
pub struct Anchors<'a> {
    sources: &'a Sources,
    /// What dunlin writes in each ledger, by the ledger's folder.
    own: BTreeMap<&'a str, Own>,
    files: BTreeMap<FileId, Read>,
}

#[derive(Debug)]
pub(super) struct Read {
    pub tree: Tree,
    /// `None`: no file of records.
    folder: Option<&'static str>,
    stem: String,
}

impl<'a> Anchors<'a> {
    pub fn new(sources: &'a Sources) -> Self {
        Self {
            sources,
            own: BTreeMap::new(),
            files: BTreeMap::new(),
        }
    }

    /// The anchor of a span's start.
    pub fn of(&mut self, span: Span) -> Anchor {
        let sources = self.sources;
        let file = sources.file(span.file);
        let folder = sources.folder(span.file);
        let path = file.path.strip_prefix(folder).unwrap_or(&file.path);
        let own = self
            .own
            .entry(folder)
            .or_insert_with(|| Own::named(settings(sources, folder).as_bytes()));
        let read = self
            .files
            .entry(span.file)
            .or_insert_with(|| Read::of(span.file, &file.text, own.place(path)));
        let documents = &read.tree.documents;
        let document = last_from(documents, |document| document.whole.start <= span.start)
            .filter(|document| span.start < document.whole.end.max(1));
        let record = match read.folder {
            Some(_) => format!("{folder}{}", read.record(document, "")),
            None => file.path.clone(),
        };
        let mut keys = Vec::new();
        if let Some(document) = document {
            descend(&document.root, span.start, &mut keys);
        }
        Anchor {
            record,
            key: keys.join("."),
        }
    }
}

/// The text of a ledger's `dunlin.yaml`.
fn settings<'a>(sources: &'a Sources, folder: &str) -> &'a str {
    let named = |path: &str| path.strip_prefix(folder) == Some(super::SETTINGS);
    let found = sources
        .files()
        .find(|(id, file)| named(&file.path) && sources.folder(*id) == folder);
    found.map_or("", |(_, file)| file.text.as_str())
}

impl Read {
    pub(super) fn of(file: FileId, text: &str, place: Place) -> Self {
        let (folder, stem, is_markdown) = match place {
            Place::Record {
                kind,
                stem,
                is_markdown,
            } => (Some(kind.folder()), stem, is_markdown),
            Place::Draft => (None, String::new(), true),
            _ => (None, String::new(), false),
        };
        let yaml = match front_matter::split(text) {
            Ok(parts) if is_markdown => parts.yaml,
            _ => 0..text.len(),
        };
        let mut tree = parse(Piece {
            file,
            text: text.get(yaml.clone()).unwrap_or_default(),
            offset: yaml.start,
        });
        if is_markdown {
            super::file::cover_body(&mut tree, text, yaml.start);
        }
        Self { tree, folder, stem }
    }

    /// What the record of a document is called; `None`: what stands outside of all.
    pub(super) fn record(&self, document: Option<&Document>, path: &str) -> String {
        let stated = document.and_then(|document| Some(document.root.get("id")?.scalar()?.text.clone()));
        match (self.folder, stated) {
            (Some(folder), Some(id)) => format!("{folder}/{id}"),
            (Some(folder), None) => format!("{folder}/{}", self.stem),
            (None, _) => path.to_owned(),
        }
    }
}

/// Of things in the order of a file the last that begins in time: where one ends and the next begins, the next.
fn last_from<T>(things: &[T], begins_in_time: impl Fn(&T) -> bool) -> Option<&T> {
    let count = things.partition_point(begins_in_time);
    things.get(count.checked_sub(1)?)
}

/// The keys that lead to the innermost value written around `at`.
fn descend(node: &Node, at: u32, keys: &mut Vec<String>) {
    let holds = |written: Span| (written.start..=written.end).contains(&at);
    match &node.shape {
        Shape::Scalar(_) => {}
        Shape::Mapping(entries) => {
            // A finding at a mapping's first key is about the mapping.
            if entries.first().is_some_and(|first| first.key.span.start == at) {
                return;
            }
            let before = last_from(entries, |entry| entry.written.start <= at);
            let Some(entry) = before.filter(|entry| holds(entry.written)) else {
                return;
            };
            let Some(key) = entry.key.scalar() else { return };
            keys.push(key.text.clone());
            descend(&entry.value, at, keys);
        }
        Shape::List(items) => {
            let number = items.partition_point(|item| item.written.start <= at);
            let before = last_from(items, |item| item.written.start <= at);
            let Some(item) = before.filter(|item| holds(item.written)) else {
                return;
            };
            let named = item.node.get("id").and_then(Node::scalar);
            keys.push(named.map_or_else(|| number.to_string(), |id| id.text.clone()));
            descend(&item.node, at, keys);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    fn anchors(path: &str, text: &str, values: &[&str]) -> Vec<String> {
        let sources = Sources::new(vec![SourceFile {
            path: path.to_owned(),
            text: text.to_owned(),
        }]);
        let mut anchors = Anchors::new(&sources);
        let at = |value: &&str| {
            let start = u32::try_from(text.find(value).unwrap()).unwrap();
            let Anchor { record, key } = anchors.of(Span {
                file: FileId(0),
                start,
                end: start,
            });
            format!("{record} {key}")
        };
        values.iter().map(at).collect()
    }

    #[test]
    fn a_place_is_told_by_record_and_key() {
        let text = "client: acme\nschedule:\n  - {id: design, due: 2026-03-02}\n  - due: 2026-05-01\n    percent: 40\n  - {percent: 30}\n";
        assert_eq!(
            anchors(
                "contracts/2026/site.yaml",
                text,
                &[
                    "client",
                    "acme",
                    "id: design",
                    "2026-03-02",
                    "40",
                    "due: 2026-05-01",
                    "percent: 30",
                    "30}"
                ]
            ),
            [
                "contracts/site ",
                "contracts/site client",
                "contracts/site schedule.design",
                "contracts/site schedule.design.due",
                "contracts/site schedule.2.percent",
                "contracts/site schedule.2",
                "contracts/site schedule.3",
                "contracts/site schedule.3.percent",
            ]
        );
    }

    #[test]
    fn where_a_block_ends_the_next_key_begins() {
        let text = "client: acme\nnotes: |\n  one\n\ntotal: 5\nschedule:\n  - text: |\n      two\n  - due: 2026-05-01\n";
        assert_eq!(
            anchors(
                "contracts/site.yaml",
                text,
                &["one", "total", "5\n", "two", "due", "2026-05-01"]
            ),
            [
                "contracts/site notes",
                "contracts/site total",
                "contracts/site total",
                "contracts/site schedule.1.text",
                "contracts/site schedule.2",
                "contracts/site schedule.2.due",
            ]
        );
    }

    #[test]
    fn of_several_ledgers_a_record_is_told_by_its_own() {
        let ledger = |text: &str| {
            Sources::new(vec![SourceFile {
                path: "contracts/site.yaml".to_owned(),
                text: text.to_owned(),
            }])
        };
        let (a, b) = (ledger("total: 1\n"), ledger("id: web\ntotal: 2\n"));
        let both = Sources::several([("old/a/".to_owned(), &a), (String::new(), &b)]);
        let mut anchors = Anchors::new(&both);
        let mut told = |file, start| {
            let file = FileId(file);
            let Anchor { record, key } = anchors.of(Span {
                file,
                start,
                end: start,
            });
            format!("{record} {key}")
        };
        assert_eq!(told(0, 7), "old/a/contracts/site total");
        assert_eq!(told(1, 15), "contracts/web total");
    }

    #[test]
    fn a_record_is_its_id_and_not_its_file() {
        let text = "id: a\namount: 1\n---\nid: b\namount: 2\n";
        assert_eq!(
            anchors("invoices/2026.yaml", text, &["amount: 1", "2\n"]),
            ["invoices/a amount", "invoices/b amount"]
        );
        let text = "---\nclient: acme\ndate: 2026-02-02\n---\nHow dare you\n";
        assert_eq!(
            anchors("log/x.md", text, &["2026", "How"]),
            ["log/x date", "log/x "]
        );
        assert_eq!(anchors("log/x.md", "no keys", &["keys"]), ["log/x "]);
        assert_eq!(
            anchors("dunlin.yaml", "rules:\n  a: b\n", &["b\n"]),
            ["dunlin.yaml rules.a"]
        );
        assert_eq!(anchors("notes.txt.yaml", "a: b", &["b"]), ["notes.txt.yaml a"]);
    }
}
