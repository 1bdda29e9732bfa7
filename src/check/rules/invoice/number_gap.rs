//! Printed numbers that are missing from a series.

use crate::{
    assess::Assessed,
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::{Finding, Level},
    model::Invoice,
};
use std::collections::{BTreeMap, btree_map::Entry};

pub const RULE: Rule = Rule {
    id: "invoice/number-gap",
    level: Level::Info,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A series of invoice numbers has a gap",
    page: include_str!("number-gap.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    // By what stands before the final digits. Drafts and void invoices have their numbers too.
    let mut series: BTreeMap<&str, BTreeMap<u64, &Invoice>> = BTreeMap::new();
    for on in assessed.invoices.values() {
        if let Some((prefix, number)) = parts(on.invoice.number())
            && let Entry::Vacant(place) = series.entry(prefix).or_default().entry(number)
        {
            place.insert(on.invoice);
        }
    }
    for (prefix, numbers) in series {
        let next = numbers.iter().skip(1);
        for (before, after) in numbers.iter().zip(next) {
            if after.0 - before.0 > 1 {
                sink.report(finding(prefix, before, after));
            }
        }
    }
}

/// `2026/` and 14 for `2026/014`; nothing where it doesn't end in digits.
fn parts(printed: &str) -> Option<(&str, u64)> {
    let prefix = printed.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = printed.get(prefix.len()..)?.parse().ok()?;
    Some((prefix, number))
}

fn finding(prefix: &str, before: (&u64, &&Invoice), after: (&u64, &&Invoice)) -> Finding {
    let (earlier, later) = (before.1, after.1);
    let width = later.number().len() - prefix.len();
    let (first, last) = (before.0 + 1, after.0 - 1);
    let missing = match last - first {
        0 => format!("{prefix}{first:0width$} is"),
        1 => format!("{prefix}{first:0width$} and {prefix}{last:0width$} are"),
        _ => format!("{prefix}{first:0width$} to {prefix}{last:0width$} are"),
    };
    let message = format!(
        "{missing} missing between invoice {} and invoice {}",
        earlier.number(),
        later.number()
    );
    let place = |invoice: &Invoice| {
        let number = invoice.number.as_ref();
        number.map_or(invoice.origin.place, |number| number.span)
    };
    RULE.finding(place(later), message)
        .help("add it, with `void` if it was cancelled; if the number was never used, say so: `# dunlin: allow(invoice/number-gap) — REASON`")
        .related(place(earlier), format!("{} is the one before", earlier.number()))
}
