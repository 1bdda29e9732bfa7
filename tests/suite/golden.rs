//! The whole output of `example-ledger` on its day. `UPDATE=1 cargo test` rewrites `tests/golden/`; read the diff.

use crate::dunlin::{Place, files, repository};
use std::{collections::BTreeMap, fs, path::Path};

#[test]
fn the_example_gives_what_was_read_and_found_right() {
    let place = Place::with_example();
    let check = place.dunlin(&["check", "example-ledger"]);
    let check_json = place.dunlin(&["check", "example-ledger", "--format", "json"]);
    let status = place.dunlin(&["status", "example-ledger", "--format", "json"]);
    let build = place.dunlin(&["build", "example-ledger"]);
    let mut output: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    output.insert("check.txt".to_owned(), check.stdout.into_bytes());
    output.insert("check.json".to_owned(), check_json.stdout.into_bytes());
    output.insert("status.json".to_owned(), status.stdout.into_bytes());
    output.insert("build.txt".to_owned(), build.stderr.into_bytes());
    for folder in ["site", "reminders"] {
        let made = place.files(&format!("example-ledger/{folder}"));
        output.extend(
            made.into_iter()
                .map(|(path, bytes)| (format!("{folder}/{path}"), bytes)),
        );
    }
    output.retain(|path, _| !path.contains("/.dunlin-"));
    compare(&repository().join("tests/golden"), &output);
}

#[test]
fn a_second_build_writes_nothing() {
    let place = Place::with_example();
    place.dunlin(&["build", "example-ledger"]);
    let before = place.files("example-ledger");
    let again = place.dunlin(&["build", "example-ledger"]);
    assert!(!again.stderr.contains("written"), "{}", again.stderr);
    assert!(before == place.files("example-ledger"));
}

fn compare(folder: &Path, output: &BTreeMap<String, Vec<u8>>) {
    if std::env::var_os("UPDATE").is_some() {
        let _ = fs::remove_dir_all(folder);
        for (path, bytes) in output {
            fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
            fs::write(folder.join(path), bytes).unwrap();
        }
    }
    let golden: BTreeMap<_, _> = files(folder).into_iter().collect();
    let changed = output
        .iter()
        .filter(|(path, bytes)| golden.get(*path) != Some(*bytes));
    let mut wrong: Vec<_> = changed
        .map(|(path, bytes)| difference(path, golden.get(path), bytes))
        .collect();
    let gone = golden.keys().filter(|path| !output.contains_key(*path));
    wrong.extend(gone.map(|path| format!("{path}: no longer made")));
    assert!(
        wrong.is_empty(),
        "the example's output changed; `UPDATE=1 cargo test` rewrites tests/golden, then read the diff:\n{}",
        wrong.join("\n")
    );
}

fn difference(path: &str, golden: Option<&Vec<u8>>, now: &[u8]) -> String {
    let Some(golden) = golden else {
        return format!("{path}: new");
    };
    let (old, new) = (String::from_utf8_lossy(golden), String::from_utf8_lossy(now));
    let pairs = old.lines().zip(new.lines()).enumerate();
    match pairs.into_iter().find(|(_, (old, new))| old != new) {
        Some((line, (old, new))) => format!("{path}:{}:\n  - {old}\n  + {new}", line + 1),
        None => format!("{path}: another length"),
    }
}
