//! A file too large to be a record. The loader finds it.

use crate::{
    check::{Dated, Edition, Rule, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "file/too-large",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A file is over 1 MiB",
    page: include_str!("too-large.md"),
    check: None,
};
