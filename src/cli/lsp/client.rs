//! What the editor at the other end can do, as it said when the session began.

use super::{position::Encoding, uri};
use lsp_types::{InitializeParams, MarkupKind};
use std::path::PathBuf;

/// Only what the server acts on.
#[derive(Debug, Default)]
pub struct Client {
    pub encoding: Encoding,
    /// Files written by others can be told of.
    pub watches: bool,
    pub markdown_hover: bool,
    pub markdown_completion: bool,
    /// Edits can say for which version of a text they are.
    pub versioned_edits: bool,
    /// The folders that are open.
    pub folders: Vec<PathBuf>,
}

impl Client {
    pub fn of(parameters: &InitializeParams) -> Self {
        let can = &parameters.capabilities;
        let text = can.text_document.as_ref();
        let workspace = can.workspace.as_ref();
        let offered = can
            .general
            .as_ref()
            .and_then(|general| general.position_encodings.clone());
        let hover = text.and_then(|text| text.hover.as_ref()?.content_format.clone());
        let completion = text
            .and_then(|text| text.completion.as_ref()?.completion_item.as_ref())
            .and_then(|item| item.documentation_format.clone());
        let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref()?.document_changes);
        let watches =
            workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref()?.dynamic_registration);
        let markdown = |formats: Option<Vec<MarkupKind>>| {
            formats.is_some_and(|formats| formats.contains(&MarkupKind::Markdown))
        };
        Self {
            encoding: Encoding::chosen(&offered.unwrap_or_default()),
            watches: watches.unwrap_or_default(),
            markdown_hover: markdown(hover),
            markdown_completion: markdown(completion),
            versioned_edits: edits.unwrap_or_default(),
            folders: folders(parameters),
        }
    }
}

/// Those of the workspace, else the one root that older clients name.
fn folders(parameters: &InitializeParams) -> Vec<PathBuf> {
    if let Some(folders) = parameters
        .workspace_folders
        .as_ref()
        .filter(|all| !all.is_empty())
    {
        let uris = folders.iter().map(|folder| folder.uri.as_str());
        return uris.filter_map(uri::to_path).collect();
    }
    #[expect(deprecated, reason = "what clients without workspace folders send")]
    let root = parameters
        .root_uri
        .as_ref()
        .and_then(|uri| uri::to_path(uri.as_str()));
    root.into_iter().collect()
}
