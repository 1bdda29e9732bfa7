//! All contracts, those that may cost money on top.

use super::{
    Page,
    element::{Link, Mark, Pager},
};
use serde::Serialize;

/// `contracts.html`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contracts {
    /// "3 of 14 contracts are at risk."; absent when there is none at all.
    pub lead: Option<String>,
    /// At risk, active, over; groups without contracts are left out.
    pub groups: Vec<ContractGroup>,
    pub pager: Option<Pager>,
}

impl Page for Contracts {
    const TEMPLATE: &'static str = "contracts.html";
    const PLACE: &'static str = "contracts";
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContractGroup {
    /// Unique on the page.
    pub anchor: String,
    pub name: String,
    /// What the table holds, in what order.
    pub caption: String,
    /// Behind a fold.
    pub folded: bool,
    pub rows: Vec<ContractLine>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContractLine {
    pub contract: Link,
    pub client: Link,
    pub total: String,
    pub billed: String,
    pub paid: String,
    pub unbilled: String,
    /// The most that can be owed at once, and "of 15 000.00 EUR", the limit of small claims.
    pub peak: String,
    pub limit: Option<String>,
    /// Why it is at risk, the gravest first; else its state.
    pub marks: Vec<Mark>,
}
