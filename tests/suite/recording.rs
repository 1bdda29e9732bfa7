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

/// The ledger above with a second invoice, older than the first.
fn two_invoices() -> Place {
    let place = ledger();
    let old = "client: acme\nnumber: 2026/007\nissued: 2026-01-02\ndue: 2026-01-16\nsent: {date: 2026-01-02}\namount: 100.00\n";
    place.write("invoices/a-0.yaml", old);
    place
}

#[test]
fn money_goes_to_what_it_names_else_to_the_oldest() {
    let place = two_invoices();
    let run = place.dunlin(&["pay", "ACME", "150.5"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let record = "client: acme\ndate: 2026-01-26\namount: 150.50\nallocate: {a-0: 100.00, a-1: 50.50}\n";
    assert_eq!(place.read("payments/2026-01-26-acme.yaml"), record);
    assert_eq!(run.stdout, format!("# payments/2026-01-26-acme.yaml\n{record}"));
    assert_eq!(
        run.stderr.lines().skip(1).collect::<Vec<_>>(),
        [
            "spread over the oldest invoices: name others with --invoice",
            "a-0: paid",
            "a-1: EUR 549.50 still open"
        ]
    );
    let place = two_invoices();
    let run = place.dunlin(&[
        "pay",
        "acme",
        "120",
        "--reference",
        "your 2026-007",
        "--date",
        "2026-01-20",
    ]);
    assert_eq!(
        place.read("payments/2026-01-20-acme.yaml"),
        "client: acme\ndate: 2026-01-20\namount: 120.00\nallocate: {a-0: 100.00}\nreference: your 2026-007\n"
    );
    assert!(
        run.stderr
            .ends_with("EUR 20.00 is on no invoice: it stands as acme's credit\n"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_payment_typed_twice_is_asked_about() {
    let place = two_invoices();
    place.dunlin(&["pay", "acme", "50"]);
    let run = place.dunlin(&["pay", "acme", "50.00"]);
    assert_eq!(run.status, 2);
    assert!(
        run.stderr
            .contains("`2026-01-26-acme` has the same client, day and amount"),
        "{}",
        run.stderr
    );
    assert!(!place.exists("payments/2026-01-26-acme-2.yaml"));
    assert_eq!(place.dunlin(&["pay", "acme", "50.00", "--again"]).status, 0);
    assert!(
        place
            .read("payments/2026-01-26-acme-2.yaml")
            .contains("allocate: {a-0: 50.00}")
    );
}

#[test]
fn what_cannot_be_a_payment_is_refused_before_anything_is_written() {
    let place = two_invoices();
    for (arguments, said) in [
        (vec!["pay", "acme", "1,000"], "write an amount as 1250.50"),
        (vec!["pay", "acme", "0"], "an amount is above 0"),
        (vec!["pay", "acme", "5.005"], "nothing was written"),
        (vec!["pay", "acne", "5"], "there is no client `acne`"),
        (
            vec!["pay", "acme", "5", "--invoice", "a-2"],
            "no invoice `a-2`; did you mean",
        ),
        (vec!["pay"], "say who paid, and how much"),
    ] {
        let run = place.dunlin(&arguments);
        assert_eq!(run.status, 2, "{arguments:?}");
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
    }
    assert!(!place.exists("payments"));
}

#[test]
fn the_currency_is_what_the_invoices_are_in_or_asked_for() {
    let place = two_invoices();
    let dollars = "client: acme\nissued: 2026-01-02\ndue: 2026-01-16\ncurrency: USD\namount: 70.00\n";
    place.write("invoices/us-900.yaml", dollars);
    let run = place.dunlin(&["pay", "acme", "70"]);
    assert!(
        run.stderr
            .contains("in which currency? Say --currency EUR or USD"),
        "{}",
        run.stderr
    );
    place.dunlin(&["pay", "acme", "70", "--reference", "US-900"]);
    let record = place.read("payments/2026-01-26-acme.yaml");
    assert!(
        record.contains("currency: USD\nallocate: {us-900: 70.00}"),
        "{record}"
    );
}

/// Arguments, and the entry they make.
const HAPPENED: [(&[&str], &str, &str); 5] = [
    (
        &[
            "--promise",
            "2026-02-15:400",
            "--written",
            "--note",
            "Said: \"soon\"",
        ],
        "log/2026-01-26-acme-call.yaml",
        "client: acme\ndate: 2026-01-26\ninvoices: [a-0, a-1]\nchannel: call\npromise: {pay_by: 2026-02-15, amount: 400.00, written: true}\nnote: \"Said: \\\"soon\\\"\"\n",
    ),
    (
        &[
            "--channel",
            "email",
            "--direction",
            "in",
            "--answer",
            "says-paid",
            "--invoice",
            "2026/007",
        ],
        "log/2026-01-26-acme-email.yaml",
        "client: acme\ndate: 2026-01-26\ninvoices: [a-0]\nchannel: email\ndirection: in\nanswer: says-paid\n",
    ),
    (
        &[
            "--stage",
            "firm",
            "--invoice",
            "a-1,a-0=reminder",
            "--channel",
            "letter",
            "--date",
            "2026-01-25",
        ],
        "log/2026-01-25-acme-firm.yaml",
        "client: acme\ndate: 2026-01-25\ninvoices: {a-0: reminder, a-1: firm}\nchannel: letter\nstage: firm\n",
    ),
    (
        &["--what", "dispute", "--invoice", "a-1", "--reason", "colours"],
        "log/2026-01-26-acme-dispute.yaml",
        "client: acme\ndate: 2026-01-26\nwhat: dispute\ninvoices: [a-1]\nreason: colours\n",
    ),
    (
        &[
            "--what",
            "credit",
            "--invoice",
            "a-1",
            "--amount",
            "20",
            "--reason",
            "late",
        ],
        "log/2026-01-26-acme-credit.yaml",
        "client: acme\ndate: 2026-01-26\nwhat: credit\ninvoices: [a-1]\namount: 20.00\nreason: late\n",
    ),
];

#[test]
fn what_happened_goes_into_the_log() {
    for (arguments, path, record) in HAPPENED {
        let place = two_invoices();
        let run = place.dunlin(&[&["log", "acme"], arguments].concat());
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert_eq!(place.read(path), record);
        let check = place.dunlin(&["check"]);
        assert!(!check.stdout.contains("[file/"), "{}", check.stdout);
    }
}

#[test]
fn an_entry_that_the_loader_would_not_take_is_not_written() {
    let place = two_invoices();
    for (arguments, said) in [
        (vec!["--what", "credit", "--amount", "20"], "names no invoice"),
        (vec!["--what", "credit", "--invoice", "a-1"], "amount"),
        (vec!["--stage", "firm", "--proof", "no.pdf"], "no.pdf"),
        (vec!["--invoice", "a-1=stern"], "there is no step `stern`"),
        (vec![], "there is no terminal to ask at"),
    ] {
        let run = place.dunlin(&[vec!["log", "acme"], arguments.clone()].concat());
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
    }
    assert!(!place.exists("log"));
}

#[test]
fn a_job_is_set_up_and_billed_by_commands_alone() {
    let place = Place::with(&[(
        "dunlin.yaml",
        "creditor: {name: Faro}\ncurrency: EUR\nas_of: 2026-01-26\n",
    )]);
    let done = |arguments: &[&str]| {
        let run = place.dunlin(arguments);
        assert_eq!(run.status, 0, "{arguments:?}: {}", run.stderr);
        run
    };
    done(&[
        "new",
        "client",
        "nova",
        "--name",
        "Nova: GmbH",
        "--kind",
        "business",
        "--email",
        "ap@nova.example",
    ]);
    assert!(place.read("clients/nova.yaml").starts_with(
        "name: \"Nova: GmbH\"\nkind: business\ncontact: {email: ap@nova.example}\n# legal_name: "
    ),);
    done(&[
        "new",
        "contract",
        "nova-site",
        "--client",
        "NOVA",
        "--total",
        "9000",
        "--start",
        "2026-02-10",
        "--instalment",
        "deposit:2026-02-01:30%",
        "--instalment",
        "launch:2026-05-01:rest",
    ]);
    let contract = place.read("contracts/nova-site.yaml");
    assert!(
        contract.contains("schedule:\n  - {id: deposit, due: 2026-02-01, percent: 30}\n  - {id: launch, due: 2026-05-01, rest: true}\n"),
        "{contract}"
    );
}

#[test]
fn a_contract_is_billed_instalment_by_instalment() {
    let place = ledger();
    let contract = "client: acme\ntotal: 9000.00\nschedule:\n  - {id: deposit, due: 2026-02-01, percent: 30}\n  - {id: launch, due: 2026-05-01, rest: true}\n";
    place.write("contracts/nova-site.yaml", contract);
    let done = |arguments: &[&str]| {
        let run = place.dunlin(arguments);
        assert_eq!(run.status, 0, "{arguments:?}: {}", run.stderr);
        run
    };
    done(&["new", "invoice", "2026-007", "--contract", "nova-site"]);
    assert!(
        place
            .read("invoices/2026-007.yaml")
            .starts_with("client: acme\ncontract: nova-site\ninstalment: deposit\nissued: 2026-01-26\ndue: 2026-02-01\namount: 2700.00\n"),
    );
    // The next instalment, under the next number.
    let run = done(&[
        "new",
        "invoice",
        "--contract",
        "nova-site",
        "--issued",
        "2026-04-17",
    ]);
    assert!(
        run.stdout.starts_with("# invoices/2026-008.yaml\nclient: acme\ncontract: nova-site\ninstalment: launch\nissued: 2026-04-17\ndue: 2026-05-01\namount: 6300.00\n"),
        "{}",
        run.stdout
    );
    let run = place.dunlin(&["new", "invoice", "--contract", "nova-site"]);
    assert!(
        run.stderr.contains("every instalment of `nova-site` is billed"),
        "{}",
        run.stderr
    );
    let check = place.dunlin(&["check", "--deny", "error"]);
    assert!(!check.stdout.contains("[file/"), "{}", check.stdout);
}

#[test]
fn numbers_go_on_by_client_where_they_are_by_client() {
    let place = ledger();
    place.write(
        "invoices/acme-02.yaml",
        INVOICE.replace("issued: 2026-01-08", "issued: 2026-01-09"),
    );
    place.write("clients/nova.yaml", "name: Nova\n");
    for (client, path) in [
        ("acme", "# invoices/acme-03.yaml\n"),
        ("nova", "# invoices/nova-01.yaml\n"),
    ] {
        let run = place.dunlin(&["new", "invoice", "--client", client, "--amount", "5", "--dry-run"]);
        assert!(run.stdout.starts_with(path), "{}", run.stdout);
    }
}

#[test]
fn a_new_record_names_its_schema_where_the_ledger_has_schemas() {
    let place = Place::new();
    place.dunlin(&["init", "books"]);
    place.dunlin(&["new", "client", "nova", "--name", "Nova", "--ledger", "books"]);
    assert!(
        place.read("books/clients/nova.yaml").starts_with(
            "# yaml-language-server: $schema=../.dunlin/schemas/client.json\n# $schema: ../.dunlin/schemas/client.json\n"
        )
    );
}

#[test]
fn what_is_there_is_never_written_over() {
    let place = ledger();
    for (arguments, said) in [
        (
            ["new", "client", "ACME", "--name", "x"],
            "`clients/ACME` is there already",
        ),
        (["new", "client", "../x", "--name", "x"], "can't be an id"),
        (["new", "client", "_x", "--name", "x"], "can't be an id"),
        (
            ["new", "invoice", "A-1", "--client=acme", "--amount=5"],
            "`invoices/A-1` is there already",
        ),
    ] {
        let run = place.dunlin(&arguments);
        assert_eq!(run.status, 2, "{arguments:?}");
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
    }
    assert_eq!(place.read("invoices/a-1.yaml"), INVOICE);
}

#[test]
fn a_plan_is_offered_sent_and_recorded_as_it_was_offered() {
    let place = two_invoices();
    let run = place.dunlin(&["plan", "acme", "--discount", "2026-06-30:50"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let offer = place.read("reminders/acme/plan-offer.md");
    for said in [
        "- €233.33 by 9 February 2026\n- €233.33 by 9 March 2026\n- €233.34 by 9 April 2026\n",
        "€50.00",
    ] {
        assert!(offer.contains(said), "{offer}");
    }
    assert!(!offer.contains("digest"), "no build takes it away");
    place.dunlin(&["build"]);
    assert_eq!(place.read("reminders/acme/plan-offer.md"), offer);
    let again = place.dunlin(&["plan", "acme"]);
    assert_eq!(again.status, 2);
    assert!(again.stderr.contains("is there already"), "{}", again.stderr);
    let sent = place.dunlin(&["sent", "acme/plan-offer"]);
    assert!(
        sent.status == 0 && !sent.stderr.contains("warning"),
        "{}",
        sent.stderr
    );
    let command = run
        .stderr
        .lines()
        .last()
        .unwrap()
        .trim()
        .replace("DATE", "2026-01-26");
    let arguments: Vec<_> = command.split(' ').skip(1).collect();
    let run = place.dunlin(&arguments);
    assert_eq!(
        run.stdout,
        "# plans/2026-01-26-acme.yaml\nclient: acme\nagreed: 2026-01-26\ninvoices: [a-0, a-1]\ninstalments:\n  - {due: 2026-02-09, amount: 233.33}\n  - {due: 2026-03-09, amount: 233.33}\n  - {due: 2026-04-09, amount: 233.34}\ndiscount: {amount: 50.00, if_paid_by: 2026-06-30}\n"
    );
    let why = place.dunlin(&["why", "a-1"]);
    assert!(
        why.stdout.contains("plans/2026-01-26-acme.yaml"),
        "{}",
        why.stdout
    );
}

#[test]
fn a_plan_needs_something_to_plan() {
    let place = two_invoices();
    for (arguments, said) in [
        (vec!["plan", "acme", "--invoice", "a-9"], "no invoice `a-9`"),
        (
            vec!["plan", "acme", "--instalment", "2026-02-01"],
            "write it as 2026-04-01:1000",
        ),
        (vec!["plan", "acme", "--parts", "0"], "0 is not in 1..=60"),
        (
            vec!["plan", "acme", "--as-of", "2026-01-10"],
            "has nothing overdue",
        ),
    ] {
        let run = place.dunlin(&arguments);
        assert_eq!(run.status, 2, "{arguments:?}");
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
    }
    assert!(!place.exists("plans") && !place.exists("reminders"));
}

#[test]
fn a_call_logged_twice_is_asked_about() {
    let place = ledger();
    let words = ["log", "acme", "--note", "no answer"];
    assert_eq!(place.dunlin(&words).status, 0);
    let again = place.dunlin(&words);
    assert_eq!(again.status, 2, "{}", again.stderr);
    assert_eq!(
        again.stderr,
        "error: log/2026-01-26-acme-call.yaml says just this: nothing was written; if this is another one, say --again\n"
    );
    assert!(!place.exists("log/2026-01-26-acme-call-2.yaml"));
    let meant = place.dunlin(&["log", "acme", "--note", "no answer", "--again"]);
    assert_eq!(meant.status, 0, "{}", meant.stderr);
    assert!(place.exists("log/2026-01-26-acme-call-2.yaml"));
}
