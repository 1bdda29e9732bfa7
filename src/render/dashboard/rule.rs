//! One rule: what it finds and why that matters, with examples, and how to change or silence it.

use super::{
    Page,
    element::{Fact, Mark},
    findings::Source,
};
use crate::render::prose::Html;
use serde::Serialize;

/// `rule-GROUP-NAME.html`. What the rule itself says is English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// `contract/no-deposit`.
    pub id: String,
    /// The sentence below its name.
    pub lead: Html,
    pub facts: Vec<Fact>,
    pub sections: Vec<RuleSection>,
    /// What its findings in this ledger rest on, each once.
    pub sources: Vec<Source>,
    /// The lines of `dunlin.yaml` that turn it off.
    pub change: String,
    /// The comment that silences it in one place; absent where none can.
    pub allow: Option<String>,
}

impl Page for Rule {
    const TEMPLATE: &'static str = "rule.html";
    const PLACE: &'static str = "findings";
}

/// The name of a rule's page: `rule-contract-no-deposit.html`.
pub fn page_of(id: &str) -> String {
    format!("rule-{}.html", id.replace('/', "-"))
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleSection {
    /// English: "Why".
    pub title: String,
    /// The fragment that leads here.
    pub anchor: String,
    pub parts: Vec<RulePart>,
}

/// A stretch of a section: one of the three is there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct RulePart {
    pub prose: Option<Html>,
    pub file: Option<SampleFile>,
    /// What dunlin says of the files before; empty where that is nothing.
    pub said: Option<Vec<SampleFinding>>,
}

/// A file of an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SampleFile {
    pub path: String,
    pub text: String,
}

/// A finding of an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SampleFinding {
    pub level: Mark,
    pub message: Html,
    pub place: String,
}
