//! Which paths may be written at all: a wrong one is a bug of dunlin's, and is found before anything is touched.

use super::WriteError;
use std::collections::BTreeMap;

/// Every path is relative, stays below its folder, and is on every system another file than the others.
pub(super) fn check(paths: &[&str]) -> Result<(), WriteError> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for path in paths {
        if let Some(reason) = fault(path) {
            return Err(bug(path, reason));
        }
        if seen.insert(folded(path), path).is_some() {
            return Err(bug(path, "twice but for capital letters"));
        }
    }
    let inside_file = |path: &&str| {
        let parents = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
        parents
            .into_iter()
            .any(|parent| seen.contains_key(&folded(parent)))
    };
    match paths.iter().copied().find(inside_file) {
        Some(path) => Err(bug(path, "which lies inside another file")),
        None => Ok(()),
    }
}

/// What is wrong with a path, if anything.
pub(super) fn fault(path: &str) -> Option<&'static str> {
    path.split('/').find_map(|part| match part {
        "" => Some("a path with an empty part"),
        "." | ".." => Some("a path that leaves its folder"),
        _ if part.chars().any(|c| c.is_control() || matches!(c, '\\' | ':')) => {
            Some("a name that some systems don't have")
        }
        _ if part.starts_with(super::disk::OURS) => Some("a name that dunlin keeps for itself"),
        _ if cfg!(windows) && is_device(part) => Some("a name that Windows keeps for itself"),
        _ => None,
    })
}

/// Two paths that fold to the same are one file on a disk that ignores case.
pub(super) fn folded(path: &str) -> String {
    path.to_lowercase()
}

/// A path that nothing makes.
pub(super) fn unmade(path: &str) -> WriteError {
    bug(path, "which no part of it makes")
}

fn bug(path: &str, reason: &'static str) -> WriteError {
    WriteError::Bug {
        path: path.to_owned(),
        reason,
    }
}

/// Names that Windows gives to devices, with any extension, and those whose end it drops. Elsewhere a client may be
/// called `aux`.
fn is_device(name: &str) -> bool {
    let stem = name
        .split('.')
        .next()
        .unwrap_or(name)
        .trim_end()
        .to_ascii_lowercase();
    let numbered = ["com", "lpt"].iter().any(|port| {
        let number = stem.strip_prefix(port);
        number.is_some_and(|number| number.len() == 1 && number.bytes().all(|b| b.is_ascii_digit()))
    });
    numbered || matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || name.ends_with(['.', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{FileSet, Files};

    #[test]
    fn paths_that_could_leave_the_folder_are_refused() {
        for path in [
            "",
            "/",
            "/etc/passwd",
            "a//b",
            "a/",
            "../a",
            "a/../b",
            "a/..",
            "./a",
            "C:\\a",
            "c:a",
            "a\\..\\b",
            "a\0b",
            ".dunlin-lock",
            "a/.dunlin-x",
        ] {
            let files = Files::from([(path.to_owned(), Vec::new())]);
            assert!(
                matches!(check(&files.paths()), Err(WriteError::Bug { .. })),
                "{path:?}"
            );
        }
        for path in [
            "index.html",
            "acme/stop-work-site.md",
            "a..b",
            "Ünal/x.md",
            ".gitignore",
        ] {
            assert!(check(&[path]).is_ok(), "{path}");
        }
    }

    #[test]
    fn two_files_never_share_a_place() {
        for pair in [["a/X.md", "A/x.md"], ["a", "a/b"], ["a/b/c", "A/B"]] {
            let files: Files = pair.map(|path| (path.to_owned(), Vec::new())).into();
            assert!(check(&files.paths()).is_err(), "{pair:?}");
        }
    }

    #[test]
    fn devices_are_known_by_any_extension() {
        for name in ["CON", "nul.md", "com1", "LPT9.html", "a.", "b "] {
            assert!(is_device(name), "{name}");
        }
        for name in ["console", "com", "com10", "client-con.html"] {
            assert!(!is_device(name), "{name}");
        }
    }
}
