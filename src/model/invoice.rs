//! What was billed: an invoice, and what may be told about it in its own file.

use super::{
    LateCharges, Origin,
    format::{Fields, Kind, Table, Target, Word, key, required, table},
};
use crate::{
    calendar::Date,
    money::{Amount, Currency},
    source::At,
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    pub id: String,
    pub origin: Origin,
    pub client: At<String>,
    pub contract: Option<At<String>>,
    /// Ids of instalments or of whole amendments.
    pub instalments: Vec<At<String>>,
    /// The printed number, if it isn't the id.
    pub number: Option<At<String>>,
    /// Absent: a draft.
    pub issued: Option<At<Date>>,
    pub period: Option<Period>,
    pub sent: Option<Sent>,
    pub due: Option<At<Date>>,
    pub currency: Option<At<Currency>>,
    /// What is to be paid, if stated.
    pub amount: Option<At<Amount>>,
    pub lines: Vec<Line>,
    pub withholding: Option<Withholding>,
    pub document: Option<At<String>>,
    pub language: Option<At<String>>,
    pub late_charges: Option<LateCharges>,
    pub payments: Vec<Receipt>,
    pub credits: Vec<Credit>,
    pub dispute: Option<Dispute>,
    pub write_off: Option<Event>,
    pub void: Option<Event>,
    pub prose: String,
}

/// When the work billed was done, both ends inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: At<Date>,
    pub to: At<Date>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub date: At<Date>,
    pub via: String,
    /// The client said that it arrived.
    pub confirmed: Option<At<Date>>,
}

/// One line of an invoice; net = round(quantity × unit price).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub description: String,
    pub quantity: Amount,
    pub unit_price: At<Amount>,
    pub tax_percent: Amount,
}

/// Kept back by the client for the tax office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withholding {
    /// Of the nets.
    pub percent: Option<At<Amount>>,
    pub amount: Option<At<Amount>>,
    pub name: String,
}

/// Money received, told in the invoice's own file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub date: At<Date>,
    pub amount: At<Amount>,
    pub method: String,
    pub reference: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    pub date: At<Date>,
    pub amount: At<Amount>,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    pub opened: At<Date>,
    pub reason: String,
    pub resolved: Option<At<Date>>,
}

/// A write-off or a cancellation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub date: At<Date>,
    pub reason: String,
}

impl Invoice {
    pub fn from_fields(id: String, origin: Origin, fields: &Fields) -> Option<Self> {
        Some(Self {
            id,
            origin,
            client: fields.text("client")?,
            contract: fields.text("contract"),
            instalments: fields.texts("instalment"),
            number: fields.text("number"),
            issued: fields.date("issued"),
            period: fields.fields("period").and_then(Period::from_fields),
            sent: fields.fields("sent").and_then(Sent::from_fields),
            due: fields.date("due"),
            currency: fields.currency("currency"),
            amount: fields.amount("amount"),
            lines: fields.records("lines", Line::from_fields),
            withholding: fields.fields("withholding").map(Withholding::from_fields),
            document: fields.text("document"),
            language: fields.text("language"),
            late_charges: fields.word("late_charges").map(|w| w.value),
            payments: fields.records("payments", Receipt::from_fields),
            credits: fields.records("credits", Credit::from_fields),
            dispute: fields.fields("dispute").and_then(Dispute::from_fields),
            write_off: fields.fields("write_off").and_then(Event::from_fields),
            void: fields.fields("void").and_then(Event::from_fields),
            prose: String::new(),
        })
    }

    /// The printed number.
    pub fn number(&self) -> &str {
        self.number.as_ref().map_or(&self.id, |number| &number.value)
    }
}

impl Period {
    fn from_fields(fields: &Fields) -> Option<Self> {
        Some(Self {
            from: fields.date("from")?,
            to: fields.date("to")?,
        })
    }
}

impl Sent {
    fn from_fields(fields: &Fields) -> Option<Self> {
        Some(Self {
            date: fields.date("date")?,
            via: fields.plain_text("via"),
            confirmed: fields.date("confirmed"),
        })
    }
}

impl Line {
    fn from_fields(fields: &Fields) -> Option<Self> {
        Some(Self {
            description: fields.plain_text("description"),
            quantity: fields.amount("quantity").map_or(Amount::from(1), |q| q.value),
            unit_price: fields.amount("unit_price")?,
            tax_percent: fields.amount("tax_percent").map_or(Amount::ZERO, |t| t.value),
        })
    }
}

impl Withholding {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            percent: fields.amount("percent"),
            amount: fields.amount("amount"),
            name: fields.plain_text("name"),
        }
    }
}

impl Receipt {
    fn from_fields(fields: &Fields) -> Option<Self> {
        Some(Self {
            date: fields.date("date")?,
            amount: fields.amount("amount")?,
            method: fields.plain_text("method"),
            reference: fields.plain_text("reference"),
        })
    }
}

impl Credit {
    fn from_fields(fields: &Fields) -> Option<Self> {
        Some(Self {
            date: fields.date("date")?,
            amount: fields.amount("amount")?,
            reason: fields.plain_text("reason"),
        })
    }
}

impl Dispute {
    fn from_fields(fields: &Fields) -> Option<Self> {
        Some(Self {
            opened: fields.date("opened")?,
            reason: fields.plain_text("reason"),
            resolved: fields.date("resolved"),
        })
    }
}

impl Event {
    fn from_fields(fields: &Fields) -> Option<Self> {
        Some(Self {
            date: fields.date("date")?,
            reason: fields.plain_text("reason"),
        })
    }
}

pub const TABLE: Table = table(
    "invoice",
    &[
        key("id", Kind::Id, "The invoice's id, if it isn't the file's name."),
        required("client", Kind::Reference(Target::Client), "Who is to pay."),
        key(
            "contract",
            Kind::Reference(Target::Contract),
            "The contract it bills.",
        ),
        key(
            "instalment",
            Kind::OneOf(&[
                Kind::Reference(Target::Instalment),
                Kind::List(&Kind::Reference(Target::Instalment)),
            ]),
            "The instalment it bills, or several; an amendment's too.",
        ),
        key("number", Kind::Text, "The printed number, if it isn't the id."),
        key(
            "issued",
            Kind::Date,
            "The invoice's date; absent: a draft, not yet owed.",
        ),
        key("period", Kind::Mapping(&PERIOD), "When the work billed was done."),
        key("sent", Kind::Mapping(&SENT), "When and how it went out."),
        key(
            "due",
            Kind::Date,
            "The last day to pay in time; else counted from `issued`.",
        ),
        key(
            "currency",
            Kind::Currency,
            "Default: the contract's, else the ledger's.",
        ),
        key(
            "amount",
            Kind::Amount,
            "What is to be paid; or `lines`; or both if they agree.",
        ),
        key(
            "lines",
            Kind::List(&Kind::Mapping(&LINE)),
            "What was billed, line by line.",
        ),
        key(
            "withholding",
            Kind::Mapping(&WITHHOLDING),
            "What the client keeps back for the tax office.",
        ),
        key(
            "document",
            Kind::Document,
            "The invoice itself, attached when it is sent again.",
        ),
        key("language", Kind::Language, "Over the client's."),
        key(
            "late_charges",
            Kind::Word(LateCharges::WORDS),
            "What becomes of interest once it is paid.",
        ),
        key(
            "payments",
            Kind::List(&Kind::Mapping(&RECEIPT)),
            "Money received, if you'd rather keep it here than in payments/.",
        ),
        key(
            "credits",
            Kind::List(&Kind::Mapping(&CREDIT)),
            "What you took off.",
        ),
        key("dispute", Kind::Mapping(&DISPUTE), "The client objects."),
        key("write_off", Kind::Mapping(&EVENT), "You gave up on it."),
        key("void", Kind::Mapping(&EVENT), "It was cancelled."),
    ],
);

/// An invoice holds at least one of these.
pub const TOTAL_GROUP: &[&str] = &["amount", "lines"];

const PERIOD: Table = table(
    "period",
    &[
        required("from", Kind::Date, "The first day."),
        required("to", Kind::Date, "The last day."),
    ],
);

const SENT: Table = table(
    "sent",
    &[
        required("date", Kind::Date, "The day it went out."),
        key("via", Kind::Text, "How: email, post, portal."),
        key("confirmed", Kind::Date, "The day the client said it arrived."),
    ],
);

/// What an invoice's `lines` hold.
pub const LINE: Table = table(
    "line",
    &[
        key("description", Kind::Text, "What was billed."),
        key("quantity", Kind::Decimal, "How many; default 1."),
        required("unit_price", Kind::Decimal, "Net, for one."),
        key(
            "tax_percent",
            Kind::Percent { most: 1000 },
            "Tax on it; default 0.",
        ),
    ],
);

const WITHHOLDING: Table = table(
    "withholding",
    &[
        key("percent", Kind::Percent { most: 100 }, "Of the nets of `lines`."),
        key("amount", Kind::Amount, "A fixed sum; the only way without lines."),
        key("name", Kind::Text, "The tax's name, such as IRPF."),
    ],
);

const RECEIPT: Table = table(
    "payment",
    &[
        required("date", Kind::Date, "The day it arrived."),
        required("amount", Kind::Amount, "How much."),
        key("method", Kind::Text, "How it was paid: bank transfer, cash."),
        key("reference", Kind::Text, "What the bank's statement says."),
    ],
);

const CREDIT: Table = table(
    "credit",
    &[
        required("date", Kind::Date, "From when."),
        required("amount", Kind::Amount, "How much."),
        key("reason", Kind::Text, "Why."),
    ],
);

const DISPUTE: Table = table(
    "dispute",
    &[
        required("opened", Kind::Date, "The day they objected."),
        key("reason", Kind::Text, "To what."),
        key("resolved", Kind::Date, "The day it was settled."),
    ],
);

const EVENT: Table = table(
    "event",
    &[
        required("date", Kind::Date, "From when."),
        key("reason", Kind::Text, "Why."),
    ],
);
