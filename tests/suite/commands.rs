//! Commands as a person types them: what is printed where, and the exit status.

use crate::dunlin::Place;

const LEDGER: &[(&str, &str)] = &[
    (
        "dunlin.yaml",
        "creditor: {name: Estudio Faro, payment_url: 'https://pay.example/{number}'}\ncurrency: EUR\njurisdiction: es\nas_of: 2026-03-02\n",
    ),
    ("clients/acme.yaml", "name: Acme\nkind: business\n"),
    (
        "invoices/a-1.yaml",
        "# dunlin: allow(invoice/without-contract) — a small job\nclient: acme\nissued: 2026-01-10\ndue: 2026-01-24\n\
         sent: {date: 2026-01-10, confirmed: 2026-01-11}\namount: 900.00\n",
    ),
];

#[test]
fn a_ledger_is_found_from_within() {
    let place = Place::with(LEDGER);
    let mut command = place.command();
    let run = place.run_of(
        &command
            .current_dir(place.path("invoices"))
            .args(["status", "--format", "json"])
            .output()
            .unwrap(),
    );
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains(r#""balance": "900.00""#), "{}", run.stdout);
}

#[test]
fn no_ledger_is_said_with_what_to_do() {
    let place = Place::new();
    let run = place.dunlin(&["build"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert_eq!(
        run.stderr,
        "error: no dunlin.yaml here or in any folder above: name a ledger's folder, or start one with `dunlin init`\n"
    );
}

#[test]
fn wrong_words_exit_with_2() {
    let place = Place::with(LEDGER);
    for arguments in [
        &["status", "--as-of", "1.3.2026"][..],
        &["chek"],
        &["check", "--format", "xml"],
        &["explain", "x/y"],
    ] {
        let run = place.dunlin(arguments);
        assert_eq!(
            (run.status, run.stdout.as_str()),
            (2, ""),
            "{arguments:?}: {}",
            run.stderr
        );
        assert!(!run.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn an_unknown_rule_in_the_settings_is_no_silent_one() {
    let place = Place::with(LEDGER);
    place.write(
        "dunlin.yaml",
        "creditor: {name: A}\ncurrency: EUR\nrules:\n  contract/unsinged: off\n",
    );
    let run = place.dunlin(&["check"]);
    assert_eq!(run.status, 2, "{}", run.stdout);
    assert!(
        run.stderr.contains("dunlin.yaml:4:3") && run.stderr.contains("contract/unsigned"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_day_comes_from_the_argument_then_the_ledger_then_the_environment() {
    let place = Place::with(LEDGER);
    let as_of = |run: crate::dunlin::Run| -> String {
        let status: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        status["as_of"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        as_of(place.dunlin(&["--as-of", "2026-05-05", "status", "--format", "json"])),
        "2026-05-05"
    );
    assert_eq!(as_of(place.dunlin(&["status", "--format", "json"])), "2026-03-02");
    place.write("dunlin.yaml", "creditor: {name: A}\ncurrency: EUR\n");
    let output = place
        .command()
        .args(["status", "--format", "json"])
        .env("SOURCE_DATE_EPOCH", "1780000000")
        .output()
        .unwrap();
    assert_eq!(as_of(place.run_of(&output)), "2026-05-28");
}

#[test]
fn dated_findings_count_only_when_asked() {
    let place = Place::with(LEDGER);
    assert_eq!(place.dunlin(&["check", "--deny", "warning"]).status, 0);
    assert_eq!(place.dunlin(&["check", "--deny", "warning", "--dated"]).status, 1);
}

#[test]
fn a_due_letter_becomes_a_draft_and_an_edited_draft_stays() {
    let place = Place::with(LEDGER);
    assert_eq!(place.dunlin(&["build"]).status, 0);
    let draft = place.read("reminders/acme/reminder.md");
    assert!(
        draft.contains("€900.00") && draft.contains("a-1: reminder"),
        "{draft}"
    );
    let edited = draft.replace("€900.00", "€900.00 (nine hundred)");
    place.write("reminders/acme/reminder.md", &edited);
    place.write(
        "payments/p1.yaml",
        "client: acme\ndate: 2026-03-01\namount: 900.00\nallocate: {a-1: 900.00}\n",
    );
    let run = place.dunlin(&["build"]);
    assert_eq!(place.read("reminders/acme/reminder.md"), edited);
    assert!(
        run.stderr.contains("reminders/acme/reminder.md"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_paid_invoice_takes_its_untouched_draft_away() {
    let place = Place::with(LEDGER);
    place.dunlin(&["build"]);
    assert!(place.exists("reminders/acme/reminder.md"));
    place.write(
        "payments/p1.yaml",
        "client: acme\ndate: 2026-03-01\namount: 900.00\nallocate: {a-1: 900.00}\n",
    );
    place.dunlin(&["build"]);
    assert!(!place.exists("reminders/acme/reminder.md"));
}

#[test]
fn a_record_that_cannot_be_read_holds_its_clients_letters() {
    let place = Place::with(LEDGER);
    place.write(
        "payments/p1.yaml",
        "client: acme\ndate: 2026-03-01\namount: 900,00\nallocate: {a-1: 900.00}\n",
    );
    let run = place.dunlin(&["build"]);
    assert_eq!(run.status, 1);
    assert!(
        run.stderr.contains("payments/p1.yaml") && run.stderr.contains("acme"),
        "{}",
        run.stderr
    );
    assert!(!place.exists("reminders/acme/reminder.md"));
    assert!(place.read("site/index.html").contains("payments/p1.yaml"));
}
