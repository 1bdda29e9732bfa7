//! When default begins: by the due date alone, or only with a demand; apart because each law says it in its own way.

use super::Debt;
use crate::{
    assess::Folder,
    calendar::{Date, add_days},
    model::Stage,
    statute::RunsFrom,
};

/// Without an agreed day and without a demand a client is in default from so many days after the due date on.
const LATEST_AFTER_DUE: i64 = 31;

/// The first day of default, if that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onset {
    On(Date),
    /// No demand was made yet; without one it begins on `at_the_latest`, if ever.
    Waiting {
        at_the_latest: Option<Date>,
    },
}

/// `due` and what the law says of the first day. The day found may lie after the day of the assessment.
pub fn begins(folder: &Folder, debt: &Debt, (due, runs_from): (Date, RunsFrom)) -> Onset {
    let agreed = runs_from == RunsFrom::AgreedDue && debt.contract.is_some();
    if runs_from == RunsFrom::Due || agreed {
        return Onset::On(add_days(due, 1));
    }
    let latest = (runs_from == RunsFrom::AgreedDue).then(|| add_days(due, LATEST_AFTER_DUE));
    let after_demand = first_demand(folder, debt, due).map(|demand| add_days(demand, 1));
    match (after_demand, latest) {
        (Some(day), Some(latest)) => Onset::On(day.min(latest)),
        (Some(day), None) => Onset::On(day),
        (None, Some(latest)) if latest <= folder.basis.day => Onset::On(latest),
        (None, at_the_latest) => Onset::Waiting { at_the_latest },
    }
}

/// The day of the first outgoing contact up to the day that was delivered, names the invoice, is dated after its due
/// date and was a `reminder` or a later stage, or `stop-work`.
fn first_demand(folder: &Folder, debt: &Debt, due: Date) -> Option<Date> {
    let id = &debt.invoice.id;
    let late = folder
        .log_about(id)
        .filter(|entry| due < entry.date.value && entry.date.value <= folder.basis.day);
    let demands = late.filter(|entry| entry.step_for(id).is_some_and(demands_payment));
    demands.map(|entry| entry.date.value).min()
}

fn demands_payment(stage: Stage) -> bool {
    stage == Stage::StopWork || stage.place() >= Stage::Reminder.place()
}
