//! `recovery:` of `dunlin.yaml`: what the user's time and each way of getting a debt paid cost them.

use super::format::{Fields, Kind, Table, Word, key, table, words};
use crate::money::Amount;
use std::collections::BTreeMap;

words! {
    /// What can be done about a debt beside letting it go, from the friendliest on.
    Way {
        KeepChasing = "keep-chasing",
        Mediation = "mediation",
        PaymentOrder = "payment-order",
        SmallClaims = "small-claims",
        Agency = "agency",
        Lawyer = "lawyer",
    }
}

/// As written; amounts are in the ledger's currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recovery {
    /// What an hour of the user's is worth.
    pub hour_value: Option<Amount>,
    pub filing_fee: Option<Amount>,
    /// What a collection agency keeps of what it collects.
    pub agency_percent: Option<Amount>,
    pub mediator_fee: Option<Amount>,
    pub lawyer_fee: Option<Amount>,
    pub hours: BTreeMap<Way, Amount>,
    /// In percent.
    pub chances: BTreeMap<Way, Amount>,
}

impl Way {
    pub const ALL: [Way; 6] = [
        Way::KeepChasing,
        Way::Mediation,
        Way::PaymentOrder,
        Way::SmallClaims,
        Way::Agency,
        Way::Lawyer,
    ];
}

impl Recovery {
    pub fn from_fields(fields: &Fields) -> Self {
        let amount = |key| fields.amount(key).map(|amount| amount.value);
        Self {
            hour_value: amount("hour_value"),
            filing_fee: amount("filing_fee"),
            agency_percent: amount("agency_percent"),
            mediator_fee: amount("mediator_fee"),
            lawyer_fee: amount("lawyer_fee"),
            hours: by_way(fields, "hours"),
            chances: by_way(fields, "chances"),
        }
    }
}

fn by_way(fields: &Fields, key: &str) -> BTreeMap<Way, Amount> {
    let entries = fields.map(key).iter();
    entries
        .filter_map(|(way, figure)| Some((Way::from_word(&way.value)?, figure.value.as_number()?)))
        .collect()
}

pub const TABLE: Table = table(
    "recovery",
    &[
        key(
            "hour_value",
            Kind::Decimal,
            "What an hour of yours is worth, in the ledger's currency.",
        ),
        key("filing_fee", Kind::Decimal, "What filing a claim costs."),
        key(
            "agency_percent",
            Kind::Percent { most: 100 },
            "What a collection agency keeps.",
        ),
        key("mediator_fee", Kind::Decimal, "What a mediator costs you."),
        key("lawyer_fee", Kind::Decimal, "What a lawyer costs."),
        key(
            "hours",
            Kind::Map {
                key: &Kind::Word(Way::WORDS),
                value: &Kind::Decimal,
            },
            "Your hours, for each way.",
        ),
        key(
            "chances",
            Kind::Map {
                key: &Kind::Word(Way::WORDS),
                value: &Kind::Percent { most: 100 },
            },
            "The chance of being paid, for each way, in percent.",
        ),
    ],
);
