//! What an invoice says, and what became of it. Rules here skip void invoices, unless they say otherwise.

pub mod over_billed;
pub mod without_contract;

use crate::{
    assess::{Assessed, InvoiceOn, State},
    check::Rule,
};

pub const RULES: &[&Rule] = &[&over_billed::RULE, &without_contract::RULE];

/// The invoices that these rules speak of, drafts too: all that are not void.
fn standing<'a>(assessed: &'a Assessed<'a>) -> impl Iterator<Item = &'a InvoiceOn<'a>> {
    let invoices = assessed.invoices.values();
    invoices.filter(|on| on.state != State::Void)
}
