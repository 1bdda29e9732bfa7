//! Work that began before what was to be paid before it.

use crate::{
    assess::{Assessed, ContractOn, InstalmentOn, InvoiceOn, State},
    calendar::Date,
    check::{Dated, Edition, Options, Rule, Sink, Takes, limits::gross_words, limits::words},
    finding::{Finding, Level},
    model::contract::Status,
    source::At,
};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "follow-up/work-before-deposit",
    level: Level::Warning,
    dated: Dated::Always,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "Work began, and what was due before it isn't paid",
    page: include_str!("work-before-deposit.md"),
    check: Some(check),
};

/// The invoices that name an instalment, by contract and instalment.
type Naming<'s> = BTreeMap<(&'s str, &'s str), Vec<&'s InvoiceOn<'s>>>;

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let naming = naming(assessed);
    let contracts = assessed.contracts.values();
    for on in contracts.filter(|on| on.contract.status == Status::Active) {
        let started = on.contract.start.filter(|start| start.value <= assessed.day);
        let Some(start) = started else { continue };
        let mut told: Vec<&InstalmentOn> = Vec::new();
        for row in on.instalments.iter().filter(|row| is_deposit(row, start.value)) {
            let is_told = told
                .iter()
                .any(|told| std::ptr::eq(told.instalment, row.instalment));
            let invoices = naming.get(&(on.contract.id.as_str(), row.id.as_str()));
            let invoices = invoices.map(Vec::as_slice).unwrap_or_default();
            if !is_told && !invoices.iter().any(|invoice| invoice.state == State::Paid) {
                sink.report(finding(on, row, (start, invoices)));
                told.push(row);
            }
        }
    }
}

/// The contract's own, with a fixed day on or before `start`.
fn is_deposit(row: &InstalmentOn, start: Date) -> bool {
    row.amendment.is_none() && row.has_due_date() && row.date <= start
}

fn naming<'s>(assessed: &'s Assessed) -> Naming<'s> {
    let mut naming = Naming::new();
    for on in assessed.invoices.values().filter(|on| on.is_billed()) {
        let Some(contract) = on.contract else { continue };
        for id in &on.invoice.instalments {
            naming.entry((&contract.id, &id.value)).or_default().push(on);
        }
    }
    naming
}

fn finding(on: &ContractOn, row: &InstalmentOn, (start, invoices): (At<Date>, &[&InvoiceOn])) -> Finding {
    let open = invoices.iter().find(|invoice| invoice.is_open());
    let why = match open {
        Some(open) => format!(
            "{} is open on invoice {}",
            words(open.balance, open.currency),
            open.invoice.number()
        ),
        None if invoices.is_empty() => "no invoice names it".to_owned(),
        None => "it was not paid".to_owned(),
    };
    let message = format!(
        "work began on {}, and `{}` of {}, due on {}, was to be paid by then: {why}",
        start.value,
        row.id,
        gross_words(on, row.gross),
        row.date
    );
    let help = match open {
        Some(open) => format!(
            "ask for invoice {} before you go on; if work has not begun, move `start`",
            open.invoice.number()
        ),
        None => format!(
            "bill it, and name it in the invoice: `instalment: {}`; if work has not begun, move `start`",
            row.id
        ),
    };
    let finding = RULE
        .finding(row.instalment.timing_at, message)
        .help(help)
        .related(start.span, "work began here");
    match open {
        Some(open) => finding.related(super::place_of_due(open), "this is unpaid"),
        None => finding,
    }
}
