//! JSON Schemas of what users write, for their editors: made from the tables that the loader reads by, so that an editor
//! and `dunlin check` say the same.

mod demands;
mod node;
mod value;

pub(super) use demands::in_words;

use super::Files;
use crate::model::{
    Kind,
    format::{Table, Word, words},
    settings,
};
use node::Node;
use value::Definitions;

words! {
    /// What a schema is of: a kind of record, or the settings.
    Subject {
        Case = "case",
        Client = "client",
        Contract = "contract",
        Dunlin = "dunlin",
        Invoice = "invoice",
        Log = "log",
        Payment = "payment",
        Plan = "plan",
    }
}

/// The dialect that a schema is written in. Both say the same, as far as draft-07 can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Draft {
    /// What editors read: with messages of ours in `errorMessage`, a keyword that some of them know.
    Seven,
    /// 2020-12, without that keyword: strict programs refuse what the standard doesn't know.
    Latest,
}

/// Where a ledger keeps its schemas: a hidden folder, so that no record is looked for in it.
pub const FOLDER: &str = ".dunlin/schemas";

impl Subject {
    /// In the order of the format's page.
    pub const ALL: [Self; 8] = [
        Self::Dunlin,
        Self::Client,
        Self::Contract,
        Self::Invoice,
        Self::Payment,
        Self::Log,
        Self::Plan,
        Self::Case,
    ];

    /// What the file at `path`, relative to the ledger's root, is read as.
    pub fn of_path(path: &str) -> Option<Self> {
        let folder = path.split_once('/').map(|(folder, _)| folder);
        Self::ALL.into_iter().find(|subject| match subject.kind() {
            Some(kind) => folder == Some(kind.folder()),
            None => path == "dunlin.yaml",
        })
    }

    /// `None`: the settings.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Case => Some(Kind::Case),
            Self::Client => Some(Kind::Client),
            Self::Contract => Some(Kind::Contract),
            Self::Dunlin => None,
            Self::Invoice => Some(Kind::Invoice),
            Self::Log => Some(Kind::Log),
            Self::Payment => Some(Kind::Payment),
            Self::Plan => Some(Kind::Plan),
        }
    }

    pub fn table(self) -> &'static Table {
        self.kind().map_or(&settings::TABLE, Kind::table)
    }

    /// What such a file is, in a line.
    pub fn about(self) -> &'static str {
        match self {
            Self::Case => "A debt handed to a lawyer, an agency or a court.",
            Self::Client => "Who owes.",
            Self::Contract => "What was agreed.",
            Self::Dunlin => "You, and what holds for every record that says nothing else.",
            Self::Invoice => "What was billed.",
            Self::Log => "Something that happened: a reminder, a call, an answer, a dispute, a credit.",
            Self::Payment => "Money received.",
            Self::Plan => "An agreed plan to pay arrears in parts.",
        }
    }
}

impl Draft {
    fn address(self) -> &'static str {
        match self {
            Self::Seven => "http://json-schema.org/draft-07/schema#",
            Self::Latest => "https://json-schema.org/draft/2020-12/schema",
        }
    }

    fn definitions(self) -> &'static str {
        match self {
            Self::Seven => "definitions",
            Self::Latest => "$defs",
        }
    }
}

/// The schema of one subject, as JSON.
pub fn text(subject: Subject, draft: Draft) -> String {
    let mut definitions = Definitions::new(draft);
    let mut schema = Node::keys([
        ("$schema", draft.address().into()),
        ("title", format!("dunlin: {}", subject.table().name).into()),
        ("description", subject.about().into()),
    ]);
    schema.extend(definitions.table(subject.table()));
    schema.extend(Node::keys([(draft.definitions(), definitions.into_node())]));
    match draft {
        Draft::Seven => schema.text(),
        Draft::Latest => schema.without("errorMessage").text(),
    }
}

/// Every schema as a ledger keeps it, by path below [`FOLDER`].
pub fn files() -> Files {
    let file = |subject: Subject| (name(subject), text(subject, Draft::Seven).into_bytes());
    Subject::ALL.into_iter().map(file).collect()
}

/// The comments by which editors find the schema of the record at `path`, which is relative to the ledger's root: one
/// that the YAML language server reads, one that JetBrains' editors do. Nothing for what is no record.
pub fn modelines(path: &str) -> String {
    let Some(subject) = Subject::of_path(path) else {
        return String::new();
    };
    let up = "../".repeat(path.matches('/').count());
    let schema = format!("{up}{FOLDER}/{}", name(subject));
    format!("# yaml-language-server: $schema={schema}\n# $schema: {schema}\n")
}

fn name(subject: Subject) -> String {
    format!("{}.json", subject.word())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::format::{Key, Kind as Value};
    use std::collections::BTreeMap;

    fn tables(table: &'static Table, found: &mut Vec<&'static Table>) {
        fn of_kind(kind: &'static Value, found: &mut Vec<&'static Table>) {
            match kind {
                Value::List(inner) => of_kind(inner, found),
                Value::Mapping(table) => tables(table, found),
                Value::Map { key, value } => {
                    of_kind(key, found);
                    of_kind(value, found);
                }
                Value::OneOf(kinds) => kinds.iter().for_each(|kind| of_kind(kind, found)),
                _ => {}
            }
        }
        found.push(table);
        table.keys.iter().for_each(|key| of_kind(&key.kind, found));
        table.rest.into_iter().for_each(|kind| of_kind(kind, found));
    }

    fn all_tables() -> Vec<&'static Table> {
        let mut found = Vec::new();
        for subject in Subject::ALL {
            tables(subject.table(), &mut found);
        }
        found
    }

    #[test]
    fn every_key_says_what_it_is_in_one_sentence() {
        for table in all_tables() {
            for Key { name, doc, .. } in table.keys {
                let said = doc.trim() == *doc && doc.ends_with('.') && !doc.contains('\n') && doc.len() > 3;
                assert!(said, "{}: {name}: {doc:?}", table.name);
            }
        }
    }

    #[test]
    fn a_tables_name_is_its_own() {
        for subject in Subject::ALL {
            let mut all = Vec::new();
            tables(subject.table(), &mut all);
            let mut named: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for table in all {
                let keys: Vec<_> = table.keys.iter().map(|key| key.name).collect();
                assert_eq!(
                    *named.entry(table.name).or_insert(keys.clone()),
                    keys,
                    "{}",
                    table.name
                );
            }
        }
    }

    #[test]
    fn of_several_kinds_no_two_are_lists_or_groups() {
        // The loader takes the first of that shape; a schema would take any.
        fn check(kind: &Value) {
            match kind {
                Value::List(inner) => check(inner),
                Value::Map { value, .. } => check(value),
                Value::OneOf(kinds) => {
                    let lists = kinds.iter().filter(|kind| matches!(kind, Value::List(_)));
                    let groups = kinds
                        .iter()
                        .filter(|kind| matches!(kind, Value::Mapping(_) | Value::Map { .. }));
                    assert!(lists.count() < 2 && groups.count() < 2, "{kinds:?}");
                }
                _ => {}
            }
        }
        for table in all_tables() {
            table.keys.iter().for_each(|key| check(&key.kind));
        }
    }

    #[test]
    fn a_modeline_leads_from_the_record_to_the_schema() {
        assert_eq!(
            modelines("invoices/2026/03/014.yaml"),
            "# yaml-language-server: $schema=../../../.dunlin/schemas/invoice.json\n\
             # $schema: ../../../.dunlin/schemas/invoice.json\n"
        );
        assert!(modelines("dunlin.yaml").contains("$schema=.dunlin/schemas/dunlin.json\n"));
        for none in ["README.md", "reminders/acme/firm.md", "invoices"] {
            assert_eq!(modelines(none), "", "{none}");
        }
    }

    #[test]
    fn the_drafts_differ_in_their_own_words_only() {
        for subject in Subject::ALL {
            let seven = text(subject, Draft::Seven);
            for word in [
                "$defs",
                "minContains",
                "maxContains",
                "2020-12",
                "dependentRequired",
            ] {
                assert!(!seven.contains(word), "{subject}: {word}");
            }
            let latest = text(subject, Draft::Latest);
            assert!(
                !latest.contains("definitions") && !latest.contains("errorMessage"),
                "{subject}"
            );
            assert!(seven.contains("errorMessage"), "{subject}");
            assert!(latest.contains("/2020-12/"), "{subject}");
        }
    }
}
