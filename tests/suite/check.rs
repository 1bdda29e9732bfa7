//! `dunlin check` as CI calls it: which findings, where they are written, and how it ends.

use crate::dunlin::{Place, Run};
use serde_json::Value;

const SETTINGS: &str = "creditor: {name: Estudio Faro, payment_url: 'https://pay.example/{number}'}\ncurrency: EUR\njurisdiction: es\nas_of: 2026-03-02\n";
const CONTRACT: &str = "\
client: acme
signed: 2026-01-02
start: 2026-04-01
jurisdiction: es
schedule:
  - {id: one, due: 2026-04-01, amount: 900.00}
  - {id: two, due: 2026-04-20, amount: 900.00}
terms: {payment_days: 14, stop_work: true}
";

/// A ledger with one warning about a contract, one dated warning about an invoice, and notes switched off.
fn ledger(folder: &str) -> Vec<(String, String)> {
    let rules = "rules: {client: off, contract/missing-late-interest: off, contract/missing-dispute-step: off, contract/missing-contract-text: off, contract/missing-vetting: off}\n";
    let files = [
        ("dunlin.yaml", format!("{SETTINGS}{rules}")),
        ("clients/acme.yaml", "name: Acme\nkind: business\n".to_owned()),
        ("contracts/site.yaml", CONTRACT.to_owned()),
        (
            "invoices/a-1.yaml",
            "# dunlin: allow(invoice/without-contract) — a small job\nclient: acme\nissued: 2026-02-10\ndue: 2026-02-26\namount: 900.00\n".to_owned(),
        ),
    ];
    files
        .map(|(path, text)| (format!("{folder}{path}"), text))
        .to_vec()
}

fn place(folders: &[&str]) -> Place {
    let place = Place::new();
    for (path, text) in folders.iter().flat_map(|folder| ledger(folder)) {
        place.write(&path, text);
    }
    place
}

/// The findings of a run with `--format concise`, without the messages.
fn told(run: &Run) -> Vec<String> {
    let lines = run.stdout.lines().filter_map(|line| line.split_once("]: "));
    lines.map(|(head, _)| format!("{head}]")).collect()
}

const GRACE: &str = "contracts/site.yaml:8:9: warning[contract/missing-grace-period]";
const UNSENT: &str = "invoices/a-1.yaml:3:9: warning[invoice/unsent]";

#[test]
fn every_mix_of_what_counts_ends_as_it_says() {
    let place = place(&[""]);
    for (arguments, found, status) in [
        (&[][..], &[GRACE, UNSENT][..], 0),
        (&["--deny", "warning"], &[GRACE, UNSENT], 1),
        (&["--dated"], &[GRACE, UNSENT], 0),
        (&["--ignore", "contract", "--deny", "warning"], &[UNSENT], 0),
        (
            &["--ignore", "contract", "--deny", "warning", "--dated"],
            &[UNSENT],
            1,
        ),
        (&["--only", "contract", "--deny", "warning"], &[GRACE], 1),
        (&["--only", "invoice", "--deny", "info"], &[UNSENT], 0),
        (
            &[
                "--only",
                "invoice,contract",
                "--ignore",
                "contract/missing-grace-period",
            ],
            &[UNSENT],
            0,
        ),
        (
            &[
                "--only",
                "contract/missing-grace-period",
                "--only",
                "invoice",
                "--ignore",
                "contract",
            ],
            &[GRACE, UNSENT],
            0,
        ),
        (&["--only", "law", "--deny", "info", "--dated"], &[], 0),
    ] {
        let run = place.dunlin(&[&["check", "--format", "concise"], arguments].concat());
        assert_eq!(told(&run), found, "{arguments:?}");
        assert_eq!((run.status, run.stderr.as_str()), (status, ""), "{arguments:?}");
    }
}

#[test]
fn a_name_that_no_rule_has_is_refused_wherever_it_stands() {
    let place = place(&[""]);
    place.write(
        "old.txt",
        "# dunlin baseline 1\ncontract/unsinged contracts/site -\n",
    );
    for (arguments, says) in [
        (
            &["--only", "contract/unsinged"][..],
            "--only names `contract/unsinged`",
        ),
        (&["--ignore", "law,contracts"], "--ignore names `contracts`"),
        (&["--only", ""], "--only names ``"),
        (
            &["--baseline", "old.txt"],
            "old.txt:2: there is no rule `contract/unsinged`; did you mean `contract/unsigned`?",
        ),
        (&["--deny", "warnings"], "invalid value 'warnings'"),
        (&["-o", "x.json"], "--format <FORMAT>"),
        (
            &["--baseline", "old.txt", "--write-baseline", "new.txt"],
            "cannot be used with",
        ),
    ] {
        let run = place.dunlin(&[&["check"], arguments].concat());
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(says), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn a_useless_allow_is_one_of_a_rule_that_was_asked() {
    let place = place(&[""]);
    let contract = format!("# dunlin: allow(contract/unsigned) — no reason to\n{CONTRACT}");
    place.write("contracts/site.yaml", contract);
    const USELESS: &str = "contracts/site.yaml:1:1: warning[file/useless-allow]";
    for (arguments, found) in [
        (&["--only", "file"][..], &[][..]),
        (&["--only", "file,invoice"], &[UNSENT]),
        (&["--only", "file/useless-allow"], &[USELESS]),
        (&["--only", "file,contract/unsigned"], &[USELESS]),
        (&["--ignore", "contract"], &[UNSENT]),
        (&["--only", "contract/unsigned"], &[]),
    ] {
        let run = place.dunlin(&[&["check", "--format", "concise"], arguments].concat());
        assert_eq!(told(&run), found, "{arguments:?}");
    }
    let off = place.dunlin(&["check", "--only", "contract/missing-vetting"]);
    assert_eq!(
        off.stderr,
        "warning: contract/missing-vetting is off in dunlin.yaml, so it says nothing\n".replace(
            "dunlin.yaml",
            &place
                .path("dunlin.yaml")
                .canonicalize()
                .unwrap()
                .display()
                .to_string()
        )
    );
}

#[test]
fn an_old_ledger_starts_clean_and_says_what_was_mended() {
    let place = place(&["books/"]);
    let check =
        |arguments: &[&str]| place.dunlin(&[&["check", "books", "--deny", "info"], arguments].concat());
    let written = check(&["--write-baseline", "baseline.txt"]);
    assert_eq!(
        (written.status, written.stderr.as_str()),
        (
            0,
            "baseline.txt: 1 finding, written\ndated findings are in no baseline: they come and go with the days, and count only with --dated\n"
        )
    );
    let lines = place.read("baseline.txt");
    assert_eq!(
        lines.lines().last(),
        Some("contract/missing-grace-period books/contracts/site terms")
    );

    // Other lines, and a new finding.
    let contract = format!("# A note\n{}", CONTRACT.replace(", stop_work: true", ""));
    place.write("books/contracts/site.yaml", contract);
    let run = check(&["--baseline", "baseline.txt", "--format", "concise"]);
    assert_eq!(
        told(&run),
        [
            "contracts/site.yaml:9:9: warning[contract/missing-stop-work]",
            UNSENT
        ]
    );
    assert_eq!(
        (run.status, run.stderr.as_str()),
        (1, "1 more finding is in baseline.txt, and let pass\n")
    );

    // Mended.
    place.write(
        "books/contracts/site.yaml",
        CONTRACT.replace("terms: {", "terms: {grace_days: 7, "),
    );
    let run = check(&["--baseline", "baseline.txt"]);
    let says = "1 finding of baseline.txt can't be found any more: let go of it with --write-baseline baseline.txt\n";
    assert_eq!((run.status, run.stderr.as_str()), (0, says));
    check(&["--write-baseline", "baseline.txt"]);
    assert!(
        !place.read("baseline.txt").contains("contract/"),
        "{}",
        place.read("baseline.txt")
    );
    let again = check(&["--write-baseline", "baseline.txt"]);
    assert!(
        again.stderr.starts_with("baseline.txt: 0 findings, unchanged\n"),
        "{}",
        again.stderr
    );
}

#[test]
fn what_nobody_could_have_found_is_not_called_mended() {
    let place = place(&["books/"]);
    let check =
        |arguments: &[&str]| place.dunlin(&[&["check", "books", "--deny", "info"], arguments].concat());
    check(&["--write-baseline", "baseline.txt"]);
    let lines = place.read("baseline.txt");
    place.write(
        "books/contracts/site.yaml",
        CONTRACT.replace("terms: {", "terms: {grace_days: 7, "),
    );
    let other_rules = check(&["--baseline", "baseline.txt", "--only", "invoice"]);
    assert_eq!((other_rules.status, other_rules.stderr.as_str()), (0, ""));
    check(&["--only", "invoice", "--write-baseline", "baseline.txt"]);
    assert_eq!(place.read("baseline.txt"), lines, "nobody looked for it");
    place.write("books/clients/broken.yaml", "name: [\n");
    let broken = check(&["--baseline", "baseline.txt"]);
    assert_eq!(
        (broken.status, broken.stderr.as_str()),
        (1, ""),
        "what a broken file hides isn't mended"
    );
}

#[test]
fn a_baseline_is_never_written_over_what_is_none() {
    let place = place(&["books/"]);
    place.write("notes.txt", "mine\n");
    place.write("merged.txt", "# dunlin baseline 1\n<<<<<<< ours\n");
    for (arguments, says) in [
        (
            &["--write-baseline", "notes.txt"][..],
            "notes.txt is there already, was not written by such a check, and was left as it is: name another file",
        ),
        (
            &["--write-baseline", "books/contracts"],
            "books/contracts is a folder: name another file",
        ),
        (
            &["--write-baseline", "no/b.txt"],
            "there is no folder no for b.txt",
        ),
        (
            &["--write-baseline", "books/b.yaml"],
            "books/b.yaml lies in the ledger, where that ending makes it a record",
        ),
        (
            &["--baseline", "notes.txt"],
            "notes.txt:1: a baseline begins with",
        ),
        (
            &["--baseline", "merged.txt"],
            "merged.txt:2: a merge left its marks here",
        ),
        (
            &["--baseline", "none.txt"],
            "there is no baseline none.txt: write one with `dunlin check --write-baseline none.txt`",
        ),
    ] {
        let run = place.dunlin(&[&["check", "books"], arguments].concat());
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(says), "{arguments:?}: {}", run.stderr);
    }
    assert_eq!(place.read("notes.txt"), "mine\n");
    // A merge is mended by writing it again, and a baseline inside the ledger is no record.
    assert_eq!(
        place
            .dunlin(&["check", "books", "--write-baseline", "merged.txt"])
            .status,
        0
    );
    let inside = ["check", "books", "--write-baseline", "books/baseline.txt"];
    assert_eq!(place.dunlin(&inside).status, 0);
    assert!(
        place
            .read("books/baseline.txt")
            .ends_with("\ncontract/missing-grace-period contracts/site terms\n")
    );
    let run = place.dunlin(&[
        "check",
        "books",
        "--baseline",
        "books/baseline.txt",
        "--deny",
        "info",
    ]);
    assert_eq!(run.status, 0, "{}", run.stdout);
}

#[test]
fn several_ledgers_are_one_check() {
    let place = place(&["old/a/", "b/"]);
    let run = place.dunlin(&[
        "check", "b", "old/a/", "./b", "--only", "contract", "--deny", "warning",
    ]);
    let part = |name: &str| format!("{name}, on 2026-03-02\n\nwarning[contract/missing-grace-period]: ");
    assert_eq!((run.status, run.stderr.as_str()), (1, ""));
    assert!(run.stdout.starts_with(&part("b")), "{}", run.stdout);
    assert!(
        run.stdout.contains(&format!("\n1 warning\n\n{}", part("old/a/"))),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.ends_with("\n1 warning\n\n2 ledgers: 2 warnings\n"),
        "{}",
        run.stdout
    );

    let json = |arguments: &[&str]| -> (i32, Value) {
        let run = place.dunlin(&[&["check", "--format", "json", "--only", "contract"], arguments].concat());
        (run.status, serde_json::from_str(&run.stdout).unwrap())
    };
    let files = |report: &Value| -> Vec<String> {
        let findings = report["findings"].as_array().unwrap().iter();
        findings
            .map(|finding| finding["file"].as_str().unwrap().to_owned())
            .collect()
    };
    let (status, report) = json(&["b", "old/a"]);
    assert_eq!((status, &report["as_of"]), (0, &Value::from("2026-03-02")));
    assert_eq!(
        files(&report),
        ["b/contracts/site.yaml", "old/a/contracts/site.yaml"]
    );

    // Pinned to another day.
    place.write(
        "b/dunlin.yaml",
        place.read("b/dunlin.yaml").replace("2026-03-02", "2026-03-03"),
    );
    assert_eq!(json(&["b", "old/a"]).1["as_of"], Value::Null);
    assert_eq!(
        json(&["b", "old/a", "--as-of", "2026-03-03"]).1["as_of"],
        "2026-03-03"
    );
}

#[test]
fn a_ledger_that_cannot_be_opened_stops_no_other() {
    let place = place(&["a/", "b/"]);
    place.write(
        "b/dunlin.yaml",
        format!("{SETTINGS}rules: {{contract/unsinged: off}}\n"),
    );
    let run = place.dunlin(&["check", "none", "a", "b", "--format", "concise"]);
    assert_eq!(run.status, 2);
    assert_eq!(told(&run), [GRACE, UNSENT]);
    assert!(
        run.stderr.starts_with("error: there is no folder `none`"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr
            .contains("\nerror: b/dunlin.yaml:5:9: `rules:` names `contract/unsinged`"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr
            .ends_with("\nerror: 2 of 3 ledgers could not be checked\n"),
        "{}",
        run.stderr
    );
    let run = place.dunlin(&["check", "none", "a", "--write-baseline", "x.txt"]);
    assert_eq!((run.status, place.exists("x.txt")), (2, false), "{}", run.stderr);
    // One that can be opened and not read is checked as far as it goes.
    place.write("b/dunlin.yaml", "currency: EUR\n");
    let run = place.dunlin(&["check", "a", "b", "--format", "concise"]);
    assert_eq!(run.status, 1);
    assert!(
        told(&run).contains(&"b/dunlin.yaml:1:1: error[file/missing-key]".to_owned()),
        "{}",
        run.stdout
    );
}

#[test]
fn several_ledgers_share_a_baseline_above_them() {
    let place = place(&["a/", "b/"]);
    let run = place.dunlin(&["check", "a", "b", "--write-baseline", "all.txt", "--deny", "info"]);
    assert_eq!(run.status, 0, "{}", run.stdout);
    let all = place.read("all.txt");
    assert!(
        all.ends_with("\ncontract/missing-grace-period a/contracts/site terms\ncontract/missing-grace-period b/contracts/site terms\n"),
        "{all}"
    );
    for ledger in ["a", "b"] {
        let run = place.dunlin(&["check", ledger, "--baseline", "all.txt", "--deny", "info"]);
        assert_eq!(
            (run.status, run.stderr.as_str()),
            (0, "1 more finding is in all.txt, and let pass\n")
        );
        // Writing it for one leaves the other's lines.
        place.dunlin(&["check", ledger, "--write-baseline", "all.txt"]);
        assert_eq!(place.read("all.txt"), all);
    }
    let inside = place.dunlin(&["check", "a", "b", "--write-baseline", "a/all.txt"]);
    assert_eq!(inside.status, 2);
    assert!(
        inside
            .stderr
            .contains("a baseline of several ledgers lies in a folder above them all"),
        "{}",
        inside.stderr
    );
}

#[test]
fn a_report_goes_to_a_file_while_people_read() {
    let place = place(&["a/", "b/"]);
    let printed = place.dunlin(&["check", "a"]).stdout;
    for format in ["concise", "github", "gitlab", "human", "json", "junit", "sarif"] {
        let file = format!("{format}.out");
        let arguments = ["check", "a", "--format", format];
        let alone = place.dunlin(&arguments);
        let run = place.dunlin(&[&arguments[..], &["-o", &file]].concat());
        assert_eq!(
            (run.status, run.stdout.as_str()),
            (0, printed.as_str()),
            "{format}"
        );
        assert_eq!(run.stderr, format!("wrote {file}\n"));
        assert_eq!(place.read(&file), alone.stdout, "{format}");
        // The next report goes over it, whatever it holds; so does one of a clean ledger, and back.
        for more in [&["b"][..], &["--only", "law"], &[]] {
            let run = place.dunlin(&[&arguments[..], more, &["-o", &file]].concat());
            assert_eq!(run.status, 0, "{format} {more:?}: {}", run.stderr);
        }
        assert_eq!(place.read(&file), alone.stdout, "{format}");
    }
    let kept = place.read("a/contracts/site.yaml");
    place.write("README.md", "# mine\n");
    for (file, says) in [
        (
            "README.md",
            "README.md is there already, was not written by such a check, and was left as it is",
        ),
        (
            "a/contracts/site.yaml",
            "a/contracts/site.yaml lies in the ledger",
        ),
        ("none/x.json", "there is no folder none for x.json"),
    ] {
        let run = place.dunlin(&["check", "a", "--format", "json", "--output", file]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{file}");
        assert!(run.stderr.contains(says), "{}", run.stderr);
    }
    assert_eq!(place.read("README.md"), "# mine\n");
    assert_eq!(place.read("a/contracts/site.yaml"), kept);
}

#[test]
fn paths_are_told_from_the_repository() {
    let place = place(&["work/sub/books/", "work/other/"]);
    std::fs::create_dir(place.path("work/.git")).unwrap();
    let paths = |folder: &str, ledgers: &[&str]| -> Vec<String> {
        let mut command = place.command();
        command
            .current_dir(place.path(folder))
            .args(["check", "--format", "gitlab", "--only", "contract"]);
        let run = place.run_of(&command.args(ledgers).output().unwrap());
        let issues: Value = serde_json::from_str(&run.stdout).unwrap();
        let issues = issues.as_array().unwrap().iter();
        issues
            .map(|issue| issue["location"]["path"].as_str().unwrap().to_owned())
            .collect()
    };
    let books = "sub/books/contracts/site.yaml";
    let other = "other/contracts/site.yaml";
    for (folder, ledgers, told) in [
        ("work", &["sub/books"][..], &[books][..]),
        ("work/sub/books", &[], &[books]),
        ("work/sub/books/contracts", &[], &[books]),
        ("work", &["sub/books", "other"], &[books, other]),
        ("work/sub", &["books", "../other"], &[books, other]),
        ("work/sub/books", &[".", "../../other"], &[books, other]),
        ("work", &["other/", "./sub/books"], &[other, books]),
    ] {
        assert_eq!(paths(folder, ledgers), told, "{folder} {ledgers:?}");
    }
}

#[test]
fn stats_stand_in_place_of_the_findings() {
    let place = place(&["a/", "b/"]);
    let table = "2  warning  contract/missing-grace-period\n2  warning  invoice/unsent\n\n4 warnings; 2 of them came with the day, and count only with --dated\n8 files and 6 records read\n";
    let run = place.dunlin(&["check", "a", "b", "--stats", "--deny", "warning"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, table));
    assert!(
        run.stderr.starts_with("checked in ") && run.stderr.lines().count() == 1,
        "{}",
        run.stderr
    );
    let run = place.dunlin(&["check", "a", "b", "--stats", "--format", "json"]);
    serde_json::from_str::<Value>(&run.stdout).unwrap();
    assert!(run.stderr.starts_with(table), "{}", run.stderr);
}
