//! The day that everything is worked out for: the only place that asks a clock.

use super::Failure;
use crate::{
    calendar::{Date, parse_date},
    model::Settings,
};
use chrono::{DateTime, Local};

/// For `--as-of`.
pub fn parse(text: &str) -> Result<Date, String> {
    parse_date(text).ok_or_else(|| "write a day as 2026-03-01".to_owned())
}

/// `--as-of`, else the ledger's `as_of`, else `SOURCE_DATE_EPOCH` (its day in UTC), else today's local date.
pub fn of(given: Option<Date>, settings: Option<&Settings>) -> Result<Date, Failure> {
    let pinned = given.or_else(|| settings?.as_of.map(|day| day.value));
    match pinned {
        Some(day) => Ok(day),
        None => Ok(source_date_epoch()?.unwrap_or_else(today)),
    }
}

/// Whether the day stays the same tomorrow.
pub fn is_pinned(given: Option<Date>, settings: Option<&Settings>) -> bool {
    let by_user = given.is_some() || settings.is_some_and(|settings| settings.as_of.is_some());
    by_user || matches!(source_date_epoch(), Ok(Some(_)))
}

pub fn today() -> Date {
    Local::now().date_naive()
}

fn source_date_epoch() -> Result<Option<Date>, Failure> {
    let Some(text) = std::env::var_os("SOURCE_DATE_EPOCH") else {
        return Ok(None);
    };
    let seconds = text.to_str().and_then(|text| text.parse().ok());
    let moment = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    match moment {
        Some(moment) => Ok(Some(moment.date_naive())),
        None => Err(Failure("SOURCE_DATE_EPOCH is not a number of seconds".to_owned())),
    }
}
