//! Addresses of files as editors write them, and paths.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

/// The path of a `file:` address; `None` for any other.
pub fn to_path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let path = &rest[rest.find('/')?..];
    let host = rest.strip_suffix(path)?;
    if !host.is_empty() && host != "localhost" {
        return None;
    }
    let path = path.split(['?', '#']).next()?;
    let decoded = String::from_utf8(decoded(path)).ok()?;
    let has_drive = decoded.as_bytes().get(2) == Some(&b':');
    let path = decoded
        .strip_prefix('/')
        .filter(|_| has_drive && cfg!(windows))
        .map_or(decoded.as_str(), |path| path);
    Some(PathBuf::from(path))
}

fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digits = text.get(at + 1..at + 3).filter(|_| *byte == b'%');
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    decoded
}

/// The address of an absolute path.
pub fn of_path(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let mut uri = String::from("file://");
    if !path.starts_with('/') {
        uri.push('/');
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            uri.push(char::from(byte));
        } else {
            // Writing to a string can't fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn paths_come_back() {
        for (path, uri) in [
            ("/a/b.yaml", "file:///a/b.yaml"),
            ("/Año nuevo/100%#1.md", "file:///A%C3%B1o%20nuevo/100%25%231.md"),
        ] {
            assert_eq!(of_path(Path::new(path)), uri);
            assert_eq!(to_path(uri), Some(PathBuf::from(path)));
        }
        for (uri, path) in [
            ("file://localhost/a", Some("/a")),
            ("file:///a%2", Some("/a%2")),
            ("file:///a?x#y", Some("/a")),
            ("file://server/a", None),
            ("untitled:Untitled-1", None),
            ("file:///%FF", None),
            ("file://", None),
            ("", None),
        ] {
            assert_eq!(to_path(uri), path.map(PathBuf::from), "{uri}");
        }
    }
}
