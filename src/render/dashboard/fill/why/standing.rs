//! How it stands: its state, how late it is, and what holds beside it.

use super::{Account, with_words};
use crate::{
    assess::{PlanStatus, PromiseJudged, PromiseStatus, State},
    calendar::Date,
    model::format::Word,
    render::dashboard::{fill::overview::age_key, invoice::Reason},
    report::grounds::{Met, OfLateness, OfState},
};

impl Account<'_, '_> {
    pub fn lateness(&self) -> Vec<Reason> {
        let told = self.grounds.lateness.iter().map(|ground| {
            let text = match &ground.what {
                OfLateness::NotYet => self.word("not-yet"),
                OfLateness::Late { days, due, bucket } => {
                    let day = self.date(self.book.facts.assessed.day);
                    let due = due.map(|due| self.date(due)).unwrap_or_default();
                    let bucket = self.book.voice.word(age_key(*bucket));
                    self.phrase(
                        "late",
                        &[
                            ("due", &due),
                            ("date", &day),
                            ("days", &self.days(*days)),
                            ("bucket", &bucket),
                        ],
                    )
                }
                OfLateness::Grace {
                    days, ends, policy, ..
                } => {
                    let days = self.days(*days);
                    let ends = ends.map(|ends| self.date(ends)).unwrap_or_default();
                    let values = [("days", days.as_str()), ("date", &ends)];
                    match policy {
                        None => self.phrase("grace-contract", &values),
                        Some(policy) => {
                            let [days, ends] = values;
                            self.phrase("grace-policy", &[days, ends, ("policy", policy)])
                        }
                    }
                }
            };
            self.reason(text, ground)
        });
        told.collect()
    }

    pub fn state(&self) -> Vec<Reason> {
        let told = self.grounds.state.iter();
        told.map(|ground| self.reason(self.state_words(&ground.what), ground))
            .collect()
    }

    fn state_words(&self, what: &OfState) -> String {
        match what {
            OfState::Is(state) => self.plain(*state),
            OfState::Ended { state, on, reason } => {
                let key = if *state == State::Void {
                    "void-since"
                } else {
                    "written-off-on"
                };
                with_words(self.dated(key, *on), reason)
            }
            OfState::Hold {
                contract,
                since,
                agreed,
            } => {
                let is_agreed = *agreed && contract.terms.stop_work.is_some();
                let key = if is_agreed { "hold-agreed" } else { "hold-advised" };
                let name = self.book.contract_link(&contract.id).text;
                self.phrase(key, &[("name", &name), ("date", &self.date(*since))])
            }
            OfState::Disputed { on, reason } => with_words(self.dated("disputed", *on), reason),
            OfState::Resolved { on, reason } => with_words(self.dated("resolved", *on), reason),
            OfState::Settled { on, reason, resolved } => {
                let opened = with_words(self.dated("disputed", *on), reason);
                format!("{opened}; {}", self.dated("resolved", *resolved))
            }
            OfState::DisputeOpen(since) => self.dated("dispute-open", *since),
            OfState::Promised(promise) => self.promised(promise),
            OfState::Pause { until, at_most } => self.pause(*until, *at_most),
            OfState::Plan(..)
            | OfState::PlanStep { .. }
            | OfState::PlanPaid(_)
            | OfState::Case { .. }
            | OfState::CaseNext { .. } => self.arranged(what),
        }
    }

    fn plain(&self, state: State) -> String {
        match state {
            State::Draft => match self.on.invoice.issued {
                Some(issued) => self.dated("draft-until", issued.value),
                None => self.word("draft"),
            },
            State::Void => self.book.voice.word("state.void"),
            State::WrittenOff => self.book.voice.word("state.written-off"),
            State::Paid => self.word("state-paid"),
            State::Open => self.word("state-open"),
        }
    }

    fn promised(&self, promise: &PromiseJudged) -> String {
        let made = self.book.voice.phrase(
            "arranged.promised",
            &[
                ("made", &self.date(promise.entry.date.value)),
                ("amount", &self.money(promise.amount)),
                ("date", &self.date(promise.pay_by)),
            ],
        );
        let key = match promise.status {
            PromiseStatus::Kept => "promise-kept",
            PromiseStatus::Open => "promise-open",
            PromiseStatus::Broken => "promise-broken",
        };
        let came = self.phrase(key, &[("paid", &self.money(promise.paid))]);
        format!("{made} {came}")
    }

    fn pause(&self, until: Option<Date>, at_most: u32) -> String {
        let Some(until) = until else {
            return self.word("pauses-nothing");
        };
        let days = self.days(i64::from(at_most));
        self.phrase("pauses", &[("date", &self.date(until)), ("days", &days)])
    }

    /// Plans and cases.
    fn arranged(&self, what: &OfState) -> String {
        match what {
            OfState::Plan(plan) => {
                let (id, agreed) = (plan.plan.id.as_str(), self.date(plan.plan.agreed.value));
                match (plan.status, plan.missed_on) {
                    (PlanStatus::Missed, Some(missed)) => {
                        let missed = self.date(missed);
                        let values = [("plan", id), ("date", &agreed), ("missed", &missed)];
                        self.phrase("plan-missed", &values)
                    }
                    _ => self.phrase("plan-kept", &[("plan", id), ("date", &agreed)]),
                }
            }
            OfState::PlanStep { step, met } => {
                let (key, last) = match met {
                    Met::Paid => ("step-paid", None),
                    Met::NotInTime => ("step-late", None),
                    Met::Until(last) => ("step-open", Some(self.date(*last))),
                };
                let (amount, due) = (self.money(step.amount), self.date(step.due));
                let running = self.money(step.running);
                let mut values = vec![("amount", amount.as_str()), ("date", &due), ("running", &running)];
                values.extend(last.as_deref().map(|last| ("last", last)));
                self.phrase(key, &values)
            }
            OfState::PlanPaid(paid) => self.phrase("plan-paid", &[("amount", &self.money(*paid))]),
            OfState::Case { case, filed } => {
                let route = self
                    .book
                    .voice
                    .word(&format!("route.{}", case.route.value.word()));
                let opened = self.book.voice.dated("arranged.opened", case.opened.value);
                match filed {
                    Some(filed) => format!("{route}. {opened} {}", self.dated("case-filed", *filed)),
                    None => format!("{route}. {opened}"),
                }
            }
            OfState::CaseNext { on, what } => with_words(self.dated("case-next", *on), what),
            _ => String::new(),
        }
    }
}
