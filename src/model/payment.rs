//! Money received: a payment and the invoices it was meant for.

use super::{
    Origin,
    format::{Fields, Kind, Table, Target, key, required, table},
};
use crate::{
    calendar::Date,
    money::{Amount, Currency},
    source::At,
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    pub id: String,
    pub origin: Origin,
    pub client: At<String>,
    pub date: At<Date>,
    pub amount: At<Amount>,
    pub currency: Option<At<Currency>>,
    /// By invoice; what is left over is the client's unallocated credit.
    pub allocate: Vec<Allocation>,
    pub method: String,
    pub reference: String,
    /// From this day on it never happened.
    pub returned: Option<At<Date>>,
    pub prose: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    pub invoice: At<String>,
    pub amount: At<Amount>,
}

impl Payment {
    pub fn from_fields(id: String, origin: Origin, fields: &Fields) -> Option<Self> {
        let allocations = fields.map("allocate").iter().filter_map(|(invoice, amount)| {
            Some(Allocation {
                invoice: invoice.clone(),
                amount: At::new(amount.value.as_number()?, amount.span),
            })
        });
        Some(Self {
            id,
            origin,
            client: fields.text("client")?,
            date: fields.date("date")?,
            amount: fields.amount("amount")?,
            currency: fields.currency("currency"),
            allocate: allocations.collect(),
            method: fields.plain_text("method"),
            reference: fields.plain_text("reference"),
            returned: fields.date("returned"),
            prose: String::new(),
        })
    }

    /// Whether the money is there at the end of `day`.
    pub fn counts_on(&self, day: Date) -> bool {
        self.date.value <= day && self.returned.is_none_or(|returned| returned.value > day)
    }
}

pub const TABLE: Table = table(
    "payment",
    &[
        key("id", Kind::Id, "The payment's id, if it isn't the file's name."),
        required("client", Kind::Reference(Target::Client), "Who paid."),
        required("date", Kind::Date, "The day it arrived."),
        required("amount", Kind::Amount, "How much."),
        key("currency", Kind::Currency, "Default: the ledger's."),
        key(
            "allocate",
            Kind::Map {
                key: &Kind::Reference(Target::Invoice),
                value: &Kind::Amount,
            },
            "How much of it was for which invoice.",
        ),
        key("method", Kind::Text, "How it was paid: bank transfer, cash."),
        key("reference", Kind::Text, "What the bank's statement says."),
        key(
            "returned",
            Kind::Date,
            "Charged back: from that day on it never happened.",
        ),
    ],
);
