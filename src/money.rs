//! Exact amounts and their currencies; apart because nothing else may round, and nothing at all may use a float.

use iso_currency::IntoEnumIterator;
use rust_decimal::{Decimal, RoundingStrategy};
use std::{
    fmt,
    iter::Sum,
    ops::{Add, AddAssign, Neg, Sub, SubAssign},
};

/// An exact decimal sum in some currency that the holder knows. Not rounded unless it says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount(Decimal);

/// An ISO 4217 currency that has minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAnAmount {
    /// Not `-?digits(.digits)?`.
    Form,
    /// More than 13 digits before the point or 12 after it: no sum of such can overflow.
    TooLong,
}

const MAX_WHOLE: usize = 13;
const MAX_FRACTION: usize = 12;

impl Amount {
    pub const ZERO: Amount = Amount(Decimal::ZERO);

    /// Reads `1250.50` from its characters; nothing is rounded and no other notation is taken.
    pub fn parse(text: &str) -> Result<Self, NotAnAmount> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return Err(NotAnAmount::Form),
            Some(parts) => parts,
            None => (digits, ""),
        };
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return Err(NotAnAmount::Form);
        }
        if whole.trim_start_matches('0').len() > MAX_WHOLE || fraction.len() > MAX_FRACTION {
            return Err(NotAnAmount::TooLong);
        }
        Decimal::from_str_exact(text)
            .map(Self)
            .map_err(|_| NotAnAmount::TooLong)
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Above zero.
    pub fn is_positive(self) -> bool {
        self.0 > Decimal::ZERO
    }

    /// Itself, or zero if it is below.
    #[must_use]
    pub fn at_least_zero(self) -> Self {
        self.max(Self::ZERO)
    }

    /// Digits after the point that matter: 2 for `1.50`, 1 for `1.5`, 1 for `1.500`.
    pub fn decimals(self) -> u32 {
        self.0.normalize().scale()
    }

    /// Whether the sum is below 10^13, the most that one amount may be.
    pub fn is_plausible(self) -> bool {
        self.0.abs() < Decimal::from(10_000_000_000_000_i64)
    }

    /// `quantity` × `price`, rounded to the currency's minor unit, half away from zero.
    pub fn of_line(quantity: Amount, price: Amount, currency: Currency) -> Amount {
        Amount(quantity.0 * price.0).rounded(currency)
    }

    /// `percent` of this, rounded to the currency's minor unit, half away from zero.
    #[must_use]
    pub fn percent(self, percent: Amount, currency: Currency) -> Amount {
        Amount(self.0 * percent.0 / Decimal::ONE_HUNDRED).rounded(currency)
    }

    /// This with `percent` added: round(amount × (1 + percent / 100)), half away from zero.
    #[must_use]
    pub fn plus_percent(self, percent: Amount, currency: Currency) -> Amount {
        let factor = Decimal::ONE + percent.0 / Decimal::ONE_HUNDRED;
        Amount(self.0 * factor).rounded(currency)
    }

    /// One of `count` equal parts, rounded to the currency's minor unit, half away from zero; the whole for 0.
    #[must_use]
    pub fn part(self, count: u32, currency: Currency) -> Amount {
        Amount(self.0 / Decimal::from(count.max(1))).rounded(currency)
    }

    /// Half away from zero, to the currency's minor unit.
    #[must_use]
    pub fn rounded(self, currency: Currency) -> Amount {
        let digits = currency.decimals();
        Amount(
            self.0
                .round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero),
        )
    }

    /// With exactly the currency's decimals: `6000.00`, `-12.50`, `800` yen. Rounds, for what was not yet.
    pub fn plain(self, currency: Currency) -> String {
        format!("{:.*}", currency.decimals() as usize, self.rounded(currency).0)
    }

    /// With `digits` after the point, for what is shown before it is rounded: `0.1234`.
    pub fn to_places(self, digits: u32) -> String {
        let shown = self
            .0
            .round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
        format!("{shown:.*}", digits as usize)
    }

    /// The shortest decimal: `10`, `12.75`, `0.5`.
    pub fn shortest(self) -> String {
        self.0.normalize().to_string()
    }

    /// The exact decimal, for arithmetic that the law prescribes.
    pub fn decimal(self) -> Decimal {
        self.0
    }

    pub fn from_decimal(value: Decimal) -> Self {
        Self(value)
    }
}

impl From<i64> for Amount {
    fn from(whole: i64) -> Self {
        Self(Decimal::from(whole))
    }
}

impl Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Amount {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Amount {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Amount {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::ZERO, Add::add)
    }
}

impl Currency {
    /// A code such as `EUR`, upper case; not those without minor units (gold, testing codes).
    pub fn from_code(code: &str) -> Option<Self> {
        let currency = iso_currency::Currency::from_code(code)?;
        currency.exponent().map(|_| Self(currency))
    }

    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Digits after the point: JPY 0, EUR 2, KWD 3.
    pub fn decimals(self) -> u32 {
        self.0.exponent().map_or(2, u32::from)
    }

    /// One minor unit: 0.01 EUR, 1 JPY.
    pub fn minor_unit(self) -> Amount {
        Amount(Decimal::new(1, self.decimals()))
    }

    /// Every code, sorted.
    pub fn codes() -> Vec<&'static str> {
        let mut codes: Vec<_> = iso_currency::Currency::iter()
            .filter(|c| c.exponent().is_some())
            .map(|c| c.code())
            .collect();
        codes.sort_unstable();
        codes
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Currency {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.code().cmp(other.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    fn currency(code: &str) -> Currency {
        Currency::from_code(code).unwrap()
    }

    #[test]
    fn only_one_notation_is_an_amount() {
        for text in [
            "", "-", ".5", "5.", "1e3", "1_000", "1,250.50", "€5", "+5", " 5", "0x1f", "1.2.3", "٣",
        ] {
            assert_eq!(Amount::parse(text), Err(NotAnAmount::Form), "{text:?}");
        }
        assert_eq!(Amount::parse("12345678901234"), Err(NotAnAmount::TooLong));
        assert_eq!(amount("1250.50"), amount("1250.5"));
        assert_eq!(amount("0012.0"), amount("12"));
    }

    #[test]
    fn rounds_half_away_from_zero() {
        let eur = currency("EUR");
        for (raw, rounded) in [
            ("0.005", "0.01"),
            ("0.015", "0.02"),
            ("2.5049", "2.50"),
            ("-0.005", "-0.01"),
        ] {
            assert_eq!(amount(raw).plain(eur), rounded);
        }
        assert_eq!(amount("0.5").plain(currency("JPY")), "1");
        assert_eq!(amount("1.5").plain(currency("KWD")), "1.500");
    }

    #[test]
    fn a_line_is_rounded_once() {
        let eur = currency("EUR");
        let net = Amount::of_line(amount("3"), amount("333.335"), eur);
        assert_eq!(net.plain(eur), "1000.01");
        assert_eq!(net.percent(amount("21"), eur).plain(eur), "210.00");
        assert_eq!(amount("20000").part(3, eur).plain(eur), "6666.67");
        assert_eq!(
            amount("6000").plus_percent(amount("21"), eur).plain(eur),
            "7260.00"
        );
    }

    #[test]
    fn metals_and_testing_codes_are_no_currencies() {
        assert_eq!(Currency::from_code("XAU"), None);
        assert_eq!(Currency::from_code("eur"), None);
        assert_eq!(currency("EUR").minor_unit(), amount("0.01"));
    }
}
