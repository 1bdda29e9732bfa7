//! What is said in a word or two about a client, a contract or an invoice.

use super::Book;
use crate::{
    assess::{ClientOn, ContractOn, InvoiceOn, PlanStatus, PromiseStatus, State},
    model::{contract::Status, format::Word},
    render::dashboard::element::{Mark, Tone},
};

impl Book<'_> {
    pub fn invoice_state(&self, on: &InvoiceOn) -> Mark {
        let (key, tone) = match on.state {
            State::Draft => ("state.draft", Tone::Plain),
            State::Void => ("state.void", Tone::Plain),
            State::Paid => ("state.paid", Tone::Good),
            State::WrittenOff => ("state.written-off", Tone::Plain),
            State::Open if on.is_overdue() => ("state.overdue", Tone::Late),
            State::Open => ("state.open", Tone::Plain),
        };
        self.voice.mark(key, tone)
    }

    /// What holds beside the state; only of an open invoice.
    pub fn invoice_marks(&self, on: &InvoiceOn) -> Vec<Mark> {
        if !on.is_open() {
            return Vec::new();
        }
        troubles(|holds| holds(on))
            .into_iter()
            .map(|(key, tone)| self.voice.mark(key, tone))
            .collect()
    }

    pub fn client_marks(&self, on: &ClientOn) -> Vec<Mark> {
        let assessed = self.facts.assessed;
        let chasing = &on.client.chasing;
        let is_paused = chasing
            .paused_until
            .is_some_and(|until| assessed.day <= until.value);
        let open: Vec<_> = assessed
            .invoices_of(&on.client.id)
            .filter(|on| on.is_open())
            .collect();
        let mut marks = troubles(|holds| open.iter().any(|on| holds(on)));
        let mut held = on.contracts.iter().filter_map(|id| assessed.contracts.get(id));
        if held.any(|contract| contract.hold.is_some()) {
            marks.push(("state.on-hold", Tone::Watch));
        }
        if chasing.stopped {
            marks.push(("state.stopped", Tone::Plain));
        } else if is_paused {
            marks.push(("state.paused", Tone::Plain));
        }
        marks
            .into_iter()
            .map(|(key, tone)| self.voice.mark(key, tone))
            .collect()
    }

    pub fn contract_marks(&self, on: &ContractOn) -> Vec<Mark> {
        let status = on.contract.status;
        let mut marks = vec![self.voice.mark(&format!("state.{}", status.word()), Tone::Plain)];
        let is_signed = on
            .contract
            .signed
            .is_some_and(|day| day.value <= self.facts.assessed.day);
        if !is_signed && status == Status::Active {
            marks.push(self.voice.mark("state.unsigned", Tone::Watch));
        }
        if on.hold.is_some() {
            marks.push(self.voice.mark("state.on-hold", Tone::Watch));
        }
        marks
    }
}

/// What of an open invoice is a word at its top, the gravest first; `among` says whether one of those asked about has it.
fn troubles(among: impl Fn(fn(&InvoiceOn) -> bool) -> bool) -> Vec<(&'static str, Tone)> {
    type Holds = fn(&InvoiceOn) -> bool;
    let all: [(Holds, &str, Tone); 6] = [
        (has_broken_promise, "state.promise-broken", Tone::Late),
        (has_missed_plan, "state.plan-missed", Tone::Late),
        (|on| on.disputed, "state.disputed", Tone::Watch),
        (|on| on.case.is_some(), "state.case", Tone::Watch),
        (has_open_promise, "state.promised", Tone::Watch),
        (|on| on.is_on_kept_plan(), "state.plan", Tone::Watch),
    ];
    all.into_iter()
        .filter(|(holds, ..)| among(*holds))
        .map(|(_, key, tone)| (key, tone))
        .collect()
}

pub fn has_broken_promise(on: &InvoiceOn) -> bool {
    on.promise
        .is_some_and(|promise| promise.status == PromiseStatus::Broken)
}

fn has_open_promise(on: &InvoiceOn) -> bool {
    on.promise
        .is_some_and(|promise| promise.status == PromiseStatus::Open)
}

fn has_missed_plan(on: &InvoiceOn) -> bool {
    on.plan.is_some_and(|plan| plan.status == PlanStatus::Missed)
}
