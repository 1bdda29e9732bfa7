//! What counts as a change, and which build is compared with.

use super::*;
use crate::calendar::parse_date;

fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

fn sum(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

fn shown(on: &str) -> Snapshot {
    Snapshot {
        day: day(on),
        totals: BTreeMap::new(),
        received: BTreeMap::new(),
        open: BTreeMap::new(),
        letters: BTreeSet::new(),
        findings: BTreeMap::new(),
    }
}

const QUIET: Seen = Seen {
    overdue: false,
    disputed: false,
    promise: None,
};

fn pair(a: &str, b: &str) -> (String, String) {
    (a.to_owned(), b.to_owned())
}

/// A change as one line.
fn told(change: &Change) -> String {
    match change {
        Change::Paid { client, code, amount } => format!("paid {client} {code} {}", amount.shortest()),
        Change::PromiseBroken { invoice, pay_by } => format!("broken {invoice} {pay_by}"),
        Change::Overdue { invoice } => format!("overdue {invoice}"),
        Change::Promised { invoice, pay_by } => format!("promised {invoice} {pay_by}"),
        Change::Disputed { invoice } => format!("disputed {invoice}"),
        Change::DisputeOver { invoice } => format!("over {invoice}"),
        Change::Letter { client, draft } => format!("letter {client} {draft}"),
    }
}

fn promise(became: Promised) -> Seen {
    let promise = Some((day("2026-03-02"), became));
    Seen { promise, ..QUIET }
}

#[test]
fn each_change_is_told_once_and_the_urgent_first() {
    let (mut before, mut now) = (shown("2026-03-01"), shown("2026-03-04"));
    before.received = BTreeMap::from([
        (pair("acme", "EUR"), sum("100.00")),
        (pair("gone", "EUR"), sum("5.00")),
    ]);
    now.received = BTreeMap::from([
        (pair("acme", "EUR"), sum("350.00")),
        (pair("new", "USD"), sum("7.00")),
    ]);
    let (mut late, mut objects) = (QUIET, QUIET);
    (late.overdue, objects.disputed) = (true, true);
    for (id, was, is) in [
        ("a", QUIET, late),
        ("b", promise(Promised::Open), promise(Promised::Broken)),
        ("c", QUIET, promise(Promised::Open)),
        ("d", promise(Promised::Open), promise(Promised::Kept)),
        ("e", QUIET, objects),
        ("f", objects, QUIET),
        ("g", late, late),
    ] {
        before.open.insert(id.to_owned(), was);
        now.open.insert(id.to_owned(), is);
    }
    before.letters.insert(pair("acme", "reminder"));
    now.letters.insert(pair("acme", "firm"));
    let entries = changes(&before, &now).entries;
    let entries: Vec<_> = entries.iter().map(told).collect();
    assert_eq!(
        entries,
        [
            "paid acme EUR 250",
            "paid new USD 7",
            "broken b 2026-03-02",
            "overdue a",
            "promised c 2026-03-02",
            "disputed e",
            "over f",
            "letter acme firm",
        ]
    );
}

#[test]
fn totals_and_findings_are_compared_too() {
    let (mut before, mut now) = (shown("2026-03-01"), shown("2026-03-04"));
    before.findings.insert(pair("a/b", "clients/x"), 3);
    now.findings.insert(pair("a/b", "clients/x"), 1);
    now.findings.insert(pair("a/c", "clients/x"), 1);
    let owed = |open: &str| Owed {
        open: sum(open),
        overdue: Amount::ZERO,
    };
    before.totals.insert("EUR".to_owned(), owed("9.00"));
    before.totals.insert("USD".to_owned(), owed("1.00"));
    now.totals.insert("USD".to_owned(), owed("1.00"));
    let changes = changes(&before, &now);
    assert_eq!((changes.found, changes.gone), (1, 2));
    let euros = Currency::from_code("EUR").unwrap();
    assert_eq!(changes.totals, [(euros, owed("9.00"), Owed::default())]);
}

#[test]
fn a_day_is_compared_with_the_last_earlier_one_however_often_it_is_built() {
    let past = Past::default();
    assert_eq!(past.before(day("2026-03-01")), None);
    let first = past.with(shown("2026-03-01"));
    let again = first.with(shown("2026-03-01"));
    assert_eq!(again, first);
    assert_eq!(again.before(day("2026-03-01")), None);
    let next = first.with(shown("2026-03-03"));
    let twice = next.with(shown("2026-03-03"));
    assert_eq!(twice, next);
    let since = |past: &Past, on: &str| past.before(day(on)).map(|shown| shown.day);
    assert_eq!(since(&twice, "2026-03-03"), Some(day("2026-03-01")));
    let third = twice.with(shown("2026-03-04"));
    assert_eq!(since(&third, "2026-03-04"), Some(day("2026-03-03")));
    assert_eq!(third.snapshots.len(), 2);
    // A look back changes nothing, and sees only what was before it.
    assert_eq!(third.with(shown("2026-03-02")), third);
    assert_eq!(since(&third, "2026-03-03"), None);
    assert_eq!(third.with(shown("2026-03-03")), third);
}

#[test]
fn a_letter_is_known_by_its_drafts_name() {
    for (name, stage) in [
        ("firm", Some(Stage::Firm)),
        ("final-demand-EUR", Some(Stage::FinalDemand)),
        ("stop-work-acme-web", Some(Stage::StopWork)),
        ("other", None),
    ] {
        assert_eq!(stage_of(name), stage, "{name}");
    }
}
