//! Rows and what they are taken for: nothing that could be wrong.

use super::*;
use crate::{
    money::Currency,
    report::sample::{Sample, amount, date},
};

const LEDGER: &str = "clients:
  a: {name: Acme, legal_name: 'Acme Corporation, Inc.'}
  b: {name: Beta Ltd}
  c: {name: Twin}
  d: {name: Twin}
contracts:
  k: {client: b, total: 1000, terms: {early_discount: {percent: 2, days: 7}}}
invoices:
  inv-001: {client: a, issued: 2026-01-01, due: 2026-01-15, amount: 100}
  inv-002: {client: a, issued: 2026-01-10, due: 2026-01-25, amount: 250.50}
  inv-003: {client: a, number: 2026/03, issued: 2026-01-10, due: 2026-01-25, amount: 75}
  inv-009: {client: a, issued: 2026-01-01, due: 2026-01-15, amount: 40, payments: [{date: 2026-01-02, amount: 40}]}
  '112': {client: b, issued: 2026-02-01, due: 2026-03-01, amount: 300}
  b-early: {client: b, contract: k, issued: 2026-03-01, due: 2026-03-31, amount: 1000}
  twin-01: {client: c, issued: 2026-01-01, due: 2026-01-15, amount: 60}
payments:
  typed: {client: b, date: 2026-03-02, amount: 77}
";

fn row(date_text: &str, sum: &str, payer: &str, text: &str) -> BankRow {
    BankRow {
        line: 1,
        date: date(date_text),
        amount: amount(sum),
        currency: Currency::from_code("EUR").unwrap(),
        payer: payer.to_owned(),
        text: text.to_owned(),
        reference: String::new(),
        occurrence: 1,
    }
}

fn told(found: &Found) -> String {
    match found {
        Found::Payment(new) => {
            let shares = new
                .shares
                .iter()
                .map(|(id, share)| format!(" {id}={}", share.shortest()));
            let left = if new.left.is_zero() {
                String::new()
            } else {
                format!(" left={}", new.left.shortest())
            };
            let doubt = new
                .doubt
                .as_ref()
                .map(|doubt| format!(" {doubt:?}"))
                .unwrap_or_default();
            format!("{}:{}{left}{doubt}", new.client, shares.collect::<String>())
        }
        other => format!("{other:?}"),
    }
}

fn of(rows: &[BankRow], recorded: &[String]) -> Vec<String> {
    let sample = Sample::on("2026-03-10", LEDGER);
    let assessed = sample.assess();
    let found = matched(
        &assessed,
        Bank {
            rows,
            payers: &[("ACME PAYMENTS".to_owned(), "a".to_owned())],
            recorded: &recorded.iter().cloned().collect(),
            again: false,
        },
    );
    found.iter().map(told).collect()
}

/// Amount, payer and text of a row, and what it is taken for.
const CASES: &[(&str, &str, &str, &str)] = &[
    ("100", "someone", "INV 001", "a: inv-001=100"),
    ("60", "someone", "inv-001 part", "a: inv-001=60"),
    ("120", "someone", "inv-001", "a: inv-001=100 left=20"),
    ("350.50", "x", "INV001 and INV002", "a: inv-001=100 inv-002=250.5"),
    (
        "360",
        "x",
        "INV001 and INV002",
        "a: inv-001=100 inv-002=250.5 left=9.5",
    ),
    (
        "300",
        "x",
        "INV001, INV002",
        "a: left=300 LessThanNamed([\"inv-001\", \"inv-002\"])",
    ),
    ("40", "x", "inv-009", "a: left=40 NotOpen([\"inv-009\"])"),
    ("75", "x", "RE 2026/03", "a: inv-003=75"),
    // The day is no number.
    (
        "75",
        "x",
        "paid on 2026-03-01",
        "Unknown(Nobody { fits: Some(\"inv-003\") })",
    ),
    ("250.50", "ACME CORPORATION INC", "thanks", "a: inv-002=250.5"),
    ("250.50", "Acme Payments", "thanks", "a: inv-002=250.5"),
    ("10", "Acme", "thanks", "a: left=10 NothingFits"),
    (
        "250.50",
        "Acme Holding",
        "thanks",
        "Unknown(Nobody { fits: Some(\"inv-002\") })",
    ),
    // A bare number tells nothing by itself.
    ("10", "x", "order 112", "Unknown(Nobody { fits: None })"),
    ("300", "x", "order 112", "b: 112=300"),
    ("10", "Beta Ltd", "order 112", "b: 112=10"),
    ("980", "Beta Ltd", "", "b: b-early=980"),
    (
        "100",
        "Beta Ltd",
        "inv-001",
        "Unknown(Conflict { payer: \"b\", named: \"a\" })",
    ),
    ("60", "Twin", "", "Unknown(Several([\"c\", \"d\"]))"),
    ("60", "Twin", "twin-01", "c: twin-01=60"),
    ("160", "x", "inv-001 twin-01", "Unknown(Several([\"a\", \"c\"]))"),
    ("-100", "Acme", "back", "WentOut(Some(\"a\"))"),
    ("77", "Beta Ltd", "", "Like(\"typed\")"),
];

#[test]
fn only_what_is_sure_is_said() {
    for (sum, payer, text, expected) in CASES {
        assert_eq!(
            of(&[row("2026-03-05", sum, payer, text)], &[]),
            [*expected],
            "{sum} {payer} {text}"
        );
    }
    assert_eq!(
        of(&[row("2026-03-09", "980", "Beta Ltd", "")], &[]),
        ["b: left=980 NothingFits"]
    );
    assert_eq!(
        of(&[row("2026-03-06", "77", "Beta Ltd", "")], &[]),
        ["b: left=77 NothingFits"]
    );
}

#[test]
fn rows_are_counted_against_each_other_and_recorded_ones_against_nothing() {
    let rows = [
        row("2026-03-06", "100", "x", "INV-001 again"),
        row("2026-03-05", "100", "x", "INV-001"),
    ];
    assert_eq!(
        of(&rows, &[]),
        ["a: left=100 NotOpen([\"inv-001\"])", "a: inv-001=100"]
    );
    let name = record_name(&rows[1], "whoever");
    assert_eq!(
        of(&rows, std::slice::from_ref(&name)),
        ["a: inv-001=100".to_owned(), format!("Recorded({name:?})")]
    );
}

#[test]
fn each_typed_payment_stands_for_one_row() {
    let twice = [
        row("2026-03-03", "77", "Beta Ltd", "one"),
        row("2026-03-03", "77", "Beta Ltd", "two"),
    ];
    assert_eq!(of(&twice, &[]), ["Like(\"typed\")", "b: left=77 NothingFits"]);
}
