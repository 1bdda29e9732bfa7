//! The fixed sum that late payment costs beside interest; apart because it is chosen by the debt, not by the days.

use super::{exact, late_interest::InterestRule};
use crate::money::{Amount, Currency};
use rust_decimal::Decimal;
use serde::Deserialize;

/// A fixed sum for debts up to some size.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompensationTier {
    /// Inclusive.
    #[serde(default, deserialize_with = "exact::amount_if_any")]
    pub up_to: Option<Amount>,
    /// Exclusive.
    #[serde(default, deserialize_with = "exact::amount_if_any")]
    pub below: Option<Amount>,
    /// The currency that the debt is measured in; `None`: the one that is paid.
    #[serde(default, rename = "of", deserialize_with = "exact::currency_if_any")]
    pub measured_in: Option<Currency>,
    #[serde(deserialize_with = "exact::amount")]
    pub amount: Amount,
    /// The currency that is paid; it may not be the invoice's.
    #[serde(deserialize_with = "exact::currency")]
    pub currency: Currency,
}

/// Percentages of successive slices of the debt.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompensationScale {
    /// Lowest first.
    pub scale: Vec<Slice>,
    #[serde(default, deserialize_with = "exact::amount_if_any")]
    pub minimum: Option<Amount>,
    #[serde(default, deserialize_with = "exact::amount_if_any")]
    pub maximum: Option<Amount>,
    #[serde(deserialize_with = "exact::currency")]
    pub currency: Currency,
    pub note: Option<String>,
}

/// The part of the debt above the slice before, up to and including `up_to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slice {
    #[serde(default, deserialize_with = "exact::amount_if_any")]
    pub up_to: Option<Amount>,
    #[serde(deserialize_with = "exact::amount")]
    pub percent: Amount,
}

impl InterestRule {
    /// The first tier that fits a debt of `amount` on its due date. A debt in another currency than the tiers are
    /// measured in fits only where there is nothing to measure.
    pub fn compensation_tier(&self, amount: Amount, currency: Currency) -> Option<&CompensationTier> {
        let tiers = &self.compensation;
        let measured = tiers.len() > 1 || tiers.iter().any(CompensationTier::is_bounded);
        tiers.iter().find(|tier| {
            let comparable = tier.measured_in.unwrap_or(tier.currency) == currency;
            (comparable || !measured) && tier.covers(amount)
        })
    }
}

impl CompensationTier {
    fn is_bounded(&self) -> bool {
        self.up_to.is_some() || self.below.is_some()
    }

    fn covers(&self, debt: Amount) -> bool {
        self.up_to.is_none_or(|most| debt <= most) && self.below.is_none_or(|end| debt < end)
    }
}

impl CompensationScale {
    /// The sum for a debt in the scale's currency, between minimum and maximum, rounded once to the minor unit.
    pub fn sum_for(&self, debt: Amount) -> Amount {
        let mut reached = Amount::ZERO;
        let mut sum = Decimal::ZERO;
        for slice in &self.scale {
            let end = slice.up_to.map_or(debt, |most| most.min(debt));
            let part = (end - reached).at_least_zero();
            sum += part.decimal() * slice.percent.decimal() / Decimal::ONE_HUNDRED;
            reached = reached.max(end);
        }
        let sum = Amount::from_decimal(sum);
        let raised = self.minimum.map_or(sum, |least| sum.max(least));
        self.maximum
            .map_or(raised, |most| raised.min(most))
            .rounded(self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statute::{Overrides, Statutes};

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    #[test]
    fn the_first_tier_that_fits() {
        let law = Statutes::all(&Overrides::default()).unwrap();
        for (place, debt, currency, expected) in [
            ("gb-eng", "999.99", "GBP", Some("40 GBP")),
            ("gb-eng", "1000", "GBP", Some("70 GBP")),
            ("gb-eng", "9999.99", "GBP", Some("70 GBP")),
            ("gb-eng", "10000", "GBP", Some("100 GBP")),
            ("gb-eng", "500", "EUR", None),
            ("pl", "5000", "PLN", Some("40 EUR")),
            ("pl", "5000.01", "PLN", Some("70 EUR")),
            ("pl", "50000", "PLN", Some("100 EUR")),
            ("pl", "5000", "EUR", None),
            ("es", "1", "EUR", Some("40 EUR")),
            ("es", "1", "USD", Some("40 EUR")),
            ("us-ca", "1", "USD", None),
        ] {
            let rule = law.interest_rule(place, None).unwrap();
            let currency = Currency::from_code(currency).unwrap();
            let found = rule
                .compensation_tier(amount(debt), currency)
                .map(|tier| format!("{} {}", tier.amount.shortest(), tier.currency));
            assert_eq!(found.as_deref(), expected, "{place} {debt} {currency}");
        }
    }

    #[test]
    fn a_scale_goes_slice_by_slice() {
        let law = Statutes::all(&Overrides::default()).unwrap();
        let rule = law.interest_rule("nl", None).unwrap();
        let scale = rule.compensation_scale.as_ref().unwrap();
        for (debt, sum) in [
            ("100", "40.00"),
            ("266.70", "40.01"),
            ("2500", "375.00"),
            ("4000", "525.00"),
            ("10000", "875.00"),
            ("200000", "2775.00"),
            ("1000000", "6775.00"),
            ("5000000", "6775.00"),
        ] {
            assert_eq!(scale.sum_for(amount(debt)).plain(scale.currency), sum, "{debt}");
        }
    }
}
