//! A user's own files, changed because the user asked for it: each as it was read or not at all, whole, with its
//! permissions.

use super::{
    WriteError,
    disk::{Disk, Found},
};
use std::{collections::BTreeSet, fs};

/// A file of the ledger as it was read and as it should be.
#[derive(Debug, Clone, Copy)]
pub struct Rewrite<'a> {
    /// Relative to the ledger's root, with `/` between names.
    pub path: &'a str,
    pub before: &'a [u8],
    pub after: &'a [u8],
}

/// What became of each file, by path.
#[derive(Debug, Default)]
pub struct Rewritten {
    pub written: Vec<String>,
    /// As they were.
    pub left: Vec<(String, Left)>,
}

/// Why a file was left as it was.
#[derive(Debug)]
pub enum Left {
    /// It holds something else than what was read, or is gone.
    Changed,
    /// It, or a folder above it, is a symbolic link: those are never written through.
    Link,
    /// It is marked as not to be written.
    ReadOnly,
    Failed(WriteError),
}

pub(super) fn write<'a>(disk: &Disk<'_>, rewrites: impl IntoIterator<Item = Rewrite<'a>>) -> Rewritten {
    let mut rewritten = Rewritten::default();
    let mut cleared = BTreeSet::new();
    for rewrite in rewrites {
        let folder = rewrite.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if cleared.insert(folder) {
            // What can't be cleared is no reason to write nothing.
            disk.clear_leftovers(folder).ok();
        }
        match one(disk, &rewrite) {
            Ok(None) => rewritten.written.push(rewrite.path.to_owned()),
            Ok(Some(why)) => rewritten.left.push((rewrite.path.to_owned(), why)),
            Err(error) => rewritten
                .left
                .push((rewrite.path.to_owned(), Left::Failed(error))),
        }
    }
    rewritten
}

/// `None`: written.
fn one(disk: &Disk<'_>, rewrite: &Rewrite<'_>) -> Result<Option<Left>, WriteError> {
    match disk.look(rewrite.path)? {
        Found::File(now) if now == rewrite.before => {}
        Found::Link => return Ok(Some(Left::Link)),
        Found::File(_) | Found::Absent | Found::Folder | Found::Other => return Ok(Some(Left::Changed)),
    }
    // A rename would go past the mark: only the folder must be writable for one.
    let is_marked = fs::metadata(disk.at(rewrite.path)).is_ok_and(|found| found.permissions().readonly());
    if is_marked {
        return Ok(Some(Left::ReadOnly));
    }
    let is_written = disk.replace(rewrite.path, rewrite.before, rewrite.after)?;
    Ok((!is_written).then_some(Left::Changed))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::{
        io,
        os::unix::fs::PermissionsExt,
        path::Path,
        sync::atomic::{AtomicU32, Ordering},
    };

    fn rewrite<'a>(path: &'a str, before: &'a str, after: &'a str) -> Rewrite<'a> {
        Rewrite {
            path,
            before: before.as_bytes(),
            after: after.as_bytes(),
        }
    }

    fn write_in(root: &Path, rewrites: &[Rewrite<'_>]) -> Rewritten {
        write(&Disk::new(root), rewrites.iter().copied())
    }

    #[test]
    fn only_what_is_as_it_was_read_is_written() {
        let root = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        for (path, text) in [("a", "old"), ("b", "newer"), ("c", "old"), ("e", "old")] {
            fs::write(at(path), text).unwrap();
        }
        fs::set_permissions(at("a"), fs::Permissions::from_mode(0o640)).unwrap();
        fs::set_permissions(at("e"), fs::Permissions::from_mode(0o444)).unwrap();
        fs::write(outside.path().join("d"), "old").unwrap();
        std::os::unix::fs::symlink("c", at("l")).unwrap();
        std::os::unix::fs::symlink(outside.path(), at("out")).unwrap();
        fs::create_dir(at("f")).unwrap();
        let paths = ["a", "b", "e", "f", "gone", "l", "out/d"];
        let rewrites = paths.map(|path| rewrite(path, "old", "new"));
        let rewritten = write_in(root.path(), &rewrites);
        assert_eq!(rewritten.written, ["a"]);
        let left: Vec<String> = rewritten
            .left
            .iter()
            .map(|(path, why)| format!("{path} {why:?}"))
            .collect();
        let expected = [
            "b Changed",
            "e ReadOnly",
            "f Changed",
            "gone Changed",
            "l Link",
            "out/d Link",
        ];
        assert_eq!(left, expected);
        let text = |path: &Path| fs::read_to_string(path).unwrap();
        assert_eq!(text(&at("a")), "new");
        assert_eq!(fs::metadata(at("a")).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(
            (text(&at("b")), text(&at("c")), text(&outside.path().join("d"))),
            ("newer".to_owned(), "old".to_owned(), "old".to_owned())
        );
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 7, "no leftovers");
    }

    #[test]
    fn what_changes_at_the_last_moment_is_left() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a");
        fs::write(&path, "old").unwrap();
        let somebody_writes = || fs::write(&path, "theirs");
        let disk = Disk {
            folder: root.path(),
            may_go_on: &somebody_writes,
        };
        let rewritten = write(&disk, [rewrite("a", "old", "new")]);
        assert!(matches!(rewritten.left.as_slice(), [(_, Left::Changed)]));
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
    }

    #[test]
    fn a_power_cut_leaves_the_old_or_the_new() {
        for steps in 0_u32..4 {
            let root = tempfile::tempdir().unwrap();
            let path = root.path().join("a");
            fs::write(&path, "old").unwrap();
            let left = AtomicU32::new(steps);
            let cut = || {
                let now = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
                now.map(|_| ()).map_err(|_| io::Error::other("cut"))
            };
            let disk = Disk {
                folder: root.path(),
                may_go_on: &cut,
            };
            let rewritten = write(&disk, [rewrite("a", "old", "new")]);
            let is_written = rewritten.written == ["a"];
            assert_eq!(
                fs::read_to_string(&path).unwrap(),
                if is_written { "new" } else { "old" }
            );
            assert_eq!(is_written, steps >= 2, "{steps}");
        }
    }
}
