//! Findings on what changed since a revision, in each ledger's own repository.

use super::ledgers::Checking;
use crate::cli::{Failure, git};

/// Takes away what was found on records that are as they were.
pub fn narrow(ledgers: &mut [Checking], revision: Option<&str>) -> Result<(), Failure> {
    let Some(revision) = revision else {
        return Ok(());
    };
    for ledger in ledgers {
        let opened = &ledger.opened;
        let sources = &opened.loaded.sources;
        let records = git::changed_since(&opened.root, revision, sources).map_err(|why| {
            Failure(format!(
                "can't tell what changed since `{revision}` in {}: {why}",
                opened.root.display()
            ))
        })?;
        ledger.checked.only_on(&records, sources);
    }
    Ok(())
}
