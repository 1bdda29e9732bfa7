//! Faults of a day more or less, and of the wrong day.

use super::{DUE, ledger, place};
use crate::proof::world::date;
use serde_json::Value;

#[test]
fn c19_days_after_the_due_date_are_after_it() {
    let open = ledger(&[(
        "invoices/i.yaml",
        "client: c\nissued: 2025-10-01\ndue: 2026-01-12\namount: 100.00\n",
    )]);
    let step = |day: &str| open.invoice("i", day)["stage"].clone();
    assert_eq!(
        [&step("2025-11-13")["next"], &step("2025-11-13")["due_on"]],
        ["heads-up", "2026-01-09"]
    );
    assert_eq!(
        [&step("2026-01-13")["next"], &step("2026-01-13")["due_on"]],
        ["reminder", "2026-01-15"]
    );
    assert_eq!(open.letters("2025-11-13"), [""; 0]);
}

#[test]
fn c20_due_today_is_not_overdue() {
    let contract = "client: c\ntotal: 100.00\nterms: {grace_days: 0, stop_work: true}\n";
    let open = ledger(&[
        ("contracts/k.yaml", contract),
        ("invoices/i.yaml", &format!("{DUE}contract: k\n")),
    ]);
    let today = open.json("2026-01-01");
    let on = &today["invoices"][0];
    assert_eq!(
        [&on["days_overdue"], &on["bucket"], &on["interest"]],
        [&Value::from(0), &Value::from("current"), &Value::Null]
    );
    assert_eq!(
        [
            &today["totals"][0]["overdue"],
            &today["totals"][0]["aging"]["current"]
        ],
        ["0.00", "100.00"]
    );
    assert_eq!(
        [&today["contracts"][0]["hold"], &today["clients"][0]["grade"]],
        [&Value::Null; 2]
    );
    let tomorrow = open.json("2026-01-02");
    assert_eq!(tomorrow["invoices"][0]["days_overdue"], 1);
    assert_eq!(tomorrow["contracts"][0]["hold"]["since"], "2026-01-02");
}

#[test]
fn c21_the_day_is_the_same_in_every_zone() {
    let place = place(&[("invoices/i.yaml", DUE)]);
    let status = |zone: &str| {
        let arguments = ["status", "--format", "json", "--as-of", "2026-03-31"];
        let output = place.command().env("TZ", zone).args(arguments).output().unwrap();
        place.run_of(&output).stdout
    };
    let here = status("UTC");
    assert!(
        here.contains("\"as_of\": \"2026-03-31\"") && here.contains("\"days_overdue\": 89"),
        "{here}"
    );
    assert_eq!(
        [status("Pacific/Kiritimati"), status("Etc/GMT+12")],
        [here.clone(), here]
    );
}

#[test]
fn c22_there_is_no_time_of_day() {
    let place = place(&[(
        "invoices/i.yaml",
        &DUE.replace("2026-01-01", "2026-01-01T23:30:00"),
    )]);
    let check = place.dunlin(&["check"]);
    assert_eq!(check.status, 1);
    assert!(
        check.stdout.contains("file/invalid-value") && check.stdout.contains("2026-01-01T23:30:00"),
        "{}",
        check.stdout
    );
}

#[test]
fn c23_an_invoice_without_a_due_date_has_one_and_is_chased() {
    let open = ledger(&[(
        "invoices/i.yaml",
        "client: c\nissued: 2025-12-02\namount: 100.00\n",
    )]);
    assert_eq!(open.invoice("i", "2026-01-02")["due"], "2026-01-01");
    assert_eq!(open.letters("2026-01-05"), ["reminder 100.00: i 100.00 |  | "]);
}

#[test]
fn c24_due_before_it_was_issued_is_a_finding() {
    let place = place(&[(
        "invoices/i.yaml",
        &DUE.replace("issued: 2025-12-01", "issued: 2026-01-10"),
    )]);
    let check = place.dunlin(&["check", "--as-of", "2026-01-11"]);
    assert!(
        check.stdout.contains("invoice/due-before-issued"),
        "{}",
        check.stdout
    );
}

/// Days, how months' ends are counted, issued, due.
const MONTH_ENDS: [(u32, &str, &str, &str); 12] = [
    (30, "after", "2026-06-30", "2026-07-31"),
    (30, "after", "2026-07-01", "2026-07-31"),
    (30, "after", "2026-01-30", "2026-03-31"),
    (30, "after", "2026-01-29", "2026-02-28"),
    (30, "after", "2024-01-30", "2024-02-29"),
    (45, "after", "2026-01-20", "2026-03-31"),
    (45, "before", "2026-01-20", "2026-03-17"),
    (30, "before", "2026-02-01", "2026-03-30"),
    (30, "before", "2024-02-01", "2024-03-30"),
    (0, "after", "2026-02-10", "2026-02-28"),
    (0, "before", "2026-02-10", "2026-02-28"),
    (30, "before", "2026-07-31", "2026-08-30"),
];

#[test]
fn c25_months_end_before_or_after_the_days() {
    for (days, end, issued, due) in MONTH_ENDS {
        let contract = format!(
            "client: c\ntotal: 100.00\nterms: {{payment_days: {{days: {days}, end_of_month: {end}}}}}\n"
        );
        let invoice = format!("client: c\ncontract: k\nissued: {issued}\namount: 100.00\n");
        let open = ledger(&[("contracts/k.yaml", &contract), ("invoices/i.yaml", &invoice)]);
        assert_eq!(
            open.invoice("i", issued)["due"],
            due,
            "{days} days, {end}, from {issued}"
        );
    }
}

#[test]
fn c26_a_month_after_the_31st_is_the_last_of_the_month() {
    let contract = "client: c\nschedule: [{id: fee, every: month, from: 2024-01-31, until: 2024-05-31, amount: 10.00}]\n";
    let open = ledger(&[("contracts/k.yaml", contract)]);
    let assessed = open.on(date("2024-01-01"));
    let days: Vec<_> = assessed.contracts["k"]
        .instalments
        .iter()
        .map(|row| row.date.to_string())
        .collect();
    assert_eq!(
        days,
        [
            "2024-01-31",
            "2024-02-29",
            "2024-03-31",
            "2024-04-30",
            "2024-05-31"
        ]
    );
}

#[test]
fn c29_a_past_day_knows_nothing_of_later_payments() {
    let paid = format!(
        "{DUE}payments: [{{date: 2026-01-05, amount: 30.00}}, {{date: 2026-03-01, amount: 70.00}}]\n"
    );
    let open = ledger(&[("invoices/i.yaml", &paid)]);
    let on = |day: &str| {
        let on = open.invoice("i", day);
        [
            on["balance"].clone(),
            on["bucket"].clone(),
            on["settled_on"].clone(),
        ]
    };
    // Aged from the due date, not from the issue a month before.
    assert_eq!(
        on("2026-01-04"),
        [Value::from("100.00"), Value::from("1-30"), Value::Null]
    );
    assert_eq!(
        on("2026-02-28"),
        [Value::from("70.00"), Value::from("31-60"), Value::Null]
    );
    assert_eq!(
        on("2026-03-01"),
        [Value::from("0.00"), Value::Null, Value::from("2026-03-01")]
    );
}

#[test]
fn c39_a_weekend_moves_one_step_and_no_other() {
    let settings = "creditor: {name: Workshop}\ncurrency: EUR\nholidays: [2026-01-05]\n";
    // Due on Thursday 1 January; the reminder would come on Sunday the 4th, Monday is a holiday.
    let unsent = ledger(&[("dunlin.yaml", settings), ("invoices/i.yaml", DUE)]);
    assert_eq!(unsent.invoice("i", "2026-01-04")["stage"]["due_on"], "2026-01-06");
    assert_eq!(
        (unsent.letters("2026-01-04"), unsent.letters("2026-01-05")),
        (vec![], vec![])
    );
    assert_eq!(unsent.letters("2026-01-06").len(), 1);
    let sent = "client: c\ndate: 2026-01-06\ninvoices: [i]\nstage: reminder\n";
    let open = ledger(&[
        ("dunlin.yaml", settings),
        ("invoices/i.yaml", DUE),
        ("log/l.yaml", sent),
    ]);
    // Ten days after the due date is a Sunday: Monday, and the five days of the gap have passed.
    assert_eq!(open.invoice("i", "2026-01-06")["stage"]["due_on"], "2026-01-12");
}

#[test]
fn c45_the_first_late_day_is_counted() {
    let invoice = "client: c\nissued: 2026-01-01\ndue: 2026-01-15\namount: 10000.00\npayments: [{date: 2026-01-16, amount: 10000.00}]\n";
    let on = ledger(&[("invoices/i.yaml", invoice)]).invoice("i", "2026-02-01");
    assert_eq!(on["interest"]["periods"][0]["days"], 1);
    assert_eq!(on["interest"]["amount"], "2.78");
}
