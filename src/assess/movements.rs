//! What was paid and credited on an invoice, with the credits that follow from its terms: early discount, then tolerance.

use super::{Folder, Totals};
use crate::{
    calendar::{Date, add_days},
    model::{Contract, Invoice, contract::EarlyDiscount, log::What},
    money::{Amount, Currency},
    source::Span,
};
use std::collections::BTreeSet;

/// Money received on one invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReceiptOn<'a> {
    pub date: Date,
    pub amount: Amount,
    /// The payment's id; `None`: told in the invoice's own file.
    pub payment: Option<&'a str>,
    pub reference: &'a str,
    pub span: Span,
}

/// What was taken off one invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreditOn<'a> {
    pub date: Date,
    pub amount: Amount,
    pub kind: CreditKind,
    pub reason: &'a str,
    /// `None`: it follows from the terms.
    pub span: Option<Span>,
}

/// Why something was taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditKind {
    Given,
    EarlyDiscount,
    Tolerance,
    PlanDiscount,
}

/// All receipts and credits of an invoice dated up to the day, by date; returned payments never happened.
#[derive(Debug, Clone, Default)]
pub struct Movements<'a> {
    pub receipts: Vec<ReceiptOn<'a>>,
    pub credits: Vec<CreditOn<'a>>,
}

impl<'a> Movements<'a> {
    pub(super) fn of(folder: &Folder<'a>, invoice: &'a Invoice) -> Self {
        let currency = folder.basis.ledger.invoice_currency(invoice);
        let contract = folder.basis.ledger.contract_of(invoice);
        let mut movements = Self {
            receipts: receipts(folder, invoice),
            credits: given_credits(folder, invoice),
        };
        let total = Totals::of(invoice, currency).total;
        let discount = contract.and_then(|contract: &Contract| contract.terms.early_discount);
        if let (Some(discount), Some(issued)) = (discount, invoice.issued) {
            let until = add_days(issued.value, i64::from(discount.days));
            movements.take_early_discount(discount, until, Owed { total, currency });
        }
        let tolerance = folder.basis.ledger.settings.tolerance(currency);
        movements.let_go(tolerance, total);
        movements
    }

    pub fn paid(&self) -> Amount {
        self.receipts.iter().map(|receipt| receipt.amount).sum()
    }

    pub fn credited(&self) -> Amount {
        self.credits.iter().map(|credit| credit.amount).sum()
    }

    /// Payments dated in [from, to].
    pub fn paid_within(&self, from: Date, to: Date) -> Amount {
        let within = self.receipts.iter().filter(|r| from <= r.date && r.date <= to);
        within.map(|receipt| receipt.amount).sum()
    }

    /// What of `total` is open at the end of `day`; below 0 if overpaid.
    pub fn open_on(&self, total: Amount, day: Date) -> Amount {
        let paid: Amount = self
            .receipts
            .iter()
            .filter(|r| r.date <= day)
            .map(|r| r.amount)
            .sum();
        let credited: Amount = self
            .credits
            .iter()
            .filter(|c| c.date <= day)
            .map(|c| c.amount)
            .sum();
        total - paid - credited
    }

    /// The first day on which payments and credits reached `total`.
    pub fn settled_on(&self, total: Amount) -> Option<Date> {
        let dates = self.dates();
        dates
            .into_iter()
            .find(|day| !self.open_on(total, *day).is_positive())
    }

    pub fn dates(&self) -> BTreeSet<Date> {
        let credits = self.credits.iter().map(|credit| credit.date);
        self.receipts
            .iter()
            .map(|receipt| receipt.date)
            .chain(credits)
            .collect()
    }

    pub fn credit(&mut self, date: Date, amount: Amount, kind: CreditKind) {
        let credit = CreditOn {
            date,
            amount,
            kind,
            reason: "",
            span: None,
        };
        self.credits.push(credit);
        self.credits.sort_by_key(|credit| credit.date);
    }

    /// Takes back a tolerance of a later day than a discount that had settled the invoice before it.
    pub fn settle_early(&mut self, total: Amount) {
        let small = self
            .credits
            .iter()
            .position(|credit| credit.kind == CreditKind::Tolerance);
        let Some(let_go) = small.map(|at| self.credits.remove(at)) else {
            return;
        };
        if self.open_on(total, let_go.date).is_positive() {
            self.credit(let_go.date, let_go.amount, CreditKind::Tolerance);
        }
    }

    /// Once payments alone up to `until` reach the total less the discount, what is still open that day is let go.
    fn take_early_discount(&mut self, discount: EarlyDiscount, until: Date, owed: Owed) {
        let most = owed.total.percent(discount.percent, owed.currency);
        let threshold = owed.total - most;
        let mut paid = Amount::ZERO;
        let reached = self
            .receipts
            .iter()
            .filter(|receipt| receipt.date <= until)
            .find(|receipt| {
                paid += receipt.amount;
                paid >= threshold
            });
        let Some(day) = reached.map(|receipt| receipt.date) else {
            return;
        };
        let open = self.open_on(owed.total, day).min(most);
        if open.is_positive() {
            self.credit(day, open, CreditKind::EarlyDiscount);
        }
    }

    /// Bank fees: what is left after a payment, above 0 and at most `tolerance`, is let go that day.
    fn let_go(&mut self, tolerance: Amount, total: Amount) {
        let days: BTreeSet<_> = self.receipts.iter().map(|receipt| receipt.date).collect();
        let left = days.into_iter().map(|day| (day, self.open_on(total, day)));
        let small = left
            .into_iter()
            .find(|(_, open)| open.is_positive() && *open <= tolerance);
        if let Some((day, open)) = small {
            self.credit(day, open, CreditKind::Tolerance);
        }
    }
}

#[derive(Clone, Copy)]
struct Owed {
    total: Amount,
    currency: Currency,
}

fn receipts<'a>(folder: &Folder<'a>, invoice: &'a Invoice) -> Vec<ReceiptOn<'a>> {
    let inline = invoice.payments.iter().map(|receipt| ReceiptOn {
        date: receipt.date.value,
        amount: receipt.amount.value,
        payment: None,
        reference: &receipt.reference,
        span: receipt.amount.span,
    });
    let inline = inline.filter(|receipt| receipt.date <= folder.basis.day);
    let currency = folder.basis.ledger.invoice_currency(invoice);
    let shares = folder.shares_of(&invoice.id).filter(|(payment, _)| {
        payment.counts_on(folder.basis.day) && folder.basis.ledger.payment_currency(payment) == currency
    });
    let allocated = shares.map(|(payment, share)| ReceiptOn {
        date: payment.date.value,
        amount: share.amount.value,
        payment: Some(payment.id.as_str()),
        reference: payment.reference.as_str(),
        span: share.amount.span,
    });
    let mut receipts: Vec<_> = inline.chain(allocated).collect();
    receipts.sort_by_key(|receipt| (receipt.date, receipt.payment));
    receipts
}

fn given_credits<'a>(folder: &Folder<'a>, invoice: &'a Invoice) -> Vec<CreditOn<'a>> {
    let inline = invoice
        .credits
        .iter()
        .map(|credit| (credit.date.value, credit.amount, &credit.reason));
    let logged = folder
        .log_about(&invoice.id)
        .filter(|entry| entry.what == What::Credit);
    let logged = logged.filter_map(|entry| Some((entry.date.value, entry.amount?, &entry.reason)));
    let all = inline
        .chain(logged)
        .filter(|(date, ..)| *date <= folder.basis.day);
    let mut credits: Vec<_> = all
        .map(|(date, amount, reason)| CreditOn {
            date,
            amount: amount.value,
            kind: CreditKind::Given,
            reason,
            span: Some(amount.span),
        })
        .collect();
    credits.sort_by_key(|credit| credit.date);
    credits
}
