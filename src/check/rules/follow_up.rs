//! What was done, or not, after a due date.

pub mod follow_up_late;

use crate::check::Rule;

pub const RULES: &[&Rule] = &[&follow_up_late::RULE];
