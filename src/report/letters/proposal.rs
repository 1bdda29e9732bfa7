//! What `options` proposes: a later date, a discount for paying at once, instalments; all within the policy.

use crate::{
    assess::InvoiceOn,
    calendar::{Date, Holidays, add_days, add_months},
    money::{Amount, Currency},
};

/// Days until the first instalment, if the policy lets a promise run so long.
const FIRST_INSTALMENT_DAYS: i64 = 14;
const INSTALMENTS: u32 = 3;

/// All dates are business days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// All of it by this day, confirmed in writing.
    pub pay_by: Date,
    pub discount: Option<Discount>,
    /// By date; they add up to all of it. Empty where it would lapse before the last.
    pub instalments: Vec<(Date, Amount)>,
}

/// For paying at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Discount {
    pub percent: Amount,
    pub amount: Amount,
    /// What then settles it.
    pub total: Amount,
    /// The last day to pay.
    pub until: Date,
}

/// What a proposal is reckoned from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reckoning<'s> {
    pub from: Date,
    pub holidays: &'s Holidays,
    pub total: Amount,
    pub currency: Currency,
}

impl Proposal {
    pub(super) fn of(reckoning: Reckoning, invoices: &[&InvoiceOn]) -> Self {
        let longest = invoices.iter().map(|on| on.policy.promise_max_days).min();
        let lapses = invoices.iter().filter_map(|on| on.limitation_on).min();
        let latest = add_days(reckoning.from, i64::from(longest.unwrap_or_default()));
        let latest = lapses.map_or(latest, |lapses| latest.min(lapses));
        let tomorrow = add_days(reckoning.from, 1);
        let holidays = reckoning.holidays;
        let pay_by = holidays
            .business_day_until(latest)
            .max(holidays.business_day_from(tomorrow));
        Self {
            pay_by,
            discount: Discount::of(reckoning, invoices),
            instalments: instalments(reckoning, pay_by, lapses),
        }
    }

    pub fn dates(&self) -> impl Iterator<Item = Date> {
        let discount = self.discount.map(|discount| discount.until);
        let instalments = self.instalments.iter().map(|(due, _)| *due);
        instalments.chain(discount).chain([self.pay_by])
    }
}

impl Discount {
    /// Only what every invoice's policy grants alike.
    fn of(reckoning: Reckoning, invoices: &[&InvoiceOn]) -> Option<Self> {
        let policy = invoices.first()?.policy.discount?;
        if invoices.iter().any(|on| on.policy.discount != Some(policy)) {
            return None;
        }
        let amount = reckoning.total.percent(policy.percent, reckoning.currency);
        let until = add_days(reckoning.from, i64::from(policy.days.max(1)));
        let total = reckoning.total - amount;
        (amount.is_positive() && total.is_positive()).then(|| Self {
            percent: policy.percent,
            amount,
            total,
            until: reckoning.holidays.business_day_from(until),
        })
    }
}

/// Equal, a month apart, the last with what rounding leaves.
fn instalments(reckoning: Reckoning, pay_by: Date, lapses: Option<Date>) -> Vec<(Date, Amount)> {
    let part = reckoning.total.part(INSTALMENTS, reckoning.currency);
    let first = add_days(reckoning.from, FIRST_INSTALMENT_DAYS);
    let first = reckoning.holidays.business_day_from(first).min(pay_by);
    let mut left = reckoning.total;
    let mut instalments = Vec::new();
    for n in 0..INSTALMENTS {
        let due = reckoning.holidays.business_day_from(add_months(first, n));
        let amount = if n + 1 == INSTALMENTS { left } else { part };
        left -= amount;
        instalments.push((due, amount));
    }
    let in_time = instalments
        .iter()
        .all(|(due, _)| lapses.is_none_or(|lapses| *due < lapses));
    let all_above_zero = instalments.iter().all(|(_, amount)| amount.is_positive());
    if in_time && all_above_zero {
        instalments
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::parse_date,
        report::sample::{Sample, amount, date},
    };
    use proptest::prelude::*;

    fn euros() -> Currency {
        Currency::from_code("EUR").unwrap()
    }

    fn proposal(from: &str, total: &str, policy: &str) -> Proposal {
        let text = format!(
            "{{settings: {{policy: own, policies: {{own: {policy}}}}}, clients: {{a: {{name: A}}}},
              invoices: {{i: {{client: a, amount: {total}, issued: 2026-01-01, due: 2026-01-15}}}}}}"
        );
        let sample = Sample::on(from, &text);
        let assessed = sample.assess();
        let reckoning = Reckoning {
            from: date(from),
            holidays: assessed.basis().holidays(),
            total: amount(total),
            currency: euros(),
        };
        Proposal::of(reckoning, &[&assessed.invoices["i"]])
    }

    #[test]
    fn three_parts_add_up_to_the_cent() {
        // A Monday.
        let proposal = proposal("2026-02-02", "100.00", "{}");
        assert_eq!(proposal.pay_by, date("2026-03-04"));
        assert_eq!(
            proposal.instalments,
            [
                (date("2026-02-16"), amount("33.33")),
                (date("2026-03-16"), amount("33.33")),
                (date("2026-04-16"), amount("33.34")),
            ]
        );
        assert_eq!(proposal.discount, None);
    }

    #[test]
    fn a_discount_is_the_policys() {
        let discount = proposal("2026-02-02", "100.00", "{discount: {percent: 2.5, days: 5}}").discount;
        let discount = discount.unwrap();
        assert_eq!(
            (discount.amount, discount.total),
            (amount("2.50"), amount("97.50"))
        );
        // Five days on is a Saturday.
        assert_eq!(discount.until, date("2026-02-09"));
    }

    #[test]
    fn a_short_patience_is_kept() {
        let proposal = proposal("2026-02-02", "100.00", "{promise_max_days: 6}");
        assert_eq!(proposal.pay_by, date("2026-02-06"));
        assert_eq!(proposal.instalments[0].0, date("2026-02-06"));
    }

    #[test]
    fn a_cent_is_not_cut_in_three() {
        assert!(proposal("2026-02-02", "0.01", "{}").instalments.is_empty());
    }

    proptest! {
        #[test]
        fn every_date_is_a_business_day_to_come(offset in 0_i64..400, cents in 3_u32..2_000_000, most in 0_u32..90) {
            let from = add_days(parse_date("2026-01-20").unwrap(), offset);
            let total = format!("{}.{:02}", cents / 100, cents % 100);
            let policy = format!("{{promise_max_days: {most}, discount: {{percent: 2, days: 3}}}}");
            let proposal = proposal(&from.to_string(), &total, &policy);
            let holidays = Holidays::new([]);
            for day in proposal.dates() {
                prop_assert!(day > from && holidays.is_business_day(day), "{day}");
            }
            let sum: Amount = proposal.instalments.iter().map(|(_, amount)| *amount).sum();
            prop_assert!(proposal.instalments.is_empty() || sum == amount(&total));
            if let Some((first, _)) = proposal.instalments.first() {
                prop_assert!(*first <= proposal.pay_by);
            }
        }
    }
}
