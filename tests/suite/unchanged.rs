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

#[test]
fn whatever_is_other_is_built() {
    let place = quiet();
    let file = |path: &str| place.path(&format!("example-ledger/{path}"));
    let some = |folder: &str, ending: &str| {
        let all = outputs(&place);
        let found = all
            .keys()
            .find(|path| path.starts_with(folder) && path.ends_with(ending));
        found.unwrap().clone()
    };
    let draft = some("reminders/", ".md");
    let page = some("site/client-", ".html");
    let clean = outputs(&place);
    type Change<'c> = (&'c str, Box<dyn Fn() + 'c>, bool);
    let append = |path: String| {
        move || {
            let mut text = fs::read_to_string(&path).unwrap();
            text.push_str("# more\n");
            fs::write(&path, text).unwrap();
        }
    };
    let at = |path: &str| file(path).to_string_lossy().into_owned();
    // Whether the build that follows puts everything back as it was.
    let changes: Vec<Change> = vec![
        (
            "a page is gone",
            Box::new(|| fs::remove_file(file(&page)).unwrap()),
            true,
        ),
        (
            "the manifest's time",
            Box::new(|| touch(&file("site/.dunlin-manifest.json"))),
            true,
        ),
        (
            "a draft is gone",
            Box::new(|| fs::remove_file(file(&draft)).unwrap()),
            true,
        ),
        (
            "what was seen is gone",
            Box::new(|| fs::remove_file(file("site/.dunlin-seen.json")).unwrap()),
            true,
        ),
        (
            "the keys are gone",
            Box::new(|| fs::remove_file(file("site/.dunlin-keys.json")).unwrap()),
            true,
        ),
        (
            "the keys are cut off, and a page is empty",
            Box::new(|| {
                let whole = fs::read(file("site/.dunlin-keys.json")).unwrap();
                fs::write(file("site/.dunlin-keys.json"), &whole[..whole.len() / 2]).unwrap();
                fs::remove_file(file(&page)).unwrap();
            }),
            true,
        ),
        (
            "half a temporary file",
            Box::new(|| fs::write(file("site/.dunlin-a1B2c3.tmp"), "half").unwrap()),
            true,
        ),
        (
            "the trace is cut off",
            Box::new(|| {
                let whole = fs::read(place.path(TRACE)).unwrap();
                fs::write(place.path(TRACE), &whole[..whole.len() / 2]).unwrap();
            }),
            true,
        ),
        (
            "the trace is of another version",
            Box::new(|| {
                let text = place.read(TRACE).replace("whole/1", "whole/0");
                fs::write(place.path(TRACE), text).unwrap();
            }),
            true,
        ),
        (
            "the trace is of other inputs",
            Box::new(|| {
                let text = place.read(TRACE);
                let at = text.find("\"inputs\":\"").unwrap() + 10;
                let other = format!("{}0000{}", &text[..at], &text[at + 4..]);
                fs::write(place.path(TRACE), other).unwrap();
            }),
            true,
        ),
        (
            "a record has one more line",
            Box::new(append(at("clients/quill.yaml"))),
            true,
        ),
        (
            "a new document",
            Box::new(|| fs::write(file("contracts/new.pdf"), "%PDF").unwrap()),
            true,
        ),
        ("a page was edited", Box::new(append(at(&page))), false),
    ];
    for (what, change, is_mended) in changes {
        let before = stamp(&place);
        change();
        build(&place, &[]);
        assert_ne!(stamp(&place), before, "{what}: it was built");
        if is_mended {
            assert_eq!(outputs(&place), clean, "{what}");
        }
    }
}

fn touch(path: &Path) {
    let bytes = fs::read(path).unwrap();
    fs::remove_file(path).unwrap();
    fs::write(path, bytes).unwrap();
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
