//! Digits and plural forms by the rules of CLDR; apart because ICU builds its own tables and none of its types cross threads.

use crate::money::Amount;
use icu_decimal::{DecimalFormatter, input::Decimal, options::DecimalFormatterOptions};
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
#[cfg(test)]
use std::collections::BTreeSet;

/// Exact digits such as `-6000.00`, with the locale's separators. Nothing is rounded, added or cut.
pub fn grouped(locale: &Locale, digits: &str) -> String {
    let formatter = DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default());
    match (formatter, Decimal::try_from_str(digits)) {
        (Ok(formatter), Ok(decimal)) => formatter.format(&decimal).to_string(),
        _ => digits.to_owned(),
    }
}

/// Whether it is below zero, and how large it is.
pub fn sign_and_size(amount: Amount) -> (bool, Amount) {
    if amount < Amount::ZERO {
        (true, -amount)
    } else {
        (false, amount)
    }
}

/// `one`, `few`, `many` … : what a thing counted `n` times is called.
pub fn plural_form(locale: &Locale, n: u64) -> &'static str {
    let category = PluralRules::try_new_cardinal(locale.into())
        .map_or(PluralCategory::Other, |rules| rules.category_for(n));
    name(category)
}

/// Every form that a whole or broken number can take there.
#[cfg(test)]
pub fn plural_forms(locale: &Locale) -> BTreeSet<&'static str> {
    let rules = PluralRules::try_new_cardinal(locale.into()).unwrap();
    rules.categories().map(name).collect()
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn grouping_moves_no_digit(whole in 0u64..10_000_000_000_000, cents in 0u8..100) {
            let digits = format!("{whole}.{cents:02}");
            for tag in ["en-GB", "es", "de", "fr", "it", "pt-PT", "ru"] {
                let written = grouped(&tag.parse().unwrap(), &digits);
                let kept: String = written.chars().filter(char::is_ascii_digit).collect();
                prop_assert_eq!(kept, digits.replace('.', ""));
            }
        }
    }
}
