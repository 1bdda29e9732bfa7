//! Safe fixes → new texts of the files, tried out before anybody sees them; apart because the promise never to make a
//! ledger worse is kept here.

use crate::{
    finding::{Edit, Finding},
    load::{Content, Folder, same_but_for},
    source::{FileId, SourceFile, Sources},
};
use std::collections::{BTreeMap, BTreeSet};

/// How a folder reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub sources: Sources,
    /// Everything found while reading: none of it may become more by a fix.
    pub read: Vec<Finding>,
    /// What may be mended, as far as it has a fix.
    pub offered: Vec<Finding>,
}

/// What mending came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mended {
    /// By path, those that change.
    pub files: BTreeMap<String, Change>,
}

/// A file as it was and as it should be, in bytes as they stand on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub before: Vec<u8>,
    pub after: Vec<u8>,
    /// How many findings it mends.
    pub fixes: usize,
}

/// Enough to find a few fixes that don't hold among hundreds that do; a ledger with more is mended in a second run.
const MOST_LOOKS: usize = 300;

/// Applies what fixes there are until none is left: those that don't overlap at once, the first of those that do. `look`
/// says how a folder reads. A fix after which the ledger reads worse than before, or its file anywhere else than before,
/// is left out.
pub fn mend<E>(folder: &Folder, look: impl Fn(&Folder) -> Result<Seen, E>) -> Result<Mended, E> {
    let mut now = folder.clone();
    let mut seen = look(&now)?;
    let mut mended = Mended::default();
    let mut refused = BTreeSet::new();
    let mut most = usize::MAX;
    for _ in 0..MOST_LOOKS {
        let mut chosen = chosen(&seen, &refused);
        chosen.truncate(most);
        if chosen.is_empty() {
            break;
        }
        // What can't be looked at any more is worse than before.
        let tried = changed(&now, &seen, &chosen).and_then(|next| {
            let after = look(&next).ok()?;
            is_better(&seen, &after, &chosen).then_some((next, after))
        });
        match (tried, chosen.as_slice()) {
            (Some((next, after)), _) => {
                mended.note(
                    folder,
                    &next,
                    chosen.iter().map(|finding| seen.sources.path(finding.span)),
                );
                now = next;
                seen = after;
                most = usize::MAX;
            }
            (None, [only]) => {
                refused.insert(name(&seen.sources, only));
                most = usize::MAX;
            }
            (None, several) => most = several.len() / 2,
        }
    }
    Ok(mended)
}

/// A finding whatever line it stands on.
type Name = (String, &'static str, String);

fn name(sources: &Sources, finding: &Finding) -> Name {
    let path = sources.path(finding.span).to_owned();
    (path, finding.rule, finding.message.clone())
}

fn counts<'a>(sources: &Sources, findings: impl IntoIterator<Item = &'a Finding>) -> BTreeMap<Name, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(name(sources, finding)).or_default() += 1;
    }
    counts
}

/// Findings with a fix, by place, of which no two touch the same characters.
fn chosen(seen: &Seen, refused: &BTreeSet<Name>) -> Vec<Finding> {
    let mut all: Vec<&Finding> = seen
        .offered
        .iter()
        .filter(|finding| !edits(finding).is_empty() && !refused.contains(&name(&seen.sources, finding)))
        .collect();
    all.sort_by_key(|finding| edits(finding).iter().map(|edit| edit.span).min());
    let mut taken: Vec<Edit> = Vec::new();
    let mut chosen = Vec::new();
    for finding in all {
        let touches = |edit: &Edit| taken.iter().any(|other| touch(edit, other));
        if !edits(finding).iter().any(touches) {
            taken.extend_from_slice(edits(finding));
            chosen.push(finding.clone());
        }
    }
    chosen
}

fn edits(finding: &Finding) -> &[Edit] {
    finding.fix.as_ref().map_or(&[], |fix| &fix.edits)
}

fn touch(one: &Edit, other: &Edit) -> bool {
    let (one, other) = (one.span, other.span);
    one.file == other.file && one.start <= other.end && other.start <= one.end
}

/// The folder with these fixes; `None` where one doesn't fit its text, or changes more than it says.
fn changed(folder: &Folder, seen: &Seen, chosen: &[Finding]) -> Option<Folder> {
    let mut by_file: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for edit in chosen.iter().flat_map(edits) {
        by_file.entry(edit.span.file).or_default().push(edit.clone());
    }
    let mut folder = folder.clone();
    for (file, edits) in by_file {
        let SourceFile { path, text } = seen.sources.file(file);
        let after = edited(text, &edits).filter(|after| same_but_for(path, (text, after), &edits))?;
        let Content::Bytes(bytes) = folder.files.get_mut(path)? else {
            return None;
        };
        let mark = bytes.len().checked_sub(text.len())?;
        // The text is the file's but for a byte order mark: anything else was changed while it was looked at.
        let is_same = bytes.get(mark..) == Some(text.as_bytes()) && matches!(mark, 0 | 3);
        if !is_same {
            return None;
        }
        bytes.truncate(mark);
        bytes.extend_from_slice(after.as_bytes());
    }
    Some(folder)
}

fn edited(text: &str, edits: &[Edit]) -> Option<String> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let mut after = String::with_capacity(text.len());
    let mut from = 0;
    for edit in edits {
        after.push_str(text.get(from..edit.span.start as usize)?);
        after.push_str(&edit.text);
        from = edit.span.end as usize;
    }
    after.push_str(text.get(from..)?);
    Some(after)
}

/// Whether every fix mended what it is for, and nothing that reading finds has become more.
fn is_better(before: &Seen, after: &Seen, chosen: &[Finding]) -> bool {
    let was = counts(&before.sources, &before.read);
    let is = counts(&after.sources, &after.read);
    let no_more = is
        .iter()
        .all(|(name, count)| was.get(name).is_some_and(|was| count <= was));
    let offered = counts(&before.sources, &before.offered);
    let left = counts(&after.sources, &after.offered);
    let number = |of: &BTreeMap<Name, usize>, name: &Name| of.get(name).copied().unwrap_or_default();
    let all_mended = counts(&before.sources, chosen)
        .into_iter()
        .all(|(name, fixes)| number(&left, &name) + fixes <= number(&offered, &name));
    no_more && all_mended
}

impl Mended {
    /// How many findings are mended.
    pub fn fixes(&self) -> usize {
        self.files.values().map(|change| change.fixes).sum()
    }

    fn note<'a>(&mut self, first: &Folder, next: &Folder, paths: impl Iterator<Item = &'a str>) {
        for path in paths {
            let (Some(Content::Bytes(before)), Some(Content::Bytes(after))) =
                (first.files.get(path), next.files.get(path))
            else {
                continue;
            };
            let change = self.files.entry(path.to_owned()).or_insert_with(|| Change {
                before: before.clone(),
                after: Vec::new(),
                fixes: 0,
            });
            change.after.clone_from(after);
            change.fixes += 1;
        }
    }
}

#[cfg(test)]
mod tests;
