//! No money appears or vanishes: checked in every build, because a breach would be our mistake in somebody's letter.

use super::{statement::closings, totals};
use crate::{
    assess::{Assessed, State},
    money::{Amount, Currency},
};
use std::collections::BTreeMap;

/// Figures that ought to agree and don't. A bug in dunlin, never the ledger's fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the figures in {currency} don't add up: {what} ({left} against {right}); this is a fault in dunlin, nothing was written"
)]
pub struct Breach {
    pub currency: Currency,
    pub what: &'static str,
    pub left: String,
    pub right: String,
}

#[derive(Default)]
struct Sums {
    billed: Amount,
    paid: Amount,
    credited: Amount,
    written_off: Amount,
    void: Amount,
    open: Amount,
    overpaid: Amount,
}

/// Per currency: the buckets add up to what is open, and billed = paid + credited + written off + void + open −
/// overpaid (drafts left out; of void invoices only their totals; of written-off ones their balances). The statements of
/// all clients close with what is open, and with the unallocated credit beside it.
pub fn conserved(assessed: &Assessed) -> Result<(), Breach> {
    let mut sums: BTreeMap<Currency, Sums> = BTreeMap::new();
    for on in assessed.invoices.values().filter(|on| on.state != State::Draft) {
        let sum = sums.entry(on.currency).or_default();
        sum.billed += on.totals.total;
        match on.state {
            State::Void => {
                sum.void += on.totals.total;
                continue;
            }
            State::WrittenOff => sum.written_off += on.balance,
            State::Open => sum.open += on.balance,
            State::Draft | State::Paid => {}
        }
        sum.paid += on.paid;
        sum.credited += on.credited;
        sum.overpaid += on.overpaid();
    }
    let mut closings = closings(assessed);
    for (currency, row) in totals(assessed) {
        let (account, credit) = closings.remove(&currency).unwrap_or_default();
        agree(
            currency,
            "what the statements of account close with against what is open",
            (account, row.open),
        )?;
        agree(
            currency,
            "the credit on the statements of account against the total",
            (credit, row.unallocated),
        )?;
        let open = sums.get(&currency).map_or(Amount::ZERO, |sum| sum.open);
        agree(
            currency,
            "the aging buckets against what is open",
            (row.aging.sum(), open),
        )?;
        agree(currency, "the open invoices against the total", (open, row.open))?;
    }
    for (currency, sum) in sums {
        let accounted = sum.paid + sum.credited + sum.written_off + sum.void + sum.open - sum.overpaid;
        agree(
            currency,
            "what was billed against what became of it",
            (sum.billed, accounted),
        )?;
    }
    Ok(())
}

fn agree(currency: Currency, what: &'static str, (left, right): (Amount, Amount)) -> Result<(), Breach> {
    if left == right {
        return Ok(());
    }
    Err(Breach {
        currency,
        what,
        left: left.plain(currency),
        right: right.plain(currency),
    })
}
