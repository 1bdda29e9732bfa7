//! A contract that gives the client more time to pay than its law lets anybody agree on.

use super::active;
use crate::{
    assess::{Assessed, ContractOn, debtor, governing_law},
    check::{Dated, Edition, Options, Rule, Sink, Takes, wording},
    finding::{Finding, Level},
    statute::{DebtorKind, Jurisdiction},
};

pub const RULE: Rule = Rule {
    id: "contract/payment-term-too-long",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "The client has longer to pay than the law lets anybody agree on",
    page: include_str!("payment-term-too-long.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in active(assessed) {
        let law = governing_law(assessed.basis(), on.contract);
        if let Some(finding) = law.and_then(|law| finding(assessed, on, law)) {
            sink.report(finding);
        }
    }
}

fn finding(assessed: &Assessed, on: &ContractOn, law: &Jurisdiction) -> Option<Finding> {
    let agreed = on.contract.terms.payment_days?;
    let client = assessed.ledger.clients.get(&on.contract.client.value)?;
    let terms = law.payment_terms.as_ref()?;
    let kind = debtor(client);
    let most = terms.max_days.for_kind(kind)?;
    if agreed.value.days <= most {
        return None;
    }
    let who = match kind {
        Some(DebtorKind::Consumer) => "a consumer",
        Some(DebtorKind::PublicBody) => "a public body",
        Some(DebtorKind::Business) | None => "a business",
    };
    let message = format!(
        "the client has {} days to pay; the most that can be agreed with {who} in {} is {most}{}",
        agreed.value.days,
        law.name,
        wording::doubt(terms.confidence)
    );
    let note = terms.note.as_ref();
    let note = note.map_or_else(String::new, |note| format!("\nin this place: {note}"));
    let finding = RULE.finding(agreed.span, message).help(format!(
        "agree on at most {most} days: `payment_days: {most}`{note}"
    ));
    Some(match wording::cited(&terms.sources) {
        Some(source) => finding.source(source),
        None => finding,
    })
}
