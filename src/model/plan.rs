//! A payment plan for arrears that client and user agreed on.

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
pub struct Plan {
    pub id: String,
    pub origin: Origin,
    pub client: At<String>,
    pub agreed: At<Date>,
    pub written: bool,
    pub invoices: Vec<At<String>>,
    pub currency: Option<At<Currency>>,
    pub instalments: Vec<PlanInstalment>,
    pub discount: Option<PlanDiscount>,
    pub cancelled: Option<At<Date>>,
    pub prose: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanInstalment {
    pub due: At<Date>,
    pub amount: At<Amount>,
}

/// What is let go if all is paid by a day, inclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanDiscount {
    pub amount: At<Amount>,
    pub if_paid_by: At<Date>,
}

impl Plan {
    pub fn from_fields(id: String, origin: Origin, fields: &Fields) -> Option<Self> {
        Some(Self {
            id,
            origin,
            client: fields.text("client")?,
            agreed: fields.date("agreed")?,
            written: fields.bool("written").is_some_and(|w| w.value),
            invoices: fields.texts("invoices"),
            currency: fields.currency("currency"),
            instalments: fields.records("instalments", |row| {
                Some(PlanInstalment {
                    due: row.date("due")?,
                    amount: row.amount("amount")?,
                })
            }),
            discount: fields.fields("discount").and_then(|discount| {
                Some(PlanDiscount {
                    amount: discount.amount("amount")?,
                    if_paid_by: discount.date("if_paid_by")?,
                })
            }),
            cancelled: fields.date("cancelled"),
            prose: String::new(),
        })
    }
}

pub const TABLE: Table = table(
    "plan",
    &[
        key("id", Kind::Id, "The plan's id, if it isn't the file's name."),
        required("client", Kind::Reference(Target::Client), "Whose arrears."),
        required("agreed", Kind::Date, "The day it was agreed."),
        key(
            "written",
            Kind::Bool,
            "Signed by the client, or a letter of guarantee.",
        ),
        required(
            "invoices",
            Kind::List(&Kind::Reference(Target::Invoice)),
            "Which it covers.",
        ),
        key("currency", Kind::Currency, "Default: the ledger's."),
        required(
            "instalments",
            Kind::List(&Kind::Mapping(&INSTALMENT)),
            "When how much is to be paid.",
        ),
        key(
            "discount",
            Kind::Mapping(&DISCOUNT),
            "What you let go if the plan is kept.",
        ),
        key("cancelled", Kind::Date, "The day it ended early."),
    ],
);

const INSTALMENT: Table = table(
    "plan instalment",
    &[
        required("due", Kind::Date, "The last day to pay it in time."),
        required("amount", Kind::Amount, "How much."),
    ],
);

const DISCOUNT: Table = table(
    "plan discount",
    &[
        required("amount", Kind::Amount, "How much is let go."),
        required("if_paid_by", Kind::Date, "If everything is paid by this day."),
    ],
);
