//! A contract's schedule worked out: each instalment with its day and its gross sum.

use super::Basis;
use crate::{
    calendar::{Date, add_months},
    model::{
        Contract, Invoice,
        contract::{Amendment, Amounts, Instalment, Share, Timing},
    },
    money::{Amount, Currency},
};
use std::collections::BTreeMap;

/// One instalment; a repeated one is there once for each of its days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstalmentOn<'a> {
    /// What invoices call it: its id, `retainer-3` for a repeated one.
    pub id: String,
    pub instalment: &'a Instalment,
    pub amendment: Option<&'a Amendment>,
    pub date: Date,
    pub gross: Amount,
}

impl InstalmentOn<'_> {
    /// Whether its day is fixed; otherwise it is the user's estimate.
    pub fn has_due_date(&self) -> bool {
        !matches!(self.instalment.timing, Timing::Expected(_))
    }

    /// Whether it is there once only.
    pub fn is_single(&self) -> bool {
        !matches!(self.instalment.timing, Timing::Repeated { .. })
    }
}

/// Instalments by what invoices call them: their ids, or their amendment's for all of its own.
#[derive(Debug, Clone, Default)]
pub struct Names<'s, 'a>(BTreeMap<&'s str, Vec<&'s InstalmentOn<'a>>>);

impl<'s, 'a> Names<'s, 'a> {
    pub(super) fn of(rows: &'s [InstalmentOn<'a>]) -> Self {
        let mut names: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for row in rows {
            if let Some(amendment) = row.amendment {
                names.entry(&amendment.id.value).or_default().push(row);
            }
        }
        // An instalment that is called like an amendment goes before it.
        for row in rows {
            names.insert(&row.id, vec![row]);
        }
        Self(names)
    }

    /// Those that an invoice names; nothing if one of them isn't scheduled within the year after the day.
    pub fn of_invoice(&self, invoice: &Invoice) -> Option<Vec<&'s InstalmentOn<'a>>> {
        let named = invoice.instalments.iter().map(|id| self.0.get(id.value.as_str()));
        let rows: Option<Vec<_>> = named.collect();
        Some(rows?.into_iter().flatten().copied().collect())
    }
}

/// A contract's own instalments and its amendments', signed or not, ordered by date; ties as written, amendments
/// after. `rest` of an amendment is what is left of its amount. An open-ended `every` runs to 12 months after the day.
pub fn instalments<'a>(basis: Basis<'a>, contract: &'a Contract) -> Vec<InstalmentOn<'a>> {
    let gross = Gross::of(basis, contract);
    let mut own = expand(basis, gross, &contract.schedule, None);
    let rest = gross_rest(basis, contract, &own);
    for row in own.iter_mut().filter(|row| row.instalment.share == Share::Rest) {
        row.gross = rest;
    }
    for amendment in &contract.amendments {
        let mut added = expand(basis, gross, &amendment.schedule, Some(amendment));
        let amount = amendment.amount.map_or(Amount::ZERO, |amount| amount.value);
        let rest = gross.of_amount(amount) - added.iter().map(|row| row.gross).sum();
        for row in added.iter_mut().filter(|row| row.instalment.share == Share::Rest) {
            row.gross = rest;
        }
        own.append(&mut added);
    }
    own.sort_by_key(|row| row.date);
    own
}

/// The gross total of the contract without its amendments: as stated, else the sum of its instalments.
pub fn own_total(basis: Basis, contract: &Contract) -> Amount {
    let gross = Gross::of(basis, contract);
    match contract.total {
        Some(total) => gross.of_amount(total.value),
        None => expand(basis, gross, &contract.schedule, None)
            .iter()
            .map(|row| row.gross)
            .sum(),
    }
}

/// The gross total on the day: the contract's own and the amendments signed by then.
pub fn total_on(basis: Basis, contract: &Contract) -> Amount {
    let gross = Gross::of(basis, contract);
    let signed = contract
        .amendments
        .iter()
        .filter(|a| a.signed.is_some_and(|day| day.value <= basis.day));
    let added = signed
        .filter_map(|amendment| amendment.amount)
        .map(|amount| gross.of_amount(amount.value));
    own_total(basis, contract) + added.sum()
}

/// How a contract's written amounts become gross ones.
#[derive(Debug, Clone, Copy)]
struct Gross {
    currency: Currency,
    /// Added to net amounts; `None` for a contract in gross amounts.
    tax_percent: Option<Amount>,
    /// As written.
    total: Amount,
}

impl Gross {
    fn of(basis: Basis, contract: &Contract) -> Self {
        Self {
            currency: basis.ledger.contract_currency(contract),
            tax_percent: (contract.amounts == Amounts::Net).then_some(contract.tax_percent),
            total: contract.total.map_or(Amount::ZERO, |total| total.value),
        }
    }

    fn of_amount(self, written: Amount) -> Amount {
        self.tax_percent
            .map_or(written, |percent| written.plus_percent(percent, self.currency))
    }

    /// `rest` is left at zero: what the others leave decides it.
    fn of_share(self, share: Share) -> Amount {
        match share {
            Share::Amount(amount) | Share::UpTo(amount) => self.of_amount(amount),
            Share::Percent(percent) => self.of_amount(self.total.percent(percent, self.currency)),
            Share::Rest => Amount::ZERO,
        }
    }
}

/// The gross total less the other grosses.
fn gross_rest(basis: Basis, contract: &Contract, own: &[InstalmentOn]) -> Amount {
    own_total(basis, contract) - own.iter().map(|row| row.gross).sum()
}

fn expand<'a>(
    basis: Basis<'a>,
    gross: Gross,
    schedule: &'a [Instalment],
    amendment: Option<&'a Amendment>,
) -> Vec<InstalmentOn<'a>> {
    let rows = schedule.iter().flat_map(|instalment| {
        let dates = dates(basis, instalment);
        let repeated = matches!(instalment.timing, Timing::Repeated { .. });
        let days = (1..).zip(dates);
        days.map(move |(n, date)| InstalmentOn {
            id: match repeated {
                true => format!("{}-{n}", instalment.id.value),
                false => instalment.id.value.clone(),
            },
            instalment,
            amendment,
            date,
            gross: gross.of_share(instalment.share),
        })
    });
    rows.collect()
}

fn dates(basis: Basis, instalment: &Instalment) -> Vec<Date> {
    match instalment.timing {
        Timing::Due(date) | Timing::Expected(date) => vec![date],
        Timing::Repeated { every, from, until } => {
            let last = until.unwrap_or_else(|| add_months(basis.day, 12));
            every.dates(from, last).collect()
        }
    }
}
