//! What is so beside the balance: its state, how late it is, work on hold, disputes, promises, plans and cases.

use super::{Asked, Ground, Record, elsewhere, follows, own, written};
use crate::{
    assess::{Bucket, PlanOn, PlanProgress, PlanStep, PromiseJudged, PromiseStatus, State, promises_about},
    calendar::{Date, add_days},
    model::{Case, Contract, log::What},
    money::Amount,
};

/// How late it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfLateness {
    NotYet,
    Late {
        days: i64,
        due: Option<Date>,
        bucket: Bucket,
    },
    /// Days after the due date before work stops.
    Grace {
        days: i64,
        /// The last of them.
        ends: Option<Date>,
        is_over: bool,
        /// `None`: the contract says so.
        policy: Option<String>,
    },
}

#[derive(Debug, Clone)]
pub enum OfState<'a> {
    Is(State),
    /// Void or written off, as told.
    Ended {
        state: State,
        on: Date,
        reason: &'a str,
    },
    Hold {
        contract: &'a Contract,
        since: Date,
        /// Whether the contract says so.
        agreed: bool,
    },
    Disputed {
        on: Date,
        reason: &'a str,
    },
    Resolved {
        on: Date,
        reason: &'a str,
    },
    /// Opened and resolved in one record.
    Settled {
        on: Date,
        reason: &'a str,
        resolved: Date,
    },
    DisputeOpen(Date),
    Promised(PromiseJudged<'a>),
    /// How long the open promise holds reminders back; `None`: it doesn't.
    Pause {
        until: Option<Date>,
        at_most: u32,
    },
    Plan(PlanOn<'a>),
    PlanStep {
        step: PlanStep,
        met: Met,
    },
    /// On its invoices, since it was agreed.
    PlanPaid(Amount),
    Case {
        case: &'a Case,
        filed: Option<Date>,
    },
    CaseNext {
        on: Date,
        what: &'a str,
    },
}

/// What became of a plan's instalment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    Paid,
    NotInTime,
    /// It can still come.
    Until(Date),
}

pub fn lateness<'a>(asked: Asked<'_, 'a>) -> Vec<Ground<'a, OfLateness>> {
    let on = asked.on;
    if !on.is_overdue() {
        return vec![follows(OfLateness::NotYet)];
    }
    let late = follows(OfLateness::Late {
        days: on.days_overdue,
        due: on.due,
        bucket: Bucket::of(on.days_overdue),
    });
    let days = i64::from(on.grace_days);
    let stated = on
        .contract
        .and_then(|contract| Some((contract, contract.terms.grace_days?)));
    let grace = OfLateness::Grace {
        days,
        ends: on.due.map(|due| add_days(due, days)),
        is_over: !on.in_grace(),
        policy: stated.is_none().then(|| on.policy.name.clone()),
    };
    let grace = match stated {
        Some((contract, stated)) => {
            let place = (Record::Contract(&contract.id), "terms.grace_days");
            written(grace, stated.span, place)
        }
        None => follows(grace),
    };
    vec![late, grace]
}

pub fn state<'a>(asked: Asked<'_, 'a>) -> Vec<Ground<'a, OfState<'a>>> {
    let mut told = vec![is(asked)];
    if asked.on.is_open() {
        told.extend(hold(asked));
    }
    told.extend(disputes(asked));
    told.extend(promises(asked));
    told.extend(plan(asked));
    told.extend(case(asked));
    told
}

fn is<'a>(asked: Asked<'_, 'a>) -> Ground<'a, OfState<'a>> {
    let state = asked.on.state;
    let event = match state {
        State::Void => asked.event(What::Void),
        State::WrittenOff => asked.event(What::WriteOff),
        State::Draft | State::Paid | State::Open => None,
    };
    match event {
        Some((on, reason, span)) => {
            let what = OfState::Ended { state, on, reason };
            if span.file == asked.on.invoice.origin.file {
                own(what, span, "")
            } else {
                elsewhere(what, span)
            }
        }
        None => follows(OfState::Is(state)),
    }
}

fn hold<'a>(asked: Asked<'_, 'a>) -> Option<Ground<'a, OfState<'a>>> {
    let own = asked.on.contract?;
    let hold = asked.assessed.contracts.get(own.id.as_str())?.hold?;
    let what = OfState::Hold {
        contract: own,
        since: hold.since,
        agreed: hold.agreed,
    };
    Some(match own.terms.stop_work.filter(|_| hold.agreed) {
        Some(clause) => written(what, clause.span, (Record::Contract(&own.id), "terms.stop_work")),
        None => follows(what),
    })
}

fn disputes<'a>(asked: Asked<'_, 'a>) -> Vec<Ground<'a, OfState<'a>>> {
    let day = asked.assessed.day;
    let inline = asked.on.invoice.dispute.as_ref();
    let inline = inline.filter(|inline| inline.opened.value <= day).map(|inline| {
        let (on, reason) = (inline.opened.value, inline.reason.as_str());
        let resolved = inline.resolved.filter(|on| on.value <= day);
        let what = match resolved {
            Some(resolved) => OfState::Settled {
                on,
                reason,
                resolved: resolved.value,
            },
            None => OfState::Disputed { on, reason },
        };
        own(what, inline.opened.span, "dispute.opened")
    });
    let logged = asked.on.log.iter().filter_map(|entry| {
        let (on, reason) = (entry.date.value, entry.reason.as_str());
        let what = match entry.what {
            What::Dispute => OfState::Disputed { on, reason },
            What::Resolved => OfState::Resolved { on, reason },
            _ => return None,
        };
        Some(elsewhere(what, entry.date.span))
    });
    let open = asked.on.disputes.open_since;
    let open = open.map(|since| follows(OfState::DisputeOpen(since)));
    inline.into_iter().chain(logged).chain(open).collect()
}

fn promises<'a>(asked: Asked<'_, 'a>) -> Vec<Ground<'a, OfState<'a>>> {
    let judged = promises_about(asked.assessed, asked.on).into_iter();
    let mut told: Vec<_> = judged
        .map(|judged| {
            let made = judged.entry.promise.as_ref();
            let span = made.map_or(judged.entry.date.span, |made| made.pay_by.span);
            written(OfState::Promised(judged), span, (Record::Other, "promise.pay_by"))
        })
        .collect();
    let promise = asked.on.promise;
    let open = promise.filter(|promise| promise.status == PromiseStatus::Open);
    told.extend(open.map(|open| {
        follows(OfState::Pause {
            until: open.pauses_until,
            at_most: asked.on.policy.promise_max_days,
        })
    }));
    told
}

fn plan<'a>(asked: Asked<'_, 'a>) -> Vec<Ground<'a, OfState<'a>>> {
    let Some(plan) = asked.on.plan else {
        return Vec::new();
    };
    let agreed = plan.plan.agreed.span;
    let mut told = vec![written(OfState::Plan(plan), agreed, (Record::Other, "agreed"))];
    let Some(progress) = PlanProgress::of(asked.assessed, asked.on) else {
        return told;
    };
    for step in progress.steps {
        let met = if step.running <= progress.paid {
            Met::Paid
        } else if step.last_day < asked.assessed.day {
            Met::NotInTime
        } else {
            Met::Until(step.last_day)
        };
        told.push(follows(OfState::PlanStep { step, met }));
    }
    told.push(follows(OfState::PlanPaid(progress.paid)));
    told
}

fn case<'a>(asked: Asked<'_, 'a>) -> Vec<Ground<'a, OfState<'a>>> {
    let Some(case) = asked.on.case else {
        return Vec::new();
    };
    let filed = case.filed.filter(|filed| filed.value <= asked.assessed.day);
    let filed = filed.map(|filed| filed.value);
    let opened = written(
        OfState::Case { case, filed },
        case.opened.span,
        (Record::Other, "opened"),
    );
    let next = case.next.as_ref().map(|next| {
        let what = OfState::CaseNext {
            on: next.date.value,
            what: &next.what,
        };
        written(what, next.date.span, (Record::Other, "next.date"))
    });
    std::iter::once(opened).chain(next).collect()
}
