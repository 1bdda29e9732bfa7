//! The keys of a contract, apart from what they become because a reader wants the one or the other.

use super::{Amounts, Disputes, EndOfMonth, EveryWord, LateInterestWord, Status};
use crate::model::{
    client::LateCharges,
    format::{Kind, Table, Target, Word, key, required, table},
};

pub const TABLE: Table = table(
    "contract",
    &[
        key("id", Kind::Id, "The contract's id, if it isn't the file's name."),
        required("client", Kind::Reference(Target::Client), "Whom it is with."),
        key("title", Kind::Text, "What the work is."),
        key("date", Kind::Date, "The day it was made."),
        key(
            "signed",
            Kind::Date,
            "The day both had signed; absent: not signed.",
        ),
        key("start", Kind::Date, "Work begins."),
        key("end", Kind::Date, "Work is to be done."),
        key(
            "jurisdiction",
            Kind::Reference(Target::Jurisdiction),
            "Whose courts; else the client's, else the ledger's.",
        ),
        key(
            "governing_law",
            Kind::Reference(Target::Jurisdiction),
            "Whose law on interest, limitation and payment terms; default: the jurisdiction.",
        ),
        key(
            "currency",
            Kind::Currency,
            "Of every amount in it; default: the ledger's.",
        ),
        key(
            "amounts",
            Kind::Word(Amounts::WORDS),
            "Whether amounts hold the tax already (gross, the default) or not (net).",
        ),
        key(
            "tax_percent",
            Kind::Percent { most: 1000 },
            "Tax added to net amounts.",
        ),
        key(
            "total",
            Kind::Amount,
            "The price; may be left out when every instalment is an amount.",
        ),
        key(
            "schedule",
            Kind::List(&Kind::Mapping(&INSTALMENT)),
            "When which part is due.",
        ),
        key("terms", Kind::Mapping(&TERMS), "What was agreed on paying."),
        key(
            "amendments",
            Kind::List(&Kind::Mapping(&AMENDMENT)),
            "Change orders: agreed before the extra work.",
        ),
        key(
            "document",
            Kind::Document,
            "The file with the signed text, if it isn't this file's own body.",
        ),
        key(
            "status",
            Kind::Word(Status::WORDS),
            "active (default), completed or cancelled.",
        ),
        key(
            "policy",
            Kind::Reference(Target::Policy),
            "How invoices under it are chased; over the client's.",
        ),
        key(
            "late_charges",
            Kind::Word(LateCharges::WORDS),
            "What becomes of interest once they have paid.",
        ),
    ],
);

/// One row of a schedule. What it must hold beside `id` is one of each group: see [`INSTALMENT_GROUPS`].
pub const INSTALMENT: Table = table(
    "instalment",
    &[
        required("id", Kind::Id, "What invoices call it."),
        key("due", Kind::Date, "The day the money is due."),
        key(
            "expected",
            Kind::Date,
            "Your estimate, where it is due when billed.",
        ),
        key(
            "every",
            Kind::Word(EveryWord::WORDS),
            "Repeated: week, month, quarter or year, counted from `from`.",
        ),
        key("from", Kind::Date, "The first day of a repeated instalment."),
        key(
            "until",
            Kind::Date,
            "The last day of a repeated instalment; absent: open-ended.",
        ),
        key("amount", Kind::Amount, "A fixed sum."),
        key(
            "percent",
            Kind::Percent { most: 100 },
            "A share of the contract's total.",
        ),
        key("rest", Kind::Bool, "`true`: what is left of the total."),
        key("up_to", Kind::Amount, "Work by the hour, at most this."),
        key("when", Kind::Text, "In words: when design is approved."),
        key(
            "waits_for",
            Kind::Text,
            "What must happen first, such as approval.",
        ),
    ],
);

/// An instalment holds exactly one key of each group.
pub const INSTALMENT_GROUPS: &[&[&str]] = &[
    &["due", "expected", "every"],
    &["amount", "percent", "rest", "up_to"],
];

const TERMS: Table = table(
    "terms",
    &[
        key(
            "payment_days",
            Kind::OneOf(&[Kind::Count, Kind::Mapping(&PAYMENT_DAYS)]),
            "Days from issue to due date.",
        ),
        key(
            "grace_days",
            Kind::Count,
            "Days after the due date before work stops.",
        ),
        key(
            "stop_work",
            Kind::Bool,
            "The contract says that work stops after the grace period until the balance is paid.",
        ),
        key(
            "late_interest",
            Kind::OneOf(&[Kind::Word(LateInterestWord::WORDS), Kind::Mapping(&LATE_INTEREST)]),
            "statutory, none, or a rate of its own.",
        ),
        key(
            "early_discount",
            Kind::Mapping(&EARLY_DISCOUNT),
            "Less to pay for who pays at once.",
        ),
        key(
            "notice_days",
            Kind::Count,
            "Days a final demand gives; default 14.",
        ),
        key(
            "acceptance_days",
            Kind::Count,
            "Work counts as accepted if nobody objects for so many days.",
        ),
        key(
            "disputes",
            Kind::Word(Disputes::WORDS),
            "How a dispute is settled.",
        ),
    ],
);

const PAYMENT_DAYS: Table = table(
    "payment_days",
    &[
        required("days", Kind::Count, "Days from issue."),
        key(
            "end_of_month",
            Kind::Word(EndOfMonth::WORDS),
            "Then on to the month's end (after), or from the month's end on (before).",
        ),
    ],
);

const LATE_INTEREST: Table = table(
    "late_interest",
    &[required(
        "percent_per_year",
        Kind::Percent { most: 1000 },
        "The rate agreed, a year.",
    )],
);

const EARLY_DISCOUNT: Table = table(
    "early_discount",
    &[
        required("percent", Kind::Percent { most: 100 }, "What is taken off."),
        required("days", Kind::Count, "Within so many days of issue."),
    ],
);

const AMENDMENT: Table = table(
    "amendment",
    &[
        required("id", Kind::Id, "What invoices call it."),
        required("date", Kind::Date, "The day it was proposed."),
        key(
            "signed",
            Kind::Date,
            "The day both had signed; absent: not signed.",
        ),
        key("start", Kind::Date, "Its work begins."),
        key("title", Kind::Text, "What changes."),
        key("amount", Kind::Amount, "What it adds to the price."),
        key(
            "schedule",
            Kind::List(&Kind::Mapping(&INSTALMENT)),
            "When which part of it is due.",
        ),
    ],
);
