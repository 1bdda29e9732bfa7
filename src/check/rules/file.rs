//! What was written: found while the ledger is read, so that these rules have no check of their own.

pub mod client_mismatch;
pub mod duplicate_id;
pub mod duplicate_key;
pub mod invalid_value;
pub mod misplaced_file;
pub mod missing_key;
pub mod outside_ledger;
pub mod own_text;
pub mod syntax;
pub mod too_large;
pub mod unknown_key;
pub mod unknown_reference;
pub mod useless_allow;

use crate::check::Rule;

pub const RULES: &[&Rule] = &[
    &client_mismatch::RULE,
    &duplicate_id::RULE,
    &duplicate_key::RULE,
    &invalid_value::RULE,
    &misplaced_file::RULE,
    &missing_key::RULE,
    &outside_ledger::RULE,
    &own_text::RULE,
    &syntax::RULE,
    &too_large::RULE,
    &unknown_key::RULE,
    &unknown_reference::RULE,
    &useless_allow::RULE,
];
