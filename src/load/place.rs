//! What a path of the ledger is for: settings, a record, or nothing that dunlin knows.

use super::{
    Content, Folder, SETTINGS, own_texts,
    tree::{Piece, parse},
};
use crate::{model::Kind, money::Currency, source::Sources};

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    Settings,
    Record {
        kind: Kind,
        /// The file's name without its ending.
        stem: String,
        is_markdown: bool,
    },
    /// YAML or Markdown in none of the folders: the folder it stands in, empty at the root.
    Misplaced {
        folder: String,
        is_markdown: bool,
    },
    /// `reminders/CLIENT/STAGE.md`: of interest once it was edited.
    Draft,
    /// One of the ledger's own texts.
    Text,
    /// A file below `templates/` that can't be one.
    Stray,
    /// A folder of records that could not be entered.
    Folder(Kind),
    /// Nothing to read.
    Other,
}

/// What `dunlin.yaml` says that every other file needs: the folders that dunlin itself writes, and the currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Own {
    pub site: String,
    pub reminders: String,
    /// Of records that name none.
    pub currency: Option<Currency>,
}

impl Own {
    pub(super) fn of(folder: &Folder) -> Self {
        match folder.files.get(SETTINGS) {
            Some(Content::Bytes(bytes)) => Self::named(bytes),
            _ => Self::named(&[]),
        }
    }

    pub(super) fn in_sources(sources: &Sources) -> Self {
        let settings = sources.files().find(|(_, file)| file.path == SETTINGS);
        Self::named(settings.map_or("", |(_, file)| file.text.as_str()).as_bytes())
    }

    /// As `dunlin.yaml` names them; the usual names where it says nothing that can be followed.
    pub(super) fn named(settings: &[u8]) -> Self {
        let text = String::from_utf8_lossy(settings);
        let tree = parse(Piece::alone(&text));
        let root = tree.documents.first().map(|document| &document.root);
        let named = |key: &str| {
            let written = root.and_then(|root| root.get(key)?.scalar());
            let inside = written.and_then(|scalar| within(&scalar.text));
            inside
                .filter(|path| !path.is_empty())
                .unwrap_or_else(|| key.to_owned())
        };
        Self {
            site: named("site"),
            reminders: named("reminders"),
            currency: root
                .and_then(|root| root.get("currency")?.scalar())
                .and_then(|code| Currency::from_code(&code.text)),
        }
    }

    /// Whether a path is one of these folders or below it.
    pub(super) fn holds(&self, path: &str) -> bool {
        is_below(path, &self.site) || is_below(path, &self.reminders)
    }

    /// Whether a path is one at which drafts are written: a client's folder, a letter in it.
    fn is_draft(&self, path: &str) -> bool {
        let below = path
            .strip_prefix(&self.reminders)
            .and_then(|rest| rest.strip_prefix('/'));
        let letter = below.and_then(|rest| rest.split_once('/'));
        letter.is_some_and(|(client, name)| {
            !is_skipped(client) && !is_skipped(name) && !name.contains('/') && name.ends_with(".md")
        })
    }

    /// What a path is for that could be listed, but not entered or followed.
    pub(super) fn closed(&self, path: &str) -> Place {
        let top = path.split('/').next().unwrap_or_default();
        match (self.place(path), Kind::of_folder(top)) {
            // What has an ending is a file, and no record's.
            (Place::Other, Some(kind)) if !path.contains('.') && !is_skipped(path) => Place::Folder(kind),
            (place, _) => place,
        }
    }

    pub(super) fn place(&self, path: &str) -> Place {
        if path == SETTINGS {
            return Place::Settings;
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let top = path.split_once('/').map_or("", |(top, _)| top);
        if self.is_draft(path) {
            return Place::Draft;
        }
        if own_texts::is_text(path) && !self.holds(path) {
            return if own_texts::is_readable(path) {
                Place::Text
            } else {
                Place::Stray
            };
        }
        let Some((stem, ending)) = name.rsplit_once('.').filter(|_| is_record_name(name)) else {
            return Place::Other;
        };
        if is_skipped(path) || top == "templates" || self.holds(path) {
            return Place::Other;
        }
        let is_markdown = ending.eq_ignore_ascii_case("md");
        let notes = ["readme", "changelog"];
        let lower = stem.to_lowercase();
        if let Some(kind) = Kind::of_folder(top) {
            // A client may well be called `readme-labs`.
            if is_markdown && notes.contains(&lower.as_str()) {
                return Place::Other;
            }
            return Place::Record {
                kind,
                stem: stem.to_owned(),
                is_markdown,
            };
        }
        // How to read a bank's statements, beside them.
        let is_rules = lower.ends_with(".rules");
        if is_rules || notes.iter().any(|note| lower.starts_with(note)) {
            return Place::Other;
        }
        Place::Misplaced {
            folder: folder.to_owned(),
            is_markdown,
        }
    }
}

fn is_skipped(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with(['.', '_']))
}

pub(super) fn is_record_name(name: &str) -> bool {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), Some("yaml" | "yml" | "md"))
}

pub(super) fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A path relative to the ledger without `.` and `..`; empty for the ledger itself, `None` if it leaves.
pub(super) fn within(path: &str) -> Option<String> {
    let has_drive = path.as_bytes().get(1) == Some(&b':');
    if path.starts_with(['/', '\\']) || path.starts_with("~/") || has_drive {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part.trim() {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_within_or_leave() {
        for (path, inside) in [
            ("a/b.pdf", Some("a/b.pdf")),
            ("./a//b.pdf", Some("a/b.pdf")),
            ("a/../b.pdf", Some("b.pdf")),
            (".", Some("")),
            ("..", None),
            ("a/../../b", None),
            ("/etc/passwd", None),
            ("C:\\x", None),
            ("~/x", None),
            ("..\\x", None),
        ] {
            assert_eq!(within(path).as_deref(), inside, "{path}");
        }
    }

    #[test]
    fn only_records_are_read() {
        let own = Own::named(b"site: public/web\n");
        let record = |path: &str| matches!(own.place(path), Place::Record { .. });
        let misplaced = |path: &str| matches!(own.place(path), Place::Misplaced { .. });
        for path in [
            "invoices/2026/03/a.yaml",
            "clients/a.MD",
            "clients/readme-labs.md",
            "log/a.b.yml",
        ] {
            assert!(record(path), "{path}");
        }
        for path in [
            "invoice/a.yaml",
            "a.yaml",
            "docs/x.md",
            "sub/dunlin.yaml",
            "dunlin.yml",
        ] {
            assert!(misplaced(path), "{path}");
        }
        for path in [
            "README.md",
            "docs/CHANGELOG.md",
            "clients/README.md",
            "templates/_x.md",
            "public/web/a.md",
            "reminders/acme/notes.txt",
            "reminders/notes.md",
            "reminders/acme/old/firm.md",
            "_old/a.yaml",
            "clients/_a.yaml",
            "clients/logo.png",
        ] {
            assert_eq!(own.place(path), Place::Other, "{path}");
        }
        assert_eq!(own.place("reminders/acme/firm.md"), Place::Draft);
        assert_eq!(own.place("templates/languages/en/firm.md"), Place::Text);
        assert_eq!(own.place("templates/logo.png"), Place::Stray);
    }
}
