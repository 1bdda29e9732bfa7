//! A record without a key that it cannot do without. The loader finds it.

use crate::{
    check::{Dated, Edition, Rule, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "file/missing-key",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A key that a record needs is missing",
    page: include_str!("missing-key.md"),
    check: None,
};
