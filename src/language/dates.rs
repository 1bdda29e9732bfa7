//! Dates as a reader of each language expects them; apart because ICU counts dates in types of its own.

use crate::calendar::{Date, add_days};
use chrono::{Datelike, Weekday};
use icu_calendar::{Gregorian, types::Weekday as IcuWeekday, week::WeekInformation};
use icu_datetime::{
    FixedCalendarDateTimeFormatter,
    fieldsets::{E, MD, YM, YMD, YMDE},
};
use icu_locale_core::Locale;

/// How a locale writes whole dates: ICU's tables, looked up once.
#[derive(Debug)]
pub struct Dates {
    /// `None`: ICU has none for the locale.
    long: Option<Formatter<YMD>>,
    short: Option<Formatter<YMD>>,
}

type Formatter<Fields> = FixedCalendarDateTimeFormatter<Gregorian, Fields>;

impl Dates {
    pub fn of(locale: &Locale) -> Self {
        Self {
            long: Formatter::try_new(locale.into(), YMD::long()).ok(),
            short: Formatter::try_new(locale.into(), YMD::medium()).ok(),
        }
    }

    /// With the month's name in full.
    pub fn long(&self, locale: &Locale, date: Date) -> String {
        with_first(locale, whole(self.long.as_ref(), date))
    }

    /// As short as it can be with four digits of the year; in full where that would be written with slashes, between
    /// which a day could be read as a month.
    pub fn short(&self, locale: &Locale, date: Date) -> String {
        let short = with_first(locale, whole(self.short.as_ref(), date));
        if short.contains('/') {
            self.long(locale, date)
        } else {
            short
        }
    }
}

fn whole(formatter: Option<&Formatter<YMD>>, date: Date) -> String {
    match (formatter, gregorian(date)) {
        (Some(formatter), Some(day)) => formatter.format(&day).to_string(),
        _ => date.to_string(),
    }
}

/// Each set of fields is a type of its own, and a function over all of them would name half of ICU's.
macro_rules! written {
    ($locale:expr, $date:expr, $fields:ident::$length:ident) => {{
        let formatter = Formatter::<$fields>::try_new($locale.into(), $fields::$length());
        match (formatter, gregorian($date)) {
            (Ok(formatter), Some(day)) => formatter.format(&day).to_string(),
            _ => $date.to_string(),
        }
    }};
}

/// `16 Feb`, where the year is said elsewhere.
pub fn day(locale: &Locale, date: Date) -> String {
    with_first(locale, written!(locale, date, MD::medium))
}

/// `Feb 2026`.
pub fn month(locale: &Locale, date: Date) -> String {
    written!(locale, date, YM::medium)
}

/// With the weekday and the month's name in full, as a heading: `Friday, 20 November 2026`.
pub fn weekday_and_date(locale: &Locale, date: Date) -> String {
    let text = written!(locale, date, YMDE::long);
    // Portuguese would write the month in digits.
    if text.contains('/') {
        let weekday = written!(locale, date, E::long);
        let long = written!(locale, date, YMD::long);
        return begun_large(format!("{weekday}, {}", with_first(locale, long)));
    }
    begun_large(text)
}

/// A month and its year, as a heading: `November 2026`.
pub fn month_heading(locale: &Locale, date: Date) -> String {
    begun_large(written!(locale, date, YM::long))
}

/// The seven days of a week by their names, short and in full, from the first.
pub fn weekdays(locale: &Locale, first: Weekday) -> Vec<(String, String)> {
    // The first Monday of the year 1, and with it any week, will do.
    let monday = Date::default().week(Weekday::Mon).first_day();
    let from = i64::from(first.num_days_from_monday());
    let days = (from..from + 7).map(|n| add_days(monday, n));
    days.map(|day| (written!(locale, day, E::short), written!(locale, day, E::long)))
        .collect()
}

/// The day on which calendars of the locale's country begin a week; Monday where that isn't known.
pub fn first_weekday(locale: &Locale) -> Weekday {
    let first = WeekInformation::try_new(locale.into()).map(|week| week.first_weekday);
    match first {
        Ok(IcuWeekday::Sunday) => Weekday::Sun,
        Ok(IcuWeekday::Saturday) => Weekday::Sat,
        Ok(IcuWeekday::Friday) => Weekday::Fri,
        _ => Weekday::Mon,
    }
}

/// Names of days and months stand small in most languages, but not at the beginning.
pub fn begun_large(text: String) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => text,
    }
}

/// French says `1er mars` and Italian `1º marzo`, which CLDR has no forms for.
fn with_first(locale: &Locale, text: String) -> String {
    match (text.strip_prefix("1 "), locale.id.language.as_str()) {
        (Some(month_and_year), "fr") => format!("1er {month_and_year}"),
        (Some(month_and_year), "it") => format!("1º {month_and_year}"),
        _ => text,
    }
}

fn gregorian(date: Date) -> Option<icu_calendar::Date<Gregorian>> {
    let month = u8::try_from(date.month()).ok()?;
    let day = u8::try_from(date.day()).ok()?;
    icu_calendar::Date::try_new_gregorian(date.year(), month, day).ok()
}
