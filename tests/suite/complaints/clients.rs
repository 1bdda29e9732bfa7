//! Faults in who is told what: the wrong account, the wrong rows, the wrong language.

use super::{DUE, drafts, ledger, place};
use serde_json::Value;

#[test]
fn c30_two_contracts_of_one_client_stay_apart() {
    let contract = "client: c\ntotal: 500.00\n";
    let status = ledger(&[
        ("contracts/k.yaml", contract),
        ("contracts/m.yaml", contract),
        (
            "invoices/a.yaml",
            &format!("{DUE}contract: k\npayments: [{{date: 2026-01-02, amount: 60.00}}]\n"),
        ),
        ("invoices/b.yaml", &format!("{DUE}contract: m\n")),
    ])
    .json("2026-01-05");
    let sums = |n: usize| {
        let contract = &status["contracts"][n];
        [
            contract["billed"].clone(),
            contract["paid"].clone(),
            contract["unbilled"].clone(),
        ]
    };
    assert_eq!(sums(0), ["100.00", "60.00", "400.00"]);
    assert_eq!(sums(1), ["100.00", "0.00", "400.00"]);
}

#[test]
fn c33_no_letter_for_nothing_and_no_row_for_what_was_paid() {
    let later = DUE.replace("due: 2026-01-01", "due: 2026-03-01");
    let paid = format!("{DUE}payments: [{{date: 2026-01-03, amount: 100.00}}]\n");
    let quiet = ledger(&[("invoices/later.yaml", &later), ("invoices/paid.yaml", &paid)]);
    assert_eq!(quiet.letters("2026-01-05"), [""; 0]);
    let open = ledger(&[
        ("invoices/i.yaml", DUE),
        ("invoices/later.yaml", &later),
        ("invoices/paid.yaml", &paid),
    ]);
    assert_eq!(
        open.letters("2026-01-05"),
        ["reminder 100.00: i 100.00 |  | later 100.00"]
    );
}

#[test]
fn c34_asking_for_one_invoice_hides_no_other() {
    let second = DUE.replace("due: 2026-01-01", "due: 2026-01-02");
    let sent = "client: c\ndate: 2026-01-05\ninvoices: [a]\nstage: reminder\n";
    let disputed = format!("{DUE}dispute: {{opened: 2026-01-02, reason: colours}}\n");
    let open = ledger(&[
        ("invoices/a.yaml", DUE),
        ("invoices/b.yaml", &second),
        ("invoices/d.yaml", &disputed),
        ("log/l.yaml", sent),
    ]);
    assert_eq!(
        open.letters("2026-01-06"),
        ["reminder 100.00: b 100.00 |  | a 100.00, d 100.00"]
    );
    assert_eq!(
        open.letters("2026-01-12"),
        ["options 200.00: a 100.00 | b 100.00 | d 100.00"]
    );
    assert_eq!(open.json("2026-01-12")["totals"][0]["overdue"], "300.00");
}

#[test]
fn c37_a_letter_is_in_one_language_the_clients() {
    let german = "name: Kunde\nkind: business\nlanguage: de\n";
    let invoice = "client: c\nissued: 2026-02-01\ndue: 2026-03-03\namount: 1234.50\n";
    let place = place(&[("clients/c.yaml", german), ("invoices/i.yaml", invoice)]);
    let draft = &drafts(&place, "2026-03-06")["c/reminder.md"];
    let (front, body) = draft.split_once("\n---\n").unwrap();
    assert!(front.contains("language: de"), "{front}");
    assert!(
        body.contains("3. März 2026") && body.contains("1.234,50\u{a0}€"),
        "{body}"
    );
    let english = ["March", "Dear", "Invoice", "invoice", "€1,234", "due"];
    assert!(english.iter().all(|word| !body.contains(word)), "{body}");
}

#[test]
fn c38_a_language_without_a_letter_is_said_never_blank() {
    let place = place(&[
        ("clients/c.yaml", "name: Client\nlanguage: xx\n"),
        ("invoices/i.yaml", DUE),
    ]);
    let run = place.dunlin(&["build", "--as-of", "2026-01-05"]);
    let check = place.dunlin(&["check", "--as-of", "2026-01-05"]);
    let said = format!("{}{}{}", run.stdout, run.stderr, check.stdout);
    assert!(said.contains("`xx`"), "{said}");
    assert!(!place.exists("reminders/c/reminder.md"), "{said}");
}

#[test]
fn c41_a_payment_taken_away_leaves_what_was_before() {
    let place = place(&[
        (
            "contracts/k.yaml",
            "client: c\ntotal: 100.00\nschedule: [{id: deposit, due: 2026-01-01, amount: 100.00}]\n",
        ),
        (
            "invoices/i.yaml",
            &format!("{DUE}contract: k\ninstalment: deposit\n"),
        ),
    ]);
    let built = || {
        let drafts = drafts(&place, "2026-01-20");
        let mut pages = place.files("site");
        // What dunlin keeps for itself tells one file from another with the same bytes.
        pages.retain(|(path, _)| !path.starts_with(".dunlin-"));
        (
            drafts,
            pages,
            place
                .dunlin(&["status", "--format", "json", "--as-of", "2026-01-20"])
                .stdout,
        )
    };
    let before = built();
    place.write(
        "payments/p.yaml",
        "client: c\ndate: 2026-01-10\namount: 100.00\nallocate: {i: 100.00}\n",
    );
    let paid = built();
    assert!(before.0.len() == 1 && paid.0.is_empty() && before != paid);
    std::fs::remove_file(place.path("payments/p.yaml")).unwrap();
    assert!(built() == before);
}

#[test]
fn c44_copies_are_named_and_what_bounced_counts_for_nothing() {
    let client = "name: Client\nkind: business\ncontact: {email: a@client.example, cc: [boss@client.example, me@workshop.example]}\n";
    let bounced =
        "client: c\ndate: 2026-01-05\ninvoices: [i]\nchannel: email\nstage: reminder\ndelivered: false\n";
    let also = [
        ("clients/c.yaml", client),
        ("invoices/i.yaml", DUE),
        ("log/l.yaml", bounced),
    ];
    let draft = &drafts(&place(&also), "2026-01-12")["c/reminder.md"];
    assert!(
        draft.contains("boss@client.example") && draft.contains("me@workshop.example"),
        "{draft}"
    );
    let stage = ledger(&also).invoice("i", "2026-01-12")["stage"].clone();
    assert_eq!(
        [&stage["level"], &stage["next"]],
        [&Value::Null, &Value::from("reminder")]
    );
}
