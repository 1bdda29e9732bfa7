//! Two records of one id, or two invoices of one printed number. The loader finds it.

use crate::{
    check::{Dated, Edition, Rule, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "file/duplicate-id",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "An id or a printed number stands twice",
    page: include_str!("duplicate-id.md"),
    check: None,
};
