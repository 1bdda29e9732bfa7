//! A ledger's folder → the same ledger with invented names and other amounts, before anything in it is understood:
//! whatever is worked out of it then, to the last excerpt and file name, can only know the disguise.

mod cast;
mod figures;
mod key;
mod paths;
mod record;
mod rewrite;
mod script;
mod text;
mod yaml;

use super::{
    Content, Folder, SETTINGS,
    place::{Own, Place},
};
use cast::{Heard, Invented, Listener};
use key::Key;
use paths::Paths;
use rayon::prelude::*;
use rewrite::Rewrite;
use script::Script;
use std::collections::{BTreeMap, BTreeSet};

/// Words that are no user's: they stay as they are.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Ids of the places and of the reference rates whose law is built in.
    pub places: &'a BTreeSet<&'a str>,
    pub rates: &'a BTreeSet<&'a str>,
    /// Ids of rules and of their groups.
    pub rules: &'a BTreeSet<&'a str>,
}

/// Where dunlin itself writes by a ledger's own word, which its disguise doesn't repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFolders {
    pub site: String,
    pub reminders: String,
}

pub fn own_folders(folder: &Folder) -> OwnFolders {
    let own = Own::of(folder);
    OwnFolders {
        site: own.site,
        reminders: own.reminders,
    }
}

/// The ledger in disguise. Dates, currencies, jurisdictions, percentages and everything else that is a word of the format
/// stay; the ledger's own texts and edited drafts are left out.
pub fn disguised(folder: &Folder, known: Known<'_>) -> Folder {
    let own = Own::of(folder);
    let settings = match folder.files.get(SETTINGS) {
        Some(Content::Bytes(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        _ => String::new(),
    };
    let key = Key::of(&settings);
    let script = Script::of(&settings);
    let heard = heard(folder, &own, known, script);
    let invented = Invented::new(&heard, key, script);
    let paths = Paths {
        own: &own,
        cast: &invented,
    };
    let files: Vec<(&String, Content)> = folder
        .files
        .par_iter()
        .filter(|(path, content)| !is_left_out(&own, path, content))
        .map(|(path, content)| {
            let rewrite = Rewrite {
                cast: &invented,
                own: &own,
                known,
                script,
                factor: key.factor(),
                currencies: &heard.currencies,
            };
            (path, rewrite.content(path, content))
        })
        .collect();
    let mut disguised = Folder::default();
    for (path, content) in files {
        let path = free(paths.of(path), &disguised.files);
        disguised.files.insert(path, content);
    }
    let unread = folder
        .files
        .iter()
        .filter(|(path, content)| is_left_out(&own, path, content) && own.place(path) == Place::Other);
    let others = folder.others.iter().chain(unread.map(|(path, _)| path));
    disguised.others = others.map(|path| paths.of(path)).collect();
    disguised
}

/// Everything that needs a name, said by every file; the same walk that writes them later asks for them.
fn heard(folder: &Folder, own: &Own, known: Known<'_>, script: Script) -> Heard {
    let each = folder.files.par_iter().map(|(path, content)| {
        let listener = Listener::default();
        Paths { own, cast: &listener }.of(path);
        let rewrite = Rewrite {
            cast: &listener,
            own,
            known,
            script,
            factor: 1,
            currencies: &BTreeMap::new(),
        };
        rewrite.content(path, content);
        listener.heard()
    });
    let mut heard = each.reduce(Heard::default, Heard::and);
    let listener = Listener::default();
    for path in &folder.others {
        Paths { own, cast: &listener }.of(path);
    }
    heard = heard.and(listener.heard());
    heard
}

/// Letters of the user's own making, and what is never read.
fn is_left_out(own: &Own, path: &str, content: &Content) -> bool {
    let place = match content {
        Content::Outside(_) | Content::Mounted | Content::Unreadable(_) => own.closed(path),
        Content::Bytes(_) | Content::TooLarge(_) => own.place(path),
    };
    matches!(place, Place::Draft | Place::Text | Place::Stray | Place::Other)
}

/// Two names that differ in a letter's case alone stay two names of that kind.
fn free(path: String, taken: &BTreeMap<String, Content>) -> String {
    let name = path.rsplit('/').next().unwrap_or(&path);
    let prefix = path.strip_suffix(name).unwrap_or_default();
    let variants = (0..name.len()).map(|raised| {
        let letters = name.chars().enumerate();
        let name: String = letters
            .map(|(at, c)| if at < raised { c.to_ascii_uppercase() } else { c })
            .collect();
        format!("{prefix}{name}")
    });
    let mut variants = variants.filter(|path| !taken.contains_key(path));
    variants.next().unwrap_or_else(|| path.clone())
}

#[cfg(test)]
mod tests;
