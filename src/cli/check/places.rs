//! Where ledgers and the files named beside them lie: from the current folder, from the repository, from each other.

use crate::cli::Failure;
use std::path::{Component, Path, PathBuf};

/// The endings of what a ledger takes for records.
const RECORDS: [&str; 3] = ["yaml", "yml", "md"];

/// How the paths of several ledgers are told in one report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// From the repository's root to where `folders` begin, with `/` at its end unless empty.
    pub prefix: String,
    /// To each ledger, with `/` at its end unless empty.
    pub folders: Vec<String>,
}

impl Names {
    /// From the current folder; from the repository's root if a ledger lies above or beside that.
    pub fn of(roots: &[&Path]) -> Result<Self, Failure> {
        let here = here()?;
        let roots: Vec<PathBuf> = roots.iter().map(|root| absolute(&here, root)).collect();
        let top = roots.first().and_then(|root| repository(root));
        if let Some(folders) = all_below(&here, &roots) {
            let prefix = top.and_then(|top| below(&top, &here)).unwrap_or_default();
            return Ok(Self { prefix, folders });
        }
        let folders = top.and_then(|top| all_below(&top, &roots));
        let as_given = || roots.iter().map(|root| slashed(root)).collect();
        Ok(Self {
            prefix: String::new(),
            folders: folders.unwrap_or_else(as_given),
        })
    }
}

/// From the repository's root to a folder, else from the current folder, with `/` at its end unless empty.
pub fn in_repository(root: &Path) -> Result<String, Failure> {
    let here = here()?;
    let root = absolute(&here, root);
    let top = repository(&root).unwrap_or(here);
    Ok(below(&top, &root).unwrap_or_default())
}

/// From the folder that a file lies in to each of the folders that lies below that, with `/` at its end unless empty.
pub fn beside(file: &Path, roots: &[&Path]) -> Result<Vec<Option<String>>, Failure> {
    let here = here()?;
    let own = absolute(&here, file);
    let folder = own.parent().unwrap_or(&own);
    let roots = roots.iter().map(|root| below(folder, &absolute(&here, root)));
    Ok(roots.collect())
}

/// A file that dunlin is to write for the user can't be one that the next check would read as a record.
pub fn is_no_record(file: &Path, roots: &[&Path], advice: &str) -> Result<(), Failure> {
    let ending = file.extension().map(|ending| ending.to_ascii_lowercase());
    if !ending.is_some_and(|ending| RECORDS.iter().any(|record| ending == *record)) {
        return Ok(());
    }
    let here = here()?;
    let own = absolute(&here, file);
    if roots.iter().any(|root| own.starts_with(absolute(&here, root))) {
        return Err(Failure(format!(
            "{} lies in the ledger, where that ending makes it a record: {advice}",
            file.display()
        )));
    }
    Ok(())
}

fn here() -> Result<PathBuf, Failure> {
    std::env::current_dir().map_err(|error| Failure(format!("can't tell the current folder: {error}")))
}

/// Without `.` and `..`. What has no `..` isn't followed through links: the user's own name for it is the better one.
fn absolute(here: &Path, path: &Path) -> PathBuf {
    let joined = here.join(path);
    if joined.components().any(|part| part == Component::ParentDir) {
        let folder = joined.parent().map(|folder| folder.canonicalize());
        return match (joined.canonicalize(), folder, joined.file_name()) {
            (Ok(real), ..) => real,
            (_, Some(Ok(folder)), Some(name)) => folder.join(name),
            _ => joined,
        };
    }
    joined.components().collect()
}

/// The work tree that a folder lies in: the nearest folder upward that has a `.git`.
fn repository(folder: &Path) -> Option<PathBuf> {
    let top = folder.ancestors().find(|folder| folder.join(".git").exists());
    top.map(Path::to_owned)
}

fn all_below(folder: &Path, roots: &[PathBuf]) -> Option<Vec<String>> {
    roots.iter().map(|root| below(folder, root)).collect()
}

fn below(folder: &Path, path: &Path) -> Option<String> {
    path.strip_prefix(folder).ok().map(slashed)
}

fn slashed(path: &Path) -> String {
    let parts = path.components().map(|part| match part {
        Component::RootDir => String::new(),
        part => part.as_os_str().to_string_lossy().into_owned(),
    });
    let mut text = parts.collect::<Vec<_>>().join("/");
    if !text.is_empty() {
        text.push('/');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_told_with_slashes() {
        for (folder, path, told) in [
            ("/a", "/a", Some("")),
            ("/a", "/a/b/c", Some("b/c/")),
            ("/a/b", "/a", None),
            ("/a", "/ab", None),
        ] {
            assert_eq!(
                below(Path::new(folder), Path::new(path)).as_deref(),
                told,
                "{path}"
            );
        }
        assert_eq!(slashed(Path::new("/x/y")), "/x/y/");
    }

    #[test]
    fn ledgers_are_told_from_here_else_from_the_repository() {
        let root = tempfile::tempdir().unwrap();
        let top = root.path().canonicalize().unwrap();
        for folder in [".git", "sub/books", "other"] {
            std::fs::create_dir_all(top.join(folder)).unwrap();
        }
        let sub = top.join("sub");
        assert_eq!(absolute(&sub, Path::new("./books/")), top.join("sub/books"));
        assert_eq!(absolute(&sub, Path::new("../other")), top.join("other"));
        assert_eq!(absolute(&sub, Path::new("../new.txt")), top.join("new.txt"));
        assert_eq!(repository(&top.join("sub/books")), Some(top));
    }
}
