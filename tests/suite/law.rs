//! `dunlin law` as a person types it, within a ledger and without any.

use crate::dunlin::Place;

#[test]
fn a_place_is_told_without_any_ledger() {
    let place = Place::new();
    let run = place.dunlin(&["law", "US-CA", "--as-of", "2026-03-01"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    for told in [
        "California (us-ca)\n",
        "12500.00 USD since 2024-01-01, claimed by an individual (in force for you, against a company)",
        "no more than two claims over 2,500 in a calendar year",
        "https://legalatoms.com/uncategorized-en/small-claims-limit-in-california",
        "10 % a year\n",
        "a court may award it; no reminder asks for it",
        "4 years from the due date, at the earliest",
        "Information, not legal advice.\n",
    ] {
        assert!(run.stdout.contains(told), "{told}\n{}", run.stdout);
    }
}

#[test]
fn a_reference_rate_is_told_with_its_day() {
    let place = Place::new();
    for (day, told) in [
        (
            "2026-06-30",
            "10.27 % a year on 2026-06-30: 1.27 % since 2026-01-01, plus 9 points; each day at its own",
        ),
        (
            "2026-07-01",
            "10.52 % a year on 2026-07-01: 1.52 % since 2026-07-01, plus 9 points; each day at its own",
        ),
    ] {
        let run = place.dunlin(&["law", "de", "--as-of", day]);
        assert!(run.stdout.contains(told), "{day}\n{}", run.stdout);
        assert!(!run.stdout.contains("the last rate serves"), "{}", run.stdout);
    }
    let later = place.dunlin(&["law", "de", "--as-of", "2027-01-01"]);
    assert!(later.stdout.contains("the last rate serves"), "{}", later.stdout);
}

#[test]
fn a_ledger_s_own_figures_and_its_creditor_count() {
    let settings = "creditor: {name: Faro, kind: organisation}\ncurrency: EUR\nas_of: 2026-03-01\n\
        law: {jurisdictions: {de: {small_claims: {limits: [{from: 2026-02-01, amount: 12000}]}}}}\n";
    let place = Place::with(&[("dunlin.yaml", settings)]);
    let told = place.dunlin(&["law", "de"]).stdout;
    assert!(
        told.contains("12000.00 EUR since 2026-02-01; your own figure, under `law:` (in force"),
        "{told}"
    );
    let all = place.dunlin(&["law"]).stdout;
    let line = |id: &str| {
        let line = all
            .lines()
            .find(|line| line.split_whitespace().next() == Some(id))
            .unwrap();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("de"), "de Germany *12000.00 EUR 2026-11-22");
    assert_eq!(line("us-ca"), "us-ca California 6250.00 USD 2026-11-22");
    assert_eq!(line("ie"), "ie Ireland ?15000.00 EUR 2026-11-22");
    assert_eq!(
        line("ca-nt"),
        "ca-nt Northwest Territories <35000.00 CAD 2026-11-22"
    );
}

#[test]
fn an_unknown_place_names_the_nearest() {
    let run = Place::new().dunlin(&["law", "us-cb"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert_eq!(
        run.stderr,
        "error: no law is known for `us-cb`; did you mean `us-ca`? (`dunlin law` lists the places)\n"
    );
}
