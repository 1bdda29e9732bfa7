//! `--baseline` and `--write-baseline`: reading and writing the file, and saying what came of it.

use super::{ledgers::Checking, places, written};
use crate::{
    check::{
        Asked,
        baseline::{Baseline, Beside, is_baseline},
    },
    cli::{Failure, input, output::Output},
};
use std::{io::ErrorKind, path::Path};

/// Takes away what the baseline at `path` lets pass.
pub fn apply(
    path: &Path,
    ledgers: &mut [Checking],
    asked: &Asked,
    output: &mut Output,
) -> Result<(), Failure> {
    let text = read(path)?.ok_or_else(|| {
        let path = path.display();
        Failure(format!(
            "there is no baseline {path}: write one with `dunlin check --write-baseline {path}`"
        ))
    })?;
    let baseline = Baseline::read(&text)
        .map_err(|wrong| Failure(format!("{}:{}: {wrong}", path.display(), wrong.line())))?;
    let folders = folders(path, ledgers)?;
    let (silenced, unmatched) = silence(baseline, ledgers, &folders, asked);
    if silenced > 0 {
        let are = if silenced == 1 {
            "finding is"
        } else {
            "findings are"
        };
        output.say(&format!(
            "{silenced} more {are} in {}, and let pass",
            path.display()
        ));
    }
    if unmatched > 0 {
        let (entries, them) = if unmatched == 1 {
            ("finding", "it")
        } else {
            ("findings", "them")
        };
        output.say(&format!(
            "{unmatched} {entries} of {0} can't be found any more: let go of {them} with --write-baseline {0}",
            path.display()
        ));
    }
    Ok(())
}

/// Writes what was found to `path`, for later checks to let pass; this one does so already.
pub fn write(
    path: &Path,
    ledgers: &mut [Checking],
    asked: &Asked,
    output: &mut Output,
) -> Result<(), Failure> {
    places::is_no_record(
        path,
        &written::roots(ledgers),
        "name it dunlin-baseline.txt, for example",
    )?;
    let folders = folders(path, ledgers)?;
    let mut baseline = Baseline::default();
    for (ledger, folder) in ledgers.iter().zip(&folders) {
        baseline.add(&ledger.checked, ledger.beside(folder, asked));
    }
    // What is no plain file is refused below, and reading it might never end.
    if let Some(text) = path.is_file().then(|| read(path)).transpose()?.flatten() {
        let (older, _) = Baseline::read_what_can_be(&text);
        let beside: Vec<_> = ledgers
            .iter()
            .zip(&folders)
            .map(|(ledger, folder)| ledger.beside(folder, asked))
            .collect();
        baseline.keep(&older, &beside);
    }
    let is_new = written::put(path, baseline.text().as_bytes(), is_baseline)?;
    let count = baseline.count();
    let findings = if count == 1 { "finding" } else { "findings" };
    let done = if is_new { "written" } else { "unchanged" };
    output.say(&format!("{}: {count} {findings}, {done}", path.display()));
    silence(baseline, ledgers, &folders, asked);
    let dated: usize = ledgers.iter().map(|ledger| ledger.checked.counts().dated).sum();
    if dated > 0 {
        output.say(
            "dated findings are in no baseline: they come and go with the days, and count only with --dated",
        );
    }
    Ok(())
}

/// How many findings were let pass, and how many that the baseline has were not found.
fn silence(
    mut baseline: Baseline,
    ledgers: &mut [Checking],
    folders: &[String],
    asked: &Asked,
) -> (usize, usize) {
    let mut silenced = 0;
    for (ledger, folder) in ledgers.iter_mut().zip(folders) {
        let mut checked = std::mem::take(&mut ledger.checked);
        silenced += baseline.silence(&mut checked, ledger.beside(folder, asked));
        ledger.checked = checked;
    }
    let beside: Vec<_> = ledgers
        .iter()
        .zip(folders)
        .map(|(ledger, folder)| ledger.beside(folder, asked))
        .collect();
    (silenced, baseline.unmatched(&beside))
}

/// The way from the baseline to each ledger. One ledger may lie anywhere; several need a place that tells them apart.
fn folders(path: &Path, ledgers: &[Checking]) -> Result<Vec<String>, Failure> {
    let folders = places::beside(path, &written::roots(ledgers))?;
    if let ([_], [folder]) = (ledgers, folders.as_slice()) {
        return Ok(vec![folder.clone().unwrap_or_default()]);
    }
    let all: Option<Vec<String>> = folders.into_iter().collect();
    all.ok_or_else(|| {
        Failure(format!(
            "a baseline of several ledgers lies in a folder above them all, and {} doesn't",
            path.display()
        ))
    })
}

/// `None`: there is no such file.
fn read(path: &Path) -> Result<Option<String>, Failure> {
    match input::read(path, input::MOST_BYTES) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound || path.is_dir() => Ok(None),
        Err(error) => Err(Failure(format!("{}: can't read it: {error}", path.display()))),
    }
}

impl Checking {
    fn beside<'a>(&'a self, folder: &'a str, asked: &'a Asked) -> Beside<'a> {
        let loaded = &self.opened.loaded;
        Beside {
            folder,
            sources: &loaded.sources,
            is_whole: loaded.ledger.is_some() && loaded.unread.files.is_empty(),
            asked,
        }
    }
}
