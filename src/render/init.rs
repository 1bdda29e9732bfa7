//! The files of a new ledger: an invented client whose records teach the format. Apart because it is the first thing a
//! newcomer reads.

use super::{Files, schema};
use crate::calendar::{Date, add_days};

/// By path; `DAY`, `DAY-3` and `DAY+3` in them are filled in.
const TEMPLATES: [(&str, &str); 9] = [
    (".gitignore", include_str!("../../templates/ledger/gitignore")),
    ("README.md", include_str!("../../templates/ledger/README.md")),
    (
        "clients/acme.yaml",
        include_str!("../../templates/ledger/clients/acme.yaml"),
    ),
    (
        "contracts/acme-website.md",
        include_str!("../../templates/ledger/contracts/acme-website.md"),
    ),
    ("dunlin.yaml", include_str!("../../templates/ledger/dunlin.yaml")),
    (
        "invoices/inv-001.yaml",
        include_str!("../../templates/ledger/invoices/inv-001.yaml"),
    ),
    (
        "invoices/inv-002.yaml",
        include_str!("../../templates/ledger/invoices/inv-002.yaml"),
    ),
    (
        "log/acme-invoice-arrived.md",
        include_str!("../../templates/ledger/log/acme-invoice-arrived.md"),
    ),
    (
        "payments/acme-deposit.yaml",
        include_str!("../../templates/ledger/payments/acme-deposit.yaml"),
    ),
];

/// A new ledger on `day`: a job under way, its deposit paid, its second invoice sent and not yet due.
pub fn files(day: Date) -> Files {
    let file = |(path, text): &(&str, &str)| {
        let text = with_modelines(path, &dated(text, day));
        ((*path).to_owned(), text.into_bytes())
    };
    TEMPLATES.iter().map(file).collect()
}

/// With the comments that lead editors to the record's schema, at the top of its keys.
fn with_modelines(path: &str, text: &str) -> String {
    let mut modelines = schema::modelines(path);
    if !modelines.is_empty() {
        modelines.push('\n');
    }
    match text.strip_prefix("---\n") {
        Some(rest) => format!("---\n{modelines}{rest}"),
        None => modelines + text,
    }
}

/// Puts dates in the place of `DAY`, `DAY-3` and `DAY+3`.
fn dated(text: &str, day: Date) -> String {
    let mut parts = text.split("DAY");
    let first = parts.next().unwrap_or_default();
    parts.fold(first.to_owned(), |done, part| {
        let (offset, rest) = offset(part);
        done + &add_days(day, offset).to_string() + rest
    })
}

/// The days that a text begins with, `-3` or `+3`, and the text after them; 0 if it begins otherwise.
fn offset(text: &str) -> (i64, &str) {
    let signed = text.starts_with(['-', '+']);
    let digits = text.get(1..).unwrap_or_default();
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let number = text
        .get(..=end)
        .filter(|_| signed)
        .and_then(|number| number.parse().ok());
    match number {
        Some(days) => (days, text.get(end + 1..).unwrap_or_default()),
        None => (0, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::parse_date,
        model::{
            Kind as Record,
            format::{Kind, Table},
            settings,
        },
    };
    use serde_json::Value;

    fn texts() -> impl Iterator<Item = (String, String)> {
        let files = files(parse_date("2028-02-29").unwrap());
        files
            .into_iter()
            .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
    }

    /// The YAML of a record and what its table is; nothing for other files.
    fn records() -> Vec<(String, String, &'static Table)> {
        let record = |(path, text): (String, String)| {
            let table = match path.split_once('/') {
                Some((folder, _)) => Record::of_folder(folder)?.table(),
                None if path == "dunlin.yaml" => &settings::TABLE,
                None => return None,
            };
            let yaml = match text.strip_prefix("---\n") {
                Some(rest) => rest.split_once("\n---\n").unwrap().0.to_owned() + "\n",
                None => text,
            };
            Some((path, yaml, table))
        };
        texts().filter_map(record).collect()
    }

    /// Keys that are offered behind a `#`, put to use.
    fn uncommented(yaml: &str) -> String {
        let line = |line: &str| {
            let at = line.len() - line.trim_start().len();
            match line[at..].strip_prefix('#') {
                Some(key) if key.starts_with(|c: char| c.is_ascii_lowercase()) => {
                    format!("{}{key}\n", &line[..at])
                }
                _ => format!("{line}\n"),
            }
        };
        yaml.lines().map(line).collect()
    }

    fn unknown_keys(value: &Value, table: &Table) -> Vec<String> {
        let Some(fields) = value.as_object() else {
            return vec![format!("{} is no mapping", table.name)];
        };
        let unknown =
            fields.iter().flat_map(
                |(name, value)| match table.keys.iter().find(|key| key.name == name) {
                    None if table.rest.is_some() => Vec::new(),
                    None => vec![format!("{} {name}", table.name)],
                    Some(key) => misfits(value, &key.kind),
                },
            );
        let missing = table
            .keys
            .iter()
            .filter(|key| key.required && !fields.contains_key(key.name));
        unknown
            .chain(missing.map(|key| format!("no {}", key.name)))
            .collect()
    }

    fn misfits(value: &Value, kind: &Kind) -> Vec<String> {
        match (kind, value) {
            (Kind::Mapping(table), _) => unknown_keys(value, table),
            (Kind::List(kind), Value::Array(items)) => {
                items.iter().flat_map(|item| misfits(item, kind)).collect()
            }
            (Kind::OneOf(kinds), _) => {
                let mut tried = kinds.iter().map(|kind| misfits(value, kind));
                tried
                    .find(Vec::is_empty)
                    .map_or_else(|| vec![format!("{value} is none of its kinds")], |_| Vec::new())
            }
            (Kind::Word(words), Value::String(word)) if !words.contains(&word.as_str()) => vec![word.clone()],
            (Kind::Date, Value::String(date)) if parse_date(date).is_none() => vec![date.clone()],
            (Kind::Word(_) | Kind::Text | Kind::Date, Value::Object(_) | Value::Array(_)) => {
                vec![value.to_string()]
            }
            _ => Vec::new(),
        }
    }

    #[test]
    fn every_key_is_one_of_the_format_those_only_offered_too() {
        assert_eq!(records().len(), 7);
        for (path, yaml, table) in records() {
            for yaml in [yaml.clone(), uncommented(&yaml)] {
                let value: Value =
                    serde_yaml::from_str(&yaml).unwrap_or_else(|error| panic!("{path}: {error}\n{yaml}"));
                assert_eq!(unknown_keys(&value, table), Vec::<String>::new(), "{path}");
            }
        }
    }

    #[test]
    fn a_newcomer_finds_every_key_of_the_five_kinds_of_record() {
        for (path, yaml, table) in records() {
            let twice_over = path == "invoices/inv-001.yaml" || path == "dunlin.yaml";
            let own_file = [
                "id",
                "to",
                "cc",
                "subject",
                "attachments",
                "as_of",
                "digest",
                "currency",
                "language",
                "also",
                "contract",
                "plan",
            ];
            for key in table
                .keys
                .iter()
                .filter(|key| !twice_over && !own_file.contains(&key.name))
            {
                let shown = yaml.lines().any(|line| {
                    line.trim_start()
                        .trim_start_matches('#')
                        .starts_with(&format!("{}:", key.name))
                });
                assert!(shown, "{path} says nothing of {}", key.name);
            }
        }
    }

    #[test]
    fn dates_are_filled_in_around_the_day() {
        assert_eq!(
            dated(
                "DAY, DAY-29 DAY+1. DAY-x MONDAY",
                parse_date("2028-02-29").unwrap()
            ),
            "2028-02-29, 2028-01-31 2028-03-01. 2028-02-29-x MON2028-02-29"
        );
        for (path, text) in texts() {
            assert!(!text.contains("DAY"), "{path}");
        }
    }

    #[test]
    fn nothing_stands_behind_the_right_margin() {
        for (path, text) in texts() {
            for line in text.lines().filter(|line| !line.starts_with("#amendments")) {
                assert!(line.chars().count() <= 130, "{path}: {line}");
            }
            assert!(!text.contains("\t") && text.ends_with('\n'), "{path}");
        }
    }
}
