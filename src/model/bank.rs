//! How a bank writes its statements: a rules file's table of keys and what they fill; apart from the records because it
//! tells how to read a file, and nothing about anybody.

use super::format::{Fields, Kind, Table, Value, Word, key, required, table, words};
use crate::{money::Currency, source::At};

words! {
    /// Between columns.
    Separator { Comma = ",", Semicolon = ";", Tab = "tab", Bar = "|" }
}

words! {
    /// How the file's bytes are to be read.
    Encoding { Utf8 = "utf-8", Latin1 = "latin-1", Windows1252 = "windows-1252" }
}

words! {
    /// Between an amount's whole and its fraction.
    DecimalMark { Point = ".", Comma = "," }
}

words! {
    /// Which amounts came in.
    Sign { Plain = "plain", Reversed = "reversed" }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankRules {
    pub separator: Separator,
    pub encoding: Encoding,
    /// Lines before the header, or before the first row.
    pub skip: u32,
    /// The first line has the columns' names; else they are counted from 1.
    pub header: bool,
    /// Columns, each by its name or number.
    pub date: String,
    /// As `%d.%m.%Y`.
    pub date_form: String,
    pub sums: Sums,
    pub decimal: DecimalMark,
    pub currency: Option<String>,
    /// Of rows that say none; default: the ledger's.
    pub account_currency: Option<Currency>,
    pub payer: Vec<String>,
    pub text: Vec<String>,
    pub reference: Vec<String>,
    /// Rows that hold one of these are left out, whatever the case of its letters.
    pub ignore: Vec<String>,
    /// What the bank calls a payer, and which client that is.
    pub payers: Vec<(String, At<String>)>,
    pub method: String,
}

/// Where a row says how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sums {
    /// One column; below 0 went out, or with `reversed` came in.
    One { amount: String, sign: Sign },
    /// A column for what came in, and one for what went out.
    Two { credit: String, debit: String },
}

impl BankRules {
    /// `None`: a key that it can't do without is missing.
    pub fn from_fields(fields: &Fields) -> Option<Self> {
        let texts = |key: &str| fields.texts(key).into_iter().map(|text| text.value).collect();
        Some(Self {
            separator: fields
                .word("separator")
                .map_or(Separator::Comma, |word| word.value),
            encoding: fields.word("encoding").map_or(Encoding::Utf8, |word| word.value),
            skip: fields.count("skip").map_or(0, |count| count.value),
            header: fields.bool("header").is_none_or(|header| header.value),
            date: fields.text("date")?.value,
            date_form: fields.text("date_form")?.value,
            sums: Sums::from_fields(fields)?,
            decimal: fields.word("decimal")?.value,
            currency: fields.text("currency").map(|column| column.value),
            account_currency: fields.currency("account_currency").map(|code| code.value),
            payer: texts("payer"),
            text: texts("text"),
            reference: texts("reference"),
            ignore: texts("ignore"),
            payers: fields.map("payers").iter().filter_map(payer).collect(),
            method: match fields.text("method") {
                Some(method) => method.value,
                None => "bank transfer".to_owned(),
            },
        })
    }
}

impl Sums {
    fn from_fields(fields: &Fields) -> Option<Self> {
        let text = |key: &str| fields.text(key).map(|text| text.value);
        match (text("amount"), text("credit"), text("debit")) {
            (Some(amount), None, None) => Some(Self::One {
                amount,
                sign: fields.word("sign").map_or(Sign::Plain, |word| word.value),
            }),
            (None, Some(credit), Some(debit)) => Some(Self::Two { credit, debit }),
            _ => None,
        }
    }
}

fn payer((name, client): &(At<String>, At<Value>)) -> Option<(String, At<String>)> {
    let id = client.value.as_text()?.to_owned();
    Some((name.value.clone(), At::new(id, client.span)))
}

const ONE_OR_MORE: Kind = Kind::OneOf(&[Kind::Text, Kind::List(&Kind::Text)]);

pub const TABLE: Table = table(
    "rules file",
    &[
        key(
            "separator",
            Kind::Word(Separator::WORDS),
            "Between columns; default: a comma.",
        ),
        key(
            "encoding",
            Kind::Word(Encoding::WORDS),
            "How the file's bytes are to be read; default: utf-8.",
        ),
        key(
            "skip",
            Kind::Count,
            "Lines before the header, or before the first row.",
        ),
        key(
            "header",
            Kind::Bool,
            "False: no line of names; columns are then numbers, from 1.",
        ),
        required("date", Kind::Text, "The column of the booking day."),
        required(
            "date_form",
            Kind::Text,
            "How days are written: %d.%m.%Y, %Y-%m-%d, %m/%d/%Y; %y is a year of two digits.",
        ),
        key(
            "amount",
            Kind::Text,
            "The column of what came in or, below 0, went out.",
        ),
        key(
            "credit",
            Kind::Text,
            "Instead of amount: the column of what came in.",
        ),
        key("debit", Kind::Text, "With credit: the column of what went out."),
        required(
            "decimal",
            Kind::Word(DecimalMark::WORDS),
            "Between an amount's whole and its fraction.",
        ),
        key(
            "sign",
            Kind::Word(Sign::WORDS),
            "Reversed: what came in is below 0.",
        ),
        key("currency", Kind::Text, "The column of the currency."),
        key(
            "account_currency",
            Kind::Currency,
            "Of rows that say none; default: the ledger's.",
        ),
        key("payer", ONE_OR_MORE, "The column of who paid."),
        key("text", ONE_OR_MORE, "The columns of what the payer wrote."),
        key(
            "reference",
            ONE_OR_MORE,
            "The column of the bank's own number for the row, which no other row has.",
        ),
        key("ignore", ONE_OR_MORE, "Rows that hold one of these are left out."),
        key(
            "payers",
            Kind::Map {
                key: &Kind::Text,
                value: &Kind::Id,
            },
            "What the bank calls a payer, and the id of the client that it is.",
        ),
        key(
            "method",
            Kind::Text,
            "What the payments say of how they came; default: bank transfer.",
        ),
    ],
);
