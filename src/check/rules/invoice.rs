//! What an invoice says, and what became of it. Rules here skip void invoices, unless they say otherwise.

pub mod changed_after_sent;
pub mod currency_mismatch;
pub mod due_before_issued;
pub mod due_date_mismatch;
pub mod future_payment;
pub mod instalment_mismatch;
pub mod no_way_to_pay;
pub mod number_gap;
pub mod over_allocated;
pub mod over_billed;
pub mod overpaid;
pub mod total_mismatch;
pub mod unallocated_payment;
pub mod unbilled_instalment;
pub mod unconfirmed_receipt;
pub mod unsent;
pub mod without_contract;

use crate::{
    assess::{Assessed, InvoiceOn, State},
    check::Rule,
};

pub const RULES: &[&Rule] = &[
    &changed_after_sent::RULE,
    &currency_mismatch::RULE,
    &due_before_issued::RULE,
    &due_date_mismatch::RULE,
    &future_payment::RULE,
    &instalment_mismatch::RULE,
    &no_way_to_pay::RULE,
    &number_gap::RULE,
    &over_allocated::RULE,
    &over_billed::RULE,
    &overpaid::RULE,
    &total_mismatch::RULE,
    &unallocated_payment::RULE,
    &unbilled_instalment::RULE,
    &unconfirmed_receipt::RULE,
    &unsent::RULE,
    &without_contract::RULE,
];

/// The invoices that these rules speak of, drafts too: all that are not void.
fn standing<'a>(assessed: &'a Assessed<'a>) -> impl Iterator<Item = &'a InvoiceOn<'a>> {
    let invoices = assessed.invoices.values();
    invoices.filter(|on| on.state != State::Void)
}
