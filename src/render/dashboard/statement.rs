//! A client's statement of account as a page: to print as a letter, in the client's language.

use super::{Page, element::Link, letters::Sheet};
use serde::Serialize;

/// `statement-ID.html`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    pub client: Link,
    /// BCP 47 tag of the statement, which may be another than the page's.
    pub lang: String,
    pub title: String,
    pub sheet: Sheet,
    pub pieces: Vec<Piece>,
    /// What writes it whole, where not all of it is here.
    pub command: Option<String>,
    /// Some of the client's records couldn't be read.
    pub incomplete: bool,
}

/// A piece of the document, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Piece {
    Section { text: String },
    Subsection { text: String },
    Text { text: String },
    Table(AccountTable),
}

/// A table of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountTable {
    /// For those who don't see it: the heading above.
    pub caption: String,
    pub columns: Vec<AccountColumn>,
    pub rows: Vec<AccountRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountColumn {
    pub title: String,
    /// Set to the right.
    pub figures: bool,
    /// Never broken.
    pub short: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountRow {
    pub sum: bool,
    pub cells: Vec<AccountCell>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountCell {
    pub text: String,
    pub title: String,
    pub figures: bool,
    pub short: bool,
}

impl Page for Statement {
    const TEMPLATE: &'static str = "statement.html";
    const PLACE: &'static str = "clients";
    const IS_OF_CLIENT: bool = true;
}
