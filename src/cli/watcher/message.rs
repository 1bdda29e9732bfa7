//! The lines that a watch says.

use super::{
    Outcome, Reason,
    fingerprint::{Change, Kind},
};
use crate::render::terminal::count;
use std::{path::Path, time::Duration};

pub(super) fn watching(root: &Path, files: usize) -> String {
    format!("watching {} ({}); Ctrl-C ends", name(root), count(files, "file"))
}

pub(super) fn polling(reason: &str, every: Duration) -> String {
    format!(
        "no events for changed files: {reason}. Looking every {} seconds instead; --poll SECONDS changes that",
        every.as_secs()
    )
}

pub(super) fn gone(root: &Path) -> String {
    format!("{} is gone; waiting for it to come back", name(root))
}

pub(super) fn built(reason: &Reason, outcome: &Outcome, took: Duration) -> String {
    let now = chrono::Local::now().format("%H:%M:%S");
    let outcome = match outcome {
        Outcome::Built { pages, drafts } => {
            format!("built in {}, {}", duration(took), written(*pages, *drafts))
        }
        Outcome::Shown { pages: 0 } => format!("built in {}, no page is other than before", duration(took)),
        Outcome::Shown { pages } => format!("built in {}, {} renewed", duration(took), count(*pages, "page")),
        Outcome::Failed(what) => what.clone(),
    };
    match why(reason) {
        Some(why) => format!("{now} {why}: {outcome}"),
        None => format!("{now} {outcome}"),
    }
}

fn why(reason: &Reason) -> Option<String> {
    match reason {
        Reason::Start => None,
        Reason::Changed(changes) => Some(changed(changes)),
        Reason::NewDay(day) => Some(format!("it is {day}")),
        Reason::Back => Some("the ledger is back".to_owned()),
    }
}

fn changed(changes: &[Change]) -> String {
    match changes {
        [] => "nothing changed".to_owned(),
        [one] => {
            let what = match one.kind {
                Kind::Added => "added",
                Kind::Changed => "changed",
                Kind::Deleted => "deleted",
            };
            format!("{} {what}", one.path)
        }
        [first, rest @ ..] => format!("{} and {} changed", first.path, count(rest.len(), "other file")),
    }
}

fn written(pages: usize, drafts: usize) -> String {
    match (pages, drafts) {
        (0, 0) => "nothing to write".to_owned(),
        (pages, 0) => format!("{} written", count(pages, "page")),
        (0, drafts) => format!("{} written", count(drafts, "draft")),
        (pages, drafts) => format!("{} and {} written", count(pages, "page"), count(drafts, "draft")),
    }
}

fn duration(took: Duration) -> String {
    match took.as_millis() {
        short @ 0..1000 => format!("{short} ms"),
        long => format!("{}.{} s", long / 1000, long % 1000 / 100),
    }
}

/// The folder's own name; its whole path where it has none.
fn name(root: &Path) -> String {
    let known = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let name = known.file_name().map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| known.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_say_what_changed_and_what_came_of_it() {
        let change = |path: &str, kind| Change {
            path: path.to_owned(),
            kind,
        };
        let line = |reason, outcome| built(&reason, &outcome, Duration::from_millis(38))[9..].to_owned();
        let one = Reason::Changed(vec![change("clients/acme.yaml", Kind::Changed)]);
        assert_eq!(
            line(one, Outcome::Built { pages: 3, drafts: 1 }),
            "clients/acme.yaml changed: built in 38 ms, 3 pages and 1 draft written"
        );
        let two = Reason::Changed(vec![change("a", Kind::Deleted), change("b", Kind::Added)]);
        assert_eq!(
            line(two, Outcome::Built { pages: 0, drafts: 0 }),
            "a and 1 other file changed: built in 38 ms, nothing to write"
        );
        assert_eq!(
            line(Reason::Start, Outcome::Failed("the disk is full".to_owned())),
            "the disk is full"
        );
        assert_eq!(duration(Duration::from_millis(1250)), "1.2 s");
        assert_eq!(
            watching(Path::new("/no/such/example-ledger"), 112),
            "watching example-ledger (112 files); Ctrl-C ends"
        );
    }
}
