//! The ledger's records, each valid by construction and each value knowing its place; what they mean on a day is
//! `assess`'s business.

pub mod as_sent;
pub mod bank;
pub mod case;
pub mod client;
pub mod contract;
pub mod draft;
pub mod format;
pub mod invoice;
pub mod log;
pub mod own_texts;
pub mod payment;
pub mod plan;
pub mod policy;
pub mod recovery;
pub mod settings;

pub use as_sent::AsSent;
pub use case::{Case, Route};
pub use client::{Client, ClientKind, LateCharges, LegalForm};
pub use contract::{Contract, LateInterest};
pub use draft::EditedDraft;
pub use invoice::Invoice;
pub use log::LogEntry;
pub use own_texts::OwnTexts;
pub use payment::Payment;
pub use plan::Plan;
pub use policy::Policy;
pub use recovery::{Recovery, Way};
pub use settings::{CreditorKind, Settings};

use crate::{
    money::Currency,
    source::{FileId, Span},
};
use format::{Table, Word, words};
use std::collections::BTreeMap;

/// Where a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    pub file: FileId,
    /// Its first key: where to point for what is absent.
    pub place: Span,
    /// The whole document in its file.
    pub whole: Span,
}

words! {
    /// A kind of record, by its folder.
    Kind {
        Case = "cases",
        Client = "clients",
        Contract = "contracts",
        Invoice = "invoices",
        Log = "log",
        Payment = "payments",
        Plan = "plans",
    }
}

words! {
    /// A step that a message to a client can be: the ladder's eight in their order, then the letters beside it.
    Stage {
        HeadsUp = "heads-up",
        Reminder = "reminder",
        Options = "options",
        Firm = "firm",
        Mediation = "mediation",
        FinalDemand = "final-demand",
        LawyerLetter = "lawyer-letter",
        Decision = "decision",
        StopWork = "stop-work",
        ResumeWork = "resume-work",
        ThankYou = "thank-you",
        PlanOffer = "plan-offer",
        PlanReminder = "plan-reminder",
    }
}

impl Stage {
    pub const LADDER: [Stage; 8] = [
        Stage::HeadsUp,
        Stage::Reminder,
        Stage::Options,
        Stage::Firm,
        Stage::Mediation,
        Stage::FinalDemand,
        Stage::LawyerLetter,
        Stage::Decision,
    ];

    /// Its place on the ladder, from 0; `None` for the letters beside it.
    pub fn place(self) -> Option<usize> {
        Self::LADDER.iter().position(|stage| *stage == self)
    }
}

impl Kind {
    pub const ALL: [Kind; 7] = [
        Kind::Case,
        Kind::Client,
        Kind::Contract,
        Kind::Invoice,
        Kind::Log,
        Kind::Payment,
        Kind::Plan,
    ];

    /// The kind of the records in a folder of the ledger.
    pub fn of_folder(folder: &str) -> Option<Self> {
        Self::from_word(folder)
    }

    pub fn folder(self) -> &'static str {
        self.word()
    }

    pub fn table(self) -> &'static Table {
        match self {
            Kind::Case => &case::TABLE,
            Kind::Client => &client::TABLE,
            Kind::Contract => &contract::TABLE,
            Kind::Invoice => &invoice::TABLE,
            Kind::Log => &log::TABLE,
            Kind::Payment => &payment::TABLE,
            Kind::Plan => &plan::TABLE,
        }
    }
}

/// Every record that could be read, by id. References hold: each id that a record names is in here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    pub settings: Settings,
    pub clients: BTreeMap<String, Client>,
    pub contracts: BTreeMap<String, Contract>,
    pub invoices: BTreeMap<String, Invoice>,
    pub payments: BTreeMap<String, Payment>,
    pub log: BTreeMap<String, LogEntry>,
    pub plans: BTreeMap<String, Plan>,
    pub cases: BTreeMap<String, Case>,
    /// Invoices by id as they were when they were sent, where the ledger's history was asked and knows.
    pub as_sent: BTreeMap<String, AsSent>,
    /// Letters drafted here that their user has edited, in order of their paths.
    pub edited_drafts: Vec<EditedDraft>,
}

impl Ledger {
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            clients: BTreeMap::new(),
            contracts: BTreeMap::new(),
            invoices: BTreeMap::new(),
            payments: BTreeMap::new(),
            log: BTreeMap::new(),
            plans: BTreeMap::new(),
            cases: BTreeMap::new(),
            as_sent: BTreeMap::new(),
            edited_drafts: Vec::new(),
        }
    }

    /// How many records there are.
    pub fn count(&self) -> usize {
        let people = self.clients.len() + self.contracts.len();
        let money = self.invoices.len() + self.payments.len();
        people + money + self.log.len() + self.plans.len() + self.cases.len()
    }

    pub fn contract_of(&self, invoice: &Invoice) -> Option<&Contract> {
        self.contracts.get(&invoice.contract.as_ref()?.value)
    }

    /// Its own, else its contract's, else the ledger's.
    pub fn invoice_currency(&self, invoice: &Invoice) -> Currency {
        let own = invoice.currency.map(|currency| currency.value);
        own.unwrap_or_else(|| {
            let contract = self.contract_of(invoice);
            contract.map_or(self.settings.currency.value, |contract| {
                self.contract_currency(contract)
            })
        })
    }

    pub fn contract_currency(&self, contract: &Contract) -> Currency {
        contract
            .currency
            .map_or(self.settings.currency.value, |currency| currency.value)
    }

    pub fn payment_currency(&self, payment: &Payment) -> Currency {
        payment
            .currency
            .map_or(self.settings.currency.value, |currency| currency.value)
    }

    pub fn plan_currency(&self, plan: &Plan) -> Currency {
        plan.currency
            .map_or(self.settings.currency.value, |currency| currency.value)
    }

    /// Whose courts: the contract's, else the client's, else the ledger's.
    pub fn jurisdiction<'a>(&'a self, client: &'a Client, contract: Option<&'a Contract>) -> Option<&'a str> {
        let own = contract.and_then(|contract| contract.jurisdiction.as_ref());
        let named = own
            .or(client.jurisdiction.as_ref())
            .or(self.settings.jurisdiction.as_ref());
        named.map(|id| id.value.as_str())
    }

    /// Whose law on interest, limitation and payment terms: the contract's, else its jurisdiction's.
    pub fn governing_law<'a>(
        &'a self,
        client: &'a Client,
        contract: Option<&'a Contract>,
    ) -> Option<&'a str> {
        let own = contract.and_then(|contract| contract.governing_law.as_ref());
        own.map(|id| id.value.as_str())
            .or_else(|| self.jurisdiction(client, contract))
    }

    /// How an invoice is chased: its contract's policy, else its client's, else the ledger's, else `standard`.
    pub fn policy_name<'a>(&'a self, client: &'a Client, contract: Option<&'a Contract>) -> &'a str {
        let own = contract.and_then(|contract| contract.policy.as_ref());
        let named = own.or(client.policy.as_ref()).or(self.settings.policy.as_ref());
        named.map_or("standard", |name| name.value.as_str())
    }
}
