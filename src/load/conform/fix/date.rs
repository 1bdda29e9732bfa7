//! Dates in other notations, taken only where two readers could not differ on the day.

use crate::calendar::{Date, parse_date};

/// With the year first, with a day that can't be a month, or with the month's English name. Anything else may be read
/// the other way round by somebody, dots included: who writes 03.04.2026 in Berlin and in Boston means two days.
pub(super) fn only_meaning(text: &str) -> Option<String> {
    let numbers = |separator: char| -> Option<[&str; 3]> {
        let parts: Vec<&str> = text.split(separator).collect();
        let all_digits = parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
        <[&str; 3]>::try_from(parts).ok().filter(|_| all_digits)
    };
    let parts = ['-', '/', '.'].into_iter().find_map(numbers);
    let date = match parts.map(|parts| (parts, parts.map(str::len))) {
        Some(([year, month, day], [4, 1 | 2, 1 | 2])) => date(year, month, day),
        Some(([one, other, year], [1 | 2, 1 | 2, 4])) => either(year, one, other),
        Some(_) => None,
        None => whole(text).or_else(|| named(text)),
    };
    date.map(|date| date.to_string())
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    parse_date(&format!("{year}-{month:0>2}-{day:0>2}"))
}

/// The day, if only one of the two numbers can be the month, or both are the same.
fn either(year: &str, one: &str, other: &str) -> Option<Date> {
    match (date(year, one, other), date(year, other, one)) {
        (Some(date), None) | (None, Some(date)) => Some(date),
        (Some(date), Some(same)) if date == same => Some(date),
        _ => None,
    }
}

/// `20260301`. With the year behind, what stands in the month's place would be the century.
fn whole(text: &str) -> Option<Date> {
    let is_date = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    let part = |range: std::ops::Range<usize>| text.get(range).filter(|_| is_date);
    date(part(0..4)?, part(4..6)?, part(6..8)?)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// `1 March 2026`, `Mar 1, 2026`: a whole name, or its first three letters.
fn named(text: &str) -> Option<Date> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [first, second, year] = words.as_slice() else {
        return None;
    };
    let (month, day) = if first.starts_with(|c: char| c.is_ascii_digit()) {
        (second, *first)
    } else {
        (first, second.strip_suffix(',').unwrap_or(second))
    };
    let written = month.to_ascii_lowercase();
    let is_meant = |name: &str| written == name || name.get(..3) == Some(written.as_str());
    let (number, _) = (1u32..).zip(MONTHS).find(|(_, name)| is_meant(name))?;
    let is_day = (1..=2).contains(&day.len()) && day.bytes().all(|b| b.is_ascii_digit());
    let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    (is_day && is_year).then(|| date(year, &number.to_string(), day))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_mean_one_day_only() {
        for (text, written) in [
            ("2026-3-1", "2026-03-01"),
            ("2026-03-1", "2026-03-01"),
            ("2026/03/01", "2026-03-01"),
            ("2026/3/13", "2026-03-13"),
            ("2026.03.01", "2026-03-01"),
            ("20260301", "2026-03-01"),
            ("13/04/2026", "2026-04-13"),
            ("04/13/2026", "2026-04-13"),
            ("13.04.2026", "2026-04-13"),
            ("31-1-2026", "2026-01-31"),
            ("3/3/2026", "2026-03-03"),
            ("29/2/2028", "2028-02-29"),
            ("1 March 2026", "2026-03-01"),
            ("1 mar 2026", "2026-03-01"),
            ("Mar 1, 2026", "2026-03-01"),
            ("March 1 2026", "2026-03-01"),
            ("31 December 2026", "2026-12-31"),
        ] {
            assert_eq!(only_meaning(text).as_deref(), Some(written), "{text}");
        }
    }

    #[test]
    fn what_two_readers_may_read_otherwise_stays() {
        for text in [
            "03/04/2026",
            "3/4/2026",
            "03.04.2026",
            "1.3.2026",
            "03-04-2026",
            "01.03.26",
            "13/04/26",
            "26-03-01",
            "2026-03",
            "2026",
            "2026-13-01",
            "2026-13-13",
            "2026-02-30",
            "30/02/2026",
            "29/2/2026",
            "2026-3/1",
            "13/04-2026",
            "2026-03-01T00:00:00Z",
            "2026-03-01 00:00",
            "2026-03-01T10:00",
            "01032026",
            "13042026",
            "2026 03 01",
            "202603011",
            "Marc 1 2026",
            "Ma 1 2026",
            "1 mars 2026",
            "1. März 2026",
            "1 maart 2026",
            "1st March 2026",
            "March 2026",
            "1 March 26",
            "1 March, 2026 or so",
            "0026-01-01",
            "soon",
            "tomorrow",
            "+2026-03-01",
            "٢٠٢٦-٠٣-٠١",
            "",
            "//",
        ] {
            assert_eq!(only_meaning(text), None, "{text}");
        }
    }
}
