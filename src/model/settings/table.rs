//! The keys of `dunlin.yaml`, apart from what they become because a reader wants the one or the other.

use super::{CreditorKind, RuleLevel};
use crate::model::{
    client::{ClientKind, LegalForm},
    format::{Kind, Table, Target, Word, key, required, table},
    policy, recovery,
};

pub const TABLE: Table = table(
    "dunlin.yaml",
    &[
        required("creditor", Kind::Mapping(&CREDITOR), "You."),
        required("currency", Kind::Currency, "For records that name none."),
        key(
            "language",
            Kind::Language,
            "Of the dashboard, and of letters to clients that name none; default: en.",
        ),
        key(
            "jurisdiction",
            Kind::Reference(Target::Jurisdiction),
            "For contracts and clients that name none.",
        ),
        key(
            "policy",
            Kind::Reference(Target::Policy),
            "For clients that name none; default: standard.",
        ),
        key(
            "policies",
            Kind::Map {
                key: &Kind::Id,
                value: &Kind::Mapping(&policy::TABLE),
            },
            "Policies of your own.",
        ),
        key(
            "holidays",
            Kind::List(&Kind::Date),
            "Days that are no business days, beside weekends.",
        ),
        key("reconciled", Kind::Date, "Payments are complete up to this day."),
        key(
            "tolerance",
            Kind::Map {
                key: &Kind::Currency,
                value: &Kind::Amount,
            },
            "What is let go after a payment: bank fees.",
        ),
        key("as_of", Kind::Date, "Pins the day, for examples and archives."),
        key(
            "site",
            Kind::Folder,
            "Where `build` writes the dashboard; default: site.",
        ),
        key("reminders", Kind::Folder, "Where drafts go; default: reminders."),
        key(
            "rules",
            Kind::Mapping(&RULES),
            "How loud each rule speaks, by id or by group.",
        ),
        key(
            "recovery",
            Kind::Mapping(&recovery::TABLE),
            "What your time and each way of recovery cost, for `worth`.",
        ),
        key(
            "law",
            Kind::Mapping(&LAW),
            "Your own limits and rates over the built-in ones.",
        ),
    ],
);

const CREDITOR: Table = table(
    "creditor",
    &[
        required("name", Kind::Text, "Your name, or your firm's."),
        key(
            "kind",
            Kind::Word(CreditorKind::WORDS),
            "individual (default) or organisation: some limits depend on it.",
        ),
        key("email", Kind::Text, "Where clients write to you."),
        key("phone", Kind::Text, "Where clients call you."),
        key("address", Kind::Text, "Your postal address."),
        key("tax_id", Kind::Text, "Your tax number."),
        key(
            "bank",
            Kind::OneOf(&[Kind::Mapping(&BANK), Kind::List(&Kind::Mapping(&BANK))]),
            "Where to pay; a list has one per currency.",
        ),
        key(
            "payment_url",
            Kind::Text,
            "A page to pay on; {number}, {amount} and {currency} are filled in.",
        ),
    ],
);

const BANK: Table = table(
    "bank",
    &[
        key("currency", Kind::Currency, "Which money this account is for."),
        key("holder", Kind::Text, "Whose account."),
        key("iban", Kind::Text, "Its IBAN."),
        key("bic", Kind::Text, "Its bank's BIC."),
        key("text", Kind::Text, "How to pay, where there is no IBAN."),
    ],
);

const RULES: Table = Table {
    name: "rules",
    keys: &[
        key("edition", Kind::Text, "Rules newer than this start as info."),
        key(
            "small_contract",
            Kind::Map {
                key: &Kind::Currency,
                value: &Kind::Amount,
            },
            "Warnings about a contract's clauses are silent up to this total.",
        ),
    ],
    rest: Some(&Kind::OneOf(&[
        Kind::Word(RuleLevel::WORDS),
        Kind::Mapping(&RULE),
    ])),
};

const RULE: Table = table(
    "rule",
    &[
        key(
            "level",
            Kind::Word(RuleLevel::WORDS),
            "off, info, warning or error.",
        ),
        key("days", Kind::Count, "The rule's own number of days."),
        key(
            "percent",
            Kind::Percent { most: 1000 },
            "The rule's own percentage.",
        ),
        key("months", Kind::Count, "The rule's own number of months."),
    ],
);

const LAW: Table = table(
    "law",
    &[
        key(
            "jurisdictions",
            Kind::Map {
                key: &Kind::Id,
                value: &Kind::Mapping(&PLACE),
            },
            "Limits of your own for small claims, by place.",
        ),
        key(
            "rates",
            Kind::Map {
                key: &Kind::Id,
                value: &Kind::List(&Kind::Mapping(&RATE)),
            },
            "Reference rates of your own, by name.",
        ),
    ],
);

const PLACE: Table = table(
    "jurisdiction",
    &[key(
        "small_claims",
        Kind::Mapping(&SMALL_CLAIMS),
        "Its small-claims court.",
    )],
);

const SMALL_CLAIMS: Table = table(
    "small_claims",
    &[key(
        "limits",
        Kind::List(&Kind::Mapping(&LIMIT)),
        "The most one can claim, from a day on.",
    )],
);

const LIMIT: Table = table(
    "limit",
    &[
        required("from", Kind::Date, "The first day it holds."),
        required("amount", Kind::Amount, "The limit, in the place's currency."),
        key(
            "claimant",
            Kind::Word(CreditorKind::WORDS),
            "Only if such a creditor claims.",
        ),
        key(
            "client",
            Kind::Word(ClientKind::WORDS),
            "Only against such a client.",
        ),
        key(
            "legal_form",
            Kind::Word(LegalForm::WORDS),
            "Only against such a client.",
        ),
        key(
            "inclusive",
            Kind::Bool,
            "`false`: the amount itself is already too much.",
        ),
    ],
);

const RATE: Table = table(
    "rate",
    &[
        required("from", Kind::Date, "The first day it holds."),
        required("percent", Kind::Decimal, "Percent a year; may be below 0."),
    ],
);
