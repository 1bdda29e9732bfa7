//! When interest begins to run, and why it does not.

use super::*;

#[test]
fn why_nothing_runs() {
    let late = "amount: 100.00\nissued: 2025-12-01\ndue: 2026-01-10";
    let draft = "amount: 100.00\ndue: 2026-01-10";
    let void = "amount: 100.00\nissued: 2025-12-01\ndue: 2026-01-10\nvoid: {date: 2026-01-11, reason: wrong}";
    let old = "amount: 100.00\nissued: 2018-12-01\ndue: 2019-01-10";
    let none = Some("terms: {late_interest: none}");
    for (place, invoice, contract, reason) in [
        ("es", late, None, ""),
        ("es", draft, None, "State(Draft)"),
        ("es", void, None, "State(Void)"),
        ("es", late, none, "AgreedNone"),
        ("es", old, None, "RateUnknown { reference: \"ecb-main-refi\" }"),
        (
            "de",
            late,
            None,
            "WaitingForDemand { at_the_latest: Some(2026-02-10) }",
        ),
    ] {
        let case = Case {
            place,
            contract,
            invoice,
            ..Case::default()
        };
        let said = case.on("2026-02-01");
        assert_eq!(said.not_running, reason, "{place} {invoice}");
        assert_eq!(said.interest == "null", !reason.is_empty());
        if said.interest == "null" {
            assert_eq!(
                (said.compensation.as_str(), said.claim.as_str()),
                ("0.00", "0.00 + 0.00")
            );
        }
    }
    let formula = Case {
        place: "kz",
        invoice: late,
        ..Case::default()
    };
    let said = formula.on("2026-02-01");
    assert!(
        said.not_running.starts_with("FormulaOnly { text: \""),
        "{}",
        said.not_running
    );
    let unruled = Case {
        place: "eu",
        client: "kind: consumer",
        invoice: late,
        ..Case::default()
    };
    assert_eq!(unruled.on("2026-02-01").not_running, "NoRule");
    let not_yet = Case {
        place: "es",
        invoice: late,
        ..Case::default()
    };
    assert_eq!(not_yet.on("2026-01-10").not_running, "NotInDefault");
}

/// The first day of default, by law, contract and what was sent.
#[test]
fn when_default_begins() {
    let reminder = "date: 2026-02-02\nchannel: email\nstage: reminder";
    let bounced = "date: 2026-02-02\nchannel: email\nstage: reminder\ndelivered: false";
    let incoming = "date: 2026-02-02\nchannel: email\ndirection: in\nstage: reminder";
    let heads_up = "date: 2026-02-02\nchannel: email\nstage: heads-up";
    let thanks = "date: 2026-02-02\nchannel: email\nstage: thank-you";
    let plain = "date: 2026-02-02\nchannel: email";
    let on_due_date = "date: 2026-01-24\nchannel: email\nstage: reminder";
    let stop_work = "date: 2026-02-05\nchannel: email\nstage: stop-work";
    let late_one = "date: 2026-03-20\nchannel: email\nstage: firm";
    let contract = Some("");
    let nobody: &[&str] = &[];
    for (place, kind, contract, log, from) in [
        ("es", "consumer", contract, nobody, None),
        ("es", "consumer", contract, &[reminder], Some("2026-02-03")),
        ("es", "consumer", contract, &[stop_work], Some("2026-02-06")),
        (
            "es",
            "consumer",
            contract,
            &[late_one, reminder],
            Some("2026-02-03"),
        ),
        ("es", "consumer", contract, &[bounced], None),
        ("es", "consumer", contract, &[incoming], None),
        ("es", "consumer", contract, &[heads_up], None),
        ("es", "consumer", contract, &[thanks], None),
        ("es", "consumer", contract, &[plain], None),
        ("es", "consumer", contract, &[on_due_date], None),
        ("es", "business", None, nobody, Some("2026-01-25")),
        ("de", "business", contract, nobody, Some("2026-01-25")),
        ("de", "business", None, nobody, Some("2026-02-24")),
        ("de", "business", None, &[reminder], Some("2026-02-03")),
        ("de", "business", None, &[late_one], Some("2026-02-24")),
        ("de", "consumer", None, &[stop_work], Some("2026-02-06")),
        ("de", "consumer", contract, &[reminder], Some("2026-01-25")),
    ] {
        let client = format!("kind: {kind}");
        let case = Case {
            place,
            client: &client,
            contract,
            invoice: "amount: 1000.00\nissued: 2026-01-10\ndue: 2026-01-24",
            log,
            ..Case::default()
        };
        let found = case.look("2026-03-31", |on| on.interest.as_ref().map(|ran| ran.from));
        assert_eq!(found, from.map(date), "{place} {kind} {log:?}");
    }
}

#[test]
fn a_contracts_own_rate_needs_no_demand() {
    let case = Case {
        place: "es",
        client: "kind: consumer",
        contract: Some(FLAT),
        invoice: "amount: 36500.00\nissued: 2026-01-10\ndue: 2026-01-24",
        ..Case::default()
    };
    assert_eq!(case.on("2026-01-26").interest, "20.00");
}

#[test]
fn nothing_runs_on_the_day_of_the_demand_itself() {
    let case = Case {
        place: "es",
        client: "kind: consumer",
        invoice: "amount: 1000.00\nissued: 2026-01-10\ndue: 2026-01-24",
        log: &["date: 2026-02-02\nchannel: email\nstage: reminder"],
        ..Case::default()
    };
    assert_eq!(
        case.on("2026-02-01").not_running,
        "WaitingForDemand { at_the_latest: None }"
    );
    assert_eq!(case.on("2026-02-02").not_running, "NotInDefault");
    assert_eq!(
        case.interest("2026-02-03").1,
        ["2026-02-03..2026-02-03 1 x 1000.00 at 3.25"]
    );
}
