//! The fixed sum beside interest, by the size of the debt when it fell due.

use super::Debt;
use crate::{
    money::{Amount, Currency},
    statute::InterestRule,
};

/// What `rule` gives for this debt, in the currency that the law pays. The debt is what was still open at the end of
/// its due date. A scale in another currency than the debt's can't be read: nothing.
pub fn owed(rule: &InterestRule, debt: &Debt) -> Option<(Amount, Currency)> {
    let currency = debt.account.currency;
    let late = debt.account.open_on(debt.due?);
    if let Some(tier) = rule.compensation_tier(late, currency) {
        return Some((tier.amount, tier.currency));
    }
    let scale = rule.compensation_scale.as_ref()?;
    (scale.currency == currency).then(|| (scale.sum_for(late), currency))
}
