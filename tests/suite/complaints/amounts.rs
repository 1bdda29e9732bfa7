//! Faults in sums: balances, charges, totals.

use super::{DUE, drafts, ledger, place};
use crate::proof::world::date;
use serde_json::Value;

#[test]
fn c02_credit_that_covers_the_debt_stops_the_letter_and_less_is_taken_off() {
    let with = |sum: &str| {
        let payment = format!("client: c\ndate: 2025-12-20\namount: {sum}\n");
        ledger(&[("invoices/i.yaml", DUE), ("payments/p.yaml", &payment)]).letters("2026-01-05")
    };
    assert_eq!(with("100.00"), [""; 0]);
    assert_eq!(with("99.99"), ["reminder 0.01: i 100.00 |  | "]);
    assert_eq!(with("40.00"), ["reminder 60.00: i 100.00 |  | "]);
}

const PART_PAID: &str = "client: c\nissued: 2025-12-01\ndue: 2026-01-01\namount: 100.00\npayments: [{date: 2026-01-03, amount: 30.00}]\n";

#[test]
fn c04_letter_page_and_status_show_one_balance() {
    let place = place(&[("invoices/i.yaml", PART_PAID)]);
    let draft = &drafts(&place, "2026-01-05")["c/reminder.md"];
    let status: Value = serde_json::from_str(
        &place
            .dunlin(&["status", "--format", "json", "--as-of", "2026-01-05"])
            .stdout,
    )
    .unwrap();
    assert_eq!(status["invoices"][0]["balance"], "70.00");
    assert!(
        draft.contains("€70.00") && draft.contains("amount: \"70.00\""),
        "{draft}"
    );
    assert!(place.read("site/invoice-i.html").contains("€70.00"));
}

#[test]
fn c05_what_is_left_is_never_the_total() {
    let place = place(&[("invoices/i.yaml", PART_PAID)]);
    let draft = &drafts(&place, "2026-01-05")["c/reminder.md"];
    let sums: Vec<_> = draft.lines().filter(|line| line.contains("€100.00")).collect();
    assert!(
        sums.iter()
            .all(|line| line.contains("€30.00") && line.contains("€70.00")),
        "{draft}"
    );
}

#[test]
fn c06_each_row_of_a_letter_has_a_balance_of_its_own() {
    let invoice = |paid: &str| format!("{DUE}payments: [{{date: 2026-01-02, amount: {paid}}}]\n");
    let open = ledger(&[
        ("invoices/a.yaml", &invoice("1.00")),
        ("invoices/b.yaml", DUE),
        ("invoices/z.yaml", &invoice("90.00")),
    ]);
    assert_eq!(
        open.letters("2026-01-05"),
        ["reminder 209.00: a 99.00, b 100.00, z 10.00 |  | "]
    );
}

#[test]
fn c07_charges_outlive_the_principal_until_they_are_let_go() {
    let demand =
        "client: c\ndate: 2026-02-20\ninvoices: [i]\nchannel: registered-letter\nstage: final-demand\n";
    let payment = "client: c\ndate: 2026-03-02\namount: 100.00\nallocate: {i: 100.00}\n";
    let waive = "client: c\ndate: 2026-03-05\nwhat: waive\ninvoices: [i]\nreason: peace\n";
    let open = ledger(&[
        ("invoices/i.yaml", DUE),
        ("log/demand.yaml", demand),
        ("payments/p.yaml", payment),
        ("log/waive.yaml", waive),
    ]);
    let claimed = |day: &str| {
        let assessed = open.on(date(day));
        let on = &assessed.invoices["i"];
        (
            on.claim.interest.plain(on.currency),
            on.claim.compensation.plain(on.currency),
        )
    };
    // 60 days of 100.00 at 10.15 %.
    assert_eq!(claimed("2026-03-04"), ("1.67".to_owned(), "40.00".to_owned()));
    assert_eq!(open.invoice("i", "2026-03-04")["state"], "paid");
    assert_eq!(claimed("2026-03-05"), ("0.00".to_owned(), "0.00".to_owned()));
}

#[test]
fn c08_interest_goes_on_from_what_a_part_payment_left() {
    let invoice = format!("{DUE}payments: [{{date: 2026-01-11, amount: 60.00}}]\n");
    let on = ledger(&[("invoices/i.yaml", &invoice)]).invoice("i", "2026-01-31");
    let periods: Vec<_> = on["interest"]["periods"]
        .as_array()
        .unwrap()
        .iter()
        .map(|period| (&period["days"], &period["principal"]))
        .collect();
    assert_eq!(
        periods,
        [
            (&Value::from(10), &Value::from("100.00")),
            (&Value::from(20), &Value::from("40.00"))
        ]
    );
}

#[test]
fn c09_interest_counts_days_and_a_fixed_sum_stands_beside_it() {
    let open = ledger(&[("invoices/i.yaml", DUE)]);
    let charges = |day: &str| {
        let on = open.invoice("i", day);
        [on["interest"]["amount"].clone(), on["compensation"].clone()]
    };
    // 100.00 at 10.15 % for 30 and for 60 days.
    assert_eq!(charges("2026-01-31"), ["0.83", "40.00"]);
    assert_eq!(charges("2026-03-02"), ["1.67", "40.00"]);
}

#[test]
fn c12_no_fee_agreed_is_no_fee() {
    let settings = "creditor: {name: Workshop}\ncurrency: EUR\n";
    let invoice = format!("{DUE}contract: k\n");
    let charged = |terms: &str| {
        let contract = format!("client: c\ntotal: 100.00\n{terms}");
        let open = ledger(&[
            ("dunlin.yaml", settings),
            ("contracts/k.yaml", &contract),
            ("invoices/i.yaml", &invoice),
        ]);
        let on = open.invoice("i", "2026-06-01");
        [on["interest"]["amount"].clone(), on["compensation"].clone()]
    };
    assert_eq!(charged(""), [Value::Null, Value::from("0.00")]);
    assert_eq!(
        charged("terms: {late_interest: none}\n"),
        [Value::Null, Value::from("0.00")]
    );
    assert_eq!(
        charged("terms: {late_interest: {percent_per_year: 0}}\n"),
        ["0.00", "0.00"]
    );
}

#[test]
fn c13_whoever_asks_the_letter_asks_for_the_same() {
    let demand = "client: c\ndate: 2026-02-01\ninvoices: [i]\nchannel: letter\nstage: mediation\n";
    let also = [("invoices/i.yaml", DUE), ("log/l.yaml", demand)];
    let place = place(&also);
    let draft = drafts(&place, "2026-02-16")["c/final-demand.md"].clone();
    let agenda = place
        .dunlin(&["agenda", "--format", "json", "--as-of", "2026-02-16"])
        .stdout;
    let agenda: Value = serde_json::from_str(&agenda).unwrap();
    let sent = agenda["actions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|action| action["action"] == "send")
        .unwrap();
    // 100.00, 46 days at 10.15 %, and the fixed sum.
    assert_eq!(sent["amount"], "141.28");
    assert!(
        draft.contains("amount: \"141.28\"") && draft.contains("€141.28"),
        "{draft}"
    );
}

#[test]
fn c27_thirds_add_up_to_the_cent() {
    let contract = "client: c\ntotal: 30000.50\nschedule: [{id: a, due: 2026-01-01, percent: 33.3333}, {id: b, due: 2026-02-01, percent: 33.3333}, {id: z, due: 2026-03-01, rest: true}]\n";
    let open = ledger(&[("contracts/k.yaml", contract)]);
    let assessed = open.on(date("2026-01-01"));
    let k = &assessed.contracts["k"];
    let parts: Vec<_> = k
        .instalments
        .iter()
        .map(|row| row.gross.plain(k.currency))
        .collect();
    assert_eq!(parts, ["10000.16", "10000.16", "10000.18"]);
    assert_eq!(
        k.instalments
            .iter()
            .map(|row| row.gross)
            .sum::<dunlin::money::Amount>(),
        k.total
    );
}

#[test]
fn c28_every_day_has_its_bucket() {
    let open = ledger(&[("invoices/i.yaml", DUE)]);
    for offset in -30..=130 {
        let day = dunlin::calendar::add_days(date("2026-01-01"), offset);
        let status = open.json(&day.to_string());
        let aging = status["totals"][0]["aging"].as_object().unwrap();
        let filled: Vec<_> = aging.values().filter(|sum| *sum != "0.00").collect();
        assert_eq!(filled, [&Value::from("100.00")], "{day}");
    }
}

#[test]
fn c31_sums_count_each_invoice_once() {
    let lines = "client: c\nissued: 2025-12-01\ndue: 2026-01-01\nlines: [{description: A, unit_price: 60.00}, {description: B, unit_price: 40.00}]\n";
    let contract = "client: c\ntotal: 500.00\nschedule: [{id: all, due: 2026-01-01, rest: true}]\n";
    let status = ledger(&[
        ("contracts/k.yaml", contract),
        ("invoices/a.yaml", lines),
        ("invoices/b.yaml", &format!("{DUE}contract: k\n")),
        (
            "payments/p.yaml",
            "client: c\ndate: 2026-01-02\namount: 50.00\nallocate: {a: 20.00, b: 30.00}\n",
        ),
    ])
    .json("2026-01-10");
    let totals = &status["totals"][0];
    let sums = [
        &totals["open"],
        &totals["overdue"],
        &totals["aging"]["1-30"],
        &status["clients"][0]["balances"][0]["open"],
    ];
    assert_eq!(sums, ["150.00"; 4]);
}

#[test]
fn c32_total_less_what_came_is_what_is_open() {
    let paid = format!("{DUE}payments: [{{date: 2026-01-03, amount: 100.00}}]\n");
    let place = place(&[
        ("invoices/paid.yaml", &paid),
        (
            "invoices/i.yaml",
            &format!("{PART_PAID}credits: [{{date: 2026-01-04, amount: 5.00, reason: late}}]\n"),
        ),
    ]);
    let draft = &drafts(&place, "2026-01-05")["c/reminder.md"];
    // 100 billed, 30 paid and 5 credited, 65 open; what was paid elsewhere is in no sum.
    assert!(
        ["€100.00", "€35.00", "€65.00"]
            .iter()
            .all(|sum| draft.contains(sum)),
        "{draft}"
    );
    assert!(
        draft.contains("amount: \"65.00\"") && !draft.contains("invoice paid"),
        "{draft}"
    );
}

#[test]
fn c36_drafts_and_void_invoices_count_nowhere() {
    let status = ledger(&[
        ("invoices/draft.yaml", "client: c\ndue: 2026-01-01\namount: 7.00\n"),
        ("invoices/later.yaml", "client: c\nissued: 2026-02-01\namount: 7.00\n"),
        ("invoices/void.yaml", &format!("{DUE}void: {{date: 2025-12-05, reason: wrong}}\ncredits: [{{date: 2025-12-04, amount: 9.00, reason: wrong}}]\n")),
        ("invoices/off.yaml", &format!("{DUE}write_off: {{date: 2026-01-02, reason: gone}}\n")),
        ("invoices/i.yaml", DUE),
    ])
    .json("2026-01-10");
    let totals = &status["totals"][0];
    assert_eq!(
        [
            &totals["open"],
            &totals["overdue"],
            &totals["aging"]["1-30"],
            &totals["unallocated"]
        ],
        ["100.00", "100.00", "100.00", "0.00"]
    );
}

#[test]
fn c42_a_small_rest_holds_no_work() {
    let settings = "creditor: {name: Workshop}\ncurrency: EUR\npolicy: own\ntolerance: {EUR: 2.00}\npolicies: {own: {minimum: {EUR: 20.00}}}\n";
    let contract = "client: c\ntotal: 100.00\nterms: {grace_days: 7, stop_work: true}\n";
    let hold = |paid: &str, day: &str| {
        let invoice = format!("{DUE}contract: k\npayments: [{{date: 2026-01-02, amount: {paid}}}]\n");
        let open = ledger(&[
            ("dunlin.yaml", settings),
            ("contracts/k.yaml", contract),
            ("invoices/i.yaml", &invoice),
        ]);
        open.json(day)["contracts"][0]["hold"]["since"].clone()
    };
    assert_eq!(hold("80.00", "2026-01-08"), Value::Null);
    assert_eq!(hold("80.00", "2026-01-09"), "2026-01-09");
    assert_eq!(hold("80.01", "2026-01-09"), Value::Null);
    assert_eq!(hold("98.00", "2026-01-09"), Value::Null);
}
