//! `dunlin check --fix` and `--diff`: the changes that have one safe answer, made or only shown.

use super::ledgers::How;
use crate::{
    check::fixes::{Mended, Seen, mend},
    cli::{
        Failure, Outcome,
        ledger::{self, Opened},
        output::Output,
    },
    load::{self, Folder},
    render::{changes, terminal::count},
    write::{self, Left, Rewrite, Rewritten},
};
use std::path::{Path, PathBuf};

/// Which ledger, and which of its findings may be mended.
#[derive(Clone, Copy)]
pub struct Fixing<'a> {
    pub named: Option<&'a Path>,
    pub how: How<'a>,
}

impl Fixing<'_> {
    /// Shows the changes as a patch and makes none of them: [`Outcome::Findings`] if there are some.
    pub fn show(self, output: &mut Output) -> Result<Outcome, Failure> {
        let (_, mended) = self.mended()?;
        if mended.files.is_empty() {
            output.say("nothing to fix");
            return Ok(Outcome::Done);
        }
        output.result(&changes::render(&mended))?;
        output.say(&format!(
            "{} in {} can be fixed: `dunlin check --fix` changes this",
            count(mended.fixes(), "problem"),
            count(mended.files.len(), "file"),
        ));
        Ok(Outcome::Findings)
    }

    /// Makes the changes, and says which.
    pub fn apply(self, output: &mut Output) -> Result<(), Failure> {
        let (root, mended) = self.mended()?;
        let rewrites = mended.files.iter().map(|(path, change)| Rewrite {
            path,
            before: &change.before,
            after: &change.after,
        });
        let rewritten = write::edits(&root, rewrites);
        for (path, why) in &rewritten.left {
            output.warn(&left(path, why));
        }
        output.say(&said(&mended, &rewritten));
        Ok(())
    }

    fn mended(self) -> Result<(PathBuf, Mended), Failure> {
        let root = ledger::root(self.named)?;
        let folder = load::folder(&root)?;
        let mended = mend(&folder, |folder| self.look(&root, folder))?;
        Ok((root, mended))
    }

    fn look(self, root: &Path, folder: &Folder) -> Result<Seen, Failure> {
        let opened = Opened::of(root.to_owned(), folder, self.how.global)?;
        let checked = opened.checked(self.how.asked)?;
        let offered = checked.findings.into_iter().map(|judged| judged.finding);
        Ok(Seen {
            offered: offered.collect(),
            sources: opened.loaded.sources,
            read: opened.loaded.findings,
        })
    }
}

/// `fixed 3 problems in 2 files: clients/acme.yaml, contracts/site.yaml`.
fn said(mended: &Mended, rewritten: &Rewritten) -> String {
    let fixes = rewritten.written.iter().filter_map(|path| mended.files.get(path));
    let fixes: usize = fixes.map(|change| change.fixes).sum();
    if fixes == 0 {
        return "nothing fixed".to_owned();
    }
    format!(
        "fixed {} in {}: {}",
        count(fixes, "problem"),
        count(rewritten.written.len(), "file"),
        rewritten.written.join(", ")
    )
}

fn left(path: &str, why: &Left) -> String {
    match why {
        Left::Changed => format!("{path} was changed meanwhile and left alone: run it again"),
        Left::Link => format!(
            "{path} is reached through a symbolic link and was left alone: mend it where the link leads"
        ),
        Left::ReadOnly => format!("{path} is read-only and was left alone"),
        Left::Failed(error) => error.to_string(),
    }
}
