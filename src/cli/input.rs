//! A file that isn't read as part of a ledger, up to a size: what is larger can't be meant, and must not fill the memory.

use std::{
    fs::File,
    io::{self, Error, Read},
    path::Path,
};

/// Of a bank's statement, of rules, of a baseline: decades of them.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The bytes of a file, or of a pipe that the user named, of at most so many.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(Error::other(format!(
            "it is larger than {} MiB",
            most / (1024 * 1024)
        )));
    }
    Ok(bytes)
}

/// The bytes of what is no pipe and no device, whatever stands at a path of a ledger.
pub fn read_ordinary(path: &Path) -> io::Result<Vec<u8>> {
    if path.metadata()?.is_file() {
        read(path, MOST_BYTES)
    } else {
        Err(Error::other("it is not an ordinary file"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_larger_is_not_read() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("a");
        std::fs::write(&path, vec![b'x'; 1025]).unwrap();
        assert_eq!(read(&path, 1025).unwrap().len(), 1025);
        assert!(read(&path, 1024).is_err());
    }

    #[test]
    fn a_folder_is_no_ordinary_file() {
        let place = tempfile::tempdir().unwrap();
        let error = read_ordinary(place.path()).unwrap_err();
        assert_eq!(error.to_string(), "it is not an ordinary file");
    }
}
