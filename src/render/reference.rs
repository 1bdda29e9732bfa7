//! The format's reference page, made from the tables that the loader reads by: `docs/LEDGER.md`, and each part of it on
//! its own.

use super::schema::{Subject, in_words};
use crate::model::format::{Key, Kind, Table, Target, Word};
use std::fmt::Write;

const OPENING: &str = "\
# What may be written

Made from the tables that dunlin itself reads by, and by a test the same as them. `dunlin schema KIND --format markdown`
prints one part of it.

- A record is a file `*.yaml`, `*.yml`, or `*.md` whose keys stand between two lines `---` at its top.
- **Bold** keys must be there. A key that starts with `x-` is your own, anywhere.
- Dates are `2026-03-01`. Amounts are digits and a point, `1250.50`, above 0, with no more decimals than the currency has.
- A text needs no quotes to stay one: `0123` and `no` are texts where a text is wanted. `true` and `false` are written so.
- An id is letters, digits, `.`, `_` and `-`; case makes no difference. Names that Windows keeps for itself (`con`, `aux.2026`) can't be ids.
";

/// The whole page.
pub fn page() -> String {
    let parts = Subject::ALL.iter().map(|subject| section(*subject));
    std::iter::once(OPENING.to_owned())
        .chain(parts)
        .collect::<Vec<_>>()
        .join("\n")
}

/// What one kind of file may hold: its keys, then those of each group in it.
pub fn section(subject: Subject) -> String {
    let place = match subject.kind() {
        Some(kind) => format!("{}/ID", kind.folder()),
        None => "dunlin.yaml".to_owned(),
    };
    let mut section = Section {
        subject,
        text: format!("## {place}\n\n{}\n", subject.about()),
        ahead: vec![subject.table()],
        done: Vec::new(),
    };
    while let Some(table) = section.next() {
        section.table(table);
    }
    section.text
}

struct Section {
    subject: Subject,
    text: String,
    /// Tables met and not written yet, in that order.
    ahead: Vec<&'static Table>,
    done: Vec<&'static str>,
}

impl Section {
    fn next(&mut self) -> Option<&'static Table> {
        while !self.ahead.is_empty() {
            let table = self.ahead.remove(0);
            if !self.done.contains(&table.name) {
                self.done.push(table.name);
                return Some(table);
            }
        }
        None
    }

    fn table(&mut self, table: &'static Table) {
        if table.name != self.subject.table().name {
            let _ = write!(self.text, "\n### {}\n", self.heading(table));
        }
        self.text
            .push_str("\n| key | what it holds | |\n| --- | --- | --- |\n");
        for key in table.keys {
            let row = self.row(key);
            self.text.push_str(&row);
        }
        if let Some(kind) = table.rest {
            let kind = self.kind(kind);
            let doc = if table.name == "rules" {
                "A rule's id, or a group's; `dunlin rules` lists them."
            } else {
                ""
            };
            let _ = writeln!(self.text, "| any other | {kind} | {doc} |");
        }
        for (n, said) in in_words(table).iter().enumerate() {
            let before = if n == 0 { "\n" } else { "" };
            let _ = writeln!(self.text, "{before}- {said}");
        }
    }

    fn row(&mut self, key: &'static Key) -> String {
        let name = if key.required {
            format!("**`{}`**", key.name)
        } else {
            format!("`{}`", key.name)
        };
        format!("| {name} | {} | {} |\n", self.kind(&key.kind), key.doc)
    }

    fn heading(&self, table: &Table) -> String {
        format!("{}: {}", self.subject.word(), table.name)
    }

    /// A group's keys come later, below a heading of their own.
    fn kind(&mut self, kind: &'static Kind) -> String {
        match kind {
            Kind::List(inner) => format!("a list, each: {}", self.kind(inner)),
            Kind::Mapping(table) => {
                self.ahead.push(table);
                let anchor = self.heading(table).replace(": ", "-").replace(' ', "-");
                format!("[{}](#{anchor})", table.name)
            }
            Kind::Map { key, value } => {
                format!("keys: {}; values: {}", self.kind(key), self.kind(value))
            }
            Kind::OneOf(kinds) => {
                let kinds: Vec<_> = kinds.iter().map(|kind| self.kind(kind)).collect();
                kinds.join("; or ")
            }
            single => single_value(single),
        }
    }
}

fn single_value(kind: &Kind) -> String {
    let fixed = match kind {
        Kind::Percent { most } => return format!("0 to {most}"),
        Kind::Word(words) => {
            let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
            return words.join(" ");
        }
        Kind::Text => "text",
        Kind::Id => "an id",
        Kind::Date => "a date",
        Kind::Bool => "`true` `false`",
        Kind::Amount => "an amount",
        Kind::Decimal => "a number",
        Kind::Count => "a whole number",
        Kind::Offset => "a whole number, below 0 too",
        Kind::Language => "a language, such as `en` or `pt-BR`",
        Kind::Currency => "a currency, such as `EUR`",
        Kind::Document => "a file of the ledger",
        Kind::Folder => "a folder of the ledger",
        Kind::Reference(target) => named(*target),
        Kind::List(_) | Kind::Mapping(_) | Kind::Map { .. } | Kind::OneOf(_) => "",
    };
    fixed.to_owned()
}

fn named(target: Target) -> &'static str {
    match target {
        Target::Client => "a client's id",
        Target::Contract => "a contract's id",
        Target::Instalment => "an instalment's id",
        Target::Invoice => "an invoice's id",
        Target::Policy => "`gentle` `standard` `strict` or a policy's id",
        Target::Jurisdiction => "a place's id, such as `de` or `us-ca`",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_lists_a_table_and_then_those_it_leads_to() {
        assert_eq!(
            section(Subject::Plan),
            "## plans/ID\n\n\
             An agreed plan to pay arrears in parts.\n\n\
             | key | what it holds | |\n\
             | --- | --- | --- |\n\
             | `id` | an id | The plan's id, if it isn't the file's name. |\n\
             | **`client`** | a client's id | Whose arrears. |\n\
             | **`agreed`** | a date | The day it was agreed. |\n\
             | `written` | `true` `false` | Signed by the client, or a letter of guarantee. |\n\
             | **`invoices`** | a list, each: an invoice's id | Which it covers. |\n\
             | `currency` | a currency, such as `EUR` | Default: the ledger's. |\n\
             | **`instalments`** | a list, each: [plan instalment](#plan-plan-instalment) | When how much is to be paid. |\n\
             | `discount` | [plan discount](#plan-plan-discount) | What you let go if the plan is kept. |\n\
             | `cancelled` | a date | The day it ended early. |\n\n\
             ### plan: plan instalment\n\n\
             | key | what it holds | |\n\
             | --- | --- | --- |\n\
             | **`due`** | a date | The last day to pay it in time. |\n\
             | **`amount`** | an amount | How much. |\n\n\
             ### plan: plan discount\n\n\
             | key | what it holds | |\n\
             | --- | --- | --- |\n\
             | **`amount`** | an amount | How much is let go. |\n\
             | **`if_paid_by`** | a date | If everything is paid by this day. |\n"
        );
    }

    #[test]
    fn every_link_leads_to_a_heading() {
        let page = page();
        let headings: Vec<_> = page
            .lines()
            .filter_map(|line| line.strip_prefix("### "))
            .map(|heading| heading.replace(':', "").replace(' ', "-"))
            .collect();
        let links: Vec<_> = page
            .split("](#")
            .skip(1)
            .filter_map(|rest| rest.split_once(')'))
            .collect();
        assert!(links.len() > 20);
        for (link, _) in links {
            assert!(headings.iter().any(|heading| heading == link), "{link}");
        }
    }
}
