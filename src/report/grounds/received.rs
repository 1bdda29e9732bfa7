//! What came in, what was taken off, and what is left.

use super::{Asked, Ground, Record, elsewhere, follows, own, written};
use crate::{
    assess::{CreditOn, ReceiptOn},
    calendar::Date,
    money::Amount,
};

#[derive(Debug, Clone)]
pub enum OfPayment<'a> {
    Received(ReceiptOn<'a>),
    Nothing,
    /// It was taken back: without a word it would look forgotten.
    Returned {
        amount: Amount,
        paid: Date,
        back: Date,
    },
}

#[derive(Debug, Clone)]
pub enum OfCredit<'a> {
    Credited(CreditOn<'a>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfBalance {
    /// Total less paid and credited, never below 0.
    Left {
        total: Amount,
        paid: Amount,
        credited: Amount,
        left: Amount,
    },
    /// A draft or void invoice takes no money: what was paid is the client's credit.
    TakesNothing,
    Overpaid(Amount),
}

pub fn paid<'a>(asked: Asked<'_, 'a>) -> Vec<Ground<'a, OfPayment<'a>>> {
    let receipts = &asked.on.movements.receipts;
    let received = receipts.iter().map(|receipt| {
        // Told in the invoice's own file, or in a payment's.
        let place = match receipt.payment {
            Some(_) => (Record::Other, "allocate"),
            None => (Record::Own, "payments"),
        };
        written(OfPayment::Received(*receipt), receipt.span, place)
    });
    let nothing = receipts.is_empty().then(|| follows(OfPayment::Nothing));
    received.chain(nothing).chain(returned(asked)).collect()
}

fn returned<'s, 'a>(asked: Asked<'s, 'a>) -> impl Iterator<Item = Ground<'a, OfPayment<'a>>> + use<'s, 'a> {
    asked.payments.iter().filter_map(move |payment| {
        let back = payment.returned.filter(|on| on.value <= asked.assessed.day)?;
        let mut shares = payment.allocate.iter();
        let share = shares.find(|share| share.invoice.value == asked.on.invoice.id)?;
        let told = OfPayment::Returned {
            amount: share.amount.value,
            paid: payment.date.value,
            back: back.value,
        };
        Some(elsewhere(told, back.span))
    })
}

pub fn credited<'a>(asked: Asked<'_, 'a>) -> Vec<Ground<'a, OfCredit<'a>>> {
    let invoice = asked.on.invoice;
    let credits = asked.on.movements.credits.iter().map(|credit| {
        let what = OfCredit::Credited(*credit);
        match credit.span {
            Some(span) if span.file == invoice.origin.file => own(what, span, "credits"),
            Some(span) => elsewhere(what, span),
            None => follows(what),
        }
    });
    credits.collect()
}

pub fn balance<'a>(asked: Asked<'_, 'a>) -> Vec<Ground<'a, OfBalance>> {
    let on = asked.on;
    let left = if on.is_billed() {
        Some(OfBalance::Left {
            total: on.totals.total,
            paid: on.paid,
            credited: on.credited,
            left: on.balance,
        })
    } else {
        let is_paid = on.movements.paid().is_positive();
        is_paid.then_some(OfBalance::TakesNothing)
    };
    let over = on.overpaid();
    let over = over.is_positive().then_some(OfBalance::Overpaid(over));
    left.into_iter().chain(over).map(follows).collect()
}
