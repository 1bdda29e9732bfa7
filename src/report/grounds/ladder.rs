//! Which step the invoice has reached, which comes next, and everything that one waits for.

use super::{Asked, Ground, elsewhere, follows};
use crate::{
    assess::{Reason, Wait},
    calendar::Date,
    model::Stage,
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfReached {
    Policy(String),
    /// The last message that was this step; `None`: it isn't known.
    Step {
        stage: Stage,
        on: Option<Date>,
    },
    /// No message with a stage names it.
    NoStep,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfNext {
    /// The ladder ends here.
    End,
    Step {
        stage: Stage,
        /// `None`: on no day that is known yet.
        on: Option<Date>,
        /// What becomes of a step that is due.
        drafted: Option<Drafted>,
    },
    Held {
        by: Reason,
        until: Option<Date>,
    },
    /// The latest decides; they stand by date.
    Waits {
        wait: Wait,
        decides: bool,
    },
    /// To the next business day.
    Moved {
        from: Date,
        to: Date,
    },
}

/// Where the draft of the due step goes, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drafted {
    /// Below the drafts' folder.
    To(String),
    /// It is no letter of the user's but their lawyer's.
    Lawyer,
    /// It is no letter.
    Decision,
    /// A record of the client can't be read.
    Unread,
    /// The client's credit covers it.
    Covered,
}

pub fn reached<'a>(asked: Asked<'_, 'a>) -> Vec<Ground<'a, OfReached>> {
    let policy = follows(OfReached::Policy(asked.on.policy.name.clone()));
    let Some(stage) = asked.on.stage.level else {
        return vec![policy, follows(OfReached::NoStep)];
    };
    let id = &asked.on.invoice.id;
    let mut log = asked.on.log.iter();
    let step = match log.rfind(|entry| entry.step_for(id) == Some(stage)) {
        Some(entry) => {
            let on = Some(entry.date.value);
            elsewhere(OfReached::Step { stage, on }, entry.date.span)
        }
        None => follows(OfReached::Step { stage, on: None }),
    };
    vec![policy, step]
}

pub fn next<'a>(asked: Asked<'_, 'a>) -> Vec<Ground<'a, OfNext>> {
    let on = asked.on;
    let Some(stage) = on.stage.next else {
        return vec![follows(OfNext::End)];
    };
    let due = on.stage.due_on.filter(|day| *day <= asked.assessed.day);
    let step = OfNext::Step {
        stage,
        on: on.stage.due_on,
        drafted: due.filter(|_| on.chasing.is_active()).map(|_| drafted(asked)),
    };
    let held = on.chasing.reason.map(|by| OfNext::Held {
        by,
        until: on.chasing.until,
    });
    let told = std::iter::once(step).chain(held).chain(waits(asked));
    told.map(follows).collect()
}

/// Where the draft of the due step goes, or why there is none.
pub fn drafted(asked: Asked) -> Drafted {
    let (on, id) = (asked.on, &asked.on.invoice.id);
    let mut steps = asked.letters.steps_to(&on.client.id);
    let letter = steps.find(|letter| {
        let mut rows = letter.demanded.iter().chain(&letter.lesser);
        rows.any(|row| row.invoice == *id)
    });
    match (letter, on.stage.next) {
        (Some(letter), _) => Drafted::To(letter.draft.path()),
        (None, Some(Stage::LawyerLetter)) => Drafted::Lawyer,
        (None, Some(Stage::Decision)) => Drafted::Decision,
        (None, _) if asked.letters.held.contains(on.client.id.as_str()) => Drafted::Unread,
        (None, _) => Drafted::Covered,
    }
}

fn waits(asked: Asked) -> Vec<OfNext> {
    let stage = asked.on.stage;
    let mut waits: Vec<_> = stage.waits().collect();
    waits.sort_by_key(|wait| wait.on);
    let latest = waits.last().map(|wait| wait.on);
    let told = waits.into_iter().map(|wait| OfNext::Waits {
        wait,
        decides: Some(wait.on) == latest,
    });
    let moved = latest.zip(stage.due_on).filter(|(from, to)| from != to);
    let moved = moved.map(|(from, to)| OfNext::Moved { from, to });
    told.chain(moved).collect()
}
