//! How a whole divides into parts of a hundred that add up to it again; apart because it is the pages' only arithmetic.

use crate::money::Amount;
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

/// `units` shared out by size: each part rounded down, what is left to those that lost most, the first of equals. All
/// zero where the parts are.
pub fn shared(parts: &[Amount], units: u32) -> Vec<u32> {
    let whole = parts.iter().copied().sum::<Amount>().decimal();
    let exact: Vec<Decimal> = parts
        .iter()
        .map(|part| proportion(part.decimal(), whole, units).unwrap_or_default())
        .collect();
    let mut shares: Vec<u32> = exact.iter().map(|share| down(*share)).collect();
    if whole <= Decimal::ZERO {
        return shares;
    }
    let mut by_loss: Vec<usize> = (0..parts.len()).collect();
    by_loss.sort_by_key(|i| exact.get(*i).map(|share| -(share.fract())));
    let left = units.saturating_sub(shares.iter().sum());
    for i in by_loss.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        if let Some(share) = shares.get_mut(i) {
            *share += 1;
        }
    }
    shares
}

/// `part` of `whole` in `units`, rounded down; 0 of nothing.
pub fn part_of(part: Amount, whole: Amount, units: u32) -> u32 {
    proportion(part.decimal(), whole.decimal(), units).map_or(0, down)
}

/// Hundredths of a percent as a number with a point: `45.42`, `32`.
pub fn percent_of_hundredths(hundredths: u32) -> String {
    Decimal::new(i64::from(hundredths), 2).normalize().to_string()
}

/// `None` for a share of nothing.
fn proportion(part: Decimal, whole: Decimal, units: u32) -> Option<Decimal> {
    part.checked_div(whole)?.checked_mul(Decimal::from(units))
}

fn down(share: Decimal) -> u32 {
    let whole = share.round_dp_with_strategy(0, RoundingStrategy::ToZero);
    whole.to_u32().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn amounts(texts: &[&str]) -> Vec<Amount> {
        texts.iter().map(|text| Amount::parse(text).unwrap()).collect()
    }

    #[test]
    fn shares_add_up() {
        let parts = amounts(&["17600.00", "12400.00", "3950.40", "1890.00", "2910.00"]);
        assert_eq!(shared(&parts, 100), [45, 32, 10, 5, 8]);
        assert_eq!(shared(&parts, 10_000), [4542, 3200, 1019, 488, 751]);
        assert_eq!(shared(&amounts(&["1", "1", "1"]), 100), [34, 33, 33]);
        assert_eq!(shared(&amounts(&["0", "0"]), 100), [0, 0]);
    }

    #[test]
    fn percents_are_short() {
        for (hundredths, text) in [(4542, "45.42"), (3200, "32"), (0, "0"), (10_000, "100")] {
            assert_eq!(percent_of_hundredths(hundredths), text);
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost(cents in prop::collection::vec(0i64..10_000_000_000, 1..6)) {
            let parts: Vec<Amount> = cents.iter().map(|n| Amount::from(*n)).collect();
            let sum: u32 = shared(&parts, 10_000).iter().sum();
            prop_assert_eq!(sum, if cents.iter().all(|n| *n == 0) { 0 } else { 10_000 });
        }
    }
}
