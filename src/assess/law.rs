//! Where the model meets the law: which place's, for whom, and what it says on due dates, limits and limitation.

use super::{Basis, Folder};
use crate::{
    calendar::{Date, add_days, month_end},
    model::{
        Client, ClientKind, Contract, CreditorKind, Invoice, Ledger, LegalForm,
        contract::{EndOfMonth, PaymentDays},
        settings::LawChange,
    },
    money::Currency,
    source::At,
    statute::{
        self, Claimant, DebtorKind, Jurisdiction, Limit, LimitAnswer, LimitOverride, LimitQuery, Overrides,
        RateOverride, Statutes, UnreadableData,
    },
};
use std::collections::BTreeSet;

/// Days to pay if neither contract nor law says.
const DEFAULT_DAYS: u32 = 30;

/// The law of every place that the ledger names, its own `law:` included.
pub fn statutes(ledger: &Ledger) -> Result<Statutes, UnreadableData> {
    let clients = ledger
        .clients
        .values()
        .filter_map(|client| client.jurisdiction.as_ref());
    let contracts = ledger
        .contracts
        .values()
        .flat_map(|c| [&c.jurisdiction, &c.governing_law])
        .flatten();
    let named = clients.chain(contracts).chain(&ledger.settings.jurisdiction);
    let ids: BTreeSet<_> = named.map(|id| id.value.as_str()).collect();
    Statutes::for_jurisdictions(ids, &overrides(ledger))
}

/// `law:` in the form that the statutes take.
pub fn overrides(ledger: &Ledger) -> Overrides {
    let mut overrides = Overrides::default();
    for change in &ledger.settings.law {
        match change {
            LawChange::Limit {
                jurisdiction,
                from,
                amount,
                claimant,
                client,
                legal_form,
                inclusive,
            } => {
                let rows = overrides.limits.entry(jurisdiction.value.clone()).or_default();
                rows.push(LimitOverride {
                    from: *from,
                    amount: *amount,
                    claimant: claimant.map(claimant_of),
                    client: client.map(debtor_of),
                    legal_form: legal_form.map(form_of),
                    inclusive: *inclusive,
                });
            }
            LawChange::Rate {
                reference,
                from,
                percent,
            } => {
                let rows = overrides.rates.entry(reference.value.clone()).or_default();
                rows.push(RateOverride {
                    from: *from,
                    percent: *percent,
                });
            }
        }
    }
    overrides
}

/// As whom the creditor claims.
pub fn claimant(ledger: &Ledger) -> Claimant {
    claimant_of(ledger.settings.creditor.kind)
}

/// Who would claim from this client, for a debt that falls due `on` that day.
pub fn limit_query(ledger: &Ledger, client: &Client, on: Date) -> LimitQuery {
    LimitQuery {
        claimant: claimant(ledger),
        client: debtor(client),
        legal_form: form_of(client.legal_form()),
        on,
    }
}

/// `None`: the client's kind isn't known.
pub fn debtor(client: &Client) -> Option<DebtorKind> {
    client.kind.map(|kind| debtor_of(kind.value))
}

/// The law on interest, limitation and payment terms that a contract is under, as far as the data knows it.
pub fn governing_law<'a>(basis: Basis<'a>, contract: &'a Contract) -> Option<&'a Jurisdiction> {
    let client = basis.ledger.clients.get(&contract.client.value)?;
    let place = basis.ledger.governing_law(client, Some(contract))?;
    basis.statutes.jurisdiction(place)
}

/// The small-claims limit of a contract on a day, as far as it can be compared with its amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContractLimit<'a> {
    /// Neither contract, client nor ledger names a jurisdiction.
    NoJurisdiction,
    Known(Limit<'a>),
    /// Known, but in another currency than the contract's.
    OtherCurrency(Limit<'a>),
    NoneExists {
        note: Option<&'a str>,
    },
    Unknown,
}

impl<'a> ContractLimit<'a> {
    pub fn of(basis: Basis<'a>, contract: &'a Contract, on: Date) -> Self {
        let Some(client) = basis.ledger.clients.get(&contract.client.value) else {
            return Self::Unknown;
        };
        let Some(place) = basis.ledger.jurisdiction(client, Some(contract)) else {
            return Self::NoJurisdiction;
        };
        let currency = basis.ledger.contract_currency(contract);
        match basis
            .statutes
            .limit(place, &limit_query(basis.ledger, client, on))
        {
            LimitAnswer::Known(limit) if limit.currency == currency => Self::Known(limit),
            LimitAnswer::Known(limit) => Self::OtherCurrency(limit),
            LimitAnswer::NoneExists { note } => Self::NoneExists { note },
            LimitAnswer::Unknown => Self::Unknown,
        }
    }
}

/// Where a due date comes from.
#[derive(Debug, Clone, Copy)]
pub enum DueFrom<'a> {
    /// The invoice says so.
    Stated(At<Date>),
    /// Counted from the issue by the contract's days.
    Contract(At<PaymentDays>),
    /// Counted from the issue by the days of the governing law, as nothing was agreed.
    Law { place: &'a Jurisdiction, days: u32 },
    /// Counted from the issue by [`DEFAULT_DAYS`]: nobody says.
    Nobody { days: u32 },
}

/// The last day to pay in time: stated, else counted from the issue by the contract's, else by the law's days, else
/// 30. `None` for a draft that states none.
pub fn due(basis: Basis, invoice: &Invoice) -> Option<Date> {
    due_from(basis, invoice).map(|(due, _)| due)
}

/// The same, and where it comes from.
pub fn due_from<'a>(basis: Basis<'a>, invoice: &Invoice) -> Option<(Date, DueFrom<'a>)> {
    if let Some(stated) = invoice.due {
        return Some((stated.value, DueFrom::Stated(stated)));
    }
    let issued = invoice.issued?.value;
    let contract = basis.ledger.contract_of(invoice);
    if let Some(days) = contract.and_then(|contract| contract.terms.payment_days) {
        return Some((days.value.counted_from(issued), DueFrom::Contract(days)));
    }
    let client = basis.ledger.clients.get(&invoice.client.value);
    let days = default_days(basis, client, contract);
    let law = law_of(basis, client, contract).filter(|law| law.payment_terms.is_some());
    let from = law.map_or(DueFrom::Nobody { days }, |place| DueFrom::Law { place, days });
    Some((add_days(issued, i64::from(days)), from))
}

impl PaymentDays {
    /// `after`: the last day of the month of issued + days; `before`: the last day of the month of issue, + days.
    pub fn counted_from(self, issued: Date) -> Date {
        let days = i64::from(self.days);
        match self.end_of_month {
            None => add_days(issued, days),
            Some(EndOfMonth::After) => month_end(add_days(issued, days)),
            Some(EndOfMonth::Before) => add_days(month_end(issued), days),
        }
    }
}

/// How long before an instalment is due it has to be billed: the contract's days to pay, else the law's, else 30.
/// Ends of months are left out: they only ever give the client longer.
pub fn payment_days(basis: Basis, contract: &Contract) -> u32 {
    let client = basis.ledger.clients.get(&contract.client.value);
    match contract.terms.payment_days {
        Some(days) => days.value.days,
        None => default_days(basis, client, Some(contract)),
    }
}

fn default_days(basis: Basis, client: Option<&Client>, contract: Option<&Contract>) -> u32 {
    let terms = law_of(basis, client, contract).and_then(|law| law.payment_terms.as_ref());
    terms.map_or(DEFAULT_DAYS, |terms| terms.default_days)
}

fn law_of<'a>(
    basis: Basis<'a>,
    client: Option<&Client>,
    contract: Option<&Contract>,
) -> Option<&'a Jurisdiction> {
    let place = basis.ledger.governing_law(client?, contract)?;
    basis.statutes.jurisdiction(place)
}

/// Whether a case that covers the invoice has been filed with a court: then the claim doesn't lapse.
fn is_filed(folder: &Folder, invoice: &str) -> bool {
    let day = folder.basis.day;
    let mut cases = folder.cases_about(invoice).filter(|case| case.open_on(day));
    cases.any(|case| case.filed.is_some_and(|filed| filed.value <= day))
}

/// The last day, at the earliest, on which an invoice due on `due` can be brought to court; `None` once it is there.
pub fn limitation_on(folder: &Folder, invoice: &Invoice, due: Date) -> Option<Date> {
    if is_filed(folder, &invoice.id) {
        return None;
    }
    let contract = folder.basis.ledger.contract_of(invoice);
    let place = folder.basis.ledger.governing_law(folder.client, contract)?;
    let limitation = folder.basis.statutes.jurisdiction(place)?.limitation.as_ref()?;
    Some(limitation.last_day(due, debtor(folder.client)))
}

/// The days to reply that the law asks for before a court, for this client; 0 where it asks for none.
pub fn reply_days(basis: Basis, client: &Client, contract: Option<&Contract>, owed: Owed) -> u32 {
    let place = basis.ledger.jurisdiction(client, contract);
    let law = place.and_then(|place| basis.statutes.jurisdiction(place));
    let days = law.and_then(|law| {
        let comparable = (law.currency == owed.currency).then_some(owed.amount);
        law.reply_days(form_of(client.legal_form()), comparable)
    });
    days.unwrap_or(0)
}

/// As what the client owes, as statutes ask for it.
pub fn debtor_form(client: &Client) -> statute::LegalForm {
    form_of(client.legal_form())
}

/// A sum in its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    pub amount: crate::money::Amount,
    pub currency: Currency,
}

fn claimant_of(kind: CreditorKind) -> Claimant {
    match kind {
        CreditorKind::Individual => Claimant::Individual,
        CreditorKind::Organisation => Claimant::Organisation,
    }
}

fn debtor_of(kind: ClientKind) -> DebtorKind {
    match kind {
        ClientKind::Business => DebtorKind::Business,
        ClientKind::Consumer => DebtorKind::Consumer,
        ClientKind::PublicBody => DebtorKind::PublicBody,
    }
}

fn form_of(form: LegalForm) -> statute::LegalForm {
    match form {
        LegalForm::Company => statute::LegalForm::Company,
        LegalForm::SoleTrader => statute::LegalForm::SoleTrader,
        LegalForm::Person => statute::LegalForm::Person,
    }
}
