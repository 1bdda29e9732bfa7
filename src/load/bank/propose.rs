//! A rules file for a statement that has none, from what its header says; apart because it guesses, and nothing that is
//! guessed is used before the user has looked at it.

use super::{cell, rows};
use crate::{
    load::shown,
    model::bank::{DecimalMark, Encoding, Separator},
    model::format::Word,
    money::Currency,
};
use std::fmt::Write;

/// A rules file to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub text: String,
    /// Keys for which the header has no column that is known here.
    pub missing: Vec<&'static str>,
}

/// A key and words of headers that mean it, in small letters.
const WORDS: [(&str, &[&str]); 8] = [
    (
        "date",
        &[
            "date",
            "booked",
            "buchungstag",
            "buchungsdatum",
            "fecha",
            "datum",
            "data",
            "дата",
            "день",
        ],
    ),
    (
        "amount",
        &[
            "amount",
            "betrag",
            "importe",
            "montant",
            "сумма",
            "bedrag",
            "importo",
            "valor",
        ],
    ),
    (
        "credit",
        &[
            "credit",
            "paid in",
            "money in",
            "haben",
            "abono",
            "crédit",
            "зачислен",
            "приход",
        ],
    ),
    (
        "debit",
        &[
            "debit",
            "paid out",
            "money out",
            "soll",
            "cargo",
            "débit",
            "списан",
            "расход",
        ],
    ),
    (
        "currency",
        &["currency", "währung", "divisa", "moneda", "devise", "валюта"],
    ),
    (
        "payer",
        &[
            "payer",
            "counterparty",
            "name",
            "auftraggeber",
            "zahlungspflichtiger",
            "ordenante",
            "émetteur",
            "плательщик",
            "контрагент",
        ],
    ),
    (
        "text",
        &[
            "description",
            "text",
            "verwendungszweck",
            "concepto",
            "libellé",
            "details",
            "memo",
            "narrative",
            "purpose",
            "назначение",
            "reference",
            "referenz",
        ],
    ),
    (
        "reference",
        &[
            "transaction id",
            "transaktions-id",
            "fitid",
            "unique",
            "bank reference",
            "id",
        ],
    ),
];

const FORMS: [&str; 10] = [
    "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y",
    "%Y/%m/%d", "%Y%m%d",
];

/// A header is looked for among so many lines.
const MOST_SKIPPED: usize = 40;

/// What the file's own header suggests. It is never empty: what can't be told stands there as a question.
pub fn propose(bytes: &[u8], ledger: Currency) -> Proposal {
    let (encoding, text) = match rows::text(bytes, Encoding::Utf8) {
        Ok(text) => (Encoding::Utf8, text),
        Err(_) => (
            Encoding::Windows1252,
            rows::text(bytes, Encoding::Windows1252).unwrap_or_default(),
        ),
    };
    let separators = Separator::WORDS
        .iter()
        .filter_map(|word| Separator::from_word(word));
    let seen = separators.map(|separator| Seen::of(&text, separator));
    // Of equals the first.
    let best = seen.reduce(|best, other| if other.score() > best.score() { other } else { best });
    best.map_or_else(
        || Proposal {
            text: String::new(),
            missing: vec!["date"],
        },
        |seen| seen.proposal(encoding, ledger),
    )
}

/// A statement under one separator.
struct Seen {
    separator: Separator,
    /// Lines before the header.
    skip: u64,
    header: Vec<String>,
    /// By key, a place in the header.
    columns: Vec<(&'static str, usize)>,
    rows: Vec<Vec<String>>,
}

impl Seen {
    fn of(text: &str, separator: Separator) -> Self {
        let records = rows::records(text, separator, 0).unwrap_or_default();
        let cells = |record: &csv::StringRecord| record.iter().map(|cell| cell.trim().to_owned()).collect();
        let records: Vec<(u64, Vec<String>)> = records
            .iter()
            .map(|(line, record)| (*line, cells(record)))
            .collect();
        let candidates = records.iter().enumerate().take(MOST_SKIPPED);
        let best = candidates.max_by_key(|(at, (_, cells))| (columns(cells).len(), std::cmp::Reverse(*at)));
        let at = best.map_or(0, |(at, _)| at);
        let (line, header) = records.get(at).cloned().unwrap_or((1, Vec::new()));
        Self {
            separator,
            skip: line.saturating_sub(1),
            columns: columns(&header),
            header,
            rows: records.into_iter().skip(at + 1).map(|(_, cells)| cells).collect(),
        }
    }

    fn score(&self) -> (usize, usize) {
        (self.columns.len(), self.header.len())
    }

    fn column(&self, key: &str) -> Option<usize> {
        self.columns
            .iter()
            .find(|(known, _)| *known == key)
            .map(|(_, at)| *at)
    }

    fn cells(&self, key: &str) -> impl Iterator<Item = &str> {
        let at = self.column(key);
        let rows = self.rows.iter();
        rows.filter_map(move |row| row.get(at?).map(String::as_str))
            .filter(|cell| !cell.is_empty())
    }

    fn proposal(&self, encoding: Encoding, ledger: Currency) -> Proposal {
        let mut text = String::from(
            "# How to read this bank's statements: `dunlin import csv FILE` looks for this file beside FILE.\n",
        );
        let mut missing = Vec::new();
        let mut say = |line: String| {
            // Writing to a string can't fail.
            let _ = writeln!(text, "{line}");
        };
        say(format!("separator: {}", quoted(self.separator.word())));
        say(format!("encoding: {}", encoding.word()));
        if self.skip > 0 {
            say(format!("skip: {}", self.skip));
        }
        let name = |at: usize| self.header.get(at).cloned().unwrap_or_default();
        let two = self.column("credit").is_some() && self.column("debit").is_some();
        let sums: &[&'static str] = match (self.column("amount"), two) {
            (None, true) => &["credit", "debit"],
            _ => &["amount"],
        };
        let required = ["date"].into_iter().chain(sums.iter().copied());
        for key in required.chain(["currency", "payer", "text", "reference"]) {
            match self.column(key) {
                Some(at) => say(format!("{key}: {}", quoted(&name(at)))),
                None => {
                    missing.push(key);
                    say(format!("# {key}: a column's name"));
                }
            }
            if key == "date" {
                say(self.date_form());
            }
        }
        say(self.decimal(sums, ledger));
        say(format!("account_currency: {ledger}"));
        say("# payers: {\"WHAT THE BANK CALLS THEM\": client-id}".to_owned());
        say("# ignore: [what a row holds that is no payment]".to_owned());
        let names: Vec<_> = self.header.iter().map(|name| shown(name)).collect();
        say(format!("# The header: {}", names.join(" | ")));
        missing.retain(|key| ["date", "amount", "credit", "debit"].contains(key));
        Proposal { text, missing }
    }

    fn date_form(&self) -> String {
        let fits = |form: &&&str| {
            let mut cells = self.cells("date").peekable();
            cells.peek().is_some() && cells.all(|cell| cell::date(cell, form).is_some())
        };
        let fitting: Vec<_> = FORMS.iter().filter(fits).collect();
        match fitting.as_slice() {
            [] => "# date_form: \"%d.%m.%Y\"".to_owned(),
            [only] => format!("date_form: \"{only}\""),
            [first, others @ ..] => {
                let others: Vec<_> = others.iter().map(|form| **form).collect();
                format!(
                    "date_form: \"{first}\"   # or {}: look at the file",
                    others.join(" or ")
                )
            }
        }
    }

    fn decimal(&self, sums: &[&str], ledger: Currency) -> String {
        let count = |mark: DecimalMark| {
            let cells = sums.iter().flat_map(|key| self.cells(key));
            cells
                .filter(|cell| cell::amount(cell, mark, ledger).is_some())
                .count()
        };
        let (point, comma) = (count(DecimalMark::Point), count(DecimalMark::Comma));
        match point.cmp(&comma) {
            std::cmp::Ordering::Greater => "decimal: \".\"".to_owned(),
            std::cmp::Ordering::Less => "decimal: \",\"".to_owned(),
            std::cmp::Ordering::Equal => "decimal: \".\"   # or \",\": look at the file".to_owned(),
        }
    }
}

/// The column of each key: one that is called so, else the first whose name holds such a word. No column is two things.
fn columns(header: &[String]) -> Vec<(&'static str, usize)> {
    let names: Vec<String> = header.iter().map(|name| name.to_lowercase()).collect();
    let mut found: Vec<(&'static str, usize)> = Vec::new();
    for whole in [true, false] {
        for (key, words) in WORDS {
            let is_free = |at: &usize| found.iter().all(|(known, taken)| taken != at && *known != key);
            let means = |at: &usize| {
                let name = names.get(*at).map_or("", String::as_str);
                words
                    .iter()
                    .any(|word| name == *word || (!whole && word.chars().count() > 3 && name.contains(word)))
            };
            let place = (0..names.len()).filter(is_free).find(means);
            found.extend(place.map(|at| (key, at)));
        }
    }
    found
}

fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    let escaped: String = escaped
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    format!("\"{escaped}\"")
}
