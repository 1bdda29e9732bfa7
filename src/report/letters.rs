//! What there is to write on a day: the ladder's letters, one a client for one currency and language; beside it those
//! about a contract, a plan or a payment; and notes for calls.

mod calls;
mod ladder;
mod law;
mod offer;
mod plan;
mod proposal;
mod thanks;
mod work;

pub use calls::CallNotes;
pub use law::LawOn;
pub use offer::{ProposedPlan, plan_offer};
pub use plan::PlanDue;
pub use proposal::{Discount, Proposal};
pub use thanks::Settled;
pub use work::Lifted;

pub(super) use calls::due as calls_due;
pub(super) use work::{resumes, stops};

use super::history::History;
use crate::{
    assess::{Assessed, ClientOn, InvoiceOn, Reason},
    calendar::Date,
    load::Unread,
    model::{Client, Contract, Stage, format::Word},
    money::{Amount, Currency},
};
use std::collections::{BTreeMap, BTreeSet};

/// What there is to write on the day.
#[derive(Debug, Default)]
pub struct Letters<'a> {
    /// By client; of one client the ladder's first.
    pub letters: Vec<Letter<'a>>,
    /// For the calls due by the day.
    pub calls: Vec<CallNotes<'a>>,
    /// Clients who would get one, but whose records couldn't all be read.
    pub held: BTreeSet<&'a str>,
}

impl<'a> Letters<'a> {
    /// Those that move this client's invoices up the ladder.
    pub fn steps_to(&self, client: &str) -> impl Iterator<Item = &Letter<'a>> {
        let from = self
            .letters
            .partition_point(|letter| letter.client.id.as_str() < client);
        let own = self.letters.iter().skip(from);
        own.take_while(move |letter| letter.client.id == client)
            .filter(|letter| letter.is_step())
    }
}

/// One letter to one client.
#[derive(Debug)]
pub struct Letter<'a> {
    pub client: &'a Client,
    pub stage: Stage,
    pub matter: Matter<'a>,
    pub currency: Currency,
    pub language: String,
    /// Where its draft goes.
    pub draft: Draft,
    /// Those whose due stage is the letter's; of a letter beside the ladder, those it is about.
    pub demanded: Vec<Row>,
    /// Those at a lower due stage, asked for more gently.
    pub lesser: Vec<Row>,
    /// Every other open one, for information.
    pub also: Vec<Row>,
    /// The client's unallocated credit that it names.
    pub credit: Amount,
    /// What it asks for less the credit; above 0 but where a letter only tells or thanks.
    pub asked: Amount,
    pub charges: Charges,
    /// The business day by which it asks for an answer.
    pub answer_by: Option<Date>,
    /// The business day it gives, of a final demand.
    pub deadline: Option<Date>,
    /// The day the stage fell due.
    pub as_of: Date,
    /// The day from which its dates are reckoned: `as_of`, or a later one if they would have passed.
    pub reckoned_from: Date,
    pub work: Option<Work>,
    /// What follows if nothing happens.
    pub next: Option<Next>,
    /// Of a final demand.
    pub law: LawOn<'a>,
}

/// What a letter is about beside its invoices.
#[derive(Debug)]
pub enum Matter<'a> {
    /// A step of the ladder; `options` proposes something.
    Ladder(Option<Proposal>),
    Work(&'a Contract),
    Resumed(&'a Contract, Lifted),
    Plan(PlanDue),
    Offer(ProposedPlan),
    /// What was paid.
    Thanks(Vec<Settled>),
}

/// What a letter claims beside the principal; all 0 before the policy's `charges_from`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Charges {
    pub interest: Amount,
    /// As far as it is in the letter's currency.
    pub compensation: Amount,
    /// In another: named, never added.
    pub other_compensation: BTreeMap<Currency, Amount>,
}

/// A draft's name: the client's folder, what it is, and what tells it from the client's others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Draft {
    pub client: String,
    /// `firm`, `stop-work-acme-website`, `call`.
    pub name: String,
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
        let mut path = format!("{}/{}", self.client, self.name);
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
        self.asked + self.charges.interest + self.charges.compensation
    }

    pub fn lesser_total(&self) -> Amount {
        self.lesser.iter().map(|row| row.balance).sum()
    }

    /// Whether it moves its invoices up the ladder.
    pub fn is_step(&self) -> bool {
        matches!(self.matter, Matter::Ladder(_))
    }
}

/// Every letter due. Nobody whose records couldn't all be read gets one; nor does anybody whose credit covers it.
pub fn letters<'a>(assessed: &Assessed<'a>, unread: &Unread) -> Letters<'a> {
    let history = History::of(assessed);
    let mut all = Letters::default();
    for (id, client) in &assessed.clients {
        let desk = Desk::of(assessed, &history, client);
        let (letters, calls) = (desk.letters(), calls::notes(&desk));
        let held = unread.concerns(id);
        if held && !(letters.is_empty() && calls.is_empty()) {
            all.held.insert(id);
        } else if !held {
            all.letters.extend(letters);
            all.calls.extend(calls);
        }
    }
    all
}

/// One client's invoices as letters take them: by currency and language.
struct Desk<'s, 'a> {
    assessed: &'s Assessed<'a>,
    history: &'s History<'a>,
    client: &'s ClientOn<'a>,
    groups: BTreeMap<(Currency, String), Vec<&'s InvoiceOn<'a>>>,
}

impl<'s, 'a> Desk<'s, 'a> {
    fn of(assessed: &'s Assessed<'a>, history: &'s History<'a>, client: &'s ClientOn<'a>) -> Self {
        let mut groups: BTreeMap<(Currency, String), Vec<&InvoiceOn>> = BTreeMap::new();
        for on in assessed.invoices_of(&client.client.id) {
            let key = (on.currency, language(assessed, on).to_owned());
            groups.entry(key).or_default().push(on);
        }
        Self {
            assessed,
            history,
            client,
            groups,
        }
    }

    fn letters(&self) -> Vec<Letter<'a>> {
        let mut credit_left = self.client.unallocated.clone();
        let mut letters = ladder::letters(self, &mut credit_left);
        letters.extend(work::letters(self));
        letters.extend(plan::letters(self, &mut credit_left));
        letters.extend(thanks::letters(self));
        letters
    }

    /// Currency and language only where the client has several.
    fn draft(&self, name: &str, currency: Currency, language: &str) -> Draft {
        let differ = |other: &(Currency, String)| (other.0 != currency, other.1 != language);
        let several = self.groups.keys().map(differ);
        let several = several.fold((false, false), |all, one| (all.0 || one.0, all.1 || one.1));
        Draft {
            client: self.client.client.id.clone(),
            name: name.to_owned(),
            currency: several.0.then_some(currency),
            language: several.1.then(|| language.to_owned()),
        }
    }

    /// A letter that asks for nothing yet and says nothing more.
    fn blank(&self, stage: Stage, matter: Matter<'a>, (currency, language): (Currency, &str)) -> Letter<'a> {
        let name = match &matter {
            Matter::Work(contract) | Matter::Resumed(contract, _) => {
                format!("{}-{}", stage.word(), contract.id)
            }
            Matter::Plan(plan) => format!("{}-{}", stage.word(), plan.id),
            _ => stage.word().to_owned(),
        };
        Letter {
            client: self.client.client,
            stage,
            matter,
            currency,
            language: language.to_owned(),
            draft: self.draft(&name, currency, language),
            demanded: Vec::new(),
            lesser: Vec::new(),
            also: Vec::new(),
            credit: Amount::ZERO,
            asked: Amount::ZERO,
            charges: Charges::default(),
            answer_by: None,
            deadline: None,
            as_of: self.assessed.day,
            reckoned_from: self.assessed.day,
            work: None,
            next: None,
            law: LawOn::default(),
        }
    }
}

/// The invoice's, else the client's, else the ledger's.
fn language<'s>(assessed: &'s Assessed, on: &'s InvoiceOn) -> &'s str {
    let own = on.invoice.language.as_ref().or(on.client.language.as_ref());
    own.map_or(assessed.ledger.settings.language(), |language| &language.value)
}

impl Row {
    fn of(on: &InvoiceOn, stage: Option<Stage>) -> Self {
        Self {
            invoice: on.invoice.id.clone(),
            stage,
            due: on.due,
            days_overdue: on.days_overdue,
            balance: on.balance,
            received: on.totals.total - on.balance,
            held_back: on.chasing.reason,
        }
    }
}

fn sorted_by_due(invoices: &mut [&InvoiceOn]) {
    invoices.sort_by_key(|on| (on.due, &on.invoice.id));
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

#[cfg(test)]
mod tests;
