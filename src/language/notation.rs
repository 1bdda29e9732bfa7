//! How a locale writes numbers and dates; apart so that a language's words can change and this stays.

use super::{amounts::Numbers, dates::Dates};
use icu_locale_core::Locale;

/// A locale with what is asked of it thousands of times on every page.
#[derive(Debug)]
pub struct Notation {
    pub locale: Locale,
    pub numbers: Numbers,
    pub dates: Dates,
}

impl Notation {
    pub fn of(locale: Locale) -> Self {
        Self {
            numbers: Numbers::of(&locale),
            dates: Dates::of(&locale),
            locale,
        }
    }
}
