//! A record that names a contract or an invoice of another client. The loader finds it.

use crate::{
    check::{Dated, Edition, Rule, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "file/client-mismatch",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A record names a contract or an invoice of another client",
    page: include_str!("client-mismatch.md"),
    check: None,
};
