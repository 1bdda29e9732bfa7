//! Extra work that nobody has signed for, and, worse, extra work that was begun or billed.

use crate::{
    assess::{Assessed, ContractOn},
    calendar::Date,
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::{Finding, Level},
    model::{Invoice, contract::Amendment},
    source::Span,
};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "contract/unsigned-amendment",
    level: Level::Error,
    dated: Dated::Sometimes,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "An amendment is not signed",
    page: include_str!("unsigned-amendment.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let billed = Billed::of(assessed);
    for on in assessed.contracts.values() {
        let amendments = on.contract.amendments.iter();
        let unsigned =
            amendments.filter(|amendment| amendment.signed.is_none_or(|signed| signed.value > assessed.day));
        for amendment in unsigned {
            let invoice = billed.first(on, amendment);
            sink.report(finding(amendment, assessed.day, invoice));
        }
    }
}

/// By contract and instalment, or amendment, the first invoice that names it, and where it does.
struct Billed<'a>(BTreeMap<(&'a str, &'a str), (&'a Invoice, Span)>);

impl<'a> Billed<'a> {
    fn of(assessed: &'a Assessed<'a>) -> Self {
        let mut first = BTreeMap::new();
        for on in assessed.invoices.values().filter(|on| on.is_billed()) {
            let Some(contract) = on.contract else { continue };
            for named in &on.invoice.instalments {
                first
                    .entry((contract.id.as_str(), named.value.as_str()))
                    .or_insert((on.invoice, named.span));
            }
        }
        Self(first)
    }

    fn first(&self, on: &ContractOn, amendment: &Amendment) -> Option<(&'a Invoice, Span)> {
        let own = on
            .instalments
            .iter()
            .filter(|row| row.amendment.is_some_and(|of| std::ptr::eq(of, amendment)));
        let names = own
            .map(|row| row.id.as_str())
            .chain([amendment.id.value.as_str()]);
        let invoices = names.filter_map(|name| self.0.get(&(on.contract.id.as_str(), name)));
        invoices.min_by_key(|(invoice, _)| &invoice.id).copied()
    }
}

fn finding(amendment: &Amendment, day: Date, invoice: Option<(&Invoice, Span)>) -> Finding {
    let id = &amendment.id.value;
    let (place, how) = match amendment.signed {
        Some(signed) => (
            signed.span,
            format!("amendment `{id}` is signed only on {}", signed.value),
        ),
        None => (amendment.id.span, format!("amendment `{id}` is not signed")),
    };
    let help = "get it signed before you do any more of it, and write the day: `signed: DATE`";
    if let Some((invoice, named)) = invoice {
        let message = format!("{how}, and invoice {} bills it", invoice.number());
        return RULE
            .finding(place, message)
            .help(help)
            .related(named, "the invoice names it here");
    }
    match amendment.start.filter(|start| start.value <= day) {
        Some(start) => RULE
            .finding(place, format!("{how}, and its work began on {}", start.value))
            .help(help)
            .related(start.span, "its work began here")
            .raised_from(Level::Warning),
        None => RULE
            .finding(place, how)
            .help("get it signed before its work starts, and write the day: `signed: DATE`; if it came to nothing, delete it")
            .level(Level::Warning),
    }
}
