//! The rest of a list that begins on a client's or a contract's page and is too long for it.

use super::{
    Page,
    client::{ContractRow, InvoiceRow},
    contract::Instalment,
    element::{Entry, Link, Pager},
};
use serde::Serialize;

/// `client-ID~open-2.html`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// The record on whose page the list begins.
    pub of: Link,
    /// "Open invoices".
    pub heading: String,
    /// What a table of invoices says above them.
    pub caption: String,
    pub rows: Rows,
    pub pager: Option<Pager>,
}

/// Of these one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Rows {
    pub invoices: Vec<InvoiceRow>,
    pub contracts: Vec<ContractRow>,
    pub schedule: Vec<Instalment>,
    pub timeline: Vec<Entry>,
}

impl Page for Section {
    const TEMPLATE: &'static str = "section.html";
    const PLACE: &'static str = "clients";
    const IS_OF_CLIENT: bool = true;
}
