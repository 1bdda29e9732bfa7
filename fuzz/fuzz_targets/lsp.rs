//! What an editor sends: frames as they are, or, where the bytes begin with `!`, a message a line, framed here, after a
//! session has begun in a small ledger.
#![no_main]

use dunlin::{cli::Session, render::editor::Shelf};
use dunlin_fuzz::{SETTINGS, day};
use libfuzzer_sys::fuzz_target;
use std::{fs, path::PathBuf, sync::LazyLock};

static SHELF: LazyLock<Shelf> = LazyLock::new(Shelf::read);

/// A ledger to be edited, made once; nothing writes there.
static LEDGER: LazyLock<PathBuf> = LazyLock::new(|| {
    let root = std::env::temp_dir().join("dunlin-fuzz-lsp");
    for (path, text) in [
        (
            "dunlin.yaml",
            format!("{SETTINGS}rules: {{invoice/changed-after-sent: off}}\n"),
        ),
        ("clients/acme.yaml", "name: Acme\nkind: business\n".to_owned()),
        (
            "invoices/inv-1.yaml",
            "client: acme\nissued: 2026-01-10\namount: 900.00\n".to_owned(),
        ),
    ] {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    root
});

fuzz_target!(|data: &[u8]| {
    let root = LEDGER.to_string_lossy();
    let input = match data.strip_prefix(b"!") {
        None => data.to_vec(),
        Some(lines) => {
            let begin = format!(
                r#"{{"jsonrpc":"2.0","id":0,"method":"initialize","params":{{"capabilities":{{}},"rootUri":"file://{root}"}}}}"#
            );
            let mut input = framed(begin.as_bytes());
            let text = String::from_utf8_lossy(lines).replace("$ROOT", &root);
            for line in text.lines() {
                input.extend(framed(line.as_bytes()));
            }
            input
        }
    };
    let mut output = Vec::new();
    let session = Session {
        day: day(),
        shelf: &SHELF,
    };
    session
        .hold(&mut input.as_slice(), &mut output)
        .expect("memory takes every answer");
    answers_are_whole(&output);
});

fn framed(text: &[u8]) -> Vec<u8> {
    [format!("Content-Length: {}\r\n\r\n", text.len()).as_bytes(), text].concat()
}

/// Frame after frame, each with JSON in it.
fn answers_are_whole(mut output: &[u8]) {
    while !output.is_empty() {
        let end = output
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .expect("a header");
        let header = std::str::from_utf8(&output[..end]).expect("text");
        let length: usize = header
            .strip_prefix("Content-Length: ")
            .expect("a length")
            .parse()
            .expect("a number");
        let (body, rest) = output[end + 4..].split_at(length);
        let answer: serde_json::Value = serde_json::from_slice(body).expect("JSON");
        assert_eq!(answer["jsonrpc"], "2.0");
        output = rest;
    }
}
