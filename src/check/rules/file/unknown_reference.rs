//! A name of something that is not in the ledger. The loader finds it.

use crate::{
    check::{Dated, Edition, Rule, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "file/unknown-reference",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A record names something that is not there",
    page: include_str!("unknown-reference.md"),
    check: None,
};
