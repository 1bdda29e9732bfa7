//! An invoice on a day: its figures, its state, and what comes next.

use super::{
    Chasing, Folder, PlanOn, PlanStatus, PromiseOn, StageOn, Totals,
    chasing::Facts,
    dispute::Disputes,
    interest::{Charges, Claim, Debt, InterestOn, NotRunning},
    law,
    movements::Movements,
    plan,
    promise::{Account, Accounts, Among},
};
use crate::{
    calendar::{Date, days_between},
    model::{Case, Client, Contract, Invoice, LogEntry, Policy, log::What},
    money::{Amount, Currency},
};

#[derive(Debug)]
pub struct InvoiceOn<'a> {
    pub invoice: &'a Invoice,
    pub client: &'a Client,
    pub contract: Option<&'a Contract>,
    pub policy: Policy,
    pub currency: Currency,
    pub totals: Totals,
    /// Whatever the state; [`InvoiceOn::paid`] is what counts.
    pub movements: Movements<'a>,
    /// 0 for a draft or void invoice.
    pub paid: Amount,
    pub credited: Amount,
    /// Never below 0.
    pub balance: Amount,
    /// The last day to pay in time; `None` only for a draft.
    pub due: Option<Date>,
    /// The first day on which payments and credits reached the total, if paid.
    pub settled_on: Option<Date>,
    pub state: State,
    /// Of an open invoice: 0 up to and on the due date.
    pub days_overdue: i64,
    pub grace_days: u32,
    pub disputed: bool,
    pub disputes: Disputes,
    pub promise: Option<PromiseOn<'a>>,
    pub plan: Option<PlanOn<'a>>,
    pub case: Option<&'a Case>,
    pub chasing: Chasing,
    pub stage: StageOn,
    /// What ran up to the day, or up to the day it was settled.
    pub interest: Option<InterestOn<'a>>,
    /// Why there is no interest; `None` where there is.
    pub not_running: Option<NotRunning<'a>>,
    /// Owed once interest runs, in the invoice's currency; 0 if none.
    pub compensation: Amount,
    /// The same in the law's currency, where that is another: named, never added.
    pub other_compensation: Option<(Amount, Currency)>,
    /// What of interest and compensation may be claimed: ask [`InvoiceOn::claim_at`] for a letter's.
    pub claim: Claim,
    /// At the earliest; of an open invoice that isn't before a court.
    pub limitation_on: Option<Date>,
    /// What was logged up to the day and names it, by date, then id.
    pub log: Vec<&'a LogEntry>,
}

/// The first that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Draft,
    Void,
    Paid,
    WrittenOff,
    Open,
}

/// By days overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bucket {
    Current,
    To30,
    To60,
    To90,
    Over90,
}

/// Every invoice of the client, in order of id.
pub fn assess<'a>(folder: &Folder<'a>) -> Vec<InvoiceOn<'a>> {
    let mut accounts: Accounts = folder.accounts();
    plan::grant_discounts(folder, &mut accounts);
    let invoices = folder.invoices.iter();
    invoices
        .filter_map(|invoice| InvoiceOn::of(folder, invoice, &accounts))
        .collect()
}

impl<'a> InvoiceOn<'a> {
    fn of(folder: &Folder<'a>, invoice: &'a Invoice, accounts: &Accounts<'a>) -> Option<Self> {
        let account = accounts.get(invoice.id.as_str())?;
        let contract = folder.basis.ledger.contract_of(invoice);
        let policy = folder
            .basis
            .policy(folder.basis.ledger.policy_name(folder.client, contract));
        let state = State::of(folder, invoice, account);
        let due = law::due(folder.basis, invoice);
        let open_due = due.filter(|_| state == State::Open);
        let among = Among {
            invoice: &invoice.id,
            accounts,
        };
        let facts = Facts::of(folder, &policy, among, (invoice, state))?;
        let counts = !matches!(state, State::Draft | State::Void);
        let settled_on = account.movements.settled_on(account.total);
        let settled_on = settled_on.filter(|_| state == State::Paid);
        let debt = Debt {
            invoice,
            contract,
            policy: &policy,
            account,
            state,
            due,
            settled_on,
        };
        let charges = Charges::of(folder, &debt);
        let paid = account.movements.paid();
        Some(Self {
            currency: account.currency,
            totals: Totals::of(invoice, account.currency),
            paid: if counts { paid } else { Amount::ZERO },
            credited: account.movements.credited(),
            balance: facts.balance,
            due,
            settled_on,
            state,
            days_overdue: open_due.map_or(0, |due| days_between(due, folder.basis.day).max(0)),
            grace_days: contract
                .and_then(|c| c.terms.grace_days)
                .map_or(policy.grace_days, |days| days.value),
            disputed: facts.state == State::Open && facts.disputes.open_since.is_some(),
            disputes: facts.disputes,
            promise: facts.promise,
            plan: facts.plan,
            case: facts.case,
            chasing: Chasing::of(folder, &policy, &facts),
            stage: StageOn::of(folder, invoice, &policy, (open_due, &facts)),
            interest: charges.interest,
            not_running: charges.not_running,
            compensation: charges.compensation,
            other_compensation: charges.other_compensation,
            claim: charges.claim,
            limitation_on: open_due.and_then(|due| law::limitation_on(folder, invoice, due)),
            log: folder.log_up_to_day(invoice).collect(),
            movements: account.movements.clone(),
            client: folder.client,
            invoice,
            contract,
            policy,
        })
    }

    pub fn is_under(&self, contract: &Contract) -> bool {
        self.contract.is_some_and(|own| own.id == contract.id)
    }

    /// Neither draft nor void.
    pub fn is_billed(&self) -> bool {
        !matches!(self.state, State::Draft | State::Void)
    }

    pub fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// Open, and its due date has passed.
    pub fn is_overdue(&self) -> bool {
        self.days_overdue > 0
    }

    /// Between the due date and the day on which work would stop.
    pub fn in_grace(&self) -> bool {
        (1..=i64::from(self.grace_days)).contains(&self.days_overdue)
    }

    /// Of an open invoice.
    pub fn bucket(&self) -> Option<Bucket> {
        self.is_open().then(|| Bucket::of(self.days_overdue))
    }

    /// What payments and credits exceed the total by.
    pub fn overpaid(&self) -> Amount {
        (self.paid + self.credited - self.totals.total).at_least_zero()
    }

    pub fn is_on_kept_plan(&self) -> bool {
        self.plan.is_some_and(|plan| plan.status == PlanStatus::Kept)
    }

    /// What a letter of `stage` claims beside the principal: nothing before the policy's `charges_from`.
    pub fn claim_at(&self, stage: crate::model::Stage) -> Claim {
        if self.policy.charges_at(stage) {
            self.claim
        } else {
            Claim::default()
        }
    }

    /// The stage that is due on the day, if one is.
    pub fn due_stage(&self, day: Date) -> Option<crate::model::Stage> {
        let due = self.chasing.is_active() && self.stage.due_on.is_some_and(|on| on <= day);
        self.stage.next.filter(|_| due)
    }
}

impl State {
    fn of(folder: &Folder, invoice: &Invoice, account: &Account) -> Self {
        let happened = |inline: Option<Date>, what: What| {
            let logged = folder.log_about(&invoice.id).filter(|entry| entry.what == what);
            let mut dates = inline.into_iter().chain(logged.map(|entry| entry.date.value));
            dates.any(|date| date <= folder.basis.day)
        };
        let date =
            |event: &Option<crate::model::invoice::Event>| event.as_ref().map(|event| event.date.value);
        if invoice
            .issued
            .is_none_or(|issued| issued.value > folder.basis.day)
        {
            Self::Draft
        } else if happened(date(&invoice.void), What::Void) {
            Self::Void
        } else if account.open_on(folder.basis.day).is_zero() {
            Self::Paid
        } else if happened(date(&invoice.write_off), What::WriteOff) {
            Self::WrittenOff
        } else {
            Self::Open
        }
    }

    /// As machines read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Void => "void",
            Self::Paid => "paid",
            Self::WrittenOff => "written-off",
            Self::Open => "open",
        }
    }
}

impl Bucket {
    pub const ALL: [Bucket; 5] = [
        Bucket::Current,
        Bucket::To30,
        Bucket::To60,
        Bucket::To90,
        Bucket::Over90,
    ];

    /// Every number of days is in exactly one.
    pub fn of(days_overdue: i64) -> Self {
        match days_overdue {
            i64::MIN..=0 => Self::Current,
            1..=30 => Self::To30,
            31..=60 => Self::To60,
            61..=90 => Self::To90,
            91.. => Self::Over90,
        }
    }

    /// As machines read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::To30 => "1-30",
            Self::To60 => "31-60",
            Self::To90 => "61-90",
            Self::Over90 => "91+",
        }
    }
}
