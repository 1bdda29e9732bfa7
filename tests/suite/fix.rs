//! `check --fix` and `--diff` as a person types them: what changes, what doesn't, and what is said.

use crate::dunlin::Place;

const SETTINGS: &str = "creditor: {name: Estudio Faro}\ncurrency: EUR\njurisdiction: es\nas_of: 2026-03-02\n";

/// Comments, odd layout, letters of several bytes before what is wrong.
const CONTRACT: &str = "# Für Ünal & Söhne — nicht ändern
client:   acme      # der gute Kunde
title: 'Büro ✂ café'
signed: 2026/01/08
status: Active

total: €18.000,00     # brutto
schedule:
  - {id: a, due: 2026-01-22, percent: 33.33}  # первая
  - {id: b, due: 2026-3-2,   percent: 33.33}
  - {id: c, due: 2026-05-29, percent: \"33.33\", whn: launch}
terms: {payment_days: 14, stop_work: yes, grace_days: 7, late_interest: statutory}
x-note: yes
";

const MENDED: &str = "# Für Ünal & Söhne — nicht ändern
client:   acme      # der gute Kunde
title: 'Büro ✂ café'
signed: 2026-01-08
status: active

total: 18000.00     # brutto
schedule:
  - {id: a, due: 2026-01-22, percent: 33.33}  # первая
  - {id: b, due: 2026-03-02,   percent: 33.33}
  - {id: c, due: 2026-05-29, rest: true, when: launch}
terms: {payment_days: 14, stop_work: true, grace_days: 7, late_interest: statutory}
x-note: yes
";

fn ledger(files: &[(&str, &str)]) -> Place {
    let place = Place::with(&[
        ("dunlin.yaml", SETTINGS),
        ("clients/acme.yaml", "name: Acme\nkind: business\n"),
    ]);
    for (path, text) in files {
        place.write(path, text);
    }
    place
}

#[test]
fn only_the_wrong_characters_change() {
    let place = ledger(&[("contracts/büro.yaml", CONTRACT)]);
    let before = place.files(".");
    let run = place.dunlin(&["check", "--fix"]);
    assert_eq!(
        run.stderr, "fixed 7 problems in 1 file: contracts/büro.yaml\n",
        "{}",
        run.stdout
    );
    assert_eq!(place.read("contracts/büro.yaml"), MENDED);
    assert!(!run.stdout.contains("can be fixed"), "{}", run.stdout);
    let others = |files: Vec<(String, Vec<u8>)>| -> Vec<_> {
        files
            .into_iter()
            .filter(|(path, _)| !path.starts_with("contracts"))
            .collect()
    };
    assert_eq!(others(before), others(place.files(".")));
    // Again: nothing.
    let after = place.files(".");
    let run = place.dunlin(&["check", "--fix"]);
    assert_eq!(run.stderr, "nothing fixed\n");
    assert_eq!(after, place.files("."));
    let run = place.dunlin(&["check", "--diff"]);
    assert_eq!(
        (run.status, run.stdout.as_str(), run.stderr.as_str()),
        (0, "", "nothing to fix\n")
    );
}

#[test]
fn line_ends_and_the_byte_order_mark_stay() {
    let wrong = format!("\u{feff}{}", CONTRACT.replace('\n', "\r\n"));
    let right = format!("\u{feff}{}", MENDED.replace('\n', "\r\n"));
    let place = ledger(&[("contracts/büro.yaml", &wrong)]);
    place.dunlin(&["check", "--fix"]);
    assert_eq!(place.read("contracts/büro.yaml"), right);
}

#[test]
fn a_body_is_nobodys_business() {
    let text =
        "---\nclient: acme\nsigned: 2026.01.08\ntotal: 1 250,00\n---\nstatus: Active\nsigned: 2026/01/08\n";
    let place = ledger(&[("contracts/site.md", text)]);
    place.dunlin(&["check", "--fix"]);
    let expected =
        "---\nclient: acme\nsigned: 2026-01-08\ntotal: 1250.00\n---\nstatus: Active\nsigned: 2026/01/08\n";
    assert_eq!(place.read("contracts/site.md"), expected);
}

#[test]
fn a_diff_shows_what_would_change_and_changes_nothing() {
    let place = ledger(&[
        (
            "invoices/i-1.yaml",
            "client: acme\nissued: 2026-02-01\ndeu: 2026-03-03\namount: 1,250.50\n",
        ),
        (
            "payments/p-1.yaml",
            "client: acme\ndate: 02/03/2026\namount: 1,250\n",
        ),
    ]);
    let before = place.files(".");
    let expected = "--- invoices/i-1.yaml
+++ invoices/i-1.yaml
@@ -1,4 +1,4 @@
 client: acme
 issued: 2026-02-01
-deu: 2026-03-03
-amount: 1,250.50
+due: 2026-03-03
+amount: 1250.50
";
    for arguments in [&["check", "--diff"][..], &["check", "--diff", "--fix"]] {
        let run = place.dunlin(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (1, expected));
        assert_eq!(
            run.stderr,
            "2 problems in 1 file can be fixed: `dunlin check --fix` changes this\n"
        );
        assert_eq!(place.files("."), before);
    }
    let coloured = place.dunlin(&["--color", "always", "check", "--diff"]);
    assert!(
        coloured.stdout.contains("\u{1b}[32m+due: 2026-03-03\u{1b}[0m\n"),
        "{:?}",
        coloured.stdout
    );
    let plain = place.dunlin(&["check"]);
    assert!(
        plain
            .stdout
            .ends_with("2 can be fixed with `dunlin check --fix`; `--diff` shows the changes first\n"),
        "{}",
        plain.stdout
    );
    assert_eq!(place.files("."), before);
}

#[test]
fn a_patch_is_one_that_patch_takes() {
    let place = ledger(&[("contracts/site.yaml", CONTRACT)]);
    let run = place.dunlin(&["check", "--diff"]);
    place.write("change.patch", &run.stdout);
    let mut git = std::process::Command::new("git");
    let applied = git
        .current_dir(place.path("."))
        .args(["apply", "-p0", "change.patch"])
        .env("GIT_CEILING_DIRECTORIES", place.path(".."))
        .output()
        .unwrap();
    assert!(applied.status.success(), "{applied:?}");
    assert_eq!(place.read("contracts/site.yaml"), MENDED);
}

/// What would be no better afterwards, or might mean something else.
#[test]
fn what_is_not_certain_is_left() {
    let place = ledger(&[
        (
            "contracts/site.yaml",
            "client: acme\ntotal: 900.00\nschedule: [{id: all, due: 2026-05-29, amount: 900.00}]\n",
        ),
        // Whose contract `jane` is nobody knows.
        (
            "invoices/i-1.yaml",
            "client: acme\ncontact: jane\namount: 900.00\nissued: 2026-02-01\n",
        ),
        // `due` is there already; two keys want to be `issued`.
        (
            "invoices/i-2.yaml",
            "client: acme\namount: 900.00\ndeu: 2026-03-03\ndue: 2026-03-04\nisued: 2026-02-01\nissud: 2026-02-01\n",
        ),
        // The value doesn't fit.
        (
            "invoices/i-3.yaml",
            "client: acme\namout: lots\nisued: 03/04/2026\n",
        ),
        // Which amount is meant?
        (
            "invoices/i-4.yaml",
            "client: acme\namount: $5\nissued: 1.3.2026\n",
        ),
        // One value in two places.
        (
            "invoices/i-6.yaml",
            "client: acme\namount: 5\nissued: &day 2026/03/01\ndue: *day\nx-day: *day\n",
        ),
        // A name that is near another is another.
        ("invoices/i-7.yaml", "client: acme\namount: 5\ncontract: sitte\n"),
        // An id is a name, and others may use it.
        ("invoices/i-8.yaml", "ID: i-9\nclient: acme\namount: 5\n"),
        (
            "payments/p-1.yaml",
            "client: acme\ndate: 2026-02-02\namount: 5\nallocate: {i-8: 5}\n",
        ),
        // Two texts for one key.
        ("invoices/i-10.yaml", "client: acme\namount: 5\namount: 5\n"),
        // A comment is the user's.
        (
            "invoices/i-11.yaml",
            "client: acme\namount: 5 # dunlin: allow(invoice/over-billed) — agreed\n",
        ),
    ]);
    let before = place.files(".");
    let run = place.dunlin(&["check", "--fix"]);
    assert_eq!(run.stderr, "nothing fixed\n");
    assert_eq!(place.files("."), before);
}

#[test]
fn one_fix_that_does_not_hold_keeps_back_no_other() {
    let place = ledger(&[
        (
            "invoices/i-1.yaml",
            "client: acme\ncontact: jane\namount: 1,250.50\nisued: 2026/02/01\n",
        ),
        ("invoices/i-2.yaml", "client: acme\namount: 1 250,50\n"),
        (
            "invoices/i-3.yaml",
            "client: acme\nisued: 2026-02-01\namount: 5\n",
        ),
    ]);
    let run = place.dunlin(&["check", "--fix"]);
    assert_eq!(
        run.stderr,
        "fixed 3 problems in 3 files: invoices/i-1.yaml, invoices/i-2.yaml, invoices/i-3.yaml\n"
    );
    assert_eq!(
        place.read("invoices/i-1.yaml"),
        "client: acme\ncontact: jane\namount: 1250.50\nisued: 2026/02/01\n"
    );
}

/// A currency that was misspelt is one that nobody knows, until it is put right.
#[test]
fn one_fix_makes_the_next_certain() {
    let place = ledger(&[(
        "invoices/i-1.yaml",
        "client: acme\namount: 5,00 USD\ncurency: USD\n",
    )]);
    let run = place.dunlin(&["check", "--fix"]);
    assert_eq!(run.stderr, "fixed 2 problems in 1 file: invoices/i-1.yaml\n");
    assert_eq!(
        place.read("invoices/i-1.yaml"),
        "client: acme\namount: 5.00\ncurrency: USD\n"
    );
}

#[test]
fn files_that_may_not_be_written_are_left_and_named() {
    let place = ledger(&[
        ("_shared/p.yaml", "client: acme\ndate: 2026/02/02\namount: 5\n"),
        ("payments/q.yaml", "client: acme\ndate: 2026/02/02\namount: 5\n"),
        ("payments/r.yaml", "client: acme\ndate: 2026/02/02\namount: 5\n"),
    ]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("../_shared/p.yaml", place.path("payments/p.yaml")).unwrap();
    let marked = place.path("payments/q.yaml");
    let mut permissions = std::fs::metadata(&marked).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&marked, permissions).unwrap();
    let run = place.dunlin(&["check", "--fix"]);
    let expected = "\
warning: payments/p.yaml is reached through a symbolic link and was left alone: mend it where the link leads
warning: payments/q.yaml is read-only and was left alone
fixed 1 problem in 1 file: payments/r.yaml
";
    #[cfg(unix)]
    assert_eq!(run.stderr, expected);
    assert_eq!(run.status, 1);
    assert!(place.read("_shared/p.yaml").contains("2026/02/02"));
    assert!(place.read("payments/q.yaml").contains("2026/02/02"));
    assert!(place.read("payments/r.yaml").contains("2026-02-02"));
}

#[test]
fn without_being_asked_nothing_changes() {
    let place = ledger(&[("contracts/site.yaml", CONTRACT)]);
    let before = place.files(".");
    for command in ["check", "status", "agenda"] {
        place.dunlin(&[command]);
        assert_eq!(place.files("."), before, "{command}");
    }
}
