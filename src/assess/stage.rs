//! The ladder: which stage an invoice has reached, which comes next, and from which day.

use super::{Basis, Folder, chasing::Facts, plan::PlanStatus, promise::PromiseStatus};
use crate::{
    calendar::{Date, add_days},
    model::{Invoice, Policy, Stage, policy::Step},
};

/// A consumer is left alone at least so many days between two stages.
const CONSUMER_GAP: u32 = 7;

/// Where an invoice stands on the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StageOn {
    /// The highest stage that a delivered contact took.
    pub level: Option<Stage>,
    /// What comes next; `None` unless open, and after the last.
    pub next: Option<Stage>,
    /// The business day from which on `next` is due; `None` where a reason without a known end holds it back.
    pub due_on: Option<Date>,
    /// The last outgoing contact that was a step.
    pub last: Option<Last>,
    /// Everything that `next` waits for.
    waits: [Option<Wait>; WAITS],
}

/// One thing that a stage waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    pub what: WaitFor,
    /// The first day on which this no longer holds it back.
    pub on: Date,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitFor {
    /// So many days after the due date; before it if negative.
    Ladder { days: i64 },
    /// So many days since the last step.
    Gap { days: u32, since: Date },
    /// The time that the last step gave.
    Deadline,
    /// The pause of a promise that was not kept.
    Promise,
    /// The plan was missed.
    MissedPlan,
    /// The user's own pause.
    Paused,
    /// A dispute that was resolved.
    Dispute,
    /// Five business days after the client said that it was paid.
    SaysPaid,
}

/// How many things a stage can wait for.
const WAITS: usize = 8;

/// A staged contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Last {
    pub date: Date,
    pub stage: Stage,
    pub deadline: Option<Date>,
}

/// The highest stage up to the day.
fn level(folder: &Folder, invoice: &Invoice) -> Option<Stage> {
    let steps = steps(folder, invoice).map(|step| step.stage);
    steps.filter(|stage| stage.place().is_some()).max()
}

/// The last step up to the day; `stop-work` counts, other letters beside the ladder don't. Of several of one day the
/// one that gave the longest time.
fn last(folder: &Folder, invoice: &Invoice) -> Option<Last> {
    let steps = steps(folder, invoice);
    steps.max_by_key(|step| (step.date, step.deadline, step.stage))
}

fn steps<'f>(folder: &'f Folder, invoice: &'f Invoice) -> impl Iterator<Item = Last> + 'f {
    let entries = folder
        .log_about(&invoice.id)
        .filter(move |entry| entry.date.value <= folder.basis.day);
    let steps = entries.filter_map(|entry| {
        Some(Last {
            date: entry.date.value,
            stage: entry.step_for(&invoice.id)?,
            deadline: entry.deadline.map(|deadline| deadline.value),
        })
    });
    steps.filter(|step| step.stage.place().is_some() || step.stage == Stage::StopWork)
}

impl StageOn {
    /// `open_due`: the due date of an open invoice.
    pub(super) fn of(
        folder: &Folder,
        invoice: &Invoice,
        policy: &Policy,
        (open_due, facts): (Option<Date>, &Facts),
    ) -> Self {
        let level = level(folder, invoice);
        let last = last(folder, invoice);
        let next = open_due.and_then(|due| next(folder, policy, level, &Timing { due, last, facts }));
        let open_ended = super::Chasing::of(folder, policy, facts).open_ended;
        Self {
            level,
            next: next.as_ref().map(|next| next.stage),
            due_on: next.as_ref().map(|next| next.on).filter(|_| !open_ended),
            last,
            waits: next.map(|next| next.waits).unwrap_or_default(),
        }
    }

    /// Everything that the next stage waits for; the latest decides, moved to a business day.
    pub fn waits(&self) -> impl Iterator<Item = Wait> {
        self.waits.into_iter().flatten()
    }
}

/// The next stage, and why on that day.
struct Next {
    stage: Stage,
    on: Date,
    waits: [Option<Wait>; WAITS],
}

/// What the day of the next stage depends on.
#[derive(Debug, Clone, Copy)]
struct Timing<'s, 'a> {
    due: Date,
    last: Option<Last>,
    facts: &'s Facts<'a>,
}

/// The stage after `level` and the day from which on it is due. `heads-up` is stepped over once it would come after
/// the due date; nothing else ever is.
fn next(folder: &Folder, policy: &Policy, level: Option<Stage>, timing: &Timing) -> Option<Next> {
    let stage = policy.after(level)?;
    let next = dated(folder, policy, stage, timing)?;
    if stage == Stage::HeadsUp && (folder.basis.day > timing.due || next.on > timing.due) {
        let later = policy.after(Some(stage))?;
        return dated(folder, policy, later, timing);
    }
    Some(next)
}

/// On the latest of everything that `stage` waits for, moved to a business day.
fn dated(folder: &Folder, policy: &Policy, stage: Stage, timing: &Timing) -> Option<Next> {
    let step = policy.step(stage)?;
    let waits = waits(folder, step, timing);
    let latest = waits
        .iter()
        .flatten()
        .map(|wait| wait.on)
        .fold(step.date(timing.due), Date::max);
    Some(Next {
        stage,
        on: folder.basis.holidays().business_day_from(latest),
        waits,
    })
}

fn waits(folder: &Folder, step: Step, timing: &Timing) -> [Option<Wait>; WAITS] {
    let facts = timing.facts;
    let gap = if folder.client.is_consumer() {
        step.gap.max(CONSUMER_GAP)
    } else {
        step.gap
    };
    let after_gap = timing.last.filter(|last| !gap_is_lifted(facts, last.date));
    let promise = facts
        .promise
        .filter(|promise| promise.status != PromiseStatus::Kept);
    let paused = folder.client.chasing.paused_until.map(|until| until.value);
    let wait = |what: WaitFor| move |on: Date| Wait { what, on };
    let until = |what: WaitFor| move |last_day: Date| wait(what)(day_after(last_day));
    [
        Some(wait(WaitFor::Ladder { days: step.day })(step.date(timing.due))),
        after_gap.map(|last| Wait {
            what: WaitFor::Gap {
                days: gap,
                since: last.date,
            },
            on: add_days(last.date, i64::from(gap)),
        }),
        timing
            .last
            .and_then(|last| last.deadline)
            .map(until(WaitFor::Deadline)),
        promise
            .and_then(|promise| promise.pauses_until)
            .map(until(WaitFor::Promise)),
        facts
            .plan
            .and_then(|plan| plan.missed_on)
            .map(wait(WaitFor::MissedPlan)),
        paused.map(until(WaitFor::Paused)),
        facts.disputes.resolved_on.map(until(WaitFor::Dispute)),
        facts.says_paid_until.map(until(WaitFor::SaysPaid)),
    ]
}

/// After a broken promise or a missed plan the next stage doesn't wait for the gap, until one was sent after it.
fn gap_is_lifted(facts: &Facts, last_step: Date) -> bool {
    let broken = facts
        .promise
        .filter(|promise| promise.status == PromiseStatus::Broken);
    let missed = facts
        .plan
        .filter(|plan| plan.status == PlanStatus::Missed)
        .and_then(|plan| plan.missed_on);
    broken.is_some_and(|promise| last_step <= promise.pay_by) || missed.is_some_and(|day| last_step < day)
}

fn day_after(date: Date) -> Date {
    add_days(date, 1)
}

/// The day on which the stage after `sent` would come if that were sent on the day and nothing else happened.
pub fn following(basis: Basis, policy: &Policy, sent: Sent) -> Option<(Stage, Date)> {
    let stage = policy.after(Some(sent.stage))?;
    let step = policy.step(stage)?;
    let gap = if sent.to_consumer {
        step.gap.max(CONSUMER_GAP)
    } else {
        step.gap
    };
    let waits_for = [
        Some(add_days(basis.day, i64::from(gap))),
        sent.deadline.map(day_after),
    ];
    let latest = waits_for
        .into_iter()
        .flatten()
        .fold(step.date(sent.due), Date::max);
    Some((stage, basis.holidays().business_day_from(latest)))
}

/// A letter that would go out today.
#[derive(Debug, Clone, Copy)]
pub struct Sent {
    pub stage: Stage,
    pub due: Date,
    pub deadline: Option<Date>,
    pub to_consumer: bool,
}
