//! Dates as a reader of each language expects them; apart because ICU counts dates in types of its own.

use crate::calendar::Date;
use chrono::Datelike;
use icu_calendar::Gregorian;
use icu_datetime::{FixedCalendarDateTimeFormatter, fieldsets::{MD, YM, YMD}};
use icu_locale_core::Locale;

/// With the month's name in full.
pub fn long(locale: &Locale, date: Date) -> String {
    written(locale, date, YMD::long())
}

/// As short as it can be with four digits of the year; in full where that would be written with slashes, between which
/// a day could be read as a month.
pub fn short(locale: &Locale, date: Date) -> String {
    let short = written(locale, date, YMD::medium());
    if short.contains('/') {
        long(locale, date)
    } else {
        short
    }
}

/// `16 Feb`, where the year is said elsewhere.
pub fn day(locale: &Locale, date: Date) -> String {
    let formatter = FixedCalendarDateTimeFormatter::<Gregorian, MD>::try_new(locale.into(), MD::medium());
    match (formatter, gregorian(date)) {
        (Ok(formatter), Some(day)) => with_first(locale, formatter.format(&day).to_string()),
        _ => date.to_string(),
    }
}

/// `Feb 2026`.
pub fn month(locale: &Locale, date: Date) -> String {
    let formatter = FixedCalendarDateTimeFormatter::<Gregorian, YM>::try_new(locale.into(), YM::medium());
    match (formatter, gregorian(date)) {
        (Ok(formatter), Some(day)) => formatter.format(&day).to_string(),
        _ => date.to_string(),
    }
}

fn written(locale: &Locale, date: Date, fields: YMD) -> String {
    let formatter = FixedCalendarDateTimeFormatter::<Gregorian, YMD>::try_new(locale.into(), fields);
    match (formatter, gregorian(date)) {
        (Ok(formatter), Some(day)) => with_first(locale, formatter.format(&day).to_string()),
        _ => date.to_string(),
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
