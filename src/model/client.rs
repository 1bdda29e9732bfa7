//! Who owes: a client's record, its table of keys and what they fill.

use super::{
    Origin,
    format::{Fields, Kind, Table, Target, Word, key, required, table, words},
};
use crate::{calendar::Date, money::Amount, source::At};

words! {
    /// What the client is to the law.
    ClientKind { Business = "business", Consumer = "consumer", PublicBody = "public-body" }
}

words! {
    /// What a client is organised as: some limits and time limits depend on it.
    LegalForm { Company = "company", SoleTrader = "sole-trader", Person = "person" }
}

words! {
    /// How letters speak to a client.
    Address { Formal = "formal", Informal = "informal" }
}

words! {
    /// What becomes of interest and compensation once the principal is paid.
    LateCharges { Claim = "claim", IfDemanded = "if-demanded", Waive = "waive" }
}

words! {
    /// What a look into a client's past said.
    Outcome { Good = "good", Mixed = "mixed", Bad = "bad" }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    pub id: String,
    pub origin: Origin,
    pub name: At<String>,
    /// Who would be sued.
    pub legal_name: Option<At<String>>,
    pub registration: String,
    pub tax_id: String,
    /// Absent: law for a business, but no letter claims what only a business owes.
    pub kind: Option<At<ClientKind>>,
    pub legal_form: Option<At<LegalForm>>,
    pub language: Option<At<String>>,
    pub address: Address,
    pub jurisdiction: Option<At<String>>,
    pub policy: Option<At<String>>,
    pub contact: Contact,
    pub billing: Billing,
    pub credit_limit: Option<At<Amount>>,
    pub vetting: Vec<Vetting>,
    pub chasing: Chasing,
    pub late_charges: Option<LateCharges>,
    pub notes: String,
    /// The body of an `.md`.
    pub prose: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    pub name: String,
    pub salutation: String,
    pub email: String,
    pub phone: String,
    pub address: String,
    pub cc: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Billing {
    pub email: String,
    pub reference: String,
    pub requires_po: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vetting {
    pub date: At<Date>,
    pub source: String,
    pub outcome: At<Outcome>,
}

/// Whether the user wants this client chased at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chasing {
    /// Up to and including this day.
    pub paused_until: Option<At<Date>>,
    pub stopped: bool,
    pub reason: String,
}

impl Client {
    /// The form the law sees: as written, else a consumer is a person and anybody else a company.
    pub fn legal_form(&self) -> LegalForm {
        match (&self.legal_form, &self.kind) {
            (Some(form), _) => form.value,
            (None, Some(kind)) if kind.value == ClientKind::Consumer => LegalForm::Person,
            _ => LegalForm::Company,
        }
    }

    pub fn is_consumer(&self) -> bool {
        self.kind.is_some_and(|kind| kind.value == ClientKind::Consumer)
    }

    /// Who would be sued.
    pub fn legal_name(&self) -> &str {
        self.legal_name
            .as_ref()
            .map_or(&self.name.value, |name| &name.value)
    }

    /// `None` if the name could not be read; any other bad value is as if it were absent.
    pub fn from_fields(id: String, origin: Origin, fields: &Fields) -> Option<Self> {
        Some(Self {
            id,
            origin,
            name: fields.text("name")?,
            legal_name: fields.text("legal_name"),
            registration: fields.plain_text("registration"),
            tax_id: fields.plain_text("tax_id"),
            kind: fields.word("kind"),
            legal_form: fields.word("legal_form"),
            language: fields.text("language"),
            address: fields.word("address").map_or(Address::Formal, |a| a.value),
            jurisdiction: fields.text("jurisdiction"),
            policy: fields.text("policy"),
            contact: fields
                .fields("contact")
                .map(Contact::from_fields)
                .unwrap_or_default(),
            billing: fields
                .fields("billing")
                .map(Billing::from_fields)
                .unwrap_or_default(),
            credit_limit: fields.amount("credit_limit"),
            vetting: fields.records("vetting", Vetting::from_fields),
            chasing: fields
                .fields("chasing")
                .map(Chasing::from_fields)
                .unwrap_or_default(),
            late_charges: fields.word("late_charges").map(|w| w.value),
            notes: fields.plain_text("notes"),
            prose: String::new(),
        })
    }
}

impl Contact {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            name: fields.plain_text("name"),
            salutation: fields.plain_text("salutation"),
            email: fields.plain_text("email"),
            phone: fields.plain_text("phone"),
            address: fields.plain_text("address"),
            cc: fields.texts("cc").into_iter().map(|cc| cc.value).collect(),
        }
    }
}

impl Billing {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            email: fields.plain_text("email"),
            reference: fields.plain_text("reference"),
            requires_po: fields.bool("requires_po").is_some_and(|b| b.value),
        }
    }
}

impl Vetting {
    fn from_fields(fields: &Fields) -> Option<Self> {
        Some(Self {
            date: fields.date("date")?,
            source: fields.plain_text("source"),
            outcome: fields.word("outcome")?,
        })
    }
}

impl Chasing {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            paused_until: fields.date("paused_until"),
            stopped: fields.bool("stopped").is_some_and(|b| b.value),
            reason: fields.plain_text("reason"),
        }
    }
}

pub const TABLE: Table = table(
    "client",
    &[
        key("id", Kind::Id, "The client's id, if it isn't the file's name."),
        required("name", Kind::Text, "What you call them."),
        key("legal_name", Kind::Text, "Who would be sued; default: `name`."),
        key(
            "registration",
            Kind::Text,
            "Their number in the commercial register.",
        ),
        key("tax_id", Kind::Text, "Their tax number."),
        key(
            "kind",
            Kind::Word(ClientKind::WORDS),
            "What they are to the law: some rules protect consumers, others only businesses.",
        ),
        key(
            "legal_form",
            Kind::Word(LegalForm::WORDS),
            "What they are organised as; default: company, for a consumer person.",
        ),
        key(
            "language",
            Kind::Language,
            "The language of letters to them; default: the ledger's.",
        ),
        key(
            "address",
            Kind::Word(Address::WORDS),
            "How letters speak to them, where the language differs; default: formal.",
        ),
        key(
            "jurisdiction",
            Kind::Reference(Target::Jurisdiction),
            "Where you'd sue them.",
        ),
        key(
            "policy",
            Kind::Reference(Target::Policy),
            "How they are chased: gentle, standard, strict or one of your own.",
        ),
        key("contact", Kind::Mapping(&CONTACT), "Whom letters go to."),
        key(
            "billing",
            Kind::Mapping(&BILLING),
            "Where invoices go, if elsewhere, and what they must carry.",
        ),
        key(
            "credit_limit",
            Kind::Amount,
            "The most you let them owe, in the ledger's currency.",
        ),
        key(
            "vetting",
            Kind::List(&Kind::Mapping(&VETTING)),
            "What you found out about them before taking the job.",
        ),
        key(
            "chasing",
            Kind::Mapping(&CHASING),
            "Pauses or stops every reminder to them.",
        ),
        key(
            "late_charges",
            Kind::Word(LateCharges::WORDS),
            "What becomes of interest once they have paid.",
        ),
        key("notes", Kind::Text, "Free text, Markdown."),
    ],
);

const CONTACT: Table = table(
    "contact",
    &[
        key("name", Kind::Text, "A person or a department."),
        key(
            "salutation",
            Kind::Text,
            "How a letter begins, in their language: \"Dear Ms Vega,\".",
        ),
        key("email", Kind::Text, "Where reminders go."),
        key("phone", Kind::Text, "For calls."),
        key(
            "address",
            Kind::Text,
            "Their postal address, for letters and for a court.",
        ),
        key("cc", Kind::List(&Kind::Text), "Who gets a copy."),
    ],
);

const BILLING: Table = table(
    "billing",
    &[
        key("email", Kind::Text, "Where invoices go."),
        key(
            "reference",
            Kind::Text,
            "What invoices must carry, such as a purchase order.",
        ),
        key(
            "requires_po",
            Kind::Bool,
            "Whether they pay nothing without that reference.",
        ),
    ],
);

const VETTING: Table = table(
    "vetting",
    &[
        required("date", Kind::Date, "The day you found out."),
        key("source", Kind::Text, "Where you heard it."),
        required("outcome", Kind::Word(Outcome::WORDS), "What it said."),
    ],
);

const CHASING: Table = table(
    "chasing",
    &[
        key(
            "paused_until",
            Kind::Date,
            "No reminder up to and including this day.",
        ),
        key("stopped", Kind::Bool, "No reminder any more."),
        key("reason", Kind::Text, "Why."),
    ],
);
