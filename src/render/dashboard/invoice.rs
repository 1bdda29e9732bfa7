//! One invoice: its figures, where it stands on the ladder, and every fact behind that.

use super::{
    Page,
    element::{Action, Arrangement, Entry, Fact, Incomplete, Link, Mark},
    findings::RecordFindings,
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
    /// Beside the figures that rest on records which could not all be read.
    pub incomplete: Option<Incomplete>,
    /// "6 000.00 USD, due on 22 January, 38 days overdue."
    pub sentence: String,
    pub balance: String,
    /// From the total down to the balance: one line a step.
    pub sums: Vec<Sum>,
    pub lines: Vec<InvoiceLine>,
    /// State, due date, days overdue, the step reached and the next one, limitation: each with its account.
    pub standing: Vec<Figure>,
    /// Issued, sent, confirmed, period, papers.
    pub facts: Vec<Figure>,
    pub actions: Vec<Action>,
    /// "No reminder while the promise of 15 February is open."
    pub held: Option<String>,
    pub arrangements: Vec<Arrangement>,
    pub interest: Option<Interest>,
    /// Why none runs, where none does.
    pub no_interest: Vec<Reason>,
    /// Payments, credits and contacts, the latest first.
    pub timeline: Vec<Entry>,
    pub findings: RecordFindings,
    pub notes: Option<Html>,
}

impl Page for Invoice {
    const TEMPLATE: &'static str = "invoice.html";
    const PLACE: &'static str = "clients";
    const IS_OF_CLIENT: bool = true;
}

/// A figure and why it is what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    #[serde(flatten)]
    pub fact: Fact,
    /// Empty where it is as it was written, and that is said beside it.
    pub why: Vec<Reason>,
}

/// A fact that a figure rests on: a sentence, or the page of the law that it was read on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    pub text: String,
    pub place: Option<Place>,
    pub source: Option<Link>,
}

/// Where it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// `contracts/acme-website.yaml:9`.
    pub text: String,
    /// `terms.payment_days`.
    pub key: Option<String>,
    /// The record's page, if it has another than this one.
    pub href: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sum {
    pub label: String,
    pub amount: String,
    /// The line below which it is added up.
    pub total: bool,
    pub why: Vec<Reason>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InvoiceLine {
    pub description: String,
    pub quantity: String,
    pub unit_price: String,
    pub tax: Option<String>,
    pub net: String,
}

/// The interest sheet: what ran, period by period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Interest {
    pub amount: String,
    pub why: Vec<Reason>,
    pub compensation: Option<String>,
    pub compensation_why: Vec<Reason>,
    pub periods: Vec<Period>,
    /// Of all periods.
    pub days: String,
    /// How it is counted: days, years, rounding, payments.
    pub rules: Vec<String>,
    /// What the rate rests on: the contract, the law, reference rates.
    pub sources: Vec<Reason>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Period {
    pub from: String,
    pub to: String,
    pub days: String,
    pub principal: String,
    pub percent: String,
    /// To four decimals: only the sum is rounded to the currency's.
    pub interest: String,
}
