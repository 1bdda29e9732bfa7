//! A key that stands twice, so that one of its values would be lost. The loader finds it.

use crate::{
    check::{Dated, Edition, Rule, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "file/duplicate-key",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A key stands twice in one mapping",
    page: include_str!("duplicate-key.md"),
    check: None,
};
