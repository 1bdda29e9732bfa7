//! What the letter's one contract says, by its numbers: nothing is quoted that it doesn't hold.

use super::Writing;
use crate::{
    assess::Withheld,
    calendar::add_days,
    model::{Contract, LateInterest, Stage, format::Word},
    render::letter::{facts, inline::inline},
    report::{Matter, contracts},
};

impl<'a> Writing<'_, 'a> {
    pub(super) fn contracts(self) -> Vec<&'a Contract> {
        match self.letter.matter {
            Matter::Work(contract) | Matter::Resumed(contract, _) => vec![contract],
            _ => contracts(self.pen.assessed, self.letter),
        }
    }

    /// `None` if there are several.
    fn one_contract(self) -> Option<&'a Contract> {
        match self.contracts().as_slice() {
            [contract] => Some(contract),
            _ => None,
        }
    }

    pub(super) fn contract(self) -> facts::Contract {
        let contract = self.one_contract().map(|contract| facts::Contract {
            title: inline(&contract.title),
            date: self.pen.date_if(contract.date.map(|date| date.value)),
        });
        contract.unwrap_or_default()
    }

    pub(super) fn terms(self) -> facts::Terms {
        let Some(contract) = self.one_contract() else {
            return facts::Terms::default();
        };
        let terms = &contract.terms;
        let grace = terms.grace_days.map(|days| u64::from(days.value));
        let grace = grace.filter(|days| *days > 0);
        facts::Terms {
            grace_days: grace
                .map(|days| self.pen.language.count("days", days))
                .unwrap_or_default(),
            stop_work: terms.stop_work.is_some_and(|stop| stop.value),
            late_interest: self.late_interest(contract),
            disputes: terms
                .disputes
                .as_ref()
                .map(|disputes| disputes.value.word().to_owned())
                .unwrap_or_default(),
            ..self.early_discount(contract)
        }
    }

    /// Not if the user lets interest go.
    fn late_interest(self, contract: &Contract) -> String {
        let let_go = self.letter.demanded.iter().any(|row| {
            let on = self.pen.invoice(row);
            let withheld = on.and_then(|on| on.claim.withheld);
            matches!(
                withheld,
                Some(Withheld::Waived | Withheld::Never | Withheld::LetGo)
            )
        });
        let language = self.pen.language;
        match contract.terms.late_interest.as_ref().map(|late| &late.value) {
            _ if let_go => String::new(),
            Some(LateInterest::Flat(percent)) => {
                let percent = language.percent(*percent);
                language.phrase("terms.late-interest.agreed", &[("percent", &percent)])
            }
            Some(LateInterest::Statutory) => language.word("terms.late-interest.statutory").to_owned(),
            Some(LateInterest::None) | None => String::new(),
        }
    }

    /// Before the due date, while it can still be taken: of one invoice.
    fn early_discount(self, contract: &Contract) -> facts::Terms {
        let none = facts::Terms::default();
        let (Stage::HeadsUp, [row]) = (self.letter.stage, self.letter.demanded.as_slice()) else {
            return none;
        };
        let (Some(discount), Some(on)) = (&contract.terms.early_discount, self.pen.invoice(row)) else {
            return none;
        };
        let Some(issued) = on.invoice.issued else {
            return none;
        };
        let until = add_days(issued.value, i64::from(discount.days));
        let off = on.totals.total.percent(discount.percent, on.currency);
        let left = self.letter.asked - off;
        if until < self.pen.assessed.day || !left.is_positive() {
            return none;
        }
        facts::Terms {
            discount_percent: self.pen.language.percent(discount.percent),
            discount_until: self.pen.date(until),
            discounted_total: self.pen.amount(left),
            ..none
        }
    }
}
