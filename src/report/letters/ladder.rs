//! The ladder's letters: what each demands, what it asks for more gently, and what it names for information.

use super::{
    Charges, Desk, LawOn, Letter, Matter, Next, Row, Work,
    proposal::{Proposal, Reckoning},
    sorted_by_due,
};
use crate::{
    assess::{Assessed, Basis, InvoiceOn, Owed, reply_days, stage},
    calendar::{Date, add_days, days_between},
    model::Stage,
    money::{Amount, Currency},
};
use std::collections::BTreeMap;

/// Days a final demand gives where the contract says nothing.
const NOTICE_DAYS: u32 = 14;
/// Days in which an answer is asked for, if the next stage isn't sooner.
const ANSWER_DAYS: i64 = 7;
/// A date closer than this is no date to give, where the policy leaves a choice.
const LEAST_DAYS: i64 = 2;

/// One a currency and language. What they name of the client's credit is taken off `credit_left`.
pub fn letters<'a>(desk: &Desk<'_, 'a>, credit_left: &mut BTreeMap<Currency, Amount>) -> Vec<Letter<'a>> {
    let groups = desk.groups.iter();
    let letters = groups.filter_map(|((currency, language), invoices)| {
        let due = Due::of(desk.assessed, invoices)?;
        let credit = credit_left.entry(*currency).or_default();
        let named = (*credit).min(due.asked());
        *credit -= named;
        let covered = !(due.asked() - named).is_positive();
        (!covered).then(|| due.letter(desk, (*currency, language), named))
    });
    letters.collect()
}

/// The open invoices of one group, by what the letter says of them.
struct Due<'s, 'a> {
    assessed: &'s Assessed<'a>,
    stage: Stage,
    demanded: Vec<&'s InvoiceOn<'a>>,
    lesser: Vec<&'s InvoiceOn<'a>>,
    also: Vec<&'s InvoiceOn<'a>>,
}

/// The dates of a letter, reckoned from one day.
struct Dates {
    next: Option<Next>,
    answer_by: Option<Date>,
    proposal: Option<Proposal>,
}

impl<'s, 'a> Due<'s, 'a> {
    /// `None` if no invoice has a letter due. Stages that are tasks (a lawyer's brief, a decision) are no letters.
    fn of(assessed: &'s Assessed<'a>, invoices: &[&'s InvoiceOn<'a>]) -> Option<Self> {
        let day = assessed.day;
        let letter_due = |on: &InvoiceOn| on.due_stage(day).filter(|stage| *stage <= Stage::FinalDemand);
        let stage = invoices.iter().filter_map(|on| letter_due(on)).max()?;
        let mut due = Self {
            assessed,
            stage,
            demanded: Vec::new(),
            lesser: Vec::new(),
            also: Vec::new(),
        };
        for on in invoices.iter().copied().filter(|on| on.is_open()) {
            match letter_due(on) {
                Some(own) if own == stage => due.demanded.push(on),
                Some(_) => due.lesser.push(on),
                None => due.also.push(on),
            }
        }
        for part in [&mut due.demanded, &mut due.lesser, &mut due.also] {
            sorted_by_due(part);
        }
        Some(due)
    }

    fn asking(&self) -> impl Iterator<Item = &'s InvoiceOn<'a>> {
        self.demanded.iter().chain(&self.lesser).copied()
    }

    fn asked(&self) -> Amount {
        self.asking().map(|on| on.balance).sum()
    }

    fn letter(&self, desk: &Desk<'_, 'a>, group: (Currency, &str), credit: Amount) -> Letter<'a> {
        let asked = self.asked() - credit;
        let owed = Owed {
            amount: asked,
            currency: group.0,
        };
        let charges = self.charges();
        let total = asked + charges.interest + charges.compensation;
        let deadline = (self.stage == Stage::FinalDemand).then(|| self.deadline(owed));
        let as_of = self.asking().filter_map(|on| on.stage.due_on).max();
        let as_of = as_of.unwrap_or(self.assessed.day);
        let reckoned_from = if deadline.is_some() {
            self.assessed.day
        } else {
            self.reckoned_from(as_of, (total, group.0))
        };
        let dates = self.dates(reckoned_from, deadline, (total, group.0));
        Letter {
            demanded: self.rows(&self.demanded),
            lesser: self.rows(&self.lesser),
            also: self.rows(&self.also),
            credit,
            asked,
            charges,
            answer_by: dates.answer_by,
            deadline,
            as_of,
            reckoned_from,
            work: self.work(),
            next: dates.next,
            law: if deadline.is_some() {
                LawOn::of(self.assessed, &self.demanded, owed)
            } else {
                LawOn::default()
            },
            ..desk.blank(self.stage, Matter::Ladder(dates.proposal), group)
        }
    }

    fn rows(&self, invoices: &[&InvoiceOn]) -> Vec<Row> {
        let day = self.assessed.day;
        let rows = invoices.iter().map(|on| Row::of(on, on.due_stage(day)));
        rows.collect()
    }

    fn charges(&self) -> Charges {
        let mut charges = Charges::default();
        for claim in self.demanded.iter().map(|on| on.claim_at(self.stage)) {
            charges.interest += claim.interest;
            charges.compensation += claim.compensation;
            if let Some((amount, currency)) = claim.other_compensation {
                *charges.other_compensation.entry(currency).or_default() += amount;
            }
        }
        charges
    }

    /// The first business day not before the day + the larger of the contracts' notice and the law's time to reply.
    fn deadline(&self, owed: Owed) -> Date {
        let basis = self.assessed.basis();
        let days = self.demanded.iter().map(|on| {
            let notice = on.contract.and_then(|contract| contract.terms.notice_days);
            let notice = notice.map_or(NOTICE_DAYS, |days| days.value);
            notice.max(reply_days(basis, on.client, on.contract, owed))
        });
        let days = days.max().unwrap_or(NOTICE_DAYS);
        basis
            .holidays()
            .business_day_from(add_days(self.assessed.day, i64::from(days)))
    }

    /// The day the stage fell due, so that a draft changes only when a fact does; once a date of the letter comes too
    /// close, the day on which it did.
    fn reckoned_from(&self, as_of: Date, sum: (Amount, Currency)) -> Date {
        let mut from = as_of;
        while let Some(first) = self.dates(from, None, sum).first() {
            let least = (days_between(from, first) - 1).clamp(0, LEAST_DAYS);
            let last_day = add_days(first, -least);
            if last_day > self.assessed.day || last_day <= from {
                break;
            }
            from = last_day;
        }
        from
    }

    fn dates(&self, from: Date, deadline: Option<Date>, (total, currency): (Amount, Currency)) -> Dates {
        let next = self.next(from, deadline);
        let answer_by = matches!(self.stage, Stage::Options | Stage::Firm | Stage::Mediation)
            .then(|| self.answer_by(from, next.map(|next| next.on)));
        let reckoning = Reckoning {
            from,
            holidays: self.assessed.basis().holidays(),
            total,
            currency,
        };
        let options = self.stage == Stage::Options;
        let invoices: Vec<_> = self.asking().collect();
        Dates {
            next,
            answer_by,
            proposal: options.then(|| Proposal::of(reckoning, &invoices)),
        }
    }

    /// A week on, but before the next stage would come.
    fn answer_by(&self, from: Date, next: Option<Date>) -> Date {
        let holidays = self.assessed.basis().holidays();
        let wished = holidays.business_day_from(add_days(from, ANSWER_DAYS));
        let latest = next.map_or(wished, |next| holidays.business_day_until(add_days(next, -1)));
        let first = holidays.business_day_from(add_days(from, 1));
        wished.min(latest).max(first)
    }

    /// The earliest day on which work under one of the contracts stops, or since which it has stopped: only where the
    /// contract says so, and the invoice isn't excused.
    fn work(&self) -> Option<Work> {
        let assessed = self.assessed;
        let contracts = self.asking().filter_map(|on| {
            let contract = assessed.contracts.get(on.contract?.id.as_str())?;
            contract.stops_work().then_some((on, contract))
        });
        let contracts: Vec<_> = contracts.collect();
        let since = contracts
            .iter()
            .filter_map(|(_, contract)| contract.hold)
            .map(|hold| hold.since)
            .min();
        if let Some(since) = since {
            return Some(Work::StoppedSince(since));
        }
        let would_stop = contracts
            .iter()
            .filter_map(|(on, _)| Some(add_days(on.due?, i64::from(on.grace_days) + 1)));
        would_stop
            .filter(|day| *day > assessed.day)
            .min()
            .map(Work::StopsOn)
    }

    fn next(&self, from: Date, deadline: Option<Date>) -> Option<Next> {
        let basis = Basis {
            day: from,
            ..self.assessed.basis()
        };
        let steps = self.demanded.iter().filter_map(|on| {
            let sent = stage::Sent {
                stage: self.stage,
                due: on.due?,
                deadline,
                to_consumer: on.client.is_consumer(),
            };
            stage::following(basis, &on.policy, sent)
        });
        steps
            .min_by_key(|(stage, on)| (*on, *stage))
            .map(|(stage, on)| Next { stage, on })
    }
}

impl Dates {
    /// The first that passes.
    fn first(&self) -> Option<Date> {
        let proposed = self.proposal.iter().flat_map(Proposal::dates);
        let next = self.next.map(|next| next.on);
        proposed.chain(self.answer_by).chain(next).min()
    }
}
