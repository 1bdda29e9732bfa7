//! An upright axis from zero: few figures that are easy to read, and how far down each amount is.

use super::{PLOT, TOP, Tick, shares};
use crate::money::Amount;
use rust_decimal::Decimal;

/// At most so many lines above zero.
const MOST_STEPS: u32 = 5;
/// Days that people count in.
const STEPS_OF_DAYS: [i64; 8] = [1, 2, 5, 15, 30, 60, 90, 180];
const YEAR: i64 = 365;

/// From zero to so many steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    step: Amount,
    steps: u32,
}

impl Scale {
    /// Steps of 1, 2 or 5 and any noughts, none below one cent; the highest line is at or above `highest`.
    pub fn of(highest: Amount) -> Self {
        let mut unit = Decimal::new(1, 2);
        let enough = highest.decimal() / Decimal::from(MOST_STEPS);
        // A sum has at most 13 digits before the point, and some sums add up: 20 rounds reach any.
        for _ in 0..20 {
            for factor in [1, 2, 5] {
                let step = unit.saturating_mul(Decimal::from(factor));
                if step >= enough {
                    return Self::in_steps(Amount::from_decimal(step), highest);
                }
            }
            unit = unit.saturating_mul(Decimal::TEN);
        }
        Self::in_steps(highest, highest)
    }

    /// Steps of days, weeks, months or years.
    pub fn of_days(highest: i64) -> Self {
        let most = i64::from(MOST_STEPS);
        let step = STEPS_OF_DAYS.into_iter().find(|step| highest <= step * most);
        let years = highest.div_euclid(YEAR * most) + 1;
        Self::in_steps(Amount::from(step.unwrap_or(YEAR * years)), Amount::from(highest))
    }

    fn in_steps(step: Amount, highest: Amount) -> Self {
        let reached = |steps: u32| step.decimal().saturating_mul(Decimal::from(steps)) >= highest.decimal();
        Self {
            step,
            steps: (1..MOST_STEPS)
                .find(|steps| reached(*steps))
                .unwrap_or(MOST_STEPS),
        }
    }

    fn line(self, n: u32) -> Amount {
        Amount::from_decimal(self.step.decimal().saturating_mul(Decimal::from(n)))
    }

    pub fn highest(self) -> Amount {
        self.line(self.steps)
    }

    /// How many pixels high `amount` is drawn: what is there is at least one high, and nothing is higher than the plot.
    pub fn height(self, amount: Amount) -> i64 {
        let units = u32::try_from(PLOT).unwrap_or_default();
        let pixels = i64::from(shares::part_of(amount, self.highest(), units)).min(PLOT);
        pixels.max(i64::from(amount.is_positive()))
    }

    /// How far down in the drawing `amount` is.
    pub fn y(self, amount: Amount) -> i64 {
        TOP + PLOT - self.height(amount)
    }

    /// From the top down to zero.
    pub fn ticks(self, write: impl Fn(Amount) -> String) -> Vec<Tick> {
        let lines = (0..=self.steps).rev();
        lines
            .map(|n| Tick {
                text: write(self.line(n)),
                y: self.line_y(n).to_string(),
            })
            .collect()
    }

    fn line_y(self, n: u32) -> i64 {
        TOP + PLOT - PLOT * i64::from(n) / i64::from(self.steps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(scale: Scale) -> String {
        let ticks = scale.ticks(Amount::shortest);
        let texts: Vec<_> = ticks.into_iter().map(|tick| tick.text).collect();
        texts.join(" ")
    }

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    #[test]
    fn axes_are_easy_to_read() {
        for (highest, expected) in [
            ("0", "0.01 0"),
            ("0.01", "0.01 0"),
            ("0.04", "0.04 0.03 0.02 0.01 0"),
            ("7.20", "8 6 4 2 0"),
            ("99", "100 80 60 40 20 0"),
            ("101", "150 100 50 0"),
            ("22064.00", "25000 20000 15000 10000 5000 0"),
            ("26064.00", "30000 20000 10000 0"),
            ("1000000", "1000000 800000 600000 400000 200000 0"),
            (
                "9999999999999",
                "10000000000000 8000000000000 6000000000000 4000000000000 2000000000000 0",
            ),
        ] {
            assert_eq!(lines(Scale::of(amount(highest))), expected, "{highest}");
        }
    }

    #[test]
    fn days_are_counted_in_months() {
        for (highest, expected) in [
            (0, "1 0"),
            (4, "4 3 2 1 0"),
            (14, "15 10 5 0"),
            (44, "45 30 15 0"),
            (112, "120 90 60 30 0"),
            (700, "720 540 360 180 0"),
            (2000, "2190 1460 730 0"),
        ] {
            assert_eq!(lines(Scale::of_days(highest)), expected, "{highest}");
        }
    }

    #[test]
    fn zero_is_the_ground_and_little_is_something() {
        let scale = Scale::of(amount("1000"));
        assert_eq!(scale.y(Amount::ZERO), TOP + PLOT);
        assert_eq!(scale.y(amount("1000")), TOP);
        assert_eq!(scale.y(amount("500")), TOP + PLOT / 2);
        assert_eq!(scale.height(amount("0.01")), 1);
        let ticks = scale.ticks(|_| String::new());
        assert_eq!((ticks[0].y.as_str(), ticks[5].y.as_str()), ("18", "186"));
    }

    proptest! {
        #[test]
        fn nothing_leaves_the_plot(cents in 0i64..=1_000_000_000_000_000, other in 0i64..=1_000_000_000_000_000) {
            let (low, high) = (cents.min(other), cents.max(other));
            let of = |cents: i64| Amount::from_decimal(Decimal::new(cents, 2));
            let scale = Scale::of(of(high));
            prop_assert!(scale.highest() >= of(high));
            prop_assert!(scale.y(of(high)) <= scale.y(of(low)));
            prop_assert!(TOP <= scale.y(of(high)) && scale.y(of(low)) <= TOP + PLOT);
            // The plot is well used.
            prop_assert!(high == 0 || scale.height(of(high)) >= PLOT / 2 - 1);
        }
    }
}
