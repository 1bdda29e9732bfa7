//! All clients, and one client: what they owe, what was agreed, what happened, what to send them.

use super::{
    Page,
    chart::Trend,
    element::{Action, Entry, Fact, Link, Mark, Pager},
    findings::Finding,
    letters::Letter,
};
use crate::render::prose::Html;
use serde::Serialize;

/// `clients.html`, and `clients-2.html` where there are many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clients {
    /// Whom to chase first on top.
    pub clients: Vec<ClientRow>,
    pub pager: Option<Pager>,
}

impl Page for Clients {
    const TEMPLATE: &'static str = "clients.html";
    const PLACE: &'static str = "clients";
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClientRow {
    pub client: Link,
    pub grade: Option<String>,
    /// One a currency; empty if nothing is open.
    pub balances: Vec<Balance>,
    /// "Pays 12 days late": the habit in words.
    pub habit: Option<String>,
    /// "Firm reminder on 2 March".
    pub next: Option<String>,
    pub marks: Vec<Mark>,
}

/// What is owed in one currency, each amount with its currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Balance {
    pub open: String,
    pub overdue: Option<String>,
    pub unallocated: Option<String>,
}

/// `client-ID.html`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Client {
    pub id: String,
    pub name: String,
    pub grade: Option<String>,
    pub marks: Vec<Mark>,
    pub balances: Vec<Balance>,
    /// How they pay, whom to write to, where they can be sued.
    pub facts: Vec<Fact>,
    /// "No letter: some of this client's records could not be read."
    pub held: Option<String>,
    pub actions: Vec<Action>,
    pub letters: Vec<Letter>,
    /// How long their invoices took to be paid; absent while none is.
    pub pace: Option<Trend>,
    pub open_invoices: Vec<InvoiceRow>,
    pub other_invoices: Vec<InvoiceRow>,
    pub contracts: Vec<ContractRow>,
    /// The latest first.
    pub timeline: Vec<Entry>,
    pub findings: Vec<Finding>,
    pub notes: Option<Html>,
}

impl Page for Client {
    const TEMPLATE: &'static str = "client.html";
    const PLACE: &'static str = "clients";
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InvoiceRow {
    /// By its printed number.
    pub invoice: Link,
    pub issued: Option<String>,
    pub due: Option<String>,
    /// "38 days overdue".
    pub age: Option<String>,
    /// "Overdue", "Paid", "In dispute".
    pub state: Mark,
    pub total: String,
    pub balance: String,
    /// "Reminder sent".
    pub stage: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContractRow {
    pub contract: Link,
    pub total: String,
    pub billed: String,
    pub paid: String,
    pub marks: Vec<Mark>,
}
