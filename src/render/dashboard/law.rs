//! The law that a ledger rests on: a table of its places, and all that is known of one.

use super::{
    Page,
    element::{Fact, Link, Mark},
};
use serde::Serialize;

/// `law.html`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Law {
    /// In order of their names.
    pub places: Vec<PlaceRow>,
    /// What the ledger's own `law:` changes.
    pub changes: Vec<Fact>,
}

impl Page for Law {
    const TEMPLATE: &'static str = "law.html";
    const PLACE: &'static str = "law";
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceRow {
    pub place: Link,
    /// "12 500.00 USD", "none", "not known"; against a company.
    pub limit: String,
    /// Against a business, today.
    pub interest: String,
    pub limitation: String,
    /// "14 months ago".
    pub checked: String,
    /// "4 clients", "7 contracts", "your own".
    pub rests: Vec<String>,
    /// Old, not verified, the user's own.
    pub marks: Vec<Mark>,
}

/// `law-ID.html`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    pub name: String,
    /// "Read against its sources on 22 November 2026, 14 months ago."
    pub checked: String,
    pub marks: Vec<Mark>,
    /// In English, as the data has them.
    pub alerts: Vec<String>,
    /// What the ledger's own `law:` changes here.
    pub changes: Vec<Fact>,
    pub limits: Vec<LimitLine>,
    pub sections: Vec<Section>,
    pub rates: Vec<RateSheet>,
    /// Who rests on it: "Courts", "Law".
    pub rests: Vec<Rest>,
}

impl Page for Place {
    const TEMPLATE: &'static str = "place.html";
    const PLACE: &'static str = "law";
}

/// A small-claims limit from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LimitLine {
    pub from: String,
    pub amount: String,
    /// Who claims, from whom; empty for everybody.
    pub parties: String,
    pub note: Option<String>,
    /// "In force", "Your own".
    pub marks: Vec<Mark>,
}

/// A matter of the law, with where it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Unique on the page.
    pub anchor: String,
    pub name: String,
    /// "11.52% a year today": what counts most, in large.
    pub figure: Option<String>,
    pub marks: Vec<Mark>,
    pub facts: Vec<Fact>,
    /// In English, as the data has them.
    pub notes: Vec<String>,
    pub sources: Vec<Link>,
}

/// The periods of a reference rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RateSheet {
    pub anchor: String,
    pub name: String,
    /// "Known until 31 December 2026."
    pub known: String,
    pub marks: Vec<Mark>,
    /// What each rule of the place makes of it: "Business".
    pub columns: Vec<String>,
    /// The newest first.
    pub rows: Vec<RateLine>,
    pub notes: Vec<String>,
    pub sources: Vec<Link>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RateLine {
    pub from: String,
    pub percent: String,
    /// One a column.
    pub totals: Vec<String>,
    pub marks: Vec<Mark>,
}

/// What of the ledger rests on a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rest {
    /// "7 contracts under its law".
    pub name: String,
    pub links: Vec<Link>,
    /// "and 312 more".
    pub more: Option<String>,
}
