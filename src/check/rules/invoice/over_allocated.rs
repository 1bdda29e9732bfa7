//! A payment of which more is handed out than came in.

use crate::{
    assess::Assessed,
    check::{Dated, Edition, Options, Rule, Sink, Takes, limits::words},
    finding::Level,
    money::Amount,
};

pub const RULE: Rule = Rule {
    id: "invoice/over-allocated",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "More of a payment is allocated than came in",
    page: include_str!("over-allocated.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for payment in assessed.ledger.payments.values() {
        let came_in = payment.amount.value;
        let mut so_far = Amount::ZERO;
        let passing = payment.allocate.iter().find(|share| {
            so_far += share.amount.value;
            so_far > came_in
        });
        let Some(passing) = passing else { continue };
        let currency = assessed.ledger.payment_currency(payment);
        let allocated: Amount = payment.allocate.iter().map(|share| share.amount.value).sum();
        let message = format!(
            "{} of this payment is allocated, and {} came in",
            words(allocated, currency),
            words(came_in, currency)
        );
        let finding = RULE
            .finding(passing.amount.span, message)
            .related(payment.amount.span, "this came in");
        sink.report(finding.help(format!(
            "take {} off, or correct the payment's `amount` by the bank statement",
            words(allocated - came_in, currency)
        )));
    }
}
