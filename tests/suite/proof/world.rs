//! A ledger in memory: records as plain values, the text that a user would have written, and what the program says.

use dunlin::{
    assess::{self, Assessed},
    calendar::{Date, parse_date},
    load::{self, Content, Loaded},
    render::status,
    report,
    statute::Statutes,
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

pub type Record = Map<String, Value>;

/// Every scalar is a string, as it stands in the file.
#[derive(Clone, Default, PartialEq)]
pub struct World {
    pub settings: Record,
    /// By folder, then by id.
    pub records: BTreeMap<&'static str, BTreeMap<String, Record>>,
}

pub const FOLDERS: [&str; 7] = [
    "clients",
    "contracts",
    "invoices",
    "payments",
    "log",
    "plans",
    "cases",
];

/// As its files, for whoever reads a failure.
impl std::fmt::Debug for World {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (path, text) in self.files() {
            write!(out, "\n--- {path}\n{text}")?;
        }
        Ok(())
    }
}

impl World {
    pub fn all(&self, folder: &str) -> impl Iterator<Item = (&String, &Record)> {
        self.records.get(folder).into_iter().flatten()
    }

    pub fn get(&self, folder: &str, id: &str) -> Option<&Record> {
        self.records.get(folder)?.get(id)
    }

    pub fn add(&mut self, folder: &'static str, id: impl Into<String>, record: Record) {
        self.records.entry(folder).or_default().insert(id.into(), record);
    }

    /// One record a file, keys as they come.
    pub fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::from([("dunlin.yaml".to_owned(), block(&self.settings, false))]);
        for folder in FOLDERS {
            for (id, record) in self.all(folder) {
                files.insert(format!("{folder}/{id}.yaml"), block(record, false));
            }
        }
        files
    }

    /// The same ledger, written otherwise: all records of a kind in one file, last first, keys backwards.
    pub fn files_otherwise(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::from([("dunlin.yaml".to_owned(), block(&self.settings, true))]);
        for folder in FOLDERS {
            let documents = self
                .all(folder)
                .map(|(id, record)| format!("{}id: {id}\n", block(record, true)));
            let mut documents: Vec<_> = documents.collect();
            documents.reverse();
            if !documents.is_empty() {
                files.insert(format!("{folder}/9/all.yaml"), documents.join("---\n"));
            }
        }
        files
    }

    pub fn open(&self) -> Open {
        Open::of(&self.files())
    }
}

/// A ledger that was read.
pub struct Open {
    pub loaded: Loaded,
    statutes: Statutes,
}

impl Open {
    pub fn of(files: &BTreeMap<String, String>) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| (path.clone(), Content::Bytes(text.clone().into_bytes())));
        let folder = load::Folder {
            files: files.collect(),
            ..load::Folder::default()
        };
        let places: Vec<_> = Statutes::ids().collect();
        let loaded = load::ledger(&folder, &places);
        let messages: Vec<_> = loaded.findings.iter().map(|found| &found.message).collect();
        assert!(messages.is_empty(), "{messages:?}");
        let statutes = assess::statutes(loaded.ledger.as_ref().unwrap()).unwrap();
        Self { loaded, statutes }
    }

    pub fn on(&self, day: Date) -> Assessed<'_> {
        let assessed = assess::assess(self.loaded.ledger.as_ref().unwrap(), &self.statutes, day);
        report::conserved(&assessed).unwrap();
        assessed
    }

    /// The bytes of `status --format json`.
    pub fn status(&self, day: Date) -> String {
        let assessed = self.on(day);
        let letters = report::letters(&assessed, &self.loaded.unread);
        let actions = report::actions(&assessed, &letters, report::AGENDA_DAYS);
        let unread = &self.loaded.unread;
        status::json(status::Status {
            assessed: &assessed,
            unread,
            actions: &actions,
        })
        .unwrap()
    }
}

fn block(record: &Record, backwards: bool) -> String {
    let mut lines: Vec<_> = record
        .iter()
        .map(|(key, value)| format!("{key}: {}\n", flow(value, backwards)))
        .collect();
    if backwards {
        lines.reverse();
    }
    lines.concat()
}

fn flow(value: &Value, backwards: bool) -> String {
    match value {
        Value::Object(map) => {
            let mut pairs: Vec<_> = map
                .iter()
                .map(|(k, v)| format!("{k}: {}", flow(v, backwards)))
                .collect();
            if backwards {
                pairs.reverse();
            }
            format!("{{{}}}", pairs.join(", "))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| flow(item, backwards)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::String(text) => text.clone(),
        other => panic!("{other} is no text"),
    }
}

pub fn date(text: &str) -> Date {
    parse_date(text).unwrap_or_else(|| panic!("{text} is no date"))
}

pub fn text<'r>(record: &'r Record, key: &str) -> Option<&'r str> {
    record.get(key)?.as_str()
}

pub fn day_of(record: &Record, key: &str) -> Option<Date> {
    text(record, key).map(date)
}

pub fn part<'r>(record: &'r Record, key: &str) -> Option<&'r Record> {
    record.get(key)?.as_object()
}

pub fn parts<'r>(record: &'r Record, key: &str) -> Vec<&'r Record> {
    let items = record.get(key).and_then(Value::as_array);
    items.into_iter().flatten().filter_map(Value::as_object).collect()
}

/// A mapping of texts, from `("key", "value")`.
pub fn record(pairs: &[(&str, &str)]) -> Record {
    let pairs = pairs
        .iter()
        .map(|(key, value)| ((*key).to_owned(), Value::from(*value)));
    pairs.collect()
}
