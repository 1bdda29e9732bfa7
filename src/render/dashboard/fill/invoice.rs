//! One invoice's page.

use super::{Book, actions::On, owners::Owner, voice::some, why::Account};
use crate::{
    assess::{InvoiceOn, Reason, State},
    money::Amount,
    render::{
        dashboard::{
            element::Fact,
            invoice::{Figure, Invoice, InvoiceLine, Reason as Because, Sum},
        },
        prose::prose,
    },
};

impl<'s> Book<'s> {
    pub fn invoice(&self, on: &InvoiceOn<'s>) -> Invoice {
        let invoice = on.invoice;
        let actions = self.index.actions.invoice.of(&invoice.id);
        let account = self.account(on);
        let held = self.held(on);
        Invoice {
            id: invoice.id.clone(),
            number: invoice.number().to_owned(),
            client: self.client_link(&on.client.id),
            contract: on.contract.map(|contract| self.contract_link(&contract.id)),
            state: self.invoice_state(on),
            marks: self.invoice_marks(on),
            incomplete: self.incomplete_of(&on.client.id),
            sentence: self.invoice_sentence(on),
            balance: self.voice.amount(self.still_open(on), on.currency),
            sums: self.sums(on, &account),
            lines: self.lines(on),
            standing: self.standing(on, &account),
            facts: self.invoice_facts(on, &account),
            actions: actions
                .iter()
                .map(|action| self.action(action, On::Invoice))
                .collect(),
            held,
            arrangements: self.arrangements(on),
            interest: self.interest(on, &account),
            no_interest: account.no_interest().unwrap_or_default(),
            timeline: self.invoice_timeline(on),
            findings: self.findings_of(Owner::Invoice(&invoice.id)),
            notes: some(&invoice.prose).map(|notes| prose(&notes)),
        }
    }
}

impl Book<'_> {
    /// What is still asked for: nothing of a draft, a void or a written-off invoice.
    pub fn still_open(&self, on: &InvoiceOn) -> Amount {
        if on.is_open() { on.balance } else { Amount::ZERO }
    }

    fn invoice_sentence(&self, on: &InvoiceOn) -> String {
        let balance = self.voice.amount(on.balance, on.currency);
        let owed = |key: &str| {
            let date = on.due.map(|day| self.voice.date(day)).unwrap_or_default();
            let days = self.voice.days("days-overdue", on.days_overdue);
            self.voice
                .phrase(key, &[("balance", &balance), ("date", &date), ("days", &days)])
        };
        match on.state {
            State::Draft => self.voice.word("invoice.draft"),
            State::Void => self.voice.word("invoice.void"),
            State::WrittenOff => self.voice.phrase("invoice.written-off", &[("balance", &balance)]),
            State::Paid => match on.settled_on {
                Some(day) => self.voice.dated("invoice.settled", day),
                None => self.voice.word("state.paid"),
            },
            State::Open if on.is_overdue() => owed("invoice.overdue"),
            State::Open => owed("invoice.due-on"),
        }
    }

    /// Only steps that change something; what was paid also where nothing was.
    fn sums(&self, on: &InvoiceOn, account: &Account) -> Vec<Sum> {
        let sum = |key: &str, amount: Amount, why: Vec<Because>| Sum {
            label: self.voice.word(key),
            amount: self.voice.amount(amount, on.currency),
            total: false,
            why,
        };
        let less = |key: &str, amount: Amount, why: Vec<Because>| {
            amount.is_positive().then(|| sum(key, -amount, why))
        };
        let is_written_off = on.state == State::WrittenOff;
        let written_off = if is_written_off { on.balance } else { Amount::ZERO };
        let withheld = less("sum.withheld", on.totals.withheld, account.withheld());
        let to_pay = withheld.is_some().then(|| Sum {
            total: true,
            ..sum("sum.total", on.totals.total, Vec::new())
        });
        let gross = [
            Some(sum("sum.gross", on.totals.gross, account.total())),
            withheld,
            to_pay,
        ];
        let overpaid = on.overpaid();
        let moved = [
            Some(sum("sum.paid", less_than_nothing(on.paid), account.paid())),
            less("sum.credited", on.credited, account.credited()),
            less("sum.written-off", written_off, account.state()),
            overpaid
                .is_positive()
                .then(|| sum("sum.overpaid", overpaid, account.overpaid())),
            Some(Sum {
                total: true,
                ..sum("sum.balance", self.still_open(on), account.balance())
            }),
        ];
        let counts = on.is_billed();
        gross
            .into_iter()
            .chain(moved.into_iter().filter(|_| counts))
            .flatten()
            .collect()
    }

    fn lines(&self, on: &InvoiceOn) -> Vec<InvoiceLine> {
        let lines = on.invoice.lines.iter().map(|line| InvoiceLine {
            description: line.description.clone(),
            quantity: self.voice.language.number(line.quantity),
            unit_price: self.unit_price(line.unit_price.value, on),
            tax: line
                .tax_percent
                .is_positive()
                .then(|| self.voice.language.percent(line.tax_percent)),
            net: self.voice.amount(
                Amount::of_line(line.quantity, line.unit_price.value, on.currency),
                on.currency,
            ),
        });
        lines.collect()
    }

    /// A price finer than the currency's smallest unit is shown with all its digits.
    fn unit_price(&self, price: Amount, on: &InvoiceOn) -> String {
        if price.decimals() > on.currency.decimals() {
            format!("{}\u{a0}{}", self.voice.language.number(price), on.currency)
        } else {
            self.voice.amount(price, on.currency)
        }
    }

    fn invoice_facts(&self, on: &InvoiceOn, account: &Account) -> Vec<Figure> {
        let invoice = on.invoice;
        let voice = self.voice;
        let sent = invoice.sent.as_ref();
        let via = |fact: Fact| Fact {
            note: sent.and_then(|sent| some(&voice.via(&sent.via))),
            ..fact
        };
        let instalments: Vec<_> = invoice.instalments.iter().map(|id| id.value.as_str()).collect();
        let instalment = on
            .contract
            .filter(|_| !instalments.is_empty())
            .map(|contract| Fact {
                href: Some(self.contract_link(&contract.id).href),
                ..voice.fact("instalment.name", instalments.join(", "))
            });
        let withholding = invoice.withholding.as_ref().map(|withholding| {
            let percent = withholding
                .percent
                .map(|percent| voice.language.percent(percent.value));
            let parts = [some(&withholding.name), percent];
            voice.fact(
                "fact.withholding",
                parts.into_iter().flatten().collect::<Vec<_>>().join(" "),
            )
        });
        let sent_on = voice
            .day_fact("fact.sent-on", sent.map(|sent| sent.date.value))
            .map(via);
        let facts = [
            voice.day_fact("invoice.issued", invoice.issued.map(|day| day.value)),
            voice.day_fact(
                "fact.confirmed-on",
                sent.and_then(|sent| sent.confirmed).map(|day| day.value),
            ),
            invoice.period.map(|period| {
                let (from, to) = (voice.short(period.from.value), voice.short(period.to.value));
                voice.fact("fact.period", format!("{from} – {to}"))
            }),
            instalment,
            withholding,
            invoice
                .document
                .as_ref()
                .map(|document| voice.fact("fact.document", document.value.clone())),
        ];
        let sent_on = sent_on.map(|fact| figure(fact, account.sent()));
        let facts = facts.into_iter().flatten().map(|fact| figure(fact, Vec::new()));
        sent_on.into_iter().chain(facts).collect()
    }

    /// State, due date, days overdue, the ladder, limitation.
    fn standing(&self, on: &InvoiceOn, account: &Account) -> Vec<Figure> {
        let voice = self.voice;
        let state = voice.fact("invoice.state", self.invoice_state(on).text);
        let due = match on.due {
            Some(due) => voice.fact("invoice.due", voice.date(due)),
            None => voice.fact("invoice.due", voice.word("invoice.due-unknown")),
        };
        let late = on.is_open().then(|| {
            let late = voice.fact("figure.overdue", voice.days("days", on.days_overdue));
            figure(late, account.lateness())
        });
        // Before a court it has no day, and that is to be said.
        let limitation = account.limitation();
        let lapses = match on.limitation_on {
            Some(last) => Some(voice.date(last)),
            None => (!limitation.is_empty()).then(|| voice.word("state.case")),
        };
        let lapses = lapses.map(|value| figure(voice.fact("fact.limitation", value), limitation));
        [figure(state, account.state()), figure(due, account.due())]
            .into_iter()
            .chain(late)
            .chain(self.ladder(on, account))
            .chain(lapses)
            .collect()
    }

    /// How far the ladder was climbed, and what comes next.
    fn ladder(&self, on: &InvoiceOn, account: &Account) -> Vec<Figure> {
        let voice = self.voice;
        let reached = match on.stage.level {
            Some(level) => {
                let last = on.stage.last.filter(|last| last.stage == level);
                Fact {
                    note: last.map(|last| voice.short(last.date)),
                    ..voice.fact("fact.level", voice.stage(level))
                }
            }
            None if !on.is_open() => return Vec::new(),
            None => voice.fact("fact.level", voice.word("fact.level-none")),
        };
        let next = on.stage.next.filter(|_| on.is_open()).map(|stage| Fact {
            note: on.stage.due_on.map(|day| {
                let is_due = day <= self.facts.assessed.day && on.chasing.is_active();
                voice.dated(if is_due { "fact.since" } else { "fact.from" }, day)
            }),
            ..voice.fact("fact.next", voice.stage(stage))
        });
        let next = next.map(|next| figure(next, account.next()));
        std::iter::once(figure(reached, account.reached()))
            .chain(next)
            .collect()
    }

    /// Why nothing goes out about an open invoice.
    pub fn held(&self, on: &InvoiceOn) -> Option<String> {
        let key = match on.chasing.reason {
            Some(Reason::State(_)) => return None,
            None => {
                return self
                    .is_held(&on.client.id)
                    .then(|| self.voice.word("held.unread"));
            }
            Some(Reason::Stopped) => "held.stopped",
            Some(Reason::Paused) => "held.paused",
            Some(Reason::Case) => "held.case",
            Some(Reason::Dispute) => "held.dispute",
            Some(Reason::Promise) => "held.promise",
            Some(Reason::Plan) => "held.plan",
            Some(Reason::SaysPaid) => "held.says-paid",
            Some(Reason::Minimum) => "held.minimum",
        };
        Some(match on.chasing.until {
            Some(until) => self.voice.dated(key, until),
            None => self.voice.word(key),
        })
    }
}

/// Without a minus before nothing.
fn less_than_nothing(amount: Amount) -> Amount {
    if amount.is_zero() { amount } else { -amount }
}

fn figure(fact: Fact, why: Vec<Because>) -> Figure {
    Figure { fact, why }
}
