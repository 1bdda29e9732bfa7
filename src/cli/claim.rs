//! `dunlin claim`: the evidence pack for a contract or an invoice, in a folder of its own.

use super::{Failure, Global, Outcome, git, input, ledger::Opened, output::Output};
use crate::{
    assess::Assessed,
    render::claim::{self, Copy, Facts},
    report::{
        self,
        evidence::{self, Enclosed, EnclosedWhat, Evidence, Subject},
    },
    write,
};
use clap::Args;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

#[derive(Debug, Args)]
pub struct Claim {
    /// What is claimed: a contract's id for all that is open under it, or an invoice's
    #[arg(value_name = "CONTRACT|INVOICE")]
    id: String,
    /// The ledger's folder
    ledger: Option<PathBuf>,
    /// Where it goes; default: `claim-ID` here
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Claim {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        let assessed = opened.assess()?;
        let subject = self.subject(&opened, &assessed)?;
        let evidence = evidence::evidence(&assessed, subject)?;
        self.refuse_unread(&opened, &evidence)?;
        let sources = &opened.loaded.sources;
        let enclosed = evidence::enclosed(&assessed, &evidence, sources);
        let copies = copies(&opened, &enclosed)?;
        let files: Vec<&str> = enclosed.iter().map(|enclosed| enclosed.path.as_str()).collect();
        let statements = report::statements(&assessed, &evidence.client.id, None);
        let pack = claim::files(
            Facts {
                assessed: &assessed,
                evidence: &evidence,
                sources,
                statement: statements.iter().find(|own| own.currency == evidence.currency),
                history: &git::history(&opened.root, &files),
                copies: &copies,
            },
            &opened.languages(),
        );
        let id = match subject {
            Subject::Contract(on) => &on.contract.id,
            Subject::Invoice(on) => &on.invoice.id,
        };
        let folder = self
            .out
            .clone()
            .unwrap_or_else(|| PathBuf::from(format!("claim-{id}")));
        let written = write::site(&opened.root, &folder, &pack)?;
        for kept in &written.kept {
            output.warn(&format!(
                "{} was changed by hand and left alone; delete it to have it made again",
                folder.join(&kept.path).display()
            ));
        }
        for copy in &copies {
            if let Err(why) = &copy.bytes {
                output.warn(&format!("{} is not enclosed: {why}", copy.path));
            }
        }
        output.say(&format!(
            "{}: {} enclosures",
            folder.join("index.html").display(),
            copies.len()
        ));
        output.say("Read it all before you hand it over: the records hold your own notes, too.");
        Ok(Outcome::Done)
    }

    fn subject<'s, 'a>(
        &self,
        opened: &Opened,
        assessed: &'s Assessed<'a>,
    ) -> Result<Subject<'s, 'a>, Failure> {
        let wanted = self.id.to_lowercase();
        let (kind, id) = wanted.rsplit_once('/').unwrap_or(("", &wanted));
        let is_wanted = |own: &str| own.to_lowercase() == id;
        let contract = assessed
            .contracts
            .iter()
            .find(|(own, _)| is_wanted(own))
            .map(|(_, on)| on);
        let invoice = assessed
            .invoices
            .iter()
            .find(|(own, on)| is_wanted(own) || is_wanted(on.invoice.number()));
        let invoice = invoice.map(|(_, on)| on);
        match (
            contract.filter(|_| kind != "invoices"),
            invoice.filter(|_| kind != "contracts"),
        ) {
            (Some(contract), None) => Ok(Subject::Contract(contract)),
            (None, Some(invoice)) => Ok(Subject::Invoice(invoice)),
            (Some(_), Some(_)) => Err(Failure(format!(
                "there is both a contract and an invoice `{0}`: say contracts/{0} or invoices/{0}",
                self.id
            ))),
            (None, None) => {
                let unread = !opened.loaded.unread.files.is_empty();
                let read = if unread {
                    " that could be read: `dunlin check` says what to mend"
                } else {
                    ""
                };
                Err(Failure(format!(
                    "there is no contract and no invoice `{}`{read}",
                    self.id
                )))
            }
        }
    }

    /// Evidence with gaps that nobody sees is worse than none.
    fn refuse_unread(&self, opened: &Opened, evidence: &Evidence) -> Result<(), Failure> {
        let unread = &opened.loaded.unread;
        if unread.concerns(&evidence.client.id) {
            return Err(Failure(format!(
                "records of {} couldn't all be read, and evidence must be whole: run `dunlin check {}` for what to mend",
                evidence.client.id,
                opened.root.display()
            )));
        }
        Ok(())
    }
}

/// The bytes of each file, as they are on disk; of a file shared with other clients, only the stretches of this one.
fn copies(opened: &Opened, enclosed: &[Enclosed]) -> Result<Vec<Copy>, Failure> {
    let root = opened.root.canonicalize()?;
    let mut taken = BTreeSet::new();
    let copies = enclosed.iter().map(|own| {
        let (what, bytes, ending) = match &own.what {
            EnclosedWhat::Records => ("records", read(&root, &own.path), ""),
            EnclosedWhat::Document => ("document", read(&root, &own.path), ""),
            EnclosedWhat::Excerpt(spans) => {
                let parts = spans
                    .iter()
                    .map(|span| opened.loaded.sources.text(*span).trim_end());
                let text = parts.collect::<Vec<_>>().join("\n---\n") + "\n";
                (
                    "excerpt: the file also holds records of others",
                    Ok(text.into_bytes()),
                    ".excerpt.txt",
                )
            }
        };
        Copy {
            name: name(&format!("enclosures/{}{ending}", own.path), &mut taken),
            path: own.path.clone(),
            what,
            bytes,
        }
    });
    Ok(copies.collect())
}

/// A larger file than a mail or a court takes isn't read into memory.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// The bytes of a file below `root`, or why there are none.
pub fn read(root: &Path, path: &str) -> Result<Vec<u8>, String> {
    input::read(&find(root, path)?, MOST_BYTES).map_err(|error| error.to_string())
}

/// Where a file below `root` really lies, or why it is none of the ledger's.
pub fn find(root: &Path, path: &str) -> Result<PathBuf, String> {
    let real = root
        .join(path)
        .canonicalize()
        .map_err(|error| error.to_string())?;
    if !real.starts_with(root) {
        return Err("it leads out of the ledger".to_owned());
    }
    // Reading a pipe or a device may never end.
    if !real.is_file() {
        return Err("it is not an ordinary file".to_owned());
    }
    Ok(real)
}

/// The path with what some systems don't have in names replaced, and another one for each that is taken but for case.
fn name(path: &str, taken: &mut BTreeSet<String>) -> String {
    let is_odd = |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let plain: String = path.chars().map(|c| if is_odd(c) { '_' } else { c }).collect();
    let mut name = plain.clone();
    for n in 2.. {
        if taken.insert(name.to_lowercase()) {
            break;
        }
        name = match plain.rsplit_once('.') {
            Some((stem, ending)) => format!("{stem}-{n}.{ending}"),
            None => format!("{plain}-{n}"),
        };
    }
    name
}
