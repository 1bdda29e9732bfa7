//! Which records changed since a revision, what is not committed yet included.

use super::{Git, NoHistory, objects::blobs};
use crate::{
    load::{self, Content},
    source::Sources,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// The records of the ledger at `root`, as anchors call them, that are new or other than at `revision`. `A...` is where
/// the work since then left `A`, as `git diff` understands it.
pub fn changed_since(root: &Path, revision: &str, sources: &Sources) -> Result<BTreeSet<String>, NoHistory> {
    let git = Git::open(root)?;
    let commit = git.base(revision)?;
    let before = git.ledger_at(&commit, sources)?;
    Ok(load::changed(sources, &before))
}

impl Git {
    fn base(&self, revision: &str) -> Result<String, NoHistory> {
        if let Some((left, right)) = revision.split_once("...") {
            let commit = self.known(if left.is_empty() { "HEAD" } else { left })?;
            let head = self.known(if right.is_empty() { "HEAD" } else { right })?;
            if head != self.commit("HEAD")? {
                return Err(NoHistory::Refused(format!(
                    "the ledger is compared as it is now, so `{right}` has no place in `{revision}`: say `{left}...`"
                )));
            }
            let base = self.ask(&["merge-base", &commit, &head])?;
            return match String::from_utf8_lossy(&base.bytes).trim() {
                "" => Err(self.unknown(&format!("`{left}` and HEAD have no commit in common"))),
                base => Ok(base.to_owned()),
            };
        }
        if revision.contains("..") {
            return Err(NoHistory::Refused(format!(
                "`{revision}` is a range; name the one revision to compare with, or `REV...` for where this branch left it"
            )));
        }
        self.known(revision)
    }

    fn known(&self, revision: &str) -> Result<String, NoHistory> {
        self.commit(revision).map_err(|why| match why {
            NoHistory::Refused(words) => {
                self.unknown(&format!("`{revision}` names no commit here ({words})"))
            }
            other => other,
        })
    }

    fn unknown(&self, what: &str) -> NoHistory {
        let hint = if self.is_shallow {
            "; the clone is shallow: fetch more of it, or set `fetch-depth: 0`"
        } else {
            ""
        };
        NoHistory::Refused(format!("{what}{hint}"))
    }

    /// The ledger's files at a commit, as far as it reads them.
    fn ledger_at(&self, commit: &str, sources: &Sources) -> Result<BTreeMap<String, Content>, NoHistory> {
        let listed = self.need(&["ls-tree", "-r", "-z", commit], &[])?;
        let mut tree = Tree::read(&listed);
        let targets = blobs(self, &tree.links.values().cloned().collect())?;
        for target in tree.links.values_mut() {
            *target = match targets.get(target) {
                Some(Content::Bytes(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
                _ => String::new(),
            };
        }
        let is_read = load::ledger_files(sources);
        let own = tree.files.keys().filter(|path| is_read(path));
        let now = sources.files().map(|(_, file)| &file.path);
        let paths: BTreeSet<&String> = own.chain(now).collect();
        let places: BTreeMap<&String, Option<&String>> = paths
            .into_iter()
            .filter_map(|path| Some((path, tree.find(path)?)))
            .collect();
        let contents = blobs(
            self,
            &places.values().flatten().map(|hash| (*hash).clone()).collect(),
        )?;
        let each = places.into_iter().filter_map(|(path, hash)| {
            let content = match hash {
                Some(hash) => contents.get(hash)?.clone(),
                None => Content::Outside(String::new()),
            };
            Some((path.clone(), content))
        });
        Ok(each.collect())
    }
}

/// A commit's files below the ledger.
#[derive(Debug, Default)]
struct Tree {
    /// Each with the hash of its blob.
    files: BTreeMap<String, String>,
    /// Symbolic links, with where they go.
    links: BTreeMap<String, String>,
}

impl Tree {
    /// Reads `ls-tree -z`: `MODE TYPE HASH`, a tab and the path.
    fn read(listed: &[u8]) -> Self {
        let mut tree = Self::default();
        for entry in listed.split(|byte| *byte == 0) {
            let entry = String::from_utf8_lossy(entry);
            let Some((fields, path)) = entry.split_once('\t') else {
                continue;
            };
            let mut fields = fields.split(' ');
            let (mode, hash) = (fields.next().unwrap_or_default(), fields.nth(1));
            let list = match mode {
                "120000" => &mut tree.links,
                _ if mode.starts_with("100") => &mut tree.files,
                _ => continue,
            };
            list.extend(hash.map(|hash| (path.to_owned(), hash.to_owned())));
        }
        tree
    }

    /// The blob at a path, links followed; `Some(None)`: it leaves the ledger. `None`: there is nothing.
    fn find(&self, path: &str) -> Option<Option<&String>> {
        const MOST_LINKS: usize = 16;
        let mut path = path.to_owned();
        for _ in 0..MOST_LINKS {
            if let Some(hash) = self.files.get(&path) {
                return Some(Some(hash));
            }
            let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
            let mut heads = ends.filter_map(|at| path.split_at_checked(at));
            let (link, target, rest) =
                heads.find_map(|(head, rest)| Some((head, self.links.get(head)?, rest)))?;
            let folder = link.rsplit_once('/').map_or("", |(folder, _)| folder);
            match joined(folder, &format!("{target}{rest}")) {
                Some(next) => path = next,
                None => return Some(None),
            }
        }
        None
    }
}

/// A path from a folder of the ledger; `None`: it leaves the ledger.
fn joined(folder: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_read_with_its_links() {
        let listed = "100644 blob aa\tclients/a\nb.yaml\x00100755 blob bb\t_shared/x.yaml\x00120000 blob cc\tlog\x00120000 blob dd\tclients/x.yaml\x00120000 blob ee\tout\x00160000 commit ff\tsub\x00";
        let mut tree = Tree::read(listed.as_bytes());
        for (path, target) in [
            ("log", "_shared"),
            ("clients/x.yaml", "../log/x.yaml"),
            ("out", "../.."),
        ] {
            tree.links.insert(path.to_owned(), target.to_owned());
        }
        let text = |text: &str| Some(Some(text.to_owned()));
        for (path, expected) in [
            ("clients/a\nb.yaml", text("aa")),
            ("log/x.yaml", text("bb")),
            ("clients/x.yaml", text("bb")),
            ("out/x.yaml", Some(None)),
            ("sub", None),
            ("clients", None),
        ] {
            assert_eq!(tree.find(path).map(Option::<&String>::cloned), expected, "{path}");
        }
        tree.links.insert("log".to_owned(), "log".to_owned());
        assert_eq!(tree.find("log/x.yaml"), None);
    }
}
