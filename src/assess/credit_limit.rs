//! How much of a client's credit limit is taken up: apart because it needs every open invoice of theirs.

use super::{Folder, InvoiceOn};
use crate::{
    money::{Amount, Currency},
    source::At,
};
use std::collections::BTreeSet;

/// The most that a client is to owe, and what they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreditLimitOn {
    pub limit: At<Amount>,
    /// The one in which all business with this client is done, else the ledger's.
    pub currency: Currency,
    /// Open balances in that currency, due or not. What else was paid and lies unallocated is not taken off.
    pub owed: Amount,
}

impl CreditLimitOn {
    pub(super) fn of(folder: &Folder, invoices: &[InvoiceOn]) -> Option<Self> {
        let limit = folder.client.credit_limit?;
        let ledger = folder.basis.ledger;
        let agreed = folder
            .contracts
            .iter()
            .map(|contract| ledger.contract_currency(contract));
        let billed = invoices.iter().map(|on| on.currency);
        let used: BTreeSet<Currency> = agreed.chain(billed).collect();
        let currency = match used.first() {
            Some(only) if used.len() == 1 => *only,
            _ => ledger.settings.currency.value,
        };
        let open = invoices.iter().filter(|on| on.is_open());
        let in_currency = open.filter(|on| on.currency == currency);
        Some(Self {
            limit,
            currency,
            owed: in_currency.map(|on| on.balance).sum(),
        })
    }

    /// Exactly the limit is not over it.
    pub fn is_exceeded(&self) -> bool {
        self.owed > self.limit.value
    }
}
