//! Which step the invoice has reached, which comes next, and everything that one waits for.

use super::{Why, days, verdict};
use crate::{
    assess::{Wait, WaitFor},
    model::Stage,
    render::sheet::{Line, Sheet},
};

pub fn write(why: Why, sheet: &mut Sheet) {
    if !why.on.is_open() {
        return;
    }
    sheet.heading("What comes next");
    sheet.row("policy", format!("`{}`", why.on.policy.name));
    reached(why, sheet);
    let Some(next) = why.on.stage.next else {
        sheet.row("next", "nothing: the ladder ends here");
        return;
    };
    sheet.row("next", Line::strong(&format!("`{next}`")).and(&on_day(why)));
    if let Some(reason) = why.on.chasing.reason {
        let until = why.on.chasing.until;
        let until = until.map_or("no end is known".to_owned(), |until| format!("until {until}"));
        sheet.row("held back", format!("{}; {until}", verdict::held_by(why, reason)));
    }
    waits(why, sheet);
}

/// Where the draft of the due step goes, or why there is none.
pub fn draft(why: Why) -> String {
    let id = &why.on.invoice.id;
    let mut steps = why.letters.letters.iter().filter(|letter| letter.is_step());
    let letter = steps.find(|letter| {
        let mut rows = letter.demanded.iter().chain(&letter.lesser);
        rows.any(|row| row.invoice == *id)
    });
    let folder = &why.assessed.ledger.settings.reminders.value;
    match (letter, why.on.stage.next) {
        (Some(letter), _) => format!(
            "; `dunlin build` writes the draft to {}/{}",
            folder.trim_end_matches('/'),
            letter.draft.path()
        ),
        (None, Some(Stage::LawyerLetter)) => "; it is no letter of yours but your lawyer's".to_owned(),
        (None, Some(Stage::Decision)) => {
            format!("; it is no letter: `dunlin worth {id}` shows what each way would cost and bring")
        }
        (None, _) if why.letters.held.contains(why.on.client.id.as_str()) => {
            "; no letter is drafted while a record of this client can't be read".to_owned()
        }
        (None, _) => "; no letter is drafted: the client's credit covers it".to_owned(),
    }
}

fn on_day(why: Why) -> String {
    match why.on.stage.due_on {
        Some(on) if why.on.chasing.is_active() && on <= why.day() => format!("due since {on}{}", draft(why)),
        Some(on) => format!("on {on}"),
        None => "on no day that is known yet".to_owned(),
    }
}

fn reached(why: Why, sheet: &mut Sheet) {
    let Some(level) = why.on.stage.level else {
        sheet.row(
            "reached",
            "no step yet: no message of yours with a `stage` names it",
        );
        return;
    };
    let id = &why.on.invoice.id;
    let entry = why.on.log.iter().rfind(|entry| entry.step_for(id) == Some(level));
    let line = match entry {
        Some(entry) => why.written(&format!("`{level}` on {}", entry.date.value), entry.date.span),
        None => Line::from(format!("`{level}`")),
    };
    sheet.row("reached", line);
}

/// The latest comes last: it decides.
fn waits(why: Why, sheet: &mut Sheet) {
    let stage = why.on.stage;
    let mut waits: Vec<_> = stage.waits().collect();
    waits.sort_by_key(|wait| wait.on);
    let latest = waits.last().map(|wait| wait.on);
    let mut label = "waits for";
    for wait in waits {
        let line = Line::from(format!("{}: {}", wait.on, words(why, wait)));
        let decides = Some(wait.on) == latest;
        sheet.row(label, if decides { line.and("← the latest") } else { line });
        label = "";
    }
    let (Some(latest), Some(due_on)) = (latest, stage.due_on) else {
        return;
    };
    if due_on != latest {
        sheet.row(
            "",
            format!("{due_on}: the next business day, as {latest} is none"),
        );
    }
}

fn words(why: Why, wait: Wait) -> String {
    match wait.what {
        WaitFor::Ladder { days: 0 } => "the due date, as the policy says".to_owned(),
        WaitFor::Ladder { days: count } if count < 0 => {
            format!("{} before the due date, as the policy says", days(-count))
        }
        WaitFor::Ladder { days: count } => format!("{} after the due date, as the policy says", days(count)),
        WaitFor::Gap { days: count, since } => {
            format!("{} since your last step, on {since}", days(i64::from(count)))
        }
        WaitFor::Deadline => "the day after the time that your last letter gave".to_owned(),
        WaitFor::Promise => match why.on.promise {
            Some(promise) => format!(
                "the day after their promise to pay by {} stopped holding it back",
                promise.pay_by
            ),
            None => "the day after their promise".to_owned(),
        },
        WaitFor::MissedPlan => "the day the plan was missed".to_owned(),
        WaitFor::Paused => "the day after your pause".to_owned(),
        WaitFor::Dispute => "the day after the dispute was resolved".to_owned(),
        WaitFor::SaysPaid => {
            "the day after the five business days since they said that it was paid".to_owned()
        }
    }
}
