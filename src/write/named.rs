//! One file that the user named, for a report or a baseline: written over only where what is there is another of its
//! kind.

use super::{
    Why, WriteError,
    disk::{Disk, Found, Put},
};
use std::path::Path;

/// A file to be where the user said.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    pub path: &'a Path,
    pub bytes: &'a [u8],
    /// Whether bytes that stand there already may go.
    pub may_replace: fn(&[u8]) -> bool,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    Written,
    /// It held these bytes already.
    Unchanged,
    /// It was left alone.
    Kept(Why),
}

pub(super) fn write(file: Named<'_>) -> Result<Became, WriteError> {
    let above = file.path.parent();
    let folder = above
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let name = file.path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| WriteError::NoName {
        path: file.path.to_owned(),
    })?;
    if !folder.is_dir() {
        return Err(WriteError::NoFolder {
            folder: folder.to_owned(),
            name: name.to_owned(),
        });
    }
    let disk = Disk::new(folder);
    // What can't be cleared is no reason to write nothing.
    disk.clear_leftovers("").ok();
    let put = Put {
        path: name,
        bytes: file.bytes,
        over: Some(&file.may_replace),
    };
    let kept = match disk.look(name)? {
        Found::File(now) if now == file.bytes => return Ok(Became::Unchanged),
        Found::File(now) if !(file.may_replace)(&now) => Why::Foreign,
        Found::Absent | Found::File(_) => {
            if disk.put(&put)? {
                return Ok(Became::Written);
            }
            Why::Foreign
        }
        Found::Link => Why::Link,
        Found::Folder => Why::Folder,
        Found::Other => Why::Foreign,
    };
    Ok(Became::Kept(kept))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn named(path: &Path, bytes: &[u8]) -> Result<Became, WriteError> {
        write(Named {
            path,
            bytes,
            may_replace: |now| now.starts_with(b"ours"),
        })
    }

    #[test]
    fn only_another_of_its_kind_is_written_over() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("out.txt");
        assert_eq!(named(&path, b"ours 1").unwrap(), Became::Written);
        assert_eq!(named(&path, b"ours 1").unwrap(), Became::Unchanged);
        assert_eq!(named(&path, b"ours 2").unwrap(), Became::Written);
        assert_eq!(fs::read(&path).unwrap(), b"ours 2");
        fs::write(&path, "mine").unwrap();
        assert_eq!(named(&path, b"ours 3").unwrap(), Became::Kept(Why::Foreign));
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        assert_eq!(
            fs::read_dir(root.path()).unwrap().count(),
            1,
            "nothing half-written is left"
        );
    }

    #[test]
    fn a_place_where_no_file_can_be_is_said() {
        let root = tempfile::tempdir().unwrap();
        let missing = named(&root.path().join("no/out.txt"), b"ours");
        assert!(matches!(missing, Err(WriteError::NoFolder { .. })), "{missing:?}");
        assert!(!root.path().join("no").exists());
        fs::create_dir(root.path().join("folder")).unwrap();
        assert_eq!(
            named(&root.path().join("folder"), b"ours").unwrap(),
            Became::Kept(Why::Folder)
        );
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("there"), "ours").unwrap();
        std::os::unix::fs::symlink(root.path().join("there"), root.path().join("link")).unwrap();
        assert_eq!(
            named(&root.path().join("link"), b"ours 2").unwrap(),
            Became::Kept(Why::Link)
        );
        assert_eq!(fs::read(root.path().join("there")).unwrap(), b"ours");
    }
}
