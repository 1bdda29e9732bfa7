//! An invoice whose lines come to something else than its amount.

use super::standing;
use crate::{
    assess::{Assessed, Totals},
    check::{Dated, Edition, Options, Rule, Sink, Takes, limits::words},
    finding::Level,
    money::Currency,
};

pub const RULE: Rule = Rule {
    id: "invoice/total-mismatch",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "The invoice's amount isn't what its lines come to",
    page: include_str!("total-mismatch.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in standing(assessed) {
        let (Some(amount), Some(first)) = (on.invoice.amount, on.invoice.lines.first()) else {
            continue;
        };
        if amount.value == on.totals.total {
            continue;
        }
        let message = format!(
            "the amount of invoice {} is {}, and its lines come to {}",
            on.invoice.number(),
            words(amount.value, on.currency),
            sum_words(&on.totals, on.currency)
        );
        let finding = RULE
            .finding(amount.span, message)
            .related(first.unit_price.span, "the lines begin here");
        sink.report(finding.help(format!(
            "if the lines are right, write `amount: {}`; else correct them",
            on.totals.total.plain(on.currency)
        )));
    }
}

/// `1060.01 EUR`; with what was added and kept back, where something was.
fn sum_words(totals: &Totals, currency: Currency) -> String {
    let tax = totals.gross - totals.net;
    let mut parts = Vec::new();
    if !tax.is_zero() {
        parts.push(format!(
            "{} and {} tax",
            totals.net.plain(currency),
            tax.plain(currency)
        ));
    }
    if !totals.withheld.is_zero() {
        let net = if parts.is_empty() {
            format!("{}, ", totals.net.plain(currency))
        } else {
            String::new()
        };
        parts.push(format!("{net}less {} withheld", totals.withheld.plain(currency)));
    }
    let total = words(totals.total, currency);
    match parts.is_empty() {
        true => total,
        false => format!("{total} ({})", parts.join(", ")),
    }
}
