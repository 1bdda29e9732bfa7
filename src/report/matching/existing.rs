//! Payments that the ledger has already, so that what was typed by hand isn't recorded a second time.

use crate::{
    calendar::{Date, days_between},
    load::bank::BankRow,
    model::Ledger,
    money::{Amount, Currency},
};

/// Each can stand for one row.
#[derive(Debug)]
pub struct Existing(Vec<Payment>);

#[derive(Debug)]
struct Payment {
    /// Of a payment told in an invoice's own file: the invoice's.
    id: String,
    client: String,
    date: Date,
    amount: Amount,
    currency: Currency,
    is_taken: bool,
}

/// A bank books a day or two after a person says that money came.
const MOST_DAYS: i64 = 3;

impl Existing {
    pub fn of(ledger: &Ledger) -> Self {
        let own = ledger.payments.values().map(|payment| Payment {
            id: payment.id.clone(),
            client: payment.client.value.clone(),
            date: payment.date.value,
            amount: payment.amount.value,
            currency: ledger.payment_currency(payment),
            is_taken: false,
        });
        let told = ledger.invoices.values().flat_map(|invoice| {
            invoice.payments.iter().map(|receipt| Payment {
                id: invoice.id.clone(),
                client: invoice.client.value.clone(),
                date: receipt.date.value,
                amount: receipt.amount.value,
                currency: ledger.invoice_currency(invoice),
                is_taken: false,
            })
        });
        Self(own.chain(told).collect())
    }

    /// The payment of that id stands for a row of its own.
    pub fn take(&mut self, id: &str) {
        if let Some(payment) = self.0.iter_mut().find(|payment| payment.id.to_lowercase() == id) {
            payment.is_taken = true;
        }
    }

    /// The nearest payment that may be this row; of any client if it isn't known whose it is, but then the only one.
    pub fn like(&mut self, row: &BankRow, client: Option<&str>) -> Option<String> {
        let is_like = |payment: &&mut Payment| {
            let days = days_between(payment.date, row.date).abs();
            // What was imported has the bank's own day.
            let most = if is_imported(&payment.id) { 0 } else { MOST_DAYS };
            !payment.is_taken
                && payment.amount == row.amount
                && payment.currency == row.currency
                && days <= most
                && client.is_none_or(|client| client == payment.client)
        };
        let mut like: Vec<&mut Payment> = self.0.iter_mut().filter(is_like).collect();
        if client.is_none() && like.len() > 1 {
            return None;
        }
        like.sort_by_key(|payment| days_between(payment.date, row.date).abs());
        let nearest = like.into_iter().next()?;
        nearest.is_taken = true;
        Some(nearest.id.clone())
    }
}

/// Whether the id ends as those of imported payments do.
fn is_imported(id: &str) -> bool {
    let key = id.rsplit_once('-').map_or("", |(_, key)| key);
    key.len() == 8 && key.bytes().all(|byte| byte.is_ascii_hexdigit())
}
