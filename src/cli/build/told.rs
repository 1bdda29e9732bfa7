//! What a build says: to its user now, and to the next build of the same.

use super::Built;
use crate::{
    check,
    cli::{ledger::Opened, output::Output},
    language::Fault,
    render::{findings, letter::Drafts},
    write::{Kept, Standing, Trace, Why, Written},
};
use std::{collections::BTreeSet, path::Path};

impl Built {
    /// What a person wants to know after a build.
    pub(super) fn tell(&self, opened: &Opened, output: &mut Output) {
        for line in self.lines(opened, summary) {
            output.say(&line);
        }
        self.tell_changes(opened, output);
    }

    /// What is where, and what was found.
    fn lines(&self, opened: &Opened, summary: impl Fn(&Written, &str) -> String) -> Vec<String> {
        let pages = summary(&self.pages, "page");
        let mut lines = vec![format!("{}: {pages}", self.site.join("index.html").display())];
        if opened.disguised.is_some() {
            lines.push("names and amounts are disguised; no drafts were written".to_owned());
            return lines;
        }
        let drafts = summary(&self.drafts, "draft");
        lines.push(format!("{}: {drafts}", self.reminders.display()));
        if self.counts.total() > 0 {
            let counts = findings::summary(self.counts);
            lines.push(format!(
                "{}: `dunlin check {}` shows them",
                counts.trim_end(),
                opened.root.display()
            ));
        }
        lines
    }

    /// What the next build of the same says without being made; `None`: there is something to be warned of each time.
    pub(super) fn trace(&self, opened: &Opened, inputs: String) -> Option<Trace> {
        let mut kept = self.pages.kept.iter().chain(&self.drafts.kept);
        let warns = kept.any(|kept| !kept.is_expected())
            || !self.letter_errors.is_empty()
            || !self.page_errors.is_empty()
            || !self.held.is_empty()
            || !opened.loaded.unread.files.is_empty()
            || opened.history_lacks;
        (!warns).then(|| Trace {
            inputs,
            told: self.lines(opened, all),
        })
    }

    /// What needs a person's attention: files left alone, letters not written, figures left out.
    pub fn tell_changes(&self, opened: &Opened, output: &mut Output) {
        for (folder, written) in [(&self.site, &self.pages), (&self.reminders, &self.drafts)] {
            tell_written(folder, written, output);
        }
        for error in self.letter_errors.iter().chain(&self.page_errors) {
            output.warn(error);
        }
        let unread = &opened.loaded.unread.files;
        if !unread.is_empty() {
            output.warn(&format!(
                "the figures leave out what couldn't be read in {}",
                list(unread)
            ));
        }
        if !self.held.is_empty() {
            output.warn(&format!(
                "no letter to {} until that is mended",
                self.held.join(", ")
            ));
        }
    }
}

/// Each file with `--verbose`; those that were left alone always.
pub fn tell_written(folder: &Path, written: &Written, output: &mut Output) {
    for path in &written.written {
        output.detail(&format!("wrote {}", folder.join(path).display()));
    }
    for path in &written.removed {
        output.detail(&format!("removed {}", folder.join(path).display()));
    }
    for kept in written.kept.iter().filter(|kept| !kept.is_expected()) {
        output.warn(&left_alone(folder, kept));
    }
}

/// Why a file was left alone, and what to do if that isn't wanted.
fn left_alone(folder: &Path, kept: &Kept) -> String {
    let path = folder.join(&kept.path);
    let why = match &kept.why {
        Why::Foreign => {
            "dunlin didn't write it, so it was left alone; move it away to have it built".to_owned()
        }
        Why::EditedPage => "was changed by hand and left alone; delete it to have it built again".to_owned(),
        Why::EditedDraft(Standing::Current) => "was edited and left alone".to_owned(),
        Why::EditedDraft(Standing::Stale(keys)) => format!(
            "was edited and left alone, but is out of date ({}): mend it, or delete it to have it written again",
            keys.join(", ")
        ),
        Why::EditedDraft(Standing::NoLongerDue) => {
            "was edited and left alone, but is no longer due: don't send it; delete it if you don't need it"
                .to_owned()
        }
        Why::Folder => "is a folder, so no file was written there".to_owned(),
        Why::Link => "is a symbolic link, and those are never written through".to_owned(),
        Why::AlreadyThere => "was there already and left alone".to_owned(),
    };
    format!("{} {why}", path.display())
}

impl Kept {
    /// An edited draft with today's figures is how it should be.
    fn is_expected(&self) -> bool {
        self.why == Why::EditedDraft(Standing::Current)
    }
}

/// "62 pages".
fn all(written: &Written, noun: &str) -> String {
    check::count(written.written.len() + written.unchanged.len(), noun)
}

/// "62 pages, 3 written, 1 removed".
pub fn summary(written: &Written, noun: &str) -> String {
    let mut parts = vec![all(written, noun)];
    let changes = [
        (written.written.len(), "written"),
        (written.removed.len(), "removed"),
    ];
    parts.extend(
        changes
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| format!("{n} {what}")),
    );
    parts.join(", ")
}

/// One line for each text that is missing, and one for each letter that failed.
pub fn letter_errors(drafts: &Drafts) -> Vec<String> {
    let missing = drafts.missing.iter().map(|((stage, language), clients)| {
        let clients = list(&clients.iter().cloned().collect());
        format!("there is no letter `{stage}` in language `{language}`: write to {clients} yourself")
    });
    let faulty = drafts.faulty.iter().map(|(fault, clients)| {
        format!(
            "{fault}: no letter to {}",
            list(&clients.iter().cloned().collect())
        )
    });
    missing
        .chain(faulty)
        .chain(drafts.errors.iter().map(ToString::to_string))
        .collect()
}

pub(super) fn page_error(fault: &Fault) -> String {
    format!("{fault}: the built-in page stands in for it")
}

/// The first few of many.
fn list(files: &BTreeSet<String>) -> String {
    const SHOWN: usize = 3;
    let mut shown: Vec<_> = files.iter().take(SHOWN).map(String::as_str).collect();
    let more = format!("{} more", files.len().saturating_sub(SHOWN));
    if files.len() > SHOWN {
        shown.push(&more);
    }
    shown.join(", ")
}
