//! Which invoices a payment of a known client is for: those it names, or the one whose very amount it is.

use super::payer::Known;
use crate::{
    assess::{Assessed, InvoiceOn},
    calendar::{Date, add_days},
    load::bank::BankRow,
    money::Amount,
};
use std::collections::BTreeMap;

/// What a payment pays.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// Ids and amounts above 0.
    pub shares: Vec<(String, Amount)>,
    pub doubt: Option<Doubt>,
}

/// Why a payment, or a part of it, is on no invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// Nothing is named, and no open invoice has this amount.
    NothingFits,
    /// Nothing is named, and several open invoices have this amount.
    SeveralFit(Vec<String>),
    /// What it names isn't open, or is in another currency.
    NotOpen(Vec<String>),
    /// It names several invoices, and is less than they come to.
    LessThanNamed(Vec<String>),
}

/// Open balances, as they are after the rows so far.
#[derive(Debug)]
pub struct Balances<'s> {
    assessed: &'s Assessed<'s>,
    left: BTreeMap<&'s str, Amount>,
}

/// What an open invoice would be paid with.
struct Fit<'s> {
    id: &'s str,
    balance: Amount,
    /// The balance less the discount for paying early, where that can still be taken.
    discounted: Option<Amount>,
    /// The balance with the interest and the compensation that are claimed.
    claimed: Amount,
    issued: Option<Date>,
}

impl<'s> Balances<'s> {
    pub fn of(assessed: &'s Assessed<'s>) -> Self {
        let open = assessed.invoices.values().filter(|on| on.is_open());
        Self {
            left: open.map(|on| (on.invoice.id.as_str(), on.balance)).collect(),
            assessed,
        }
    }

    pub fn spread(&mut self, row: &BankRow, known: &Known) -> Spread {
        let open: Vec<Fit> = self
            .fits(row)
            .filter(|(on, _)| on.client.id == known.client)
            .map(|(_, fit)| fit)
            .collect();
        let named: Vec<&Fit> = open
            .iter()
            .filter(|fit| known.named.iter().any(|id| id == fit.id))
            .collect();
        let spread = match (known.named.as_slice(), named.as_slice()) {
            ([], _) => by_amount(row, &open),
            (names, []) => Spread {
                shares: Vec::new(),
                doubt: Some(Doubt::NotOpen(names.to_vec())),
            },
            (_, [only]) => Spread {
                shares: vec![(only.id.to_owned(), row.amount.min(only.balance))],
                doubt: None,
            },
            (_, several) => by_sum(row, several),
        };
        for (id, share) in &spread.shares {
            let is_settled = open
                .iter()
                .any(|fit| fit.id == id && (fit.balance == *share || fit.discounted == Some(*share)));
            if let Some(left) = self.left.get_mut(id.as_str()) {
                *left = if is_settled { Amount::ZERO } else { *left - *share };
            }
        }
        spread
    }

    /// The only open invoice of anybody's whose amount this is.
    pub fn only_of(&self, row: &BankRow) -> Option<String> {
        let fitting: Vec<_> = self.fits(row).filter(|(_, fit)| fit.is_of(row)).collect();
        match fitting.as_slice() {
            [(on, _)] => Some(on.invoice.id.clone()),
            _ => None,
        }
    }

    /// What is open in the row's currency, by due date.
    fn fits(&self, row: &BankRow) -> impl Iterator<Item = (&'s InvoiceOn<'s>, Fit<'s>)> + use<'s> {
        let left = self.left.iter().filter(|(_, left)| left.is_positive());
        let open = left.filter_map(|(id, left)| Some((self.assessed.invoices.get(id)?, *left)));
        let mut open: Vec<_> = open.filter(|(on, _)| on.currency == row.currency).collect();
        open.sort_by_key(|(on, _)| (on.due, &on.invoice.id));
        let date = row.date;
        open.into_iter()
            .map(move |(on, left)| (on, Fit::of(on, left, date)))
    }
}

impl<'s> Fit<'s> {
    fn of(on: &'s InvoiceOn, balance: Amount, date: Date) -> Self {
        let issued = on.invoice.issued.map(|issued| issued.value);
        let terms = on.contract.and_then(|contract| contract.terms.early_discount);
        let discounted = terms.zip(issued).and_then(|(terms, issued)| {
            let is_early = date <= add_days(issued, i64::from(terms.days));
            let less = on.totals.total.percent(terms.percent, on.currency);
            (is_early && on.credited.is_zero() && balance > less).then_some(balance - less)
        });
        Self {
            id: &on.invoice.id,
            balance,
            discounted,
            claimed: balance + on.claim.interest + on.claim.compensation,
            issued,
        }
    }

    fn is_of(&self, row: &BankRow) -> bool {
        self.issued.is_some_and(|issued| issued <= row.date)
            && (row.amount == self.balance
                || self.discounted == Some(row.amount)
                || row.amount == self.claimed)
    }
}

fn by_amount(row: &BankRow, open: &[Fit]) -> Spread {
    let fitting: Vec<&Fit> = open.iter().filter(|fit| fit.is_of(row)).collect();
    match fitting.as_slice() {
        [only] => Spread {
            shares: vec![(only.id.to_owned(), row.amount.min(only.balance))],
            doubt: None,
        },
        [] => Spread {
            shares: Vec::new(),
            doubt: Some(Doubt::NothingFits),
        },
        several => Spread {
            shares: Vec::new(),
            doubt: Some(Doubt::SeveralFit(ids(several))),
        },
    }
}

fn by_sum(row: &BankRow, named: &[&Fit]) -> Spread {
    let sum: Amount = named.iter().map(|fit| fit.balance).sum();
    let discounted = |fit: &Fit| fit.discounted.unwrap_or(fit.balance);
    let less: Amount = named.iter().map(|fit| discounted(fit)).sum();
    let all = |share: &dyn Fn(&Fit) -> Amount| Spread {
        shares: named.iter().map(|fit| (fit.id.to_owned(), share(fit))).collect(),
        doubt: None,
    };
    if row.amount >= sum {
        all(&|fit| fit.balance)
    } else if row.amount == less {
        all(&discounted)
    } else {
        Spread {
            shares: Vec::new(),
            doubt: Some(Doubt::LessThanNamed(ids(named))),
        }
    }
}

fn ids(fits: &[&Fit]) -> Vec<String> {
    fits.iter().map(|fit| fit.id.to_owned()).collect()
}
