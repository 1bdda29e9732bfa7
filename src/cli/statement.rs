//! `dunlin statement`: what a client was billed and what became of it, to send along or to read.

use super::{Failure, Global, Outcome, day, ledger::Opened, output::Output};
use crate::{
    calendar::Date,
    render::{
        Files,
        statement::{self, Facts},
    },
    report, write,
};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Statement {
    /// Whose: a client's id
    client: String,
    /// The ledger's folder
    ledger: Option<PathBuf>,
    /// The first day shown; what was before is in the opening balance
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    from: Option<Date>,
    /// The last day shown; default: the day
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    to: Option<Date>,
    /// How it is written; default: by the file's ending, else markdown
    #[arg(long)]
    format: Option<Format>,
    /// Where it goes, instead of standard output; an existing file is left alone
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Markdown,
    Html,
}

impl Statement {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let mut opened = Opened::open(self.ledger.as_deref(), global)?;
        self.check_days(opened.day)?;
        opened.day = self.to.unwrap_or(opened.day);
        let assessed = opened.assess()?;
        let client = opened.client(&self.client)?;
        let statements = report::statements(&assessed, &client.id, self.from);
        let facts = Facts {
            assessed: &assessed,
            client,
            from: self.from,
            statements: &statements,
        };
        let languages = opened.languages();
        let text = match self.format() {
            Format::Markdown => statement::markdown(facts, &languages),
            Format::Html => statement::html(facts, &languages),
        };
        if opened.loaded.unread.concerns(&client.id) {
            output.warn("a record of theirs couldn't be read, so this statement may be wrong: don't send it; `dunlin check` says what to mend");
        }
        match &self.out {
            None => output.result(&text)?,
            Some(path) => {
                put(path, text)?;
                output.say(&format!("made {}", path.display()));
            }
        }
        Ok(Outcome::Done)
    }

    fn format(&self) -> Format {
        let ending = self
            .out
            .as_deref()
            .and_then(Path::extension)
            .and_then(|ending| ending.to_str());
        let by_file = match ending {
            Some("html" | "htm") => Format::Html,
            _ => Format::Markdown,
        };
        self.format.unwrap_or(by_file)
    }

    fn check_days(&self, day: Date) -> Result<(), Failure> {
        let to = self.to.unwrap_or(day);
        if to > day {
            return Err(Failure(format!(
                "--to {to} is after {day}, and what is dated later has not happened yet: give an earlier day, or --as-of {to}"
            )));
        }
        match self.from.filter(|from| *from > to) {
            Some(from) => Err(Failure(format!("--from {from} is after the last day, {to}"))),
            None => Ok(()),
        }
    }
}

/// A new file; one that is there is never written over.
pub fn put(path: &Path, text: String) -> Result<(), Failure> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| Failure(format!("{} is no name for a file", path.display())))?;
    let written = write::new_files(folder, &Files::from([(name.to_owned(), text.into_bytes())]))?;
    if written.kept.is_empty() {
        return Ok(());
    }
    Err(Failure(format!(
        "{} is there already and was left as it is: delete it, or name another file",
        path.display()
    )))
}
