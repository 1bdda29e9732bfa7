//! A file that looks like a record and is read as none. The loader finds it.

use crate::{
    check::{Dated, Edition, Rule, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "file/misplaced-file",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A YAML or Markdown file stands in none of the ledger's folders",
    page: include_str!("misplaced-file.md"),
    check: None,
};
