//! Text as users wrote it → records, with every problem as a finding; one bad value costs only its record.

mod anchor;
pub mod bank;
mod changed;
mod comments;
mod conform;
pub mod cursor;
pub mod disguise;
mod edited;
mod file;
mod folder;
mod front_matter;
mod history;
mod mounts;
mod nearest;
mod own_texts;
mod place;
mod resolve;
mod syntax;
mod tree;
mod unchanged;

pub use anchor::{Anchor, Anchors};
pub use changed::{changed, ledger_files};
pub use folder::{LoadError, MOST_BYTES, folder};
pub use history::{History, id_key};
pub use mounts::{Mount, mounts};
pub use nearest::nearest;
pub use unchanged::same_but_for;

use crate::{
    finding::{Allow, Finding},
    model::{Ledger, OwnTexts},
    source::{FileId, SourceFile, Sources},
};
use place::Own;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

/// A ledger's folder as it was read, before anything in it was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder {
    /// `dunlin.yaml`, the files of records, the ledger's own texts, drafts that were edited, and every link that leaves the ledger, by path
    /// relative to the root.
    pub files: BTreeMap<String, Content>,
    /// Every other path below the root that a record could name as a document.
    pub others: BTreeSet<String>,
}

impl Folder {
    /// Its paths and what they hold: SHA-256 of the SHA-256 of each.
    pub fn digest(&self) -> [u8; 32] {
        let files: Vec<_> = self.files.iter().collect();
        let digests = files.into_par_iter().map(|(path, content)| {
            let (kind, held) = match content {
                Content::Bytes(bytes) => ("bytes", Cow::from(bytes)),
                Content::TooLarge(size) => ("too large", Cow::from(size.to_le_bytes().to_vec())),
                Content::Outside(target) => ("outside", Cow::from(target.as_bytes())),
                Content::Mounted => ("mounted", Cow::default()),
                Content::Unreadable(reason) => ("unreadable", Cow::from(reason.as_bytes())),
            };
            let mut file = Sha256::new();
            for part in [path.as_bytes(), kind.as_bytes()] {
                file.update(part);
                file.update([0]);
            }
            file.update(&held);
            <[u8; 32]>::from(file.finalize())
        });
        let mut whole = Sha256::new();
        digests
            .collect::<Vec<_>>()
            .into_iter()
            .for_each(|digest| whole.update(digest));
        for path in &self.others {
            whole.update(path);
            whole.update([0]);
        }
        whole.finalize().into()
    }
}

/// What a file held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Bytes(Vec<u8>),
    /// Over 1 MiB: its size, not its content.
    TooLarge(u64),
    /// A symbolic link that leaves the ledger: where it goes.
    Outside(String),
    /// Something else is mounted there, which is not the ledger's.
    Mounted,
    /// Could not be read: the system's reason.
    Unreadable(String),
}

/// A ledger as far as it could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// `None` if `dunlin.yaml` names no creditor or no currency.
    pub ledger: Option<Ledger>,
    pub sources: Sources,
    /// Of group `file`, by place.
    pub findings: Vec<Finding>,
    pub allows: Vec<Allow>,
    pub unread: Unread,
    /// Those that could be read; nothing is known yet of what they say.
    pub texts: OwnTexts,
}

/// What the records leave out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unread {
    /// Files with a record that could not be read whole.
    pub files: BTreeSet<String>,
    /// Clients with such a record, each with the files that hold it: they get no letter.
    pub clients: BTreeMap<String, BTreeSet<String>>,
    /// Files with a record that could not be read so far as to tell whose it is: while there is one, nobody gets a
    /// letter.
    pub anybodys: BTreeSet<String>,
}

impl Unread {
    /// Whether the figures of a client may leave something out.
    pub fn concerns(&self, client: &str) -> bool {
        !self.anybodys.is_empty() || self.clients.contains_key(client)
    }

    /// The files that a client's figures may leave out, those that are surely theirs first.
    pub fn files_of(&self, client: &str) -> impl Iterator<Item = &str> {
        let own = self.clients.get(client);
        let others = self
            .anybodys
            .iter()
            .filter(move |file| own.is_none_or(|own| !own.contains(*file)));
        own.into_iter().flatten().chain(others).map(String::as_str)
    }

    fn note(&mut self, client: Option<&str>, file: &str) {
        self.files.insert(file.to_owned());
        let files = match client {
            Some(client) => self.clients.entry(client.to_owned()).or_default(),
            None => &mut self.anybodys,
        };
        files.insert(file.to_owned());
    }
}

/// The file at a ledger's root that makes it one.
pub const SETTINGS: &str = "dunlin.yaml";

/// Understands a folder. `jurisdictions` are the ids of the places whose law is known; a ledger may add its own.
pub fn ledger(folder: &Folder, jurisdictions: &[&str]) -> Loaded {
    let own = Own::of(folder);
    let numbered: Vec<(FileId, (&String, &Content))> = (0u32..).map(FileId).zip(&folder.files).collect();
    let read: Vec<file::Read> = numbered
        .into_par_iter()
        .map(|(id, (path, content))| {
            let place = match content {
                Content::Outside(_) | Content::Mounted | Content::Unreadable(_) => own.closed(path),
                Content::Bytes(_) | Content::TooLarge(_) => own.place(path),
            };
            file::read((id, place), content, own.currency)
        })
        .collect();
    let mut sources = Vec::with_capacity(read.len());
    let mut gathered = resolve::Gathered::default();
    gathered
        .drafts
        .reserve_exact(read.iter().map(|file| file.drafts.len()).sum());
    let mut findings = Vec::new();
    let mut allows = Vec::new();
    let mut edited_drafts = Vec::new();
    let mut texts = OwnTexts::default();
    for (path, file) in folder.files.keys().zip(read) {
        sources.push(SourceFile {
            path: path.clone(),
            text: file.text,
        });
        findings.extend(file.findings);
        allows.extend(file.allows);
        gathered.settings = gathered.settings.take().or(file.settings);
        gathered.drafts.extend(file.drafts);
        gathered.lost.extend(file.lost);
        edited_drafts.extend(file.edited_draft);
        let text = own_texts::name(path).zip(file.own_text);
        texts.0.extend(text.map(|(name, text)| (name.to_owned(), text)));
    }
    let sources = Sources::new(sources);
    let mut resolved = resolve::resolve(gathered, folder, jurisdictions, &sources);
    if let Some(ledger) = &mut resolved.ledger {
        ledger.edited_drafts = edited_drafts;
    }
    findings.extend(resolved.findings);
    findings.sort_by(|a, b| (a.span, a.rule, &a.message).cmp(&(b.span, b.rule, &b.message)));
    // What an alias repeats is wrong once, where it is written.
    findings.dedup_by(|a, b| (a.span, a.rule, &a.message) == (b.span, b.rule, &b.message));
    Loaded {
        ledger: resolved.ledger,
        sources,
        findings,
        allows,
        unread: resolved.unread,
        texts,
    }
}

/// A text of the user's as a message shows it: on one line, visible, and not endless.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == MOST_SHOWN {
            shown.push('…');
            break;
        }
        let is_hidden = c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
        if is_hidden {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown
}

const MOST_SHOWN: usize = 60;

#[cfg(test)]
mod tests;
