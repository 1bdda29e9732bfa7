//! Keys that need or exclude one another: what a table's rows alone can't say.

use super::{Written, fold};
use crate::{
    finding::Finding,
    load::{nearest::listed, shown},
    model::{
        contract::INSTALMENT_GROUPS,
        format::{Fields, Table, Value},
        invoice::TOTAL_GROUP,
    },
    source::{At, Span},
};
use std::collections::BTreeMap;

/// What is wrong among the keys of one mapping; `name` is what findings call it.
pub(super) fn check((table, name): (&Table, &str), written: &Written, fields: &Fields) -> Vec<Finding> {
    let mut mapping = Mapping {
        name,
        written,
        fields,
        findings: Vec::new(),
    };
    match table.name {
        "instalment" => mapping.instalment(),
        "contract" => mapping.contract(),
        "amendment" => mapping.schedule(),
        "invoice" => mapping.invoice(),
        "withholding" => mapping.one_of(&["percent", "amount"], "how much"),
        "log entry" => mapping.log_entry(),
        _ => {}
    }
    mapping.findings
}

struct Mapping<'a> {
    name: &'a str,
    written: &'a Written,
    fields: &'a Fields,
    findings: Vec<Finding>,
}

impl Mapping<'_> {
    fn missing(&mut self, message: String, help: impl Into<String>) {
        let finding = Finding::new("file/missing-key", self.fields.first_key, message);
        self.findings.push(finding.help(help));
    }

    fn invalid(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.findings
            .push(Finding::new("file/invalid-value", span, message).help(help));
    }

    /// At least one of `keys` must be there.
    fn group(&mut self, keys: &[&'static str], says: &str) {
        if keys.iter().any(|key| self.written.has(key)) {
            return;
        }
        let name = self.name;
        let listed = listed(keys.iter().copied());
        self.missing(
            format!("{name} doesn't say {says}"),
            format!("add {}{listed}", if keys.len() > 2 { "one of " } else { "" }),
        );
    }

    /// Exactly one of `keys` must be there.
    fn one_of(&mut self, keys: &[&'static str], says: &str) {
        self.group(keys, says);
        let mut there: Vec<_> = keys
            .iter()
            .filter_map(|key| Some((self.written.at(key)?, *key)))
            .collect();
        there.sort_unstable();
        let mut there = there.into_iter();
        let Some((first, first_key)) = there.next() else {
            return;
        };
        for (span, key) in there {
            let message = format!("`{first_key}` and `{key}` both say {says}");
            let finding = Finding::new("file/invalid-value", span, message)
                .help("keep one of the two")
                .related(first, format!("`{first_key}` is here"));
            self.findings.push(finding);
        }
    }

    fn instalment(&mut self) {
        let says = ["when it is due", "how much it is"];
        for (group, says) in INSTALMENT_GROUPS.iter().zip(says) {
            self.one_of(group, says);
        }
        if self.written.has("every") && !self.written.has("from") {
            self.missing(
                "a repeated instalment has no `from`".to_owned(),
                "add `from:` with the first day, such as 2026-01-31",
            );
        }
        if !self.written.has("every") {
            for key in ["from", "until"] {
                if let Some(span) = self.written.at(key) {
                    self.invalid(
                        span,
                        format!("`{key}` without `every`"),
                        "add `every: month`, or write the day as `due`",
                    );
                }
            }
        }
        if let Some(rest) = self.fields.bool("rest").filter(|rest| !rest.value) {
            self.invalid(
                rest.span,
                "`rest` is false",
                "write true, or say how much with `amount`",
            );
        }
    }

    fn contract(&mut self) {
        let schedule = self.fields.list("schedule");
        let shares = schedule.iter().filter_map(|row| match &row.value {
            Value::Fields(row) => Some(row),
            _ => None,
        });
        let share = shares
            .clone()
            .find(|row| row.get("percent").is_some() || row.get("rest").is_some());
        if !self.written.has("total") {
            if let Some(row) = share {
                let id = shown(&row.plain_text("id"));
                let message = format!("a contract has no `total`, and instalment `{id}` is a part of it");
                self.missing(message, "add `total:` with the price");
            } else if !self.written.has("schedule") || is_empty(self.fields, "schedule") {
                self.missing(
                    "a contract has neither `total` nor a schedule of amounts".to_owned(),
                    "add `total:` with the price",
                );
            }
        }
        let is_net = self
            .fields
            .get("amounts")
            .and_then(|amounts| amounts.value.as_text())
            == Some("net");
        if is_net && !self.written.has("tax_percent") {
            self.missing(
                "a contract in net amounts has no `tax_percent`".to_owned(),
                "add `tax_percent:`, 0 if no tax is added",
            );
        }
        self.schedule();
        let amendments = ids(self.fields, "amendments");
        self.repeated_ids(&amendments, "amendment");
        let own = ids(self.fields, "schedule");
        let added = self
            .fields
            .list("amendments")
            .into_iter()
            .filter_map(|row| match &row.value {
                Value::Fields(row) => Some(ids(row, "schedule")),
                _ => None,
            });
        let all: Vec<_> = own.into_iter().chain(added.flatten()).collect();
        self.repeated_ids(&all, "instalment");
    }

    /// What is left of a total can be asked for once.
    fn schedule(&mut self) {
        let rows = self.fields.list("schedule");
        let rests = rows.iter().filter_map(|row| match &row.value {
            Value::Fields(row) => row.bool("rest").filter(|rest| rest.value),
            _ => None,
        });
        let rests: Vec<Span> = rests.map(|rest| rest.span).collect();
        let Some((first, others)) = rests.split_first() else {
            return;
        };
        for span in others {
            let finding = Finding::new("file/invalid-value", *span, "a second instalment with `rest`")
                .help("only one can be what is left: write an amount here")
                .related(*first, "the first is here");
            self.findings.push(finding);
        }
    }

    fn repeated_ids(&mut self, ids: &[At<String>], what: &str) {
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        for id in ids {
            let Some(first) = seen.get(&fold(id)) else {
                seen.insert(fold(id), id.span);
                continue;
            };
            let message = format!("{what} `{}` stands in this contract twice", shown(id));
            let finding = Finding::new("file/duplicate-id", id.span, message)
                .help("give each an id of its own")
                .related(*first, "the first is here");
            self.findings.push(finding);
        }
    }

    fn invoice(&mut self) {
        self.group(TOTAL_GROUP, "what is to be paid");
        if self.written.has("lines") && !self.written.has("amount") && is_empty(self.fields, "lines") {
            self.missing(
                "an invoice doesn't say what is to be paid: `lines` is empty".to_owned(),
                "add a line, or `amount`",
            );
        }
        let percent = self
            .fields
            .fields("withholding")
            .and_then(|held| held.get("percent"));
        if let Some(percent) = percent.filter(|_| !self.written.has("lines")) {
            self.invalid(
                percent.span,
                "`percent` is of the nets of `lines`, and there are none",
                "write what is kept back as `amount`, or add `lines`",
            );
        }
    }

    /// An entry that changes an invoice says which: a dispute that named none would hold back no letter.
    fn log_entry(&mut self) {
        let Some(what) = self.fields.get("what").and_then(|what| what.value.as_text()) else {
            return;
        };
        if what == "contact" {
            return;
        }
        let is_credit = what == "credit";
        if is_credit && !self.written.has("amount") {
            self.missing(
                "a credit has no `amount`".to_owned(),
                "add `amount:` with what you took off",
            );
        }
        let entry = format!("`what: {what}`");
        let count = match self.fields.get("invoices").map(|value| &value.value) {
            Some(Value::Map(entries)) => entries.len(),
            Some(Value::List(items)) => items.len(),
            _ => 0,
        };
        match (self.written.at("invoices"), count) {
            (None, _) => self.missing(
                format!("{entry} names no invoice"),
                "add `invoices: [ID]` with what it is about",
            ),
            (Some(span), 2..) if is_credit => self.invalid(
                span,
                format!("a credit is for one invoice, and {count} are named"),
                "write one entry for each invoice",
            ),
            (Some(span), 0) if is_empty(self.fields, "invoices") => {
                self.invalid(span, format!("{entry} names no invoice"), "name what it is about");
            }
            _ => {}
        }
    }
}

/// Written and readable, and nothing in it.
fn is_empty(fields: &Fields, key: &str) -> bool {
    match fields.get(key).map(|value| &value.value) {
        Some(Value::List(items)) => items.is_empty(),
        Some(Value::Map(entries)) => entries.is_empty(),
        _ => false,
    }
}

fn ids(fields: &Fields, list: &str) -> Vec<At<String>> {
    fields.records(list, |row| row.text("id"))
}
