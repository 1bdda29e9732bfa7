//! Files that a command starts for the user: created where nothing is, and never touched again.

use super::{
    Why, WriteError, Written,
    disk::{Disk, Found, Put},
    error::system,
    path,
};
use crate::render::{FileSet, Files};
use std::{collections::BTreeSet, fs};

const SETTINGS: &str = "dunlin.yaml";

pub(super) fn write(disk: &Disk<'_>, files: &Files) -> Result<Written, WriteError> {
    path::check(&files.paths())?;
    if files.contains_key(SETTINGS) && disk.look(SETTINGS)? != Found::Absent {
        return Err(WriteError::AlreadyALedger {
            path: disk.at(SETTINGS),
        });
    }
    fs::create_dir_all(disk.folder).map_err(system("make it", disk.folder))?;
    let folders: BTreeSet<&str> = files.keys().map(|path| above(path)).collect();
    for folder in &folders {
        // What can't be cleared is no reason to write nothing.
        disk.clear_leftovers(folder).ok();
    }
    let mut written = Written::default();
    // The settings last: a run cut short before them can be repeated.
    let (settings, others): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| *path == SETTINGS);
    for (path, bytes) in others.into_iter().chain(settings) {
        let put = Put {
            path,
            bytes,
            over: None,
        };
        match disk.look(path)? {
            Found::Absent if disk.put(&put)? => written.written.push(path.clone()),
            Found::Link => written.keep(path, Why::Link),
            Found::Folder => written.keep(path, Why::Folder),
            Found::Absent | Found::File(_) | Found::Other => written.keep(path, Why::AlreadyThere),
        }
    }
    folders.iter().for_each(|folder| disk.sync_names(folder));
    Ok(written.in_order())
}

/// The folder of a path: `log` of `log/a.md`, nothing of `dunlin.yaml`.
fn above(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> Files {
        list.iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
            .collect()
    }

    #[test]
    fn only_what_is_missing_is_made() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("clients")).unwrap();
        fs::write(root.path().join("clients/acme.yaml"), "mine").unwrap();
        fs::create_dir(root.path().join("README.md")).unwrap();
        let wanted = files(&[
            ("clients/acme.yaml", "new"),
            ("README.md", "x"),
            ("log/a.md", "x"),
            (SETTINGS, "x"),
        ]);
        let written = write(&Disk::new(root.path()), &wanted).unwrap();
        assert_eq!(written.written, [SETTINGS, "log/a.md"]);
        let kept: Vec<_> = written
            .kept
            .iter()
            .map(|kept| (kept.path.as_str(), &kept.why))
            .collect();
        assert_eq!(
            kept,
            [
                ("README.md", &Why::Folder),
                ("clients/acme.yaml", &Why::AlreadyThere)
            ]
        );
        assert_eq!(fs::read(root.path().join("clients/acme.yaml")).unwrap(), b"mine");
    }

    #[test]
    fn a_ledger_is_started_once() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("new/ledger");
        let wanted = files(&[(SETTINGS, "x"), ("clients/a.yaml", "x")]);
        write(&Disk::new(&folder), &wanted).unwrap();
        fs::remove_file(folder.join("clients/a.yaml")).unwrap();
        let again = write(&Disk::new(&folder), &wanted);
        assert!(
            matches!(again, Err(WriteError::AlreadyALedger { .. })),
            "{again:?}"
        );
        assert!(!folder.join("clients/a.yaml").exists(), "nothing was changed");
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_made_through_a_link() {
        let (root, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::os::unix::fs::symlink(outside.path(), root.path().join("clients")).unwrap();
        let written = write(&Disk::new(root.path()), &files(&[("clients/acme.yaml", "x")])).unwrap();
        assert_eq!(written.kept[0].why, Why::Link);
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
    }
}
