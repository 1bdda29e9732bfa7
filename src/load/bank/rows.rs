//! A statement's bytes → its rows, by its rules; a row that can't be read is named and nothing is made of it.

use super::{
    BankError, BankRow, BankStatement, cell,
    columns::{Columns, Places},
};
use crate::{
    load::shown,
    model::{
        bank::{BankRules, Encoding, Separator, Sign, Sums},
        format::Word,
    },
    money::{Amount, Currency},
};
use csv::StringRecord;
use std::{borrow::Cow, collections::BTreeMap};

/// Reads it; `ledger` is the currency of an account whose rules name none.
pub fn statement(bytes: &[u8], rules: &BankRules, ledger: Currency) -> Result<BankStatement, BankError> {
    let text = text(bytes, rules.encoding)?;
    let (skipped, text) = skip(&text, rules.skip);
    let mut records = records(text, rules.separator, skipped)?.into_iter();
    let header = if rules.header {
        let (_, header) = records
            .next()
            .ok_or_else(|| BankError::Columns("the file has no header: there is nothing in it".to_owned()))?;
        Some(header)
    } else {
        None
    };
    let reader = Reader {
        columns: Columns::of(rules, header.as_ref())?,
        rules,
        currency: rules.account_currency.unwrap_or(ledger),
    };
    Ok(reader.all(records))
}

/// Longer, and a quotation mark somewhere was never closed.
const MOST_LINES_OF_A_ROW: usize = 20;

struct Reader<'r> {
    rules: &'r BankRules,
    columns: Columns,
    currency: Currency,
}

impl Reader<'_> {
    fn all(&self, records: impl Iterator<Item = (u64, StringRecord)>) -> BankStatement {
        let mut statement = BankStatement::default();
        let mut seen: BTreeMap<[String; 5], usize> = BTreeMap::new();
        for (line, record) in records {
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if self.is_ignored(&record) {
                statement.ignored += 1;
                continue;
            }
            match self.row(line, &record) {
                Err(why) => statement.unreadable.push((line, why)),
                Ok(mut row) => {
                    let count = seen.entry(row.parts()).or_default();
                    *count += 1;
                    if *count > 1 && !row.reference.is_empty() {
                        statement.repeated += 1;
                        continue;
                    }
                    row.occurrence = *count;
                    statement.rows.push(row);
                }
            }
        }
        statement
    }

    fn is_ignored(&self, record: &StringRecord) -> bool {
        let holds = |cell: &str| {
            let cell = cell.to_lowercase();
            let mut patterns = self.rules.ignore.iter().map(|pattern| pattern.to_lowercase());
            patterns.any(|pattern| !pattern.trim().is_empty() && cell.contains(&pattern))
        };
        record.iter().any(holds)
    }

    fn row(&self, line: u64, record: &StringRecord) -> Result<BankRow, String> {
        let lines = record
            .iter()
            .map(|cell| cell.matches('\n').count())
            .sum::<usize>();
        if lines > MOST_LINES_OF_A_ROW {
            return Err(format!("a row of {lines} lines: a quotation mark isn't closed"));
        }
        let cell = |at: usize| record.get(at).unwrap_or_default().trim();
        let written = cell(self.columns.date);
        let date = cell::date(written, &self.rules.date_form).ok_or_else(|| {
            format!(
                "`{}` is no day as {}",
                shown(written),
                shown(&self.rules.date_form)
            )
        })?;
        let currency = match self.columns.currency.map(cell) {
            None | Some("") => self.currency,
            Some(code) => Currency::from_code(&code.to_uppercase())
                .ok_or_else(|| format!("`{}` is no currency", shown(code)))?,
        };
        let (amount, beside) = self.sum(&cell, currency)?;
        if self.columns.currency.is_some() && beside.is_some_and(|beside| beside != currency) {
            return Err("the amount and the currency's column name two currencies".to_owned());
        }
        let joined = |places: &[usize]| {
            let parts: Vec<_> = places
                .iter()
                .map(|at| cell(*at).split_whitespace().collect::<Vec<_>>().join(" "))
                .filter(|part| !part.is_empty())
                .collect();
            parts.join(" ")
        };
        Ok(BankRow {
            line,
            date,
            amount,
            currency: beside.unwrap_or(currency),
            payer: joined(&self.columns.payer),
            text: joined(&self.columns.text),
            reference: joined(&self.columns.reference),
            occurrence: 1,
        })
    }

    fn sum<'c>(
        &self,
        cell: &impl Fn(usize) -> &'c str,
        currency: Currency,
    ) -> Result<(Amount, Option<Currency>), String> {
        let read = |written: &str| {
            cell::amount(written, self.rules.decimal, currency).ok_or_else(|| {
                format!(
                    "`{}` is no amount with the decimal mark `{}`",
                    shown(written),
                    self.rules.decimal
                )
            })
        };
        match self.columns.sums {
            Places::One(at) => {
                let (amount, beside) = read(cell(at))?;
                let is_reversed = matches!(
                    self.rules.sums,
                    Sums::One {
                        sign: Sign::Reversed,
                        ..
                    }
                );
                Ok((if is_reversed { -amount } else { amount }, beside))
            }
            Places::Two(credit, debit) => {
                let read = |at: usize| match cell(at) {
                    "" | "-" => Ok((Amount::ZERO, None)),
                    written => read(written),
                };
                let ((came, a), (went, b)) = (read(credit)?, read(debit)?);
                if !came.is_zero() && !went.is_zero() {
                    return Err("money both came in and went out".to_owned());
                }
                let is_below = |amount: Amount| (-amount).is_positive();
                // Some banks write what went out below 0, others don't.
                let out = if is_below(went) { went } else { -went };
                Ok((came + out, a.or(b)))
            }
        }
    }
}

pub fn records(
    text: &str,
    separator: Separator,
    skipped: u64,
) -> Result<Vec<(u64, StringRecord)>, BankError> {
    let delimiter = match separator {
        Separator::Comma => b',',
        Separator::Semicolon => b';',
        Separator::Tab => b'\t',
        Separator::Bar => b'|',
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut records = Vec::new();
    let mut record = StringRecord::new();
    let mut lines = Lines {
        line: skipped + 1,
        counted: 0,
    };
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(records),
            Ok(true) => {
                let begins = record.position().map_or(0, csv::Position::byte);
                lines.go_to(text, usize::try_from(begins).unwrap_or(usize::MAX));
                records.push((lines.line, record.clone()));
            }
            Err(error) => return Err(BankError::Columns(format!("the file can't be read: {error}"))),
        }
    }
}

/// Counts lines as an editor does; the reader of CSV leaves the breaks before a record to that record.
struct Lines {
    line: u64,
    /// So many bytes are counted.
    counted: usize,
}

impl Lines {
    fn go_to(&mut self, text: &str, begins: usize) {
        let bytes = text.as_bytes();
        let breaks = bytes
            .iter()
            .skip(begins)
            .take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let begins = begins.saturating_add(breaks.count()).min(bytes.len());
        let passed = bytes.get(self.counted..begins).unwrap_or_default();
        self.line += passed.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        self.counted = self.counted.max(begins);
    }
}

/// The text without its first lines, and how many these are.
fn skip(text: &str, lines: u32) -> (u64, &str) {
    let mut rest = text;
    let mut skipped = 0;
    for _ in 0..lines {
        let Some((_, after)) = rest.split_once('\n') else {
            return (skipped, "");
        };
        rest = after;
        skipped += 1;
    }
    (skipped, rest)
}

/// The file's characters, without a byte order mark.
pub fn text(bytes: &[u8], encoding: Encoding) -> Result<Cow<'_, str>, BankError> {
    match encoding {
        Encoding::Utf8 => {
            let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
            let text = std::str::from_utf8(bytes).map_err(|error| {
                let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
                BankError::Encoding {
                    line: before.split(|byte| *byte == b'\n').count(),
                    encoding: encoding.word(),
                }
            })?;
            Ok(Cow::Borrowed(text))
        }
        // As browsers do: who says latin-1 has the other's quotation marks and its euro.
        Encoding::Latin1 | Encoding::Windows1252 => {
            Ok(Cow::Owned(bytes.iter().map(|byte| windows_1252(*byte)).collect()))
        }
    }
}

fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let place = byte.checked_sub(0x80).map(usize::from);
    let special = place.and_then(|place| FROM_80.get(place)).copied();
    special.unwrap_or(char::from(byte))
}
