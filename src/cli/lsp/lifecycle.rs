//! How a session begins and ends, and which question goes where.

use super::{
    client::Client,
    server::{Phase, Server},
};
use crate::cli::Failure;
use lsp_server::{ErrorCode, Request, ResponseError};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    HoverProviderCapability, InitializeParams, InitializeResult, OneOf, SaveOptions, ServerCapabilities,
    ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions, WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// After these a client asks what may follow.
const TRIGGERS: [&str; 7] = [" ", ":", "-", "[", "{", ",", "("];

impl Server<'_> {
    pub fn response(&mut self, request: Request) -> Result<Value, ResponseError> {
        match (self.phase, request.method.as_str()) {
            (Phase::New, "initialize") => self.initialize(request.params),
            (Phase::New, _) => Err(refused(
                ErrorCode::ServerNotInitialized,
                "`initialize` comes first",
            )),
            (Phase::Open, "initialize") => {
                Err(refused(ErrorCode::InvalidRequest, "`initialize` came already"))
            }
            (Phase::Open, "shutdown") => {
                self.phase = Phase::ShutDown;
                Ok(Value::Null)
            }
            (Phase::Open, method) => {
                let method = method.to_owned();
                // A fault of ours costs one answer, not the session.
                let told = catch_unwind(AssertUnwindSafe(|| self.told(&method, request.params)));
                told.unwrap_or_else(|_| {
                    Err(refused(ErrorCode::InternalError, "dunlin failed to answer this"))
                })
            }
            (Phase::ShutDown | Phase::Ended { .. }, _) => Err(refused(
                ErrorCode::InvalidRequest,
                "nothing but `exit` comes after `shutdown`",
            )),
        }
    }

    fn told(&mut self, method: &str, params: Value) -> Result<Value, ResponseError> {
        match method {
            "textDocument/hover" => written(self.hover(read(params)?)),
            "textDocument/completion" => written(self.completion(read(params)?)),
            "textDocument/definition" => written(self.definition(read(params)?)),
            "textDocument/codeAction" => written(self.code_actions(read(params)?)),
            _ => Err(refused(
                ErrorCode::MethodNotFound,
                &format!("dunlin doesn't know `{method}`"),
            )),
        }
    }

    fn initialize(&mut self, params: Value) -> Result<Value, ResponseError> {
        let parameters: InitializeParams = read(params)?;
        self.client = Client::of(&parameters);
        self.phase = Phase::Open;
        for folder in self.client.folders.clone() {
            self.ledgers.open_folder(&folder);
        }
        written(InitializeResult {
            capabilities: self.capabilities(),
            server_info: Some(ServerInfo {
                name: "dunlin".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })
    }

    fn capabilities(&self) -> ServerCapabilities {
        ServerCapabilities {
            position_encoding: Some(self.encoding().kind()),
            text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions {
                    include_text: Some(false),
                })),
                ..TextDocumentSyncOptions::default()
            })),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(TRIGGERS.map(str::to_owned).to_vec()),
                ..CompletionOptions::default()
            }),
            definition_provider: Some(OneOf::Left(true)),
            code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
                ..CodeActionOptions::default()
            })),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(OneOf::Left(true)),
                }),
                file_operations: None,
            }),
            ..ServerCapabilities::default()
        }
    }

    /// Asks to be told of files that others write. Documents matter by being there, records by what is in them.
    pub fn watch(&mut self) -> Result<(), Failure> {
        if !self.client.watches {
            return Ok(());
        }
        let (created, deleted) = (1, 4);
        let watchers = json!([
            {"globPattern": "**/*.{yaml,yml,md}"},
            {"globPattern": "**/*", "kind": created + deleted},
        ]);
        let registration = json!({
            "id": "dunlin-files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": {"watchers": watchers},
        });
        self.ask(
            "client/registerCapability",
            json!({"registrations": [registration]}),
        )
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, ResponseError> {
    serde_json::from_value(params).map_err(|error| refused(ErrorCode::InvalidParams, &error.to_string()))
}

fn written(result: impl Serialize) -> Result<Value, ResponseError> {
    serde_json::to_value(result).map_err(|error| refused(ErrorCode::InternalError, &error.to_string()))
}

fn refused(code: ErrorCode, message: &str) -> ResponseError {
    ResponseError {
        code: code as i32,
        message: message.to_owned(),
        data: None,
    }
}
