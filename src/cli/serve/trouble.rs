//! Why the pages are not of the ledger as it is: what the browser shows over them, and the terminal in lines.

use crate::{
    finding::{Finding, Level},
    language::Fault,
    load::Loaded,
    render::findings::on_one_line,
};
use serde::Serialize;
use std::collections::BTreeSet;

/// In the words that are shown.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// "2 files can't be read".
    pub title: String,
    /// What the pages are meanwhile.
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
    if loaded.ledger.is_some() && unread.is_empty() {
        return None;
    }
    let path = |finding: &Finding| loaded.sources.path(finding.span);
    let concerns = |finding: &&Finding| {
        let is_grave = finding.level.is_none_or(|level| level == Level::Error);
        is_grave && (loaded.ledger.is_none() || unread.contains(path(finding)))
    };
    let found: Vec<_> = loaded.findings.iter().filter(concerns).collect();
    // Not those that are left out only because they need one of these.
    let files: BTreeSet<_> = found.iter().map(|finding| path(finding)).collect();
    let title = match (&loaded.ledger, files.len()) {
        (None, _) => "dunlin.yaml can't be read far enough to work anything out".to_owned(),
        (Some(_), 1) => "1 file can't be read".to_owned(),
        (Some(_), files) => format!("{files} files can't be read"),
    };
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

/// Templates of the ledger's own that can't be used; `None` if all can.
pub fn of_templates(faults: &BTreeSet<Fault>) -> Option<Trouble> {
    let title = match faults.len() {
        0 => return None,
        1 => "A fault in the ledger's own templates".to_owned(),
        faults => format!("{faults} faults in the ledger's own templates"),
    };
    Some(Trouble::new(title, faults.iter().map(ToString::to_string)))
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
        let title = "The pages can't be built".to_owned();
        Self::new(title, [why.to_owned()])
    }

    fn new(title: String, messages: impl IntoIterator<Item = String>) -> Self {
        let items = messages.into_iter().map(|message| Item {
            place: String::new(),
            message: on_one_line(&message),
            help: String::new(),
        });
        Self {
            title,
            note: String::new(),
            items: items.collect(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{self, Content, Folder};

    fn trouble(files: &[(&str, &str)]) -> Option<Trouble> {
        let files = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), Content::Bytes(text.as_bytes().to_vec())));
        let folder = Folder {
            files: files.collect(),
            ..Folder::default()
        };
        of(&load::ledger(&folder, &["de"]))
    }

    const SETTINGS: (&str, &str) = (
        "dunlin.yaml",
        "currency: EUR\ncreditor: {name: A, email: a@a.example}\n",
    );

    #[test]
    fn what_cant_be_read_is_told_by_place() {
        assert_eq!(trouble(&[SETTINGS]), None);
        let one = trouble(&[
            SETTINGS,
            ("clients/a.yaml", "name: [\u{202e}\n"),
            ("clients/b.yaml", "name: b\n"),
        ]);
        let one = one.unwrap();
        assert_eq!(one.title, "1 file can't be read");
        assert!(one.items[0].place.starts_with("clients/a.yaml:"), "{one:?}");
        assert!(one.lines().all(|line| !line.contains('\u{202e}')), "{one:?}");
        let none = trouble(&[("dunlin.yaml", "currency: EUR\n")]).unwrap();
        assert_eq!(
            none.title,
            "dunlin.yaml can't be read far enough to work anything out"
        );
        assert!(
            none.lines().next().unwrap().starts_with("dunlin.yaml:1:1: "),
            "{none:?}"
        );
    }

    #[test]
    fn nobody_is_shown_a_hundred_at_once() {
        let names: Vec<_> = (0..30).map(|n| format!("clients/c{n:02}.yaml")).collect();
        let mut files: Vec<_> = names.iter().map(|name| (name.as_str(), "name: [\n")).collect();
        files.push(SETTINGS);
        let many = trouble(&files).unwrap();
        assert_eq!(many.title, "30 files can't be read");
        assert_eq!(many.items.len(), SHOWN);
        assert_eq!(
            many.lines().last().unwrap(),
            "and 10 more: `dunlin check` shows them"
        );
    }
}
