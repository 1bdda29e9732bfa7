//! The series that invoice numbers form: what comes after one of them.

use crate::calendar::Date;
use chrono::Datelike;

/// The name that follows in its series and isn't `taken`: `2026/015` after `2026/014`. `None` where it doesn't end in
/// digits, or names another year than `day`'s before them: whether a series starts again with the year is its
/// owner's choice.
pub fn following(name: &str, day: Date, taken: &dyn Fn(&str) -> bool) -> Option<String> {
    let prefix = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = name.get(prefix.len()..)?;
    let last: u64 = digits.parse().ok()?;
    if names_another_year(prefix, day) {
        return None;
    }
    let width = digits.len();
    (last.saturating_add(1)..)
        .map(|number| format!("{prefix}{number:0width$}"))
        .find(|name| !taken(name))
}

/// Four digits that are a year of this century and not the day's.
fn names_another_year(prefix: &str, day: Date) -> bool {
    let runs = prefix.split(|c: char| !c.is_ascii_digit());
    let mut years = runs.filter(|run| run.len() == 4 && run.starts_with("20"));
    years.any(|year| year != day.year().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_date;

    #[test]
    fn a_series_goes_on() {
        let day = parse_date("2026-03-01").unwrap();
        for (name, taken, next) in [
            ("2026/014", "", Some("2026/015")),
            ("2026/099", "2026/100", Some("2026/101")),
            ("inv-9", "", Some("inv-10")),
            ("014", "", Some("015")),
            ("2025/014", "", None),
            ("RE-2026-014", "", Some("RE-2026-015")),
            ("final", "", None),
            ("", "", None),
        ] {
            assert_eq!(
                following(name, day, &|name| name == taken).as_deref(),
                next,
                "{name}"
            );
        }
    }
}
