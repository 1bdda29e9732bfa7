//! What is wrong with the ledger's files, as the findings pages and the records' own pages show it.

use super::{
    Page,
    element::{Incomplete, Link, Mark, Pager},
};
use crate::render::prose::Html;
use serde::Serialize;

/// `findings.html`, and `findings-2.html` and so on where there are more than a page holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Findings {
    pub levels: Vec<LevelCount>,
    /// Says that files which can't be read may hide more.
    pub incomplete: Option<Incomplete>,
    /// By path.
    pub files: Vec<FileFindings>,
    pub pager: Option<Pager>,
}

impl Page for Findings {
    const TEMPLATE: &'static str = "findings.html";
    const PLACE: &'static str = "findings";
}

/// `findings-by-rule.html`, and `findings-by-rule-2.html` and so on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingsByRule {
    pub levels: Vec<LevelCount>,
    pub incomplete: Option<Incomplete>,
    /// Every rule that found something; only on the first page.
    pub rules: Vec<RuleRow>,
    /// In the same order, as far as this page goes.
    pub groups: Vec<RuleFindings>,
    pub pager: Option<Pager>,
}

impl Page for FindingsByRule {
    const TEMPLATE: &'static str = "findings-by-rule.html";
    const PLACE: &'static str = "findings";
}

/// "3 warnings".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LevelCount {
    pub mark: Mark,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileFindings {
    pub file: String,
    /// The fragment that leads here, unique on the page.
    pub anchor: String,
    /// Its first findings stand on the page before.
    pub continued: bool,
    pub findings: Vec<Finding>,
}

/// A rule in a line: where its findings stand, and how many of each level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleRow {
    pub rule: Link,
    /// English.
    pub summary: Html,
    pub levels: Vec<Mark>,
    pub count: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleFindings {
    /// Leads to the rule's own page.
    pub rule: Link,
    /// English.
    pub summary: Html,
    pub anchor: String,
    pub continued: bool,
    pub levels: Vec<Mark>,
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// "Error", "Warning", "Note".
    pub level: Mark,
    /// `contract/no-deposit`, as one types it after `dunlin explain`; leads to the rule's page.
    pub rule: Link,
    pub message: Html,
    pub help: Vec<Advice>,
    pub source: Option<Source>,
    /// `contracts/acme-website.yaml:12:5`; leads to the finding among those of its file.
    pub place: Link,
    /// The record that it is about; absent on that record's own page.
    pub record: Option<Link>,
    /// Its fragment on the page that `place` leads to: the same from build to build, whatever else is found.
    pub anchor: String,
    pub excerpt: Option<Excerpt>,
    pub related: Vec<Related>,
}

/// The findings of one record on its page: the first of them, and where the others are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct RecordFindings {
    pub first: Vec<Finding>,
    /// "12 more findings".
    pub more: Option<Link>,
}

/// A piece of what to do: one of the two is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Advice {
    pub words: Option<Html>,
    /// Lines to be copied as they are.
    pub lines: Option<String>,
}

/// What a legal figure rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Source {
    pub title: String,
    /// On the web.
    pub href: Option<String>,
}

/// The line that a finding points at, cut where the mark begins and ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Excerpt {
    pub line: String,
    pub before: String,
    pub marked: String,
    pub after: String,
}

/// Another place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Related {
    pub place: String,
    pub message: Html,
    pub excerpt: Option<Excerpt>,
}
