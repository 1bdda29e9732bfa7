//! What happened, in order, each with the place in the records that tells it.

use crate::{
    assess::{Assessed, ContractOn, CreditKind, InvoiceOn},
    calendar::Date,
    model::{Case, Contract, LogEntry, Payment, Plan, Stage, contract::Amendment, invoice::Sent, log::What},
    money::Amount,
    source::Span,
};
use std::collections::BTreeSet;

/// One fact of a day.
#[derive(Debug, Clone)]
pub struct Event<'s, 'a> {
    pub date: Date,
    pub fact: Fact<'s, 'a>,
    /// Printed numbers; empty: not about single invoices.
    pub invoices: Vec<&'a str>,
    pub span: Span,
}

#[derive(Debug, Clone, Copy)]
pub enum Fact<'s, 'a> {
    ContractDated(&'a Contract),
    ContractSigned(&'a Contract),
    WorkBegan,
    WorkEnded,
    AmendmentDated(&'a Amendment),
    AmendmentSigned(&'a Amendment),
    Issued(&'s InvoiceOn<'a>),
    Sent(&'a Sent),
    Confirmed,
    /// The last day to pay in time.
    FellDue(&'s InvoiceOn<'a>),
    Paid {
        amount: Amount,
        words: &'a str,
    },
    Returned {
        amount: Amount,
    },
    Credited {
        amount: Amount,
        kind: CreditKind,
        words: &'a str,
    },
    Disputed {
        words: &'a str,
    },
    Resolved,
    WrittenOff {
        words: &'a str,
    },
    Void {
        words: &'a str,
    },
    Logged(&'a LogEntry),
    /// Proof that a message arrived.
    Delivered(&'a LogEntry),
    PlanAgreed(&'a Plan),
    PlanCancelled,
    CaseOpened(&'a Case),
    CaseFiled(&'a Case),
    Judgment(&'a Case),
    CaseClosed(&'a Case),
}

/// Everything up to the day about these invoices and their contract, by date; of one day as told here.
pub fn events<'s, 'a>(
    assessed: &Assessed<'a>,
    contract: Option<&'s ContractOn<'a>>,
    invoices: &[&'s InvoiceOn<'a>],
) -> Vec<Event<'s, 'a>> {
    let mut found = Found { events: Vec::new() };
    if let Some(on) = contract {
        found.contract(on.contract);
    }
    for on in invoices {
        found.papers(on);
        found.ends(on);
        found.money(on);
    }
    let ids: BTreeSet<&str> = invoices.iter().map(|on| on.invoice.id.as_str()).collect();
    let about = About { ids, assessed };
    found.records(&about);
    found.events.retain(|event| event.date <= assessed.day);
    found.events.sort_by_key(|event| event.date);
    found.events
}

/// Which records belong to the claim.
struct About<'x, 'a> {
    ids: BTreeSet<&'x str>,
    assessed: &'x Assessed<'a>,
}

impl<'a> About<'_, 'a> {
    /// The printed numbers of those that are of the claim.
    fn numbers<'i>(&self, ids: impl Iterator<Item = &'i str>) -> Vec<&'a str> {
        let own = ids.filter(|id| self.ids.contains(id));
        own.filter_map(|id| Some(self.assessed.ledger.invoices.get(id)?.number()))
            .collect()
    }
}

struct Found<'s, 'a> {
    events: Vec<Event<'s, 'a>>,
}

impl<'s, 'a> Found<'s, 'a> {
    fn add(&mut self, fact: Fact<'s, 'a>, (date, span): (Date, Span), invoices: Vec<&'a str>) {
        self.events.push(Event {
            date,
            fact,
            invoices,
            span,
        });
    }

    fn contract(&mut self, contract: &'a Contract) {
        let facts = [
            (Fact::ContractDated(contract), contract.date),
            (Fact::ContractSigned(contract), contract.signed),
            (Fact::WorkBegan, contract.start),
            (Fact::WorkEnded, contract.end),
        ];
        for (fact, day) in facts {
            if let Some(day) = day {
                self.add(fact, (day.value, day.span), Vec::new());
            }
        }
        for amendment in &contract.amendments {
            let date = amendment.date;
            self.add(
                Fact::AmendmentDated(amendment),
                (date.value, date.span),
                Vec::new(),
            );
            if let Some(day) = amendment.signed {
                self.add(
                    Fact::AmendmentSigned(amendment),
                    (day.value, day.span),
                    Vec::new(),
                );
            }
        }
    }

    fn papers(&mut self, on: &'s InvoiceOn<'a>) {
        let number = vec![on.invoice.number()];
        let issued = on.invoice.issued;
        if let Some(day) = issued {
            self.add(Fact::Issued(on), (day.value, day.span), number.clone());
        }
        if let Some(sent) = &on.invoice.sent {
            self.add(
                Fact::Sent(sent),
                (sent.date.value, sent.date.span),
                number.clone(),
            );
            if let Some(day) = sent.confirmed {
                self.add(Fact::Confirmed, (day.value, day.span), number.clone());
            }
        }
        // A due date that is not stated follows from the day of issue.
        let place = on.invoice.due.or(issued).map(|day| day.span);
        if let Some((due, span)) = on.due.zip(place) {
            self.add(Fact::FellDue(on), (due, span), number);
        }
    }

    fn ends(&mut self, on: &'s InvoiceOn<'a>) {
        let number = vec![on.invoice.number()];
        if let Some(dispute) = &on.invoice.dispute {
            let words = dispute.reason.as_str();
            let opened = dispute.opened;
            self.add(
                Fact::Disputed { words },
                (opened.value, opened.span),
                number.clone(),
            );
            if let Some(day) = dispute.resolved {
                self.add(Fact::Resolved, (day.value, day.span), number.clone());
            }
        }
        if let Some(event) = &on.invoice.write_off {
            let words = event.reason.as_str();
            self.add(
                Fact::WrittenOff { words },
                (event.date.value, event.date.span),
                number.clone(),
            );
        }
        if let Some(event) = &on.invoice.void {
            let words = event.reason.as_str();
            self.add(Fact::Void { words }, (event.date.value, event.date.span), number);
        }
    }

    /// Receipts and credits that count, whichever record tells them.
    fn money(&mut self, on: &'s InvoiceOn<'a>) {
        let number = vec![on.invoice.number()];
        for receipt in &on.movements.receipts {
            let fact = Fact::Paid {
                amount: receipt.amount,
                words: receipt.reference,
            };
            self.add(fact, (receipt.date, receipt.span), number.clone());
        }
        for credit in &on.movements.credits {
            let (amount, kind, words) = (credit.amount, credit.kind, credit.reason);
            let fact = Fact::Credited { amount, kind, words };
            let span = credit.span.unwrap_or(on.invoice.origin.place);
            self.add(fact, (credit.date, span), number.clone());
        }
    }

    fn records(&mut self, about: &About<'_, 'a>) {
        let ledger = about.assessed.ledger;
        for payment in ledger.payments.values() {
            self.returned(payment, about);
        }
        for entry in ledger.log.values() {
            let named = about.numbers(entry.invoices.iter().map(|named| named.invoice.value.as_str()));
            // A credit stands among the money already, and what the creditor decided is no fact between the parties.
            if named.is_empty() || entry.what == What::Credit || is_own_decision(entry) {
                continue;
            }
            self.add(
                Fact::Logged(entry),
                (entry.date.value, entry.date.span),
                named.clone(),
            );
            if let Some(day) = entry.received {
                self.add(Fact::Delivered(entry), (day.value, day.span), named);
            }
        }
        for plan in ledger.plans.values() {
            let named = about.numbers(plan.invoices.iter().map(|id| id.value.as_str()));
            if named.is_empty() {
                continue;
            }
            self.add(
                Fact::PlanAgreed(plan),
                (plan.agreed.value, plan.agreed.span),
                named.clone(),
            );
            if let Some(day) = plan.cancelled {
                self.add(Fact::PlanCancelled, (day.value, day.span), named);
            }
        }
        for case in ledger.cases.values() {
            self.case(case, about);
        }
    }

    /// A payment that was there and came back: both days are told.
    fn returned(&mut self, payment: &'a Payment, about: &About<'_, 'a>) {
        let Some(day) = payment.returned.filter(|day| day.value <= about.assessed.day) else {
            return;
        };
        for share in &payment.allocate {
            let named = about.numbers(std::iter::once(share.invoice.value.as_str()));
            if named.is_empty() {
                continue;
            }
            let (amount, words) = (share.amount.value, payment.reference.as_str());
            let paid = (payment.date.value, share.amount.span);
            self.add(Fact::Paid { amount, words }, paid, named.clone());
            self.add(Fact::Returned { amount }, (day.value, day.span), named);
        }
    }

    fn case(&mut self, case: &'a Case, about: &About<'_, 'a>) {
        let named = about.numbers(case.invoices.iter().map(|id| id.value.as_str()));
        if named.is_empty() {
            return;
        }
        self.add(
            Fact::CaseOpened(case),
            (case.opened.value, case.opened.span),
            named.clone(),
        );
        if let Some(day) = case.filed {
            self.add(Fact::CaseFiled(case), (day.value, day.span), named.clone());
        }
        if let Some(judgment) = &case.judgment {
            let day = judgment.date;
            self.add(Fact::Judgment(case), (day.value, day.span), named.clone());
        }
        if let Some(closed) = &case.closed {
            self.add(
                Fact::CaseClosed(case),
                (closed.date.value, closed.date.span),
                named,
            );
        }
    }
}

fn is_own_decision(entry: &LogEntry) -> bool {
    let mut steps = entry
        .invoices
        .iter()
        .filter_map(|named| named.stage)
        .chain(entry.stage);
    steps.any(|stage| stage.value == Stage::Decision)
}
