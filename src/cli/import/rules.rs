//! The rules file beside a statement: finding it, reading it, or proposing one.

use super::super::{Failure, Outcome, input, output::Output, statement};
use crate::{
    load::{self, bank},
    model::{Ledger, bank::BankRules},
    money::Currency,
};
use std::{
    io,
    path::{Path, PathBuf},
};

/// Of all statements in a folder.
const SHARED: &str = "csv.rules.yaml";

/// A rules file that is there.
#[derive(Debug)]
pub struct Rules {
    path: PathBuf,
    text: String,
}

impl Rules {
    /// The one named, else the statement's own, else the folder's.
    pub fn find(file: &Path, named: Option<&Path>) -> Result<Option<Self>, Failure> {
        let own = [
            file.with_added_extension("rules.yaml"),
            file.with_extension("rules.yaml"),
        ];
        let beside = own.into_iter().chain([file.with_file_name(SHARED)]);
        let path = match named {
            Some(path) => Some(path.to_owned()),
            None => beside.into_iter().find(|path| path.is_file()),
        };
        let Some(path) = path else { return Ok(None) };
        let text = input::read(&path, input::MOST_BYTES)
            .and_then(|bytes| String::from_utf8(bytes).map_err(io::Error::other))
            .map_err(|error| Failure(format!("{} can't be read: {error}", path.display())))?;
        Ok(Some(Self { path, text }))
    }

    /// Every payer must be a client of the ledger's.
    pub fn read(&self, ledger: &Ledger) -> Result<BankRules, Failure> {
        let path = self.path.display().to_string();
        let rules = bank::rules(&path, &self.text)?;
        let ids = || ledger.clients.keys().map(String::as_str);
        let is_known = |id: &str| ids().any(|own| own.to_lowercase() == id.to_lowercase());
        let mut unknown = rules.payers.iter().filter(|(_, id)| !is_known(&id.value));
        match unknown.next() {
            None => Ok(rules),
            Some((_, id)) => {
                let near = load::nearest(&id.value, ids());
                let near = near
                    .map(|near| format!(": did you mean `{near}`?"))
                    .unwrap_or_default();
                Err(Failure(format!(
                    "{path}: there is no client `{}`{near}",
                    id.value
                )))
            }
        }
    }
}

/// The ledger's own spelling of an id.
pub fn client_id(ledger: &Ledger, id: &str) -> String {
    let own = ledger
        .clients
        .keys()
        .find(|own| own.to_lowercase() == id.to_lowercase());
    own.cloned().unwrap_or_else(|| id.to_owned())
}

/// Shows, or writes, rules to begin with. Nothing is imported with rules that nobody has looked at.
pub fn propose(
    file: &Path,
    (bytes, ledger): (&[u8], Currency),
    write: bool,
    output: &mut Output,
) -> Result<Outcome, Failure> {
    let proposal = bank::propose(bytes, ledger);
    let path = file.with_file_name(SHARED);
    let missing = match proposal.missing.as_slice() {
        [] => String::new(),
        keys => format!("; fill in {}", keys.join(", ")),
    };
    if write {
        statement::put(&path, proposal.text)?;
        return Err(Failure(format!(
            "wrote {}: look through it{missing}, then import again with --dry-run",
            path.display()
        )));
    }
    output.result(&proposal.text)?;
    Err(Failure(format!(
        "nothing says how to read {}: put rules like these into {} (--write-rules does){missing}, look through them, then import again with --dry-run",
        file.display(),
        path.display()
    )))
}
