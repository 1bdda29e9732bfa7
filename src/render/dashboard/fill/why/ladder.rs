//! Which step the invoice has reached, which comes next, and everything that one waits for.

use super::Account;
use crate::{
    assess::{Wait, WaitFor},
    render::dashboard::invoice::Reason,
    report::grounds::{Drafted, OfNext, OfReached},
};

impl Account<'_, '_> {
    pub fn reached(&self) -> Vec<Reason> {
        let told = self.grounds.reached.iter().map(|ground| {
            let text = match &ground.what {
                OfReached::Policy(policy) => self.phrase("policy", &[("policy", policy)]),
                OfReached::Step { stage, on } => {
                    let stage = self.book.voice.stage(*stage);
                    match on {
                        Some(on) => self.phrase("step-on", &[("stage", &stage), ("date", &self.date(*on))]),
                        None => stage,
                    }
                }
                OfReached::NoStep => self.word("no-step"),
            };
            self.reason(text, ground)
        });
        told.collect()
    }

    /// The step itself stands beside the account of it.
    pub fn next(&self) -> Vec<Reason> {
        let told = self.grounds.next.iter().filter_map(|ground| {
            let text = match &ground.what {
                OfNext::End => self.word("ladder-ends"),
                OfNext::Step { on, drafted, .. } => match (on, drafted) {
                    (None, _) => self.word("no-day"),
                    (Some(_), Some(drafted)) => self.drafted(drafted),
                    (Some(_), None) => return None,
                },
                OfNext::Held { .. } => self.book.held(self.on)?,
                OfNext::Waits { wait, decides } => self.waits(*wait, *decides),
                OfNext::Moved { from, to } => {
                    self.phrase("moved", &[("date", &self.date(*to)), ("from", &self.date(*from))])
                }
            };
            Some(self.reason(text, ground))
        });
        told.collect()
    }

    fn drafted(&self, drafted: &Drafted) -> String {
        match drafted {
            Drafted::To(path) => self.phrase("draft-at", &[("file", &self.book.draft_file(path))]),
            Drafted::Lawyer => self.word("draft-lawyer"),
            Drafted::Decision => {
                let command = format!("dunlin worth {}", self.on.invoice.id);
                self.phrase("draft-decision", &[("command", &command)])
            }
            Drafted::Unread => self.book.voice.word("held.unread"),
            Drafted::Covered => self.word("draft-covered"),
        }
    }

    fn waits(&self, wait: Wait, decides: bool) -> String {
        let words = self.wait(wait);
        let key = if decides { "waits-latest" } else { "waits" };
        self.phrase(key, &[("date", &self.date(wait.on)), ("what", &words)])
    }

    fn wait(&self, wait: Wait) -> String {
        match wait.what {
            WaitFor::Ladder { days: 0 } => self.word("wait-due"),
            WaitFor::Ladder { days } if days < 0 => {
                self.phrase("wait-before", &[("days", &self.days(-days))])
            }
            WaitFor::Ladder { days } => self.phrase("wait-after", &[("days", &self.days(days))]),
            WaitFor::Gap { days, since } => {
                let days = self.days(i64::from(days));
                self.phrase("wait-gap", &[("days", &days), ("since", &self.date(since))])
            }
            WaitFor::Deadline => self.word("wait-deadline"),
            WaitFor::Promise => self.word("wait-promise"),
            WaitFor::MissedPlan => self.word("wait-plan"),
            WaitFor::Paused => self.word("wait-paused"),
            WaitFor::Dispute => self.word("wait-dispute"),
            WaitFor::SaysPaid => self.word("wait-says-paid"),
        }
    }
}
