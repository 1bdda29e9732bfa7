//! Money that is on no invoice while the client has one open.

use crate::{
    assess::{Assessed, InvoiceOn},
    check::{Dated, Edition, Options, Rule, Sink, Takes, limits::words, wording::open_on},
    finding::{Finding, Level},
    model::Payment,
    money::{Amount, Currency},
};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "invoice/unallocated-payment",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A payment is on no invoice, and the client has one open",
    page: include_str!("unallocated-payment.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let open = oldest_open(assessed);
    for payment in assessed.ledger.payments.values() {
        let allocated: Amount = payment.allocate.iter().map(|share| share.amount.value).sum();
        let left = payment.amount.value - allocated;
        let currency = assessed.ledger.payment_currency(payment);
        let oldest = open.get(&(payment.client.value.as_str(), currency));
        if let (Some(oldest), true) = (oldest, left.is_positive() && payment.counts_on(assessed.day)) {
            sink.report(finding(payment, left, oldest));
        }
    }
}

/// The open invoice that fell due first, by client and currency.
fn oldest_open<'s>(assessed: &'s Assessed) -> BTreeMap<(&'s str, Currency), &'s InvoiceOn<'s>> {
    let mut oldest: BTreeMap<_, &InvoiceOn> = BTreeMap::new();
    for on in assessed.invoices.values().filter(|on| on.is_open()) {
        let first = oldest.entry((on.client.id.as_str(), on.currency)).or_insert(on);
        if on.due < first.due {
            *first = on;
        }
    }
    oldest
}

fn finding(payment: &Payment, left: Amount, oldest: &InvoiceOn) -> Finding {
    let currency = oldest.currency;
    let of_it = if left == payment.amount.value {
        "this payment".to_owned()
    } else {
        format!("{} of this payment", words(left, currency))
    };
    let message = format!("{of_it} is on no invoice, and {}", open_on([oldest]));
    let share = format!(
        "{}: {}",
        oldest.invoice.id,
        left.min(oldest.balance).plain(currency)
    );
    let write = match payment.allocate.is_empty() {
        true => format!("write `allocate: {{{share}}}`"),
        false => format!("add `{share}` to `allocate`"),
    };
    let asked = oldest.invoice.amount.map(|amount| amount.span);
    let asked = asked.or(oldest.invoice.lines.first().map(|line| line.unit_price.span));
    RULE.finding(payment.amount.span, message)
        .help(format!(
            "if it was for that one, {write}; if you can't tell, ask them"
        ))
        .related(
            asked.unwrap_or(oldest.invoice.origin.place),
            format!("invoice {} is open", oldest.invoice.number()),
        )
}
