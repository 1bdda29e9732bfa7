//! What moved a client's account, day by day. What an invoice's state takes away or gives back (cancelled, written off,
//! more paid than billed) is worked out from its open balance before and after that day.

use crate::{
    assess::{ClientHistory, CreditKind, Epoch, InvoiceHistory},
    calendar::{Date, add_days},
    model::{Ledger, Payment},
    money::{Amount, Currency},
};
use std::collections::{BTreeMap, BTreeSet};

/// One movement; above 0 it raises the balance of its account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Movement<'a> {
    pub date: Date,
    pub kind: MovementKind,
    pub amount: Amount,
    /// The printed number of its invoice; `None`: of the client alone.
    pub invoice: Option<&'a str>,
    /// The user's own words: a payment's reference, a credit's reason.
    pub words: &'a str,
}

/// What it is; in the order in which the movements of one day stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MovementKind {
    Invoice,
    Payment,
    /// It came back: from that day on it never happened.
    Returned,
    Credit,
    EarlyDiscount,
    Tolerance,
    PlanDiscount,
    /// A discount that hung on a payment which came back.
    DiscountLost,
    Void,
    /// Below 0 what is let go; above, what was paid on it afterwards.
    WriteOff,
    /// Paid beyond what an invoice came to: moved to the credit.
    ToCredit,
    /// Credit that an invoice took.
    FromCredit,
}

/// The two accounts of one currency, each by date.
#[derive(Debug, Default)]
pub struct Movements<'a> {
    pub account: Vec<Movement<'a>>,
    pub credit: Vec<Movement<'a>>,
}

/// Every movement up to the history's day.
pub fn by_currency<'a>(ledger: &Ledger, history: &ClientHistory<'a>) -> BTreeMap<Currency, Movements<'a>> {
    let mut all: BTreeMap<Currency, Movements> = BTreeMap::new();
    for invoice in &history.invoices {
        let own = all.entry(invoice.currency).or_default();
        for day in days(invoice) {
            day_of(invoice, day, own);
        }
    }
    for payment in &history.payments {
        let own = all.entry(ledger.payment_currency(payment)).or_default();
        own.credit.extend(left_over(payment, history.day));
    }
    for own in all.values_mut() {
        // Stable: of one day and kind they stay in the order of the invoices.
        own.account.sort_by_key(|movement| (movement.date, movement.kind));
        own.credit.sort_by_key(|movement| (movement.date, movement.kind));
    }
    all
}

/// What a payment leaves on no invoice.
fn left_over<'a>(payment: &'a Payment, day: Date) -> impl Iterator<Item = Movement<'a>> + use<'a> {
    let allocated: Amount = payment.allocate.iter().map(|share| share.amount.value).sum();
    let left = (payment.amount.value - allocated).at_least_zero();
    let movement = move |date, kind, amount| Movement {
        date,
        kind,
        amount,
        invoice: None,
        words: payment.reference.as_str(),
    };
    let received = movement(payment.date.value, MovementKind::Payment, left);
    let returned = payment
        .returned
        .filter(|on| on.value <= day)
        .map(|day| movement(day.value, MovementKind::Returned, -left));
    [Some(received), returned]
        .into_iter()
        .flatten()
        .filter(|movement| !movement.amount.is_zero())
}

/// Every day on which something of the invoice may have moved.
fn days(invoice: &InvoiceHistory) -> BTreeSet<Date> {
    let moved = invoice.epochs.iter().flat_map(|epoch| epoch.movements.dates());
    let begun = invoice.epochs.iter().skip(1).map(|epoch| epoch.from);
    let ends = [invoice.issued, invoice.void, invoice.written_off];
    moved.chain(begun).chain(ends.into_iter().flatten()).collect()
}

fn day_of<'a>(invoice: &InvoiceHistory<'a>, day: Date, own: &mut Movements<'a>) {
    let (before, after) = (Stand::of(invoice, add_days(day, -1)), Stand::of(invoice, day));
    let number = Some(invoice.invoice.number());
    let add = |to: &mut Vec<Movement<'a>>, (kind, amount, words): (MovementKind, Amount, &'a str)| {
        if !amount.is_zero() {
            to.push(Movement {
                date: day,
                kind,
                amount,
                invoice: number,
                words,
            });
        }
    };
    let mut open = before.open;
    if after.is_billed || before.is_billed {
        for told in told(invoice, day, before.is_billed) {
            open += told.1;
            add(&mut own.account, told);
        }
    }
    let kept = after.excess - before.excess;
    let ended = if after.is_billed {
        MovementKind::WriteOff
    } else {
        MovementKind::Void
    };
    // What is left is neither told nor kept: the invoice's end took it.
    let taken = if after.is_billed || before.is_billed {
        after.open - open - kept
    } else {
        Amount::ZERO
    };
    add(&mut own.account, (ended, taken, ""));
    let kind = if kept.is_positive() {
        MovementKind::ToCredit
    } else {
        MovementKind::FromCredit
    };
    if after.is_billed || before.is_billed {
        add(&mut own.account, (kind, kept, ""));
    }
    add(&mut own.credit, (kind, kept, ""));
}

/// What the records, and the terms, say moved an invoice on a day on which it is billed.
fn told<'a>(
    invoice: &InvoiceHistory<'a>,
    day: Date,
    was_billed: bool,
) -> Vec<(MovementKind, Amount, &'a str)> {
    let mut told = Vec::new();
    if !was_billed {
        told.push((MovementKind::Invoice, invoice.total, ""));
    }
    let Some(epoch) = invoice.epoch(day) else {
        return told;
    };
    let receipts = epoch
        .movements
        .receipts
        .iter()
        .filter(|receipt| receipt.date == day);
    told.extend(receipts.map(|receipt| (MovementKind::Payment, -receipt.amount, receipt.reference)));
    // What was credited before the issue counts from that day on; what was paid comes out of the credit.
    let counts = |date: Date| date == day || (!was_billed && date < day);
    let credits = epoch
        .movements
        .credits
        .iter()
        .filter(|credit| counts(credit.date));
    told.extend(credits.map(|credit| (kind_of(credit.kind), -credit.amount, credit.reason)));
    if epoch.from == day {
        // Before the issue it stood in the credit, unless it came and went on this very day.
        let counted = |payment: &Payment| was_billed || payment.date.value < day;
        let back = invoice
            .returned
            .iter()
            .filter(|(payment, _)| payment.returned.is_some_and(|on| on.value == day) && counted(payment));
        told.extend(back.map(|(payment, share)| {
            (
                MovementKind::Returned,
                share.amount.value,
                payment.reference.as_str(),
            )
        }));
    }
    if was_billed && epoch.from == day {
        let eve = invoice
            .epoch(add_days(day, -1))
            .map_or(Amount::ZERO, |eve| derived_before(eve, day));
        told.push((MovementKind::DiscountLost, eve - derived_before(epoch, day), ""));
    }
    told
}

/// The discounts that followed from the terms before `day`.
fn derived_before(epoch: &Epoch, day: Date) -> Amount {
    let derived = epoch
        .movements
        .credits
        .iter()
        .filter(|credit| credit.kind != CreditKind::Given);
    derived
        .filter(|credit| credit.date < day)
        .map(|credit| credit.amount)
        .sum()
}

fn kind_of(kind: CreditKind) -> MovementKind {
    match kind {
        CreditKind::Given => MovementKind::Credit,
        CreditKind::EarlyDiscount => MovementKind::EarlyDiscount,
        CreditKind::Tolerance => MovementKind::Tolerance,
        CreditKind::PlanDiscount => MovementKind::PlanDiscount,
    }
}

/// An invoice at the end of a day.
struct Stand {
    /// Issued and not void.
    is_billed: bool,
    /// 0 unless it is open.
    open: Amount,
    /// What of its payments is the client's credit.
    excess: Amount,
}

impl Stand {
    fn of(invoice: &InvoiceHistory, day: Date) -> Self {
        let happened = |on: Option<Date>| on.is_some_and(|on| on <= day);
        let Some(epoch) = invoice.epoch(day) else {
            return Self {
                is_billed: false,
                open: Amount::ZERO,
                excess: Amount::ZERO,
            };
        };
        if !happened(invoice.issued) || happened(invoice.void) {
            let excess = epoch.movements.paid_within(Date::MIN, day);
            return Self {
                is_billed: false,
                open: Amount::ZERO,
                excess,
            };
        }
        let left = epoch.movements.open_on(invoice.total, day);
        let is_written_off = happened(invoice.written_off);
        Self {
            is_billed: true,
            open: if is_written_off {
                Amount::ZERO
            } else {
                left.at_least_zero()
            },
            excess: (-left).at_least_zero(),
        }
    }
}
