//! Dates as people write them, and the one way in which the ledger wants them.

use super::scalar::Wrong;
use crate::{
    calendar::{Date, month_end, parse_date},
    load::shown,
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Reads `2026-03-01`; for anything else says how to write what was meant.
pub(super) fn read(text: &str) -> Result<Date, Wrong> {
    parse_date(text).ok_or_else(|| Wrong {
        says: format!("is not a date: `{}`", shown(text)),
        help: help(text),
    })
}

fn help(text: &str) -> String {
    let parts = parts(text.trim());
    let dates: Vec<Date> = parts.iter().filter_map(Parts::date).collect();
    match (dates.as_slice(), parts.as_slice()) {
        ([one], _) if has_time(text) => format!("write it as {one}; the ledger has no times of day"),
        ([one], _) => format!("write it as {one}"),
        ([one, two], _) if one == two => format!("write it as {one}"),
        ([one, two], _) => format!("write the year first: {one} or {two}"),
        (_, [part, ..]) => part.trouble(),
        _ => "write year, month and day as in 2026-03-01".to_owned(),
    }
}

/// Year, month and day as somebody may have meant them.
#[derive(Clone, Copy)]
struct Parts {
    year: u32,
    month: u32,
    day: u32,
}

impl Parts {
    fn date(&self) -> Option<Date> {
        parse_date(&format!("{:04}-{:02}-{:02}", self.year, self.month, self.day))
    }

    fn trouble(&self) -> String {
        if !(1900..=2999).contains(&self.year) {
            return "the year must be between 1900 and 2999, in four digits".to_owned();
        }
        let month = self
            .month
            .checked_sub(1)
            .and_then(|index| MONTHS.get(index as usize));
        let first = Self { day: 1, ..*self }.date();
        match (month, first) {
            (Some(name), Some(first)) => {
                let last = month_end(first).format("%-d");
                format!("{name} {} has {last} days", self.year)
            }
            _ => format!("there is no month {}", self.month),
        }
    }
}

fn has_time(text: &str) -> bool {
    text.trim().len() > 10 && text.contains(':')
}

/// Every reading that makes sense: none, one, or day and month either way.
fn parts(text: &str) -> Vec<Parts> {
    let (text, _time) = match text.get(..10) {
        Some(day) if has_time(text) => (day, ""),
        _ => (text, ""),
    };
    if text.len() > 30 {
        return Vec::new();
    }
    let words: Vec<&str> = text
        .split(|c: char| matches!(c, '/' | '.' | '-' | ',') || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    match words.as_slice() {
        [whole] if whole.len() == 8 => digits(whole, 0..4, 4..6, 6..8),
        [a, b, c] => match (number(a), number(b), number(c)) {
            (Some(a_number), Some(b), Some(c)) if a.len() == 4 => one(a_number, b, c),
            (Some(a), Some(b), Some(year)) if c.len() == 4 => day_and_month(text, (a, b), year),
            (Some(day), None, Some(year)) if c.len() == 4 => named(b, day, year),
            (None, Some(day), Some(year)) if c.len() == 4 => named(a, day, year),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn one(year: u32, month: u32, day: u32) -> Vec<Parts> {
    vec![Parts { year, month, day }]
}

type Range = std::ops::Range<usize>;

fn digits(text: &str, year: Range, month: Range, day: Range) -> Vec<Parts> {
    let part = |range: Range| text.get(range).and_then(number);
    match (part(year), part(month), part(day)) {
        (Some(year), Some(month), Some(day)) => one(year, month, day),
        _ => Vec::new(),
    }
}

/// Dots come with the day first everywhere; slashes and dashes don't.
fn day_and_month(text: &str, (a, b): (u32, u32), year: u32) -> Vec<Parts> {
    let day_first = Parts {
        year,
        month: b,
        day: a,
    };
    let month_first = Parts {
        year,
        month: a,
        day: b,
    };
    match (text.contains('.'), a > 12, b > 12) {
        (true, ..) | (_, true, _) => vec![day_first],
        (_, _, true) => vec![month_first],
        _ => vec![day_first, month_first],
    }
}

fn named(month: &str, day: u32, year: u32) -> Vec<Parts> {
    let written = month.to_lowercase();
    let is_meant = |name: &&str| {
        let name = name.to_lowercase();
        written.len() >= 3 && name.starts_with(&written)
    };
    let found = (1u32..).zip(MONTHS).find(|(_, name)| is_meant(name));
    found.map_or(Vec::new(), |(month, _)| one(year, month, day))
}

fn number(text: &str) -> Option<u32> {
    let plain = text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_to_write_a_date_gets_the_right_help() {
        for (text, help) in [
            ("2026/03/01", "write it as 2026-03-01"),
            ("2026-3-1", "write it as 2026-03-01"),
            ("20260301", "write it as 2026-03-01"),
            ("1.3.2026", "write it as 2026-03-01"),
            ("13/3/2026", "write it as 2026-03-13"),
            ("3/13/2026", "write it as 2026-03-13"),
            ("3/3/2026", "write it as 2026-03-03"),
            ("1/3/2026", "write the year first: 2026-03-01 or 2026-01-03"),
            ("1 March 2026", "write it as 2026-03-01"),
            ("Mar 1, 2026", "write it as 2026-03-01"),
            (
                "2026-03-01T10:00:00Z",
                "write it as 2026-03-01; the ledger has no times of day",
            ),
            (
                "2026-03-01 10:00",
                "write it as 2026-03-01; the ledger has no times of day",
            ),
            ("2026-02-30", "February 2026 has 28 days"),
            ("2028-02-30", "February 2028 has 29 days"),
            ("2026-13-01", "there is no month 13"),
            (
                "0026-01-01",
                "the year must be between 1900 and 2999, in four digits",
            ),
            ("1.3.26", "write year, month and day as in 2026-03-01"),
            ("soon", "write year, month and day as in 2026-03-01"),
            ("٢٠٢٦-٠٣-٠١", "write year, month and day as in 2026-03-01"),
        ] {
            let wrong = read(text).unwrap_err();
            assert_eq!(wrong.help, help, "{text}");
            assert_eq!(wrong.says, format!("is not a date: `{text}`"));
        }
    }
}
