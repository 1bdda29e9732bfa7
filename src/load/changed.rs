//! Which records are other than they were; by record and not by file, for a year of invoices may stand in one.

use super::{
    Content,
    anchor::Read,
    place::{Own, Place},
};
use crate::source::{FileId, SourceFile, Sources};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The records (as [`super::Anchor`] calls them) of `sources` that `before`, the ledger's files of another time by path,
/// hasn't, or has in other words. A record that only moved is the same; what is gone is not told.
pub fn changed(sources: &Sources, before: &BTreeMap<String, Content>) -> BTreeSet<String> {
    let own = Own::in_sources(sources);
    let files: Vec<(FileId, &SourceFile)> = sources.files().collect();
    let now: BTreeMap<&str, &str> = files
        .iter()
        .map(|(_, file)| (file.path.as_str(), file.text.as_str()))
        .collect();
    let old: BTreeSet<(String, String)> = before
        .par_iter()
        .filter_map(|(path, content)| Some((path, text_of(content)?)))
        .filter(|(path, text)| now.get(path.as_str()).is_none_or(|now| !is_same(now, text)))
        .flat_map_iter(|(path, text)| records(&own, FileId(u32::MAX), path, &text))
        .collect();
    files
        .par_iter()
        .filter(|(_, file)| !is_as_before(&file.text, before.get(&file.path)))
        .flat_map_iter(|(id, file)| records(&own, *id, &file.path, &file.text))
        .filter(|record| !old.contains(record))
        .map(|(name, _)| name)
        .collect()
}

/// Which paths are files that the loader of `sources` reads, or would complain of.
pub fn ledger_files(sources: &Sources) -> impl Fn(&str) -> bool {
    let own = Own::in_sources(sources);
    move |path| {
        matches!(
            own.place(path),
            Place::Settings | Place::Record { .. } | Place::Misplaced { .. }
        )
    }
}

/// What is over 1 MiB, or a link that leaves, is not read: such a file is as before where it was one before.
fn is_as_before(now: &str, before: Option<&Content>) -> bool {
    match before {
        Some(Content::Bytes(_)) => before
            .and_then(text_of)
            .is_some_and(|before| is_same(now, &before)),
        Some(Content::TooLarge(_) | Content::Outside(_) | Content::Mounted) => now.is_empty(),
        Some(Content::Unreadable(_)) | None => false,
    }
}

fn text_of(content: &Content) -> Option<String> {
    let Content::Bytes(bytes) = content else {
        return None;
    };
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    Some(String::from_utf8_lossy(bytes).into_owned())
}

/// Whether two texts are one, whatever ends their lines: git may write other line ends than it keeps.
fn is_same(a: &str, b: &str) -> bool {
    a == b || a.lines().eq(b.lines())
}

/// Each record of a file with its own characters; what stands outside of all, or can't be parsed, with the whole text.
fn records(own: &Own, id: FileId, path: &str, text: &str) -> Vec<(String, String)> {
    let place = own.place(path);
    if place == Place::Other {
        return Vec::new();
    }
    let read = Read::of(id, text, place);
    let documents = &read.tree.documents;
    let each = documents.iter().map(|document| {
        let (start, end) = (document.whole.start as usize, document.whole.end as usize);
        let own_text = text.get(start..end).unwrap_or_default();
        (read.record(Some(document), path), plain(own_text))
    });
    let mut records: Vec<_> = each.collect();
    if records.is_empty() || read.tree.broken > 0 {
        records.push((read.record(None, path), plain(text)));
    }
    records
}

/// Without the lines that only part records, and without what ends lines.
fn plain(text: &str) -> String {
    let lines: Vec<_> = text.lines().collect();
    let lines = lines.join("\n");
    let own = lines.trim();
    own.strip_prefix("---").unwrap_or(own).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(before: &[(&str, &str)], now: &[(&str, &str)]) -> String {
        let mut files: Vec<_> = now
            .iter()
            .map(|(path, text)| SourceFile {
                path: (*path).to_owned(),
                text: (*text).to_owned(),
            })
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let before = before
            .iter()
            .map(|(path, text)| ((*path).to_owned(), Content::Bytes(text.as_bytes().to_vec())));
        let names = changed(&Sources::new(files), &before.collect());
        names.into_iter().collect::<Vec<_>>().join(" ")
    }

    const TWO: &str = "id: a\namount: 1\n---\nid: b\namount: 2\n";

    #[test]
    fn records_change_and_files_do_not() {
        let year = "invoices/2026.yaml";
        let swapped = "id: b\namount: 2\n---\nid: a\namount: 1\n";
        let one = TWO.replace("amount: 2", "amount: 3");
        let windows = format!("\u{feff}{}", TWO.replace('\n', "\r\n"));
        for (before, now, expected) in [
            (&[(year, TWO)][..], &[(year, TWO)][..], ""),
            (&[(year, TWO)], &[("invoices/other.yaml", TWO)], ""),
            (&[(year, TWO)], &[(year, swapped)], ""),
            (&[(year, windows.as_str())], &[(year, TWO)], ""),
            (&[(year, TWO)], &[(year, one.as_str())], "invoices/b"),
            (&[], &[(year, TWO)], "invoices/a invoices/b"),
            (&[(year, TWO)], &[("invoices/b.yaml", "id: b\namount: 2\n")], ""),
            (
                &[(year, TWO)],
                &[("invoices/b.yaml", "amount: 2\n")],
                "invoices/b",
            ),
            (
                &[(year, TWO)],
                &[("payments/2026.yaml", TWO)],
                "payments/a payments/b",
            ),
            (
                &[("log/a.md", "---\na: 1\n---\nText\n")],
                &[("log/a.md", "---\na: 1\n---\nOther\n")],
                "log/a",
            ),
            (
                &[("clients/a.yaml", "name: [")],
                &[("clients/a.yaml", "name: [[")],
                "clients/a",
            ),
            (
                &[("clients/a.yaml", "name: [")],
                &[("clients/a.yaml", "name: [")],
                "",
            ),
            (
                &[("clients/a.yaml", "name: A")],
                &[("clients/a.yaml", "")],
                "clients/a",
            ),
            (
                &[("dunlin.yaml", "currency: EUR\n")],
                &[("dunlin.yaml", "currency: USD\n")],
                "dunlin.yaml",
            ),
            (&[], &[("notes/x.md", "text")], "notes/x.md"),
        ] {
            assert_eq!(names(before, now), expected, "{before:?} {now:?}");
        }
    }
}
