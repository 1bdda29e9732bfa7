//! A contract on a day: what of it is billed and paid, whether work is on hold, and the most that can be owed at once.

use super::{Basis, ContractLimit, Folder, InstalmentOn, InvoiceOn, KnownBefore, Names, State, schedule};
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
    pub known_before: KnownBefore<'a>,
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
            known_before: KnownBefore::of(folder, contract, invoices),
        }
    }

    /// What is agreed and not yet billed, never below 0.
    pub fn unbilled(&self) -> Amount {
        (self.total - self.billed).at_least_zero()
    }

    /// What could be owed at once if the client paid up to each of [`ContractOn::instalments`] and nothing from it on;
    /// `None` where that is due before work starts.
    pub fn exposures(&self) -> Vec<Option<Amount>> {
        let protection = Protection::of(self.contract, self.grace_days);
        let dues = dues(&self.instalments);
        (0..dues.len()).map(|k| protection.owed_from(k, &dues)).collect()
    }

    pub fn stops_work(&self) -> bool {
        stops_work(self.contract)
    }

    /// The instalment that invoices call `id`.
    pub fn instalment(&self, id: &str) -> Option<&InstalmentOn<'a>> {
        self.instalments.iter().find(|row| row.id == id)
    }

    /// Its instalments by what invoices call them.
    pub fn names(&self) -> Names<'_, 'a> {
        Names::of(&self.instalments)
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
    pub fn holds_work_since(&self, day: Date) -> Option<Date> {
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
    fn of(contract: &Contract, instalments: &[InstalmentOn], terms: Terms) -> Self {
        if instalments.is_empty() {
            return Self {
                amount: terms.total,
                at: None,
                on: None,
            };
        }
        let protection = Protection::of(contract, terms.grace_days);
        let (amount, row) = match peak(&dues(instalments), protection) {
            Some((k, amount)) => (amount, instalments.get(k)),
            None => (Amount::ZERO, None),
        };
        Self {
            amount,
            at: row.map(|row| row.id.clone()),
            on: row.map(|row| row.date),
        }
    }
}

/// What keeps a debt from growing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Protection {
    /// What is due on or before it is no exposure: unpaid, no work is done.
    pub start: Option<Date>,
    /// Days after a due date on which work stops; `None`: it doesn't.
    pub stops_after: Option<u32>,
}

/// The largest of what can be owed at once from each of `dues` on (ordered by date), at the first that has it. `None`:
/// nothing is left to be owed.
pub fn peak(dues: &[(Date, Amount)], protection: Protection) -> Option<(usize, Amount)> {
    let mut peak: Option<(usize, Amount)> = None;
    for (k, amount) in (0..dues.len()).filter_map(|k| Some((k, protection.owed_from(k, dues)?))) {
        if amount > peak.map_or(Amount::ZERO, |(_, most)| most) {
            peak = Some((k, amount));
        }
    }
    peak
}

impl Protection {
    fn of(contract: &Contract, grace_days: u32) -> Self {
        Self {
            start: contract.start.map(|start| start.value),
            stops_after: stops_work(contract).then_some(grace_days),
        }
    }

    /// The sum of `dues` from the kth on that fall due before work stops, if everything before is paid. `None`: the
    /// kth is no exposure.
    fn owed_from(self, k: usize, dues: &[(Date, Amount)]) -> Option<Amount> {
        let (date, _) = dues.get(k)?;
        if self.start.is_some_and(|start| *date <= start) {
            return None;
        }
        let last_day = self.stops_after.map(|grace| add_days(*date, i64::from(grace)));
        let from_here = dues.iter().skip(k);
        let owed = from_here.take_while(|later| last_day.is_none_or(|day| later.0 <= day));
        Some(owed.map(|later| later.1).sum())
    }
}

fn dues(instalments: &[InstalmentOn]) -> Vec<(Date, Amount)> {
    instalments.iter().map(|row| (row.date, row.gross)).collect()
}
