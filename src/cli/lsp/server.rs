//! The loop's state: what is open, what is known, and who waits for an answer.

use super::{
    Event,
    client::Client,
    documents::{Document, Documents},
    ledgers::{Inside, Ledgers},
    position::Encoding,
    publish,
    reading::{Job, Overlay, Report},
    transport::{self, Incoming},
    uri,
};
use crate::{
    cli::{Failure, Global, day},
    render::editor::Shelf,
};
use lsp_server::{Message, Notification, Request, RequestId, Response};
use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, TextDocumentItem,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::{
    io::Write,
    path::Path,
    sync::mpsc::SyncSender,
    thread,
    time::{Duration, Instant},
};

/// How often, at the least, is looked whether it is another day.
const DAY_LOOK: Duration = Duration::from_secs(60);

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Nothing but `initialize` is answered.
    New,
    Open,
    /// Nothing but `exit` is to come.
    ShutDown,
    Ended {
        well: bool,
    },
}

pub struct Server<'o> {
    pub global: Global,
    pub client: Client,
    pub phase: Phase,
    pub documents: Documents,
    pub ledgers: Ledgers,
    pub shelf: &'o Shelf,
    /// Asked before the ledger was read for the first time.
    waiting: Vec<Request>,
    output: &'o mut dyn Write,
    events: SyncSender<Event>,
    /// Of our own requests.
    asked: i32,
    complaint: Option<String>,
}

impl<'o> Server<'o> {
    pub fn new(
        global: Global,
        (output, shelf): (&'o mut dyn Write, &'o Shelf),
        events: SyncSender<Event>,
    ) -> Self {
        Self {
            global,
            client: Client::default(),
            phase: Phase::New,
            documents: Documents::default(),
            ledgers: Ledgers::default(),
            shelf,
            waiting: Vec::new(),
            output,
            events,
            asked: 0,
            complaint: None,
        }
    }

    pub fn is_running(&self) -> bool {
        !matches!(self.phase, Phase::Ended { .. })
    }

    pub fn ended_well(&self) -> bool {
        self.phase == Phase::Ended { well: true }
    }

    /// Why the session ended, if not as it should.
    pub fn complaint(&self) -> Option<&str> {
        self.complaint.as_deref()
    }

    pub fn encoding(&self) -> Encoding {
        self.client.encoding
    }

    /// How long nothing needs to be done if nothing comes.
    pub fn patience(&self) -> Duration {
        let next = self.ledgers.next();
        next.map_or(DAY_LOOK, |due| {
            due.saturating_duration_since(Instant::now()).min(DAY_LOOK)
        })
    }

    pub fn take(&mut self, event: Event) -> Result<(), Failure> {
        match event {
            Event::Incoming(Incoming::Message(Message::Request(request))) => self.request(request),
            Event::Incoming(Incoming::Message(Message::Notification(note))) => self.notified(note),
            // To what we asked there is no answer that would change anything.
            Event::Incoming(Incoming::Message(Message::Response(_))) => Ok(()),
            Event::Incoming(Incoming::Malformed(answer)) => Ok(transport::write_raw(self.output, &answer)?),
            Event::Incoming(Incoming::Closed(why)) => {
                self.complaint = why;
                self.end();
                Ok(())
            }
            Event::Read(report) => self.read(*report),
        }
    }

    pub fn end(&mut self) {
        let well = self.phase == Phase::ShutDown;
        self.phase = Phase::Ended { well };
    }

    pub fn send(&mut self, message: impl Into<Message>) -> Result<(), Failure> {
        Ok(transport::write(self.output, &message.into())?)
    }

    pub fn notify(&mut self, method: &str, parameters: impl Serialize) -> Result<(), Failure> {
        let params = serde_json::to_value(parameters)?;
        self.send(Notification {
            method: method.to_owned(),
            params,
        })
    }

    /// Asks the client for something.
    pub fn ask(&mut self, method: &str, params: Value) -> Result<(), Failure> {
        self.asked += 1;
        self.send(Request {
            id: RequestId::from(format!("dunlin-{}", self.asked)),
            method: method.to_owned(),
            params,
        })
    }

    /// A word for the client's log.
    fn log(&mut self, text: &str) -> Result<(), Failure> {
        self.notify("window/logMessage", json!({"type": 2, "message": text}))
    }

    /// Answers, unless the ledger has to be read first.
    fn request(&mut self, request: Request) -> Result<(), Failure> {
        let is_early = self.phase == Phase::Open && self.must_wait(&request.params);
        if is_early {
            self.waiting.push(request);
            return Ok(());
        }
        self.answer(request)
    }

    /// Whether a question is about a file whose ledger was never read.
    fn must_wait(&mut self, params: &Value) -> bool {
        let uri = params.pointer("/textDocument/uri").and_then(Value::as_str);
        let Some(path) = uri.and_then(uri::to_path) else {
            return false;
        };
        let ledger = self
            .ledgers
            .of(&path)
            .and_then(|inside| self.ledgers.get(&inside.root));
        ledger.is_some_and(|ledger| ledger.reading.is_none() && ledger.is_behind())
    }

    fn answer(&mut self, request: Request) -> Result<(), Failure> {
        let id = request.id.clone();
        let response = match self.response(request) {
            Ok(result) => Response {
                id,
                response_result: Ok(result),
            },
            Err(error) => Response {
                id,
                response_result: Err(error),
            },
        };
        self.send(response)
    }

    fn notified(&mut self, note: Notification) -> Result<(), Failure> {
        match (self.phase, note.method.as_str()) {
            (_, "exit") => {
                self.end();
                Ok(())
            }
            (Phase::Open, "initialized") => self.watch(),
            (Phase::Open, method) => {
                self.noted(method, note.params);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// What a notification can't be read as is left alone: there is nobody to tell.
    fn noted(&mut self, method: &str, params: Value) {
        match method {
            "textDocument/didOpen" => {
                if let Some(read) = read_as::<DidOpenTextDocumentParams>(params) {
                    self.opened(read.text_document);
                }
            }
            "textDocument/didChange" => {
                if let Some(read) = read_as::<DidChangeTextDocumentParams>(params) {
                    let of = (&read.text_document.uri, read.text_document.version);
                    let changed = self
                        .documents
                        .change(of, &read.content_changes, self.client.encoding);
                    let path = changed.map(|document| document.path.clone());
                    self.touched(path.as_deref());
                }
            }
            "textDocument/didClose" => {
                if let Some(read) = read_as::<DidCloseTextDocumentParams>(params) {
                    let closed = self.documents.close(&read.text_document.uri);
                    self.saved(closed.as_ref().map(|closed| closed.path.as_path()));
                }
            }
            "textDocument/didSave" => {
                if let Some(read) = read_as::<DidSaveTextDocumentParams>(params) {
                    let path = uri::to_path(read.text_document.uri.as_str());
                    self.saved(path.as_deref());
                }
            }
            "workspace/didChangeWatchedFiles" => {
                let read = read_as::<DidChangeWatchedFilesParams>(params);
                for change in read.into_iter().flat_map(|read| read.changes) {
                    if let Some(path) = uri::to_path(change.uri.as_str()) {
                        self.ledgers.written(&path);
                    }
                }
            }
            "workspace/didChangeWorkspaceFolders" => {
                let added = params.pointer("/event/added").and_then(Value::as_array);
                let uris = added
                    .into_iter()
                    .flatten()
                    .filter_map(|folder| folder.get("uri")?.as_str());
                for folder in uris.filter_map(uri::to_path) {
                    self.ledgers.open_folder(&folder);
                }
            }
            _ => {}
        }
    }

    fn opened(&mut self, item: TextDocumentItem) {
        let path = self.documents.open(item).map(|document| document.path.clone());
        let inside = path.and_then(|path| self.ledgers.of(&path));
        if let Some(ledger) = inside.and_then(|inside| self.ledgers.get_mut(&inside.root)) {
            ledger.hurry();
        }
    }

    fn touched(&mut self, path: Option<&Path>) {
        let inside = path.and_then(|path| self.ledgers.of(path));
        if let Some(ledger) = inside.and_then(|inside| self.ledgers.get_mut(&inside.root)) {
            ledger.touch();
        }
    }

    /// Whatever else was written lately is seen at the same time: not every client tells of it.
    fn saved(&mut self, path: Option<&Path>) {
        let inside = path.and_then(|path| self.ledgers.of(path));
        if let Some(ledger) = inside.and_then(|inside| self.ledgers.get_mut(&inside.root)) {
            ledger.look_again();
        }
    }

    /// Where a file that is open stands in its ledger.
    pub fn inside(&mut self, document: &Document) -> Option<Inside> {
        self.ledgers.of(&document.path)
    }

    fn read(&mut self, report: Report) -> Result<(), Failure> {
        let inner = self.ledgers.inner(&report.root);
        let Some(ledger) = self.ledgers.get_mut(&report.root) else {
            return Ok(());
        };
        let notes = ledger.take(report);
        let told = publish::changes(ledger, &inner, (&self.documents, self.client.encoding));
        for parameters in told {
            self.notify("textDocument/publishDiagnostics", parameters)?;
        }
        for note in notes {
            self.log(&note)?;
        }
        for request in std::mem::take(&mut self.waiting) {
            self.request(request)?;
        }
        Ok(())
    }

    /// Starts each reading whose time has come, another day's included.
    pub fn start_what_is_due(&mut self) -> Result<(), Failure> {
        for job in self.due(Instant::now()) {
            let events = self.events.clone();
            thread::Builder::new().spawn(move || {
                // Nobody listens any more once the session has ended.
                let _ = events.send(Event::Read(Box::new(job.run())));
            })?;
        }
        Ok(())
    }

    /// The readings whose time has come by `now`; whoever takes them does them.
    pub fn due(&mut self, now: Instant) -> Vec<Job> {
        let today = day::today();
        let mut jobs = Vec::new();
        for ledger in self.ledgers.iter_mut() {
            let reading = ledger.reading.as_ref();
            if reading.is_some_and(|reading| !reading.day_is_pinned && reading.day != today)
                && !ledger.is_behind()
            {
                ledger.hurry();
            }
            let documents = &self.documents;
            if let Some(mut job) = ledger.job(now, |root| overlays(documents, root)) {
                job.as_of = self.global.as_of;
                jobs.push(job);
            }
        }
        jobs
    }
}

/// The texts that are open in a ledger.
fn overlays(documents: &Documents, root: &Path) -> Vec<Overlay> {
    let inside = documents.iter().filter_map(|document| {
        let path = document.path.strip_prefix(root).ok()?;
        Some(Overlay {
            path: path.to_string_lossy().replace('\\', "/"),
            version: document.version,
            text: document.text.clone(),
        })
    });
    inside.collect()
}

fn read_as<T: DeserializeOwned>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}
