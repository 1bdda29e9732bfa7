//! `dunlin claim` as a person types it: what is in the pack, that its copies are copies, and what is refused.

use crate::dunlin::Place;
use std::process::Command;

#[test]
fn the_pack_holds_copies_that_sha256sum_agrees_with() {
    let place = Place::with_example();
    let run = place.dunlin(&["claim", "kumo-packaging", "example-ledger"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    let folder = place.path("claim-kumo-packaging");
    let checked = Command::new("sha256sum")
        .args(["--check", "--strict", "SHA256SUMS"])
        .current_dir(&folder)
        .output();
    let checked = checked.unwrap();
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stderr)
    );
    let text = place.read("claim-kumo-packaging/index.md");
    let page = place.read("claim-kumo-packaging/index.html");
    for line in place.read("claim-kumo-packaging/SHA256SUMS").lines() {
        let (digest, name) = line.split_once("  ").unwrap();
        assert!(text.contains(digest) && page.contains(digest), "{name}");
        let original = name.strip_prefix("enclosures/").unwrap();
        let copy = std::fs::read(folder.join(name)).unwrap();
        assert_eq!(
            copy,
            std::fs::read(place.path("example-ledger").join(original)).unwrap(),
            "{name}"
        );
    }
    for said in [
        "| Open on invoice kumo-04, due 4 September 2026, disputed by the debtor | ¥60,000 |",
        "| **Total** | **¥243,481** |",
        "The debtor has ¥1,000 of credit that no invoice took.",
        "| 21 Aug 2026 | 20 Nov 2026 | 92 | ¥180,000 | 6% | 365 | 2722.1918 |",
        "The contract sends disputes to arbitration (contracts/kumo-packaging.yaml:15)",
        "up to and including ¥600,000",
        "No commits are named: the ledger is in no git repository.",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[test]
fn the_same_ledger_gives_the_same_pack_and_the_ledger_stays_clean() {
    let place = Place::with_example();
    let run = |folder: &str| place.dunlin(&["claim", "wolke-03", "example-ledger", "-o", folder]);
    assert_eq!(run("one").status, 0);
    assert_eq!(run("example-ledger/two").status, 0);
    assert_eq!(
        run("example-ledger/two").status,
        0,
        "its own folder is written again"
    );
    assert_eq!(place.files("one"), place.files("example-ledger/two"));
    let check = place.dunlin(&["check", "example-ledger", "--format", "json"]);
    assert!(!check.stdout.contains("two/"), "{}", check.stdout);
}

#[test]
fn a_stranger_s_folder_is_left_alone() {
    let place = Place::with_example();
    place.write("mine/notes.txt", "x");
    for (folder, said) in [
        ("mine", "isn't empty and dunlin didn't make it"),
        ("example-ledger/clients", "place for records"),
        ("example-ledger", "is the ledger itself"),
    ] {
        let run = place.dunlin(&["claim", "wolke-03", "example-ledger", "-o", folder]);
        assert_eq!(run.status, 2);
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    assert_eq!(place.files("mine").len(), 1);
}

#[test]
fn what_cannot_be_claimed_is_said() {
    let place = Place::with_example();
    for (id, said) in [
        (
            "wolke-01",
            "error: nothing is open on invoice wolke-01: it is paid\n",
        ),
        (
            "nothing",
            "error: there is no contract and no invoice `nothing`\n",
        ),
    ] {
        let run = place.dunlin(&["claim", id, "example-ledger"]);
        assert_eq!(
            (run.status, run.stdout.as_str(), run.stderr.as_str()),
            (2, "", said)
        );
    }
}

/// Names and words of a stranger, in every place that the pack prints.
const HOSTILE: &[(&str, &str)] = &[
    (
        "dunlin.yaml",
        "creditor: {name: Studio}\ncurrency: EUR\njurisdiction: de\nas_of: 2026-03-02\n",
    ),
    (
        "clients/all.yaml",
        "id: a\nname: \"<script>alert(1)</script>[x](javascript:y)\"\nkind: business\ncontact: {address: \"<img src=x>\"}\n---\nid: b\nname: SECRET\n",
    ),
    (
        "contracts/c.md",
        "---\nclient: a\ntotal: 900.00\ntitle: \"</title><script>\"\n---\n<script>alert(2)</script>\n```\n",
    ),
    (
        "invoices/i.yaml",
        "client: a\ncontract: c\nissued: 2026-01-10\ndue: 2026-01-24\namount: 900.00\n",
    ),
    (
        "log/m.md",
        "---\nclient: a\ndate: 2026-02-10\nstage: reminder\nchannel: email\ninvoices: [i]\nsubject: \"<script>\"\n---\n![x](https://evil.example/x.png) <script>\n",
    ),
];

#[test]
fn hostile_words_are_text_and_other_clients_stay_out() {
    let place = Place::with(HOSTILE);
    let run = place.dunlin(&["claim", "i"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let page = place.read("claim-i/index.html");
    for found in ["<script", "<img", "href=\"javascript", "</title><"] {
        assert!(!page.contains(found), "{found}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    let text = place.read("claim-i/index.md");
    for line in text.lines().filter(|line| line.starts_with(['#', '-', '|'])) {
        let markup = line.replace("\\<", "");
        assert!(!markup.contains('<') && !line.contains("[x]("), "{line}");
    }
    for (path, bytes) in place.files("claim-i") {
        assert!(!String::from_utf8_lossy(&bytes).contains("SECRET"), "{path}");
    }
}

#[test]
fn each_fact_names_the_commit_of_its_line() {
    let place = Place::with(HOSTILE);
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command
            .args(["-c", "user.name=X", "-c", "user.email=x@x.example"])
            .args(arguments);
        command
            .env("GIT_COMMITTER_DATE", "2026-02-20T12:00:00Z")
            .env("GIT_AUTHOR_DATE", "2020-01-01T12:00:00Z");
        let output = command
            .current_dir(place.path("."))
            .env("HOME", place.path("."))
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "x"]);
    let hash = git(&["rev-parse", "HEAD"]);
    place.write(
        "log/m.md",
        place.read("log/m.md").replace("2026-02-10", "2026-02-11"),
    );
    let mut command = place.command();
    let path = std::env::var("PATH").unwrap();
    let run = place.run_of(&command.env("PATH", path).args(["claim", "i"]).output().unwrap());
    assert_eq!(run.status, 0, "{}", run.stderr);
    let text = place.read("claim-i/index.md");
    let issued = format!("| invoices/i.yaml:3 | {} | 20 Feb 2026 |", &hash[..10]);
    assert!(text.contains(&issued), "{issued}\n{text}");
    assert!(text.contains("| log/m.md:3 | not yet |  |"), "{text}");
}
