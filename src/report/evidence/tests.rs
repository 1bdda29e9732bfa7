//! What is claimed, and what of it a court takes.

use super::*;
use crate::{calendar::parse_date, report::sample::Sample};

const LEDGER: &str = "clients: {a: {name: A, kind: business, jurisdiction: de}}\n\
    contracts: {c: {client: a, total: 12000.00}}\n\
    invoices: {i: {client: a, contract: c, issued: 2026-01-01, due: 2026-01-15, amount: 11000.00}, \
    j: {client: a, contract: c, issued: 2026-01-01, due: 2026-02-15, amount: 500.00, payments: [{date: 2026-02-01, amount: 500.00}]}}";

fn evidence_of<T>(day: &str, text: &str, ask: impl Fn(&Assessed, &Evidence) -> T) -> T {
    let sample = Sample::on(day, text);
    let assessed = sample.assess();
    let evidence = evidence(&assessed, Subject::Contract(&assessed.contracts["c"])).unwrap();
    ask(&assessed, &evidence)
}

#[test]
fn what_is_above_the_limit_would_have_to_be_waived() {
    let amount = |text| Amount::parse(text).unwrap();
    evidence_of("2026-03-01", LEDGER, |_, evidence| {
        assert_eq!(evidence.principal, amount("11000"));
        assert_eq!(evidence.others.len(), 1);
        let fit = evidence.court.fit.unwrap();
        assert_eq!((fit.measured, fit.to_waive), (amount("11000"), amount("1000")));
        assert_eq!(evidence.court.limitation_on, parse_date("2029-12-31"));
    });
}

#[test]
fn what_ran_is_claimed() {
    evidence_of("2026-09-01", LEDGER, |_, evidence| {
        let own = &evidence.claimed[0];
        let ran = own.on.interest.as_ref().unwrap();
        assert_eq!(own.interest, ran.amount);
    });
}

#[test]
fn what_was_let_go_is_not_claimed() {
    let text = format!(
        "{LEDGER}\nlog: {{w: {{client: a, date: 2026-02-20, what: waive, invoices: [i], reason: peace}}}}"
    );
    evidence_of("2026-03-01", &text, |_, evidence| {
        assert_eq!(
            (evidence.interest, evidence.compensation),
            (Amount::ZERO, Amount::ZERO)
        );
        assert_eq!(evidence.claimed[0].withheld, Some(Withheld::Waived));
    });
}

#[test]
fn nothing_open_is_nothing_to_claim() {
    let sample = Sample::on("2026-03-01", LEDGER);
    let assessed = sample.assess();
    let refused = evidence(&assessed, Subject::Invoice(&assessed.invoices["j"])).unwrap_err();
    assert_eq!(refused.to_string(), "nothing is open on invoice j: it is paid");
}

#[test]
fn time_to_reply_runs_from_the_last_demand() {
    let text = "clients: {a: {name: A, kind: business, legal_form: sole-trader, jurisdiction: gb-eng}}\n\
        settings: {currency: GBP}\n\
        contracts: {c: {client: a}}\n\
        invoices: {i: {client: a, contract: c, issued: 2026-01-01, due: 2026-01-15, amount: 900.00}}\n\
        log: {d: {client: a, date: 2026-03-01, channel: letter, stage: final-demand, invoices: [i]}}";
    let (demanded, last) = (
        parse_date("2026-03-01").unwrap(),
        parse_date("2026-03-31").unwrap(),
    );
    for (day, reply) in [
        ("2026-02-28", Reply::NoDemand),
        ("2026-03-31", Reply::Until { demanded, last }),
        ("2026-04-01", Reply::Over { demanded, last }),
    ] {
        evidence_of(day, text, |_, evidence| {
            assert_eq!(
                evidence
                    .court
                    .bars
                    .iter()
                    .map(|bar| bar.reply)
                    .collect::<Vec<_>>(),
                [reply],
                "{day}"
            );
        });
    }
}
