//! `dunlin law`: the law of every place, or all that is known of one, with a ledger's own figures or without any ledger.

use super::{Failure, Global, Outcome, day, ledger, output, output::Output};
use crate::{
    assess,
    load::{self, Loaded},
    render::law,
    statute::{Claimant, Overrides, Statutes},
};
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Law {
    /// A place, such as de, us-ca or gb-eng; without it, all of them in a table
    id: Option<String>,
    /// The ledger whose own figures under `law:` count, and whose creditor claims
    ledger: Option<PathBuf>,
}

impl Law {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let loaded = read(self.ledger.as_deref())?;
        let ledger = loaded.as_ref().and_then(|loaded| loaded.ledger.as_ref());
        if loaded.is_some() && ledger.is_none() {
            output.warn(
                "this ledger's dunlin.yaml can't be read: its own figures under `law:` don't count here",
            );
        }
        let overrides = ledger.map_or_else(Overrides::default, assess::overrides);
        let statutes = match &self.id {
            Some(id) => Statutes::for_jurisdictions([id.to_lowercase().as_str()], &overrides)?,
            None => Statutes::all(&overrides)?,
        };
        let settings = ledger.map(|ledger| &ledger.settings);
        let law = law::Law {
            statutes: &statutes,
            day: day::of(global.as_of, settings)?,
            claimant: ledger.map_or(Claimant::Individual, assess::claimant),
            width: output::width(),
        };
        let text = match &self.id {
            Some(id) => {
                let place = statutes
                    .jurisdiction(&id.to_lowercase())
                    .ok_or_else(|| unknown(id))?;
                law::place(law, place)
            }
            None => law::list(law),
        };
        output.result(&text)?;
        Ok(Outcome::Done)
    }
}

/// The ledger named, else the nearest one upward; `None` where there is none.
fn read(named: Option<&Path>) -> Result<Option<Loaded>, Failure> {
    let root = match named {
        Some(named) => named.to_owned(),
        None => match ledger::root(None) {
            Ok(root) => root,
            Err(_) => return Ok(None),
        },
    };
    let folder = load::folder(&root)?;
    let places: Vec<_> = Statutes::ids().collect();
    Ok(Some(load::ledger(&folder, &places)))
}

fn unknown(id: &str) -> Failure {
    let near = load::nearest(&id.to_lowercase(), Statutes::ids())
        .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Failure(format!(
        "no law is known for `{id}`{near} (`dunlin law` lists the places)"
    ))
}
