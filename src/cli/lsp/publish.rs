//! Findings as the protocol's diagnostics, for every file that has some: an editor's list of problems is the ledger's.

use super::{
    documents::{Document, Documents},
    ledgers::Ledger,
    position::{Encoding, Lines},
    reading::Reading,
    uri,
};
use crate::{
    check::Judged,
    finding::{Edit, Level},
    source::{FileId, Sources, Span},
};
use lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString,
    PublishDiagnosticsParams, Range, TextEdit, Uri,
};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// How places of a reading are told to the client.
#[derive(Debug, Clone, Copy)]
pub struct Places<'s> {
    pub root: &'s Path,
    pub reading: &'s Reading,
    pub documents: &'s Documents,
    pub encoding: Encoding,
}

impl<'s> Places<'s> {
    fn sources(self) -> &'s Sources {
        &self.reading.loaded.sources
    }

    pub fn document(self, path: &str) -> Option<&'s Document> {
        self.documents.at(&self.root.join(path))
    }

    /// The client's own address of a file that is open, else one of ours.
    pub fn uri(self, path: &str) -> Option<Uri> {
        match self.document(path) {
            Some(document) => Some(document.uri.clone()),
            None => uri::of_path(&self.root.join(path)).parse().ok(),
        }
    }

    pub fn lines(self, file: FileId) -> Lines<'s> {
        let file = self.sources().file(file);
        let has_mark = self
            .document(&file.path)
            .is_some_and(|document| document.has_mark);
        Lines::new(&file.text, self.encoding, has_mark)
    }

    pub fn location(self, span: Span) -> Option<Location> {
        let lines = self.lines(span.file);
        Some(Location {
            uri: self.uri(self.sources().path(span))?,
            range: lines.range(span.start as usize..span.end as usize),
        })
    }

    pub fn edits(lines: &Lines, edits: &[Edit]) -> Vec<TextEdit> {
        let edit = |edit: &Edit| TextEdit {
            range: lines.range(edit.span.start as usize..edit.span.end as usize),
            new_text: edit.text.clone(),
        };
        edits.iter().map(edit).collect()
    }

    /// Whether the client's text is the one that was read.
    pub fn is_current(self, path: &str) -> bool {
        let open = self.document(path).map(|document| document.version);
        open == self.reading.versions.get(path).copied()
    }

    pub fn diagnostic(self, judged: &Judged, lines: &Lines) -> Diagnostic {
        let finding = &judged.finding;
        let help = [Some(&finding.help), finding.source.as_ref()];
        let help = help.into_iter().flatten().filter(|help| !help.is_empty());
        let message = help.fold(finding.message.clone(), |message, help| {
            format!("{message}\n\n{help}")
        });
        let related = finding.related.iter().filter_map(|related| {
            let is_near = related.span.file == finding.span.file;
            let location = if is_near {
                Location {
                    uri: self.uri(self.sources().path(related.span))?,
                    range: lines.range(related.span.start as usize..related.span.end as usize),
                }
            } else {
                self.location(related.span)?
            };
            Some(DiagnosticRelatedInformation {
                location,
                message: related.message.clone(),
            })
        });
        let related: Vec<_> = related.collect();
        let fix = finding
            .fix
            .as_ref()
            .map(|fix| json!({"title": fix.title, "edits": Self::edits(lines, &fix.edits)}));
        Diagnostic {
            range: self.range(finding.span, lines),
            severity: Some(match judged.level {
                Level::Error => DiagnosticSeverity::ERROR,
                Level::Warning => DiagnosticSeverity::WARNING,
                Level::Info => DiagnosticSeverity::INFORMATION,
            }),
            code: Some(NumberOrString::String(finding.rule.to_owned())),
            code_description: None,
            source: Some("dunlin".to_owned()),
            message,
            related_information: (!related.is_empty()).then_some(related),
            tags: (finding.rule == "file/useless-allow").then(|| vec![DiagnosticTag::UNNECESSARY]),
            data: fix.map(|fix| json!({"fix": fix})),
        }
    }

    /// What is to be shown, by path.
    fn wanted(self) -> BTreeMap<String, Vec<Diagnostic>> {
        let of_files = self
            .reading
            .findings
            .chunk_by(|a, b| a.finding.span.file == b.finding.span.file);
        let shown = of_files.filter_map(|findings| {
            let file = findings.first()?.finding.span.file;
            let lines = self.lines(file);
            let shown = findings.iter().map(|judged| self.diagnostic(judged, &lines));
            Some((self.sources().file(file).path.clone(), shown.collect()))
        });
        shown.collect()
    }

    /// A place without width is shown to its line's end: an editor would show nothing.
    fn range(self, span: Span, lines: &Lines) -> Range {
        let (start, end) = (span.start as usize, span.end as usize);
        if end > start {
            return lines.range(start..end);
        }
        let text = &self.sources().file(span.file).text;
        let rest = text.get(start..).unwrap_or_default();
        let width = rest.find(['\r', '\n']).unwrap_or(rest.len());
        lines.range(start..start + width)
    }
}

/// What must be told so that the client shows these findings and no others, but for files of the ledgers `inner`. A
/// text that was changed since keeps its old ones: the next reading is on its way.
pub fn changes(
    ledger: &mut Ledger,
    inner: &[PathBuf],
    (documents, encoding): (&Documents, Encoding),
) -> Vec<PublishDiagnosticsParams> {
    let Some(reading) = ledger.reading.clone() else {
        return cleared(ledger, documents);
    };
    let root = ledger.root.clone();
    let places = Places {
        root: &root,
        reading: &reading,
        documents,
        encoding,
    };
    let mut wanted = places.wanted();
    let open = documents
        .iter()
        .filter_map(|document| document.path.strip_prefix(&root).ok());
    let open: BTreeSet<String> = open
        .map(|path| path.to_string_lossy().replace('\\', "/"))
        .collect();
    let all = wanted.keys().chain(ledger.shown.keys()).chain(&open);
    let paths: BTreeSet<String> = all.cloned().collect();
    let is_own = |path: &&String| !inner.iter().any(|inner| root.join(path).starts_with(inner));
    let mut told = Vec::new();
    for path in paths.iter().filter(is_own) {
        let document = places.document(path);
        let now = wanted.remove(path).unwrap_or_default();
        let before = ledger.shown.get(path);
        let is_news = document.is_some() || before != Some(&now);
        let Some(uri) = places.uri(path).filter(|_| places.is_current(path) && is_news) else {
            continue;
        };
        told.push(PublishDiagnosticsParams {
            uri,
            diagnostics: now.clone(),
            version: document.map(|document| document.version),
        });
        if now.is_empty() {
            ledger.shown.remove(path);
        } else {
            ledger.shown.insert(path.clone(), now);
        }
    }
    told
}

/// Nothing is shown of what is no ledger any more.
fn cleared(ledger: &mut Ledger, documents: &Documents) -> Vec<PublishDiagnosticsParams> {
    let shown = std::mem::take(&mut ledger.shown);
    let cleared = shown.into_keys().filter_map(|path| {
        let path = ledger.root.join(path);
        let open = documents.at(&path).map(|document| document.uri.clone());
        Some(PublishDiagnosticsParams {
            uri: open.or_else(|| uri::of_path(&path).parse().ok())?,
            diagnostics: Vec::new(),
            version: None,
        })
    });
    cleared.collect()
}
