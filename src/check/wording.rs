//! Counts and lists as findings say them; apart because every group of rules does.

use crate::{
    assess::InvoiceOn,
    check::limits::words,
    statute::{Confidence, Source},
};
use std::fmt::Display;

/// `1 day`, `3 days`.
pub fn count<N: Display + PartialEq + From<u8>>(number: N, one: &str) -> String {
    let plural = if number == N::from(1) { "" } else { "s" };
    format!("{number} {one}{plural}")
}

/// `a`, `a and b`, `a, b and c`.
pub fn listed<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<T> = items.into_iter().collect();
    let Some((last, rest)) = items.split_last() else {
        return String::new();
    };
    if rest.is_empty() {
        return last.as_ref().to_owned();
    }
    let rest: Vec<_> = rest.iter().map(AsRef::as_ref).collect();
    format!("{} and {}", rest.join(", "), last.as_ref())
}

/// `invoice a`, `invoices a and b`, by their printed numbers.
pub fn invoices<'s>(named: impl IntoIterator<Item = &'s InvoiceOn<'s>>) -> String {
    let numbers: Vec<_> = named.into_iter().map(|on| on.invoice.number()).collect();
    let word = if numbers.len() == 1 { "invoice" } else { "invoices" };
    format!("{word} {}", listed(numbers))
}

/// `600.00 EUR is open on invoice a`, `600.00 EUR is open on invoice a and 9.00 EUR on invoice b`.
pub fn open_on<'s>(named: impl IntoIterator<Item = &'s InvoiceOn<'s>>) -> String {
    let sums = named.into_iter().enumerate().map(|(n, on)| {
        let is_open = if n == 0 { " is open" } else { "" };
        format!(
            "{}{is_open} on invoice {}",
            words(on.balance, on.currency),
            on.invoice.number()
        )
    });
    listed(sums)
}

/// Title and address of what a legal figure rests on.
pub fn cited(sources: &[Source]) -> Option<String> {
    sources
        .first()
        .map(|source| format!("{}, {}", source.title, source.url))
}

/// What is said beside a legal figure that nobody verified.
pub fn doubt(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => " (confidence: low, not verified)",
        Confidence::Medium | Confidence::High => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_lists() {
        assert_eq!([count(1, "day"), count(0, "day")], ["1 day", "0 days"]);
        for (items, text) in [
            (vec![], ""),
            (vec!["a"], "a"),
            (vec!["a", "b"], "a and b"),
            (vec!["a", "b", "c"], "a, b and c"),
        ] {
            assert_eq!(listed(items), text);
        }
    }
}
