//! What of a ledger's folder a build reads: not what dunlin writes, not what editors and git keep beside it.

use super::Folders;
use crate::{cli::input::read_ordinary, model::draft};
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
    /// The one of them that the drafts are in.
    drafts: Option<PathBuf>,
}

impl Scope {
    pub fn new(root: &Path, written: &Folders) -> io::Result<Self> {
        let mut scope = Self {
            named: root.to_owned(),
            root: std::fs::canonicalize(root)?,
            ignored: Vec::new(),
            drafts: None,
        };
        scope.ignore(written);
        Ok(scope)
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Folders outside the ledger are none of its inputs, and the ledger itself always is.
    pub fn ignore(&mut self, written: &Folders) {
        let inside = |path: &Path| self.inside(path).filter(|path| !path.as_os_str().is_empty());
        let drafts = inside(&written.reminders);
        let mut ignored: Vec<_> = inside(&written.site).into_iter().chain(drafts.clone()).collect();
        ignored.sort();
        ignored.dedup();
        self.ignored = ignored;
        self.drafts = drafts;
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

    /// Where the drafts are, if they are inside.
    pub fn drafts(&self) -> Option<PathBuf> {
        Some(self.root.join(self.drafts.as_ref()?))
    }

    /// Whether a file, relative to the root, is where drafts are: `CLIENT/LETTER.md` below their folder. It matters to a
    /// build once its user has edited it.
    pub fn is_draft(&self, relative: &Path) -> bool {
        let below = self
            .drafts
            .as_ref()
            .and_then(|drafts| relative.strip_prefix(drafts).ok());
        below.is_some_and(|below| {
            below.iter().count() == 2
                && below.extension().is_some_and(|ending| ending == "md")
                && !below.iter().any(is_skipped)
        })
    }
}

/// Whether a file is a draft that its user has edited: what a check reads of the drafts, and nothing that dunlin writes.
pub(super) fn is_edited(path: &Path) -> bool {
    read_ordinary(path).is_ok_and(|bytes| draft::is_ours(&bytes) && !draft::is_untouched(&bytes))
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
        let written = Folders {
            site: root.path().join("site"),
            reminders: "./out/drafts".into(),
        };
        let mut scope = Scope::new(root.path(), &written).unwrap();
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
        assert!(scope.is_draft(Path::new("out/drafts/acme/firm.md")));
        for path in [
            "out/drafts/firm.md",
            "out/drafts/acme/old/firm.md",
            "out/drafts/acme/firm.txt",
            "out/drafts/acme/.dunlin-abcdef.md",
            "clients/acme/firm.md",
        ] {
            assert!(!scope.is_draft(Path::new(path)), "{path}");
        }
        scope.ignore(&Folders {
            site: "/elsewhere".into(),
            reminders: root.path().to_owned(),
        });
        assert!(scope.sees(Path::new("site/index.html")));
        assert!(!scope.is_draft(Path::new("acme/firm.md")));
    }
}
