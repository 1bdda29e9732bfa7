//! `dunlin build`: the dashboard and the drafts, written where they go.

mod inputs;

use super::{
    Failure, Global, Outcome,
    check::DenyLevel,
    ledger::{self, Opened},
    output::Output,
    post::{Outbox, Post, Site},
    progress::Progress,
};
use crate::{
    check::{self, Asked, Checked, Counts},
    finding::Level,
    language::Fault,
    load::{self, Folder, disguise},
    render::{
        dashboard::{self, Dashboard, WrittenDays},
        findings,
        letter::{self, Drafts},
        seen,
    },
    report::{self, Past, Snapshot},
    write::{self, Kept, Outputs, Run, Standing, Trace, Why, Written},
};
use clap::Args;
use inputs::Inputs;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

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

impl Built {
    /// What a person wants to know after a build.
    fn tell(&self, opened: &Opened, output: &mut Output) {
        for line in self.lines(opened, summary) {
            output.say(&line);
        }
        self.tell_changes(opened, output);
    }

    /// What is where, and what was found.
    fn lines(&self, opened: &Opened, summary: impl Fn(&Written, &str) -> String) -> Vec<String> {
        let pages = summary(&self.pages, "page");
        let mut lines = vec![format!("{}: {pages}", self.site.join("index.html").display())];
        if opened.disguised.is_some() {
            lines.push("names and amounts are disguised; no drafts were written".to_owned());
            return lines;
        }
        let drafts = summary(&self.drafts, "draft");
        lines.push(format!("{}: {drafts}", self.reminders.display()));
        if self.counts.total() > 0 {
            let counts = findings::summary(self.counts);
            lines.push(format!(
                "{}: `dunlin check {}` shows them",
                counts.trim_end(),
                opened.root.display()
            ));
        }
        lines
    }

    /// What the next build of the same says without being made; `None`: there is something to be warned of each time.
    fn trace(&self, opened: &Opened, inputs: String) -> Option<Trace> {
        let mut kept = self.pages.kept.iter().chain(&self.drafts.kept);
        let warns = kept.any(|kept| !kept.is_expected())
            || !self.letter_errors.is_empty()
            || !self.page_errors.is_empty()
            || !self.held.is_empty()
            || !opened.loaded.unread.files.is_empty()
            || opened.history_lacks;
        (!warns).then(|| Trace {
            inputs,
            told: self.lines(opened, all),
        })
    }

    /// What needs a person's attention: files left alone, letters not written, figures left out.
    pub fn tell_changes(&self, opened: &Opened, output: &mut Output) {
        for (folder, written) in [(&self.site, &self.pages), (&self.reminders, &self.drafts)] {
            tell_written(folder, written, output);
        }
        for error in self.letter_errors.iter().chain(&self.page_errors) {
            output.warn(error);
        }
        let unread = &opened.loaded.unread.files;
        if !unread.is_empty() {
            output.warn(&format!(
                "the figures leave out what couldn't be read in {}",
                list(unread)
            ));
        }
        if !self.held.is_empty() {
            output.warn(&format!(
                "no letter to {} until that is mended",
                self.held.join(", ")
            ));
        }
    }
}

/// Each file with `--verbose`; those that were left alone always.
pub fn tell_written(folder: &Path, written: &Written, output: &mut Output) {
    for path in &written.written {
        output.detail(&format!("wrote {}", folder.join(path).display()));
    }
    for path in &written.removed {
        output.detail(&format!("removed {}", folder.join(path).display()));
    }
    for kept in written.kept.iter().filter(|kept| !kept.is_expected()) {
        output.warn(&left_alone(folder, kept));
    }
}

/// Why a file was left alone, and what to do if that isn't wanted.
fn left_alone(folder: &Path, kept: &Kept) -> String {
    let path = folder.join(&kept.path);
    let why = match &kept.why {
        Why::Foreign => {
            "dunlin didn't write it, so it was left alone; move it away to have it built".to_owned()
        }
        Why::EditedPage => "was changed by hand and left alone; delete it to have it built again".to_owned(),
        Why::EditedDraft(Standing::Current) => "was edited and left alone".to_owned(),
        Why::EditedDraft(Standing::Stale(keys)) => format!(
            "was edited and left alone, but is out of date ({}): mend it, or delete it to have it written again",
            keys.join(", ")
        ),
        Why::EditedDraft(Standing::NoLongerDue) => {
            "was edited and left alone, but is no longer due: don't send it; delete it if you don't need it"
                .to_owned()
        }
        Why::Folder => "is a folder, so no file was written there".to_owned(),
        Why::Link => "is a symbolic link, and those are never written through".to_owned(),
        Why::AlreadyThere => "was there already and left alone".to_owned(),
    };
    format!("{} {why}", path.display())
}

impl Kept {
    /// An edited draft with today's figures is how it should be.
    fn is_expected(&self) -> bool {
        self.why == Why::EditedDraft(Standing::Current)
    }
}

/// "62 pages".
fn all(written: &Written, noun: &str) -> String {
    check::count(written.written.len() + written.unchanged.len(), noun)
}

/// "62 pages, 3 written, 1 removed".
pub fn summary(written: &Written, noun: &str) -> String {
    let mut parts = vec![all(written, noun)];
    let changes = [
        (written.written.len(), "written"),
        (written.removed.len(), "removed"),
    ];
    parts.extend(
        changes
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| format!("{n} {what}")),
    );
    parts.join(", ")
}

/// One line for each text that is missing, and one for each letter that failed.
pub fn letter_errors(drafts: &Drafts) -> Vec<String> {
    let missing = drafts.missing.iter().map(|((stage, language), clients)| {
        let clients = list(&clients.iter().cloned().collect());
        format!("there is no letter `{stage}` in language `{language}`: write to {clients} yourself")
    });
    let faulty = drafts.faulty.iter().map(|(fault, clients)| {
        format!(
            "{fault}: no letter to {}",
            list(&clients.iter().cloned().collect())
        )
    });
    missing
        .chain(faulty)
        .chain(drafts.errors.iter().map(ToString::to_string))
        .collect()
}

fn page_error(fault: &Fault) -> String {
    format!("{fault}: the built-in page stands in for it")
}

/// The first few of many.
fn list(files: &BTreeSet<String>) -> String {
    const SHOWN: usize = 3;
    let mut shown: Vec<_> = files.iter().take(SHOWN).map(String::as_str).collect();
    let more = format!("{} more", files.len().saturating_sub(SHOWN));
    if files.len() > SHOWN {
        shown.push(&more);
    }
    shown.join(", ")
}
