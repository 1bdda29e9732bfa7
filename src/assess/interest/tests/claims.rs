//! Compensation, and what of all that ran is claimed.

use super::*;
use crate::model::Stage;

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
        // What is to be let go in the end isn't asked for on the way.
        (
            "",
            "kind: business\nlate_charges: waive",
            rate,
            nobody,
            "0.00 + 0.00 LetGo",
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
