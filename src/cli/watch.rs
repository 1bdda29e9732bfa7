//! `dunlin watch`: builds whenever the ledger changes, and when the day does, until it is interrupted.

use super::{
    Failure, Global, Outcome,
    build::{self, Built, Telling},
    day,
    ledger::{self, Opened},
    output::Output,
    progress::Progress,
    watcher::{self, Next, Pace},
};
use crate::check::Asked;
use clap::Args;
use std::{cell::RefCell, ops::ControlFlow, path::PathBuf, time::Duration};

#[derive(Debug, Args)]
pub struct Watch {
    /// The ledger's folder
    ledger: Option<PathBuf>,
    /// Look every so many seconds instead of waiting to be told: for network folders and containers
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    poll: Option<u64>,
}

impl Watch {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let root = ledger::root(self.ledger.as_deref())?;
        // A ledger that can't be built yet is watched all the same; one that isn't there is a mistake.
        let written = Opened::open(Some(&root), global).map(|opened| opened.written_folders())?;
        let watch = watcher::Watch {
            root: root.clone(),
            written,
            poll: self.poll.map(Duration::from_secs),
            today: day::today,
            pace: Pace::default(),
        };
        let output = RefCell::new(output);
        let mut say = |line: &str| output.borrow_mut().say(line);
        let mut rebuild = |_: &watcher::Reason| {
            let opened = Opened::open(Some(&root), global)
                .map(|opened| opened.with_history(&Asked::default(), &mut output.borrow_mut()));
            let next = match opened.and_then(|opened| {
                Ok((
                    build::build(
                        &opened,
                        None,
                        Telling {
                            say: &mut |line| output.borrow_mut().say(line),
                            progress: &Progress::default(),
                            inputs: None,
                        },
                    )?,
                    opened,
                ))
            }) {
                Ok((built, opened)) => {
                    built.tell_changes(&opened, &mut output.borrow_mut());
                    after(&built, &opened)
                }
                Err(Failure(why)) => Next {
                    written: watch.written.clone(),
                    pinned: false,
                    outcome: watcher::Outcome::Failed(why),
                },
            };
            ControlFlow::<(), _>::Continue(next)
        };
        watcher::run(&watch, &mut say, &mut rebuild)?;
        Ok(Outcome::Done)
    }
}

fn after(built: &Built, opened: &Opened) -> Next {
    let changed = |written: &crate::write::Written| written.written.len() + written.removed.len();
    Next {
        written: opened.written_folders(),
        pinned: opened.day_is_pinned,
        outcome: watcher::Outcome::Built {
            pages: changed(&built.pages),
            drafts: changed(&built.drafts),
        },
    }
}
