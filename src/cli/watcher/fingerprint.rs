//! The ledger's folder as it looks from outside: which files, how large, how old. Two looks that agree need no build.

use super::scope::{Scope, is_edited};
use std::{
    collections::BTreeMap,
    fs::{self, Metadata},
    path::Path,
    time::SystemTime,
};
use walkdir::{DirEntry, WalkDir};

/// One look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fingerprint {
    root: Stamp,
    files: BTreeMap<String, Stamp>,
}

/// A file that isn't as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Relative to the root, `/` between the parts.
    pub path: String,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Added,
    Changed,
    Deleted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    /// Tells a file from another put in its place.
    identity: Identity,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Identity {
    number: u64,
    created: Option<SystemTime>,
}

impl Fingerprint {
    /// `None`: the root is gone.
    pub fn take(scope: &Scope) -> Option<Self> {
        let root = fs::metadata(scope.root()).ok().filter(Metadata::is_dir)?;
        let relative = |path: &Path| scope.relative(path).map(Path::to_owned).unwrap_or_default();
        let walk = WalkDir::new(scope.root()).min_depth(1).into_iter();
        // What can't be looked at has just gone, or is a finding of the build.
        let seen = walk
            .filter_entry(|entry| scope.sees(&relative(entry.path())))
            .flatten();
        let seen = seen.filter(|entry| !entry.file_type().is_dir());
        let files = seen.chain(edited_drafts(scope)).filter_map(|entry| {
            // Through a link: what it leads to is what a build would read.
            let metadata = fs::metadata(entry.path())
                .or_else(|_| entry.path().symlink_metadata())
                .ok()?;
            Some((slashed(&relative(entry.path())), Stamp::of(&metadata)))
        });
        Some(Self {
            root: Stamp::of(&root),
            files: files.collect(),
        })
    }

    pub fn files(&self) -> usize {
        self.files.len()
    }

    /// Whether it is still the same folder, whatever is in it.
    pub fn is_of_same_root(&self, later: &Self) -> bool {
        self.root.identity == later.root.identity
    }

    pub fn changes(&self, later: &Self) -> Vec<Change> {
        let change = |path: &String, kind| Change {
            path: path.clone(),
            kind,
        };
        let gone = self.files.keys().filter(|path| !later.files.contains_key(*path));
        let other = later
            .files
            .iter()
            .filter_map(|(path, stamp)| match self.files.get(path) {
                None => Some(change(path, Kind::Added)),
                Some(before) if before != stamp => Some(change(path, Kind::Changed)),
                Some(_) => None,
            });
        let mut changes: Vec<_> = gone
            .map(|path| change(path, Kind::Deleted))
            .chain(other)
            .collect();
        changes.sort_by(|a, b| a.path.cmp(&b.path));
        changes
    }

    /// Makes this look one of the scope `after`: what only `before` saw is left out, and what only `after` sees is as
    /// in `now`. Changes to what both see stay changes.
    pub fn adopt(&mut self, now: Self, before: &Scope, after: &Scope) {
        let has = |scope: &Scope, path: &str| scope.sees(Path::new(path)) || scope.is_draft(Path::new(path));
        self.files.retain(|path, _| has(after, path));
        let new = now.files.into_iter().filter(|(path, _)| !has(before, path));
        self.files.extend(new);
    }
}

/// Those that a check reads; what dunlin wrote and nobody touched is none of them, so that no build causes another.
fn edited_drafts(scope: &Scope) -> impl Iterator<Item = DirEntry> {
    let walk = scope
        .drafts()
        .map(|drafts| WalkDir::new(drafts).min_depth(2).max_depth(2));
    walk.into_iter().flatten().flatten().filter(|entry| {
        let relative = scope.relative(entry.path());
        entry.file_type().is_file()
            && relative.is_some_and(|path| scope.is_draft(path))
            && is_edited(entry.path())
    })
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self {
            size: metadata.len(),
            modified: metadata.modified().ok(),
            identity: Identity {
                number: number(metadata),
                created: metadata.created().ok(),
            },
        }
    }
}

#[cfg(unix)]
fn number(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "tests play the user who edits the ledger"
)]
mod tests {
    use super::*;
    use crate::{cli::watcher::Folders, model::draft};

    #[test]
    fn of_the_drafts_only_those_that_were_edited_are_seen() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        let scope = Scope::new(root.path(), &Folders::default()).unwrap();
        fs::create_dir_all(at("reminders/acme")).unwrap();
        let look = || Fingerprint::take(&scope).unwrap();
        let before = look();
        let drafted = draft::seal("client: acme\n", "Dear Acme\n");
        fs::write(at("reminders/acme/firm.md"), &drafted).unwrap();
        fs::write(at("reminders/acme/notes.md"), "mine\n").unwrap();
        fs::write(at("reminders/notes.md"), drafted.replace("Dear", "Hello")).unwrap();
        assert!(before.changes(&look()).is_empty());
        let found = |changes: Vec<Change>| -> Vec<_> {
            changes
                .into_iter()
                .map(|change| (change.path, change.kind))
                .collect()
        };
        let firm = |kind| vec![("reminders/acme/firm.md".to_owned(), kind)];
        fs::write(at("reminders/acme/firm.md"), drafted.replace("Dear", "Hello")).unwrap();
        let edited = look();
        assert_eq!(found(before.changes(&edited)), firm(Kind::Added));
        fs::write(at("reminders/acme/firm.md"), drafted.replace("Dear", "Hi")).unwrap();
        assert_eq!(found(edited.changes(&look())), firm(Kind::Changed));
        fs::write(at("reminders/acme/firm.md"), &drafted).unwrap();
        assert_eq!(found(edited.changes(&look())), firm(Kind::Deleted));
    }

    #[test]
    fn a_look_sees_what_was_added_changed_replaced_and_deleted() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        for name in ["a", "b", "c", "d"] {
            fs::write(at(name), "same").unwrap();
        }
        let scope = Scope::new(root.path(), &Folders::default()).unwrap();
        let before = Fingerprint::take(&scope).unwrap();
        fs::remove_file(at("a")).unwrap();
        fs::write(at("b"), "longer").unwrap();
        let old = fs::metadata(at("c")).unwrap().modified().unwrap();
        fs::write(at("new"), "same").unwrap();
        fs::File::open(at("new")).unwrap().set_modified(old).unwrap();
        fs::rename(at("new"), at("c")).unwrap();
        fs::create_dir_all(at("x/y")).unwrap();
        fs::write(at("x/y/z"), "").unwrap();
        fs::read(at("d")).unwrap();
        let changes = before.changes(&Fingerprint::take(&scope).unwrap());
        let found: Vec<_> = changes
            .iter()
            .map(|change| (change.path.as_str(), change.kind))
            .collect();
        let expected = [
            ("a", Kind::Deleted),
            ("b", Kind::Changed),
            ("c", Kind::Changed),
            ("x/y/z", Kind::Added),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn another_site_folder_is_no_change_but_a_record_changed_meanwhile_is() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        for name in ["old", "new"] {
            fs::create_dir(at(name)).unwrap();
            fs::write(at(name).join("index.html"), "").unwrap();
        }
        let site = |name: &str| Folders {
            site: name.into(),
            ..Folders::default()
        };
        let before = Scope::new(root.path(), &site("old")).unwrap();
        let mut last = Fingerprint::take(&before).unwrap();
        fs::write(at("acme.yaml"), "").unwrap();
        fs::write(at("new/page.html"), "").unwrap();
        let mut after = before.clone();
        after.ignore(&site("new"));
        last.adopt(Fingerprint::take(&after).unwrap(), &before, &after);
        let changes = last.changes(&Fingerprint::take(&after).unwrap());
        assert_eq!(
            changes
                .iter()
                .map(|change| change.path.as_str())
                .collect::<Vec<_>>(),
            ["acme.yaml"]
        );
    }
}
