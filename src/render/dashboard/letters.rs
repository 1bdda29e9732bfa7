//! The letters drafted for today, to read and to copy.

use super::{
    Page,
    element::{Fact, Link, Mark},
};
use crate::render::prose::Html;
use serde::Serialize;

/// `letters.html`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letters {
    /// By client.
    pub groups: Vec<LetterGroup>,
}

impl Page for Letters {
    const TEMPLATE: &'static str = "letters.html";
    const PLACE: &'static str = "letters";

    fn path(&self) -> String {
        "letters.html".to_owned()
    }
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
    pub body: Html,
    /// The same as people paste it into a message.
    pub plain: String,
    /// `mailto:` with address, subject and text, where it is short enough for one.
    pub mailto: Option<String>,
}
