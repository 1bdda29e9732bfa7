//! `dunlin build`: the dashboard and the drafts, written where they go.

mod inputs;
mod told;

use super::{
    Failure, Global, Outcome,
    check::DenyLevel,
    ledger::{self, Opened},
    output::Output,
    post::{Outbox, Post, Site},
    progress::Progress,
};
use crate::{
    check::{Asked, Checked, Counts},
    finding::Level,
    load::{self, Folder, disguise},
    render::{
        dashboard::{self, Dashboard, WrittenDays},
        letter::{self, Drafts},
        seen,
    },
    report::{self, Past, Snapshot},
    write::{self, Outputs, Run, Trace, Written},
};
use clap::Args;
use inputs::Inputs;
use std::path::{Path, PathBuf};
use told::page_error;

pub use told::{letter_errors, summary, tell_written};

#[derive(Debug, Args)]
#[command(after_long_help = AFTER_LONG_HELP)]
pub struct Build {
    /// The ledger's folder
    ledger: Option<PathBuf>,
    /// Where the dashboard goes, instead of the ledger's `site`
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Disguise names and amounts, to show the pages to others; into `site-incognito`, and no drafts
    #[arg(long)]
    incognito: bool,
    /// Exit with status 1 on findings of this level or above
    #[arg(long, value_name = "LEVEL")]
    deny: Option<DenyLevel>,
}

const AFTER_LONG_HELP: &str = "\
With --incognito every name, id, number, address, reference, file name, note and text of yours is replaced by an invented
one, and every amount is multiplied by one factor: the same each time, as long as dunlin.yaml stays the same (but for
`as_of` and `reconciled`). What stays: dates, currencies, languages, places and their law, percentages, terms, and how
much is what share of the whole. Who knows one amount can work out the others, and who knows the case may recognise it by
its days: look the pages through before you publish them. Names hang on what dunlin.yaml says: put a line
`x-incognito: some words of yours` into it if others know all the rest. Findings and letters are worked out from the
disguised figures, so what depends on a fixed sum (a court's limit) may differ; your own templates, drafts that you edited
and what git knows of sent invoices are left out.";

impl Build {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let progress = Progress::new(global);
        progress.now("reading the ledger");
        let root = ledger::root(self.ledger.as_deref())?;
        let folder = load::folder(&root)?;
        let inputs = self.inputs((&root, &folder), global);
        if let Some(trace) = inputs
            .as_ref()
            .and_then(|inputs| self.trace((&root, &folder), inputs))
        {
            drop(progress);
            trace.told.iter().for_each(|line| output.say(line));
            return Ok(Outcome::Done);
        }
        let opened = match self.incognito {
            true => Opened::in_disguise(root, &folder, global)?,
            false => Opened::of(root, &folder, global)?.with_history(&Asked::default(), output),
        };
        drop(folder);
        let telling = Telling {
            say: &mut |line| output.say(line),
            progress: &progress,
            inputs,
        };
        let built = build(&opened, self.out.as_deref(), telling)?;
        drop(progress);
        built.tell(&opened, output);
        let unread = !opened.loaded.unread.files.is_empty();
        let denied = self.deny.is_some_and(|level| built.worst >= Some(level.into()));
        Ok(if unread || denied {
            Outcome::Findings
        } else {
            Outcome::Done
        })
    }
}

impl Build {
    fn site(&self, (root, folder): (&Path, &Folder)) -> PathBuf {
        let own = disguise::own_folders(folder).site;
        let named = self.out.clone();
        named.unwrap_or_else(|| root.join(ledger::site(&own, self.incognito)))
    }

    /// `None`: it is to be built whatever was built before, because there is more to say of it than fits in a few lines.
    fn inputs(&self, (root, folder): (&Path, &Folder), global: Global) -> Option<String> {
        let inputs = Inputs {
            root,
            folder,
            global,
            site: &self.site((root, folder)),
            is_disguised: self.incognito,
        };
        let is_plain = self.deny.is_none() && !global.verbose;
        is_plain.then(|| inputs.digest()).flatten()
    }

    /// What the last build left, if it was made of the same and everything is as it left it.
    fn trace(&self, (root, folder): (&Path, &Folder), inputs: &str) -> Option<Trace> {
        let reminders = root.join(disguise::own_folders(folder).reminders);
        let trace = write::trace(Outputs {
            site: &self.site((root, folder)),
            reminders: (!self.incognito).then_some(reminders.as_path()),
        })?;
        (trace.inputs == inputs).then_some(trace)
    }
}

/// What a build says while it is at work.
pub struct Telling<'t> {
    pub say: &'t mut dyn FnMut(&str),
    pub progress: &'t Progress,
    /// All that it is made of, for the next one to know whether anything is to be done; `None`: that isn't asked.
    pub inputs: Option<String>,
}

/// What a build did.
#[derive(Debug)]
pub struct Built {
    pub site: PathBuf,
    pub reminders: PathBuf,
    pub pages: Written,
    pub drafts: Written,
    counts: Counts,
    /// The worst finding that came with a change, not with the day.
    worst: Option<Level>,
    letter_errors: Vec<String>,
    page_errors: Vec<String>,
    /// Clients whose letters wait until their records can be read.
    held: Vec<String>,
}

/// Everything that a build writes, before it is written.
pub struct Made<'s> {
    /// What the pages show, for the next build to compare with.
    pub now: Snapshot,
    pub checked: &'s Checked,
    pub pages: Site<'s, 's>,
    pub drafts: &'s Drafts,
    /// Clients whose letters wait until their records can be read.
    pub held: Vec<String>,
}

/// Works everything out, then writes it: no page is in its place unless all of them could be made.
pub fn build(opened: &Opened, out: Option<&Path>, telling: Telling<'_>) -> Result<Built, Failure> {
    let Telling {
        say,
        progress,
        inputs,
    } = telling;
    let settings = &opened.ledger()?.settings;
    let site = out.map_or_else(|| opened.root.join(opened.site(settings)), Path::to_owned);
    let reminders = opened.root.join(&settings.reminders.value);
    let mut waiting = || {
        progress.clear();
        say("another dunlin is building this ledger: waiting for it");
    };
    progress.now("working out what is owed");
    let past = seen_in(opened, &site);
    let run = Run::default();
    with_made(opened, &past, |made| {
        let counted = progress.counting("making pages", &made.pages);
        let pages = || write::site_of(&run, &opened.root, &site, &counted);
        let pages = write::patiently(pages, &mut waiting)?;
        // What comes now belongs to these pages.
        let _held = write::patiently(|| write::hold(&site), &mut waiting)?;
        if opened.disguised.is_none() {
            write::keep_seen(&site, &seen::bytes(&past.with(made.now)))?;
        }
        progress.now("writing the drafts");
        let drafts = match &opened.disguised {
            // A letter to somebody who isn't there.
            Some(_) => Written::default(),
            None => write::patiently(
                || write::drafts(&opened.root, &reminders, &made.drafts.files),
                &mut waiting,
            )?,
        };
        let built = Built {
            site: site.clone(),
            reminders: reminders.clone(),
            pages,
            drafts,
            counts: made.checked.counts(),
            worst: made.checked.worst(),
            letter_errors: letter_errors(made.drafts),
            page_errors: made.pages.faults().iter().map(page_error).collect(),
            held: made.held,
        };
        if let Some(trace) = inputs.and_then(|inputs| built.trace(opened, inputs)) {
            let outputs = Outputs {
                site: &site,
                reminders: opened.disguised.is_none().then_some(reminders.as_path()),
            };
            write::end(outputs, &run, trace)?;
        }
        Ok(built)
    })
}

/// What earlier builds showed in that folder. Of a ledger in disguise nothing is kept: the real one's ids would meet
/// invented ones.
pub fn seen_in(opened: &Opened, site: &Path) -> Past {
    match &opened.disguised {
        Some(_) => Past::default(),
        None => write::seen(site).map_or_else(Past::default, |bytes| seen::read(&bytes)),
    }
}

/// Works everything out, and writes nothing. The pages can't outlive what they are made of, so they are `then`'s.
pub fn with_made<T>(
    opened: &Opened,
    past: &Past,
    then: impl FnOnce(Made<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let assessed = opened.assess()?;
    let checked = opened.check(Some(&assessed))?;
    let letters = report::letters(&assessed, &opened.loaded.unread);
    let actions = report::actions(&assessed, &letters, report::AGENDA_DAYS);
    let languages = opened.languages();
    let drafts = letter::drafts(&assessed, &letters, &languages);
    let days = WrittenDays::default();
    let found = seen::findings(&checked, &opened.loaded.sources);
    let now = Snapshot::of(&assessed, &letters, found);
    let changes = past.before(now.day).map(|before| report::changes(before, &now));
    let post = Post {
        root: &opened.root,
        assessed: &assessed,
        languages: &languages,
    };
    let outbox = match &opened.disguised {
        Some(_) => Outbox::empty(post),
        None => Outbox::of(post, opened, (&letters, &drafts)),
    };
    let facts = dashboard::Facts {
        assessed: &assessed,
        loaded: &opened.loaded,
        checked: &checked,
        letters: &letters,
        drafts: &drafts,
        actions: &actions,
        languages: &languages,
        mails: &outbox.mails,
        incognito: opened.disguised.is_some(),
        made_by: &opened.made_by,
        changes: changes.as_ref(),
    };
    then(Made {
        now,
        checked: &checked,
        pages: Site::new(Dashboard::new(facts, &days)?, &outbox),
        drafts: &drafts,
        held: letters.held.iter().map(|client| (*client).to_owned()).collect(),
    })
}
