//! What was agreed or opened about an invoice, and what became of it.

use super::{Book, voice::some};
use crate::{
    assess::{InvoiceOn, PlanOn, PlanStatus, PromiseOn, PromiseStatus},
    calendar::Date,
    model::{Case, Plan, format::Word},
    render::dashboard::element::{Arrangement, Fact, Tone},
};

impl Book<'_> {
    /// The promise and the plan that count, every case, and the dispute.
    pub fn arrangements(&self, on: &InvoiceOn) -> Vec<Arrangement> {
        let day = self.facts.assessed.day;
        let cases = self.index.cases.invoice.of(&on.invoice.id).iter();
        let cases = cases
            .filter(|case| case.opened.value <= day)
            .map(|case| self.case(on, case));
        let promise = on.promise.as_ref().map(|promise| self.promise(on, promise));
        let plan = on.plan.map(|plan| self.plan(plan));
        promise
            .into_iter()
            .chain(plan)
            .chain(self.dispute(on))
            .chain(cases)
            .collect()
    }

    fn promise(&self, on: &InvoiceOn, promise: &PromiseOn) -> Arrangement {
        let (key, tone) = match promise.status {
            PromiseStatus::Open => ("state.promised", Tone::Watch),
            PromiseStatus::Kept => ("state.promise-kept", Tone::Good),
            PromiseStatus::Broken => ("state.broken", Tone::Late),
        };
        let values = [
            ("made", self.voice.date(promise.made)),
            ("amount", self.voice.amount(promise.amount, on.currency)),
            ("date", self.voice.date(promise.pay_by)),
        ];
        let values: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        Arrangement {
            kind: self.voice.word("arranged.promise"),
            state: self.voice.mark(key, tone),
            sentence: format!(
                "{} {}",
                self.voice.phrase("arranged.promised", &values),
                self.in_writing(promise.written)
            ),
            facts: Vec::new(),
        }
    }

    fn plan(&self, on: PlanOn) -> Arrangement {
        let (key, tone) = match on.status {
            PlanStatus::Kept => ("state.kept", Tone::Good),
            PlanStatus::Missed => ("state.missed", Tone::Late),
        };
        Arrangement {
            kind: self.voice.word("arranged.plan"),
            state: self.voice.mark(key, tone),
            sentence: format!(
                "{} {}",
                self.voice.dated("arranged.agreed", on.plan.agreed.value),
                self.in_writing(on.plan.written)
            ),
            facts: self.plan_facts(on.plan),
        }
    }

    fn plan_facts(&self, plan: &Plan) -> Vec<Fact> {
        let currency = self.facts.assessed.ledger.plan_currency(plan);
        let instalments = plan.instalments.iter().map(|instalment| Fact {
            label: self.voice.short(instalment.due.value),
            value: self.voice.amount(instalment.amount.value, currency),
            href: None,
            note: None,
        });
        let discount = plan.discount.as_ref().map(|discount| Fact {
            note: Some(
                self.voice
                    .dated("arranged.discount-if", discount.if_paid_by.value),
            ),
            ..self.voice.fact(
                "fact.discount",
                self.voice.amount(discount.amount.value, currency),
            )
        });
        instalments.chain(discount).collect()
    }

    fn in_writing(&self, written: bool) -> String {
        self.voice.word(if written {
            "arranged.written"
        } else {
            "arranged.oral"
        })
    }

    fn dispute(&self, on: &InvoiceOn) -> Option<Arrangement> {
        let told = on.invoice.dispute.as_ref();
        let facts = told.and_then(|dispute| self.voice.written("fact.reason", &dispute.reason));
        let (key, tone, sentence) = match (on.disputes.open_since, on.disputes.resolved_on) {
            (Some(since), _) => ("state.disputed", Tone::Watch, ("arranged.raised", since)),
            (None, Some(day)) => ("state.resolved", Tone::Good, ("arranged.settled", day)),
            (None, None) => return None,
        };
        Some(Arrangement {
            kind: self.voice.word("arranged.dispute"),
            state: self.voice.mark(key, tone),
            sentence: self.voice.dated(sentence.0, sentence.1),
            facts: facts.into_iter().collect(),
        })
    }

    fn case(&self, on: &InvoiceOn, case: &Case) -> Arrangement {
        let day = self.facts.assessed.day;
        let voice = self.voice;
        let past = |date: Date| Some(date).filter(|date| *date <= day);
        let closed = case.closed.as_ref().filter(|closed| closed.date.value <= day);
        let opened = voice.dated("arranged.opened", case.opened.value);
        let sentence = match closed {
            Some(closed) => format!("{opened} {}", voice.dated("arranged.closed", closed.date.value)),
            None => opened,
        };
        let judgment = case.judgment.as_ref().and_then(|judgment| {
            let amount = judgment
                .amount
                .map(|amount| voice.amount(amount.value, on.currency));
            let fact = voice.day_fact("fact.judgment", past(judgment.date.value))?;
            Some(Fact { note: amount, ..fact })
        });
        let next = case.next.as_ref().filter(|_| closed.is_none()).map(|next| Fact {
            note: some(&next.what),
            ..voice.fact("fact.next-date", voice.date(next.date.value))
        });
        let facts = [
            voice.written("fact.reference", &case.reference),
            voice.day_fact("fact.filed", case.filed.and_then(|filed| past(filed.value))),
            judgment,
            next,
        ];
        Arrangement {
            kind: voice.word(&format!("route.{}", case.route.value.word())),
            state: match closed {
                Some(_) => voice.mark("state.closed", Tone::Plain),
                None => voice.mark("state.case", Tone::Watch),
            },
            sentence,
            facts: facts.into_iter().flatten().collect(),
        }
    }
}
