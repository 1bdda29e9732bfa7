//! Letters about a contract: that work stops as it says, and that it goes on.

use super::{Desk, History, Letter, Matter, Row, Work, language, sorted_by_due};
use crate::{
    assess::{Assessed, ContractOn, Hold, InvoiceOn, Reason, State},
    calendar::{Date, add_days},
    model::{Contract, Stage, contract::Status},
    money::Amount,
};

/// Days in which an answer is asked for.
const ANSWER_DAYS: i64 = 7;
/// A date closer than this is no date to give.
const LEAST_DAYS: i64 = 2;

/// Why work goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifted {
    Paid,
    /// What was overdue is on a plan now.
    Plan,
    /// Anything else: a dispute, a write-off, a longer grace.
    Otherwise,
}

/// An agreed hold of an active contract that nobody told the client about since it began.
pub fn stops(history: &History, on: &ContractOn) -> Option<Hold> {
    let hold = on.hold.filter(|hold| hold.agreed && is_active(on))?;
    let told = history.told_on(&on.contract.id, Stage::StopWork);
    told.is_none_or(|day| day < hold.since).then_some(hold)
}

/// Work was stopped, nothing holds it now, and nobody said so, where the contract agreed on stopping: since when.
pub fn resumes(assessed: &Assessed, history: &History, on: &ContractOn) -> Option<Date> {
    if on.hold.is_some() || !on.stops_work() || !is_active(on) {
        return None;
    }
    let stopped = history.told_on(&on.contract.id, Stage::StopWork)?;
    let resumed = history.told_on(&on.contract.id, Stage::ResumeWork);
    let untold = resumed.is_none_or(|day| day < stopped);
    untold.then(|| lifted_on(assessed, on, stopped))
}

fn is_active(on: &ContractOn) -> bool {
    on.contract.status == Status::Active
}

/// The last day from `stopped` on that an invoice was settled, disputed or put on a plan; the day itself if it was
/// none of these (a write-off, a longer grace).
fn lifted_on(assessed: &Assessed, on: &ContractOn, stopped: Date) -> Date {
    let own = assessed
        .invoices_of(&on.contract.client.value)
        .filter(|invoice| invoice.is_under(on.contract));
    let days = own.flat_map(|invoice| {
        let plan = invoice.plan.map(|plan| plan.plan.agreed.value);
        [invoice.settled_on, invoice.disputes.open_since, plan]
    });
    let since = days.flatten().filter(|day| *day >= stopped);
    since.max().unwrap_or(assessed.day)
}

pub fn letters<'a>(desk: &Desk<'_, 'a>) -> Vec<Letter<'a>> {
    let ids = desk.client.contracts.iter();
    let contracts: Vec<_> = ids.filter_map(|id| desk.assessed.contracts.get(id)).collect();
    let mut letters = Vec::new();
    for on in contracts {
        if let Some(hold) = stops(desk.history, on) {
            letters.extend(stop_letters(desk, on, hold));
        } else if let Some(lifted) = resumes(desk.assessed, desk.history, on) {
            letters.extend(resume_letter(desk, on.contract, lifted));
        }
    }
    letters
}

/// One a currency and language. The user who doesn't want the client chased, or to whom they say they have paid,
/// isn't given one, nor is anything asked for that the client's credit covers.
fn stop_letters<'a>(desk: &Desk<'_, 'a>, on: &ContractOn<'a>, hold: Hold) -> Vec<Letter<'a>> {
    let groups = desk.groups.iter();
    let letters = groups.filter_map(|((currency, language), invoices)| {
        let own = invoices.iter().copied().filter(|one| one.is_under(on.contract));
        let open = own.filter(|one| one.is_open());
        let (mut holding, mut also): (Vec<_>, Vec<_>) = open.partition(|one| holds(desk.assessed, one));
        sorted_by_due(&mut holding);
        sorted_by_due(&mut also);
        let balances: Amount = holding.iter().map(|one| one.balance).sum();
        let credit = desk.client.unallocated.get(currency).copied().unwrap_or_default();
        let credit = credit.min(balances);
        let asked = balances - credit;
        let reckoned_from = reckoned_from(desk, hold.since);
        asked.is_positive().then(|| Letter {
            demanded: rows(&holding, Some(Stage::StopWork)),
            also: rows(&also, None),
            credit,
            asked,
            answer_by: Some(answer_by(desk, reckoned_from)),
            as_of: hold.since,
            reckoned_from,
            work: Some(Work::StoppedSince(hold.since)),
            ..desk.blank(Stage::StopWork, Matter::Work(on.contract), (*currency, language))
        })
    });
    letters.collect()
}

fn holds(assessed: &Assessed, on: &InvoiceOn) -> bool {
    let asked_for = matches!(on.chasing.reason, None | Some(Reason::Promise));
    asked_for && on.holds_work_since(assessed.day).is_some()
}

fn rows(invoices: &[&InvoiceOn], stage: Option<Stage>) -> Vec<Row> {
    invoices.iter().map(|on| Row::of(on, stage)).collect()
}

fn answer_by(desk: &Desk, from: Date) -> Date {
    let holidays = desk.assessed.basis().holidays();
    holidays.business_day_from(add_days(from, ANSWER_DAYS))
}

/// The hold's first day, or the day on which the time to answer that it gave was nearly over.
fn reckoned_from(desk: &Desk, since: Date) -> Date {
    let mut from = since;
    loop {
        let last_day = add_days(answer_by(desk, from), -LEAST_DAYS);
        if last_day > desk.assessed.day {
            return from;
        }
        from = last_day;
    }
}

/// About the invoices that the last `stop-work` named; `None` if they are no longer there.
fn resume_letter<'a>(desk: &Desk<'_, 'a>, contract: &'a Contract, lifted: Date) -> Option<Letter<'a>> {
    let assessed = desk.assessed;
    let told = desk.history.told(&contract.id, Stage::StopWork)?;
    let named = told.invoices.iter();
    let named = named.filter_map(|named| assessed.invoices.get(named.invoice.value.as_str()));
    let mut named: Vec<_> = named.filter(|on| on.is_under(contract)).collect();
    sorted_by_due(&mut named);
    let first = *named.first()?;
    let open = assessed.invoices_of(&contract.client.value);
    let mut also: Vec<_> = open
        .filter(|on| on.is_under(contract) && on.is_open() && on.currency == first.currency)
        .filter(|on| named.iter().all(|other| other.invoice.id != on.invoice.id))
        .collect();
    sorted_by_due(&mut also);
    let group = (first.currency, language(assessed, first));
    let why = lifted_by(&named);
    Some(Letter {
        demanded: rows(&named, Some(Stage::ResumeWork)),
        also: rows(&also, None),
        as_of: lifted,
        reckoned_from: lifted,
        ..desk.blank(Stage::ResumeWork, Matter::Resumed(contract, why), group)
    })
}

fn lifted_by(named: &[&InvoiceOn]) -> Lifted {
    let paid = |on: &&InvoiceOn| on.state == State::Paid && on.paid.is_positive();
    if named.iter().all(paid) {
        Lifted::Paid
    } else if named
        .iter()
        .all(|on| paid(on) || (on.is_open() && on.is_on_kept_plan()))
    {
        Lifted::Plan
    } else {
        Lifted::Otherwise
    }
}
