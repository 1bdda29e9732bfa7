//! Ledgers for this module's tests, written as users write them: one mapping of kinds, ids and records.

use crate::{
    assess::{self, Assessed},
    calendar::{Date, parse_date},
    load::Unread,
    model::{
        Case, Client, Contract, Invoice, Ledger, LogEntry, Origin, Payment, Plan, Settings,
        format::{Fields, Kind, Table, Value},
        settings,
    },
    money::Amount,
    source::{At, FileId, Span},
    statute::Statutes,
};
use serde_json::Value as Json;

/// A ledger on a day.
pub struct Sample {
    ledger: Ledger,
    statutes: Statutes,
    day: Date,
}

impl Sample {
    /// `text`: YAML such as `clients: {a: {name: A}}`; `settings` is `dunlin.yaml`, in euros if left out.
    pub fn on(day: &str, text: &str) -> Self {
        let all: Json = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let mut written = serde_json::json!({"creditor": {"name": "W"}, "currency": "EUR"});
        if let Some(own) = all.get("settings").and_then(Json::as_object) {
            written.as_object_mut().unwrap().extend(own.clone());
        }
        let written = fields(&settings::TABLE, &written);
        let mut ledger = Ledger::new(Settings::from_fields(origin(), &written).unwrap());
        macro_rules! read {
            ($($records:ident: $model:ty),+) => {
                $(for (id, json) in all.get(stringify!($records)).and_then(Json::as_object).into_iter().flatten() {
                    let table = crate::model::Kind::of_folder(stringify!($records)).unwrap().table();
                    let record = <$model>::from_fields(id.clone(), origin(), &fields(table, json));
                    ledger.$records.insert(id.clone(), record.unwrap_or_else(|| panic!("{id}: {json}")));
                })+
            };
        }
        read!(
            clients: Client, contracts: Contract, invoices: Invoice, payments: Payment, log: LogEntry,
            plans: Plan, cases: Case
        );
        let statutes = assess::statutes(&ledger).unwrap();
        Self {
            ledger,
            statutes,
            day: date(day),
        }
    }

    pub fn assess(&self) -> Assessed<'_> {
        assess::assess(&self.ledger, &self.statutes, self.day)
    }

    /// The agenda, with the letters due that day.
    pub fn actions(&self, days: i64) -> Vec<super::Action> {
        let assessed = self.assess();
        let letters = super::letters(&assessed, &Unread::default());
        super::actions(&assessed, &letters, days)
    }
}

pub fn date(text: &str) -> Date {
    parse_date(text).unwrap()
}

pub fn amount(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

fn origin() -> Origin {
    Origin {
        file: FileId(0),
        place: span(),
        whole: span(),
    }
}

fn at<T>(value: T) -> At<T> {
    At::new(value, span())
}

fn fields(table: &Table, json: &Json) -> Fields {
    let mut read = Fields {
        first_key: span(),
        keys: Vec::new(),
        entries: Vec::new(),
        rest: Vec::new(),
    };
    for (name, written) in json
        .as_object()
        .unwrap_or_else(|| panic!("{} isn't {json}", table.name))
    {
        let key = table.keys.iter().find(|key| key.name == name);
        let key = key.unwrap_or_else(|| panic!("{} has no {name}", table.name));
        let read_as = value(&key.kind, written).unwrap_or_else(|| panic!("{name}: {written}"));
        read.keys.push((key.name, span()));
        read.entries.push((key.name, at(read_as)));
    }
    read
}

fn value(kind: &Kind, json: &Json) -> Option<Value> {
    let text = || json.as_str().map(str::to_owned);
    Some(match kind {
        Kind::Date => Value::Date(parse_date(json.as_str()?)?),
        Kind::Bool => Value::Bool(json.as_bool()?),
        Kind::Amount | Kind::Decimal | Kind::Percent { .. } => {
            Value::Number(Amount::parse(&text().unwrap_or_else(|| json.to_string())).ok()?)
        }
        Kind::Count | Kind::Offset => Value::Whole(json.as_i64()?),
        Kind::List(item) => {
            let items = json.as_array().cloned().unwrap_or_else(|| vec![json.clone()]);
            Value::List(
                items
                    .iter()
                    .map(|json| value(item, json).map(at))
                    .collect::<Option<_>>()?,
            )
        }
        Kind::Mapping(table) => Value::Fields(Box::new(fields(table, json.as_object().map(|_| json)?))),
        Kind::Map { value: kind, .. } => {
            let entries = json.as_object()?.iter();
            let entries = entries.map(|(key, json)| Some((at(key.clone()), at(value(kind, json)?))));
            Value::Map(entries.collect::<Option<_>>()?)
        }
        Kind::OneOf(kinds) => kinds.iter().find_map(|kind| value(kind, json))?,
        Kind::Word(words) => Value::Text(text().filter(|word| words.contains(&word.as_str()))?),
        _ => Value::Text(text()?),
    })
}

fn span() -> Span {
    Span::start_of(FileId(0))
}
