//! The letter about a plan's instalment that is late, while the plan still stands.

use super::{Desk, Letter, Matter, Row, sorted_by_due};
use crate::{
    assess::{InvoiceOn, PlanOn, PlanProgress, PlanStep, Reason},
    calendar::{Date, add_days},
    model::Stage,
    money::{Amount, Currency},
};
use std::collections::BTreeMap;

/// A plan with an instalment that is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanDue {
    /// The plan's id.
    pub id: String,
    pub agreed: Date,
    /// The first instalment that isn't covered.
    pub due: Date,
    pub amount: Amount,
    /// Under the plan so far.
    pub paid: Amount,
    /// What has to arrive for the plan to stand: of this instalment and any later one that is due too.
    pub missing: Amount,
    /// The last business day on which it may arrive.
    pub pay_until: Date,
    /// Those not yet due.
    pub to_come: Vec<(Date, Amount)>,
}

/// One a plan, currency and language.
pub fn letters<'a>(desk: &Desk<'_, 'a>, credit_left: &mut BTreeMap<Currency, Amount>) -> Vec<Letter<'a>> {
    let mut letters = Vec::new();
    for ((currency, language), invoices) in &desk.groups {
        for (plan, mut covered) in by_plan(invoices) {
            sorted_by_due(&mut covered);
            let credit = credit_left.entry(*currency).or_default();
            let Some(late) = late(desk, plan, &covered) else {
                continue;
            };
            let balances: Amount = covered.iter().map(|on| on.balance).sum();
            let wanted = late.missing.min(balances);
            let named = (*credit).min(wanted);
            *credit -= named;
            let as_of = first_day(desk, &late);
            if (wanted - named).is_positive() {
                letters.push(Letter {
                    demanded: covered
                        .iter()
                        .map(|on| Row::of(on, Some(Stage::PlanReminder)))
                        .collect(),
                    credit: named,
                    asked: wanted - named,
                    as_of,
                    reckoned_from: as_of,
                    ..desk.blank(Stage::PlanReminder, Matter::Plan(late), (*currency, language))
                });
            }
        }
    }
    letters
}

/// The open invoices that nothing but their plan holds back.
fn by_plan<'s, 'a>(invoices: &[&'s InvoiceOn<'a>]) -> Vec<(PlanOn<'a>, Vec<&'s InvoiceOn<'a>>)> {
    let mut plans: BTreeMap<&str, (PlanOn, Vec<&InvoiceOn>)> = BTreeMap::new();
    for on in invoices.iter().copied() {
        let plan = on.plan.filter(|_| on.chasing.reason == Some(Reason::Plan));
        if let Some(plan) = plan {
            let entry = plans.entry(&plan.plan.id).or_insert((plan, Vec::new()));
            entry.1.push(on);
        }
    }
    plans.into_values().collect()
}

/// `None` if nothing is late, or a reminder of it went out already.
fn late(desk: &Desk, plan: PlanOn, covered: &[&InvoiceOn]) -> Option<PlanDue> {
    let day = desk.assessed.day;
    let progress = PlanProgress::of(desk.assessed, covered.first()?)?;
    let is_late = |step: &&PlanStep| step.due < day && step.running > progress.paid;
    let first = *progress.steps.iter().find(is_late)?;
    let last = *progress.steps.iter().rfind(is_late)?;
    let to_come = progress.steps.iter().filter(|step| step.due >= day);
    let late = PlanDue {
        id: plan.plan.id.clone(),
        agreed: plan.plan.agreed.value,
        due: first.due,
        amount: first.amount,
        paid: progress.paid,
        missing: last.running - progress.paid,
        pay_until: pay_until(desk, first),
        to_come: to_come.map(|step| (step.due, step.amount)).collect(),
    };
    let client = &desk.client.client.id;
    let reminded = |on: &&InvoiceOn| {
        let sent = desk.history.last_at(client, &on.invoice.id, Stage::PlanReminder);
        sent.is_some_and(|sent| sent > first.due)
    };
    let due = first_day(desk, &late) <= day && !covered.iter().any(reminded);
    due.then_some(late)
}

/// The first business day after the instalment's, unless by then the plan would be missed.
fn first_day(desk: &Desk, late: &PlanDue) -> Date {
    let after = add_days(late.due, 1);
    let business_day = desk.assessed.basis().holidays().business_day_from(after);
    if business_day <= late.pay_until {
        business_day
    } else {
        after
    }
}

/// The last business day of the plan's grace that is still to come; the grace's last day if there is none.
fn pay_until(desk: &Desk, step: PlanStep) -> Date {
    let business_day = desk.assessed.basis().holidays().business_day_until(step.last_day);
    if business_day > desk.assessed.day {
        business_day
    } else {
        step.last_day
    }
}
