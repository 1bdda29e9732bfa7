//! Sums that were rounded, multiplied after the rounding: worked out again from multiplied parts they would be a cent
//! beside the payments that settled them.

use crate::{
    model::{
        Contract, Invoice,
        contract::{Instalment, Share, Timing},
    },
    money::{Amount, Currency},
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What a record's rounded sums become.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// The net of each line.
    pub nets: Vec<Amount>,
    /// What a line more must add so that the taxes come to what they came to.
    pub rounding: Amount,
    /// In place of a percentage.
    pub withheld: Option<Amount>,
    /// By the characters of the percentage: a share of the contract's total.
    pub shares: BTreeMap<Amount, Amount>,
    /// In place of the product.
    pub total: Option<Amount>,
}

/// `amount` so many times.
pub(super) fn times(amount: Amount, factor: u32) -> Amount {
    Amount::from_decimal(amount.decimal().saturating_mul(Decimal::from(factor)))
}

impl Figures {
    pub fn of_invoice(invoice: &Invoice, currency: Currency, factor: u32) -> Self {
        let net = |line: &crate::model::invoice::Line| {
            Amount::of_line(line.quantity, line.unit_price.value, currency)
        };
        let nets: Vec<Amount> = invoice
            .lines
            .iter()
            .map(|line| times(net(line), factor))
            .collect();
        let mut rates: BTreeMap<Amount, Amount> = BTreeMap::new();
        for line in &invoice.lines {
            *rates.entry(line.tax_percent).or_default() += net(line);
        }
        let tax = |factor: u32| -> Amount {
            let each = rates
                .iter()
                .map(|(percent, net)| times(*net, factor).percent(*percent, currency));
            each.sum()
        };
        let kept = invoice.withholding.as_ref().filter(|kept| kept.amount.is_none());
        let percent = kept.and_then(|kept| kept.percent);
        let all: Amount = rates.values().copied().sum();
        Self {
            rounding: times(tax(1), factor) - tax(factor),
            withheld: percent.map(|percent| times(all.percent(percent.value, currency), factor)),
            nets,
            ..Self::default()
        }
    }

    pub fn of_contract(contract: &Contract, currency: Currency, factor: u32) -> Self {
        let Some(total) = contract.total.map(|total| total.value) else {
            return Self::default();
        };
        let amended = contract.amendments.iter().flat_map(|added| &added.schedule);
        let rows = contract.schedule.iter().chain(amended);
        let percents = rows.filter_map(|row| match row.share {
            Share::Percent(percent) => Some(percent),
            _ => None,
        });
        let shares = percents.map(|percent| (percent, times(total.percent(percent, currency), factor)));
        Self {
            shares: shares.collect(),
            total: agreed(contract, total, currency).map(|total| times(total, factor)),
            ..Self::default()
        }
    }
}

/// What instalments in percent come to, where that counts as the total although a rounding lies between them.
fn agreed(contract: &Contract, total: Amount, currency: Currency) -> Option<Amount> {
    let mut sum = Amount::ZERO;
    let mut slack = Amount::ZERO;
    for row in &contract.schedule {
        sum += fixed(row, total, currency)?;
        if matches!(row.share, Share::Percent(_)) {
            slack += currency.minor_unit();
        }
    }
    let difference = (sum - total).max(total - sum);
    (difference.is_positive() && difference <= slack).then_some(sum)
}

fn fixed(row: &Instalment, total: Amount, currency: Currency) -> Option<Amount> {
    match (row.share, row.timing) {
        (_, Timing::Repeated { .. }) | (Share::Rest | Share::UpTo(_), _) => None,
        (Share::Amount(amount), _) => Some(amount),
        (Share::Percent(percent), _) => Some(total.percent(percent, currency)),
    }
}
