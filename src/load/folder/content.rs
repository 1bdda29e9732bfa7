//! What one file holds: as much of it as a record may have, and without ever waiting for it.

use super::MOST_BYTES;
use crate::load::Content;
use std::{
    fs::File,
    io::{self, ErrorKind, Read},
    path::Path,
};

/// `None`: gone since it was listed.
pub fn content(path: &Path) -> Option<Content> {
    let read = || -> io::Result<Content> {
        let file = open(path)?;
        let metadata = file.metadata()?;
        if metadata.len() > MOST_BYTES {
            return Ok(Content::TooLarge(metadata.len()));
        }
        if !metadata.is_file() {
            return Ok(Content::Unreadable("it is not an ordinary file".to_owned()));
        }
        // One byte more than it has, to see its end in one read; and it may have grown since.
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len() + 1).unwrap_or_default());
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
        let size = bytes.len() as u64;
        Ok(if size > MOST_BYTES {
            Content::TooLarge(size)
        } else {
            Content::Bytes(bytes)
        })
    };
    match read() {
        Ok(content) => Some(content),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => Some(Content::Unreadable(error.to_string())),
    }
}

/// Without waiting, as a pipe that takes a file's place would have us do.
#[cfg(target_os = "linux")]
fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(rustix::fs::open(path, flags, Mode::empty())?.into())
}

#[cfg(not(target_os = "linux"))]
fn open(path: &Path) -> io::Result<File> {
    if path.metadata()?.is_file() {
        File::open(path)
    } else {
        Err(io::Error::other("it is not an ordinary file"))
    }
}
