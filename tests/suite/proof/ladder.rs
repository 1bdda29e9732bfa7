//! Promises, plans, cases and the ladder of the naive one.

use super::{
    generator::LADDER,
    naive::{Naive, On, days, ids, number},
    world::{Record, date, day_of, part, parts, text},
};
use dunlin::calendar::{Date, add_days};
use rust_decimal::Decimal;
use serde_json::{Value, json};

pub struct Promise {
    pub pay_by: Date,
    pub amount: Decimal,
    pub status: &'static str,
    /// The last day on which it pauses, if it ever paused.
    pub pauses_until: Option<Date>,
}

pub struct Plan<'w> {
    pub id: &'w str,
    pub missed: Option<Date>,
}

pub struct Judged {
    pub status: &'static str,
    pub amount: Decimal,
}

/// A contact that was a step.
struct Step {
    date: Date,
    /// None: `stop-work`.
    place: Option<usize>,
    deadline: Option<Date>,
}

fn is_contact(entry: &Record) -> bool {
    text(entry, "what").is_none_or(|what| what == "contact") && text(entry, "delivered") != Some("false")
}

impl<'w> Naive<'w> {
    /// A promise as it stood at the end of a day, for one of the invoices it names.
    pub fn judge(&self, entry: &Record, invoice: &str, day: Date) -> Judged {
        let promise = part(entry, "promise").unwrap();
        let (made, pay_by) = (day_of(entry, "date").unwrap(), day_of(promise, "pay_by").unwrap());
        let own = &self.accounts[invoice];
        let named = ids(entry).into_iter().map(|id| &self.accounts[id]);
        let named: Vec<_> = named.filter(|account| account.currency == own.currency).collect();
        let eve = add_days(made, -1);
        let amount =
            number(promise, "amount").unwrap_or_else(|| named.iter().map(|account| account.open(eve)).sum());
        let last = pay_by.min(day);
        let paid = named.iter().flat_map(|account| &account.payments);
        let paid: Decimal = paid
            .filter(|(date, _)| made <= *date && *date <= last)
            .map(|(_, paid)| *paid)
            .sum();
        let kept = paid >= amount || own.left(last) <= Decimal::ZERO;
        let status = match () {
            () if kept => "kept",
            () if day <= pay_by => "open",
            () => "broken",
        };
        Judged { status, amount }
    }

    pub fn promise(&self, on: &On) -> Option<Promise> {
        let entries = self.log_about(on.id).into_iter();
        let promises: Vec<_> = entries
            .map(|(_, entry)| entry)
            .filter(|entry| is_contact(entry) && entry.contains_key("promise"))
            .collect();
        let (latest, earlier) = promises.split_last()?;
        let own = part(latest, "promise")?;
        let made = day_of(latest, "date")?;
        let pay_by = day_of(own, "pay_by")?;
        let broken_before = earlier
            .iter()
            .any(|entry| self.judge(entry, on.id, made).status == "broken");
        let pauses = !broken_before || text(own, "written") == Some("true");
        let judged = self.judge(latest, on.id, self.day);
        Some(Promise {
            pay_by,
            amount: judged.amount,
            status: judged.status,
            pauses_until: pauses.then(|| pay_by.min(add_days(made, on.policy.promise_max))),
        })
    }

    pub fn plan(&self, on: &On) -> Option<Plan<'w>> {
        let covers = |plan: &Record| {
            let agreed = day_of(plan, "agreed").unwrap() <= self.day;
            let cancelled = day_of(plan, "cancelled").is_some_and(|day| day <= self.day);
            agreed && !cancelled && ids(plan).contains(&on.id)
        };
        let plans = self.world.all("plans").filter(|(_, plan)| covers(plan));
        let (id, plan) = plans.max_by_key(|(id, plan)| (day_of(plan, "agreed").unwrap(), (*id).clone()))?;
        let agreed = day_of(plan, "agreed")?;
        let own = &self.accounts[on.id];
        let covered = ids(plan).into_iter().map(|id| &self.accounts[id]);
        let paid = covered
            .filter(|account| account.currency == own.currency)
            .flat_map(|account| &account.payments);
        let paid: Decimal = paid
            .filter(|(date, _)| agreed <= *date)
            .map(|(_, paid)| *paid)
            .sum();
        let last_day = |row: &Record| add_days(day_of(row, "due").unwrap(), on.policy.plan_grace);
        let rows = parts(plan, "instalments");
        let fallen: Decimal = rows
            .iter()
            .filter(|row| last_day(row) < self.day)
            .map(|row| number(row, "amount").unwrap())
            .sum();
        let mut running = Decimal::ZERO;
        let missed = rows.iter().find(|row| {
            running += number(row, "amount").unwrap();
            running > paid
        });
        let missed = missed
            .filter(|_| paid < fallen)
            .map(|row| add_days(last_day(row), 1));
        Some(Plan { id, missed })
    }

    /// The latest of those that cover it.
    pub fn case(&self, on: &On) -> Option<(&'w String, &'w Record)> {
        self.cases(on)
            .max_by_key(|(id, case)| (day_of(case, "opened").unwrap(), (*id).clone()))
    }

    pub fn cases(&self, on: &On) -> impl Iterator<Item = (&'w String, &'w Record)> {
        let covers = move |case: &Record| {
            let closed = part(case, "closed").and_then(|closed| day_of(closed, "date"));
            let opened = day_of(case, "opened").unwrap() <= self.day;
            opened && closed.is_none_or(|day| day > self.day) && ids(case).contains(&on.id)
        };
        self.world.all("cases").filter(move |(_, case)| covers(case))
    }

    fn is_business_day(&self, day: Date) -> bool {
        // 2024-01-01 was a Monday.
        let weekday = days(date("2024-01-01"), day).rem_euclid(7);
        let holidays = self.world.settings.get("holidays").and_then(Value::as_array);
        weekday < 5
            && !holidays
                .into_iter()
                .flatten()
                .any(|holiday| holiday == &day.to_string())
    }

    fn business_day(&self, mut day: Date) -> Date {
        while !self.is_business_day(day) {
            day = add_days(day, 1);
        }
        day
    }

    fn says_paid_until(&self, on: &On) -> Option<Date> {
        let entries = self.log_about(on.id).into_iter().map(|(_, entry)| entry);
        let said = entries.filter(|entry| is_contact(entry) && text(entry, "answer") == Some("says-paid"));
        let mut day = said.filter_map(|entry| day_of(entry, "date")).max()?;
        for _ in 0..5 {
            day = self.business_day(add_days(day, 1));
        }
        Some(day)
    }

    /// Why no stage is due, each with its last day where it has one.
    fn reasons(&self, on: &On) -> Vec<(&'static str, Option<Date>)> {
        if on.state != "open" {
            return vec![(on.state, None)];
        }
        let chasing = part(on.client, "chasing");
        let paused = chasing
            .and_then(|chasing| day_of(chasing, "paused_until"))
            .filter(|until| self.day <= *until);
        let promise = self
            .promise(on)
            .filter(|promise| promise.status == "open")
            .and_then(|p| p.pauses_until);
        let promise = promise.filter(|until| self.day <= *until);
        let says_paid = self.says_paid_until(on).filter(|until| self.day <= *until);
        let minimum = on.policy.minimum.get(&self.accounts[on.id].currency);
        let mut reasons = Vec::new();
        if chasing.is_some_and(|chasing| text(chasing, "stopped") == Some("true")) {
            reasons.push(("stopped", None));
        }
        reasons.extend(paused.map(|until| ("paused", Some(until))));
        reasons.extend(self.case(on).map(|_| ("case", None)));
        reasons.extend(self.dispute(on).0.then_some(("dispute", None)));
        reasons.extend(promise.map(|until| ("promise", Some(until))));
        reasons.extend(
            self.plan(on)
                .filter(|plan| plan.missed.is_none())
                .map(|_| ("plan", None)),
        );
        reasons.extend(says_paid.map(|until| ("says-paid", Some(until))));
        reasons.extend(
            minimum
                .is_some_and(|minimum| on.balance < *minimum)
                .then_some(("minimum", None)),
        );
        reasons
    }

    pub fn chasing_json(&self, on: &On) -> Value {
        let reasons = self.reasons(on);
        let (reason, until) = reasons
            .first()
            .map_or((None, None), |(reason, until)| (Some(*reason), *until));
        json!({"active": reason.is_none(), "reason": reason, "until": until})
    }

    /// Delivered outgoing contacts that were stages, by date.
    fn steps(&self, on: &On) -> Vec<Step> {
        let sent = |entry: &Record| is_contact(entry) && text(entry, "direction") != Some("in");
        let entries = self
            .log_about(on.id)
            .into_iter()
            .map(|(_, entry)| entry)
            .filter(|entry| sent(entry));
        let steps = entries.filter_map(|entry| {
            let mapped = entry
                .get("invoices")
                .and_then(|steps| steps.as_object()?.get(on.id)?.as_str());
            let stage = mapped.or(text(entry, "stage"))?;
            let place = LADDER.iter().position(|own| *own == stage);
            let date = day_of(entry, "date")?;
            let deadline = day_of(entry, "deadline");
            (place.is_some() || stage == "stop-work").then_some(Step {
                date,
                place,
                deadline,
            })
        });
        steps.collect()
    }

    /// A demand: `reminder` or later, or `stop-work`, after the due date.
    pub fn first_demand(&self, on: &On) -> Option<Date> {
        let due = on.due?;
        let demands = self
            .steps(on)
            .into_iter()
            .filter(|step| step.place != Some(0) && step.date > due);
        demands.map(|step| step.date).min()
    }

    pub fn stage_json(&self, on: &On) -> Value {
        let steps = self.steps(on);
        let level = steps.iter().filter_map(|step| step.place).max();
        let after = |place: Option<usize>| {
            let from = place.map_or(0, |place| place + 1);
            (from..8).find(|place| on.policy.steps[*place].is_some())
        };
        let mut next = None;
        if let (true, Some(due)) = (on.state == "open", on.due) {
            next = after(level);
            if next == Some(0) && (self.day > due || self.due_on(on, &steps, 0) > due) {
                next = after(next);
            }
        }
        let known_end = self.reasons(on).iter().all(|(_, until)| until.is_some());
        let due_on = next
            .filter(|_| known_end)
            .map(|place| self.due_on(on, &steps, place));
        json!({"level": level.map(|place| LADDER[place]), "next": next.map(|place| LADDER[place]), "due_on": due_on})
    }

    /// The latest of everything it waits for, on a business day.
    fn due_on(&self, on: &On, steps: &[Step], place: usize) -> Date {
        let (day, gap) = on.policy.steps[place].unwrap();
        let consumer = text(on.client, "kind") == Some("consumer");
        let gap = if consumer { gap.max(7) } else { gap };
        let mut waits = vec![add_days(on.due.unwrap(), day)];
        let promise = self.promise(on);
        let missed = self.plan(on).and_then(|plan| plan.missed);
        if let Some(last) = steps.iter().map(|step| step.date).max() {
            let broken = promise.as_ref().filter(|promise| promise.status == "broken");
            let lifted =
                broken.is_some_and(|promise| last <= promise.pay_by) || missed.is_some_and(|day| last < day);
            if !lifted {
                waits.push(add_days(last, gap));
            }
            let deadlines = steps
                .iter()
                .filter(|step| step.date == last)
                .filter_map(|step| step.deadline);
            waits.extend(deadlines.map(|deadline| add_days(deadline, 1)));
        }
        let pause = promise
            .filter(|promise| promise.status != "kept")
            .and_then(|promise| promise.pauses_until);
        waits.extend(pause.map(|until| add_days(until, 1)));
        waits.extend(missed);
        let paused = part(on.client, "chasing").and_then(|chasing| day_of(chasing, "paused_until"));
        waits.extend(paused.map(|until| add_days(until, 1)));
        waits.extend(self.dispute(on).1.map(|resolved| add_days(resolved, 1)));
        waits.extend(self.says_paid_until(on).map(|until| add_days(until, 1)));
        self.business_day(waits.into_iter().max().unwrap())
    }
}
