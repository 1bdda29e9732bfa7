//! What the law says in a letter: the rate of interest and its source, the step before a court, the law on freelancers.

use super::Writing;
use crate::{
    assess::{Rule, debtor},
    render::letter::{facts, inline::inline},
    statute::{PreActionKind, Remedy},
};

impl Writing<'_, '_> {
    /// The rate, where one says it all, and the law or contract that it rests on, where it is one.
    pub(super) fn interest_rule(self) -> String {
        let invoices = self.letter.demanded.iter();
        let demanded = invoices.filter_map(|row| self.pen.invoice(row)?.interest.as_ref());
        let mut rates =
            demanded.flat_map(|ran| ran.stretches.iter().map(|stretch| (ran.rule, stretch.percent)));
        let Some((rule, percent)) = rates.next() else {
            return String::new();
        };
        let mut others = rates.filter(|other| *other != (rule, percent));
        let (is_one_rate, is_one_rule) = match others.next() {
            None => (true, true),
            Some((other, _)) => (false, other == rule && others.all(|(other, _)| other == rule)),
        };
        let language = self.pen.language;
        let percent = language.percent(percent);
        let percent = ("percent", percent.as_str());
        match rule {
            Rule::Contract if is_one_rate => language.phrase("interest-rule.agreed", &[percent]),
            Rule::Law(place) if is_one_rule => {
                let law = self
                    .pen
                    .assessed
                    .statutes
                    .interest_rule(place, debtor(self.letter.client));
                let cite = law
                    .and_then(|law| law.cite.as_deref())
                    .map(|cite| ("source", cite));
                match (cite, is_one_rate) {
                    (Some(cite), true) => language.phrase("interest-rule.statutory", &[percent, cite]),
                    (Some(cite), false) => language.phrase("interest-rule.by-law", &[cite]),
                    (None, true) => language.phrase("interest-rule.uncited", &[percent]),
                    (None, false) => String::new(),
                }
            }
            Rule::Contract | Rule::Law(_) => String::new(),
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
