//! Dates, months' ends and business days; apart because no other module counts days, and none knows today.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use std::collections::BTreeSet;

/// A calendar date. There are no times and no zones anywhere below the command line.
pub type Date = NaiveDate;

/// Reads `2026-03-01`, and nothing else, between the years 1900 and 2999.
pub fn parse_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let form = bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| match i {
            4 | 7 => *b == b'-',
            _ => b.is_ascii_digit(),
        });
    if !form {
        return None;
    }
    let date = Date::from_ymd_opt(
        text[0..4].parse().ok()?,
        text[5..7].parse().ok()?,
        text[8..10].parse().ok()?,
    )?;
    (1900..=2999).contains(&date.year()).then_some(date)
}

/// `date` + `days`, either way. Dates beyond the calendar's end stay at `date`.
pub fn add_days(date: Date, days: i64) -> Date {
    let count = Days::new(days.unsigned_abs());
    let moved = if days < 0 {
        date.checked_sub_days(count)
    } else {
        date.checked_add_days(count)
    };
    moved.unwrap_or(date)
}

/// `date` + whole months, a day that the month lacks becoming its last.
pub fn add_months(date: Date, months: u32) -> Date {
    date.checked_add_months(Months::new(months)).unwrap_or(date)
}

/// `date` − whole months, a day that the month lacks becoming its last.
pub fn months_before(date: Date, months: u32) -> Date {
    date.checked_sub_months(Months::new(months)).unwrap_or(date)
}

/// Days from `from` to `to`: 1 for tomorrow, negative if `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    to.signed_duration_since(from).num_days()
}

/// The last day of the month of `date`.
/// Whole months from one day to another: 1 from 31 January to 28 February. None if the other comes first.
pub fn months_between(from: Date, to: Date) -> u32 {
    let years = to.year().saturating_sub(from.year());
    let months = i64::from(years) * 12 + i64::from(to.month()) - i64::from(from.month());
    let months = u32::try_from(months).unwrap_or(0);
    match add_months(from, months) > to {
        true => months.saturating_sub(1),
        false => months,
    }
}

pub fn month_end(date: Date) -> Date {
    let days_left = date
        .num_days_in_month()
        .saturating_sub(u8::try_from(date.day()).unwrap_or(31));
    add_days(date, i64::from(days_left))
}

/// The same day `years` later; 29 February becomes 28 in a common year.
pub fn add_years(date: Date, years: u32) -> Date {
    add_months(date, years.saturating_mul(12))
}

/// The days of a year that are no business days beside Saturdays and Sundays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays(BTreeSet<Date>);

impl Holidays {
    pub fn new(days: impl IntoIterator<Item = Date>) -> Self {
        Self(days.into_iter().collect())
    }

    /// Neither Saturday, Sunday nor a holiday.
    pub fn is_business_day(&self, date: Date) -> bool {
        !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && !self.0.contains(&date)
    }

    /// `date` itself if it is a business day, else the next one.
    pub fn business_day_from(&self, date: Date) -> Date {
        let mut day = date;
        while !self.is_business_day(day) {
            let next = add_days(day, 1);
            if next == day {
                return day;
            }
            day = next;
        }
        day
    }

    /// `date` itself if it is a business day, else the one before it.
    pub fn business_day_until(&self, date: Date) -> Date {
        let mut day = date;
        while !self.is_business_day(day) {
            let before = add_days(day, -1);
            if before == day {
                return day;
            }
            day = before;
        }
        day
    }

    /// The `count`th business day after `date`; `date` itself for 0.
    pub fn add_business_days(&self, date: Date, count: u32) -> Date {
        (0..count).fold(date, |day, _| self.business_day_from(add_days(day, 1)))
    }

    /// How many business days lie in (after, until].
    pub fn business_days_in(&self, after: Date, until: Date) -> u32 {
        let mut count = 0;
        let mut day = add_days(after, 1);
        while day <= until {
            count += u32::from(self.is_business_day(day));
            day = add_days(day, 1);
        }
        count
    }
}

/// How far apart the dates of a repeated instalment lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    Week,
    Month,
    Quarter,
    Year,
}

impl Every {
    /// `from`, and each date `every` further on up to and including `until`; counted from `from`, so that the
    /// 31st comes back after a shorter month.
    pub fn dates(self, from: Date, until: Date) -> impl Iterator<Item = Date> {
        (0u32..)
            .map(move |n| match self {
                Every::Week => add_days(from, i64::from(n) * 7),
                Every::Month => add_months(from, n),
                Every::Quarter => add_months(from, n.saturating_mul(3)),
                Every::Year => add_years(from, n),
            })
            .take_while(move |date| *date <= until)
            .take(MOST_REPEATS)
    }
}

/// Twenty years of weeks: no contract of a small firm repeats more often, and a slip of the pen must not fill the memory.
const MOST_REPEATS: usize = 1040;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_months_between_two_days() {
        for (from, to, months) in [
            ("2026-01-31", "2026-02-27", 0),
            ("2026-01-31", "2026-02-28", 1),
            ("2025-09-22", "2026-11-21", 13),
            ("2025-09-22", "2026-11-22", 14),
            ("2026-11-22", "2026-11-20", 0),
            ("2026-11-22", "2025-11-22", 0),
        ] {
            assert_eq!(months_between(date(from), date(to)), months, "{from} {to}");
        }
    }

    fn date(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    #[test]
    fn only_iso_dates_are_dates() {
        for text in [
            "2026-2-1",
            "2026/02/01",
            "01.02.2026",
            "2026-02-30",
            "0000-01-01",
            "2026-02-01 ",
            "+026-01-01",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn the_31st_returns_after_shorter_months() {
        let dates: Vec<_> = Every::Month
            .dates(date("2026-01-31"), date("2026-05-31"))
            .collect();
        let expected = [
            "2026-01-31",
            "2026-02-28",
            "2026-03-31",
            "2026-04-30",
            "2026-05-31",
        ];
        assert_eq!(dates, expected.map(date));
    }

    #[test]
    fn business_days_skip_weekends_and_holidays() {
        let holidays = Holidays::new([date("2026-12-25")]);
        assert_eq!(holidays.business_day_from(date("2026-12-25")), date("2026-12-28"));
        assert_eq!(holidays.business_day_from(date("2026-12-24")), date("2026-12-24"));
        assert_eq!(
            holidays.business_day_until(date("2026-12-27")),
            date("2026-12-24")
        );
        assert_eq!(
            holidays.business_day_until(date("2026-12-24")),
            date("2026-12-24")
        );
        assert_eq!(
            holidays.add_business_days(date("2026-12-24"), 1),
            date("2026-12-28")
        );
        assert_eq!(
            holidays.business_days_in(date("2026-12-24"), date("2026-12-29")),
            2
        );
        assert_eq!(
            holidays.business_days_in(date("2026-12-24"), date("2026-12-24")),
            0
        );
    }

    #[test]
    fn ends_of_months() {
        assert_eq!(month_end(date("2028-02-03")), date("2028-02-29"));
        assert_eq!(month_end(date("2026-12-31")), date("2026-12-31"));
        assert_eq!(add_years(date("2028-02-29"), 3), date("2031-02-28"));
        assert_eq!(months_before(date("2026-03-31"), 1), date("2026-02-28"));
    }
}
