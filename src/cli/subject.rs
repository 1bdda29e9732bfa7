//! The invoice or contract that a person names: by id or printed number, whatever the case of its letters.

use super::{Failure, ledger::Opened, output::Output};
use crate::{
    load,
    model::{Contract, Invoice, Ledger},
};

/// What a name stands for.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    Invoice(&'a Invoice),
    Contract(&'a Contract),
}

/// The invoice of that id, else of that printed number.
pub fn invoice<'a>(ledger: &'a Ledger, name: &str) -> Result<&'a Invoice, Failure> {
    found_invoice(ledger, name).ok_or_else(|| {
        let near = load::nearest(name, invoice_names(ledger));
        unknown("no invoice", name, near)
    })
}

/// The invoice of that name, else the contract.
pub fn invoice_or_contract<'a>(ledger: &'a Ledger, name: &str) -> Result<Subject<'a>, Failure> {
    if let Some(invoice) = found_invoice(ledger, name) {
        return Ok(Subject::Invoice(invoice));
    }
    let mut contracts = ledger.contracts.values();
    let contract = contracts.find(|contract| same(&contract.id, name));
    contract.map(Subject::Contract).ok_or_else(|| {
        let contracts = ledger.contracts.keys().map(String::as_str);
        let near = load::nearest(name, invoice_names(ledger).chain(contracts));
        unknown("no invoice and no contract", name, near)
    })
}

fn found_invoice<'a>(ledger: &'a Ledger, name: &str) -> Option<&'a Invoice> {
    let by_id = ledger.invoices.values().find(|invoice| same(&invoice.id, name));
    by_id.or_else(|| {
        ledger
            .invoices
            .values()
            .find(|invoice| same(invoice.number(), name))
    })
}

fn invoice_names(ledger: &Ledger) -> impl Iterator<Item = &str> {
    let invoices = ledger.invoices.values();
    invoices.flat_map(|invoice| [invoice.id.as_str(), invoice.number()])
}

fn same(known: &str, name: &str) -> bool {
    known.to_lowercase() == name.to_lowercase()
}

fn unknown(what: &str, name: &str, near: Option<&str>) -> Failure {
    let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Failure(format!("there is {what} `{name}`{near}"))
}

/// What can't be read isn't counted, and whoever reads a figure must know.
pub fn warn_of_unread(opened: &Opened, output: &mut Output) {
    let unread = &opened.loaded.unread.files;
    if let Some(first) = unread.first() {
        let more = match unread.len() {
            1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        output.warn(&format!(
            "{first}{more} couldn't be read whole, so this may be incomplete: run `dunlin check`"
        ));
    }
}
