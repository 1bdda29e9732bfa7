//! Digits and plural forms by the rules of CLDR; apart because ICU has types of its own for both.

use crate::money::Amount;
use icu_decimal::{DecimalFormatter, input::Decimal, options::DecimalFormatterOptions};
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use std::collections::BTreeSet;

/// How a locale writes numbers and counts things: ICU's tables, looked up once.
#[derive(Debug)]
pub struct Numbers {
    /// `None`: ICU has none for the locale.
    digits: Option<DecimalFormatter>,
    plurals: Option<PluralRules>,
}

impl Numbers {
    pub fn of(locale: &Locale) -> Self {
        Self {
            digits: DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default()).ok(),
            plurals: PluralRules::try_new_cardinal(locale.into()).ok(),
        }
    }

    /// Exact digits such as `-6000.00`, with the locale's separators. Nothing is rounded, added or cut.
    pub fn grouped(&self, digits: &str) -> String {
        match (&self.digits, Decimal::try_from_str(digits)) {
            (Some(formatter), Ok(decimal)) => formatter.format(&decimal).to_string(),
            _ => digits.to_owned(),
        }
    }

    /// `one`, `few`, `many` … : what a thing counted `n` times is called.
    pub fn plural_form(&self, n: u64) -> &'static str {
        let category = self.plurals.as_ref().map(|rules| rules.category_for(n));
        name(category.unwrap_or(PluralCategory::Other))
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

/// Every form that a whole or broken number can take there.
pub fn plural_forms(locale: &Locale) -> BTreeSet<&'static str> {
    let rules = PluralRules::try_new_cardinal(locale.into());
    rules.map_or_else(
        |_| BTreeSet::from(["other"]),
        |rules| rules.categories().map(name).collect(),
    )
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
                let written = Numbers::of(&tag.parse().unwrap()).grouped(&digits);
                let kept: String = written.chars().filter(char::is_ascii_digit).collect();
                prop_assert_eq!(kept, digits.replace('.', ""));
            }
        }
    }
}
