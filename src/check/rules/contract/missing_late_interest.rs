//! A contract that does not say what it costs to pay late.

use super::{active, place_of_terms};
use crate::{
    assess::{Assessed, ContractOn, debtor, governing_law},
    check::{Dated, Edition, Options, Rule, Sink, Takes, wording},
    finding::{Finding, Level},
    statute::{InterestKind, InterestRule, Jurisdiction, Rate},
};

pub const RULE: Rule = Rule {
    id: "contract/missing-late-interest",
    level: Level::Info,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "No `late_interest`: nothing says what it costs to pay late",
    page: include_str!("missing-late-interest.md"),
    check: Some(check),
};

const OWN_RATE: &str = "agree on a rate, let the contract say it, and add it to `terms`: `late_interest: {percent_per_year: RATE}`";

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in active(assessed).filter(|on| on.contract.terms.late_interest.is_none()) {
        sink.report(finding(assessed, on));
    }
}

fn finding(assessed: &Assessed, on: &ContractOn) -> Finding {
    let place = place_of_terms(on.contract);
    let silent = "the contract does not say what it costs to pay late";
    let client = assessed.ledger.clients.get(&on.contract.client.value);
    let law = governing_law(assessed.basis(), on.contract);
    let Some((law, rule)) = law.and_then(|law| Some((law, law.interest_rule(client.and_then(debtor))?)))
    else {
        let unknown = law.map_or_else(
            || ", and no law is named that would".to_owned(),
            |law| format!(", and what the law of {} gives is not known here", law.name),
        );
        return RULE.finding(place, format!("{silent}{unknown}")).help(OWN_RATE);
    };
    let doubt = wording::doubt(rule.confidence);
    let rate = rate_words(assessed, rule);
    let finding = match (rule.kind, rate) {
        (InterestKind::Prejudgment, rate) => {
            let rate = rate.or_else(|| rule.formula.clone());
            let rate = rate.map_or_else(String::new, |rate| format!(": {rate}"));
            let law = format!(", and in {} only a court may award interest{rate}{doubt}", law.name);
            RULE.finding(place, format!("{silent}{law}"))
                .help(OWN_RATE)
                .level(Level::Warning)
        }
        (InterestKind::Owed, None) => RULE
            .finding(place, format!("{silent}, and {}{doubt}", no_rate(law, rule)))
            .help(OWN_RATE)
            .level(Level::Warning),
        (InterestKind::Owed, Some(rate)) => RULE
            .finding(place, format!("{silent}; the law of {} gives {rate}{doubt}", law.name))
            .help("if that is what you want, let the contract say so and add `late_interest: statutory` to `terms`; if not, agree on a rate: `late_interest: {percent_per_year: RATE}`"),
    };
    match wording::cited(&rule.sources) {
        Some(source) => finding.source(source),
        None => finding,
    }
}

fn no_rate(law: &Jurisdiction, rule: &InterestRule) -> String {
    let formula = rule.formula.as_ref();
    let formula = formula.map_or_else(String::new, |formula| format!(": {formula}"));
    format!(
        "the law of {} gives no rate that dunlin can count with{formula}",
        law.name
    )
}

/// `None`: the law has words, and no figure.
fn rate_words(assessed: &Assessed, rule: &InterestRule) -> Option<String> {
    Some(match rule.rate()? {
        Rate::Fixed {
            percent,
            of_one_period,
        } => {
            let changes = if of_one_period {
                ", a figure that changes"
            } else {
                ""
            };
            format!("{} % a year{changes}", percent.shortest())
        }
        Rate::Reference {
            reference,
            margin_points,
            ..
        } => {
            let table = assessed.statutes.rate_table(reference);
            let name = table.map_or(reference, |table| &table.name);
            if margin_points.is_zero() {
                format!("a rate that changes: {name}")
            } else {
                format!(
                    "{} points over a rate that changes: {name}",
                    margin_points.shortest()
                )
            }
        }
    })
}
