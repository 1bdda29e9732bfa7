//! What came in, what was taken off, and what is left.

use super::{Why, because};
use crate::{
    assess::{CreditKind, CreditOn, ReceiptOn},
    render::sheet::{Line, Sheet},
};

pub fn write(why: Why, sheet: &mut Sheet) {
    sheet.heading("What came in");
    let movements = &why.on.movements;
    for receipt in &movements.receipts {
        sheet.row("paid", received(why, receipt));
    }
    if movements.receipts.is_empty() {
        sheet.row("paid", "nothing");
    }
    returned(why, sheet);
    for credit in &movements.credits {
        sheet.row("credit", credited(why, credit));
    }
    if why.on.is_billed() {
        sheet.row("left", Line::strong(&why.money(why.on.balance)));
    } else if movements.paid().is_positive() {
        sheet.row(
            "left",
            "what was paid is the client's credit: a draft or void invoice takes no money",
        );
    }
    if why.on.overpaid().is_positive() {
        let over = why.money(why.on.overpaid());
        sheet.row(
            "overpaid",
            format!("{over} more than was asked: it is the client's credit"),
        );
    }
}

fn received(why: Why, receipt: &ReceiptOn) -> Line {
    let reference = match receipt.reference.trim() {
        "" => String::new(),
        reference => format!(", \"{reference}\""),
    };
    let text = format!("{} on {}{reference}", why.money(receipt.amount), receipt.date);
    why.written(&text, receipt.span)
}

/// Payments that were taken back: without a word they would look forgotten.
fn returned(why: Why, sheet: &mut Sheet) {
    for payment in why.assessed.ledger.payments.values() {
        let back = payment.returned.filter(|on| on.value <= why.day());
        let share = payment
            .allocate
            .iter()
            .find(|share| share.invoice.value == why.on.invoice.id);
        if let (Some(back), Some(share)) = (back, share) {
            let text = format!(
                "{} of {} came back on {}: it counts for nothing",
                why.money(share.amount.value),
                payment.date.value,
                back.value
            );
            sheet.row("returned", why.written(&text, back.span));
        }
    }
}

fn credited(why: Why, credit: &CreditOn) -> Line {
    let kind = match credit.kind {
        CreditKind::Given => "given",
        CreditKind::EarlyDiscount => "the contract's early discount: they paid in time for it",
        CreditKind::Tolerance => {
            "within your tolerance (`tolerance` in dunlin.yaml): what a bank keeps is let go"
        }
        CreditKind::PlanDiscount => "the plan's discount: all was paid in time for it",
    };
    let text = format!(
        "{} on {}, {kind}{}",
        why.money(credit.amount),
        credit.date,
        because(credit.reason)
    );
    match credit.span {
        Some(span) => why.written(&text, span),
        None => Line::from(text),
    }
}
