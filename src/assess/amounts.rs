//! What an invoice comes to: lines, tax per rate and withholding, added up as EN 16931 does.

use crate::{
    model::{Invoice, invoice::Line},
    money::{Amount, Currency},
};
use std::collections::BTreeMap;

/// An invoice's sums, each rounded where semantics.md says and nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Sum of the line nets; of an invoice without lines, its gross.
    pub net: Amount,
    pub gross: Amount,
    pub withheld: Amount,
    /// What is to be paid: gross − withheld.
    pub total: Amount,
}

impl Totals {
    pub fn of(invoice: &Invoice, currency: Currency) -> Self {
        if invoice.lines.is_empty() {
            return Self::stated(invoice);
        }
        let (net, tax) = nets_and_taxes(&invoice.lines, currency);
        let withheld = withheld(invoice, net, currency);
        let gross = net + tax;
        Self {
            net,
            gross,
            withheld,
            total: gross - withheld,
        }
    }

    /// `amount` alone is what is to be paid; what was withheld comes on top of it to make the gross.
    fn stated(invoice: &Invoice) -> Self {
        let total = invoice.amount.map_or(Amount::ZERO, |amount| amount.value);
        let withheld = invoice.withholding.as_ref().and_then(|w| w.amount);
        let withheld = withheld.map_or(Amount::ZERO, |amount| amount.value);
        Self {
            net: total + withheld,
            gross: total + withheld,
            withheld,
            total,
        }
    }
}

/// The lines of one rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaxOn {
    pub percent: Amount,
    /// Sum of the line nets at that rate.
    pub net: Amount,
    /// Rounded once, on that sum.
    pub tax: Amount,
}

/// The tax of each rate, lowest first.
pub fn taxes(lines: &[Line], currency: Currency) -> Vec<TaxOn> {
    let mut nets: BTreeMap<Amount, Amount> = BTreeMap::new();
    for line in lines {
        let net = Amount::of_line(line.quantity, line.unit_price.value, currency);
        *nets.entry(line.tax_percent).or_default() += net;
    }
    let rates = nets.into_iter().map(|(percent, net)| TaxOn {
        percent,
        net,
        tax: net.percent(percent, currency),
    });
    rates.collect()
}

fn nets_and_taxes(lines: &[Line], currency: Currency) -> (Amount, Amount) {
    let rates = taxes(lines, currency);
    let net = rates.iter().map(|rate| rate.net).sum();
    (net, rates.iter().map(|rate| rate.tax).sum())
}

fn withheld(invoice: &Invoice, net: Amount, currency: Currency) -> Amount {
    let Some(withholding) = &invoice.withholding else {
        return Amount::ZERO;
    };
    match (withholding.amount, withholding.percent) {
        (Some(amount), _) => amount.value,
        (None, Some(percent)) => net.percent(percent.value, currency),
        (None, None) => Amount::ZERO,
    }
}
