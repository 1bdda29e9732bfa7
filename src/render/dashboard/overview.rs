//! The first page: what to do today, then what is owed, then what is wrong.

use super::{
    Page,
    chart::{Chart, Trend},
    element::{Action, Fact, Incomplete, Link},
    findings::{Finding, LevelCount},
};
use serde::Serialize;

/// `index.html`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overview {
    /// "3 things to do today", "Nothing to do today".
    pub headline: String,
    /// Files could not be read: beside every figure and count.
    pub incomplete: Option<Incomplete>,
    /// Clients who get no letter until their records can be read.
    pub held: Vec<Link>,
    /// Due today or before, as far as the page has room for them; the first is the one to begin with.
    pub today: Vec<Action>,
    /// "12 more in the agenda".
    pub today_more: Option<String>,
    /// Due in the next 14 days.
    pub coming: Vec<Action>,
    pub coming_more: Option<String>,
    /// Absent where no earlier build is known.
    pub changes: Option<Changes>,
    /// In the order of the currencies' codes; empty for a ledger without invoices.
    pub currencies: Vec<CurrencyTotals>,
    /// How long invoices took to be paid, by quarter, in all currencies: days can be compared. Absent while none is.
    pub pace: Option<Trend>,
    pub findings: FindingsSummary,
    /// The ledger holds no record yet: the page says how to begin.
    pub start: Option<Start>,
}

impl Page for Overview {
    const TEMPLATE: &'static str = "overview.html";
    const PLACE: &'static str = "overview";
}

/// What is other than at the last build of an earlier day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// "What changed since 18 November 2026".
    pub title: String,
    /// "Open: €9,400.00, before €10,000.00": one for each figure that is other.
    pub totals: Vec<String>,
    /// The most urgent kind first.
    pub entries: Vec<Changed>,
    /// "and 3 more".
    pub more: Option<String>,
}

/// One change: what, whose, and how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// "Paid", "Now overdue".
    pub what: String,
    /// Where it can be seen.
    pub links: Vec<Link>,
    pub amount: Option<String>,
}

/// What is owed in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CurrencyTotals {
    pub currency: String,
    pub open: String,
    /// Absent when nothing is.
    pub overdue: Option<String>,
    pub promised: Option<String>,
    /// Overdue on contracts whose work is on hold.
    pub on_hold: Option<String>,
    pub disputed: Option<String>,
    /// Received, and on no invoice yet.
    pub unallocated: Option<String>,
    /// Interest, compensation, days sales outstanding, as far as they are known.
    pub measures: Vec<Fact>,
    /// "9 400.00 of 15 400.00 EUR is overdue, most of it for over 90 days.": the bar in words.
    pub aging_sentence: String,
    /// All five, from not yet due to the oldest; empty when nothing is open.
    pub aging: Vec<Bucket>,
    /// Absent when nothing is open.
    pub expected: Option<Expected>,
}

/// When what is open may come in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Expected {
    /// In 4 weeks, in 13, later, and what no day is known of: with that in 4 weeks left out, they add up to what is open.
    pub figures: Vec<Fact>,
    /// Instead of a chart with one column.
    pub sentence: Option<String>,
    pub chart: Option<Chart>,
}

/// One age of what is open, and its place in the bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bucket {
    /// "Not yet due", "1–30 days".
    pub label: String,
    pub amount: String,
    /// "25 %", for people.
    pub share: String,
    /// Where the bar's piece begins and how wide it is, in percent, with a point: `12.5`.
    pub start: String,
    pub width: String,
    /// Where its share is written above the bar; absent for a piece that is too narrow for it.
    pub share_at: Option<String>,
    /// Nothing is that old: the row steps back.
    pub empty: bool,
}

/// How many findings there are, and those to look at first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingsSummary {
    /// "2 errors, 5 warnings"; levels without findings left out.
    pub levels: Vec<LevelCount>,
    /// At most five, the gravest first.
    pub first: Vec<Finding>,
    /// "and 12 more".
    pub more: Option<String>,
}

/// Commands to begin with, each to be copied as it is, in this order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Start {
    pub client: String,
    pub contract: String,
    pub invoice: String,
}
