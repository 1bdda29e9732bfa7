//! The letters due on a day: one a client for one currency and language, each with what it demands, what it asks for
//! more gently, and what it names for information.

use crate::{
    assess::{Assessed, ClientOn, InvoiceOn, Owed, Reason, reply_days, stage},
    calendar::{Date, add_days},
    load::Unread,
    model::{Client, Contract, Stage},
    money::{Amount, Currency},
};
use std::collections::{BTreeMap, BTreeSet};

/// Days a final demand gives where the contract says nothing.
const NOTICE_DAYS: u32 = 14;

/// What there is to write on the day.
#[derive(Debug, Default)]
pub struct Letters<'a> {
    pub letters: Vec<Letter<'a>>,
    /// Clients who would get one, but whose records couldn't all be read.
    pub held: BTreeSet<&'a str>,
}

/// One letter to one client.
#[derive(Debug)]
pub struct Letter<'a> {
    pub client: &'a Client,
    pub stage: Stage,
    pub currency: Currency,
    pub language: String,
    /// Where its draft goes.
    pub draft: Draft,
    /// Those whose due stage is the letter's.
    pub demanded: Vec<Row>,
    /// Those at a lower due stage, asked for more gently.
    pub lesser: Vec<Row>,
    /// Every other open one, for information.
    pub also: Vec<Row>,
    /// The client's unallocated credit that it names.
    pub credit: Amount,
    /// Demanded and lesser balances less the credit; always above 0.
    pub asked: Amount,
    /// Interest on the demanded ones that the letter claims; 0 before the policy's `charges_from`.
    pub interest: Amount,
    /// Fixed compensation for the demanded ones that the letter claims, as far as it is in the letter's currency.
    pub compensation: Amount,
    /// The business day it gives, of a final demand.
    pub deadline: Option<Date>,
    /// The day the stage fell due.
    pub as_of: Date,
    pub work: Option<Work>,
    /// What follows if nothing happens.
    pub next: Option<Next>,
}

/// A draft's name: the client's folder, the stage, and what tells it from the client's others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Draft {
    pub client: String,
    pub stage: Stage,
    /// Named if the client has invoices in several.
    pub currency: Option<Currency>,
    /// Named if the client is written to in several.
    pub language: Option<String>,
}

/// An invoice in a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub invoice: String,
    /// The step it is asked at, if it is.
    pub stage: Option<Stage>,
    pub due: Option<Date>,
    pub days_overdue: i64,
    pub balance: Amount,
    /// Paid and credited so far.
    pub received: Amount,
    /// Why it is named for information only.
    pub held_back: Option<Reason>,
}

/// What the contract says of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// The day on which it would stop.
    StopsOn(Date),
    StoppedSince(Date),
}

/// The policy's next stage after this letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    pub stage: Stage,
    pub on: Date,
}

impl Draft {
    /// Relative to the drafts' folder: `acme/firm.md`, `acme/firm-USD.md`.
    pub fn path(&self) -> String {
        let mut path = format!("{}/{}", self.client, self.stage);
        if let Some(currency) = self.currency {
            path = format!("{path}-{currency}");
        }
        if let Some(language) = &self.language {
            path = format!("{path}-{language}");
        }
        format!("{path}.md")
    }
}

impl Letter<'_> {
    /// What it asks for of its first part.
    pub fn demanded_total(&self) -> Amount {
        self.demanded.iter().map(|row| row.balance).sum()
    }

    /// With the charges: what it asks for in all.
    pub fn claimed_total(&self) -> Amount {
        self.asked + self.interest + self.compensation
    }

    pub fn lesser_total(&self) -> Amount {
        self.lesser.iter().map(|row| row.balance).sum()
    }
}

/// Every letter due. Nobody whose records couldn't all be read gets one; nor does anybody whose credit covers it.
pub fn letters<'a>(assessed: &Assessed<'a>, unread: &Unread) -> Letters<'a> {
    let mut all = Letters::default();
    for (id, client) in &assessed.clients {
        let held = unread.anybody || unread.clients.contains(*id);
        let letters = letters_to(assessed, client);
        if held && !letters.is_empty() {
            all.held.insert(id);
        } else {
            all.letters.extend(letters);
        }
    }
    all
}

fn letters_to<'a>(assessed: &Assessed<'a>, client: &ClientOn<'a>) -> Vec<Letter<'a>> {
    let mut groups: BTreeMap<(Currency, String), Vec<&InvoiceOn>> = BTreeMap::new();
    for on in assessed.invoices_of(&client.client.id) {
        let language = language(assessed, on).to_owned();
        groups.entry((on.currency, language)).or_default().push(on);
    }
    let several_currencies = groups
        .keys()
        .map(|(currency, _)| currency)
        .collect::<BTreeSet<_>>()
        .len()
        > 1;
    let several_languages = groups
        .keys()
        .map(|(_, language)| language)
        .collect::<BTreeSet<_>>()
        .len()
        > 1;
    let mut credit_left = client.unallocated.clone();
    let letters = groups.into_iter().filter_map(|((currency, language), invoices)| {
        let due = Due::of(assessed.day, &invoices)?;
        let credit = credit_left.entry(currency).or_default();
        let named = (*credit).min(due.asked());
        *credit -= named;
        let draft = Draft {
            client: client.client.id.clone(),
            stage: due.stage,
            currency: several_currencies.then_some(currency),
            language: several_languages.then(|| language.clone()),
        };
        let covered = !(due.asked() - named).is_positive();
        (!covered).then(|| due.letter(assessed, draft, (currency, language, named)))
    });
    letters.collect()
}

/// The invoice's, else the client's, else the ledger's.
fn language<'s>(assessed: &'s Assessed, on: &'s InvoiceOn) -> &'s str {
    let own = on.invoice.language.as_ref().or(on.client.language.as_ref());
    own.map_or(assessed.ledger.settings.language(), |language| &language.value)
}

/// The open invoices of one group, by what the letter says of them.
struct Due<'s, 'a> {
    stage: Stage,
    demanded: Vec<&'s InvoiceOn<'a>>,
    lesser: Vec<&'s InvoiceOn<'a>>,
    also: Vec<&'s InvoiceOn<'a>>,
}

impl<'s, 'a> Due<'s, 'a> {
    /// `None` if no invoice has a letter due. Stages that are tasks (a lawyer's brief, a decision) are no letters.
    fn of(day: Date, invoices: &[&'s InvoiceOn<'a>]) -> Option<Self> {
        let letter_due = |on: &InvoiceOn| on.due_stage(day).filter(|stage| *stage <= Stage::FinalDemand);
        let stage = invoices.iter().filter_map(|on| letter_due(on)).max()?;
        let mut due = Self {
            stage,
            demanded: Vec::new(),
            lesser: Vec::new(),
            also: Vec::new(),
        };
        for on in invoices.iter().copied().filter(|on| on.is_open()) {
            match letter_due(on) {
                Some(own) if own == stage => due.demanded.push(on),
                Some(_) => due.lesser.push(on),
                None => due.also.push(on),
            }
        }
        for part in [&mut due.demanded, &mut due.lesser, &mut due.also] {
            part.sort_by_key(|on| (on.due, &on.invoice.id));
        }
        Some(due)
    }

    fn asked(&self) -> Amount {
        self.demanded
            .iter()
            .chain(&self.lesser)
            .map(|on| on.balance)
            .sum()
    }

    fn letter(
        &self,
        assessed: &Assessed<'a>,
        draft: Draft,
        (currency, language, credit): (Currency, String, Amount),
    ) -> Letter<'a> {
        let client = self.demanded[0].client;
        let asked = self.asked() - credit;
        let owed = Owed {
            amount: asked,
            currency,
        };
        let claims: Vec<_> = self.demanded.iter().map(|on| on.claim_at(self.stage)).collect();
        let deadline = (self.stage == Stage::FinalDemand).then(|| self.deadline(assessed, owed));
        let fell_due = self
            .demanded
            .iter()
            .chain(&self.lesser)
            .filter_map(|on| on.stage.due_on);
        Letter {
            client,
            stage: self.stage,
            currency,
            language,
            demanded: rows(assessed, &self.demanded),
            lesser: rows(assessed, &self.lesser),
            also: rows(assessed, &self.also),
            credit,
            asked,
            interest: claims.iter().map(|claim| claim.interest).sum(),
            compensation: claims.iter().map(|claim| claim.compensation).sum(),
            deadline,
            as_of: fell_due.max().unwrap_or(assessed.day),
            work: self.work(assessed),
            next: self.next(assessed, deadline),
            draft,
        }
    }

    /// The first business day not before the day + the larger of the contracts' notice and the law's time to reply.
    fn deadline(&self, assessed: &Assessed, owed: Owed) -> Date {
        let days = self.demanded.iter().map(|on| {
            let notice = on.contract.and_then(|contract| contract.terms.notice_days);
            let notice = notice.map_or(NOTICE_DAYS, |days| days.value);
            notice.max(reply_days(assessed.basis(), on.client, on.contract, owed))
        });
        let days = days.max().unwrap_or(NOTICE_DAYS);
        assessed
            .basis()
            .holidays()
            .business_day_from(add_days(assessed.day, i64::from(days)))
    }

    /// The earliest day on which work under one of the contracts stops, or since which it has stopped: only where the
    /// contract says so, and the invoice isn't excused.
    fn work(&self, assessed: &Assessed) -> Option<Work> {
        let contracts = self.demanded.iter().chain(&self.lesser).filter_map(|on| {
            let contract = assessed.contracts.get(on.contract?.id.as_str())?;
            contract.stops_work().then_some((on, contract))
        });
        let contracts: Vec<_> = contracts.collect();
        let since = contracts
            .iter()
            .filter_map(|(_, contract)| contract.hold)
            .map(|hold| hold.since)
            .min();
        if let Some(since) = since {
            return Some(Work::StoppedSince(since));
        }
        let would_stop = contracts
            .iter()
            .filter_map(|(on, _)| Some(add_days(on.due?, i64::from(on.grace_days) + 1)));
        would_stop
            .filter(|day| *day > assessed.day)
            .min()
            .map(Work::StopsOn)
    }

    fn next(&self, assessed: &Assessed, deadline: Option<Date>) -> Option<Next> {
        let steps = self.demanded.iter().filter_map(|on| {
            let sent = stage::Sent {
                stage: self.stage,
                due: on.due?,
                deadline,
                to_consumer: on.client.is_consumer(),
            };
            stage::following(assessed.basis(), &on.policy, sent)
        });
        steps
            .min_by_key(|(stage, on)| (*on, *stage))
            .map(|(stage, on)| Next { stage, on })
    }
}

fn rows(assessed: &Assessed, invoices: &[&InvoiceOn]) -> Vec<Row> {
    let rows = invoices.iter().map(|on| {
        let stage = on.due_stage(assessed.day);
        Row {
            invoice: on.invoice.id.clone(),
            stage,
            due: on.due,
            days_overdue: on.days_overdue,
            balance: on.balance,
            received: on.totals.total - on.balance,
            held_back: on.chasing.reason,
        }
    });
    rows.collect()
}

/// The contracts that a letter's invoices are under, each once.
pub fn contracts<'a>(assessed: &Assessed<'a>, letter: &Letter) -> Vec<&'a Contract> {
    let ids = letter.demanded.iter().chain(&letter.lesser).filter_map(|row| {
        assessed
            .invoices
            .get(row.invoice.as_str())?
            .contract
            .map(|contract| contract.id.as_str())
    });
    let ids: BTreeSet<_> = ids.collect();
    ids.into_iter()
        .filter_map(|id| assessed.ledger.contracts.get(id))
        .collect()
}
