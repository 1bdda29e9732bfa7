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
    /// "12 500.00 USD", "no such limit", "not known"; against a company.
    pub limit: String,
    /// "10.52%", against a business, today.
    pub interest: String,
    /// "3 years".
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
    /// "Last read against its sources on 22 November 2026, 14 months ago."
    pub checked: String,
    pub marks: Vec<Mark>,
    /// As the data has them, in English.
    pub alerts: Vec<String>,
    /// What the ledger's own `law:` changes here.
    pub changes: Vec<Fact>,
    pub court: Section,
    /// The limits of that court.
    pub limits: Vec<LimitLine>,
    pub sections: Vec<Section>,
    pub rates: Vec<RateSheet>,
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
    /// Who claims, from whom.
    pub parties: String,
    /// As the data has it, in English.
    pub note: Option<String>,
    /// "In force", "Your own figure".
    pub marks: Vec<Mark>,
}

/// A matter of the law, with where it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Unique on the page.
    pub anchor: String,
    pub name: String,
    /// "10.52% a year": what counts most, in large.
    pub figure: Option<String>,
    /// How sure it is.
    pub marks: Vec<Mark>,
    pub points: Vec<Point>,
    pub sources: Vec<Link>,
}

/// A label, and what the law says about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Point {
    pub label: String,
    pub value: String,
    /// `value` is as the data has it, in English.
    pub english: bool,
    /// As the data has it, in English.
    pub note: Option<String>,
}

/// The periods of a reference rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RateSheet {
    /// Unique on the page.
    pub anchor: String,
    pub name: String,
    /// "Known until 31 December 2026."
    pub known: String,
    pub marks: Vec<Mark>,
    /// The rules that add their points to it: "A business (+9)".
    pub columns: Vec<String>,
    /// The newest first.
    pub rows: Vec<RateLine>,
    /// As the data has it, in English.
    pub note: Option<String>,
    pub sources: Vec<Link>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RateLine {
    pub from: String,
    pub percent: String,
    /// What each column's rule makes of it.
    pub totals: Vec<String>,
    pub marks: Vec<Mark>,
}

/// What of the ledger rests on a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rest {
    /// "7 contracts under its law and its courts".
    pub name: String,
    pub links: Vec<Link>,
    /// "312 more".
    pub more: Option<String>,
}
