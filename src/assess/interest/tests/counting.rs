//! Days, payments, rates, years and anniversaries.

use super::*;

#[test]
fn days_are_counted_from_the_day_after_the_due_date_to_the_payment_inclusive() {
    let invoice = "amount: 36500.00\nissued: 2025-12-01\ndue: 2026-01-10\n";
    for (further, day, interest) in [
        ("", "2026-01-10", "null"),
        ("", "2026-01-11", "10.00"),
        ("", "2026-01-20", "100.00"),
        (
            "payments: [{date: 2026-01-10, amount: 36500.00}]",
            "2026-03-01",
            "null",
        ),
        (
            "payments: [{date: 2026-01-11, amount: 36500.00}]",
            "2026-03-01",
            "10.00",
        ),
        (
            "payments: [{date: 2026-01-20, amount: 36500.00}]",
            "2026-03-01",
            "100.00",
        ),
        // Ten days of all of it, ten of half of it.
        (
            "payments: [{date: 2026-01-20, amount: 18250.00}]",
            "2026-01-30",
            "150.00",
        ),
        (
            "credits: [{date: 2026-01-20, amount: 18250.00}]",
            "2026-01-30",
            "150.00",
        ),
        (
            "payments: [{date: 2026-01-05, amount: 18250.00}]",
            "2026-01-20",
            "50.00",
        ),
        // Two on one day; one before the rest.
        (
            "payments: [{date: 2026-01-15, amount: 10000.00}, {date: 2026-01-15, amount: 8250.00}]",
            "2026-01-20",
            "75.00",
        ),
        ("void: {date: 2026-01-15, reason: wrong}", "2026-01-20", "null"),
        (
            "write_off: {date: 2026-01-15, reason: gone}",
            "2026-01-20",
            "null",
        ),
    ] {
        let invoice = format!("{invoice}{further}");
        let case = Case {
            place: "us-ca",
            client: "kind: business",
            contract: Some(FLAT),
            invoice: &invoice,
            ..Case::default()
        };
        assert_eq!(case.on(day).interest, interest, "{further} {day}");
    }
}

#[test]
fn a_rate_that_moves_on_the_day_of_a_payment() {
    let case = Case {
        place: "de",
        client: "kind: business",
        contract: Some(""),
        invoice: "amount: 2000.00\nissued: 2026-05-01\ndue: 2026-06-20\npayments: [{date: 2026-07-01, amount: 500.00}, {date: 2026-07-05, amount: 500.00}]",
        ..Case::default()
    };
    let (interest, stretches) = case.interest("2026-07-10");
    assert_eq!(
        stretches,
        [
            "2026-06-21..2026-06-30 10 x 2000.00 at 10.27",
            "2026-07-01..2026-07-01 1 x 2000.00 at 10.52",
            "2026-07-02..2026-07-05 4 x 1500.00 at 10.52",
            "2026-07-06..2026-07-10 5 x 1000.00 at 10.52"
        ]
    );
    // (205400 + 21040 + 63120 + 52600) / 36500
    assert_eq!(interest, "9.37");
}

#[test]
fn a_later_row_of_the_same_percentage_ends_no_stretch() {
    let case = Case {
        place: "es",
        client: "kind: business",
        invoice: "amount: 1000.00\nissued: 2025-11-01\ndue: 2025-12-15",
        ..Case::default()
    };
    assert_eq!(
        case.interest("2026-01-15").1,
        ["2025-12-16..2026-01-15 31 x 1000.00 at 10.15"]
    );
}

#[test]
fn at_start_keeps_its_rate_and_is_provisional_only_by_its_first_day() {
    let case = Case {
        place: "gb-eng",
        currency: "GBP",
        client: "kind: business",
        invoice: "amount: 1000.00\nissued: 2026-11-01\ndue: 2026-12-30",
        ..Case::default()
    };
    let said = case.on("2027-03-01");
    assert_eq!(said.stretches, ["2026-12-31..2027-03-01 61 x 1000.00 at 11.75"]);
    assert!(!said.provisional);
    let later = Case {
        invoice: "amount: 1000.00\nissued: 2026-11-01\ndue: 2026-12-31",
        ..case
    };
    assert!(later.on("2027-03-01").provisional);
}

#[test]
fn floating_is_provisional_once_a_day_lies_past_the_table() {
    let case = Case {
        place: "de",
        client: "kind: business",
        contract: Some(""),
        invoice: "amount: 1000.00\nissued: 2026-11-01\ndue: 2026-12-01\npayments: [{date: 2026-12-31, amount: 400.00}]",
        ..Case::default()
    };
    assert!(!case.on("2026-12-31").provisional);
    let after = case.on("2027-01-02");
    assert!(after.provisional);
    assert_eq!(
        after.stretches,
        [
            "2026-12-02..2026-12-31 30 x 1000.00 at 10.52",
            "2027-01-01..2027-01-02 2 x 600.00 at 10.52"
        ]
    );
    let own = Case {
        settings: "law: {rates: {de-basiszinssatz: [{from: 2027-01-01, percent: 2}]}}",
        ..case.clone()
    };
    let known = own.on("2027-01-01");
    assert!(!known.provisional);
    assert_eq!(known.stretches[1], "2027-01-01..2027-01-01 1 x 600.00 at 11");
    let settled = Case {
        invoice: "amount: 1000.00\nissued: 2026-11-01\ndue: 2026-12-01\npayments: [{date: 2026-12-31, amount: 1000.00}]",
        ..case
    };
    assert!(!settled.on("2027-06-01").provisional);
}

#[test]
fn one_periods_figure_of_a_formula_is_always_provisional() {
    let case = Case {
        place: "jp",
        currency: "JPY",
        client: "kind: business",
        invoice: "amount: 365000\nissued: 2026-01-01\ndue: 2026-02-01",
        log: &["date: 2026-02-02\nchannel: email\nstage: reminder"],
        contract: Some(""),
        ..Case::default()
    };
    let said = case.on("2026-02-13");
    assert!(said.provisional && said.interest != "null", "{said:?}");
}

#[test]
fn the_years_own_days_are_cut_at_new_year() {
    let case = Case {
        place: "ru",
        currency: "RUB",
        client: "kind: business",
        invoice: "amount: 366000.00\nissued: 2024-11-01\ndue: 2024-12-21",
        contract: Some(""),
        ..Case::default()
    };
    // 21 % of 366000 in a leap year: 210 a day.
    let (interest, stretches) = case.interest("2024-12-31");
    assert_eq!(interest, "2100.00");
    assert_eq!(stretches.len(), 1);
    let (interest, stretches) = case.interest("2025-01-01");
    assert_eq!(
        stretches,
        [
            "2024-12-22..2024-12-31 10 x 366000.00 at 21",
            "2025-01-01..2025-01-01 1 x 366000.00 at 21"
        ]
    );
    // 2100 + 366000 × 21 % / 365 = 2100 + 210.5753…
    assert_eq!(interest, "2310.58");
}

/// Art. 395 of the civil code of Russia over three rates of a leap year.
#[test]
fn russia_over_rates_of_a_leap_year() {
    let case = Case {
        place: "ru",
        currency: "RUB",
        client: "kind: business",
        invoice: "amount: 100000.00\nissued: 2024-06-01\ndue: 2024-06-30",
        contract: Some(""),
        ..Case::default()
    };
    let (interest, stretches) = case.interest("2024-10-31");
    assert_eq!(
        stretches,
        [
            "2024-07-01..2024-07-28 28 x 100000.00 at 16",
            "2024-07-29..2024-09-15 49 x 100000.00 at 18",
            "2024-09-16..2024-10-27 42 x 100000.00 at 19",
            "2024-10-28..2024-10-31 4 x 100000.00 at 21"
        ]
    );
    // 1000 × (28×16 + 49×18 + 42×19 + 4×21) / 366 = 2212000 / 366
    assert_eq!(interest, "6043.72");
}

/// Accrued interest joins the principal on the day after each anniversary of the last day before default.
#[test]
fn a_year_of_default_compounds() {
    let case = Case {
        place: "nl",
        client: "kind: business",
        invoice: "amount: 1000.00\nissued: 2022-12-01\ndue: 2023-01-31\npayments: [{date: 2024-06-30, amount: 400.00}]",
        ..Case::default()
    };
    let (interest, stretches) = case.interest("2025-02-02");
    assert_eq!(
        stretches,
        [
            "2023-02-01..2023-06-30 150 x 1000.00 at 10.5",
            "2023-07-01..2023-12-31 184 x 1000.00 at 12",
            "2024-01-01..2024-01-31 31 x 1000.00 at 12.5",
            "2024-02-01..2024-06-30 151 x 1114.26 at 12.5",
            "2024-07-01..2024-12-31 184 x 714.26 at 12.25",
            "2025-01-01..2025-01-31 31 x 714.26 at 11.15",
            "2025-02-01..2025-02-02 2 x 822.75 at 11.15"
        ]
    );
    // 114.2603 in the first year, 108.4925 in the second, 0.5027 since.
    assert_eq!(interest, "223.26");
    assert_eq!(case.interest("2024-01-31").1.len(), 3);
}

#[test]
fn an_anniversary_of_29_february_is_the_28th_in_common_years() {
    let starts: Vec<_> = compounding::yearly(date("2020-03-01"), date("2025-01-01")).collect();
    let expected = ["2021-03-01", "2022-03-01", "2023-03-01", "2024-03-01"];
    assert_eq!(starts, expected.map(date));
    let starts: Vec<_> = compounding::yearly(date("2020-02-29"), date("2024-02-29")).collect();
    let expected = ["2021-03-01", "2022-03-01", "2023-03-01", "2024-02-29"];
    assert_eq!(starts, expected.map(date));
    assert_eq!(
        compounding::yearly(date("2025-12-02"), date("2026-12-01")).count(),
        0
    );
}

#[test]
fn a_stretch_names_the_row_of_its_rate() {
    let case = Case {
        place: "de",
        client: "kind: business",
        contract: Some(""),
        invoice: "amount: 100.00\nissued: 2026-05-01\ndue: 2026-06-20",
        ..Case::default()
    };
    let sources = case.look("2026-07-10", |on| {
        let ran = on.interest.as_ref().unwrap();
        let texts = ran.stretches.iter().map(|s| format!("{:?}", s.source));
        texts.collect::<Vec<_>>()
    });
    assert_eq!(
        sources,
        [
            "Reference { id: \"de-basiszinssatz\", from: 2026-01-01, origin: Data }",
            "Reference { id: \"de-basiszinssatz\", from: 2026-07-01, origin: Data }"
        ]
    );
}

/// A rate so high that a sum would leave the decimal's range is held at its end, not a reason to stop.
#[test]
fn absurd_figures_do_not_overflow() {
    let case = Case {
        place: "ru",
        client: "kind: business",
        currency: "RUB",
        contract: Some("terms: {late_interest: {percent_per_year: 1000}}"),
        invoice: "amount: 9999999999999.99\nissued: 1950-01-01\ndue: 1950-01-31",
        ..Case::default()
    };
    assert_ne!(case.on("2999-12-31").interest, "null");
}
