//! The letters drafted for today, to read and to copy.

use super::{
    Page,
    element::{Fact, Link, Mark, Pager},
};
use crate::render::prose::Html;
use serde::Serialize;

/// `letters.html`, and `letters-2.html` where there are many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letters {
    /// By client.
    pub groups: Vec<LetterGroup>,
    pub pager: Option<Pager>,
}

impl Page for Letters {
    const TEMPLATE: &'static str = "letters.html";
    const PLACE: &'static str = "letters";
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterGroup {
    pub client: Link,
    pub letters: Vec<Letter>,
}

/// One draft in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// The fragment that leads here: `letter-firm`, unique on the page.
    pub anchor: String,
    /// "Firm reminder".
    pub stage: String,
    /// "Email", "Registered letter".
    pub channel: String,
    pub subject: String,
    /// BCP 47 tag of the letter, which may be another than the page's.
    pub lang: String,
    pub to: Option<String>,
    pub cc: Option<String>,
    pub invoices: Vec<Link>,
    pub amount: Option<String>,
    /// "14 December 2026".
    pub deadline: Option<String>,
    /// `reminders/acme/firm.md`: where the draft is.
    pub file: String,
    /// "Edited by you", "Its figures are out of date".
    pub marks: Vec<Mark>,
    /// Paths of what goes with it.
    pub attachments: Vec<Fact>,
    /// How it begins on paper, where that is another than in a message.
    pub sheet: Sheet,
    /// Who writes to whom and when, where the letter's own text says so: on paper the sheet does.
    pub opening: Option<Html>,
    pub body: Html,
    pub pay: Option<Pay>,
    /// The whole letter as people paste it into a message.
    pub plain: String,
    /// `mailto:` with address, subject and text.
    pub mailto: Option<String>,
    /// Where the text is too long for such a link, and is left out of it.
    pub too_long: bool,
    /// What writes it as a message with its attachments.
    pub command: String,
}

/// What stands above a letter on paper, line by line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    pub size: Size,
    /// The creditor, by name and address.
    pub from: Vec<String>,
    pub to: Vec<String>,
    /// How to reach the creditor.
    pub reach: Vec<String>,
    pub date: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Size {
    A4,
    /// American.
    Letter,
}

/// A code by which a banking app fills in the transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pay {
    /// SVG made here, of nothing but paths.
    pub code: String,
    /// In the letter's language.
    pub words: String,
}
