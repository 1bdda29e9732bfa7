//! Who owes: what must be known about a client, and when to give them no more credit.

pub mod cannot_be_served;
pub mod overdue_and_extended;
pub mod unknown_kind;

use crate::check::Rule;

pub const RULES: &[&Rule] = &[
    &cannot_be_served::RULE,
    &overdue_and_extended::RULE,
    &unknown_kind::RULE,
];
