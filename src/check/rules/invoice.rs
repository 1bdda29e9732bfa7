//! What an invoice says, and what became of it.

pub mod over_billed;

use crate::check::Rule;

pub const RULES: &[&Rule] = &[&over_billed::RULE];
