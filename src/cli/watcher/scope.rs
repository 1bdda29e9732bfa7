//! What of a ledger's folder a build reads: not what dunlin writes, not what editors and git keep beside it.

use std::{
    ffi::OsStr,
    io,
    path::{Component, Path, PathBuf},
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scope {
    /// As it was named.
    named: PathBuf,
    /// As the system knows it, links followed: so events name their paths.
    root: PathBuf,
    /// Relative to the root.
    ignored: Vec<PathBuf>,
}

impl Scope {
    pub fn new(root: &Path, ignored: &[PathBuf]) -> io::Result<Self> {
        let mut scope = Self {
            named: root.to_owned(),
            root: std::fs::canonicalize(root)?,
            ignored: Vec::new(),
        };
        scope.ignore(ignored);
        Ok(scope)
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Folders outside the ledger are none of its inputs, and the ledger itself always is.
    pub fn ignore(&mut self, ignored: &[PathBuf]) {
        let inside = ignored.iter().filter_map(|path| self.inside(path));
        let mut inside: Vec<_> = inside.filter(|path| !path.as_os_str().is_empty()).collect();
        inside.sort();
        inside.dedup();
        self.ignored = inside;
    }

    fn inside(&self, path: &Path) -> Option<PathBuf> {
        let named = path
            .strip_prefix(&self.named)
            .or_else(|_| path.strip_prefix(&self.root));
        let inside = match named {
            Ok(inside) => inside.to_owned(),
            Err(_) if path.is_relative() => path.to_owned(),
            Err(_) => std::fs::canonicalize(path)
                .ok()?
                .strip_prefix(&self.root)
                .ok()?
                .to_owned(),
        };
        let parts = inside
            .components()
            .filter(|part| !matches!(part, Component::CurDir));
        Some(parts.collect())
    }

    /// A path that an event names, relative to the root.
    pub fn relative<'a>(&self, path: &'a Path) -> Option<&'a Path> {
        path.strip_prefix(&self.root).ok()
    }

    /// Whether a file or folder, relative to the root, can matter to a build.
    pub fn sees(&self, relative: &Path) -> bool {
        let is_own = self.ignored.iter().any(|own| relative.starts_with(own));
        !is_own && !relative.iter().any(is_skipped)
    }
}

/// Hidden names and those with `_` are no part of a ledger; the others are what editors write beside a file for the
/// length of a save: Vim, Emacs, JetBrains, Helix and those that keep a backup.
fn is_skipped(name: &OsStr) -> bool {
    const ENDS: [&str; 7] = ["~", ".swp", ".swo", ".swx", ".tmp", ".bck", ".crswap"];
    let name = name.to_string_lossy();
    name.starts_with(['.', '_'])
        || ENDS.iter().any(|end| name.ends_with(end))
        || (name.starts_with('#') && name.ends_with('#'))
        || name.contains("___jb_")
        || is_vims_probe(&name)
}

/// Vim tries out whether it may write with a file of this name, or of one a little above it.
fn is_vims_probe(name: &str) -> bool {
    name.len() == 4
        && name
            .parse()
            .is_ok_and(|number: u32| number >= 4913 && (number - 4913).is_multiple_of(123))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_build_reads_is_seen() {
        let root = tempfile::tempdir().unwrap();
        let scope = Scope::new(
            root.path(),
            &[
                root.path().join("site"),
                PathBuf::from("./out/drafts"),
                "/elsewhere".into(),
                root.path().to_owned(),
            ],
        )
        .unwrap();
        for path in [
            "site",
            "site/index.html",
            "out/drafts/acme/firm.md",
            ".git/index",
            "clients/.acme.yaml.swp",
            "clients/acme.yaml~",
            "clients/4913",
            "clients/5036",
            "clients/#acme.yaml#",
            "clients/.#acme.yaml",
            "_old/x.yaml",
            "a/_b/c.yaml",
            "x.tmp",
            "clients/acme.yaml___jb_tmp___",
            "site/.dunlin-abcdef.tmp",
            "clients/.dunlin-abcdef.tmp",
        ] {
            assert!(!scope.sees(Path::new(path)), "{path}");
        }
        for path in [
            "dunlin.yaml",
            "clients/acme.yaml",
            "templates/dashboard/index.html",
            "site.yaml",
            "out/x.md",
            "docs/4912",
            "invoices/2026/03/a.pdf",
        ] {
            assert!(scope.sees(Path::new(path)), "{path}");
        }
    }
}
