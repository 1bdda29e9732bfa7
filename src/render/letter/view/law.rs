//! What the law says in a letter: the rate of interest and its source, the step before a court, the law on freelancers.

use super::Writing;
use crate::{
    assess::{Rule, debtor},
    render::letter::{facts, inline::inline},
    statute::{PreActionKind, Remedy},
};

impl Writing<'_, '_> {
    /// The rate and what it rests on, where one rate says it all.
    pub(super) fn interest_rule(self) -> String {
        let invoices = self.letter.demanded.iter();
        let demanded = invoices.filter_map(|row| self.pen.invoice(row)?.interest.as_ref());
        let mut rates =
            demanded.flat_map(|ran| ran.stretches.iter().map(|stretch| (ran.rule, stretch.percent)));
        let Some((rule, percent)) = rates.next() else {
            return String::new();
        };
        if rates.any(|other| other != (rule, percent)) {
            return String::new();
        }
        let language = self.pen.language;
        let percent = language.percent(percent);
        match rule {
            Rule::Contract => language.phrase("interest-rule.agreed", &[("percent", &percent)]),
            Rule::Law(place) => {
                let statutes = self.pen.assessed.statutes;
                let law = statutes.interest_rule(place, debtor(self.letter.client));
                let source = law.and_then(|law| law.sources.first());
                let source = source.map(|source| inline(&source.title));
                let values = [
                    ("percent", percent.as_str()),
                    ("source", source.as_deref().unwrap_or(place)),
                ];
                language.phrase("interest-rule.statutory", &values)
            }
        }
    }

    /// In another currency than the letter's.
    pub(super) fn other_compensation(self) -> String {
        let sums = self.letter.charges.other_compensation.iter();
        let sums: Vec<_> = sums
            .filter(|(_, amount)| amount.is_positive())
            .map(|(currency, amount)| self.pen.language.amount(*amount, *currency))
            .collect();
        self.pen.language.list(&sums)
    }

    pub(super) fn law(self) -> facts::Law {
        let law = &self.letter.law;
        let deadline = self.pen.date_if(self.letter.deadline);
        let sentences = law.pre_actions.iter().map(|kind| {
            let key = format!("pre-action.{}", kind.word());
            self.pen.language.phrase(&key, &[("date", &deadline)])
        });
        facts::Law {
            pre_action: sentences.collect(),
            freelancer: law.freelancer.map(|law| inline(&law.law)).unwrap_or_default(),
            double: law
                .freelancer
                .is_some_and(|law| law.remedy == Some(Remedy::DoubleAndFees)),
        }
    }

    /// The words of what goes with such a letter.
    pub(super) fn law_enclosures(self) -> Vec<&'static str> {
        let steps = &self.letter.law.pre_actions;
        if steps.contains(&PreActionKind::LetterOfClaim) {
            vec!["enclosure.information-sheet", "enclosure.reply-form"]
        } else {
            Vec::new()
        }
    }
}
