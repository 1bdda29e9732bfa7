//! A stated due date that is neither what the contract's days give nor an instalment's day.

use super::standing;
use crate::{
    assess::{Assessed, InvoiceOn, Names},
    calendar::Date,
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::Level,
    source::Span,
};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "invoice/due-date-mismatch",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "The invoice's due date isn't the contract's",
    page: include_str!("due-date-mismatch.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let names: BTreeMap<&str, Names> = assessed
        .contracts
        .iter()
        .map(|(id, on)| (*id, on.names()))
        .collect();
    for on in standing(assessed) {
        let Some(due) = on.invoice.due else { continue };
        let agreed = agreed(on, &names);
        if agreed.is_empty() || agreed.iter().any(|day| day.date == due.value) {
            continue;
        }
        let neither = if agreed.len() == 1 { "not" } else { "neither" };
        let days: Vec<_> = agreed.iter().map(Agreed::words).collect();
        let message = format!(
            "invoice {} is due on {}, {neither} {}",
            on.invoice.number(),
            due.value,
            days.join(" nor ")
        );
        let help = "write the contract's day, or leave `due` out and let it be counted; if they agreed on a later one, have it in writing";
        let mut finding = RULE.finding(due.span, message).help(help);
        for day in &agreed {
            finding = finding.related(day.place, "this was agreed");
        }
        sink.report(finding);
    }
}

/// A day on which the contract has the invoice due.
struct Agreed {
    date: Date,
    /// `14 days after its issue`, `the day of `deposit``.
    why: String,
    place: Span,
}

impl Agreed {
    fn words(&self) -> String {
        format!("{} ({})", self.date, self.why)
    }
}

/// Nothing where the contract fixes no day.
fn agreed(on: &InvoiceOn, names: &BTreeMap<&str, Names>) -> Vec<Agreed> {
    let Some(contract) = on.contract else {
        return Vec::new();
    };
    let days = contract.terms.payment_days.zip(on.invoice.issued);
    let counted = days.map(|(days, issued)| Agreed {
        date: days.value.counted_from(issued.value),
        why: format!("by `payment_days` from its issue on {}", issued.value),
        place: days.span,
    });
    let rows = names
        .get(contract.id.as_str())
        .and_then(|names| names.of_invoice(on.invoice));
    let rows = rows.unwrap_or_default();
    if counted.is_none() && !rows.iter().any(|row| row.has_due_date()) {
        return Vec::new();
    }
    let scheduled = rows.iter().map(|row| Agreed {
        date: row.date,
        why: format!("the day of `{}`", row.id),
        place: row.instalment.timing_at,
    });
    counted.into_iter().chain(scheduled).collect()
}
