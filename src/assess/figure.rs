//! Numbers that are no money: days, hours, percentages; apart so that they stay exact until somebody writes them.

use rust_decimal::{Decimal, RoundingStrategy};

/// An exact number; not rounded unless it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Figure(Decimal);

impl Figure {
    /// `part` / `of` × `times`; `None` if `of` is zero.
    pub fn ratio(part: Decimal, of: Decimal, times: i64) -> Option<Self> {
        let scaled = part.saturating_mul(Decimal::from(times));
        scaled.checked_div(of).map(Self)
    }

    /// Of numbers in order: the middle one, or half-way between two. `None` of none.
    pub fn median(sorted: &[i64]) -> Option<Self> {
        let middle = sorted.len() / 2;
        let upper = *sorted.get(middle)?;
        let lower = if sorted.len().is_multiple_of(2) {
            *sorted.get(middle.checked_sub(1)?)?
        } else {
            upper
        };
        Self::ratio(Decimal::from(lower + upper), Decimal::TWO, 1)
    }

    pub fn decimal(self) -> Decimal {
        self.0
    }

    /// Half away from zero, with exactly so many decimals: `12.5`, `50.0`.
    pub fn plain(self, decimals: u32) -> String {
        let rounded = self
            .0
            .round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
        format!("{rounded:.*}", decimals as usize)
    }

    /// The shortest decimal: `9`, `9.5`.
    pub fn shortest(self) -> String {
        self.0.normalize().to_string()
    }

    /// The next whole number not below it.
    pub fn rounded_up(self) -> i64 {
        i64::try_from(self.0.ceil()).unwrap_or(i64::MAX)
    }
}

impl From<i64> for Figure {
    fn from(whole: i64) -> Self {
        Self(Decimal::from(whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_rounded_once_and_half_away_from_zero() {
        let third = Figure::ratio(Decimal::ONE, Decimal::from(3), 100).unwrap();
        assert_eq!(third.plain(1), "33.3");
        let quarter = Figure::ratio(Decimal::from(5), Decimal::from(4), 1).unwrap();
        assert_eq!(
            (quarter.plain(1).as_str(), quarter.shortest().as_str()),
            ("1.3", "1.25")
        );
        assert_eq!(Figure::from(50).plain(1), "50.0");
        assert_eq!(Figure::ratio(Decimal::ONE, Decimal::ZERO, 1), None);
        assert_eq!(quarter.rounded_up(), 2);
    }
}
