//! A record as text that a careful user could have written: what every command that records something writes. Apart
//! because the ledger's own tables, and nobody else, say which keys there are and in which order they stand.

use crate::{
    calendar::Date,
    model::{
        Kind,
        format::{Key, Table},
    },
    money::{Amount, Currency},
};
use std::fmt::Write;

/// What stands behind a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// The user's or client's words, quoted where YAML would read them as something else.
    Text(String),
    /// Dates, amounts, ids, words of a fixed set, `true`: as they are.
    Plain(String),
    List(Vec<Entry>),
    Map(Vec<(String, Entry)>),
}

/// A record under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    kind: Kind,
    entries: Vec<(&'static str, Entry)>,
}

/// Longer than this, a list or mapping is written over several lines.
const WIDTH: usize = 100;

impl Record {
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            entries: Vec::new(),
        }
    }

    /// With `key`, which the kind's table must have; an empty text, list or mapping is left out.
    #[must_use]
    pub fn with(mut self, key: &'static str, entry: impl Into<Entry>) -> Self {
        let entry = entry.into();
        if !entry.is_empty() {
            self.entries.retain(|(known, _)| *known != key);
            self.entries.push((key, entry));
        }
        self
    }

    /// With `key` if there is something to say.
    #[must_use]
    pub fn with_some(self, key: &'static str, entry: Option<impl Into<Entry>>) -> Self {
        match entry {
            Some(entry) => self.with(key, entry),
            None => self,
        }
    }

    /// As YAML, its keys in the order of its table; ends in a line break.
    pub fn yaml(&self) -> String {
        let mut text = String::new();
        for (key, entry) in self.ordered() {
            entry.write_block(&mut text, key);
        }
        text
    }

    /// As YAML, with a comment for each of these keys that it doesn't have: what could be said too, in the table's words.
    pub fn yaml_with_hints(&self, keys: &[&str]) -> String {
        let missing =
            |key: &&Key| keys.contains(&key.name) && self.entries.iter().all(|(own, _)| *own != key.name);
        let hints = self.kind.table().keys.iter().filter(missing);
        let hints: String = hints
            .map(|key| format!("# {}: {}\n", key.name, key.doc))
            .collect();
        self.yaml() + &hints
    }

    /// As Markdown: the keys as front matter, then `body`.
    pub fn markdown(&self, body: &str) -> String {
        format!("---\n{}---\n{}\n", self.yaml(), body.trim())
    }

    fn ordered(&self) -> Vec<(&'static str, &Entry)> {
        let place = |key: &str| Self::place(self.kind.table(), key);
        let mut entries: Vec<_> = self.entries.iter().map(|(key, entry)| (*key, entry)).collect();
        entries.sort_by_key(|(key, _)| place(key));
        entries
    }

    fn place(table: &Table, key: &str) -> usize {
        table
            .keys
            .iter()
            .position(|known| known.name == key)
            .unwrap_or(usize::MAX)
    }
}

impl Entry {
    /// With the currency's decimals; one that has more is written as it is, for the loader to refuse, never rounded.
    pub fn amount(amount: Amount, currency: Currency) -> Self {
        Self::Plain(if amount.decimals() > currency.decimals() {
            amount.shortest()
        } else {
            amount.plain(currency)
        })
    }

    /// A mapping in the order given; entries that are empty are left out.
    pub fn map<const N: usize>(entries: [(&str, Entry); N]) -> Self {
        let said = entries.into_iter().filter(|(_, entry)| !entry.is_empty());
        Self::Map(said.map(|(key, entry)| (key.to_owned(), entry)).collect())
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) | Self::Plain(text) => text.trim().is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Map(entries) => entries.is_empty(),
        }
    }

    fn is_map(&self) -> bool {
        matches!(self, Self::Map(_))
    }

    fn write_block(&self, text: &mut String, key: &str) {
        let flow = self.flow();
        // Writing to a String can't fail.
        let _ = match self {
            Self::Text(words) if is_prose(words) => {
                let lines = words.trim_end().lines();
                let body: String = lines
                    .map(|line| {
                        if line.is_empty() {
                            "\n".to_owned()
                        } else {
                            format!("  {line}\n")
                        }
                    })
                    .collect();
                write!(text, "{key}: |-\n{body}")
            }
            Self::List(items) if items.iter().any(Self::is_map) || key.len() + flow.len() + 2 > WIDTH => {
                let lines: String = items
                    .iter()
                    .map(|item| format!("  - {}\n", item.flow()))
                    .collect();
                write!(text, "{key}:\n{lines}")
            }
            Self::Map(entries) if key.len() + flow.len() + 2 > WIDTH => {
                let lines: String = entries
                    .iter()
                    .map(|(key, entry)| format!("  {}: {}\n", scalar(key), entry.flow()))
                    .collect();
                write!(text, "{key}:\n{lines}")
            }
            _ => writeln!(text, "{key}: {flow}"),
        };
    }

    fn flow(&self) -> String {
        match self {
            Self::Text(words) => scalar(words.trim_end()),
            Self::Plain(plain) => plain.clone(),
            Self::List(items) => {
                let items: Vec<_> = items.iter().map(Self::flow).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Map(entries) => {
                let entries: Vec<_> = entries
                    .iter()
                    .map(|(key, entry)| format!("{}: {}", scalar(key), entry.flow()))
                    .collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }
}

impl From<Date> for Entry {
    fn from(date: Date) -> Self {
        Self::Plain(date.to_string())
    }
}

impl From<&str> for Entry {
    fn from(text: &str) -> Self {
        // The loader takes no carriage return: it is what a terminal or a pasted mail left at a line's end.
        Self::Text(text.replace("\r\n", "\n").replace('\r', "\n"))
    }
}

impl From<String> for Entry {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<bool> for Entry {
    fn from(value: bool) -> Self {
        Self::Plain(value.to_string())
    }
}

/// Several lines that a block of YAML can hold to the letter.
fn is_prose(text: &str) -> bool {
    let text = text.trim_end();
    let holds = |line: &str| !line.ends_with([' ', '\t']) && !line.chars().any(needs_escape);
    text.contains('\n')
        && !text.contains('\r')
        && !text.starts_with([' ', '\t', '\n'])
        && text.lines().all(holds)
}

/// Control characters, and those that some readers take for line breaks or that nobody sees.
fn needs_escape(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Plain where every reader of YAML, old or new, sees the same text; else in double quotes.
fn scalar(text: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || " _./+-@()&".contains(c);
    let is_plain = text.chars().all(is_word)
        && text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
            .contains(&text.to_lowercase().as_str());
    if is_plain {
        return text.to_owned();
    }
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if needs_escape(c) => {
                let _ = write!(quoted, "\\U{:08X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::parse_date,
        load::{self, Content, Folder},
    };
    use proptest::prelude::*;

    fn payment() -> Record {
        let eur = Currency::from_code("EUR").unwrap();
        let amount = |text: &str| Entry::amount(Amount::parse(text).unwrap(), eur);
        Record::new(Kind::Payment)
            .with("reference", "ACME: 4711")
            .with("amount", amount("5000"))
            .with("client", "acme")
            .with("date", parse_date("2026-03-04").unwrap())
            .with("method", "")
            .with(
                "allocate",
                Entry::map([("inv-014", amount("4000")), ("007", amount("1000"))]),
            )
    }

    #[test]
    fn keys_stand_as_the_format_shows_them() {
        assert_eq!(
            payment().yaml(),
            "client: acme\ndate: 2026-03-04\namount: 5000.00\nallocate: {inv-014: 4000.00, \"007\": 1000.00}\nreference: \"ACME: 4711\"\n"
        );
    }

    #[test]
    fn what_could_be_said_too_is_told_in_comments() {
        let text = payment().yaml_with_hints(&["returned", "amount"]);
        let hints = text.strip_prefix(&payment().yaml()).unwrap();
        assert!(
            hints.starts_with("# returned: ") && hints.lines().count() == 1,
            "{hints}"
        );
    }

    #[test]
    fn what_is_long_takes_lines_of_its_own() {
        let items = (0..12).map(|n| Entry::Text(format!("invoice-{n:02}"))).collect();
        let text = Record::new(Kind::Log)
            .with("invoices", Entry::List(items))
            .with("note", "Said:\n\n  the approval was lost.\n")
            .markdown("Dear all,\n\nbye\n\n");
        assert!(
            text.contains("invoices:\n  - invoice-00\n  - invoice-01\n"),
            "{text}"
        );
        assert!(
            text.ends_with("note: |-\n  Said:\n\n    the approval was lost.\n---\nDear all,\n\nbye\n"),
            "{text}"
        );
    }

    /// The note of a log entry that holds `note`, as the loader reads it.
    fn read_back(note: &str) -> String {
        let entry = Record::new(Kind::Log)
            .with("client", "acme")
            .with("date", parse_date("2026-03-04").unwrap())
            .with("note", note);
        let bytes = |text: &str| Content::Bytes(text.as_bytes().to_vec());
        let mut folder = Folder::default();
        for (path, text) in [
            ("dunlin.yaml", "creditor: {name: X}\ncurrency: EUR\n".to_owned()),
            ("clients/acme.yaml", "name: Acme\n".to_owned()),
            ("log/a.yaml", entry.yaml()),
        ] {
            folder.files.insert(path.to_owned(), bytes(&text));
        }
        let loaded = load::ledger(&folder, &[]);
        assert_eq!(loaded.findings, [], "{}", entry.yaml());
        loaded.ledger.unwrap().log["a"].note.clone()
    }

    #[test]
    fn words_that_mean_something_to_yaml_stay_words() {
        for text in [
            "no",
            "~",
            "null",
            "0123",
            "2026-03-01",
            "1e3",
            "- a",
            "a: b",
            "a #b",
            "\"",
            "'",
            "&a",
            "*a",
            "!x",
            "%",
            "@x",
            "a\\b",
            "a\nb",
            "a\n\nb",
            "tab\there",
            "\u{feff}x",
            "é\u{2028}x",
            "{a: b}",
            "[",
            "|",
            ">",
            "key:",
            "#",
        ] {
            assert_eq!(read_back(text), text, "{text:?}");
        }
        assert_eq!(read_back("a\r\nb\rc"), "a\nb\nc");
    }

    proptest! {
        #[test]
        fn any_text_is_read_back(text in "[\\PC\\n\\t]{0,60}") {
            let expected = text.trim_end();
            prop_assume!(!expected.trim().is_empty());
            prop_assert_eq!(read_back(&text), expected);
        }
    }
}
