//! What matters, before any detail: how the invoice stands, and what comes next.

use super::{Short, Why, because, days};
use crate::{
    assess::{Reason, State},
    calendar::days_between,
    model::log::What,
    render::sheet::{Line, Sheet},
    report::grounds::drafted,
};

pub fn write(why: Why, sheet: &mut Sheet) {
    sheet.say(Line::strong(&name(why)).and(&format!("on {}", why.day())));
    sheet.say(standing(why));
    if why.on.state == State::Open {
        sheet.say(next(why));
    }
}

pub fn short(why: Why) -> Short {
    let next = (why.on.state == State::Open).then(|| next(why));
    Short {
        title: format!("{} on {}", name(why), why.day()),
        lines: std::iter::once(standing(why)).chain(next).collect(),
    }
}

fn name(why: Why) -> String {
    let on = why.on;
    let name = &on.client.name.value;
    let number = on.invoice.number();
    let id = if number == on.invoice.id {
        String::new()
    } else {
        format!(" ({})", on.invoice.id)
    };
    format!("Invoice {number}{id}, {name}")
}

fn standing(why: Why) -> String {
    let on = why.on;
    match on.state {
        State::Draft => match on.invoice.issued {
            Some(issued) => format!(
                "A draft until {}, the day it is issued: nothing is owed on it yet.",
                issued.value
            ),
            None => "A draft: it has no `issued`, so nothing is owed on it yet.".to_owned(),
        },
        State::Void => event(why, "Void", What::Void, "nothing is owed on it"),
        State::WrittenOff => {
            let gone = format!("{} is let go, and nothing more is asked", why.money(on.balance));
            event(why, "Written off", What::WriteOff, &gone)
        }
        State::Paid => paid(why),
        State::Open => open(why),
    }
}

fn event(why: Why, word: &str, what: What, means: &str) -> String {
    match why.asked(&[]).event(what) {
        Some((date, reason, _)) => format!("{word} on {date}{}: {means}.", in_brackets(reason)),
        None => format!("{word}: {means}."),
    }
}

fn in_brackets(reason: &str) -> String {
    match reason.trim() {
        "" => String::new(),
        reason => format!(" ({reason})"),
    }
}

fn paid(why: Why) -> String {
    let (Some(settled), Some(due)) = (why.on.settled_on, why.on.due) else {
        return "Nothing is left to pay.".to_owned();
    };
    match days_between(due, settled) {
        late if late > 0 => format!("Paid on {settled}, {} late. Nothing is left to do.", days(late)),
        _ => format!("Paid on {settled}, in time. Nothing is left to do."),
    }
}

fn open(why: Why) -> String {
    let on = why.on;
    let open = format!("{} is open", why.money(on.balance));
    match (on.due, on.days_overdue) {
        (Some(due), 0) => format!("{open}; it is due on {due}."),
        (Some(due), late) => format!("{open}, {} overdue: it was due on {due}.", days(late)),
        (None, _) => format!("{open}."),
    }
}

fn next(why: Why) -> String {
    let on = why.on;
    if let Some(reason) = on.chasing.reason {
        let until = on
            .chasing
            .until
            .map_or_else(String::new, |until| format!(" This holds until {until}."));
        return format!("No reminder goes out: {}.{until}", held_by(why, reason));
    }
    let (Some(stage), Some(due_on)) = (on.stage.next, on.stage.due_on) else {
        return "Nothing comes after the step it has reached.".to_owned();
    };
    if due_on > why.day() {
        return format!("Next: `{stage}`, on {due_on}.");
    }
    format!(
        "Next: `{stage}`, due since {due_on}{}.",
        super::ladder::draft(why, &drafted(why.asked(&[])))
    )
}

/// Why nothing goes out, as the end of a sentence.
pub fn held_by(why: Why, reason: Reason) -> String {
    let on = why.on;
    match reason {
        Reason::State(_) => "it isn't open".to_owned(),
        Reason::Stopped => format!(
            "you stopped chasing this client{}",
            because(&on.client.chasing.reason)
        ),
        Reason::Paused => format!("you paused this client{}", because(&on.client.chasing.reason)),
        Reason::Case => on.case.map_or_else(
            || "it is in a case".to_owned(),
            |case| format!("it is in the case `{}` ({})", case.id, case.route.value),
        ),
        Reason::Dispute => on.disputes.open_since.map_or_else(
            || "it is disputed".to_owned(),
            |since| format!("they have disputed it since {since}"),
        ),
        Reason::Promise => on.promise.map_or_else(
            || "they promised to pay".to_owned(),
            |promise| format!("they promised to pay by {}", promise.pay_by),
        ),
        Reason::Plan => on.plan.map_or_else(
            || "they keep to a plan".to_owned(),
            |plan| format!("they keep to the plan `{}`", plan.plan.id),
        ),
        Reason::SaysPaid => {
            "they said that it was paid; five business days are left for the money to come".to_owned()
        }
        Reason::Minimum => format!(
            "the balance is below your policy's minimum of {}",
            why.money(on.policy.minimum(on.currency))
        ),
    }
}
