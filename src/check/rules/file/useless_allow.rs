//! An `allow` that is of no use; the engine finds it, after all others spoke.

use crate::{
    check::{Dated, Edition, Rule, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "file/useless-allow",
    level: Level::Warning,
    dated: Dated::Sometimes,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "An `allow` silences nothing, gives no reason or names no rule",
    page: include_str!("useless-allow.md"),
    check: None,
};
