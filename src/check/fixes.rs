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

/// Enough for as many fixes in one file as there ever are; a ledger with more is mended in a second run.
const MOST_LOOKS: usize = 60;

/// Applies what fixes there are until none is left: those that don't overlap at once, the first of those that do. `look`
/// says how a folder reads. A fix after which the ledger reads worse than before, or its file anywhere else than before,
/// is left out.
pub fn mend<E>(folder: &Folder, look: impl Fn(&Folder) -> Result<Seen, E>) -> Result<Mended, E> {
    let mut now = folder.clone();
    let mut seen = look(&now)?;
    let mut mended = Mended::default();
    let mut doubts = Doubts::default();
    for _ in 0..MOST_LOOKS {
        let chosen = doubts.chosen(&seen);
        if chosen.is_empty() {
            break;
        }
        let tried = changed(&now, &seen, &chosen).and_then(|next| {
            // What can't be looked at any more is worse than before, wherever that is.
            let after = look(&next).map_err(|_| BTreeSet::new())?;
            let worse = worse(&seen, &after, &chosen);
            if worse.is_empty() {
                Ok((next, after))
            } else {
                Err(worse)
            }
        });
        match tried {
            Ok((next, after)) => {
                mended.note(
                    folder,
                    &next,
                    chosen.iter().map(|finding| seen.sources.path(finding.span)),
                );
                now = next;
                seen = after;
                doubts.most = usize::MAX;
            }
            Err(worse) => doubts.learn(&seen, &chosen, &worse),
        }
    }
    Ok(mended)
}

/// Which fixes didn't hold, and where to go more slowly.
#[derive(Debug)]
struct Doubts {
    refused: BTreeSet<Name>,
    /// Files of which one fix is tried at a time.
    slow: BTreeSet<String>,
    /// So many fixes at once.
    most: usize,
}

impl Default for Doubts {
    fn default() -> Self {
        Self {
            refused: BTreeSet::new(),
            slow: BTreeSet::new(),
            most: usize::MAX,
        }
    }
}

impl Doubts {
    /// Findings with a fix, by place, of which no two touch the same characters.
    fn chosen(&self, seen: &Seen) -> Vec<Finding> {
        let is_open = |finding: &&Finding| {
            !edits(finding).is_empty() && !self.refused.contains(&name(&seen.sources, finding))
        };
        let mut all: Vec<&Finding> = seen.offered.iter().filter(is_open).collect();
        all.sort_by_key(|finding| edits(finding).iter().map(|edit| edit.span).min());
        // Within one file alone can they touch, and by place they come file by file.
        let mut taken: (Option<FileId>, Vec<&Edit>) = (None, Vec::new());
        let mut chosen = Vec::new();
        for finding in all {
            let file = finding.span.file;
            if taken.0 != Some(file) {
                taken = (Some(file), Vec::new());
            }
            let is_slow = self.slow.contains(seen.sources.path(finding.span));
            let touches = |edit: &Edit| is_slow || taken.1.iter().any(|other| touch(edit, other));
            if taken.1.is_empty() || !edits(finding).iter().any(touches) {
                taken.1.extend(edits(finding));
                chosen.push(finding.clone());
            }
        }
        chosen.truncate(self.most);
        chosen
    }

    /// After a try that made the files at `worse` worse.
    fn learn(&mut self, seen: &Seen, chosen: &[Finding], worse: &BTreeSet<String>) {
        let mut by_path: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in chosen {
            by_path
                .entry(seen.sources.path(finding.span))
                .or_default()
                .push(finding);
        }
        let mut is_told = false;
        for (path, findings) in by_path.iter().filter(|(path, _)| worse.contains(**path)) {
            is_told = true;
            match findings.as_slice() {
                [only] => drop(self.refused.insert(name(&seen.sources, only))),
                _ => drop(self.slow.insert((*path).to_owned())),
            }
        }
        match chosen {
            _ if is_told => {}
            // Some other file became worse: which fix it was has to be found out.
            [only] => {
                self.refused.insert(name(&seen.sources, only));
                self.most = usize::MAX;
            }
            several => self.most = several.len() / 2,
        }
    }
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

fn edits(finding: &Finding) -> &[Edit] {
    finding.fix.as_ref().map_or(&[], |fix| &fix.edits)
}

fn touch(one: &Edit, other: &Edit) -> bool {
    let (one, other) = (one.span, other.span);
    one.file == other.file && one.start <= other.end && other.start <= one.end
}

/// The folder with these fixes, or the files where one doesn't fit its text or changes more than it says.
fn changed(folder: &Folder, seen: &Seen, chosen: &[Finding]) -> Result<Folder, BTreeSet<String>> {
    let mut by_file: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for edit in chosen.iter().flat_map(edits) {
        by_file.entry(edit.span.file).or_default().push(edit.clone());
    }
    let mut folder = folder.clone();
    let mut unfit = BTreeSet::new();
    for (file, edits) in by_file {
        let file = seen.sources.file(file);
        let after = rewritten(folder.files.get(&file.path), file, &edits);
        match (after, folder.files.get_mut(&file.path)) {
            (Some(after), Some(content)) => *content = Content::Bytes(after),
            _ => drop(unfit.insert(file.path.clone())),
        }
    }
    if unfit.is_empty() { Ok(folder) } else { Err(unfit) }
}

fn rewritten(content: Option<&Content>, file: &SourceFile, edits: &[Edit]) -> Option<Vec<u8>> {
    let SourceFile { path, text } = file;
    let Some(Content::Bytes(bytes)) = content else {
        return None;
    };
    let mark = bytes.strip_suffix(text.as_bytes())?;
    if !mark.is_empty() && mark != "\u{feff}".as_bytes() {
        return None;
    }
    let after = edited(text, edits).filter(|after| same_but_for(path, (text, after), edits))?;
    Some([mark, after.as_bytes()].concat())
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

/// The files in which a fix mended nothing, or something that reading finds became more.
fn worse(before: &Seen, after: &Seen, chosen: &[Finding]) -> BTreeSet<String> {
    let number = |of: &BTreeMap<Name, usize>, name: &Name| of.get(name).copied().unwrap_or_default();
    let was = counts(&before.sources, &before.read);
    let is = counts(&after.sources, &after.read);
    let more = is.into_iter().filter(|(name, count)| *count > number(&was, name));
    let offered = counts(&before.sources, &before.offered);
    let left = counts(&after.sources, &after.offered);
    let still_there = counts(&before.sources, chosen)
        .into_iter()
        .filter(|(name, fixes)| number(&left, name) + fixes > number(&offered, name));
    more.chain(still_there).map(|((path, ..), _)| path).collect()
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
