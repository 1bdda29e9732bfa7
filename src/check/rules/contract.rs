//! What a contract says, before work starts. Rules here look at active contracts only, unless they say otherwise.

pub mod amendment_without_schedule;
pub mod back_loaded_schedule;
pub mod bad_vetting;
pub mod exposure_over_small_claims_limit;
pub mod limit_not_comparable;
pub mod missing_acceptance;
pub mod missing_contract_text;
pub mod missing_dispute_step;
pub mod missing_grace_period;
pub mod missing_late_interest;
pub mod missing_payment_schedule;
pub mod missing_stop_work;
pub mod missing_vetting;
pub mod no_deposit;
pub mod over_small_claims_limit;
pub mod payment_term_too_long;
pub mod schedule_gap;
pub mod schedule_total_mismatch;
pub mod unknown_jurisdiction;
pub mod unsigned;
pub mod unsigned_amendment;

use crate::{
    assess::{Assessed, ContractOn},
    check::Rule,
    model::{Contract, contract::Status},
    source::Span,
};

pub const RULES: &[&Rule] = &[
    &amendment_without_schedule::RULE,
    &back_loaded_schedule::RULE,
    &bad_vetting::RULE,
    &exposure_over_small_claims_limit::RULE,
    &limit_not_comparable::RULE,
    &missing_acceptance::RULE,
    &missing_contract_text::RULE,
    &missing_dispute_step::RULE,
    &missing_grace_period::RULE,
    &missing_late_interest::RULE,
    &missing_payment_schedule::RULE,
    &missing_stop_work::RULE,
    &missing_vetting::RULE,
    &no_deposit::RULE,
    &over_small_claims_limit::RULE,
    &payment_term_too_long::RULE,
    &schedule_gap::RULE,
    &schedule_total_mismatch::RULE,
    &unknown_jurisdiction::RULE,
    &unsigned::RULE,
    &unsigned_amendment::RULE,
];

/// The contracts that these rules speak of: neither completed nor cancelled.
fn active<'a>(assessed: &'a Assessed<'a>) -> impl Iterator<Item = &'a ContractOn<'a>> {
    let contracts = assessed.contracts.values();
    contracts.filter(|on| on.contract.status == Status::Active)
}

/// Those of them in which something falls due after work has begun: otherwise no clause about late payment can matter.
fn with_credit<'a>(assessed: &'a Assessed<'a>) -> impl Iterator<Item = &'a ContractOn<'a>> {
    active(assessed).filter(|on| {
        let start = on.contract.start.map(|start| start.value);
        let in_advance = on
            .instalments
            .iter()
            .all(|row| start.is_some_and(|start| row.date <= start));
        on.instalments.is_empty() || !in_advance
    })
}

/// Where to point for a clause that `terms` lacks.
fn place_of_terms(contract: &Contract) -> Span {
    contract.terms.at.unwrap_or(contract.origin.place)
}
