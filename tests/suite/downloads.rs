//! Letters as messages beside the pages: the same bytes as `remind --eml` writes, and only where there is somebody to send
//! them to.

use crate::dunlin::Place;

const LEDGER: &[(&str, &str)] = &[
    (
        "l/dunlin.yaml",
        "creditor: {name: Faro, email: faro@faro.example}\ncurrency: EUR\nas_of: 2026-03-02\n",
    ),
    (
        "l/clients/acme.yaml",
        "name: Acme\ncontact: {email: ap@acme.example}\n",
    ),
    ("l/clients/mute.yaml", "name: Mute\n"),
    (
        "l/invoices/a-1.yaml",
        "client: acme\nissued: 2026-01-02\nsent: {date: 2026-01-02}\ndue: 2026-01-16\namount: 100.00\ndocument: a-1.pdf\n",
    ),
    (
        "l/invoices/m-1.yaml",
        "client: mute\nissued: 2026-01-02\nsent: {date: 2026-01-02}\ndue: 2026-01-16\namount: 100.00\n",
    ),
    ("l/a-1.pdf", "%PDF-1.4 the invoice\n"),
];

fn built(place: &Place) -> String {
    let run = place.dunlin(&["build", "l"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    place.read("l/site/letters.html")
}

#[test]
fn the_site_has_the_bytes_of_remind() {
    let place = Place::with(LEDGER);
    let page = built(&place);
    assert!(page.contains("href=\"letter-acme-reminder.eml\" download=\"letter-acme-reminder.eml\""));
    let run = place.dunlin(&["remind", "--eml", "l"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let message = place.read("l/site/letter-acme-reminder.eml");
    assert_eq!(message, place.read("l/reminders/acme/reminder.eml"));
    assert!(message.contains("filename=\"a-1.pdf\""), "{message}");
    assert!(!place.exists("l/site/letter-mute-reminder.eml"));
    assert_eq!(page.matches(" download=").count(), 1);

    // Edited, it goes out as it was left.
    let draft = place.read("l/reminders/acme/reminder.md");
    place.write(
        "l/reminders/acme/reminder.md",
        format!("{draft}\nP.S. Come and see us.\n"),
    );
    built(&place);
    let run = place.dunlin(&["remind", "--eml", "l"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let edited = place.read("l/site/letter-acme-reminder.eml");
    assert_ne!(edited, message);
    assert_eq!(edited, place.read("l/reminders/acme/reminder.eml"));
}

#[test]
fn what_is_too_heavy_or_missing_is_said() {
    let place = Place::with(LEDGER);
    place.write("l/a-1.pdf", vec![b'x'; 20_000_000]);
    let page = built(&place);
    assert!(!place.exists("l/site/letter-acme-reminder.eml"));
    assert!(page.contains("too large for these pages"));
    assert!(page.contains("<code>dunlin remind --client acme --stage reminder --eml</code>"));

    // What a user adds to a draft and isn't there is left out, and said.
    place.write("l/a-1.pdf", "%PDF-1.4\n");
    let draft = place.read("l/reminders/acme/reminder.md");
    let edited = draft.replace("- a-1.pdf", "- none.pdf") + "\nP.S.\n";
    assert_ne!(edited, draft.clone() + "\nP.S.\n", "{draft}");
    place.write("l/reminders/acme/reminder.md", edited);
    let page = built(&place);
    assert!(place.exists("l/site/letter-acme-reminder.eml"));
    assert!(page.contains("Not in the message, for it can’t be read: <code>none.pdf</code>"));
}

#[test]
fn a_second_build_changes_no_message() {
    let place = Place::with(LEDGER);
    built(&place);
    let before = place.files("l/site");
    built(&place);
    assert_eq!(place.files("l/site"), before);
}
