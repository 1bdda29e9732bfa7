//! The law that is shipped, for people: a table of all places, and all that is known of one with where it was read.

mod court;
mod interest;
mod list;
mod time;

pub use list::list;

use super::sheet::{Line, Sheet};
use crate::{
    calendar::Date,
    money::{Amount, Currency},
    statute::{Claimant, Confidence, DebtorKind, Jurisdiction, LegalForm, LimitQuery, Source, Statutes},
};

pub const NO_ADVICE: &str = "Information, not legal advice.";

/// What the law is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Law<'s> {
    pub statutes: &'s Statutes,
    pub day: Date,
    pub claimant: Claimant,
    /// Columns of the terminal.
    pub width: usize,
}

/// All that is known of one place.
pub fn place(law: Law, place: &Jurisdiction) -> String {
    let mut sheet = Sheet::new(law.width);
    sheet.say(Line::strong(&format!("{} ({})", place.name, place.id)));
    sheet.say(format!(
        "Amounts in {}; read against its sources on {}; figures for {}.",
        place.currency, place.checked, law.day
    ));
    for alert in &place.alerts {
        sheet.say(format!("Mind: {alert}"));
    }
    court::write(law, place, &mut sheet);
    interest::write(law, place, &mut sheet);
    time::write(place, &mut sheet);
    sheet.heading(NO_ADVICE);
    sheet.finish()
}

impl Law<'_> {
    /// Against a company whose kind isn't known.
    fn query(self) -> LimitQuery {
        LimitQuery {
            claimant: self.claimant,
            client: None,
            legal_form: LegalForm::Company,
            on: self.day,
        }
    }
}

/// `12500.00 USD`.
fn money(amount: Amount, currency: Currency) -> String {
    format!("{} {currency}", amount.plain(currency))
}

fn claimant(claimant: Claimant) -> &'static str {
    match claimant {
        Claimant::Individual => "an individual",
        Claimant::Organisation => "an organisation",
    }
}

fn debtor(kind: DebtorKind) -> &'static str {
    match kind {
        DebtorKind::Business => "a business",
        DebtorKind::Consumer => "a consumer",
        DebtorKind::PublicBody => "a public body",
    }
}

fn form(form: LegalForm) -> &'static str {
    match form {
        LegalForm::Company => "a company",
        LegalForm::SoleTrader => "a sole trader",
        LegalForm::Person => "a person",
    }
}

/// How sure a block is, and every page it was read on.
fn grounds(sheet: &mut Sheet, confidence: Confidence, sources: &[Source]) {
    let sure = match confidence {
        Confidence::High => "high: an official page, or two independent ones",
        Confidence::Medium => "medium: one page",
        Confidence::Low => "low: not verified",
    };
    sheet.row("confidence", sure);
    for source in sources {
        sheet.row("source", Line::from(&source.title).faint(&source.url));
    }
}

/// A row for what is there.
fn told(sheet: &mut Sheet, label: &str, text: Option<&String>) {
    if let Some(text) = text {
        sheet.row(label, text);
    }
}

pub fn doubt(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "(confidence: low, not verified)",
        Confidence::Medium | Confidence::High => "",
    }
}
