//! Figures that others published, each with where it was read.

use super::*;

/// `percent` a year on `principal`, due on 1 January 2026, agreed.
fn flat(percent: &str, principal: &str, day: &str) -> String {
    let terms = format!("terms: {{late_interest: {{percent_per_year: {percent}}}}}");
    let invoice = format!("amount: {principal}\nissued: 2025-12-01\ndue: 2026-01-01");
    let case = Case {
        place: "us-ca",
        contract: Some(&terms),
        invoice: &invoice,
        ..Case::default()
    };
    case.on(day).interest
}

/// Figures that others published of flat rates, each with where it was read. Where a page rounds the rate of a day
/// first, the exact figure stands here and the page's beside it.
#[test]
fn flat_rates_as_published() {
    for (principal, percent, days, interest, published) in [
        ("100.00", "10", 15, "0.41", "0.41"),
        // creditresourceconsultancyltd.co.uk
        ("810.00", "12.5", 95, "26.35", "26.35"),
        // freelancetoolkituk.co.uk, late-payment-interest-calculator
        ("2500.00", "12.5", 30, "25.68", "25.68"),
        ("500.00", "12.5", 14, "2.40", "2.40"),
        ("5000.00", "12.5", 45, "77.05", "77.05"),
        // toolfy.io, statutory-interest-calculator-late-payment-uk: cuts after multiplying a rounded fraction
        ("2000.00", "13.25", 45, "32.67", "32.66"),
        // support.paidnice.com: rounds the interest of a day to 1.68 first
        ("5000.00", "12.25", 101, "169.49", "169.68"),
        // statutory-interest.pages.dev: 85 a year
        ("1000.00", "8.5", 365, "85.00", "85.00"),
        // anleiter.de, wie-berechnet-man-verzugszinsen
        ("1000.00", "5.12", 25, "3.51", "3.51"),
    ] {
        let day = add_days(date("2026-01-01"), days).to_string();
        assert_eq!(
            flat(percent, principal, &day),
            interest,
            "{principal} {percent} {days}"
        );
        let off = (amount(published) - amount(interest)).decimal().abs();
        assert!(off < amount("0.20").decimal(), "{published}");
    }
}

/// England: the same published figures by the law's own table, with the Bank Rate of the half-year in which the debt
/// became late, and the fixed sum beside them.
#[test]
fn england_as_published() {
    for (due, principal, days, interest, fixed) in [
        ("2024-02-01", "2000.00", 45, "32.67", "70.00"),
        ("2025-07-10", "5000.00", 101, "169.49", "70.00"),
        // tools.gera.services: 12,000 for 90 days at 13 %, "roughly 384", and 100
        ("2023-08-01", "12000.00", 90, "384.66", "100.00"),
    ] {
        let invoice = format!("amount: {principal}\nissued: 2023-01-01\ndue: {due}");
        let case = Case {
            place: "gb-eng",
            currency: "GBP",
            client: "kind: business",
            invoice: &invoice,
            ..Case::default()
        };
        let said = case.on(&add_days(date(due), days).to_string());
        assert_eq!(
            (said.interest.as_str(), said.compensation.as_str()),
            (interest, fixed),
            "{due}"
        );
    }
}

/// Germany: 485.90 for 167 days at 10.62 % and 607.66 for 183 days at 12.12 %, on 10,000 in 2023, as the read-me of
/// github.com/ameax/bgb-interest works them out.
#[test]
fn germany_as_published() {
    let case = Case {
        place: "de",
        client: "kind: business",
        contract: Some(""),
        invoice: "amount: 10000.00\nissued: 2023-01-01\ndue: 2023-01-14",
        ..Case::default()
    };
    assert_eq!(case.on("2023-06-30").interest, "485.90");
    let (interest, stretches) = case.interest("2023-12-30");
    assert_eq!(interest, "1093.56");
    assert_eq!(
        stretches,
        [
            "2023-01-15..2023-06-30 167 x 10000.00 at 10.62",
            "2023-07-01..2023-12-30 183 x 10000.00 at 12.12"
        ]
    );
}
