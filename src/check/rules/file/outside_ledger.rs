//! A link or a path that leaves the ledger. The loader finds it.

use crate::{
    check::{Dated, Edition, Rule, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "file/outside-ledger",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A link or a path leaves the ledger",
    page: include_str!("outside-ledger.md"),
    check: None,
};
