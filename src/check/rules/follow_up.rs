//! What was done, or not, after a due date.

pub mod announced_not_done;
pub mod broken_promise;
pub mod debt_over_small_claims_limit;
pub mod escalated_without_trail;
pub mod follow_up_late;
pub mod hostile_wording;
pub mod limitation_near;
pub mod missed_plan;
pub mod pre_action_missing;
pub mod promise_not_written;
pub mod stale_dispute;
pub mod stale_reconciliation;
pub mod work_before_deposit;
pub mod work_during_hold;

use crate::{assess::InvoiceOn, check::Rule, source::Span};

pub const RULES: &[&Rule] = &[
    &announced_not_done::RULE,
    &broken_promise::RULE,
    &debt_over_small_claims_limit::RULE,
    &escalated_without_trail::RULE,
    &follow_up_late::RULE,
    &hostile_wording::RULE,
    &limitation_near::RULE,
    &missed_plan::RULE,
    &pre_action_missing::RULE,
    &promise_not_written::RULE,
    &stale_dispute::RULE,
    &stale_reconciliation::RULE,
    &work_before_deposit::RULE,
    &work_during_hold::RULE,
];

/// What a finding says to write down after a call about these invoices of one client.
fn entry_for_call(invoices: &[&InvoiceOn]) -> String {
    let client = invoices.first().map_or("", |on| on.client.id.as_str());
    let ids: Vec<_> = invoices.iter().map(|on| on.invoice.id.as_str()).collect();
    format!(
        "`{{client: {client}, date: DATE, channel: call, invoices: [{}], note: WHAT THEY SAID}}`",
        ids.join(", ")
    )
}

/// Where an invoice says when it is due, as far as it does.
fn place_of_due(on: &InvoiceOn) -> Span {
    let invoice = on.invoice;
    let stated = invoice.due.or(invoice.issued);
    stated.map_or(invoice.origin.place, |day| day.span)
}
