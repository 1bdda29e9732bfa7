//! A contract on a day: what of it is billed and paid, whether work is on hold, and the most that can be owed at once.

use super::{Basis, ContractLimit, Folder, InstalmentOn, InvoiceOn, State, schedule};
use crate::{
    calendar::{Date, add_days},
    model::Contract,
    money::{Amount, Currency},
};

#[derive(Debug)]
pub struct ContractOn<'a> {
    pub contract: &'a Contract,
    pub currency: Currency,
    /// Gross, with the amendments signed by the day.
    pub total: Amount,
    /// Gross, of invoices that are neither draft nor void.
    pub billed: Amount,
    pub paid: Amount,
    pub instalments: Vec<InstalmentOn<'a>>,
    pub hold: Option<Hold>,
    pub jurisdiction: Option<&'a str>,
    /// For a debt that falls due on the day.
    pub limit: ContractLimit<'a>,
    pub peak_exposure: Exposure,
    /// Before work stops: the contract's, else its policy's.
    pub grace_days: u32,
}

/// Work on hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    pub since: Date,
    /// The contract says so (`stop_work: true`); otherwise it is advice.
    pub agreed: bool,
}

/// The most that can be owed at once before work stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposure {
    pub amount: Amount,
    /// The instalment from which on nothing is paid; `None`: there is none.
    pub at: Option<String>,
    /// Its day.
    pub on: Option<Date>,
}

pub fn assess<'a>(folder: &Folder<'a>, invoices: &[InvoiceOn<'a>]) -> Vec<ContractOn<'a>> {
    let contracts = folder.contracts.iter();
    contracts
        .map(|contract| ContractOn::of(folder, contract, invoices))
        .collect()
}

impl<'a> ContractOn<'a> {
    fn of(folder: &Folder<'a>, contract: &'a Contract, invoices: &[InvoiceOn<'a>]) -> Self {
        let own = invoices.iter().filter(|on| on.is_under(contract));
        let billed: Vec<_> = own.filter(|on| on.is_billed()).collect();
        let policy = folder
            .basis
            .policy(folder.basis.ledger.policy_name(folder.client, Some(contract)));
        let grace_days = contract
            .terms
            .grace_days
            .map_or(policy.grace_days, |days| days.value);
        let instalments = schedule::instalments(folder.basis, contract);
        let total = schedule::total_on(folder.basis, contract);
        Self {
            contract,
            currency: folder.basis.ledger.contract_currency(contract),
            total,
            billed: billed.iter().map(|on| on.totals.gross).sum(),
            paid: billed.iter().map(|on| on.paid).sum(),
            hold: hold(folder.basis, contract, &billed),
            jurisdiction: folder.basis.ledger.jurisdiction(folder.client, Some(contract)),
            limit: ContractLimit::of(folder.basis, contract, folder.basis.day),
            peak_exposure: Exposure::of(contract, &instalments, Terms { total, grace_days }),
            instalments,
            grace_days,
        }
    }

    /// What is agreed and not yet billed, never below 0.
    pub fn unbilled(&self) -> Amount {
        (self.total - self.billed).at_least_zero()
    }

    pub fn stops_work(&self) -> bool {
        stops_work(self.contract)
    }

    /// The instalment that invoices call `id`.
    pub fn instalment(&self, id: &str) -> Option<&InstalmentOn<'a>> {
        self.instalments.iter().find(|row| row.id == id)
    }
}

fn stops_work(contract: &Contract) -> bool {
    contract.terms.stop_work.is_some_and(|stop| stop.value)
}

fn hold(basis: Basis, contract: &Contract, invoices: &[&InvoiceOn]) -> Option<Hold> {
    let holding = invoices.iter().filter_map(|on| on.holds_work_since(basis.day));
    let since = holding.min()?;
    Some(Hold {
        since,
        agreed: stops_work(contract),
    })
}

impl InvoiceOn<'_> {
    /// The day after its grace days, if it keeps its contract on hold on `day`: open, late beyond grace, not below the
    /// policy's minimum, not in dispute, on no kept plan.
    fn holds_work_since(&self, day: Date) -> Option<Date> {
        let first = add_days(self.due?, i64::from(self.grace_days) + 1);
        let excused = self.disputed || self.is_on_kept_plan();
        let small = self.balance < self.policy.minimum(self.currency);
        (self.state == State::Open && day >= first && !excused && !small).then_some(first)
    }
}

struct Terms {
    /// With nothing scheduled, all of it can be owed at once.
    total: Amount,
    grace_days: u32,
}

impl Exposure {
    /// For instalment k the sum of those from k on that fall due before work stops; the largest, at the first such k.
    /// Instalments due on or before `start` are left out: unpaid, no work is done.
    fn of(contract: &Contract, instalments: &[InstalmentOn], terms: Terms) -> Self {
        if instalments.is_empty() {
            return Self {
                amount: terms.total,
                at: None,
                on: None,
            };
        }
        let start = contract.start.map(|start| start.value);
        let exposed: Vec<_> = instalments
            .iter()
            .filter(|row| start.is_none_or(|start| row.date > start))
            .collect();
        let stops = stops_work(contract).then_some(i64::from(terms.grace_days));
        let mut peak = Self {
            amount: Amount::ZERO,
            at: None,
            on: None,
        };
        for (k, row) in exposed.iter().enumerate() {
            let last_day = stops.map(|grace| add_days(row.date, grace));
            let owed = exposed[k..]
                .iter()
                .take_while(|later| last_day.is_none_or(|day| later.date <= day));
            let amount = owed.map(|later| later.gross).sum();
            if amount > peak.amount {
                peak = Self {
                    amount,
                    at: Some(row.id.clone()),
                    on: Some(row.date),
                };
            }
        }
        peak
    }
}
