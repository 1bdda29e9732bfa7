//! A bank's statement and the rules that say how to read it; apart from records because no ledger holds either.

mod cell;
mod columns;
mod propose;
mod rows;

pub use propose::{Proposal, propose};
pub use rows::statement;

use super::{
    conform::{Around, Conformed, conform},
    tree::{Piece, parse},
};
use crate::{
    calendar::Date,
    model::{
        bank::{self, BankRules},
        format::Fields,
    },
    money::{Amount, Currency},
    source::{FileId, SourceFile, Sources},
};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use thiserror::Error;

/// What of a statement could be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BankStatement {
    /// In the file's order.
    pub rows: Vec<BankRow>,
    /// Rows that the rules say to leave out.
    pub ignored: usize,
    /// Rows that say the same as one before, the bank's reference included.
    pub repeated: usize,
    /// Lines from 1, and what is wrong there.
    pub unreadable: Vec<(u64, String)>,
}

/// One row that moved money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankRow {
    /// Where it begins in the file, from 1.
    pub line: u64,
    pub date: Date,
    /// Below 0: it went out.
    pub amount: Amount,
    pub currency: Currency,
    pub payer: String,
    pub text: String,
    /// The bank's own; empty if it gives none.
    pub reference: String,
    /// Which of the rows that say the same this is, from 1; always 1 where the bank gives a reference.
    pub occurrence: usize,
}

impl BankRow {
    /// What tells this row from every other of its day: the same in each file of the bank's that has it.
    pub fn key(&self) -> String {
        let mut digest = Sha256::new();
        for part in self.parts() {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        let mut key = String::new();
        for byte in digest.finalize().iter().take(4) {
            // Writing to a string can't fail.
            let _ = write!(key, "{byte:02x}");
        }
        key
    }

    fn parts(&self) -> [String; 5] {
        let said = match self.reference.as_str() {
            "" => format!("{}\n{}", self.payer, self.text),
            reference => reference.to_owned(),
        };
        [
            self.date.to_string(),
            self.amount.plain(self.currency),
            self.currency.code().to_owned(),
            said,
            self.occurrence.to_string(),
        ]
    }
}

/// Why a statement can't be read at all.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum BankError {
    #[error("{}", .0.join("\n"))]
    Rules(Vec<String>),
    #[error("{0}")]
    Columns(String),
    #[error("line {line} is no {encoding}: say `encoding:` in the rules file (utf-8, windows-1252)")]
    Encoding { line: usize, encoding: &'static str },
}

/// Reads a rules file; `path` is what messages call it.
pub fn rules(path: &str, text: &str) -> Result<BankRules, BankError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file = FileId(0);
    let mut tree = parse(Piece {
        file,
        text,
        offset: 0,
    });
    let mut findings = std::mem::take(&mut tree.findings);
    let around = Around { text, currency: None };
    let conformed = tree
        .documents
        .first()
        .map(|document| conform(&document.root, &bank::TABLE, around));
    let Some(Conformed {
        fields,
        findings: more,
    }) = conformed
    else {
        let said = findings
            .iter()
            .map(|finding| format!("{path}: {}", finding.message));
        let empty = format!("{path}: there are no rules in this file");
        return Err(BankError::Rules(said.chain([empty]).take(1).collect()));
    };
    findings.extend(more);
    findings.sort_by_key(|finding| finding.span);
    let sources = Sources::new(vec![SourceFile {
        path: path.to_owned(),
        text: text.to_owned(),
    }]);
    let mut wrong: Vec<String> = findings
        .iter()
        .map(|finding| {
            let at = sources.start(finding.span);
            let help = match finding.help.as_str() {
                "" => String::new(),
                help => format!(" ({help})"),
            };
            format!("{path}:{}:{}: {}{help}", at.line, at.column, finding.message)
        })
        .collect();
    wrong.extend(sums_problem(&fields).map(|problem| format!("{path}: {problem}")));
    match BankRules::from_fields(&fields) {
        Some(rules) if wrong.is_empty() => Ok(rules),
        _ => Err(BankError::Rules(wrong)),
    }
}

fn sums_problem(fields: &Fields) -> Option<&'static str> {
    let has = |key: &str| fields.key_at(key).is_some();
    match (has("amount"), has("credit"), has("debit")) {
        (true, false, false) | (false, true, true) => None,
        (true, ..) => Some("`amount` stands beside `credit` or `debit`: keep either the one or the two"),
        (false, false, false) => Some("which column says how much: write `amount`, or `credit` and `debit`"),
        _ => Some("`credit` and `debit` need each other"),
    }
}

#[cfg(test)]
mod tests;
