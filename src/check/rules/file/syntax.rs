//! A file that cannot be read as YAML at all. The loader finds it.

use crate::{
    check::{Dated, Edition, Rule, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "file/syntax",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A file is not YAML, or not text",
    page: include_str!("syntax.md"),
    check: None,
};
