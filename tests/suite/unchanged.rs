//! A build of the same as the last one: nothing is touched, and whatever is other, however little, is built as if there had
//! never been one.

use super::dunlin::Place;
use std::{collections::BTreeMap, fs, os::unix::fs::MetadataExt, path::Path};

const DAY: &str = "2026-11-20";
const TRACE: &str = "example-ledger/site/.dunlin-whole.json";

fn build(place: &Place, more: &[&str]) -> String {
    let mut arguments = vec!["build", "example-ledger"];
    arguments.extend(more);
    if !more.contains(&"--as-of") {
        arguments.extend(["--as-of", DAY]);
    }
    let run = place.dunlin(&arguments);
    assert_eq!(run.status, 0, "{}", run.stderr);
    run.stderr
}

/// What dunlin keeps to do less: it tells which file stands where, and so is other in every folder.
const KEPT: [&str; 2] = [".dunlin-whole.json", ".dunlin-keys.json"];

/// Every file below the site and the drafts but those.
fn outputs(place: &Place) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for folder in ["example-ledger/site", "example-ledger/reminders"] {
        collect(&place.path(folder), &mut found);
    }
    found.retain(|path, _| !KEPT.iter().any(|kept| path.ends_with(kept)));
    found
}

fn collect(folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            let named = path
                .to_string_lossy()
                .split_once("example-ledger/")
                .unwrap()
                .1
                .to_owned();
            found.insert(named, fs::read(&path).unwrap());
        }
    }
}

/// Which file the trace is, and when it was written: a build that makes pages writes another.
fn stamp(place: &Place) -> Option<(u64, i64, i64)> {
    let metadata = fs::metadata(place.path(TRACE)).ok()?;
    Some((metadata.ino(), metadata.mtime(), metadata.mtime_nsec()))
}

/// The example without what it has to warn of, so that its builds leave a trace.
fn quiet() -> Place {
    let place = Place::with_example();
    let first = build(&place, &[]);
    assert!(!first.contains("warning:"), "{first}");
    place
}

#[test]
fn the_same_is_told_and_nothing_is_touched() {
    let place = quiet();
    let (before, trace) = (outputs(&place), stamp(&place));
    let again = build(&place, &[]);
    assert!(!again.contains("written"), "{again}");
    assert!(again.contains("pages\n"), "{again}");
    assert_eq!((outputs(&place), stamp(&place)), (before, trace));
    // What a build that makes everything says.
    fs::remove_file(place.path(TRACE)).unwrap();
    assert_eq!(build(&place, &[]), again);
}

/// What happens to a file between two builds.
enum Fate {
    Gone,
    /// The same bytes in another file.
    Anew,
    CutInHalf,
    Holds(&'static str),
    HoldsInstead(&'static str, &'static str),
    OneMoreLine,
}

impl Fate {
    fn befall(&self, path: &Path) {
        let bytes = fs::read(path).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        fs::remove_file(path).ok();
        match self {
            Self::Gone => {}
            Self::Anew => fs::write(path, bytes).unwrap(),
            Self::CutInHalf => fs::write(path, &bytes[..bytes.len() / 2]).unwrap(),
            Self::Holds(text) => fs::write(path, text).unwrap(),
            Self::HoldsInstead(old, new) => {
                assert!(text.contains(old), "{text}");
                fs::write(path, text.replacen(old, new, 1)).unwrap();
            }
            Self::OneMoreLine => fs::write(path, format!("{text}# more\n")).unwrap(),
        }
    }
}

#[test]
fn whatever_is_other_is_built() {
    let place = quiet();
    let clean = outputs(&place);
    let first = |folder: &str, ending: &str| {
        let mut paths = clean.keys();
        let found = paths.find(|path| path.starts_with(folder) && path.ends_with(ending));
        found.unwrap().as_str()
    };
    let (page, draft) = (first("site/client-", ".html"), first("reminders/", ".md"));
    let fates = [
        (page, Fate::Gone),
        (draft, Fate::Gone),
        ("site/.dunlin-manifest.json", Fate::Anew),
        ("site/.dunlin-seen.json", Fate::Gone),
        ("site/.dunlin-keys.json", Fate::Gone),
        ("site/.dunlin-keys.json", Fate::CutInHalf),
        ("site/.dunlin-keys.json", Fate::HoldsInstead("keys/1", "keys/0")),
        (
            "site/.dunlin-keys.json",
            Fate::Holds("{\"schema\":\"dunlin/keys/1\"}"),
        ),
        ("site/.dunlin-a1B2c3.tmp", Fate::Holds("half")),
        ("site/.dunlin-whole.json", Fate::CutInHalf),
        (
            "site/.dunlin-whole.json",
            Fate::HoldsInstead("whole/1", "whole/0"),
        ),
        (
            "site/.dunlin-whole.json",
            Fate::HoldsInstead("\"inputs\":\"", "\"inputs\":\"0"),
        ),
        ("clients/quill.yaml", Fate::OneMoreLine),
        ("contracts/new.pdf", Fate::Holds("%PDF")),
    ];
    for (n, (path, fate)) in fates.iter().enumerate() {
        let before = stamp(&place);
        fate.befall(&place.path(&format!("example-ledger/{path}")));
        build(&place, &[]);
        assert_ne!(stamp(&place), before, "{n}: {path}: it was built");
        assert_eq!(outputs(&place), clean, "{n}: {path}");
    }
    let before = stamp(&place);
    Fate::OneMoreLine.befall(&place.path(&format!("example-ledger/{page}")));
    let told = build(&place, &[]);
    assert!(told.contains("was changed by hand and left alone"), "{told}");
    assert_ne!(stamp(&place), before);
}

#[test]
fn another_day_is_another_build() {
    let place = quiet();
    build(&place, &["--as-of", "2026-11-27"]);
    let fresh = Place::with_example();
    build(&fresh, &[]);
    build(&fresh, &["--as-of", "2026-11-27"]);
    assert_eq!(outputs(&place), outputs(&fresh));
    assert!(
        place
            .read("example-ledger/site/index.html")
            .contains("27 November 2026")
    );
}

#[test]
fn what_is_warned_of_is_warned_of_every_time() {
    let place = quiet();
    place.write("example-ledger/clients/broken.yaml", "name: [\n");
    let run = || place.dunlin(&["build", "example-ledger", "--as-of", DAY]);
    let first = run();
    assert_eq!(first.status, 1, "{}", first.stderr);
    assert!(first.stderr.contains("broken.yaml"), "{}", first.stderr);
    let warnings = |text: &str| text.matches("warning:").count();
    assert_eq!(warnings(&run().stderr), warnings(&first.stderr));
}

#[test]
fn a_build_after_a_change_is_the_build_of_a_clean_folder() {
    let place = quiet();
    let records = ["clients/quill.yaml", "clients/kumo.yaml"];
    for record in records {
        let path = format!("example-ledger/{record}");
        place.write(&path, place.read(&path).replacen("name: ", "name: New ", 1));
        let told = build(&place, &[]);
        assert!(told.contains("written"), "{told}");
        let after = outputs(&place);
        fs::remove_dir_all(place.path("example-ledger/site")).unwrap();
        build(&place, &[]);
        let clean = outputs(&place);
        let pages = |all: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
            let pages = all.iter().filter(|(path, _)| !path.contains("/.dunlin"));
            pages.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
        };
        assert_eq!(pages(&after), pages(&clean), "{record}");
    }
}
