//! Disk → [`Folder`]: the only place below `write` that touches files, and it changes none.

mod content;

use super::{
    Content, Folder, SETTINGS, edited,
    mounts::mounts,
    own_texts,
    place::{Own, is_below, is_record_name},
};
use crate::model::Kind;
use rayon::prelude::*;
use std::{
    cmp::Ordering,
    collections::{BTreeSet, HashSet},
    ffi::OsString,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};
use walkdir::WalkDir;

pub(super) use content::content;

/// Why a folder is no ledger.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("there is no folder `{0}`: name a ledger's folder, or start one with `dunlin init`")]
    NoFolder(PathBuf),
    #[error("`{0}` is not a folder: name the folder that holds `dunlin.yaml`")]
    NotAFolder(PathBuf),
    #[error(
        "`{0}` has no `dunlin.yaml`: name a ledger's folder, or make this one a ledger with `dunlin init`"
    )]
    NoSettings(PathBuf),
    #[error("`{path}` can't be read: {source}")]
    Unreadable {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
}

/// What `write` leaves in a folder of its own.
const MANIFEST: &str = ".dunlin-manifest.json";

/// A larger file is no record of a small firm.
pub const MOST_BYTES: u64 = 1024 * 1024;

/// Reads a ledger's folder. Whatever is wrong with single files is in the [`Folder`].
pub fn folder(root: &Path) -> Result<Folder, LoadError> {
    let real = root.canonicalize().map_err(|source| match source.kind() {
        ErrorKind::NotFound => LoadError::NoFolder(root.to_owned()),
        _ => unreadable(root, source),
    })?;
    if !real.is_dir() {
        return Err(LoadError::NotAFolder(root.to_owned()));
    }
    std::fs::read_dir(&real).map_err(|source| unreadable(root, source))?;
    let settings = real.join(SETTINGS);
    if settings.symlink_metadata().is_err() {
        return Err(LoadError::NoSettings(root.to_owned()));
    }
    // Settings that are a link out of the ledger say nothing.
    let is_inside = settings.canonicalize().is_ok_and(|path| path.starts_with(&real));
    let own = match is_inside.then(|| content(&settings)).flatten() {
        Some(Content::Bytes(bytes)) => Own::named(&bytes),
        _ => Own::named(&[]),
    };
    let mut walk = Walk::new(real, own);
    walk.below(String::new(), walk.root.clone());
    walk.follow_links();
    if let Some(source) = walk.unlisted.take() {
        return Err(unreadable(root, source));
    }
    let drafts = edited::drafts(&walk.root, &walk.own);
    let mut folder = walk.read();
    folder.files.extend(drafts);
    Ok(folder)
}

fn unreadable(path: &Path, source: io::Error) -> LoadError {
    LoadError::Unreadable {
        path: path.to_owned(),
        source,
    }
}

/// Paths as found, before any content.
struct Walk {
    root: PathBuf,
    own: Own,
    /// By the ledger's path, where it really is.
    records: Vec<(String, PathBuf)>,
    links: Vec<(String, PathBuf)>,
    /// Places below the root at which something else is mounted.
    mounted: BTreeSet<PathBuf>,
    /// Real paths that were listed already: a link to one of them adds nothing.
    seen: HashSet<OsString>,
    folder: Folder,
    /// Why the ledger's own folder was not listed to its end.
    unlisted: Option<io::Error>,
}

impl Walk {
    fn new(root: PathBuf, own: Own) -> Self {
        let mounts = mounts().into_iter().map(|mount| mount.place);
        let inside = mounts.filter(|place| place.starts_with(&root) && *place != root);
        Self {
            mounted: inside.collect(),
            root,
            own,
            records: Vec::new(),
            links: Vec::new(),
            seen: HashSet::new(),
            folder: Folder::default(),
            unlisted: None,
        }
    }

    /// Lists what is below `real`, which the ledger knows as `name`.
    fn below(&mut self, name: String, real: PathBuf) {
        if !self.seen.insert(real.clone().into_os_string()) {
            return;
        }
        let own = self.own.clone();
        let mounted = self.mounted.clone();
        let top = real.clone();
        let within = |path: &Path| within_ledger(&name, &top, path);
        let mut left_out = Vec::new();
        // No order is needed, but for what went wrong in a folder: it comes before all that is in it.
        let entries = WalkDir::new(&real).min_depth(1).sort_by(|_, _| Ordering::Equal);
        let wanted = entries.into_iter().filter_entry(|entry| {
            let is_hidden = entry.file_name().as_encoded_bytes().first() == Some(&b'.');
            let is_mounted = !mounted.is_empty() && mounted.contains(entry.path());
            if is_mounted && !is_hidden && !own.holds(&within(entry.path())) {
                left_out.push(within(entry.path()));
            }
            // What stands in a folder is asked of the folder.
            let is_dir = entry.file_type().is_dir();
            let is_written = || is_dir && is_written(&own, &within(entry.path()), entry.path());
            !is_hidden && !is_mounted && !is_written()
        });
        // A listing that breaks off names no folder, but its error comes first of what is in it.
        let mut listed = top.clone();
        for entry in wanted {
            match entry {
                Ok(entry) => {
                    let (name, kind) = (within(entry.path()), entry.file_type());
                    if kind.is_dir() {
                        entry.path().clone_into(&mut listed);
                    }
                    if kind.is_dir() || !own.holds(&name) {
                        self.entry(name, entry.into_path(), kind);
                    }
                }
                Err(error) => self.failed(error, (&listed, &within)),
            }
        }
        let left_out = left_out.into_iter().map(|name| (name, Content::Mounted));
        self.folder.files.extend(left_out);
    }

    fn entry(&mut self, name: String, real: PathBuf, kind: std::fs::FileType) {
        if kind.is_symlink() {
            if !is_ours(&name, &real) {
                self.links.push((name, real));
            }
        } else if kind.is_dir() {
            // A link may still bring in what a `_` hides.
            if !is_private(&name) {
                self.seen.insert(real.into_os_string());
            }
        } else if !is_read(&name) {
            // A pipe or a device is nobody's document: reading it may never end.
            if kind.is_file() {
                self.folder.others.insert(name);
            }
        } else if !self.seen.insert(real.clone().into_os_string()) {
            // Found before, through a link.
        } else if kind.is_file() {
            self.records.push((name, real));
        } else {
            let reason = "it is not an ordinary file".to_owned();
            self.folder.files.insert(name, Content::Unreadable(reason));
        }
    }

    fn failed(&mut self, error: walkdir::Error, (listed, within): (&Path, &impl Fn(&Path) -> String)) {
        let gone = error
            .io_error()
            .is_some_and(|error| error.kind() == ErrorKind::NotFound);
        if gone {
            return;
        }
        let place = within(error.path().unwrap_or(listed));
        let reason = error
            .io_error()
            .map_or_else(|| error.to_string(), ToString::to_string);
        if place.is_empty() {
            self.unlisted = error.into_io_error();
        } else {
            self.folder.files.insert(place, Content::Unreadable(reason));
        }
    }

    /// After everything else, so that what a link repeats keeps its own name.
    fn follow_links(&mut self) {
        while !self.links.is_empty() {
            let mut links = std::mem::take(&mut self.links);
            links.sort();
            for (name, link) in links {
                self.follow(name, &link);
            }
        }
    }

    fn follow(&mut self, name: String, link: &Path) {
        let Ok(target) = link.canonicalize() else {
            if is_read(&name) {
                let reason = "the link leads nowhere".to_owned();
                self.folder.files.insert(name, Content::Unreadable(reason));
            }
            return;
        };
        if !target.starts_with(&self.root) {
            let written = std::fs::read_link(link).unwrap_or(target);
            let outside = Content::Outside(written.to_string_lossy().into_owned());
            self.folder.files.insert(name, outside);
        } else if self.mounted.iter().any(|place| target.starts_with(place)) {
            self.folder.files.insert(name, Content::Mounted);
        } else if target.is_dir() {
            self.below(name, target);
        } else if !is_read(&name) {
            if target.is_file() {
                self.folder.others.insert(name);
            }
        } else if self.seen.insert(target.clone().into_os_string()) {
            self.records.push((name, target));
        }
    }

    fn read(self) -> Folder {
        let mut folder = self.folder;
        let read: Vec<_> = self
            .records
            .into_par_iter()
            .filter_map(|(name, real)| Some((name, content(&real)?)))
            .collect();
        let mut files: Vec<_> = folder.files.into_iter().chain(read).collect();
        files.par_sort_by(|(one, _), (other, _)| one.cmp(other));
        folder.files = files.into_iter().collect();
        folder
    }
}

/// Whether a path may hold a record (YAML or Markdown, and no folder or file on its way starts with `_`), or one of the
/// ledger's own texts.
fn is_read(name: &str) -> bool {
    (is_record_name(name) && !is_private(name)) || own_texts::is_text(name)
}

/// Whether a folder is one that dunlin writes to, or has written.
fn is_written(own: &Own, name: &str, real: &Path) -> bool {
    own.holds(name) || is_ours(name, real)
}

/// Whether dunlin made the folder, as the manifest in it says: evidence of a claim, another place's dashboard. Never a
/// folder of records.
fn is_ours(name: &str, real: &Path) -> bool {
    let top = name.split('/').next().unwrap_or_default();
    Kind::of_folder(top).is_none() && real.join(MANIFEST).is_file()
}

fn is_private(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('_')) || is_below(name, "templates")
}

pub(super) fn within_ledger(name: &str, top: &Path, path: &Path) -> String {
    let rest = path.strip_prefix(top).unwrap_or(path);
    let parts = rest.components().map(|part| part.as_os_str().to_string_lossy());
    let named = (!name.is_empty()).then(|| name.into());
    let all: Vec<_> = named.into_iter().chain(parts).collect();
    all.join("/")
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::{io::Write, os::unix::fs::symlink};

    fn put(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut file = std::fs::File::options()
            .create(true)
            .write(true)
            .truncate(true)
            .open(path)
            .unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }

    #[test]
    fn a_walk_takes_records_and_leaves_the_rest() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        for path in [
            "clients/a.yaml",
            "clients/.swp.yaml",
            "clients/_draft.yaml",
            "clients/logo.png",
            "web/index.md",
            "reminders/a/firm.md",
            "templates/x.md",
            ".git/x.yaml",
            "_old/msa.pdf",
        ] {
            put(root, path, "name: A\n");
        }
        put(root, SETTINGS, "site: ./web/\n");
        put(root, "invoices/big.yaml", &"#".repeat(1024 * 1024 + 1));
        let folder = folder(root).unwrap();
        let files: Vec<&str> = folder.files.keys().map(String::as_str).collect();
        assert_eq!(
            files,
            ["clients/a.yaml", SETTINGS, "invoices/big.yaml", "templates/x.md"]
        );
        assert_eq!(
            folder.files["invoices/big.yaml"],
            Content::TooLarge(1024 * 1024 + 1)
        );
        let others: Vec<&str> = folder.others.iter().map(String::as_str).collect();
        assert_eq!(
            others,
            ["_old/msa.pdf", "clients/_draft.yaml", "clients/logo.png",]
        );
    }

    #[test]
    fn links_are_followed_once_and_never_out() {
        let dir = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        put(outside.path(), "secret.yaml", "name: S\n");
        let root = dir.path();
        put(root, SETTINGS, "");
        put(root, "clients/a.yaml", "name: A\n");
        put(root, "_shared/b.yaml", "name: B\n");
        symlink(root.join("clients"), root.join("clients/loop")).unwrap();
        symlink("a.yaml", root.join("clients/same.yaml")).unwrap();
        symlink("../_shared/b.yaml", root.join("clients/b.yaml")).unwrap();
        symlink(outside.path(), root.join("payments")).unwrap();
        symlink(outside.path().join("secret.yaml"), root.join("clients/s.yaml")).unwrap();
        symlink("nowhere", root.join("clients/gone.yaml")).unwrap();
        let folder = folder(root).unwrap();
        let files: Vec<&str> = folder.files.keys().map(String::as_str).collect();
        assert_eq!(
            files,
            [
                "clients/a.yaml",
                "clients/b.yaml",
                "clients/gone.yaml",
                "clients/s.yaml",
                SETTINGS,
                "payments"
            ]
        );
        assert!(matches!(folder.files["payments"], Content::Outside(_)));
        assert!(matches!(
            folder.files["clients/gone.yaml"],
            Content::Unreadable(_)
        ));
    }

    #[test]
    fn a_folder_that_is_no_ledger_says_what_to_do() {
        let dir = tempfile::tempdir().unwrap();
        let error = folder(dir.path()).unwrap_err().to_string();
        assert!(error.ends_with(
            "has no `dunlin.yaml`: name a ledger's folder, or make this one a ledger with `dunlin init`"
        ));
        let missing = dir.path().join("x");
        let error = folder(&missing).unwrap_err().to_string();
        assert!(
            error.ends_with("name a ledger's folder, or start one with `dunlin init`"),
            "{error}"
        );
    }
}
