//! What came in, what was taken off, and what is left.

use super::{Why, because};
use crate::{
    assess::{CreditKind, CreditOn},
    render::sheet::{Line, Sheet},
    report::grounds::{Grounds, OfBalance, OfCredit, OfPayment},
};

pub fn write(why: Why, grounds: &Grounds, sheet: &mut Sheet) {
    sheet.heading("What came in");
    for ground in &grounds.paid {
        let (label, text) = paid(why, &ground.what);
        sheet.row(label, why.told(&text, ground));
    }
    for ground in &grounds.credited {
        let OfCredit::Credited(credit) = &ground.what;
        sheet.row("credit", why.told(&credited(why, credit), ground));
    }
    for ground in &grounds.balance {
        match &ground.what {
            OfBalance::Left { left, .. } => sheet.row("left", Line::strong(&why.money(*left))),
            OfBalance::TakesNothing => sheet.row(
                "left",
                "what was paid is the client's credit: a draft or void invoice takes no money",
            ),
            OfBalance::Overpaid(over) => sheet.row(
                "overpaid",
                format!(
                    "{} more than was asked: it is the client's credit",
                    why.money(*over)
                ),
            ),
        }
    }
}

fn paid(why: Why, payment: &OfPayment) -> (&'static str, String) {
    match payment {
        OfPayment::Nothing => ("paid", "nothing".to_owned()),
        OfPayment::Received(receipt) => {
            let reference = match receipt.reference.trim() {
                "" => String::new(),
                reference => format!(", \"{reference}\""),
            };
            let amount = why.money(receipt.amount);
            ("paid", format!("{amount} on {}{reference}", receipt.date))
        }
        OfPayment::Returned { amount, paid, back } => {
            let amount = why.money(*amount);
            (
                "returned",
                format!("{amount} of {paid} came back on {back}: it counts for nothing"),
            )
        }
    }
}

fn credited(why: Why, credit: &CreditOn) -> String {
    let kind = match credit.kind {
        CreditKind::Given => "given",
        CreditKind::EarlyDiscount => "the contract's early discount: they paid in time for it",
        CreditKind::Tolerance => {
            "within your tolerance (`tolerance` in dunlin.yaml): what a bank keeps is let go"
        }
        CreditKind::PlanDiscount => "the plan's discount: all was paid in time for it",
    };
    format!(
        "{} on {}, {kind}{}",
        why.money(credit.amount),
        credit.date,
        because(credit.reason)
    )
}
