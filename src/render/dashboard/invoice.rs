//! One invoice: its figures, where it stands on the ladder, and every fact behind that.

use super::{
    Page,
    element::{Action, Arrangement, Entry, Fact, Link, Mark},
    findings::Finding,
};
use crate::render::prose::Html;
use serde::Serialize;

/// `invoice-ID.html`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Invoice {
    pub id: String,
    /// As printed.
    pub number: String,
    pub client: Link,
    pub contract: Option<Link>,
    pub state: Mark,
    pub marks: Vec<Mark>,
    /// "6 000.00 USD, due on 22 January, 38 days overdue."
    pub sentence: String,
    pub balance: String,
    /// From the total down to the balance: one line a step.
    pub sums: Vec<Sum>,
    pub lines: Vec<InvoiceLine>,
    /// Issued, due, sent, confirmed, limitation.
    pub facts: Vec<Fact>,
    /// "Reminder sent on 2 February"; the next step.
    pub stage: Vec<Fact>,
    pub actions: Vec<Action>,
    /// "No reminder while the promise of 15 February is open."
    pub held: Option<String>,
    pub arrangements: Vec<Arrangement>,
    pub interest: Option<Interest>,
    /// Payments, credits and contacts, the latest first.
    pub timeline: Vec<Entry>,
    pub findings: Vec<Finding>,
    pub notes: Option<Html>,
}

impl Page for Invoice {
    const TEMPLATE: &'static str = "invoice.html";
    const PLACE: &'static str = "clients";
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sum {
    pub label: String,
    pub amount: String,
    /// The line below which it is added up.
    pub total: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InvoiceLine {
    pub description: String,
    pub quantity: String,
    pub unit_price: String,
    pub tax: Option<String>,
    pub net: String,
}

/// What ran, stretch by stretch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Interest {
    pub amount: String,
    pub compensation: Option<String>,
    pub stretches: Vec<Stretch>,
    /// The rule, the rate's source, "provisional", and that payments were counted against the principal first.
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stretch {
    pub from: String,
    pub to: String,
    pub days: String,
    pub principal: String,
    pub percent: String,
}
