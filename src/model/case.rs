//! A debt that was handed to a lawyer, an agency or a court.

use super::{
    Origin,
    format::{Fields, Kind, Table, Target, Word, key, required, table, words},
};
use crate::{calendar::Date, money::Amount, source::At};

words! {
    Route {
        Lawyer = "lawyer",
        Agency = "agency",
        Mediation = "mediation",
        PaymentOrder = "payment-order",
        SmallClaims = "small-claims",
        Court = "court",
        Insolvency = "insolvency",
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub id: String,
    pub origin: Origin,
    pub client: At<String>,
    pub invoices: Vec<At<String>>,
    pub route: At<Route>,
    pub opened: At<Date>,
    /// With a court.
    pub filed: Option<At<Date>>,
    pub reference: String,
    pub next: Option<NextDate>,
    pub judgment: Option<Judgment>,
    pub closed: Option<Closed>,
    pub prose: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextDate {
    pub date: At<Date>,
    pub what: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgment {
    pub date: At<Date>,
    pub amount: Option<At<Amount>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    pub date: At<Date>,
    pub outcome: String,
}

impl Case {
    pub fn from_fields(id: String, origin: Origin, fields: &Fields) -> Option<Self> {
        Some(Self {
            id,
            origin,
            client: fields.text("client")?,
            invoices: fields.texts("invoices"),
            route: fields.word("route")?,
            opened: fields.date("opened")?,
            filed: fields.date("filed"),
            reference: fields.plain_text("reference"),
            next: fields.fields("next").and_then(|next| {
                Some(NextDate {
                    date: next.date("date")?,
                    what: next.plain_text("what"),
                })
            }),
            judgment: fields.fields("judgment").and_then(|judgment| {
                Some(Judgment {
                    date: judgment.date("date")?,
                    amount: judgment.amount("amount"),
                })
            }),
            closed: fields.fields("closed").and_then(|closed| {
                Some(Closed {
                    date: closed.date("date")?,
                    outcome: closed.plain_text("outcome"),
                })
            }),
            prose: String::new(),
        })
    }

    /// Whether it covers its invoices at the end of `day`.
    pub fn open_on(&self, day: Date) -> bool {
        self.opened.value <= day && self.closed.as_ref().is_none_or(|closed| closed.date.value > day)
    }
}

pub const TABLE: Table = table(
    "case",
    &[
        key("id", Kind::Id, "The case's id, if it isn't the file's name."),
        required("client", Kind::Reference(Target::Client), "Against whom."),
        required(
            "invoices",
            Kind::List(&Kind::Reference(Target::Invoice)),
            "Which invoices it is about.",
        ),
        required("route", Kind::Word(Route::WORDS), "Who has it now."),
        required("opened", Kind::Date, "The day it was handed over."),
        key("filed", Kind::Date, "The day it was filed with a court."),
        key("reference", Kind::Text, "The court's or agency's number."),
        key("next", Kind::Mapping(&NEXT), "What comes next."),
        key("judgment", Kind::Mapping(&JUDGMENT), "What the court decided."),
        key("closed", Kind::Mapping(&CLOSED), "How it ended."),
    ],
);

const NEXT: Table = table(
    "next",
    &[
        required("date", Kind::Date, "The day of it."),
        key("what", Kind::Text, "What: a hearing, a time limit."),
    ],
);

const JUDGMENT: Table = table(
    "judgment",
    &[
        required("date", Kind::Date, "The day of the judgment."),
        key(
            "amount",
            Kind::Amount,
            "What was awarded, in these invoices' currency.",
        ),
    ],
);

const CLOSED: Table = table(
    "closed",
    &[
        required("date", Kind::Date, "The day it ended."),
        key("outcome", Kind::Text, "How it ended: paid, settled, lost."),
    ],
);
