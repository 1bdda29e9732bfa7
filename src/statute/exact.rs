//! Amounts, dates and currencies read from the characters of a data file; apart because serde's own numbers go through a float.

use crate::{
    calendar::{self, Date},
    money::{self, Amount, Currency},
};
use serde::{Deserialize, Deserializer, de::Error};

/// An exact decimal, as [`Amount::parse`] reads it; what has too many digits is refused, not rounded.
pub fn amount<'de, D: Deserializer<'de>>(from: D) -> Result<Amount, D::Error> {
    let text = characters(from)?;
    Amount::parse(&text).map_err(|why| match why {
        money::NotAnAmount::Form => refused("an amount such as 1250.50", &text),
        money::NotAnAmount::TooLong => refused("an amount of fewer digits", &text),
    })
}

pub fn amount_if_any<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Amount>, D::Error> {
    amount(from).map(Some)
}

pub fn date<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let text = characters(from)?;
    calendar::parse_date(&text).ok_or_else(|| refused("a date such as 2026-03-01", &text))
}

pub fn date_if_any<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    date(from).map(Some)
}

pub fn currency<'de, D: Deserializer<'de>>(from: D) -> Result<Currency, D::Error> {
    let text = characters(from)?;
    Currency::from_code(&text).ok_or_else(|| refused("a currency such as EUR", &text))
}

pub fn currency_if_any<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Currency>, D::Error> {
    currency(from).map(Some)
}

/// What the file says, before anyone takes it for a number.
fn characters<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    String::deserialize(from)
}

fn refused<E: Error>(wanted: &str, text: &str) -> E {
    E::custom(format!("expected {wanted}, found {text}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Figure {
        #[serde(deserialize_with = "amount")]
        figure: Amount,
    }

    fn read(text: &str) -> Result<Amount, serde_yaml::Error> {
        serde_yaml::from_str::<Figure>(&format!("figure: {text}\n")).map(|row| row.figure)
    }

    #[test]
    fn every_digit_survives() {
        for text in [
            "12.75",
            "-0.62",
            "0.1",
            "0.123456789012",
            "1234567890123.123456789012",
            "0",
        ] {
            assert_eq!(read(text).unwrap().shortest(), text);
        }
        assert_eq!(read("5.0").unwrap(), Amount::parse("5").unwrap());
        assert_eq!(read("\"12.75\"").unwrap(), Amount::parse("12.75").unwrap());
    }

    #[test]
    fn what_would_lose_a_digit_is_refused() {
        for text in [
            "0.1234567890123456789",
            "1e3",
            "1_000",
            "1,5",
            "0x10",
            ".inf",
            "~",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
