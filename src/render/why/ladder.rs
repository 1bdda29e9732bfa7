//! Which step the invoice has reached, which comes next, and everything that one waits for.

use super::{Why, days, verdict};
use crate::{
    assess::{Wait, WaitFor},
    calendar::Date,
    render::sheet::{Line, Sheet},
    report::grounds::{Drafted, Grounds, OfNext, OfReached},
};

pub fn write(why: Why, grounds: &Grounds, sheet: &mut Sheet) {
    if !why.on.is_open() {
        return;
    }
    sheet.heading("What comes next");
    for ground in &grounds.reached {
        let (label, text) = reached(&ground.what);
        sheet.row(label, why.told(&text, ground));
    }
    let mut label = "waits for";
    for ground in &grounds.next {
        next(why, &ground.what, (&mut label, sheet));
    }
}

fn reached(what: &OfReached) -> (&'static str, String) {
    match what {
        OfReached::Policy(policy) => ("policy", format!("`{policy}`")),
        OfReached::Step {
            stage,
            on: Some(date),
        } => ("reached", format!("`{stage}` on {date}")),
        OfReached::Step { stage, on: None } => ("reached", format!("`{stage}`")),
        OfReached::NoStep => (
            "reached",
            "no step yet: no message of yours with a `stage` names it".to_owned(),
        ),
    }
}

/// The first that it waits for has the label.
fn next(why: Why, what: &OfNext, (label, sheet): (&mut &'static str, &mut Sheet)) {
    match what {
        OfNext::End => sheet.row("next", "nothing: the ladder ends here"),
        OfNext::Step { stage, on, drafted } => {
            let day = on_day(why, *on, drafted.as_ref());
            sheet.row("next", Line::strong(&format!("`{stage}`")).and(&day));
        }
        OfNext::Held { by, until } => {
            let until = until.map_or("no end is known".to_owned(), |until| format!("until {until}"));
            sheet.row("held back", format!("{}; {until}", verdict::held_by(why, *by)));
        }
        OfNext::Waits { wait, decides } => {
            let line = Line::from(format!("{}: {}", wait.on, words(why, *wait)));
            let line = if *decides {
                line.and("← the latest")
            } else {
                line
            };
            sheet.row(std::mem::take(label), line);
        }
        OfNext::Moved { from, to } => {
            sheet.row("", format!("{to}: the next business day, as {from} is none"));
        }
    }
}

fn on_day(why: Why, on: Option<Date>, drafted: Option<&Drafted>) -> String {
    match (on, drafted) {
        (Some(on), Some(drafted)) => format!("due since {on}{}", draft(why, drafted)),
        (Some(on), None) => format!("on {on}"),
        (None, _) => "on no day that is known yet".to_owned(),
    }
}

/// What becomes of a step that is due.
pub fn draft(why: Why, drafted: &Drafted) -> String {
    match drafted {
        Drafted::To(path) => {
            let folder = &why.assessed.ledger.settings.reminders.value;
            format!(
                "; `dunlin build` writes the draft to {}/{path}",
                folder.trim_end_matches('/')
            )
        }
        Drafted::Lawyer => "; it is no letter of yours but your lawyer's".to_owned(),
        Drafted::Decision => format!(
            "; it is no letter: `dunlin worth {}` shows what each way would cost and bring",
            why.on.invoice.id
        ),
        Drafted::Unread => "; no letter is drafted while a record of this client can't be read".to_owned(),
        Drafted::Covered => "; no letter is drafted: the client's credit covers it".to_owned(),
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
