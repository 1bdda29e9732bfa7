//! All clients, and one client: what they owe, what was agreed, what happened, what to send them.

use super::{
    Page,
    chart::Trend,
    element::{Action, Entry, Fact, Incomplete, Link, Mark, Pager},
    findings::RecordFindings,
    letters::Letter,
};
use crate::render::prose::Html;
use serde::Serialize;

/// `clients.html`, and `clients-2.html` where there are many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clients {
    /// Files that may be anybody's, or whole clients, could not be read.
    pub incomplete: Option<Incomplete>,
    /// Whom to chase first on top.
    pub clients: Vec<ClientRow>,
    /// The command that makes the first client, where there is none.
    pub start: Option<String>,
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
    /// Files that are surely this client's could not be read.
    pub incomplete: Option<Incomplete>,
    pub sorted_by: ClientOrder,
}

/// By what a script puts the rows of a table in order: plain decimals, and days as 2026-11-20. Empty for none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ClientOrder {
    /// Of several currencies the largest figure.
    pub open: String,
    pub overdue: String,
    pub next: String,
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
    /// Beside the figures that rest on records which could not all be read.
    pub incomplete: Option<Incomplete>,
    pub balances: Vec<Balance>,
    /// Their statement of account.
    pub statement: Option<Link>,
    /// How they pay: grade, habit, average, promises.
    pub paying: Vec<Fact>,
    /// Whom to write to, where they can be sued.
    pub facts: Vec<Fact>,
    /// "No letter: some of this client's records could not be read."
    pub held: Option<String>,
    pub actions: Vec<Action>,
    pub letters: Vec<Letter>,
    /// How long their invoices took to be paid; absent while none is.
    pub pace: Option<Trend>,
    /// Of each list what this page has room for, and the way to the rest.
    pub open_invoices: Vec<InvoiceRow>,
    pub open_pager: Option<Pager>,
    pub other_invoices: Vec<InvoiceRow>,
    pub other_pager: Option<Pager>,
    pub contracts: Vec<ContractRow>,
    pub contracts_pager: Option<Pager>,
    /// The latest first.
    pub timeline: Vec<Entry>,
    pub timeline_pager: Option<Pager>,
    pub findings: RecordFindings,
    pub notes: Option<Html>,
}

impl Page for Client {
    const TEMPLATE: &'static str = "client.html";
    const PLACE: &'static str = "clients";
    const IS_OF_CLIENT: bool = true;
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
    /// What links lead to in the list.
    pub anchor: String,
    pub sorted_by: InvoiceOrder,
}

/// As [`ClientOrder`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct InvoiceOrder {
    pub issued: String,
    pub due: String,
    pub total: String,
    pub balance: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContractRow {
    pub contract: Link,
    pub total: String,
    pub billed: String,
    pub paid: String,
    pub marks: Vec<Mark>,
}
