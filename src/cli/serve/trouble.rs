//! Why the pages are not of the ledger as it is: what the browser shows over them, and the terminal in lines.

use crate::{
    finding::{Finding, Level},
    load::Loaded,
    render::findings::on_one_line,
};
use serde::Serialize;

/// In the words that are shown.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// "2 files can't be read".
    pub title: String,
    /// What the pages below are.
    pub note: String,
    pub items: Vec<Item>,
    /// How many there are beside the items; empty if none.
    pub more: String,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// `clients/acme.yaml:3:5`; empty where no file is concerned.
    pub place: String,
    pub message: String,
    pub help: String,
}

/// A hundred of them are mended one after the other all the same.
const SHOWN: usize = 20;

/// What can't be read of a ledger; `None` if all could be.
pub fn of(loaded: &Loaded) -> Option<Trouble> {
    let unread = &loaded.unread.files;
    let title = match (&loaded.ledger, unread.len()) {
        (None, _) => "dunlin.yaml can't be read far enough to work anything out".to_owned(),
        (Some(_), 0) => return None,
        (Some(_), 1) => "A file can't be read".to_owned(),
        (Some(_), files) => format!("{files} files can't be read"),
    };
    let concerns = |finding: &&Finding| {
        let is_grave = finding.level.is_none_or(|level| level == Level::Error);
        is_grave && (loaded.ledger.is_none() || unread.contains(loaded.sources.path(finding.span)))
    };
    let found: Vec<_> = loaded.findings.iter().filter(concerns).collect();
    let items = found.iter().take(SHOWN).map(|finding| item(loaded, finding));
    let more = match found.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!("and {more} more: `dunlin check` shows them"),
    };
    Some(Trouble {
        title,
        note: String::new(),
        items: items.collect(),
        more,
    })
}

fn item(loaded: &Loaded, finding: &Finding) -> Item {
    let start = loaded.sources.start(finding.span);
    let path = on_one_line(loaded.sources.path(finding.span));
    Item {
        place: format!("{path}:{}:{}", start.line, start.column),
        message: on_one_line(&finding.message),
        help: on_one_line(&finding.help),
    }
}

impl Trouble {
    /// Nothing could be built, for a reason that is no finding.
    pub fn failure(why: &str) -> Self {
        let message = on_one_line(why);
        Self {
            title: "The pages can't be built".to_owned(),
            note: String::new(),
            items: vec![Item {
                place: String::new(),
                message,
                help: String::new(),
            }],
            more: String::new(),
        }
    }

    /// For the terminal.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let lines = self.items.iter().map(|item| {
            let parts = [&item.place, &item.message, &item.help];
            let parts: Vec<_> = parts
                .into_iter()
                .filter(|part| !part.is_empty())
                .map(String::as_str)
                .collect();
            parts.join(": ")
        });
        lines.chain((!self.more.is_empty()).then(|| self.more.clone()))
    }
}
