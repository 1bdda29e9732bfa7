//! What a check prints, and the file of `-o`: one report of all ledgers for programs, ledger by ledger for people.

use super::{Check, ledgers::Checking, places};
use crate::{
    calendar::Date,
    check::{Counts, together},
    cli::{
        Failure,
        output::{self, Output},
    },
    model::Ledger,
    render::{
        findings::{self, Findings, Format},
        stats::{self, Stats},
    },
    write::{self, Became, Named, Why},
};
use std::path::Path;

const HUMAN: &str = "human";
const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

/// Writes the report to the file of `-o`, and prints what people read; without `-o` prints the report.
pub fn write(check: &Check, ledgers: &[Checking], output: &mut Output) -> Result<(), Failure> {
    let format = check.format.as_deref().unwrap_or(HUMAN);
    let format = findings::format(format).ok_or_else(|| Failure(format!("there is no format `{format}`")))?;
    let is_for_people = format.name == HUMAN || check.output.is_some();
    if let Some(path) = &check.output {
        to_file(path, format, ledgers)?;
        output.say(&format!("wrote {}", path.display()));
    }
    match (is_for_people, check.stats) {
        (true, true) => output.result(&table(ledgers)),
        (true, false) => output.result(&for_people(ledgers)?),
        (false, with_stats) => {
            output.result(&report(format, ledgers)?)?;
            if with_stats {
                output.say(table(ledgers).trim_end());
            }
            Ok(())
        }
    }
}

fn to_file(path: &Path, format: &Format, ledgers: &[Checking]) -> Result<(), Failure> {
    places::is_no_record(path, &roots(ledgers), "give it another, or name another folder")?;
    let text = if format.name == HUMAN {
        for_people(ledgers)?
    } else {
        report(format, ledgers)?
    };
    let text = anstream::adapter::strip_str(&text).to_string();
    put(path, text.as_bytes(), findings::is_report, "report of a check").map(|_| ())
}

/// Writes a file where the user named it, over nothing but another of its kind. `false`: it held these bytes already.
pub fn put(path: &Path, bytes: &[u8], may_replace: fn(&[u8]) -> bool, kind: &str) -> Result<bool, Failure> {
    let became = write::named(Named {
        path,
        bytes,
        may_replace,
    })?;
    let why = match became {
        Became::Written => return Ok(true),
        Became::Unchanged => return Ok(false),
        Became::Kept(Why::Folder) => "is a folder".to_owned(),
        Became::Kept(Why::Link) => "is a symbolic link, and those are never written through".to_owned(),
        Became::Kept(_) => format!("is there already, is no {kind}, and was left as it is"),
    };
    Err(Failure(format!("{} {why}: name another file", path.display())))
}

/// One report of all ledgers.
fn report(format: &Format, ledgers: &[Checking]) -> Result<String, Failure> {
    if let [ledger] = ledgers {
        return Ok((format.render)(&Findings {
            checked: &ledger.checked,
            sources: &ledger.opened.loaded.sources,
            as_of: Some(ledger.opened.day),
            width: output::width(),
            prefix: &places::in_repository(&ledger.opened.root)?,
        }));
    }
    let names = places::Names::of(&roots(ledgers))?;
    let parts = ledgers.iter().zip(names.folders);
    let (checked, sources) =
        together(parts.map(|(ledger, folder)| (folder, &ledger.checked, &ledger.opened.loaded.sources)));
    Ok((format.render)(&Findings {
        checked: &checked,
        sources: &sources,
        as_of: day_of_all(ledgers),
        width: output::width(),
        prefix: &names.prefix,
    }))
}

/// The day of every ledger, if they agree on one.
fn day_of_all(ledgers: &[Checking]) -> Option<Date> {
    let mut days = ledgers.iter().map(|ledger| ledger.opened.day);
    let first = days.next()?;
    days.all(|day| day == first).then_some(first)
}

/// Ledger by ledger, each under its name if there are several, and a last line that counts them all.
fn for_people(ledgers: &[Checking]) -> Result<String, Failure> {
    let human = findings::format(HUMAN).ok_or_else(|| Failure(format!("there is no format `{HUMAN}`")))?;
    if let [_] = ledgers {
        return report(human, ledgers);
    }
    let mut text = String::new();
    let mut all = Counts::default();
    for ledger in ledgers {
        let name = ledger.opened.root.display().to_string();
        text.push_str(&format!(
            "{BOLD}{}{PLAIN}, on {}\n\n{}\n",
            findings::on_one_line(&name),
            ledger.opened.day,
            report(human, std::slice::from_ref(ledger))?
        ));
        for judged in &ledger.checked.findings {
            all += judged;
        }
    }
    text.push_str(&format!(
        "{} ledgers: {}\n",
        ledgers.len(),
        findings::summary(all)
    ));
    Ok(text)
}

fn table(ledgers: &[Checking]) -> String {
    let records = |ledger: &Checking| {
        let loaded = ledger.opened.loaded.ledger.as_ref();
        loaded.map_or(0, Ledger::count)
    };
    stats::render(&Stats {
        checked: ledgers.iter().map(|ledger| &ledger.checked).collect(),
        files: ledgers
            .iter()
            .map(|ledger| ledger.opened.loaded.sources.files().count())
            .sum(),
        records: ledgers.iter().map(records).sum(),
    })
}

pub fn roots(ledgers: &[Checking]) -> Vec<&Path> {
    ledgers
        .iter()
        .map(|ledger| ledger.opened.root.as_path())
        .collect()
}
