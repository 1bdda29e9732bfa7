//! What is so beside the balance: how late it is, work on hold, disputes, promises, plans and cases.

use super::{Why, because, days};
use crate::{
    assess::{PlanOn, PlanStatus, PromiseJudged, PromiseStatus, State},
    calendar::Date,
    model::Case,
    render::sheet::{Line, Sheet},
    report::grounds::{Ground, Grounds, Met, OfLateness, OfState},
};

pub fn write(why: Why, grounds: &Grounds, sheet: &mut Sheet) {
    sheet.heading("How it stands");
    let mut state = grounds.state.iter();
    if let Some(is) = state.next() {
        row(why, is, sheet);
    }
    for ground in &grounds.lateness {
        let (label, text) = lateness(&ground.what);
        sheet.row(label, why.told(&text, ground));
    }
    for ground in state {
        row(why, ground, sheet);
    }
}

fn row(why: Why, ground: &Ground<OfState>, sheet: &mut Sheet) {
    let (label, text) = state(why, &ground.what);
    let line: Line = why.told(&text, ground);
    sheet.row(label, line);
}

fn lateness(what: &OfLateness) -> (&'static str, String) {
    match what {
        OfLateness::NotYet => ("overdue", "not yet".to_owned()),
        OfLateness::Late {
            days: late, bucket, ..
        } => {
            let bucket = bucket.word();
            ("overdue", format!("{}, in the bucket {bucket}", days(*late)))
        }
        OfLateness::Grace {
            days: grace,
            ends,
            is_over,
            policy,
        } => {
            let word = if *is_over { "they ended on" } else { "until" };
            let ends = ends.map_or_else(String::new, |ends| format!(", {word} {ends}"));
            let whose = match policy {
                Some(policy) => format!("by the policy `{policy}`"),
                None => "as the contract says".to_owned(),
            };
            ("grace", format!("{} of grace, {whose}{ends}", days(*grace)))
        }
    }
}

fn state(why: Why, what: &OfState) -> (&'static str, String) {
    match what {
        OfState::Is(state) => ("state", plain(*state).to_owned()),
        OfState::Ended { state, on, reason } => {
            let word = match state {
                State::Void => "void since",
                _ => "written off on",
            };
            ("state", format!("{word} {on}{}", because(reason)))
        }
        OfState::Hold {
            contract,
            since,
            agreed,
        } => {
            let work = format!("work under `{}`", contract.id);
            let text = if *agreed && contract.terms.stop_work.is_some() {
                format!("{work} is on hold since {since}, as the contract says")
            } else {
                format!("{work} would better stop since {since}; the contract has no clause that says so")
            };
            ("work", text)
        }
        OfState::Disputed { .. }
        | OfState::Resolved { .. }
        | OfState::Settled { .. }
        | OfState::DisputeOpen(_) => dispute(what),
        OfState::Promised(promise) => ("promise", promised(why, promise)),
        OfState::Pause { until, at_most } => ("", pause(*until, *at_most)),
        OfState::Plan(plan) => ("plan", self::plan(plan)),
        OfState::PlanStep { step, met } => {
            let met = match met {
                Met::Paid => "paid".to_owned(),
                Met::NotInTime => "not paid in time".to_owned(),
                Met::Until(last) => format!("can come until {last}"),
            };
            let (amount, running) = (why.money(step.amount), why.money(step.running));
            let due = step.due;
            ("", format!("{amount} due {due}, {running} in all by then: {met}"))
        }
        OfState::PlanPaid(paid) => {
            let paid = why.money(*paid);
            ("", format!("{paid} was paid on its invoices since it was agreed"))
        }
        OfState::Case { case, filed } => ("case", self::case(case, *filed)),
        OfState::CaseNext { on, what } => ("", format!("next date {on}{}", because(what))),
    }
}

fn plain(state: State) -> &'static str {
    match state {
        State::Draft => "draft",
        State::Void => "void",
        State::Paid => "paid: payments and credits have reached the total",
        State::WrittenOff => "written off",
        State::Open => "open: issued, not void, not written off, and something is left to pay",
    }
}

fn dispute(what: &OfState) -> (&'static str, String) {
    match what {
        OfState::Disputed { on, reason } => ("dispute", format!("opened on {on}{}", because(reason))),
        OfState::Resolved { on, reason } => ("dispute", format!("resolved on {on}{}", because(reason))),
        OfState::Settled { on, reason, resolved } => (
            "dispute",
            format!("opened on {on}{}; resolved on {resolved}", because(reason)),
        ),
        OfState::DisputeOpen(since) => (
            "",
            format!("open since {since}: it is not chased until it is resolved"),
        ),
        _ => ("", String::new()),
    }
}

fn promised(why: Why, promise: &PromiseJudged) -> String {
    let (amount, paid) = (why.money(promise.amount), why.money(promise.paid));
    let came = match promise.status {
        PromiseStatus::Kept => format!("kept: {paid} came in time, or nothing was left to pay"),
        PromiseStatus::Open => format!("still open: {paid} has come so far"),
        PromiseStatus::Broken => format!("broken: {paid} had come by then"),
    };
    let written = match &promise.entry.promise {
        Some(own) if own.written => " in writing",
        _ => "",
    };
    format!(
        "made on {}{written}, {amount} by {}; {came}",
        promise.entry.date.value, promise.pay_by
    )
}

fn pause(until: Option<Date>, at_most: u32) -> String {
    match until {
        Some(until) => format!(
            "it pauses reminders until {until}, at most {} after it was made",
            days(i64::from(at_most))
        ),
        None => "it pauses nothing: a promise before it was broken, and this one isn't in writing".to_owned(),
    }
}

fn plan(plan: &PlanOn) -> String {
    let how = match (plan.status, plan.missed_on) {
        (PlanStatus::Kept, _) => "kept so far".to_owned(),
        (PlanStatus::Missed, Some(on)) => format!("missed, since {on}"),
        (PlanStatus::Missed, None) => "missed".to_owned(),
    };
    format!("`{}`, agreed on {}: {how}", plan.plan.id, plan.plan.agreed.value)
}

fn case(case: &Case, filed: Option<Date>) -> String {
    let filed = filed.map_or_else(String::new, |filed| format!(", filed on {filed}"));
    format!(
        "`{}` ({}), opened on {}{filed}",
        case.id, case.route.value, case.opened.value
    )
}
