//! What happened: each reminder, call, answer, dispute, credit and write-off.

use super::{
    Origin, Stage,
    format::{Fields, Kind, Table, Target, Value, Word, key, required, table, words},
};
use crate::{calendar::Date, money::Amount, source::At};

words! {
    What {
        Contact = "contact",
        Dispute = "dispute",
        Resolved = "resolved",
        Credit = "credit",
        WriteOff = "write-off",
        Void = "void",
        Waive = "waive",
        Received = "received",
    }
}

words! {
    Channel {
        Email = "email",
        Call = "call",
        Letter = "letter",
        RegisteredLetter = "registered-letter",
        Meeting = "meeting",
        Message = "message",
        Other = "other",
    }
}

words! {
    Direction { Out = "out", In = "in" }
}

words! {
    /// What the client said.
    Answer {
        SaysPaid = "says-paid",
        LostInvoice = "lost-invoice",
        AwaitingApproval = "awaiting-approval",
        ShortOfCash = "short-of-cash",
        Dissatisfied = "dissatisfied",
        Refused = "refused",
        Other = "other",
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    pub id: String,
    pub origin: Origin,
    pub client: At<String>,
    pub date: At<Date>,
    pub what: What,
    /// Which it is about, each with the step it took if that differs from `stage`.
    pub invoices: Vec<Named>,
    pub channel: Option<Channel>,
    pub direction: Direction,
    pub stage: Option<At<Stage>>,
    pub deadline: Option<At<Date>>,
    /// `false`: bounced, came back, wrong number; it counts for nothing.
    pub delivered: bool,
    pub received: Option<At<Date>>,
    pub proof: Option<At<String>>,
    pub answer: Option<At<Answer>>,
    pub promise: Option<Promise>,
    pub amount: Option<At<Amount>>,
    pub reason: String,
    pub note: String,
    pub to: String,
    pub subject: Option<At<String>>,
    /// Of a sent draft: the language it is in.
    pub language: Option<String>,
    /// The message as sent, in an `.md`.
    pub prose: String,
    /// The same as it stands in the file, line ends and all: what places in it are counted from.
    pub body: Option<At<String>>,
}

/// An invoice that a log entry names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub invoice: At<String>,
    pub stage: Option<At<Stage>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The last day on which paying keeps it.
    pub pay_by: At<Date>,
    /// Absent: all that is open on the invoices named.
    pub amount: Option<At<Amount>>,
    pub written: bool,
}

impl LogEntry {
    pub fn from_fields(id: String, origin: Origin, fields: &Fields) -> Option<Self> {
        let stage = fields.word("stage");
        Some(Self {
            id,
            origin,
            client: fields.text("client")?,
            date: fields.date("date")?,
            what: fields.word("what").map_or(What::Contact, |w| w.value),
            invoices: named_invoices(fields, stage),
            channel: fields.word("channel").map(|c| c.value),
            direction: fields.word("direction").map_or(Direction::Out, |d| d.value),
            stage,
            deadline: fields.date("deadline"),
            delivered: fields.bool("delivered").is_none_or(|d| d.value),
            received: fields.date("received"),
            proof: fields.text("proof"),
            answer: fields.word("answer"),
            promise: fields.fields("promise").and_then(Promise::from_fields),
            amount: fields.amount("amount"),
            reason: fields.plain_text("reason"),
            note: fields.plain_text("note"),
            to: fields.plain_text("to"),
            subject: fields.text("subject"),
            language: fields.text("language").map(|language| language.value),
            prose: String::new(),
            body: None,
        })
    }

    pub fn names(&self, invoice: &str) -> bool {
        self.invoices.iter().any(|named| named.invoice.value == invoice)
    }

    /// The step this was for `invoice`: a message of ours that arrived, and was one.
    pub fn step_for(&self, invoice: &str) -> Option<Stage> {
        if self.what != What::Contact || self.direction != Direction::Out || !self.delivered {
            return None;
        }
        let named = self
            .invoices
            .iter()
            .find(|named| named.invoice.value == invoice)?;
        named.stage.map(|stage| stage.value)
    }
}

/// `[a, b]`, each at the entry's own stage, or `{a: firm, b: reminder}`.
fn named_invoices(fields: &Fields, stage: Option<At<Stage>>) -> Vec<Named> {
    let by_stage = fields.map("invoices").iter().map(|(invoice, word)| Named {
        invoice: invoice.clone(),
        stage: word
            .value
            .as_text()
            .and_then(Stage::from_word)
            .map(|s| At::new(s, word.span)),
    });
    let is_list = !matches!(fields.get("invoices").map(|v| &v.value), Some(Value::Map(_)));
    let listed = fields.texts("invoices").into_iter().filter(|_| is_list);
    by_stage
        .chain(listed.map(|invoice| Named { invoice, stage }))
        .collect()
}

impl Promise {
    fn from_fields(fields: &Fields) -> Option<Self> {
        Some(Self {
            pay_by: fields.date("pay_by")?,
            amount: fields.amount("amount"),
            written: fields.bool("written").is_some_and(|w| w.value),
        })
    }
}

pub const TABLE: Table = table(
    "log entry",
    &[
        key("id", Kind::Id, "The entry's id, if it isn't the file's name."),
        required("client", Kind::Reference(Target::Client), "Whom it was with."),
        required("date", Kind::Date, "The day it happened."),
        key("what", Kind::Word(What::WORDS), "What it was; default: contact."),
        key(
            "invoices",
            Kind::OneOf(&[
                Kind::List(&Kind::Reference(Target::Invoice)),
                Kind::Map {
                    key: &Kind::Reference(Target::Invoice),
                    value: &Kind::Word(Stage::WORDS),
                },
            ]),
            "Which it was about; with a step for each when one message took several.",
        ),
        key(
            "channel",
            Kind::Word(Channel::WORDS),
            "How it went: by email, call, letter or otherwise.",
        ),
        key(
            "direction",
            Kind::Word(Direction::WORDS),
            "out (default), or in: what the client said.",
        ),
        key(
            "stage",
            Kind::Word(Stage::WORDS),
            "The step of the ladder that this was, if it was one.",
        ),
        key("deadline", Kind::Date, "The day it gave them."),
        key(
            "delivered",
            Kind::Bool,
            "`false`: bounced, came back, wrong number; counts for nothing.",
        ),
        key("received", Kind::Date, "The day it was received, for proof."),
        key("proof", Kind::Document, "The proof of receipt."),
        key("answer", Kind::Word(Answer::WORDS), "What they said."),
        key("promise", Kind::Mapping(&PROMISE), "What they promised."),
        key("amount", Kind::Amount, "What a credit took off."),
        key("reason", Kind::Text, "Why: of anything but a contact."),
        key("note", Kind::Text, "Free text."),
        key("to", Kind::Text, "The address it went to."),
        // What a sent draft brings along.
        key(
            "also",
            Kind::List(&Kind::Reference(Target::Invoice)),
            "Of a sent draft: invoices named for information.",
        ),
        key("language", Kind::Language, "Of a sent draft: its language."),
        key("cc", Kind::List(&Kind::Text), "Of a sent draft: who got a copy."),
        key("subject", Kind::Text, "Of a sent draft: its subject."),
        key(
            "currency",
            Kind::Currency,
            "Of a sent draft: the currency of its amount.",
        ),
        key(
            "contract",
            Kind::Reference(Target::Contract),
            "Of a sent letter about a contract.",
        ),
        key(
            "attachments",
            Kind::List(&Kind::Text),
            "Of a sent draft: what went with it.",
        ),
        key("as_of", Kind::Date, "Of a sent draft: the day its step fell due."),
        key(
            "digest",
            Kind::Text,
            "Of a sent draft: tells whether it was edited.",
        ),
    ],
);

const PROMISE: Table = table(
    "promise",
    &[
        required(
            "pay_by",
            Kind::Date,
            "The day until which they said they would pay.",
        ),
        key("amount", Kind::Amount, "How much; absent: all that is open."),
        key("written", Kind::Bool, "Whether you have it in writing."),
    ],
);
