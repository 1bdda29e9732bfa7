//! An editor's session with `dunlin lsp`, over standard input and output in the protocol's own frames.

use crate::dunlin::Place;
use lsp_server::{Message, Notification, Request, RequestId};
use serde_json::{Value, json};
use std::{
    collections::VecDeque,
    io::{BufReader, Read, Write},
    process::{Child, ChildStdin, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

/// Nothing takes so long unless it never comes.
const PATIENCE: Duration = Duration::from_secs(60);

/// The client's end.
struct Editor {
    place: Place,
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Message>,
    /// Notifications that nobody has asked for yet.
    notes: VecDeque<Notification>,
    asked: Vec<Request>,
    last: i32,
}

impl Editor {
    fn start(place: Place) -> Self {
        let mut child = place
            .command()
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, messages) = channel();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || {
            while let Ok(Some(message)) = Message::read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self {
            input: child.stdin.take(),
            place,
            child,
            messages,
            notes: VecDeque::new(),
            asked: Vec::new(),
            last: 0,
        }
    }

    /// A session in the ledger of `files`, with what clients of today can do.
    fn open(files: &[(&str, &str)]) -> Self {
        Self::with(Place::with(files), json!({}))
    }

    fn with(place: Place, more: Value) -> Self {
        let mut editor = Self::start(place);
        let mut can = json!({
            "textDocument": {"hover": {"contentFormat": ["plaintext"]}},
            "workspace": {"workspaceEdit": {"documentChanges": true}},
        });
        for (key, value) in more.as_object().unwrap() {
            can[key] = value.clone();
        }
        let folder = editor.uri("");
        let answer = editor.ask(
            "initialize",
            json!({"processId": null, "rootUri": folder, "capabilities": can}),
        );
        assert_eq!(answer["serverInfo"]["name"], "dunlin");
        editor.tell("initialized", json!({}));
        editor
    }

    fn uri(&self, path: &str) -> String {
        let path = self.place.path(path);
        format!("file://{}", path.to_str().unwrap().trim_end_matches('/'))
    }

    fn write(&mut self, message: Message) {
        message.write(self.input.as_mut().unwrap()).unwrap();
    }

    fn write_raw(&mut self, text: &str) {
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        input.flush().unwrap();
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.write(Message::Notification(Notification::new(
            method.to_owned(),
            params,
        )));
    }

    fn next(&mut self) -> Message {
        self.messages
            .recv_timeout(PATIENCE)
            .unwrap_or_else(|error| panic!("the server is silent: {error}"))
    }

    /// The answer, a refusal as `{code, message}`.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let id = RequestId::from(self.last);
        self.write(Message::Request(Request::new(
            id.clone(),
            method.to_owned(),
            params,
        )));
        loop {
            match self.next() {
                Message::Response(response) if response.id == id => {
                    return response
                        .response_result
                        .unwrap_or_else(|error| serde_json::to_value(error).unwrap());
                }
                Message::Response(other) => panic!("an answer to nothing: {other:?}"),
                Message::Notification(note) => self.notes.push_back(note),
                Message::Request(request) => self.asked.push(request),
            }
        }
    }

    /// The next findings that are published for a file, of this version if one is given, each as `line:column-column rule message`.
    fn findings(&mut self, path: &str, version: Option<i32>) -> Vec<String> {
        let diagnostics = self.diagnostics(path, version);
        let line = |found: &Value| {
            let (start, end) = (&found["range"]["start"], &found["range"]["end"]);
            let message = found["message"].as_str().unwrap().lines().next().unwrap();
            format!(
                "{}:{}-{} {} {message}",
                start["line"],
                start["character"],
                end["character"],
                found["code"].as_str().unwrap()
            )
        };
        diagnostics.iter().map(line).collect()
    }

    fn diagnostics(&mut self, path: &str, version: Option<i32>) -> Vec<Value> {
        let uri = self.uri(path);
        loop {
            let wanted = self.notes.iter().position(|note| {
                let is_meant = note.params["uri"] == uri.as_str();
                let of_version = version.is_none_or(|version| note.params["version"] == version);
                note.method == "textDocument/publishDiagnostics" && is_meant && of_version
            });
            if let Some(note) = wanted.and_then(|at| self.notes.remove(at)) {
                return note.params["diagnostics"].as_array().unwrap().clone();
            }
            match self.next() {
                Message::Notification(note) => self.notes.push_back(note),
                Message::Request(request) => self.asked.push(request),
                Message::Response(other) => panic!("an answer to nothing: {other:?}"),
            }
        }
    }

    fn did_open(&mut self, path: &str, text: &str) {
        let uri = self.uri(path);
        self.tell(
            "textDocument/didOpen",
            json!({"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}}),
        );
    }

    fn change(&mut self, path: &str, version: i32, changes: Value) {
        let uri = self.uri(path);
        self.tell(
            "textDocument/didChange",
            json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": changes}),
        );
    }

    fn place_of(&self, path: &str, (line, character): (u32, u32)) -> Value {
        json!({"textDocument": {"uri": self.uri(path)}, "position": {"line": line, "character": character}})
    }

    fn hover(&mut self, path: &str, at: (u32, u32)) -> String {
        let place = self.place_of(path, at);
        let answer = self.ask("textDocument/hover", place);
        answer["contents"]["value"]
            .as_str()
            .unwrap_or("nothing")
            .to_owned()
    }

    /// The labels of the first few.
    fn completion(&mut self, path: &str, at: (u32, u32)) -> Vec<String> {
        let place = self.place_of(path, at);
        let answer = self.ask("textDocument/completion", place);
        let items = answer["items"].as_array().into_iter().flatten();
        items
            .take(3)
            .map(|item| item["label"].as_str().unwrap().to_owned())
            .collect()
    }

    fn actions(&mut self, path: &str, at: (u32, u32)) -> Vec<Value> {
        let place = self.place_of(path, at);
        let range = json!({"start": place["position"], "end": place["position"]});
        let params =
            json!({"textDocument": place["textDocument"], "range": range, "context": {"diagnostics": []}});
        self.ask("textDocument/codeAction", params)
            .as_array()
            .unwrap()
            .clone()
    }

    /// Ends as it should, or as the pipe breaks; the exit status, and what was said to people.
    fn end(mut self, is_polite: bool) -> (i32, String) {
        if is_polite {
            assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
            let refused = self.ask("textDocument/hover", json!({}));
            assert_eq!(refused["code"], -32600);
            self.tell("exit", Value::Null);
        }
        drop(self.input.take());
        let status = self.child.wait().unwrap().code().unwrap();
        let mut said = String::new();
        self.child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        (status, said)
    }
}

const SETTINGS: (&str, &str) = (
    "dunlin.yaml",
    "creditor: {name: Studio, bank: {text: cash}}\ncurrency: EUR\nas_of: 2026-02-15\nrules: {contract: off, client: off, invoice: off, \
     follow-up: off, law: off}\n",
);
const CLIENT: (&str, &str) = ("clients/acme.yaml", "name: Acme\n");
const INVOICE: (&str, &str) = (
    "invoices/i-1.yaml",
    "client: acme\nissued: 2026-01-02\ndue: 2026-01-09\namount: 300.00\n",
);

#[test]
fn a_misspelt_key_is_shown_while_it_is_typed_and_gone_when_mended() {
    let mut editor = Editor::open(&[SETTINGS, CLIENT, INVOICE]);
    editor.did_open(CLIENT.0, "name: Acme\nöffnet: 💶\npolcy: gentle\n");
    assert_eq!(
        editor.findings(CLIENT.0, Some(1)),
        [
            "1:0-6 file/unknown-key a client has no key `öffnet`",
            "2:0-5 file/unknown-key a client has no key `polcy`",
        ]
    );
    let fix = &editor.actions(CLIENT.0, (2, 2))[0];
    assert_eq!(fix["isPreferred"], true, "{fix}");
    let edit = &fix["edit"]["documentChanges"][0]["edits"][0];
    assert_eq!(edit["newText"], "policy");
    let insert = json!([
        {"range": edit["range"], "text": edit["newText"]},
        {"range": {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 10}}, "text": "# 💶 x"},
    ]);
    editor.change(CLIENT.0, 2, insert);
    assert_eq!(editor.findings(CLIENT.0, Some(2)), Vec::<String>::new());
    // What is saved counts no more than what is typed, and closing gives up what wasn't saved.
    editor.change(CLIENT.0, 3, json!([{"text": "name: Acme\nx: 1\n"}]));
    assert_eq!(
        editor.findings(CLIENT.0, Some(3)),
        ["1:0-1 file/unknown-key a client has no key `x`"]
    );
    let uri = editor.uri(CLIENT.0);
    editor.tell("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    assert_eq!(editor.findings(CLIENT.0, None), Vec::<String>::new());
    assert_eq!(editor.end(true), (0, String::new()));
}

#[test]
fn a_finding_can_be_allowed_with_a_reason() {
    let mut editor = Editor::open(&[SETTINGS, CLIENT, INVOICE]);
    let text = "name: Acme\nfavourite: blue\n";
    editor.did_open(CLIENT.0, text);
    assert_eq!(editor.findings(CLIENT.0, Some(1)).len(), 1);
    let actions = editor.actions(CLIENT.0, (1, 3));
    let allow = actions
        .iter()
        .find(|action| action["title"] == "Allow file/unknown-key here, with a reason")
        .unwrap();
    assert_eq!(allow["kind"], "quickfix");
    let change = &allow["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["version"], 1);
    let edit = &change["edits"][0];
    assert_eq!(
        *edit,
        json!({
            "range": {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 0}},
            "newText": "# dunlin: allow(file/unknown-key) — \n",
        })
    );
    editor.change(
        CLIENT.0,
        2,
        json!([{"range": edit["range"], "text": edit["newText"]}]),
    );
    let without_reason = editor.findings(CLIENT.0, Some(2));
    assert!(
        without_reason[0].contains("file/useless-allow"),
        "{without_reason:?}"
    );
    let end = json!({"line": 1, "character": 36});
    editor.change(
        CLIENT.0,
        3,
        json!([{"range": {"start": end, "end": end}, "text": "they asked for it"}]),
    );
    assert_eq!(editor.findings(CLIENT.0, Some(3)), Vec::<String>::new());
    assert_eq!(editor.end(true).0, 0);
}

#[test]
fn questions_are_answered_about_the_text_as_it_is_typed() {
    let mut editor = Editor::open(&[SETTINGS, CLIENT, INVOICE]);
    // Asked before the ledger was read: answered once it is.
    editor.did_open(INVOICE.0, INVOICE.1);
    assert_eq!(
        editor
            .hover(INVOICE.0, (3, 9))
            .lines()
            .take(2)
            .collect::<Vec<_>>(),
        [
            "Invoice i-1, Acme on 2026-02-15",
            "300.00 EUR is open, 37 days overdue: it was due on 2026-01-09."
        ]
    );
    let client = editor.hover(INVOICE.0, (0, 10));
    assert!(client.starts_with("Acme (acme)\nOwes 300.00 EUR"), "{client}");
    let place = editor.place_of(INVOICE.0, (0, 9));
    let there = editor.ask("textDocument/definition", place);
    assert_eq!(there["uri"], editor.uri(CLIENT.0).as_str());
    assert_eq!(there["range"]["start"], json!({"line": 0, "character": 0}));
    editor.did_open("payments/new.yaml", "client: \nallocate: {}\ncu");
    assert_eq!(editor.completion("payments/new.yaml", (0, 8)), ["acme"]);
    assert_eq!(editor.completion("payments/new.yaml", (1, 11)), ["i-1"]);
    assert_eq!(
        editor.completion("payments/new.yaml", (2, 2)),
        ["date", "amount", "id"]
    );
    editor.change(
        "payments/new.yaml",
        2,
        json!([{"text": "client: acme\ncurrency: "}]),
    );
    assert_eq!(
        editor.completion("payments/new.yaml", (1, 10)),
        ["EUR", "AED", "AFN"]
    );
    editor.did_open("dunlin.yaml", SETTINGS.1);
    assert_eq!(
        editor.completion("dunlin.yaml", (3, 8)),
        ["edition", "small_contract", "client/cannot-be-served"]
    );
    let rule = "# dunlin: allow()\nname: A\n";
    editor.did_open("clients/b.yaml", rule);
    assert_eq!(
        editor.completion("clients/b.yaml", (0, 16))[0],
        "client/cannot-be-served"
    );
    editor.did_open("/elsewhere.yaml", "client: ");
    assert_eq!(editor.hover("/elsewhere.yaml", (0, 3)), "nothing");
    assert_eq!(editor.end(true), (0, String::new()));
}

#[test]
fn files_written_by_others_are_seen() {
    let watching = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let mut editor = Editor::with(Place::with(&[SETTINGS, CLIENT, INVOICE]), watching);
    editor.place.write("clients/bolt.yaml", "nam: Bolt\n");
    let uri = editor.uri("clients/bolt.yaml");
    editor.tell(
        "workspace/didChangeWatchedFiles",
        json!({"changes": [{"uri": uri, "type": 1}]}),
    );
    let found = editor.findings("clients/bolt.yaml", None);
    assert!(
        found
            .iter()
            .any(|found| found.starts_with("0:0-3 file/unknown-key")),
        "{found:?}"
    );
    editor.place.write("clients/bolt.yaml", "name: Bolt\n");
    editor.tell(
        "workspace/didChangeWatchedFiles",
        json!({"changes": [{"uri": uri, "type": 2}]}),
    );
    assert_eq!(editor.findings("clients/bolt.yaml", None), Vec::<String>::new());
    let registered: Vec<_> = editor
        .asked
        .iter()
        .map(|request| request.method.as_str())
        .collect();
    assert_eq!(registered, ["client/registerCapability"]);
    assert_eq!(editor.end(true).0, 0);
}

#[test]
fn a_save_sees_what_else_was_written() {
    let mut editor = Editor::open(&[SETTINGS, CLIENT, INVOICE]);
    editor.did_open(CLIENT.0, CLIENT.1);
    assert_eq!(editor.findings(CLIENT.0, Some(1)), Vec::<String>::new());
    editor.place.write("clients/bolt.yaml", "nam: Bolt\n");
    let uri = editor.uri(CLIENT.0);
    editor.tell("textDocument/didSave", json!({"textDocument": {"uri": uri}}));
    assert!(!editor.findings("clients/bolt.yaml", None).is_empty());
    assert_eq!(editor.end(true).0, 0);
}

#[test]
fn settings_that_cannot_be_used_leave_the_findings_of_files() {
    let wrong = (
        "dunlin.yaml",
        "creditor: {name: S}\ncurrency: EUR\nrules: {contract/unsinged: off}\n",
    );
    let mut editor = Editor::open(&[wrong, ("clients/acme.yaml", "name: Acme\nx: 1\n")]);
    assert_eq!(
        editor.findings("clients/acme.yaml", None),
        ["1:0-1 file/unknown-key a client has no key `x`"]
    );
    let found = editor.findings("dunlin.yaml", None);
    assert!(found[0].starts_with("2:8-25 file/invalid-value"), "{found:?}");
    editor.did_open("dunlin.yaml", "creditor: {name: [\n");
    assert!(editor.findings("dunlin.yaml", Some(1))[0].contains("file/syntax"));
    editor.did_open("clients/acme.yaml", "na");
    assert_eq!(editor.completion("clients/acme.yaml", (0, 2))[0], "name");
    assert_eq!(editor.hover("clients/acme.yaml", (0, 1)), "nothing");
    assert_eq!(editor.end(true).0, 0);
}

#[test]
fn texts_of_every_make_are_read() {
    let mut editor = Editor::with(
        Place::with(&[SETTINGS, CLIENT, INVOICE]),
        json!({"general": {"positionEncodings": ["utf-16", "utf-8"]}}),
    );
    editor.did_open("clients/crlf.yaml", "\u{feff}nöme: Ä\r\nname: B\r\nü: 1\r\n");
    assert_eq!(
        editor.findings("clients/crlf.yaml", Some(1)),
        [
            "0:3-8 file/unknown-key a client has no key `nöme`",
            "2:0-2 file/unknown-key a client has no key `ü`",
        ]
    );
    editor.did_open("clients/note.md", "---\nname: B\nxx: 1\n---\nprose: xx\n");
    assert_eq!(
        editor.findings("clients/note.md", Some(1)),
        ["2:0-2 file/unknown-key a client has no key `xx`"]
    );
    editor.did_open("clients/huge.yaml", &"# no end\n".repeat(120_000));
    let found = editor.findings("clients/huge.yaml", Some(1));
    assert!(found[0].contains("file/too-large"), "{found:?}");
    assert_eq!(
        editor.completion("clients/huge.yaml", (120_000, 0)),
        Vec::<String>::new()
    );
    assert_eq!(editor.end(true).0, 0);
}

#[test]
fn what_the_protocol_forbids_is_refused_and_survived() {
    let mut editor = Editor::start(Place::with(&[SETTINGS]));
    assert_eq!(editor.ask("textDocument/hover", json!({}))["code"], -32002);
    editor.tell("textDocument/didOpen", json!({"any": "thing"}));
    let answer = editor.ask("initialize", json!({"capabilities": {}}));
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(
        editor.ask("initialize", json!({"capabilities": {}}))["code"],
        -32600
    );
    assert_eq!(editor.ask("textDocument/rename", json!({}))["code"], -32601);
    assert_eq!(
        editor.ask("textDocument/hover", json!({"textDocument": 5}))["code"],
        -32602
    );
    editor.tell("textDocument/didOpen", json!([1, 2]));
    editor.tell("$/cancelRequest", json!({"id": 7}));
    editor.tell("no/such", json!(null));
    editor.write_raw("{\"jsonrpc\": \"2.0\", \"id\": 99, \"method\": ");
    // The answer to no request has no id that the protocol's crate could read: it is the next thing in the pipe.
    assert_eq!(editor.end(false), (1, String::new()));
}

#[test]
fn a_client_that_leaves_without_goodbye_is_told_by_the_exit_status() {
    let editor = Editor::open(&[SETTINGS]);
    assert_eq!(editor.end(false), (1, String::new()));
    let mut editor = Editor::open(&[SETTINGS]);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.end(false), (1, String::new()));
    let mut editor = Editor::start(Place::new());
    editor.input.as_mut().unwrap().write_all(b"hello\n\n").unwrap();
    let (status, said) = editor.end(false);
    assert_eq!(status, 1);
    assert_eq!(
        said.trim(),
        "error: the client sent a header without a Content-Length"
    );
}
