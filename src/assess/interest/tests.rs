use super::*;
use crate::{
    assess::{self, InvoiceOn},
    calendar::{add_days, days_between, parse_date},
    load::{self, Content},
    model::Stage,
    statute::{Fixing, Overrides, Statutes},
};
use proptest::prelude::*;
use std::sync::LazyLock;

fn date(text: &str) -> Date {
    parse_date(text).unwrap()
}

fn amount(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

/// A ledger of one client and one invoice, `i`; each part is what its file says beside what all of them say.
#[derive(Debug, Clone, Default)]
struct Case<'c> {
    place: &'c str,
    currency: &'c str,
    /// Further lines of `dunlin.yaml`.
    settings: &'c str,
    client: &'c str,
    /// `None`: there is no contract.
    contract: Option<&'c str>,
    invoice: &'c str,
    log: &'c [&'c str],
}

/// What came out, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    interest: String,
    stretches: Vec<String>,
    compensation: String,
    provisional: bool,
    not_running: String,
    claim: String,
}

impl Case<'_> {
    fn files(&self) -> load::Folder {
        let currency = if self.currency.is_empty() {
            "EUR"
        } else {
            self.currency
        };
        let settings = format!(
            "creditor: {{name: W}}\ncurrency: {currency}\njurisdiction: {}\n{}\n",
            self.place, self.settings
        );
        let mut texts = vec![
            ("dunlin.yaml".to_owned(), settings),
            ("clients/c.yaml".to_owned(), format!("name: C\n{}\n", self.client)),
        ];
        let mut invoice = format!("client: c\n{}\n", self.invoice);
        if let Some(terms) = self.contract {
            invoice.push_str("contract: k\n");
            let contract = format!("client: c\ntotal: 1\n{terms}\n");
            texts.push(("contracts/k.yaml".to_owned(), contract));
        }
        texts.push(("invoices/i.yaml".to_owned(), invoice));
        for (number, entry) in self.log.iter().enumerate() {
            let text = format!("client: c\ninvoices: [i]\n{entry}\n");
            texts.push((format!("log/l{number}.yaml"), text));
        }
        let bytes = texts
            .into_iter()
            .map(|(path, text)| (path, Content::Bytes(text.into_bytes())));
        load::Folder {
            files: bytes.collect(),
            ..load::Folder::default()
        }
    }

    fn look<T>(&self, day: &str, look: impl FnOnce(&InvoiceOn) -> T) -> T {
        let places: Vec<_> = Statutes::ids().collect();
        let loaded = load::ledger(&self.files(), &places);
        assert_eq!(loaded.findings, [], "{self:?}");
        let ledger = loaded.ledger.unwrap();
        let statutes = assess::statutes(&ledger).unwrap();
        let assessed = assess::assess(&ledger, &statutes, date(day));
        look(&assessed.invoices["i"])
    }

    fn on(&self, day: &str) -> Said {
        self.look(day, Said::of)
    }

    /// The interest, and `from..to days x principal at percent` of each stretch.
    fn interest(&self, day: &str) -> (String, Vec<String>) {
        let said = self.on(day);
        (said.interest, said.stretches)
    }
}

impl Said {
    fn of(on: &InvoiceOn) -> Self {
        let money = |amount: Amount| amount.plain(on.currency);
        let fixed = |amount, other: Option<(Amount, Currency)>| match other {
            Some((sum, currency)) => format!("{} and {} {currency}", money(amount), sum.plain(currency)),
            None => money(amount),
        };
        let ran = on.interest.as_ref();
        let stretches = ran.map(|ran| ran.stretches.as_slice()).unwrap_or_default();
        let claim = &on.claim;
        let held = claim
            .withheld
            .map_or(String::new(), |reason| format!(" {reason:?}"));
        Self {
            interest: ran.map_or("null".to_owned(), |ran| money(ran.amount)),
            stretches: stretches
                .iter()
                .map(|s| {
                    let percent = s.percent.shortest();
                    let principal = money(s.principal);
                    format!("{}..{} {} x {principal} at {percent}", s.from, s.to, s.days)
                })
                .collect(),
            compensation: fixed(on.compensation, on.other_compensation),
            provisional: ran.is_some_and(|ran| ran.provisional),
            not_running: on
                .not_running
                .map_or(String::new(), |reason| format!("{reason:?}")),
            claim: format!(
                "{} + {}{held}",
                money(claim.interest),
                fixed(claim.compensation, claim.other_compensation)
            ),
        }
    }
}

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
        // gov.uk, late commercial payments: rounds the interest of a day to 0.23 first
        ("1000.00", "8.5", 50, "11.64", "11.50"),
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

const FLAT: &str = "terms: {late_interest: {percent_per_year: 10}}";

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

/// By the debt when it fell due, not when it was billed or what is left of it.
#[test]
fn compensation_by_place_and_debt() {
    for (place, currency, total, further, sum) in [
        ("gb-eng", "GBP", "999.99", "", "40.00"),
        ("gb-eng", "GBP", "1000.00", "", "70.00"),
        ("gb-eng", "GBP", "9999.99", "", "70.00"),
        ("gb-eng", "GBP", "10000.00", "", "100.00"),
        (
            "gb-eng",
            "GBP",
            "1200.00",
            "payments: [{date: 2026-01-24, amount: 300.00}]",
            "40.00",
        ),
        (
            "gb-eng",
            "GBP",
            "1200.00",
            "payments: [{date: 2026-01-25, amount: 300.00}]",
            "70.00",
        ),
        ("gb-eng", "EUR", "1200.00", "", "0.00"),
        ("ie", "EUR", "1000.00", "", "40.00"),
        ("ie", "EUR", "1000.01", "", "70.00"),
        ("ie", "EUR", "10000.00", "", "70.00"),
        ("ie", "EUR", "10000.01", "", "100.00"),
        ("pl", "PLN", "5000.00", "", "0.00 and 40.00 EUR"),
        ("pl", "PLN", "5000.01", "", "0.00 and 70.00 EUR"),
        ("es", "USD", "10.00", "", "0.00 and 40.00 EUR"),
        ("nl", "EUR", "4000.00", "", "525.00"),
        ("nl", "EUR", "100.00", "", "40.00"),
        ("nl", "USD", "4000.00", "", "0.00"),
        ("us-ca", "USD", "4000.00", "", "0.00"),
    ] {
        let invoice = format!("amount: {total}\nissued: 2026-01-10\ndue: 2026-01-24\n{further}");
        let case = Case {
            place,
            currency,
            client: "kind: business",
            invoice: &invoice,
            ..Case::default()
        };
        let said = case.on("2026-03-31");
        assert_eq!(said.compensation, sum, "{place} {currency} {total} {further}");
    }
}

/// What is claimed of one debt: 21 days at 36.5 % of 1000 ran by 14 February, and 40.
#[test]
fn what_is_claimed_while_it_is_open() {
    let rate = "terms: {late_interest: {percent_per_year: 36.5}}";
    let waived = "date: 2026-02-01\nwhat: waive\nreason: goodwill";
    let waived_later = "date: 2026-02-15\nwhat: waive\nreason: goodwill";
    let never = "policy: p\npolicies: {p: {extends: standard, charges_from: never}}";
    let nobody: &[&str] = &[];
    for (settings, client, contract, log, claim) in [
        ("", "kind: business", rate, nobody, "21.00 + 40.00"),
        ("", "", rate, nobody, "21.00 + 0.00 KindUnknown"),
        ("", "", "", nobody, "0.00 + 0.00 KindUnknown"),
        ("", "kind: consumer", rate, nobody, "21.00 + 0.00"),
        ("", "kind: public-body", rate, nobody, "21.00 + 40.00"),
        ("", "kind: business", rate, &[waived], "0.00 + 0.00 Waived"),
        ("", "kind: business", rate, &[waived_later], "21.00 + 40.00"),
        (never, "kind: business", rate, nobody, "0.00 + 0.00 Never"),
        // `late_charges` is about what outlives the principal.
        (
            "",
            "kind: business\nlate_charges: waive",
            rate,
            nobody,
            "21.00 + 40.00",
        ),
    ] {
        let case = Case {
            place: "es",
            settings,
            client,
            contract: Some(contract),
            invoice: "amount: 1000.00\nissued: 2026-01-10\ndue: 2026-01-24",
            log,
            ..Case::default()
        };
        let said = case.on("2026-02-14");
        assert_eq!(said.claim, claim, "{settings} {client} {contract} {log:?}");
        assert_ne!(said.interest, "null");
    }
}

#[test]
fn what_both_kinds_owe_alike_is_claimed_of_an_unknown_kind() {
    let invoice = "amount: 366000.00\nissued: 2024-11-01\ndue: 2024-12-21";
    let russia = Case {
        place: "ru",
        currency: "RUB",
        contract: Some(""),
        invoice,
        ..Case::default()
    };
    assert_eq!(russia.on("2024-12-31").claim, "2100.00 + 0.00");
    let germany = Case {
        place: "de",
        ..russia.clone()
    };
    assert_eq!(germany.on("2024-12-31").claim, "0.00 + 0.00 KindUnknown");
}

#[test]
fn what_only_a_court_may_award_runs_and_is_not_claimed() {
    let case = Case {
        place: "us-ca",
        currency: "USD",
        client: "kind: business",
        contract: Some(""),
        invoice: "amount: 36500.00\nissued: 2026-01-10\ndue: 2026-01-24",
        ..Case::default()
    };
    let said = case.on("2026-02-03");
    assert_eq!(
        (said.interest.as_str(), said.claim.as_str()),
        ("100.00", "0.00 + 0.00 Prejudgment")
    );
    let agreed = Case {
        contract: Some(FLAT),
        ..case
    };
    assert_eq!(agreed.on("2026-02-03").claim, "100.00 + 0.00");
}

/// After the principal is paid: 21 days at 36.5 % of 1000, and 40.
#[test]
fn what_outlives_the_principal() {
    let firm = "date: 2026-02-10\nchannel: email\nstage: firm";
    let final_demand = "date: 2026-02-10\nchannel: registered-letter\nstage: final-demand";
    let returned = "date: 2026-02-10\nchannel: registered-letter\nstage: final-demand\ndelivered: false";
    let too_late = "date: 2026-02-15\nchannel: registered-letter\nstage: final-demand";
    let too_early = "date: 2026-01-24\nchannel: registered-letter\nstage: final-demand";
    let same_day = "date: 2026-02-14\nchannel: registered-letter\nstage: final-demand";
    let waived = "date: 2026-03-01\nwhat: waive\nreason: goodwill";
    let (all, not_demanded, let_go) = ("21.00 + 40.00", "0.00 + 0.00 NotDemanded", "0.00 + 0.00 LetGo");
    let nobody: &[&str] = &[];
    for (policy, client, contract, invoice, log, claim) in [
        ("", "", "", "", nobody, not_demanded),
        ("", "", "", "", &[firm], not_demanded),
        ("", "", "", "", &[final_demand], all),
        ("", "", "", "", &[returned], not_demanded),
        ("", "", "", "", &[too_late], not_demanded),
        ("", "", "", "", &[too_early], not_demanded),
        ("", "", "", "", &[same_day], all),
        ("charges_from: firm", "", "", "", &[firm], all),
        ("late_charges: claim", "", "", "", nobody, all),
        ("late_charges: waive", "", "", "", &[final_demand], let_go),
        ("late_charges: waive", "claim", "", "", nobody, all),
        ("late_charges: waive", "waive", "claim", "", nobody, all),
        ("late_charges: claim", "claim", "claim", "waive", nobody, let_go),
        ("", "claim", "if-demanded", "", nobody, not_demanded),
        ("", "", "", "claim", &[waived], "0.00 + 0.00 Waived"),
    ] {
        let own = |word: &str| match word {
            "" => String::new(),
            word => format!("late_charges: {word}\n"),
        };
        let settings = format!("policy: p\npolicies:\n  p:\n    extends: standard\n    {policy}");
        let client = format!("kind: business\n{}", own(client));
        let contract = format!(
            "terms: {{late_interest: {{percent_per_year: 36.5}}}}\n{}",
            own(contract)
        );
        let invoice = format!(
            "amount: 1000.00\nissued: 2026-01-10\ndue: 2026-01-24\npayments: [{{date: 2026-02-14, amount: 1000.00}}]\n{}",
            own(invoice)
        );
        let case = Case {
            place: "es",
            settings: &settings,
            client: &client,
            contract: Some(&contract),
            invoice: &invoice,
            log,
            ..Case::default()
        };
        let said = case.on("2026-04-01");
        assert_eq!(
            said.claim, claim,
            "{settings} {client} {contract} {invoice} {log:?}"
        );
        assert_eq!(
            (said.interest.as_str(), said.compensation.as_str()),
            ("21.00", "40.00")
        );
    }
}

#[test]
fn a_letter_claims_from_a_stage_on() {
    let case = Case {
        place: "es",
        client: "kind: business",
        contract: Some(FLAT),
        invoice: "amount: 36500.00\nissued: 2026-01-10\ndue: 2026-01-24",
        ..Case::default()
    };
    case.look("2026-01-25", |on| {
        for (stage, claims) in [
            (Stage::Reminder, false),
            (Stage::Mediation, false),
            (Stage::StopWork, false),
            (Stage::FinalDemand, true),
            (Stage::Decision, true),
        ] {
            let claim = on.claim_at(stage);
            assert_eq!(claim.is_nothing(), !claims, "{stage}");
        }
        assert_eq!(on.claim_at(Stage::FinalDemand), on.claim);
    });
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

/// An account with these payments, each so many days after 1 January 2024.
fn account(total: i64, payments: &[(i64, i64)]) -> Account<'static> {
    let mut movements = assess::movements::Movements::default();
    for (day, sum) in payments {
        let on = add_days(date("2024-01-01"), *day);
        movements.credit(on, Amount::from(*sum), assess::CreditKind::Given);
    }
    Account {
        currency: Currency::from_code("EUR").unwrap(),
        total: Amount::from(total),
        movements,
    }
}

static RUSSIA: LazyLock<Statutes> =
    LazyLock::new(|| Statutes::for_jurisdictions(["ru"], &Overrides::default()).unwrap());

/// Interest before rounding, from and to so many days after 1 January 2024, both inclusive.
fn unrounded(account: &Account, agreed: &Agreed, (from, to): (i64, i64)) -> Amount {
    let (from, to) = (
        add_days(date("2024-01-01"), from),
        add_days(date("2024-01-01"), to),
    );
    let tariff = Tariff::of(&RUSSIA, agreed, from).unwrap();
    let terms = Terms {
        principal: Principal::of(account),
        tariff: &tariff,
        year: agreed.year,
        compounding: agreed.compounding,
    };
    let ran = stretches::run(&terms, Days { from, to });
    let counted: i64 = ran.stretches.iter().map(|s| s.days).sum();
    assert_eq!(counted, days_between(from, to) + 1);
    for pair in ran.stretches.windows(2) {
        assert_eq!(add_days(pair[0].to, 1), pair[1].from);
    }
    ran.unrounded
}

fn agreed(year: YearBasis, compounding: Option<Compounding>) -> Agreed<'static> {
    Agreed {
        rule: Rule::Law("xx"),
        rate: Rate::Reference {
            reference: "cbr-key-rate",
            margin_points: amount("1.25"),
            fixing: Fixing::Floating,
        },
        year,
        compounding,
        runs_from: RunsFrom::Due,
    }
}

fn years() -> impl Strategy<Value = YearBasis> {
    prop_oneof![Just(YearBasis::Actual365), Just(YearBasis::ActualActual)]
}

fn payments() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((0i64..900, 1i64..400), 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn additive_over_a_cut_at_any_day(
        year in years(), paid in payments(), from in 0i64..400, first in 0i64..300, second in 1i64..300,
    ) {
        let account = account(1000, &paid);
        let agreed = agreed(year, None);
        let (cut, to) = (from + first, from + first + second);
        let whole = unrounded(&account, &agreed, (from, to));
        let parts = unrounded(&account, &agreed, (from, cut)) + unrounded(&account, &agreed, (cut + 1, to));
        let off = (whole - parts).decimal().abs();
        // What two divisions lose beside one, in the 20th digit and beyond.
        prop_assert!(off < rust_decimal::Decimal::new(1, 18), "{whole:?} {parts:?}");
    }

    #[test]
    fn grows_with_days_and_is_never_negative(
        year in years(), yearly in any::<bool>(), paid in payments(), from in 0i64..400, days in 0i64..600,
    ) {
        let account = account(1000, &paid);
        let agreed = agreed(year, yearly.then_some(Compounding::Yearly));
        let shorter = unrounded(&account, &agreed, (from, from + days));
        let longer = unrounded(&account, &agreed, (from, from + days + 1));
        prop_assert!(shorter >= Amount::ZERO);
        prop_assert!(longer >= shorter);
    }

    #[test]
    fn a_payment_lowers_it(
        year in years(), yearly in any::<bool>(), paid in payments(), day in 0i64..300, more in 1i64..300,
    ) {
        let agreed = agreed(year, yearly.then_some(Compounding::Yearly));
        let fewer = unrounded(&account(3000, &paid), &agreed, (0, 400));
        let mut with = paid.clone();
        with.push((day, more));
        let lower = unrounded(&account(3000, &with), &agreed, (0, 400));
        prop_assert!(lower < fewer);
    }

    #[test]
    fn compounding_never_costs_less(year in years(), paid in payments(), days in 0i64..900) {
        let account = account(1000, &paid);
        let simple = unrounded(&account, &agreed(year, None), (0, days));
        let compound = unrounded(&account, &agreed(year, Some(Compounding::Yearly)), (0, days));
        prop_assert!(compound >= simple);
        // Nothing joins before the first anniversary: 366 days after 31 December 2023.
        prop_assert!(days >= 366 || compound == simple);
    }
}
