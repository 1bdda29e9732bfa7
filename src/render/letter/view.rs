//! A letter's facts in its language's words.

mod contract;
mod law;

use super::{
    facts::{self, Facts},
    inline::inline,
    pen::{self, Pen, RowStyle},
};
use crate::{
    calendar::Date,
    model::{Stage, format::Word},
    render::mail::STATEMENT,
    report::{Letter, Lifted, Matter, PlanDue, ProposedPlan, Work},
};

/// A letter and all that its words are taken from.
#[derive(Debug, Clone, Copy)]
pub struct Writing<'s, 'a> {
    pub pen: Pen<'s, 'a>,
    pub letter: &'s Letter<'a>,
}

impl Writing<'_, '_> {
    pub fn facts(self) -> Facts {
        let (pen, letter) = (self.pen, self.letter);
        let charged = letter.charges.interest.is_positive();
        let numbers = self.numbers();
        Facts {
            creditor: pen.creditor(),
            client: pen::client(letter.client),
            invoices: pen.rows(&letter.demanded, self.style()),
            lesser: pen.rows(&letter.lesser, self.style()),
            also: pen.rows(&letter.also, self.style()),
            total: pen.amount(letter.demanded_total()),
            lesser_total: pen.optional(letter.lesser_total()),
            credit: pen.optional(letter.credit),
            to_pay: pen.amount(letter.asked),
            claim_total: pen.amount(letter.claimed_total()),
            interest: pen.optional(letter.charges.interest),
            interest_rule: self.interest_rule(),
            interest_until: pen.date_if(charged.then_some(pen.assessed.day)),
            compensation: pen.optional(letter.charges.compensation),
            other_compensation: self.other_compensation(),
            answer_by: pen.date_if(letter.answer_by),
            deadline: pen.date_if(letter.deadline),
            date: pen.date(self.dated()),
            reconciled: pen.date_if(pen.assessed.ledger.settings.reconciled.map(|day| day.value)),
            bank: pen.bank(),
            payment_link: pen.payment_link(&numbers, letter.claimed_total()),
            payment_reference: numbers.join(", "),
            client_reference: letter.client.billing.reference.clone(),
            contract: self.contract(),
            terms: self.terms(),
            work: self.work(),
            proposal: self.proposal(),
            plan: self.plan(),
            paid: self.paid(),
            law: self.law(),
            next: self.next(),
            enclosures: self.enclosures(),
            call: facts::Call::default(),
        }
    }

    /// What goes with it: the invoices asked for, from `firm` on the statement of account, and with `final-demand` the
    /// contracts.
    pub fn attachments(self) -> Vec<String> {
        let mut attachments = self.files();
        if self.letter.asked.is_positive()
            && matches!(
                self.letter.stage,
                Stage::Firm | Stage::Mediation | Stage::FinalDemand
            )
        {
            attachments.push(STATEMENT.to_owned());
        }
        attachments
    }

    fn files(self) -> Vec<String> {
        if !self.letter.asked.is_positive() {
            return Vec::new();
        }
        let asked = self.letter.demanded.iter().chain(&self.letter.lesser);
        let invoices = asked.filter_map(|row| self.pen.invoice(row)?.invoice.document.as_ref());
        let with_contract = self.letter.stage == Stage::FinalDemand;
        let contracts = self.contracts().into_iter().filter(|_| with_contract);
        let contracts = contracts.filter_map(|contract| contract.document.as_ref());
        invoices
            .chain(contracts)
            .map(|document| document.value.clone())
            .collect()
    }

    fn style(self) -> RowStyle {
        let names_contract = match self.letter.matter {
            Matter::Work(_) | Matter::Resumed(..) => true,
            _ => matches!(self.letter.stage, Stage::FinalDemand | Stage::Mediation),
        };
        RowStyle {
            counts_days: self.letter.deadline.is_some(),
            without_title: names_contract && self.contracts().len() == 1,
        }
    }

    fn numbers(self) -> Vec<String> {
        let asked = self.letter.demanded.iter().chain(&self.letter.lesser);
        let asked = asked.filter(|_| self.letter.asked.is_positive());
        asked
            .filter_map(|row| Some(inline(self.pen.invoice(row)?.invoice.number())))
            .collect()
    }

    fn work(self) -> facts::Work {
        let lifted_by = match self.letter.matter {
            Matter::Resumed(_, Lifted::Paid) => "paid",
            Matter::Resumed(_, Lifted::Plan) => "plan",
            _ => "",
        };
        let (stop_on, stopped_on) = match self.letter.work {
            Some(Work::StopsOn(day)) => (Some(day), None),
            Some(Work::StoppedSince(day)) => (None, Some(day)),
            None => (None, None),
        };
        facts::Work {
            stop_on: self.pen.date_if(stop_on),
            stopped_on: self.pen.date_if(stopped_on),
            lifted_by: lifted_by.to_owned(),
        }
    }

    fn proposal(self) -> facts::Proposal {
        let pen = self.pen;
        let Matter::Ladder(Some(proposal)) = &self.letter.matter else {
            return facts::Proposal::default();
        };
        let offer = facts::Proposal {
            pay_by: pen.date(proposal.pay_by),
            instalments: pen.instalments(&proposal.instalments),
            ..facts::Proposal::default()
        };
        match &proposal.discount {
            Some(discount) => facts::Proposal {
                discount_percent: pen.language.percent(discount.percent),
                discount_amount: pen.amount(discount.amount),
                discount_until: pen.date(discount.until),
                discounted_total: pen.amount(discount.total),
                ..offer
            },
            None => offer,
        }
    }

    fn plan(self) -> facts::Plan {
        match &self.letter.matter {
            Matter::Plan(plan) => self.late_plan(plan),
            Matter::Offer(plan) => self.offered_plan(plan),
            _ => facts::Plan::default(),
        }
    }

    fn late_plan(self, plan: &PlanDue) -> facts::Plan {
        let pen = self.pen;
        facts::Plan {
            agreed: pen.date(plan.agreed),
            due: pen.date(plan.due),
            amount: pen.amount(plan.amount),
            paid: pen.optional(plan.paid),
            missing: pen.amount(plan.missing),
            pay_until: pen.date(plan.pay_until),
            instalments: pen.instalments(&plan.to_come),
            ..facts::Plan::default()
        }
    }

    fn offered_plan(self, plan: &ProposedPlan) -> facts::Plan {
        let pen = self.pen;
        let days = u64::from(plan.grace_days);
        facts::Plan {
            instalments: pen.instalments(&plan.instalments),
            grace_days: if days > 0 {
                pen.language.count("days", days)
            } else {
                String::new()
            },
            discount_amount: plan
                .discount
                .map(|(amount, _)| pen.amount(amount))
                .unwrap_or_default(),
            discount_until: pen.date_if(plan.discount.map(|(_, until)| until)),
            ..facts::Plan::default()
        }
    }

    fn paid(self) -> Vec<facts::Paid> {
        let Matter::Thanks(settled) = &self.letter.matter else {
            return Vec::new();
        };
        let paid = settled.iter().filter_map(|settled| {
            let on = self.pen.assessed.invoices.get(settled.invoice.as_str())?;
            Some(facts::Paid {
                number: inline(on.invoice.number()),
                title: on
                    .contract
                    .map(|contract| inline(&contract.title))
                    .unwrap_or_default(),
                date: self.pen.date(settled.on),
                amount: self.pen.amount(settled.total),
            })
        });
        paid.collect()
    }

    /// The day that it is reckoned from, but never one before a fact that it tells.
    fn dated(self) -> Date {
        let from = self.letter.reckoned_from;
        match self.letter.work {
            Some(Work::StoppedSince(since)) => from.max(since),
            _ => from,
        }
    }

    fn next(self) -> facts::Next {
        let language = self.pen.language;
        let next = self.letter.next.map(|next| facts::Next {
            stage: next.stage.word().to_owned(),
            date: self.pen.date(next.on),
            words: language.word(&format!("next.{}", next.stage)).to_owned(),
        });
        next.unwrap_or_default()
    }

    /// The files by name, and what the law wants sent with the letter: that the user adds.
    fn enclosures(self) -> Vec<String> {
        let mut enclosures: Vec<_> = self
            .attachments()
            .iter()
            .map(|named| match named.as_str() {
                STATEMENT => self.pen.language.word("enclosure.statement").to_owned(),
                path => inline(path.rsplit_once('/').map_or(path, |(_, name)| name)),
            })
            .collect();
        let forms = self.law_enclosures();
        enclosures.extend(
            forms
                .into_iter()
                .map(|key| self.pen.language.word(key).to_owned()),
        );
        enclosures
    }
}
