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

#[test]
fn each_change_is_told_once_and_the_urgent_first() {
    let (mut before, mut now) = (shown("2026-03-01"), shown("2026-03-04"));
    before.received.insert(pair("acme", "EUR"), sum("100.00"));
    now.received.insert(pair("acme", "EUR"), sum("350.00"));
    before.received.insert(pair("gone", "EUR"), sum("5.00"));
    now.received.insert(pair("new", "USD"), sum("7.00"));
    let promise = |became| Some((day("2026-03-02"), became));
    for (id, was, is) in [
        (
            "a-late",
            QUIET,
            Seen {
                overdue: true,
                ..QUIET
            },
        ),
        (
            "b-broke",
            Seen {
                promise: promise(Promised::Open),
                ..QUIET
            },
            Seen {
                promise: promise(Promised::Broken),
                ..QUIET
            },
        ),
        (
            "c-said",
            QUIET,
            Seen {
                promise: promise(Promised::Open),
                ..QUIET
            },
        ),
        (
            "d-kept",
            Seen {
                promise: promise(Promised::Open),
                ..QUIET
            },
            Seen {
                promise: promise(Promised::Kept),
                ..QUIET
            },
        ),
        (
            "e-objects",
            QUIET,
            Seen {
                disputed: true,
                ..QUIET
            },
        ),
        (
            "f-agrees",
            Seen {
                disputed: true,
                ..QUIET
            },
            QUIET,
        ),
        (
            "g-same",
            Seen {
                overdue: true,
                ..QUIET
            },
            Seen {
                overdue: true,
                ..QUIET
            },
        ),
    ] {
        before.open.insert(id.to_owned(), was);
        now.open.insert(id.to_owned(), is);
    }
    before.letters.insert(pair("acme", "reminder"));
    now.letters.insert(pair("acme", "firm"));
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
    let invoice = |id: &str| id.to_owned();
    assert_eq!(
        changes.entries,
        [
            Change::Paid {
                client: "acme".to_owned(),
                code: "EUR".to_owned(),
                amount: sum("250.00")
            },
            Change::Paid {
                client: "new".to_owned(),
                code: "USD".to_owned(),
                amount: sum("7.00")
            },
            Change::PromiseBroken {
                invoice: invoice("b-broke"),
                pay_by: day("2026-03-02")
            },
            Change::Overdue {
                invoice: invoice("a-late")
            },
            Change::Promised {
                invoice: invoice("c-said"),
                pay_by: day("2026-03-02")
            },
            Change::Disputed {
                invoice: invoice("e-objects")
            },
            Change::DisputeOver {
                invoice: invoice("f-agrees")
            },
            Change::Letter {
                client: "acme".to_owned(),
                draft: "firm".to_owned()
            },
        ]
    );
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
