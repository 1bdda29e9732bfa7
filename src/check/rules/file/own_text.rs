//! One of the ledger's own texts that can't be used. The texts' own reader finds it.

use crate::{
    check::{Dated, Edition, Rule, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "file/own-text",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A letter, word or page of the ledger's own can't be used as it is",
    page: include_str!("own-text.md"),
    check: None,
};
