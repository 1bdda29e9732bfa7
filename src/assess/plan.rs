//! Payment plans: which one covers an invoice, whether it was kept, and the discount for keeping it.

use super::{
    Assessed, Basis, Folder, InvoiceOn,
    movements::CreditKind,
    promise::{self, Accounts, Among},
};
use crate::{
    calendar::{Date, add_days},
    model::{Plan, Policy},
    money::Amount,
};
use std::collections::BTreeSet;

/// The plan that covers an invoice on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanOn<'a> {
    pub plan: &'a Plan,
    pub status: PlanStatus,
    /// The first day on which it counts as missed, if it is.
    pub missed_on: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanStatus {
    Kept,
    Missed,
}

/// The latest plan that covers the invoice, of those of one day the one with the greater id.
pub fn covering<'a>(
    folder: &Folder<'a>,
    among: Among<'_, 'a>,
    policy: &Policy,
    day: Date,
) -> Option<PlanOn<'a>> {
    let covers = |plan: &&'a Plan| {
        plan.agreed.value <= day && plan.cancelled.is_none_or(|cancelled| cancelled.value > day)
    };
    let plan = folder.plans_about(among.invoice).rfind(covers)?;
    let missed_on = missed_on(plan, among, policy, day);
    Some(PlanOn {
        plan,
        status: if missed_on.is_some() {
            PlanStatus::Missed
        } else {
            PlanStatus::Kept
        },
        missed_on,
    })
}

/// The first instalment whose running sum exceeds what was paid by `day` makes the plan missed, on its due date +
/// grace + 1. Only payments since `agreed` count.
fn missed_on(plan: &Plan, among: Among, policy: &Policy, day: Date) -> Option<Date> {
    let paid = paid_since_agreed(plan, among, day);
    let steps = steps(plan, policy).into_iter();
    let over = steps.take_while(|step| step.last_day < day);
    let missed = over.into_iter().find(|step| step.running > paid)?;
    Some(add_days(missed.last_day, 1))
}

fn paid_since_agreed(plan: &Plan, among: Among, day: Date) -> Amount {
    let covered = among.same_currency(plan.invoices.iter().map(|id| id.value.as_str()));
    let paid = covered
        .iter()
        .map(|a| a.movements.paid_within(plan.agreed.value, day));
    paid.sum()
}

/// An instalment of a plan and what must have been paid with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanStep {
    pub due: Date,
    pub amount: Amount,
    /// With all instalments before it.
    pub running: Amount,
    /// The due date + the policy's grace: on the day after it the plan is missed.
    pub last_day: Date,
}

/// What a plan asks for, and what came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanProgress {
    /// By due date.
    pub steps: Vec<PlanStep>,
    /// On the invoices it covers in this invoice's currency, since it was agreed.
    pub paid: Amount,
}

/// By due date, then amount.
fn steps(plan: &Plan, policy: &Policy) -> Vec<PlanStep> {
    let rows = plan.instalments.iter();
    let mut rows: Vec<_> = rows.map(|row| (row.due.value, row.amount.value)).collect();
    rows.sort_unstable();
    let mut running = Amount::ZERO;
    let steps = rows.into_iter().map(|(due, amount)| {
        running += amount;
        PlanStep {
            due,
            amount,
            running,
            last_day: add_days(due, i64::from(policy.plan_grace_days)),
        }
    });
    steps.collect()
}

impl PlanProgress {
    /// Of the plan that covers `on`, if one does.
    pub fn of(assessed: &Assessed, on: &InvoiceOn) -> Option<Self> {
        let plan = on.plan?.plan;
        let accounts = promise::accounts(assessed, &on.client.id);
        let among = Among {
            invoice: &on.invoice.id,
            accounts: &accounts,
        };
        Some(Self {
            steps: steps(plan, &on.policy),
            paid: paid_since_agreed(plan, among, assessed.day),
        })
    }
}

/// A plan's discount is a credit, oldest invoice first, on the day on which, with it, everything is paid, if that is
/// in time.
pub fn grant_discounts<'a>(folder: &Folder<'a>, accounts: &mut Accounts<'a>) {
    for plan in &folder.plans {
        let Some(discount) = &plan.discount else { continue };
        let currency = folder.basis.ledger.plan_currency(plan);
        let oldest_first = oldest_first(folder.basis, plan, accounts);
        let in_currency: Vec<_> = oldest_first
            .into_iter()
            .filter(|id| accounts[id].currency == currency)
            .collect();
        let last_day = discount.if_paid_by.value.min(folder.basis.day);
        let Some(day) = completed_on(plan, &in_currency, accounts) else {
            continue;
        };
        let cancelled = plan.cancelled.is_some_and(|cancelled| cancelled.value <= day);
        if day > last_day || cancelled {
            continue;
        }
        let mut left = discount.amount.value;
        for id in in_currency {
            let Some(account) = accounts.get_mut(id) else {
                continue;
            };
            let part = account.open_on(day).min(left);
            if part.is_positive() {
                account.movements.credit(day, part, CreditKind::PlanDiscount);
                account.movements.settle_early(account.total);
                left -= part;
            }
        }
    }
}

/// The first day from `agreed` on at whose end no more than the discount is open: that day itself, or one on which
/// something was paid or credited.
fn completed_on(plan: &Plan, ids: &[&str], accounts: &Accounts) -> Option<Date> {
    let discount = plan.discount.as_ref()?.amount.value;
    let covered: Vec<_> = ids.iter().filter_map(|id| accounts.get(id)).collect();
    let days: BTreeSet<_> = covered
        .iter()
        .flat_map(|account| account.movements.dates())
        .chain([plan.agreed.value])
        .collect();
    let open = |day: Date| covered.iter().map(|account| account.open_on(day)).sum::<Amount>();
    days.into_iter()
        .filter(|day| *day >= plan.agreed.value)
        .find(|day| open(*day) <= discount)
}

/// By due date, then id; those without one last.
fn oldest_first<'a>(basis: Basis<'a>, plan: &Plan, accounts: &Accounts<'a>) -> Vec<&'a str> {
    let named: BTreeSet<_> = plan.invoices.iter().map(|id| id.value.as_str()).collect();
    let mut ids: Vec<&'a str> = accounts.keys().copied().filter(|id| named.contains(id)).collect();
    ids.sort_by_key(|id| {
        let invoice = basis.ledger.invoices.get(*id);
        let due = invoice.and_then(|invoice| super::law::due(basis, invoice));
        (due.is_none(), due)
    });
    ids
}
