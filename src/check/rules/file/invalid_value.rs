//! A value that its key cannot take. The loader finds it.

use crate::{
    check::{Dated, Edition, Rule, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "file/invalid-value",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A value is not of the kind that its key asks for",
    page: include_str!("invalid-value.md"),
    check: None,
};
