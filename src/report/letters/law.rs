//! What the law adds to a final demand: the step it wants before a court, and the law on paying freelancers.

use crate::{
    assess::{Assessed, InvoiceOn, Owed, debtor_form},
    model::{ClientKind, CreditorKind},
    money::Currency,
    statute::{Confidence, FreelancerLaw, PreActionKind},
};
use std::collections::BTreeSet;

/// Empty where the law says nothing, or nothing that anybody could check.
#[derive(Debug, Clone, Default)]
pub struct LawOn<'a> {
    /// What the letter is, or offers, before a court is asked.
    pub pre_actions: BTreeSet<PreActionKind>,
    /// The one that all invoices of the letter are under.
    pub freelancer: Option<&'a FreelancerLaw>,
}

impl<'a> LawOn<'a> {
    pub(super) fn of(assessed: &Assessed<'a>, invoices: &[&InvoiceOn<'a>], owed: Owed) -> Self {
        let mut laws = invoices.iter().map(|on| freelancer(assessed, on));
        let first = laws.next().flatten();
        Self {
            pre_actions: invoices.iter().flat_map(|on| steps(assessed, on, owed)).collect(),
            freelancer: first.filter(|_| laws.all(|other| other == first)),
        }
    }
}

fn steps<'s>(assessed: &'s Assessed, on: &InvoiceOn, owed: Owed) -> impl Iterator<Item = PreActionKind> + 's {
    let place = assessed.ledger.jurisdiction(on.client, on.contract);
    let law = place.and_then(|place| assessed.statutes.jurisdiction(place));
    let form = debtor_form(on.client);
    let steps = law.into_iter().flat_map(move |law| {
        let comparable = (law.currency == owed.currency).then_some(owed.amount);
        law.pre_actions(form, comparable)
    });
    let sure = steps.filter(|step| step.confidence != Confidence::Low);
    sure.map(|step| step.kind)
        .filter(|kind| *kind != PreActionKind::AssistedNegotiation)
}

/// For work of a person, to a business, worth enough, under a contract made since it is in force. Smaller contracts
/// that only together are worth enough are left out: rather no law named than one that doesn't apply.
fn freelancer<'a>(assessed: &Assessed<'a>, on: &InvoiceOn<'a>) -> Option<&'a FreelancerLaw> {
    let person = assessed.ledger.settings.creditor.kind == CreditorKind::Individual;
    let business = on
        .client
        .kind
        .is_some_and(|kind| kind.value == ClientKind::Business);
    if !person || !business || Currency::from_code("USD") != Some(on.currency) {
        return None;
    }
    let place = assessed.ledger.jurisdiction(on.client, on.contract)?;
    let law = assessed.statutes.freelancer_law(place)?;
    let contract = on
        .contract
        .and_then(|contract| assessed.contracts.get(contract.id.as_str()));
    let made = on.contract.and_then(|contract| contract.signed.or(contract.date));
    let made = made.or(on.invoice.issued)?.value;
    let worth = contract.map_or(on.totals.total, |contract| contract.total);
    let applies = law.from <= made && law.written_contract_threshold <= worth;
    (applies && law.confidence != Confidence::Low).then_some(law)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{Sample, amount};

    /// What the letter about `i` names: steps and law.
    fn named(settings: &str, client: &str, contract: &str) -> (Vec<&'static str>, Option<String>) {
        let text = format!(
            "{{settings: {settings}, clients: {{a: {{name: A, {client}}}}}, contracts: {{c: {{client: a, {contract}}}}},
              invoices: {{i: {{client: a, contract: c, amount: 1000, issued: 2026-01-01, due: 2026-01-15}}}}}}"
        );
        let sample = Sample::on("2026-06-01", &text);
        let assessed = sample.assess();
        let on = &assessed.invoices["i"];
        let owed = Owed {
            amount: amount("1000"),
            currency: on.currency,
        };
        let law = LawOn::of(&assessed, &[on], owed);
        let steps = law.pre_actions.iter().map(|kind| kind.word()).collect();
        (steps, law.freelancer.map(|law| law.id.clone()))
    }

    const CONTRACT: &str = "date: 2026-01-01, total: 1000";

    #[test]
    fn england_differs_by_the_form_of_the_debtor() {
        let england = "{currency: GBP, jurisdiction: gb-eng}";
        assert_eq!(
            named(england, "legal_form: sole-trader", CONTRACT).0,
            ["letter-of-claim"]
        );
        assert_eq!(
            named(england, "legal_form: company", CONTRACT).0,
            ["letter-before-action"]
        );
    }

    #[test]
    fn what_only_lawyers_can_write_is_not_named() {
        assert!(
            named("{jurisdiction: it}", "kind: business", CONTRACT)
                .0
                .is_empty()
        );
        assert_eq!(
            named("{jurisdiction: es}", "kind: business", CONTRACT).0,
            ["negotiation"]
        );
    }

    #[test]
    fn a_freelancers_law_needs_everything_it_asks_for() {
        let new_york = "{currency: USD, jurisdiction: us-ny-nyc}";
        let law = |settings: &str, client: &str, contract: &str| named(settings, client, contract).1;
        assert_eq!(
            law(new_york, "kind: business", CONTRACT).as_deref(),
            Some("us-ny-nyc")
        );
        let organisation =
            "{currency: USD, jurisdiction: us-ny-nyc, creditor: {name: W, kind: organisation}}";
        for (settings, client, contract) in [
            (organisation, "kind: business", CONTRACT),
            (new_york, "kind: consumer", CONTRACT),
            (new_york, "email: x", "date: 2017-05-14, total: 1000"),
            (new_york, "kind: business", "date: 2017-05-14, total: 1000"),
            (new_york, "kind: business", "date: 2026-01-01, total: 799.99"),
            (
                "{currency: EUR, jurisdiction: us-ny-nyc}",
                "kind: business",
                CONTRACT,
            ),
            ("{currency: USD, jurisdiction: us-tx}", "kind: business", CONTRACT),
        ] {
            let client = client.replace("email: x", "chasing: {}");
            assert_eq!(
                law(settings, &client, contract),
                None,
                "{settings} {client} {contract}"
            );
        }
    }
}
