//! One contract: what was agreed, how far it is billed and paid, and what the law of its place would bear.

use super::{
    Page,
    chart::Chart,
    element::{Fact, Incomplete, Link, Mark, Pager},
    findings::RecordFindings,
};
use crate::render::prose::Html;
use serde::Serialize;

/// `contract-ID.html`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contract {
    pub id: String,
    pub title: String,
    pub client: Link,
    pub marks: Vec<Mark>,
    /// "Work on hold since 30 January: 2026/014 is more than 7 days overdue."
    pub hold: Option<String>,
    /// Beside the figures that rest on records which could not all be read.
    pub incomplete: Option<Incomplete>,
    pub total: String,
    pub billed: String,
    pub paid: String,
    pub unbilled: String,
    /// Dates, terms, courts.
    pub facts: Vec<Fact>,
    pub schedule: Vec<Instalment>,
    pub schedule_pager: Option<Pager>,
    pub exposure: Option<Exposure>,
    pub findings: RecordFindings,
    pub text: Option<Html>,
    /// The signed text in a file of its own.
    pub document: Option<String>,
}

impl Page for Contract {
    const TEMPLATE: &'static str = "contract.html";
    const PLACE: &'static str = "contracts";
    const IS_OF_CLIENT: bool = true;
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Instalment {
    pub id: String,
    /// "before work starts"; the amendment that it belongs to.
    pub when: Option<String>,
    pub due: String,
    pub amount: String,
    pub billed: Vec<Link>,
    pub paid: Option<String>,
    pub state: Mark,
    /// What would be owed at most if the client paid up to here and no further.
    pub exposure: Option<String>,
}

/// The limit of the small-claims court beside what could be owed at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exposure {
    /// "At most 5 999.99 USD can be owed at once before work stops; the limit in California is 12 500.00 USD."
    pub sentence: String,
    pub peak: String,
    pub limit: Option<String>,
    pub state: Mark,
    /// The same over time; absent where nothing is scheduled.
    pub course: Option<Chart>,
    /// How far peak and limit reach on a common scale, in percent, with a point; absent when not comparable.
    pub peak_width: Option<String>,
    pub limit_at: Option<String>,
    /// "For an individual, since 1 January 2024. Source: …".
    pub notes: Vec<String>,
}
