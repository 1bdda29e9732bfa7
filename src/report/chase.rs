//! Whom to chase, the most urgent first.

use crate::{
    assess::{Assessed, PromiseStatus},
    calendar::Date,
    money::{Amount, Currency},
};
use std::{cmp::Reverse, collections::BTreeMap};

/// What one client owes too late, in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chase {
    pub client: String,
    pub currency: Currency,
    /// All that is overdue, what isn't chased at present included.
    pub overdue: Amount,
    /// The earliest due date among it.
    pub oldest_due: Date,
    /// Of one of the overdue invoices.
    pub broken_promise: bool,
    /// Those overdue, by id.
    pub invoices: Vec<String>,
}

/// Broken promises first, then by the client's overdue amount, then by age. Clients of whom nothing overdue is being
/// chased are left out. Amounts of two currencies can't be compared: the ledger's own comes first, then by code.
pub fn whom_to_chase(assessed: &Assessed) -> Vec<Chase> {
    let mut rows: BTreeMap<(&str, Currency), (Chase, bool)> = BTreeMap::new();
    for on in assessed.invoices.values().filter(|on| on.is_overdue()) {
        let Some(due) = on.due else { continue };
        let key = (on.client.id.as_str(), on.currency);
        let (row, chased) = rows.entry(key).or_insert_with(|| {
            let row = Chase {
                client: on.client.id.clone(),
                currency: on.currency,
                overdue: Amount::ZERO,
                oldest_due: due,
                broken_promise: false,
                invoices: Vec::new(),
            };
            (row, false)
        });
        let promise = on.promise.map(|promise| promise.status);
        row.overdue += on.balance;
        row.oldest_due = row.oldest_due.min(due);
        row.broken_promise |= promise == Some(PromiseStatus::Broken);
        row.invoices.push(on.invoice.id.clone());
        *chased |= on.chasing.is_active();
    }
    let own = assessed.ledger.settings.currency.value;
    let chased = rows.into_values().filter(|(_, chased)| *chased);
    let mut rows: Vec<_> = chased.map(|(row, _)| row).collect();
    rows.sort_by_key(|row| {
        let currency = (row.currency != own, row.currency);
        (
            !row.broken_promise,
            currency,
            Reverse(row.overdue),
            row.oldest_due,
        )
    });
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{Sample, amount};

    #[test]
    fn broken_promises_then_amounts_then_age() {
        let text = "
            clients: {a: {name: A}, b: {name: B}, c: {name: C}, d: {name: D}, e: {name: E}, f: {name: F}}
            invoices:
              a1: {client: a, amount: 500, issued: 2025-12-01, due: 2026-02-28}
              a2: {client: a, amount: 500, issued: 2025-12-01, due: 2026-02-01}
              b1: {client: b, amount: 1, issued: 2025-12-01, due: 2026-02-01}
              c1: {client: c, amount: 1000, issued: 2025-12-01, due: 2026-01-31}
              d1: {client: d, amount: 9999, issued: 2025-12-01, due: 2026-01-31, dispute: {opened: 2026-02-01}}
              e1: {client: e, amount: 9999, issued: 2025-12-01, due: 2026-03-01}
              f1: {client: f, currency: CHF, amount: 9999, issued: 2025-12-01, due: 2026-01-31}
            log:
              l: {client: b, date: 2026-02-02, invoices: [b1], promise: {pay_by: 2026-02-06}}";
        let sample = Sample::on("2026-03-01", text);
        let rows = whom_to_chase(&sample.assess());
        let order: Vec<_> = rows
            .iter()
            .map(|row| (row.client.as_str(), row.overdue))
            .collect();
        let expected = [("b", "1"), ("c", "1000"), ("a", "1000"), ("f", "9999")];
        assert_eq!(order, expected.map(|(client, sum)| (client, amount(sum))));
        assert_eq!(rows[2].invoices, ["a1", "a2"]);
        assert_eq!(rows[2].oldest_due.to_string(), "2026-02-01");
    }
}
