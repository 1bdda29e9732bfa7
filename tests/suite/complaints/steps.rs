//! Faults of the ladder: too many letters, none, the wrong one.

use super::{DUE, ledger, place};
use serde_json::Value;

#[test]
fn c01_no_reminder_for_what_was_paid() {
    let payment = "client: c\ndate: 2026-01-06\namount: 100.00\nallocate: {i: 100.00}\n";
    let open = ledger(&[("invoices/i.yaml", DUE), ("payments/p.yaml", payment)]);
    assert_eq!(open.letters("2026-01-05"), ["reminder 100.00: i 100.00 |  | "]);
    assert_eq!(open.letters("2026-01-06"), [""; 0]);
    assert_eq!(open.invoice("i", "2026-01-06")["chasing"]["reason"], "paid");
}

const REMINDED: &str = "client: c\ndate: 2026-01-05\ninvoices: [i]\nstage: reminder\n";

#[test]
fn c03_a_part_payment_keeps_the_level_and_lowers_the_sum() {
    let payment = "client: c\ndate: 2026-01-08\namount: 30.00\nallocate: {i: 30.00}\n";
    let open = ledger(&[
        ("invoices/i.yaml", DUE),
        ("log/l.yaml", REMINDED),
        ("payments/p.yaml", payment),
    ]);
    let stage = open.invoice("i", "2026-01-12")["stage"].clone();
    assert_eq!([&stage["level"], &stage["next"]], ["reminder", "options"]);
    assert_eq!(open.letters("2026-01-12"), ["options 70.00: i 70.00 |  | "]);
}

#[test]
fn c10_a_build_an_hour_adds_nothing() {
    let place = place(&[("invoices/i.yaml", DUE)]);
    let build = || assert_eq!(place.dunlin(&["build", "--as-of", "2026-01-20"]).status, 0);
    build();
    let first = place.files(".");
    for _ in 0..5 {
        build();
        assert!(place.files(".") == first);
    }
    let open = ledger(&[("invoices/i.yaml", DUE)]);
    let status = open.json("2026-01-20");
    assert!((0..100).all(|_| open.json("2026-01-20") == status));
}

#[test]
fn c11_one_letter_a_day_however_often_it_is_asked_for() {
    let unsent = ledger(&[("invoices/i.yaml", DUE), ("invoices/j.yaml", DUE)]);
    for _ in 0..100 {
        assert_eq!(unsent.letters("2026-01-05").len(), 1);
    }
    let both = REMINDED.replace("[i]", "[i, j]");
    let sent = ledger(&[
        ("invoices/i.yaml", DUE),
        ("invoices/j.yaml", DUE),
        ("log/l.yaml", &both),
    ]);
    for day in 5..12 {
        assert_eq!(sent.letters(&format!("2026-01-{day:02}")), [""; 0]);
    }
}

#[test]
fn c14_a_missed_day_is_made_up_once() {
    let unsent = ledger(&[("invoices/i.yaml", DUE)]);
    assert_eq!(unsent.letters("2026-01-15"), ["reminder 100.00: i 100.00 |  | "]);
    let sent = REMINDED.replace("2026-01-05", "2026-01-15");
    let open = ledger(&[("invoices/i.yaml", DUE), ("log/l.yaml", &sent)]);
    assert_eq!(open.letters("2026-01-15"), [""; 0]);
    // The next one keeps its distance from what was sent.
    assert_eq!(open.invoice("i", "2026-01-15")["stage"]["due_on"], "2026-01-20");
}

#[test]
fn c15_no_step_is_passed_over_however_late_it_is() {
    let open = ledger(&[("invoices/i.yaml", DUE)]);
    assert_eq!(open.invoice("i", "2026-12-01")["stage"]["next"], "reminder");
    let open = ledger(&[("invoices/i.yaml", DUE), ("log/l.yaml", REMINDED)]);
    assert_eq!(open.invoice("i", "2026-12-01")["stage"]["next"], "options");
}

#[test]
fn c16_paying_the_oldest_moves_no_other() {
    let due = |day: &str| DUE.replace("due: 2026-01-01", &format!("due: {day}"));
    let log = "client: c\ndate: 2026-01-26\ninvoices: {a: options, b: reminder}\n";
    let also = |payment: &str| {
        ledger(&[
            ("invoices/a.yaml", &due("2026-01-01")),
            ("invoices/b.yaml", &due("2026-01-19")),
            ("invoices/d.yaml", &due("2026-01-26")),
            ("log/l.yaml", log),
            (
                "payments/p.yaml",
                &format!("client: c\ndate: {payment}\namount: 100.00\nallocate: {{a: 100.00}}\n"),
            ),
        ])
    };
    let (unpaid, paid) = (also("2026-12-01"), also("2026-01-28"));
    for id in ["b", "d"] {
        for day in ["2026-01-28", "2026-02-02", "2026-03-02"] {
            assert_eq!(paid.invoice(id, day), unpaid.invoice(id, day));
        }
    }
    assert_eq!(paid.invoice("b", "2026-03-02")["stage"]["next"], "options");
    assert_eq!(paid.invoice("d", "2026-03-02")["stage"]["next"], "reminder");
}

#[test]
fn c17_a_credit_that_settles_it_lifts_the_hold() {
    let contract = "client: c\ntotal: 100.00\nterms: {grace_days: 7, stop_work: true}\n";
    let credit = "client: c\ndate: 2026-01-20\nwhat: credit\ninvoices: [i]\namount: 100.00\nreason: sorry\n";
    let open = ledger(&[
        ("contracts/k.yaml", contract),
        ("invoices/i.yaml", &format!("{DUE}contract: k\n")),
        ("log/l.yaml", REMINDED),
        ("log/m.yaml", credit),
    ]);
    assert_eq!(open.json("2026-01-19")["contracts"][0]["hold"]["kind"], "agreed");
    let after = open.json("2026-01-20");
    assert_eq!(after["contracts"][0]["hold"], Value::Null);
    assert_eq!(
        [
            &after["invoices"][0]["state"],
            &after["invoices"][0]["stage"]["next"]
        ],
        [&Value::from("paid"), &Value::Null]
    );
}

#[test]
fn c18_the_order_of_events_of_a_day_is_not_the_order_of_files() {
    let one = "client: c\ndate: 2026-01-05\ninvoices: [i]\npromise: {pay_by: 2026-01-09}\n";
    let other = "client: c\ndate: 2026-01-05\ninvoices: [i]\npromise: {pay_by: 2026-01-20}\n";
    let files = ledger(&[
        ("invoices/i.yaml", DUE),
        ("log/a.yaml", one),
        ("log/b.yaml", other),
    ]);
    let backwards = format!("id: b\n{other}---\nid: a\n{one}");
    let file = ledger(&[("invoices/i.yaml", DUE), ("log/0.yaml", &backwards)]);
    assert_eq!(files.json("2026-01-10"), file.json("2026-01-10"));
    assert_eq!(
        files.invoice("i", "2026-01-10")["promise"]["pay_by"],
        "2026-01-20"
    );
}

#[test]
fn c35_the_first_missed_instalment_is_enough() {
    let plan = "client: c\nagreed: 2026-01-10\ninvoices: [i]\ninstalments: [{due: 2026-02-01, amount: 50.00}, {due: 2026-06-01, amount: 50.00}]\n";
    let open = ledger(&[
        ("invoices/i.yaml", DUE),
        ("log/l.yaml", REMINDED),
        ("plans/p.yaml", plan),
    ]);
    let on = |day: &str| {
        let on = open.invoice("i", day);
        [on["plan"]["status"].clone(), on["chasing"]["active"].clone()]
    };
    assert_eq!(on("2026-02-06"), [Value::from("kept"), Value::from(false)]);
    assert_eq!(on("2026-02-07"), [Value::from("missed"), Value::from(true)]);
    assert_eq!(open.letters("2026-02-09"), ["options 100.00: i 100.00 |  | "]);
}

#[test]
fn c40_a_promise_and_a_pause_hold_and_then_end() {
    let promise =
        "client: c\ndate: 2026-01-07\ninvoices: [i]\ndirection: in\npromise: {pay_by: 2026-01-14}\n";
    let open = ledger(&[
        ("invoices/i.yaml", DUE),
        ("invoices/j.yaml", DUE),
        ("log/l.yaml", promise),
    ]);
    let held = open.invoice("i", "2026-01-14");
    assert_eq!(
        [&held["chasing"]["reason"], &held["chasing"]["until"]],
        ["promise", "2026-01-14"]
    );
    // Only what was promised is held.
    assert_eq!(
        open.letters("2026-01-14"),
        ["reminder 100.00: j 100.00 |  | i 100.00"]
    );
    assert_eq!(open.invoice("i", "2026-01-15")["promise"]["status"], "broken");
    assert_eq!(
        open.letters("2026-01-15"),
        ["reminder 200.00: i 100.00, j 100.00 |  | "]
    );
    let paused = "name: Client\nkind: business\nchasing: {paused_until: 2026-01-14}\n";
    let open = ledger(&[("clients/c.yaml", paused), ("invoices/i.yaml", DUE)]);
    assert_eq!(open.letters("2026-01-14"), [""; 0]);
    assert_eq!(open.letters("2026-01-15").len(), 1);
}

#[test]
fn c43_after_the_last_letter_come_a_decision_and_an_end() {
    let demand = REMINDED
        .replace("reminder", "final-demand")
        .replace("2026-01-05", "2026-02-20");
    let sent = format!("{DUE}sent: {{date: 2025-12-01, confirmed: 2025-12-02}}\n");
    let place = place(&[("invoices/i.yaml", &sent), ("log/l.yaml", &demand)]);
    let agenda = place.dunlin(&["agenda", "--format", "json", "--as-of", "2026-04-01"]);
    let agenda: Value = serde_json::from_str(&agenda.stdout).unwrap();
    let mut actions = agenda["actions"].as_array().unwrap().iter();
    let decide = actions.find(|action| action["action"] == "decide").unwrap();
    assert_eq!([&decide["on"], &decide["stage"]], ["2026-04-01", "lawyer-letter"]);
    let case = "client: c\ninvoices: [i]\nroute: agency\nopened: 2026-04-02\nclosed: {date: 2026-06-01, outcome: given-up}\n";
    let off = "client: c\ndate: 2026-06-02\nwhat: write-off\ninvoices: [i]\nreason: gone\n";
    let open = ledger(&[
        ("invoices/i.yaml", DUE),
        ("log/l.yaml", &demand),
        ("cases/a.yaml", case),
        ("log/m.yaml", off),
    ]);
    let reason = |day: &str| open.invoice("i", day)["chasing"]["reason"].clone();
    assert_eq!(
        [reason("2026-05-01"), reason("2026-06-02")],
        ["case", "written-off"]
    );
    assert_eq!(open.invoice("i", "2026-05-01")["case"]["route"], "agency");
}
