//! The commands that record: each writes one new file that the loader takes, and touches no other.

use crate::dunlin::Place;

const INVOICE: &str =
    "client: acme\nissued: 2026-01-08\ndue: 2026-01-22\nsent: {date: 2026-01-08}\namount: 600.00\n";

fn ledger() -> Place {
    Place::with(&[
        (
            "dunlin.yaml",
            "creditor: {name: Faro}\ncurrency: EUR\nas_of: 2026-01-26\n",
        ),
        (
            "clients/acme.yaml",
            "name: Acme\ncontact: {email: ap@acme.example}\n",
        ),
        ("invoices/a-1.yaml", INVOICE),
    ])
}

#[test]
fn a_draft_that_went_out_moves_into_the_log_and_is_not_drafted_again() {
    let place = ledger();
    assert_eq!(place.dunlin(&["build"]).status, 0);
    let draft = place.read("reminders/acme/reminder.md");
    let run = place.dunlin(&["sent", "acme/reminder"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert!(
        run.stderr
            .ends_with("reminder.md moved to log/2026-01-26-acme-reminder.md\n"),
        "{}",
        run.stderr
    );
    let entry = place.read("log/2026-01-26-acme-reminder.md");
    assert_eq!(
        entry.replace("date: 2026-01-26\nchannel: email\ndirection: out\n", ""),
        draft
    );
    assert!(!place.exists("reminders/acme/reminder.md"));
    place.dunlin(&["build"]);
    assert!(!place.exists("reminders/acme/reminder.md"), "it was sent");
    let why = place.dunlin(&["why", "a-1"]);
    assert!(
        why.stdout.contains("log/2026-01-26-acme-reminder.md"),
        "{}",
        why.stdout
    );
}

#[test]
fn what_was_edited_is_recorded_as_it_was_sent() {
    let place = ledger();
    place.dunlin(&["build"]);
    let edited = place
        .read("reminders/acme/reminder.md")
        .replace("600.00", "590.00")
        + "P.S. Thanks.\r\n";
    place.write("reminders/acme/reminder.md", &edited);
    let run = place.dunlin(&[
        "sent",
        "reminders/acme/reminder.md",
        "--date",
        "2026-01-27",
        "--channel",
        "letter",
    ]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    for said in [
        "2026-01-27 is after 2026-01-26",
        "differs from what would be asked for on 2026-01-26: amount",
    ] {
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    let entry = place.read("log/2026-01-27-acme-reminder.md");
    assert!(
        entry.contains("channel: letter\n") && entry.ends_with("P.S. Thanks.\n"),
        "{entry}"
    );
}

#[test]
fn a_dry_run_shows_the_entry_and_writes_nothing() {
    let place = ledger();
    place.dunlin(&["build"]);
    let run = place.dunlin(&["sent", "--dry-run", "reminders/acme/reminder.md"]);
    assert!(
        run.stdout
            .starts_with("# log/2026-01-26-acme-reminder.md\n---\nclient: acme\ndate: 2026-01-26\n"),
        "{}",
        run.stdout
    );
    assert!(place.exists("reminders/acme/reminder.md") && !place.exists("log"));
}

#[test]
fn a_run_cut_short_is_finished_by_the_next() {
    let place = ledger();
    place.dunlin(&["build"]);
    let draft = place.read("reminders/acme/reminder.md");
    place.dunlin(&["sent", "acme/reminder"]);
    // The entry was written, the draft not yet removed.
    place.write("reminders/acme/reminder.md", &draft);
    let run = place.dunlin(&["sent", "acme/reminder"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(
        !place.exists("reminders/acme/reminder.md") && !place.exists("log/2026-01-26-acme-reminder-2.md")
    );
}

#[test]
fn only_drafts_are_recorded_as_sent() {
    let place = ledger();
    place.dunlin(&["build"]);
    place.write("reminders/acme/notes.md", "mine\n");
    place.write("letter.md", "---\nclient: acme\n---\nDear all\n");
    for (draft, said) in [
        ("letter.md", "only drafts there are recorded"),
        ("acme/notes", "not a draft as `dunlin build` writes them"),
        ("acme/firm", "there is no draft `acme/firm`"),
    ] {
        let run = place.dunlin(&["sent", draft]);
        assert_eq!(run.status, 2, "{draft}");
        assert!(run.stderr.contains(said), "{draft}: {}", run.stderr);
    }
    assert!(!place.exists("log") && place.exists("letter.md"));
}
