//! Drafts as messages, read by programs that dunlin shares nothing with: Python's own parser and its Maildir, and a
//! decoder of QR codes, installed below `target/` when a test first wants
//! them.

use crate::dunlin::{Place, files, repository};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

const NEEDED: &str = "Python 3 with venv and pip (Debian: apt-get install python3 python3-venv python3-pip)";
const PACKAGES: [&str; 2] = ["pillow==13.0.0", "zxing-cpp==3.1.1"];

/// The Python that has the decoder.
fn python() -> &'static PathBuf {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mail");
        let done = folder.join("done");
        if fs::read_to_string(&done).unwrap_or_default() != PACKAGES.join(" ") {
            succeed(
                Command::new("python3")
                    .args(["-m", "venv", "--clear"])
                    .arg(&folder),
            );
            let pip = ["install", "--quiet", "--disable-pip-version-check"];
            succeed(Command::new(folder.join("bin/pip")).args(pip).args(PACKAGES));
            fs::write(done, PACKAGES.join(" ")).unwrap();
        }
        folder.join("bin/python")
    })
}

fn succeed(command: &mut Command) -> Vec<u8> {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}; this test needs {NEEDED}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{command:?}: {said}; this test needs {NEEDED}"
    );
    output.stdout
}

/// What the reader saw: messages by path below `reminders/`, and the codes on the page of letters.
struct Seen {
    messages: BTreeMap<String, Value>,
    on_page: Vec<String>,
}

fn read(place: &Place, ledger: &str) -> Seen {
    let page = place.path(&format!("{ledger}site/letters.html"));
    let output = succeed(
        Command::new(python())
            .arg(repository().join("tests/mail/read.py"))
            .arg(place.path(&format!("{ledger}reminders")))
            .args(page.exists().then_some(page)),
    );
    let mut seen: Value = serde_json::from_slice(&output).unwrap();
    let pages = seen["pages"]["letters.html"].take();
    Seen {
        messages: serde_json::from_value(seen["messages"].take()).unwrap(),
        on_page: serde_json::from_value(pages).unwrap_or_default(),
    }
}

fn body(draft: &str) -> String {
    let (_, body) = draft
        .strip_prefix("---\n")
        .unwrap()
        .split_once("\n---\n")
        .unwrap();
    body.trim().replace('\\', "")
}

/// The value of a key on one line, without quotes.
fn value(draft: &str, key: &str) -> String {
    let line = draft
        .lines()
        .find_map(|line| line.strip_prefix(&format!("{key}: ")));
    line.unwrap_or_default().trim_matches(['"', '\'']).to_owned()
}

/// What holds for the message of every draft that nobody edited.
fn check(draft: &str, message: &Value, creditor: &Value) {
    assert_eq!(message["defects"], json!([]), "{message}");
    assert_eq!(message["same in a Maildir"], true);
    assert_eq!(message["bare"], 0, "a line that ends in CR or LF alone");
    assert!(message["longest"].as_u64().unwrap() < 998);
    assert_eq!(message["unsent"], "1");
    assert_eq!(&message["from"][0], creditor);
    assert_eq!(message["to"][0][1], value(draft, "to"));
    assert_eq!(message["subject"], value(draft, "subject"));
    assert_eq!(message["language"], value(draft, "language"));
    assert_eq!(message["text"].as_str().unwrap().trim_end(), body(draft));
    let html = message["html"].as_str().unwrap();
    assert!(!html.contains("<script") && !html.contains("http-equiv") && !html.contains("<link"));
    assert!(
        !html.contains("src=\"http"),
        "nothing is fetched when it is opened"
    );
    for code in message["codes"].as_array().unwrap() {
        let code = code.as_str().unwrap();
        assert!(
            code.contains(&format!("\nEUR{}\n", value(draft, "amount"))),
            "{code}"
        );
    }
}

#[test]
fn every_message_of_the_example_says_what_its_draft_says() {
    let place = Place::with_example();
    assert_eq!(place.dunlin(&["build", "example-ledger", "-q"]).status, 0);
    let run = place.dunlin(&["remind", "example-ledger", "--eml"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let seen = read(&place, "example-ledger/");
    let mut codes = Vec::new();
    let mut expected: Vec<String> = Vec::new();
    for (path, bytes) in place.files("example-ledger/reminders") {
        let draft = String::from_utf8(bytes).unwrap();
        if path.ends_with(".md") && draft.contains("\nstage: ") {
            let path = path.replace(".md", ".eml");
            check(
                &draft,
                &seen.messages[&path],
                &json!(["Estudio Faro", "cobros@estudiofaro.example"]),
            );
            codes.extend(seen.messages[&path]["codes"].as_array().unwrap().clone());
            expected.push(path);
        }
    }
    assert_eq!(seen.messages.keys().cloned().collect::<Vec<_>>(), expected);
    // The same codes on the page, and one for each letter in euros that names the account.
    assert_eq!(json!(codes), json!(seen.on_page));
    assert!(seen.on_page.contains(
        &"BCD\n002\n1\nSCT\nCAIXESBBXXX\nEstudio Faro\nES9121000418450200051332\nEUR2226.00\n\n\nVAL/2026/02"
            .to_owned()
    ));
    let galereya = &seen.messages["galereya/firm.eml"];
    assert!(
        galereya["files"]
            .as_object()
            .unwrap()
            .contains_key("выписка-по-расчётам.html"),
        "{}",
        galereya["files"]
    );
    assert_eq!(
        seen.messages["valdepiedra/firm.eml"]["cc"],
        json!([["", "intervencion@valdepiedra.example"]])
    );
}

#[test]
fn attachments_are_the_files_byte_for_byte_and_what_is_missing_is_said() {
    let place = Place::new();
    for (path, bytes) in files(&repository().join("tests/data/letters-ledger")) {
        place.write(&path, bytes);
    }
    let every_byte: Vec<u8> = (0..=255).cycle().take(5_000).collect();
    place.write("invoices/acme-1.pdf", &every_byte);
    let asked = ["remind", "--as-of", "2026-04-16", "--client", "acme", "--eml"];
    let run = place.dunlin(&asked);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let seen = read(&place, "");
    let message = &seen.messages["acme/final-demand.eml"];
    check(
        &place.read("reminders/acme/final-demand.md"),
        message,
        &json!(["Marta Ruiz", "marta@ruiz.example"]),
    );
    assert_eq!(message["to"], json!([["Ana Soler", "ap@acme.example"]]));
    let attached = message["files"].as_object().unwrap();
    assert_eq!(
        attached.keys().collect::<Vec<_>>(),
        ["acme-1.pdf", "acme-2.pdf", "statement-of-account.html"]
    );
    let base64 = attached["acme-1.pdf"].as_str().unwrap();
    let encode = "import base64,sys; print(base64.b64encode(open(sys.argv[1],'rb').read()).decode(), end='')";
    let expected = succeed(
        Command::new(python())
            .args(["-c", encode])
            .arg(place.path("invoices/acme-1.pdf")),
    );
    assert_eq!(base64.as_bytes(), expected);
    // Again, on the same day: the same bytes.
    let again = place.dunlin(&[
        "remind",
        "--as-of",
        "2026-04-16",
        "--client",
        "acme",
        "--eml",
        "-v",
    ]);
    assert!(!again.stderr.contains("wrote"), "{}", again.stderr);
    // What a user adds to the draft is attached, or said; nothing outside of the ledger is.
    let path = "reminders/acme/final-demand.md";
    let edited = place.read(path).replace(
        "- invoices/acme-2.pdf",
        "- invoices/none.pdf\n- ../../../etc/hostname\n- dunlin.yaml",
    );
    place.write(path, &edited);
    let run = place.dunlin(&asked);
    for named in ["invoices/none.pdf", "../../../etc/hostname"] {
        let said = format!("acme/final-demand.md: {named} is not attached: ");
        assert!(run.stderr.contains(&said), "{}", run.stderr);
    }
    let files = read(&place, "").messages["acme/final-demand.eml"]["files"].clone();
    assert_eq!(
        files.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["acme-1.pdf", "dunlin.yaml", "statement-of-account.html"]
    );
}

const HOSTILE: &[(&str, &str)] = &[
    (
        "dunlin.yaml",
        "creditor:\n  name: \"Faro, \\\"Est.\\\"\\nBcc: evil@x.example\"\n  email: me@faro.example\n  bank: [{holder: \"Faro\\nEUR1.00\", iban: ES9121000418450200051332}]\ncurrency: EUR\nlanguage: en\nas_of: 2026-03-10\nreconciled: 2026-03-09\n",
    ),
    (
        "clients/acme.yaml",
        "name: \"=?utf-8?Q?=0D=0ABcc:_evil@x.example?= <script>alert(1)</script>\"\nkind: business\njurisdiction: es\ncontact:\n  name: \"Soler, Ana \\\"x\\\" Bcc: evil@x.example <b@evil.example>\"\n  email: ap@acme.example\n  salutation: \"<script>alert(1)</script> ![x](https://evil.example/x.png)\"\n  cc: [b@acme.example]\n",
    ),
    (
        "invoices/a.yaml",
        "number: \"2026/1 Bcc: evil@x.example =?utf-8?B?QmNj?= </script><script>\"\nclient: acme\nissued: 2026-01-10\ndue: 2026-02-10\namount: 1000.00\n",
    ),
];

#[test]
fn nothing_in_a_ledger_becomes_a_header_a_script_or_somebody_elses_file() {
    let place = Place::with(HOSTILE);
    let run = place.dunlin(&["remind", "--eml"]);
    assert!(run.status < 2, "{}", run.stderr);
    let seen = read(&place, "");
    let messages: Vec<_> = seen.messages.values().collect();
    let [message] = messages.as_slice() else {
        panic!("{:?}\n{}", seen.messages, run.stderr);
    };
    assert_eq!(
        message["names"],
        json!([
            "X-Dunlin-Digest",
            "X-Dunlin-Draft",
            "X-Unsent",
            "Date",
            "From",
            "To",
            "Cc",
            "Subject",
            "Content-Language",
            "MIME-Version",
            "Content-Type"
        ])
    );
    assert_eq!(message["defects"], json!([]));
    assert_eq!(message["from"][0][1], "me@faro.example");
    assert_eq!(message["to"].as_array().unwrap().len(), 1);
    assert_eq!(message["to"][0][1], "ap@acme.example");
    assert_eq!(message["cc"], json!([["", "b@acme.example"]]));
    assert!(
        message["subject"]
            .as_str()
            .unwrap()
            .contains("2026/1 Bcc: evil@x.example = ?utf-8?B?QmNj?= </script><script>"),
        "{}",
        message["subject"]
    );
    let to = message["to"][0][0].as_str().unwrap();
    assert_eq!(to, "Soler, Ana \"x\" Bcc: evil@x.example <b@evil.example>");
    let html = message["html"].as_str().unwrap();
    assert!(
        html.contains("&lt;script&gt;") && !html.contains("<script"),
        "{html}"
    );
    assert!(!html.contains("<img src=\"http"), "{html}");
    let codes = message["codes"].as_array().unwrap();
    assert!(
        codes[0].as_str().unwrap().contains("\nFaro EUR1.00\n"),
        "{codes:?}"
    );
    for name in message["files"].as_object().unwrap().keys() {
        assert_eq!(name, "statement-of-account.html");
    }
}

#[test]
fn only_the_drafts_asked_for_are_written() {
    let place = Place::with_example();
    let all = || {
        let files = place.files("example-ledger/reminders");
        files.into_iter().map(|(path, _)| path).collect::<Vec<_>>()
    };
    let run = place.dunlin(&[
        "remind",
        "example-ledger",
        "--client",
        "wolke",
        "--stage",
        "final-demand",
    ]);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""));
    assert_eq!(all(), ["wolke/final-demand.md"]);
    place.dunlin(&["remind", "example-ledger", "--stage", "firm"]);
    assert_eq!(
        all(),
        [
            "alpenrad/firm.md",
            "galereya/firm.md",
            "harbour/firm-GBP.md",
            "valdepiedra/firm.md",
            "wolke/final-demand.md"
        ]
    );
    // What is due no more goes, but only among those asked for.
    let early = &[
        "--as-of",
        "2026-10-01",
        "remind",
        "example-ledger",
        "--client",
        "alpenrad",
    ];
    assert_eq!(place.dunlin(early).status, 0);
    assert_eq!(
        all(),
        [
            "galereya/firm.md",
            "harbour/firm-GBP.md",
            "valdepiedra/firm.md",
            "wolke/final-demand.md"
        ]
    );
    let unknown = place.dunlin(&["remind", "example-ledger", "--client", "nobody"]);
    assert_eq!(unknown.status, 2);
    assert!(
        unknown.stderr.contains("there is no client `nobody`"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn stdout_prints_what_would_be_sent_and_writes_nothing() {
    let place = Place::with_example();
    let asked = &[
        "remind",
        "example-ledger",
        "--client",
        "wolke",
        "--stage",
        "final-demand",
        "--stdout",
    ];
    let printed = place.dunlin(asked);
    assert!(
        printed.stdout.starts_with("---\nclient: wolke\n"),
        "{}",
        printed.stdout
    );
    assert!(!place.exists("example-ledger/reminders"));
    place.dunlin(&["remind", "example-ledger"]);
    let path = "example-ledger/reminders/wolke/final-demand.md";
    assert_eq!(place.read(path), printed.stdout);
    let edited = place.read(path).replace("Dies ist", "Das ist");
    place.write(path, &edited);
    assert_eq!(place.dunlin(asked).stdout, edited);
}

#[test]
fn a_message_is_of_the_draft_as_its_user_left_it() {
    let place = Place::with_example();
    place.dunlin(&["remind", "example-ledger", "--eml"]);
    let (draft, message) = (
        "example-ledger/reminders/wolke/final-demand.md",
        "example-ledger/reminders/wolke/final-demand.eml",
    );
    let edited = place
        .read(draft)
        .replace("buchhaltung@wolkesieben.example", "chefin@wolkesieben.example")
        .replace("2.068,71", "2.000,00");
    place.write(draft, &edited);
    // A message of the old text would be sent by mistake.
    let built = place.dunlin(&["build", "example-ledger"]);
    assert!(!place.exists(message), "{}", built.stderr);
    place.dunlin(&["remind", "example-ledger", "--eml"]);
    let seen = read(&place, "example-ledger/").messages["wolke/final-demand.eml"].clone();
    assert_eq!(seen["to"][0][1], "chefin@wolkesieben.example");
    assert!(seen["text"].as_str().unwrap().contains("2.000,00"));
    assert_eq!(
        seen["codes"],
        json!([]),
        "a code must not ask for another sum than the letter"
    );
    // The page shows what will be sent, too.
    place.dunlin(&["build", "example-ledger"]);
    let page = place.read("example-ledger/site/letters.html");
    assert!(page.contains("chefin@wolkesieben.example") && page.contains("Edited by you"));
}

#[test]
fn messages_that_somebody_changed_are_theirs() {
    let place = Place::with_example();
    place.dunlin(&["remind", "example-ledger", "--eml"]);
    let mine = "example-ledger/reminders/wolke/final-demand.eml";
    let changed = place.read(mine).replace("X-Unsent: 1", "X-Unsent: 0");
    place.write(mine, &changed);
    place.write(
        "example-ledger/reminders/wolke/answer.eml",
        "From: them\n\nhello\n",
    );
    let again = place.dunlin(&["remind", "example-ledger", "--eml"]);
    assert_eq!(again.status, 0);
    assert_eq!(place.read(mine), changed);
    // The letter is due no more: the message that nobody touched goes, the other two stay, and one is told of.
    let gone = "example-ledger/reminders/quill/final-demand.eml";
    assert!(place.exists(gone));
    let early = place.dunlin(&["--as-of", "2026-10-01", "build", "example-ledger"]);
    assert!(!place.exists(gone));
    assert_eq!(place.read(mine), changed);
    assert!(place.exists("example-ledger/reminders/wolke/answer.eml"));
    assert!(
        early
            .stderr
            .contains("final-demand.eml was edited and left alone, but is no longer due"),
        "{}",
        early.stderr
    );
    // What was sent takes its message along.
    let sent = place.dunlin(&["remind", "example-ledger", "--client", "phare", "--eml"]);
    assert!(
        place.exists("example-ledger/reminders/phare/reminder.eml"),
        "{}",
        sent.stderr
    );
    place.dunlin(&["sent", "phare/reminder", "--ledger", "example-ledger"]);
    assert!(!place.exists("example-ledger/reminders/phare/reminder.md"));
    assert!(!place.exists("example-ledger/reminders/phare/reminder.eml"));
}
