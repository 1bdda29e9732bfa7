//! Ledger + law + the day → what each record means that day. One client at a time, so that clients can be assessed
//! side by side, or again when only one of them changed.

mod amounts;
mod as_sent;
mod chasing;
mod contract;
mod credit_limit;
mod dispute;
mod figure;
mod history;
mod interest;
mod invoice;
mod law;
mod movements;
mod past;
mod past_holds;
mod paying;
mod plan;
mod promise;
mod schedule;
pub mod stage;
mod unallocated;
mod vetting;

pub use amounts::{TaxOn, Totals, taxes};
pub use as_sent::{ChangedSinceSent, Fact, FactChanged};
pub use chasing::{Chasing, Reason};
pub use contract::{ContractOn, Exposure, Hold, Protection, peak};
pub use credit_limit::CreditLimitOn;
pub use dispute::disputed_on;
pub use figure::Figure;
pub use history::{ClientHistory, Epoch, InvoiceHistory, histories, history};
pub use interest::{Began, Claim, InterestOn, NotRunning, RateSource, Rule, Stretch, Withheld};
pub use invoice::{Bucket, InvoiceOn, State};
pub use law::{
    ContractLimit, DueFrom, Owed, claimant, debtor, debtor_form, due_from, governing_law, limit_query,
    overrides, payment_days, reply_days, statutes,
};
pub use movements::{CreditKind, CreditOn, ReceiptOn};
pub use past::Past;
pub use past_holds::PastHolds;
pub use paying::{Grade, Paying, Promises, paying};
pub use plan::{PlanOn, PlanProgress, PlanStatus, PlanStep};
pub use promise::{PromiseJudged, PromiseMade, PromiseOn, PromiseStatus, promises_about, promises_made};
pub use schedule::{InstalmentOn, Names};
pub use stage::{StageOn, Wait, WaitFor};
pub use vetting::KnownBefore;

use crate::{
    calendar::{Date, Holidays},
    model::{Case, Client, Contract, Invoice, Ledger, LogEntry, Payment, Plan, Policy, payment::Allocation},
    money::{Amount, Currency},
    statute::Statutes,
};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A ledger as it stands at the end of a day. What is dated later has not happened.
#[derive(Debug)]
pub struct Assessed<'a> {
    pub ledger: &'a Ledger,
    pub statutes: &'a Statutes,
    pub day: Date,
    pub clients: BTreeMap<&'a str, ClientOn<'a>>,
    pub contracts: BTreeMap<&'a str, ContractOn<'a>>,
    pub invoices: BTreeMap<&'a str, InvoiceOn<'a>>,
    /// By client: what is asked again of a day in the past.
    folders: BTreeMap<&'a str, Folder<'a>>,
}

/// A client on a day.
#[derive(Debug)]
pub struct ClientOn<'a> {
    pub client: &'a Client,
    /// Ids of their contracts and invoices, in order.
    pub contracts: Vec<&'a str>,
    pub invoices: Vec<&'a str>,
    /// Overpayments, what payments left on no invoice, and what was paid on void or draft invoices.
    pub unallocated: BTreeMap<Currency, Amount>,
    /// `None`: they have no limit.
    pub credit_limit: Option<CreditLimitOn>,
    /// What was logged up to the day about them and no invoice, by date, then id.
    pub log: Vec<&'a LogEntry>,
}

/// What every part of an assessment looks at.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    pub ledger: &'a Ledger,
    pub statutes: &'a Statutes,
    pub day: Date,
}

/// A client with all records of theirs, in order of id (log, plans and cases by date, then id).
#[derive(Debug, Clone)]
struct Folder<'a> {
    basis: Basis<'a>,
    client: &'a Client,
    contracts: Vec<&'a Contract>,
    invoices: Vec<&'a Invoice>,
    payments: Vec<&'a Payment>,
    log: Vec<&'a LogEntry>,
    plans: Vec<&'a Plan>,
    cases: Vec<&'a Case>,
    /// What names an invoice, by its id: a client may have thousands of both.
    about: BTreeMap<&'a str, About<'a>>,
}

/// The records that name one invoice.
#[derive(Debug, Clone, Default)]
struct About<'a> {
    log: Vec<&'a LogEntry>,
    shares: Vec<(&'a Payment, &'a Allocation)>,
    plans: Vec<&'a Plan>,
    cases: Vec<&'a Case>,
}

/// Everything about every client at the end of `day`.
pub fn assess<'a>(ledger: &'a Ledger, statutes: &'a Statutes, day: Date) -> Assessed<'a> {
    let basis = Basis {
        ledger,
        statutes,
        day,
    };
    let folders = folders(basis);
    let parts: Vec<_> = folders.par_iter().map(assess_client).collect();
    let mut assessed = Assessed::of_parts(basis, parts);
    assessed.folders = folders
        .into_iter()
        .map(|folder| (folder.client.id.as_str(), folder))
        .collect();
    assessed
}

struct ClientPart<'a> {
    client: ClientOn<'a>,
    contracts: Vec<ContractOn<'a>>,
    invoices: Vec<InvoiceOn<'a>>,
}

fn assess_client<'a>(folder: &Folder<'a>) -> ClientPart<'a> {
    let invoices = invoice::assess(folder);
    let contracts = contract::assess(folder, &invoices);
    let client = ClientOn {
        client: folder.client,
        contracts: folder
            .contracts
            .iter()
            .map(|contract| contract.id.as_str())
            .collect(),
        invoices: folder
            .invoices
            .iter()
            .map(|invoice| invoice.id.as_str())
            .collect(),
        unallocated: unallocated::by_currency(folder, &invoices),
        credit_limit: CreditLimitOn::of(folder, &invoices),
        log: folder.log_about_client().collect(),
    };
    ClientPart {
        client,
        contracts,
        invoices,
    }
}

/// Every record under its client, in one pass over the ledger.
fn folders(basis: Basis<'_>) -> Vec<Folder<'_>> {
    let ledger = basis.ledger;
    let mut by_client: BTreeMap<&str, Folder> = BTreeMap::new();
    for client in ledger.clients.values() {
        by_client.insert(&client.id, Folder::of(basis, client));
    }
    macro_rules! file_under_client {
        ($($records:ident),+) => {
            $(for record in ledger.$records.values() {
                if let Some(folder) = by_client.get_mut(record.client.value.as_str()) {
                    folder.$records.push(record);
                }
            })+
        };
    }
    file_under_client!(contracts, invoices, payments, log, plans, cases);
    for folder in by_client.values_mut() {
        folder.log.sort_by_key(|entry| entry.date.value);
        folder.plans.sort_by_key(|plan| plan.agreed.value);
        folder.cases.sort_by_key(|case| case.opened.value);
        folder.index();
    }
    by_client.into_values().collect()
}

impl<'a> Folder<'a> {
    fn of(basis: Basis<'a>, client: &'a Client) -> Self {
        Self {
            basis,
            client,
            contracts: Vec::new(),
            invoices: Vec::new(),
            payments: Vec::new(),
            log: Vec::new(),
            plans: Vec::new(),
            cases: Vec::new(),
            about: BTreeMap::new(),
        }
    }

    fn index(&mut self) {
        for entry in &self.log {
            for named in &entry.invoices {
                self.about
                    .entry(&named.invoice.value)
                    .or_default()
                    .log
                    .push(entry);
            }
        }
        for payment in &self.payments {
            for share in &payment.allocate {
                self.about
                    .entry(&share.invoice.value)
                    .or_default()
                    .shares
                    .push((payment, share));
            }
        }
        for plan in &self.plans {
            for id in &plan.invoices {
                self.about.entry(&id.value).or_default().plans.push(plan);
            }
        }
        for case in &self.cases {
            for id in &case.invoices {
                self.about.entry(&id.value).or_default().cases.push(case);
            }
        }
    }

    fn log_about(&self, invoice: &str) -> impl Iterator<Item = &'a LogEntry> + use<'a, '_> {
        self.about
            .get(invoice)
            .into_iter()
            .flat_map(|about| about.log.iter().copied())
    }

    fn log_up_to_day(&self, invoice: &Invoice) -> impl Iterator<Item = &'a LogEntry> + use<'a, '_> {
        let entries = self.log_about(&invoice.id);
        entries.filter(|entry| entry.date.value <= self.basis.day)
    }

    /// Up to the day, about the client and no invoice.
    fn log_about_client(&self) -> impl Iterator<Item = &'a LogEntry> + use<'a, '_> {
        let entries = self.log.iter().copied();
        entries.filter(|entry| entry.invoices.is_empty() && entry.date.value <= self.basis.day)
    }

    fn shares_of(&self, invoice: &str) -> impl Iterator<Item = (&'a Payment, &'a Allocation)> + use<'a, '_> {
        self.about
            .get(invoice)
            .into_iter()
            .flat_map(|about| about.shares.iter().copied())
    }

    fn plans_about(&self, invoice: &str) -> impl DoubleEndedIterator<Item = &'a Plan> + use<'a, '_> {
        self.about
            .get(invoice)
            .into_iter()
            .flat_map(|about| about.plans.iter().copied())
    }

    fn cases_about(&self, invoice: &str) -> impl Iterator<Item = &'a Case> + use<'a, '_> {
        self.about
            .get(invoice)
            .into_iter()
            .flat_map(|about| about.cases.iter().copied())
    }
}

impl<'a> Basis<'a> {
    pub fn holidays(&self) -> &'a Holidays {
        &self.ledger.settings.holidays
    }

    /// The policy of that name; `standard` for one that names itself as its own base (a finding of `load`'s).
    fn policy(&self, name: &str) -> Policy {
        let own = &self.ledger.settings.policies;
        Policy::named(name, own).unwrap_or_else(Policy::standard)
    }
}

impl<'a> Assessed<'a> {
    fn of_parts(basis: Basis<'a>, parts: impl IntoIterator<Item = ClientPart<'a>>) -> Self {
        let mut assessed = Self {
            ledger: basis.ledger,
            statutes: basis.statutes,
            day: basis.day,
            clients: BTreeMap::new(),
            contracts: BTreeMap::new(),
            invoices: BTreeMap::new(),
            folders: BTreeMap::new(),
        };
        for part in parts {
            assessed.clients.insert(&part.client.client.id, part.client);
            assessed
                .contracts
                .extend(part.contracts.into_iter().map(|c| (c.contract.id.as_str(), c)));
            assessed
                .invoices
                .extend(part.invoices.into_iter().map(|i| (i.invoice.id.as_str(), i)));
        }
        assessed
    }

    pub fn basis(&self) -> Basis<'a> {
        Basis {
            ledger: self.ledger,
            statutes: self.statutes,
            day: self.day,
        }
    }

    /// The invoices of one client, in order of id.
    pub fn invoices_of(&self, client: &str) -> impl Iterator<Item = &InvoiceOn<'a>> {
        let ids = self.clients.get(client).map(|client| client.invoices.as_slice());
        ids.unwrap_or_default()
            .iter()
            .filter_map(|id| self.invoices.get(id))
    }
    /// Whether anything was logged from `day` on that names the invoice, or only its client.
    pub fn is_logged_from(&self, on: &InvoiceOn, day: Date) -> bool {
        let client = self.clients.get(on.client.id.as_str());
        let about_client = client.and_then(|client| client.log.last());
        let last = on.log.last().into_iter().chain(about_client);
        last.into_iter().any(|entry| day <= entry.date.value)
    }
}
