//! The findings of several ledgers as if they were one's, so that no format needs to know of more than one.

use super::{Checked, Judged};
use crate::source::{FileId, Sources, Span};

/// Ledger by ledger in the order given, each with the folder that its paths are to begin with.
pub fn together<'a>(
    ledgers: impl IntoIterator<Item = (String, &'a Checked, &'a Sources)>,
) -> (Checked, Sources) {
    let mut findings = Vec::new();
    let mut parts = Vec::new();
    let mut before = 0;
    for (folder, checked, sources) in ledgers {
        findings.extend(checked.findings.iter().map(|judged| moved(judged, before)));
        before += u32::try_from(sources.files().count()).unwrap_or(u32::MAX);
        parts.push((folder, sources));
    }
    (Checked { findings }, Sources::several(parts))
}

/// With every place in the file that was numbered on.
fn moved(judged: &Judged, before: u32) -> Judged {
    let mut judged = judged.clone();
    let finding = &mut judged.finding;
    let related = finding.related.iter_mut().map(|related| &mut related.span);
    let edits = finding.fix.iter_mut().flat_map(|fix| &mut fix.edits);
    let spans = related.chain(edits.map(|edit| &mut edit.span));
    for span in spans.chain([&mut finding.span]) {
        *span = Span {
            file: FileId(span.file.0.saturating_add(before)),
            ..*span
        };
    }
    judged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        finding::{Edit, Finding, Level},
        source::SourceFile,
    };

    fn ledger(texts: &[&str]) -> (Checked, Sources) {
        let files = (0..).zip(texts).map(|(number, text)| SourceFile {
            path: format!("clients/{number}.yaml"),
            text: (*text).to_owned(),
        });
        let sources = Sources::new(files.collect());
        let last = FileId(u32::try_from(texts.len()).unwrap() - 1);
        let span = |start, end| Span {
            file: last,
            start,
            end,
        };
        let edit = Edit {
            span: span(2, 3),
            text: String::new(),
        };
        let finding = Finding::new("file/syntax", span(0, 1), "")
            .related(span(1, 2), "")
            .fix("x", vec![edit]);
        let judged = Judged {
            finding,
            level: Level::Error,
        };
        (
            Checked {
                findings: vec![judged],
            },
            sources,
        )
    }

    #[test]
    fn every_place_stays_where_it_is_written() {
        let ((one, files_of_one), (two, files_of_two)) = (ledger(&["", "abc"]), ledger(&["xyz"]));
        let (all, sources) = together([
            ("a/".to_owned(), &one, &files_of_one),
            ("b/".to_owned(), &two, &files_of_two),
        ]);
        let told: Vec<_> = all
            .findings
            .iter()
            .map(|Judged { finding, .. }| {
                let spans = [
                    finding.span,
                    finding.related[0].span,
                    finding.fix.as_ref().unwrap().edits[0].span,
                ];
                (sources.path(finding.span), spans.map(|span| sources.text(span)))
            })
            .collect();
        assert_eq!(
            told,
            [
                ("a/clients/1.yaml", ["a", "b", "c"]),
                ("b/clients/0.yaml", ["x", "y", "z"])
            ]
        );
        assert_eq!(sources.folder(FileId(1)), "a/");
        assert_eq!(sources.folder(FileId(2)), "b/");
    }
}
