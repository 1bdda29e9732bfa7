//! The ledgers of one `check`, read and checked: apart because one that can't be opened must not stop the others.

use crate::{
    check::{Asked, Checked},
    cli::{Failure, Global, ledger::Opened, output::Output},
};
use std::path::{Path, PathBuf};

/// A ledger and what is wrong with it.
#[derive(Debug)]
pub struct Checking {
    pub opened: Opened,
    pub checked: Checked,
}

/// How ledgers are to be checked.
#[derive(Debug, Clone, Copy)]
pub struct How<'a> {
    pub global: Global,
    pub asked: &'a Asked,
}

/// Every ledger that could be checked, each once, in the order named; and how to end if some could not. A single one
/// that can't be is the whole command's failure.
pub fn checked(
    named: &[PathBuf],
    how: How,
    output: &mut Output,
) -> Result<(Vec<Checking>, Option<Failure>), Failure> {
    if let [] | [_] = named {
        return Ok((
            vec![Checking::of(named.first().map(PathBuf::as_path), how, output)?],
            None,
        ));
    }
    let mut ledgers: Vec<Checking> = Vec::new();
    let mut missing = 0_usize;
    for path in named {
        match Checking::of(Some(path), how, output) {
            Ok(ledger) if ledgers.iter().any(|other| other.is_same(&ledger)) => {}
            Ok(ledger) => ledgers.push(ledger),
            Err(Failure(message)) => {
                output.error(&message);
                missing += 1;
            }
        }
    }
    let failure = (missing > 0).then(|| {
        Failure(format!(
            "{missing} of {} ledgers could not be checked",
            named.len()
        ))
    });
    Ok((ledgers, failure))
}

impl Checking {
    fn of(named: Option<&Path>, how: How, output: &mut Output) -> Result<Self, Failure> {
        let opened = Opened::open(named, how.global)?.with_history(how.asked, output);
        let checked = opened.checked(how.asked)?;
        Ok(Self { checked, opened })
    }

    fn is_same(&self, other: &Self) -> bool {
        let real = |ledger: &Self| ledger.opened.root.canonicalize().ok();
        real(self).is_some_and(|own| Some(own) == real(other))
    }
}
