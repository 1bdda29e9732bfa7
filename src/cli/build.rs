//! `dunlin build`: the dashboard and the drafts, written where they go.

use super::{
    Failure, Global, Outcome,
    check::DenyLevel,
    ledger::Opened,
    output::Output,
    post::{Outbox, Post, Site},
    progress::Progress,
};
use crate::{
    check::{Asked, Checked, Deny},
    language::Fault,
    render::{
        dashboard::{self, Dashboard, WrittenDays},
        findings,
        letter::{self, Drafts},
        seen,
    },
    report::{self, Past, Snapshot},
    write::{self, Kept, Standing, Why, Written},
};
use clap::Args;
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
        let named = self.ledger.as_deref();
        let opened = match self.incognito {
            true => Opened::in_disguise(named, global)?,
            false => Opened::open(named, global)?.with_history(&Asked::default(), output),
        };
        let telling = Telling {
            say: &mut |line| output.say(line),
            progress: &progress,
        };
        let built = build(&opened, self.out.as_deref(), telling)?;
        drop(progress);
        built.tell(&opened, output);
        let unread = !opened.loaded.unread.files.is_empty();
        let denied = self.deny.is_some_and(|level| {
            built.checked.fails(Deny {
                level: level.into(),
                dated: false,
            })
        });
        Ok(if unread || denied {
            Outcome::Findings
        } else {
            Outcome::Done
        })
    }
}

/// What a build says while it is at work.
pub struct Telling<'t> {
    pub say: &'t mut dyn FnMut(&str),
    pub progress: &'t Progress,
}

/// What a build did.
#[derive(Debug)]
pub struct Built {
    pub site: PathBuf,
    pub reminders: PathBuf,
    pub pages: Written,
    pub drafts: Written,
    pub checked: Checked,
    letter_errors: Vec<String>,
    page_errors: Vec<String>,
    /// Clients whose letters wait until their records can be read.
    held: Vec<String>,
}

/// Everything that a build writes, before it is written.
pub struct Made<'s> {
    /// What the pages show, for the next build to compare with.
    pub now: Snapshot,
    pub pages: Site<'s, 's>,
    pub drafts: &'s Drafts,
    /// Clients whose letters wait until their records can be read.
    pub held: Vec<String>,
}

/// Works everything out, then writes it: no page is in its place unless all of them could be made.
pub fn build(opened: &Opened, out: Option<&Path>, telling: Telling<'_>) -> Result<Built, Failure> {
    let Telling { say, progress } = telling;
    let settings = &opened.ledger()?.settings;
    let site = out.map_or_else(|| opened.root.join(opened.site(settings)), Path::to_owned);
    let reminders = opened.root.join(&settings.reminders.value);
    let mut waiting = || {
        progress.clear();
        say("another dunlin is building this ledger: waiting for it");
    };
    progress.now("working out what is owed");
    let past = seen_in(opened, &site);
    let (built, checked) = with_made(opened, &past, |made| {
        let counted = progress.counting("making pages", &made.pages);
        let pages = write::patiently(|| write::site(&opened.root, &site, &counted), &mut waiting)?;
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
        Ok(Built {
            site,
            reminders,
            pages,
            drafts,
            checked: Checked::default(),
            letter_errors: letter_errors(made.drafts),
            page_errors: made.pages.faults().iter().map(page_error).collect(),
            held: made.held,
        })
    })?;
    Ok(Built { checked, ..built })
}

/// What earlier builds showed in that folder. Of a ledger in disguise nothing is kept: the real one's ids would meet
/// invented ones.
pub fn seen_in(opened: &Opened, site: &Path) -> Past {
    match &opened.disguised {
        Some(_) => Past::default(),
        None => write::seen(site).map_or_else(Past::default, |bytes| seen::read(&bytes)),
    }
}

/// Works everything out, and writes nothing. The pages can't outlive what they are made of, so they are `then`'s; the
/// findings are left over.
pub fn with_made<T>(
    opened: &Opened,
    past: &Past,
    then: impl FnOnce(Made<'_>) -> Result<T, Failure>,
) -> Result<(T, Checked), Failure> {
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
        changes: changes.as_ref(),
    };
    let done = then(Made {
        now,
        pages: Site::new(Dashboard::new(facts, &days)?, &outbox),
        drafts: &drafts,
        held: letters.held.iter().map(|client| (*client).to_owned()).collect(),
    })?;
    Ok((done, checked))
}

impl Built {
    /// What a person wants to know after a build.
    fn tell(&self, opened: &Opened, output: &mut Output) {
        let counts = self.checked.counts();
        output.say(&format!(
            "{}: {}",
            self.site.join("index.html").display(),
            summary(&self.pages, "page")
        ));
        if opened.disguised.is_some() {
            output.say("names and amounts are disguised; no drafts were written");
            return self.tell_changes(opened, output);
        }
        output.say(&format!(
            "{}: {}",
            self.reminders.display(),
            summary(&self.drafts, "draft")
        ));
        if counts.total() > 0 {
            let counts = findings::summary(counts);
            output.say(&format!(
                "{}: `dunlin check {}` shows them",
                counts.trim_end(),
                opened.root.display()
            ));
        }
        self.tell_changes(opened, output);
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

/// "62 pages, 3 written, 1 removed".
pub fn summary(written: &Written, noun: &str) -> String {
    let (new, same, gone) = (
        written.written.len(),
        written.unchanged.len(),
        written.removed.len(),
    );
    let all = new + same;
    let plural = if all == 1 { "" } else { "s" };
    let mut parts = vec![format!("{all} {noun}{plural}")];
    let changes = [(new, "written"), (gone, "removed")];
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
