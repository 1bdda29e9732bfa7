//! From the ledger to what browsers are shown: pages in memory, and the last good ones while something is wrong.

use super::{Site, State, Trouble, trouble};
use crate::{
    check::Asked,
    cli::{
        Failure, Global,
        build::{self, Made},
        ledger::Opened,
        output::Output,
        watcher::{self, Folders, Next, Outcome, Reason, Watch},
    },
    language::Fault,
    load,
    render::{FileSet, Files},
    report::Past,
};
use chrono::Local;
use rayon::prelude::*;
use std::{cell::RefCell, ops::ControlFlow, path::Path, sync::Arc};
use tokio::sync::watch;

/// Builds, and tells the browsers.
#[derive(Debug)]
pub struct Rebuild {
    global: Global,
    /// Names and amounts disguised.
    incognito: bool,
    output: RefCell<Output>,
    states: watch::Sender<State>,
    /// When all was last well, as a person writes it.
    good: Option<String>,
    written: Folders,
    /// What was warned of at the last build: nobody reads the same lines at every save.
    warned: Vec<String>,
}

/// What a look at the ledger gave.
struct Look {
    site: Option<Site>,
    trouble: Option<Trouble>,
    /// Unknown where the ledger can't even be opened.
    pinned: bool,
}

impl Rebuild {
    pub fn new(global: Global, states: watch::Sender<State>) -> Self {
        Self {
            global,
            incognito: false,
            output: RefCell::new(Output::new(global)),
            states,
            good: None,
            written: Folders::default(),
            warned: Vec::new(),
        }
    }

    /// With names and amounts disguised from the first page on.
    #[must_use]
    pub fn in_disguise(self) -> Self {
        Self {
            incognito: true,
            ..self
        }
    }

    /// Builds at once, and at every change. Ends only where the folder can't be watched.
    pub fn run(&mut self, watch: &Watch) -> Result<(), watcher::WatchError> {
        self.written.clone_from(&watch.written);
        let voice = RefCell::new(Output::new(self.global));
        let mut say = |line: &str| voice.borrow_mut().say(line);
        let mut rebuild = |_: &Reason| ControlFlow::<(), _>::Continue(self.build(&watch.root));
        watcher::run(watch, &mut say, &mut rebuild)
    }

    fn build(&mut self, root: &Path) -> Next {
        let look = self.look(root);
        let outcome = self.show(look.site, look.trouble);
        Next {
            written: self.written.clone(),
            pinned: look.pinned,
            outcome,
        }
    }

    /// Reads and works out everything, as `build` does.
    fn look(&mut self, root: &Path) -> Look {
        let opened = match self.open(root) {
            Ok(opened) => opened,
            Err(Failure(why)) => {
                return Look {
                    site: None,
                    trouble: Some(Trouble::failure(&why)),
                    pinned: false,
                };
            }
        };
        self.written = opened.written_folders();
        let trouble = trouble::of(&opened.loaded);
        let past = match &opened.loaded.ledger {
            Some(ledger) => build::seen_in(&opened, &root.join(opened.site(&ledger.settings))),
            None => Past::default(),
        };
        let made = build::with_made(&opened, &past, |made| {
            self.tell(&made);
            let files = all(&made.pages)?;
            Ok((Site::new(files), trouble::of_templates(&made.pages.faults())))
        });
        let (site, trouble) = match made {
            Ok((site, of_templates)) => (Some(site), trouble.or(of_templates)),
            Err(Failure(why)) => (None, trouble.or_else(|| Some(Trouble::failure(&why)))),
        };
        Look {
            site,
            trouble,
            pinned: opened.day_is_pinned,
        }
    }

    fn open(&self, root: &Path) -> Result<Opened, Failure> {
        if self.incognito {
            return Opened::in_disguise(root.to_owned(), &load::folder(root)?, self.global);
        }
        let opened = Opened::open(Some(root), self.global)?;
        Ok(opened.with_history(&Asked::default(), &mut self.output.borrow_mut()))
    }

    /// What else needs a person's attention, when it is new.
    fn tell(&mut self, made: &Made<'_>) {
        let mut warnings = build::letter_errors(made.drafts);
        if !made.held.is_empty() {
            let clients = made.held.join(", ");
            warnings.push(format!(
                "no letter to {clients} until what concerns them can be read"
            ));
        }
        let new = warnings.iter().filter(|warning| !self.warned.contains(warning));
        new.for_each(|warning| self.output.borrow_mut().warn(warning));
        self.warned = warnings;
    }

    /// Good pages take the place of those before; pages with gaps only where there never were good ones.
    fn show(&mut self, site: Option<Site>, trouble: Option<Trouble>) -> Outcome {
        let before = Arc::clone(&self.states.borrow().site);
        let is_good = trouble.is_none();
        if is_good {
            self.good = Some(Local::now().format("%Y-%m-%d, %H:%M:%S").to_string());
        }
        let site = site.filter(|_| is_good || self.good.is_none());
        let site = site.map_or_else(|| Arc::clone(&before), Arc::new);
        let pages = site.changes_since(&before);
        let outcome = match &trouble {
            None => Outcome::Shown { pages },
            Some(trouble) => Outcome::Failed(self.told(trouble, &site)),
        };
        let note = self.note(&site);
        let trouble = trouble.map(|trouble| Arc::new(Trouble { note, ..trouble }));
        self.states.send_replace(State { site, trouble });
        outcome
    }

    /// Each problem on its line, and what comes of them.
    fn told(&self, trouble: &Trouble, site: &Site) -> String {
        for line in trouble.lines() {
            self.output.borrow_mut().error(&line);
        }
        let then = match (site.is_empty(), &self.good) {
            (true, _) => "there are no pages until that is mended",
            (false, Some(_)) => "the last good pages stay until that is mended",
            (false, None) => "the pages do without it until that is mended",
        };
        format!("{}; {then}", trouble.title)
    }

    /// What the pages are while something is wrong.
    fn note(&self, site: &Site) -> String {
        match (site.is_empty(), &self.good) {
            (true, _) => "There are no pages until this is mended.".to_owned(),
            (false, Some(time)) => {
                format!("This page is of {time}, when all was last well.")
            }
            (false, None) => "This page does without it, and without what depends on it.".to_owned(),
        }
    }
}

fn all(pages: &impl FileSet) -> Result<Files, Fault> {
    let paths = pages.paths();
    let made = paths.par_iter().map(|path| {
        let bytes = pages.bytes(path)?.unwrap_or_default();
        Ok(((*path).to_owned(), bytes.into_owned()))
    });
    made.collect()
}
