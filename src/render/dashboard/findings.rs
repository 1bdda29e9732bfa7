//! What is wrong with the ledger's files, as the findings page and the records' own pages show it.

use super::{Page, element::Mark};
use crate::render::prose::Html;
use serde::Serialize;

/// `findings.html`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Findings {
    pub levels: Vec<LevelCount>,
    /// By path.
    pub files: Vec<FileFindings>,
}

impl Page for Findings {
    const TEMPLATE: &'static str = "findings.html";
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
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// "Error", "Warning", "Note".
    pub level: Mark,
    /// `contract/no-deposit`, as one types it after `dunlin explain`.
    pub rule: String,
    pub message: Html,
    pub help: Option<Html>,
    /// Title and address of what a legal figure rests on.
    pub source: Option<String>,
    /// `contracts/acme-website.yaml:12:5`.
    pub place: String,
    /// Its fragment on the findings page, unique there: `finding-12`.
    pub anchor: String,
    pub excerpt: Option<Excerpt>,
    pub related: Vec<Related>,
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
