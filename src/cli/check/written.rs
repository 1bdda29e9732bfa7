//! What a check prints, and the file of `-o`: one report of all ledgers for programs, ledger by ledger for people.

use super::{Check, ledgers::Checking, places};
use crate::{
    calendar::Date,
    check::{Checked, Counts, together},
    cli::{
        Failure,
        output::{self, Output},
    },
    model::Ledger,
    render::{
        findings::{self, Findings, Format},
        stats::{self, Stats},
    },
    source::Sources,
    write::{self, Became, Named, Why},
};
use std::path::Path;

const HUMAN: &str = "human";
const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

/// The ledgers that were checked, and how the user wants them told.
pub struct Told<'a> {
    pub check: &'a Check,
    pub ledgers: &'a [Checking],
}

impl Told<'_> {
    /// Writes the report to the file of `-o`, and prints what people read; without `-o` prints the report.
    pub fn write(&self, output: &mut Output) -> Result<(), Failure> {
        let name = self.check.format.as_deref().unwrap_or(HUMAN);
        let format = findings::format(name).ok_or_else(|| Failure(format!("there is no format `{name}`")))?;
        if let Some(path) = &self.check.output {
            self.to_file(path, format)?;
            output.say(&format!("wrote {}", path.display()));
        }
        let is_for_people = format.name == HUMAN || self.check.output.is_some();
        match (is_for_people, self.check.stats) {
            (true, true) => output.result(&self.table()),
            (true, false) => output.result(&self.for_people()?),
            (false, with_stats) => {
                output.result(&self.report(format, self.ledgers)?)?;
                if with_stats {
                    output.say(self.table().trim_end());
                }
                Ok(())
            }
        }
    }

    fn to_file(&self, path: &Path, format: &Format) -> Result<(), Failure> {
        places::is_no_record(
            path,
            &roots(self.ledgers),
            "give it another, or name another folder",
        )?;
        let text = if format.name == HUMAN {
            self.for_people()?
        } else {
            self.report(format, self.ledgers)?
        };
        let text = anstream::adapter::strip_str(&text).to_string();
        put(path, text.as_bytes(), findings::is_report).map(|_| ())
    }

    /// One report of these ledgers.
    fn report(&self, format: &Format, ledgers: &[Checking]) -> Result<String, Failure> {
        let findings = Findings {
            checked: &Checked::default(),
            sources: &Sources::default(),
            as_of: day_of_all(ledgers),
            width: output::width(),
            prefix: "",
            deny: self.check.denied(),
        };
        if let [ledger] = ledgers {
            return Ok((format.render)(&Findings {
                checked: &ledger.checked,
                sources: &ledger.opened.loaded.sources,
                prefix: &places::in_repository(&ledger.opened.root)?,
                ..findings
            }));
        }
        let names = places::Names::of(&roots(ledgers))?;
        let parts = ledgers.iter().zip(names.folders);
        let (checked, sources) =
            together(parts.map(|(ledger, folder)| (folder, &ledger.checked, &ledger.opened.loaded.sources)));
        Ok((format.render)(&Findings {
            checked: &checked,
            sources: &sources,
            prefix: &names.prefix,
            ..findings
        }))
    }

    /// Ledger by ledger, each under its name if there are several, and a last line that counts them all.
    fn for_people(&self) -> Result<String, Failure> {
        let human =
            findings::format(HUMAN).ok_or_else(|| Failure(format!("there is no format `{HUMAN}`")))?;
        if let [_] = self.ledgers {
            return self.report(human, self.ledgers);
        }
        let mut text = String::new();
        let mut all = Counts::default();
        for ledger in self.ledgers {
            let name = ledger.opened.root.display().to_string();
            text.push_str(&format!(
                "{BOLD}{}{PLAIN}, on {}\n\n{}\n",
                findings::on_one_line(&name),
                ledger.opened.day,
                self.report(human, std::slice::from_ref(ledger))?
            ));
            for judged in &ledger.checked.findings {
                all += judged;
            }
        }
        text.push_str(&format!(
            "{} ledgers: {}\n",
            self.ledgers.len(),
            findings::summary(all)
        ));
        Ok(text)
    }

    fn table(&self) -> String {
        let loaded = || self.ledgers.iter().map(|ledger| &ledger.opened.loaded);
        stats::render(&Stats {
            checked: self.ledgers.iter().map(|ledger| &ledger.checked).collect(),
            files: loaded().map(|loaded| loaded.sources.files().count()).sum(),
            records: loaded()
                .filter_map(|loaded| loaded.ledger.as_ref())
                .map(Ledger::count)
                .sum(),
        })
    }
}

/// Writes a file where the user named it, over nothing but another of its kind. `false`: it held these bytes already.
pub fn put(path: &Path, bytes: &[u8], may_replace: fn(&[u8]) -> bool) -> Result<bool, Failure> {
    let became = write::named(Named {
        path,
        bytes,
        may_replace,
    })?;
    let why = match became {
        Became::Written => return Ok(true),
        Became::Unchanged => return Ok(false),
        Became::Kept(Why::Folder) => "is a folder",
        Became::Kept(Why::Link) => "is a symbolic link, and those are never written through",
        Became::Kept(_) => "is there already, was not written by such a check, and was left as it is",
    };
    Err(Failure(format!("{} {why}: name another file", path.display())))
}

/// The day of every ledger, if they agree on one.
fn day_of_all(ledgers: &[Checking]) -> Option<Date> {
    let mut days = ledgers.iter().map(|ledger| ledger.opened.day);
    let first = days.next()?;
    days.all(|day| day == first).then_some(first)
}

/// Where the ledgers lie.
pub fn roots(ledgers: &[Checking]) -> Vec<&Path> {
    ledgers
        .iter()
        .map(|ledger| ledger.opened.root.as_path())
        .collect()
}
