//! Answers to what an editor asks about a place: the text as it is typed, the ledger as it was last read.

use super::{
    documents::Document,
    ledgers::Inside,
    publish::Places,
    reading::{MOST_BYTES, Reading},
    server::Server,
};
use crate::{
    load::cursor::{Cursor, RecordFile},
    render::editor::{self, Definition, Desk, Icon},
};
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CompletionItem, CompletionItemKind,
    CompletionList, CompletionParams, CompletionTextEdit, DocumentChangeOperation, DocumentChanges,
    Documentation, GotoDefinitionParams, Hover, HoverContents, HoverParams, Location, MarkupContent,
    MarkupKind, OneOf, OptionalVersionedTextDocumentIdentifier, Range, TextDocumentEdit, TextEdit, Uri,
    WorkspaceEdit,
};
use std::sync::Arc;

/// A place that was asked about, in a ledger that was read.
struct Asked {
    document: Document,
    inside: Inside,
    file: Option<RecordFile>,
    reading: Arc<Reading>,
    /// What is typed is newer than what was read.
    is_behind: bool,
}

impl Server<'_> {
    /// `None`: no file of a ledger, or the ledger can't be read.
    fn asked(&mut self, uri: &Uri) -> Option<Asked> {
        let document = self.documents.get(uri)?.clone();
        let inside = self.inside(&document)?;
        let ledger = self.ledgers.get(&inside.root)?;
        let reading = ledger.reading.clone()?;
        Some(Asked {
            file: ledger.file(&inside.path),
            is_behind: ledger.is_behind() && !knows(&reading, &inside.path, &document.text),
            reading,
            document,
            inside,
        })
    }

    fn places<'s>(&'s self, asked: &'s Asked) -> Places<'s> {
        Places {
            root: &asked.inside.root,
            reading: &asked.reading,
            documents: &self.documents,
            encoding: self.encoding(),
        }
    }

    pub fn hover(&mut self, params: HoverParams) -> Option<Hover> {
        let at = params.text_document_position_params;
        let asked = self.asked(&at.text_document.uri)?;
        let lines = asked.document.lines(self.encoding());
        let cursor = asked.cursor(lines.offset(at.position))?;
        let assessed = asked.reading.assess();
        let desk = Desk {
            assessed: assessed.as_ref(),
            ..asked.desk(self.shelf)
        };
        let hover = editor::hover(desk, &cursor)?;
        let mut value = if self.client.markdown_hover {
            hover.markdown()
        } else {
            hover.plain()
        };
        if asked.is_behind {
            value.push_str("\nAs it was before your last change.\n");
        }
        Some(Hover {
            contents: HoverContents::Markup(MarkupContent {
                kind: markup(self.client.markdown_hover),
                value,
            }),
            range: Some(lines.range(hover.range)),
        })
    }

    pub fn completion(&mut self, params: CompletionParams) -> Option<CompletionList> {
        let at = params.text_document_position;
        let asked = self.asked(&at.text_document.uri)?;
        let lines = asked.document.lines(self.encoding());
        let cursor = asked.cursor(lines.offset(at.position))?;
        let offered = editor::completions(asked.desk(self.shelf), &cursor);
        let range = lines.range(offered.range);
        let kind = markup(self.client.markdown_completion);
        let items = offered.items.into_iter().zip(0u32..);
        let items = items.map(|(item, rank)| CompletionItem {
            kind: Some(icon(item.icon)),
            detail: Some(item.detail).filter(|text| !text.is_empty()),
            documentation: Some(item.documentation)
                .filter(|text| !text.is_empty())
                .map(|value| {
                    Documentation::MarkupContent(MarkupContent {
                        kind: kind.clone(),
                        value,
                    })
                }),
            // Clients sort by text.
            sort_text: Some(format!("{rank:05}")),
            filter_text: Some(item.label.clone()),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit {
                range,
                new_text: item.insert,
            })),
            label: item.label,
            ..CompletionItem::default()
        });
        Some(CompletionList {
            is_incomplete: false,
            items: items.collect(),
        })
    }

    pub fn definition(&mut self, params: GotoDefinitionParams) -> Option<Location> {
        let at = params.text_document_position_params;
        let asked = self.asked(&at.text_document.uri)?;
        let lines = asked.document.lines(self.encoding());
        let cursor = asked.cursor(lines.offset(at.position))?;
        let places = self.places(&asked);
        match editor::definition(asked.desk(self.shelf), &cursor)? {
            Definition::Place(span) => places.location(span),
            Definition::File(path) => Some(Location {
                uri: places.uri(&path)?,
                range: Range::default(),
            }),
        }
    }

    /// Nothing for a text that was changed since it was read: the next findings are on their way.
    pub fn code_actions(&mut self, params: CodeActionParams) -> Vec<CodeActionOrCommand> {
        let wanted = params.context.only.as_ref();
        let is_wanted =
            |only: &CodeActionKind| *only == CodeActionKind::EMPTY || *only == CodeActionKind::QUICKFIX;
        if wanted.is_some_and(|only| !only.iter().any(is_wanted)) {
            return Vec::new();
        }
        let Some(asked) = self.asked(&params.text_document.uri) else {
            return Vec::new();
        };
        let places = self.places(&asked);
        if !places.is_current(&asked.inside.path) {
            return Vec::new();
        }
        let sources = &asked.reading.loaded.sources;
        let here = |judged: &&crate::check::Judged| sources.path(judged.finding.span) == asked.inside.path;
        let mut actions: Vec<CodeAction> = Vec::new();
        for judged in asked.reading.findings.iter().filter(here) {
            let lines = places.lines(judged.finding.span.file);
            let diagnostic = places.diagnostic(judged, &lines);
            if !touch(diagnostic.range, params.range) {
                continue;
            }
            for action in editor::actions(judged, asked.file.as_ref(), sources) {
                let edits = Places::edits(&lines, &action.edits);
                let edit = self.edit(&asked.document, edits);
                let same = actions
                    .iter_mut()
                    .find(|known| known.title == action.title && known.edit.as_ref() == Some(&edit));
                if let Some(same) = same {
                    same.diagnostics.get_or_insert_default().push(diagnostic.clone());
                    continue;
                }
                actions.push(CodeAction {
                    title: action.title,
                    kind: Some(CodeActionKind::QUICKFIX),
                    diagnostics: Some(vec![diagnostic.clone()]),
                    edit: Some(edit),
                    is_preferred: action.is_fix.then_some(true),
                    ..CodeAction::default()
                });
            }
        }
        actions.sort_by_key(|action| action.is_preferred.is_none());
        actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
    }

    fn edit(&self, document: &Document, edits: Vec<TextEdit>) -> WorkspaceEdit {
        if !self.client.versioned_edits {
            return WorkspaceEdit {
                changes: Some(std::iter::once((document.uri.clone(), edits)).collect()),
                ..WorkspaceEdit::default()
            };
        }
        let edit = TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier {
                uri: document.uri.clone(),
                version: Some(document.version),
            },
            edits: edits.into_iter().map(OneOf::Left).collect(),
        };
        WorkspaceEdit {
            document_changes: Some(DocumentChanges::Operations(vec![DocumentChangeOperation::Edit(
                edit,
            )])),
            ..WorkspaceEdit::default()
        }
    }
}

impl Asked {
    /// `None`: no file of keys, or one too large to be read.
    fn cursor(&self, offset: usize) -> Option<Cursor<'_>> {
        if self.document.text.len() > MOST_BYTES {
            return None;
        }
        Some(Cursor::at(self.file.as_ref()?, &self.document.text, offset))
    }

    fn desk<'s, 'a>(&'s self, shelf: &'s editor::Shelf) -> Desk<'s, 'a> {
        Desk {
            loaded: &self.reading.loaded,
            assessed: None,
            shelf,
            documents: &self.reading.files,
        }
    }
}

/// Whether a text is what was read.
fn knows(reading: &Reading, path: &str, text: &str) -> bool {
    let mut files = reading.loaded.sources.files();
    files.any(|(_, file)| file.path == path && file.text == text)
}

fn markup(markdown: bool) -> MarkupKind {
    if markdown {
        MarkupKind::Markdown
    } else {
        MarkupKind::PlainText
    }
}

fn icon(icon: Icon) -> CompletionItemKind {
    match icon {
        Icon::Key => CompletionItemKind::PROPERTY,
        Icon::Word => CompletionItemKind::ENUM_MEMBER,
        Icon::Record => CompletionItemKind::REFERENCE,
        Icon::File => CompletionItemKind::FILE,
        Icon::Rule => CompletionItemKind::CONSTANT,
    }
}

/// Whether two ranges share a place, their ends included.
fn touch(a: Range, b: Range) -> bool {
    a.start <= b.end && b.start <= a.end
}
