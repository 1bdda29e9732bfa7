//! Which files a ledger had on which day: every change of its invoices' files, latest first.

use super::{Git, NoHistory, short};
use crate::calendar::{Date, add_days};
use std::collections::{BTreeMap, BTreeSet};

/// Every version of every file below `invoices/` that HEAD's history holds, up to some day.
#[derive(Debug, Default)]
pub struct Timeline {
    /// No commit before those that came from it; else by their committer's clock, the latest first.
    commits: Vec<Commit>,
    /// By path in the ledger; of each the latest first.
    versions: BTreeMap<String, Vec<Version>>,
    /// Where a shallow clone ends, by place in `commits`.
    ends: BTreeSet<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Commit {
    hash: String,
    /// When it was made, in seconds of Unix time.
    made: i64,
}

/// What a file was from a commit on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its place among the commits: less is later.
    commit: usize,
    /// `None`: deleted, or no ordinary file.
    pub blob: Option<String>,
}

/// A file at the end of a day.
#[derive(Debug, PartialEq, Eq)]
pub enum At<'t> {
    Version(&'t Version),
    /// The file was not there.
    Nothing,
    /// A shallow clone ends in several commits that don't agree.
    Unsure,
}

impl Timeline {
    /// Up to the end of `last`.
    pub fn read(git: &Git, last: Date) -> Result<Self, NoHistory> {
        let listed = git.need(&["rev-list", "--date-order", "--timestamp", "HEAD"], &[])?;
        let mut timeline = Self {
            commits: commits_of(&String::from_utf8_lossy(&listed)),
            ..Self::default()
        };
        if git.is_shallow {
            timeline.ends = timeline.ends_of(&shallow_file(git)?);
        }
        let until = end_of(last);
        let made = timeline.commits.iter().filter(|commit| commit.made < until);
        let asked: String = made.map(|commit| format!("{}\n", commit.hash)).collect();
        // A merge shows each file in which it differs from any of its parents: so no version is missed, whichever side
        // it took.
        let arguments = [
            "diff-tree",
            "--stdin",
            "-m",
            "--root",
            "-r",
            "-z",
            "--raw",
            "--no-abbrev",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--relative",
            "--",
            "invoices",
        ];
        let changes = git.need(&arguments, asked.as_bytes())?;
        timeline.add(&changes);
        Ok(timeline)
    }

    /// Reads `diff-tree -z`: a commit's hash, then of each file `:MODE MODE BLOB BLOB STATUS` and its path.
    fn add(&mut self, changes: &[u8]) {
        let places: BTreeMap<&str, usize> = (0..)
            .zip(&self.commits)
            .map(|(place, commit)| (commit.hash.as_str(), place))
            .collect();
        let mut current = None;
        let mut words = changes.split(|byte| *byte == 0);
        while let Some(word) = words.next() {
            let word = String::from_utf8_lossy(word);
            let Some(change) = word.strip_prefix(':') else {
                current = places.get(word.as_ref()).copied();
                continue;
            };
            let path = words.next().map(String::from_utf8_lossy);
            let (Some(commit), Some(path)) = (current, path) else {
                continue;
            };
            let mut fields = change.split(' ').skip(1);
            let (mode, blob) = (fields.next().unwrap_or_default(), fields.nth(1));
            let is_file = mode.starts_with("100");
            let version = Version {
                commit,
                blob: blob.filter(|_| is_file).map(str::to_owned),
            };
            let versions = self.versions.entry(path.into_owned()).or_default();
            if versions.last() != Some(&version) {
                versions.push(version);
            }
        }
    }

    /// The commits whose parents a shallow clone left out.
    fn ends_of(&self, shallow: &str) -> BTreeSet<usize> {
        let listed: BTreeSet<&str> = shallow.lines().map(str::trim).collect();
        let places = (0..).zip(&self.commits);
        places
            .filter(|(_, commit)| listed.contains(commit.hash.as_str()))
            .map(|(place, _)| place)
            .collect()
    }

    /// Whether all that was committed up to the end of a day is here.
    pub fn reaches(&self, day: Date) -> bool {
        let ends = self.ends.iter().filter_map(|place| self.commits.get(*place));
        ends.into_iter().all(|commit| commit.made < end_of(day))
    }

    /// The last version of a file up to the end of a day, in UTC.
    pub fn at(&self, path: &str, day: Date) -> At<'_> {
        let until = end_of(day);
        let is_made = |version: &&Version| {
            let commit = self.commits.get(version.commit);
            commit.is_some_and(|commit| commit.made < until)
        };
        let versions = self.versions.get(path).map(Vec::as_slice).unwrap_or_default();
        let mut versions = versions.iter().filter(is_made);
        let Some(last) = versions.next() else {
            return At::Nothing;
        };
        // The commit at which a clone ends seems to write every file; which of several did, nobody can tell.
        let mut at_ends = versions.chain([last]).filter(|v| self.ends.contains(&v.commit));
        if self.ends.len() > 1 && at_ends.any(|version| version.blob != last.blob) {
            return At::Unsure;
        }
        At::Version(last)
    }

    /// Every version of every file.
    pub fn versions(&self) -> impl Iterator<Item = (&str, &Version)> {
        let files = self.versions.iter();
        files.flat_map(|(path, versions)| versions.iter().map(|version| (path.as_str(), version)))
    }

    /// The commit of a version, as it is shown.
    pub fn commit(&self, version: &Version) -> String {
        let commit = self.commits.get(version.commit);
        commit.map_or_else(String::new, |commit| short(&commit.hash))
    }
}

impl Version {
    /// Whether it is the later of two.
    pub fn is_later_than(&self, other: &Self) -> bool {
        self.commit < other.commit
    }
}

/// The first second after a day in UTC.
fn end_of(day: Date) -> i64 {
    let next = add_days(day, 1).and_time(chrono::NaiveTime::MIN);
    next.and_utc().timestamp()
}

/// Reads `SECONDS HASH` lines.
fn commits_of(listed: &str) -> Vec<Commit> {
    let commits = listed.lines().filter_map(|line| {
        let (made, hash) = line.split_once(' ')?;
        Some(Commit {
            hash: hash.trim().to_owned(),
            made: made.parse().ok()?,
        })
    });
    commits.collect()
}

fn shallow_file(git: &Git) -> Result<String, NoHistory> {
    let path = git.need(&["rev-parse", "--git-path", "shallow"], &[])?;
    let path = String::from_utf8_lossy(&path);
    let path = git.root.join(path.trim_end_matches('\n'));
    std::fs::read_to_string(path).map_err(|error| NoHistory::Refused(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_date;

    const MIDNIGHT: i64 = 1_767_916_800; // 2026-01-09 00:00 UTC

    /// Commits by hash and second, latest first, and what each does to a file.
    fn timeline(commits: &[(&str, i64)], changes: &[(&str, &str, &str)]) -> Timeline {
        let listed: String = commits
            .iter()
            .map(|(hash, made)| format!("{made} {hash}\n"))
            .collect();
        let mut timeline = Timeline {
            commits: commits_of(&listed),
            ..Timeline::default()
        };
        let told = changes.iter().map(|(hash, path, blob)| {
            let mode = if blob.starts_with('0') { "000000" } else { "100644" };
            format!("{hash}\0:100644 {mode} 9999 {blob} M\0{path}\0")
        });
        timeline.add(told.collect::<String>().as_bytes());
        timeline
    }

    fn blob(timeline: &Timeline, path: &str, day: &str) -> String {
        match timeline.at(path, parse_date(day).unwrap()) {
            At::Version(version) => {
                let blob = version.blob.as_deref().unwrap_or("deleted");
                format!("{blob} {}", timeline.commit(version))
            }
            At::Nothing => "nothing".to_owned(),
            At::Unsure => "unsure".to_owned(),
        }
    }

    #[test]
    fn the_last_commit_of_the_day_counts() {
        let commits = [
            ("d", MIDNIGHT),
            ("c", MIDNIGHT - 1),
            ("b", MIDNIGHT - 2),
            ("a", 0),
        ];
        let changes = [
            ("d", "i\nn.yaml", "4d"),
            ("c", "x.yaml", "0000"),
            ("b", "i\nn.yaml", "2b"),
            ("a", "i\nn.yaml", "1a"),
            ("a", "x.yaml", "1a"),
        ];
        let timeline = timeline(&commits, &changes);
        for (path, day, expected) in [
            ("i\nn.yaml", "2026-01-08", "2b b"),
            ("i\nn.yaml", "2026-01-09", "4d d"),
            ("i\nn.yaml", "2026-01-07", "1a a"),
            ("x.yaml", "2026-01-08", "deleted c"),
            ("x.yaml", "1969-12-31", "nothing"),
            ("y.yaml", "2026-01-08", "nothing"),
        ] {
            assert_eq!(blob(&timeline, path, day), expected, "{path} {day}");
        }
    }

    #[test]
    fn what_came_of_a_commit_is_later_than_it_whatever_the_clocks_say() {
        let commits = [("child", MIDNIGHT - 500), ("parent", MIDNIGHT - 1)];
        let changes = [("child", "i", "2b"), ("parent", "i", "1a")];
        let timeline = timeline(&commits, &changes);
        assert_eq!(blob(&timeline, "i", "2026-01-08"), "2b child");
    }

    #[test]
    fn a_shallow_clone_tells_only_what_it_knows() {
        let commits = [
            ("merge", MIDNIGHT),
            ("left", MIDNIGHT - 9),
            ("right", MIDNIGHT - 10),
        ];
        let changes = [
            ("left", "i", "1a"),
            ("right", "i", "2b"),
            ("left", "j", "3c"),
            ("right", "j", "3c"),
        ];
        let mut timeline = timeline(&commits, &changes);
        timeline.ends = timeline.ends_of("left\nright\nother\n");
        let day = |text: &str| parse_date(text).unwrap();
        assert!(timeline.reaches(day("2026-01-08")) && !timeline.reaches(day("2026-01-07")));
        assert_eq!(blob(&timeline, "i", "2026-01-08"), "unsure");
        assert_eq!(blob(&timeline, "j", "2026-01-08"), "3c left");
        timeline.ends = timeline.ends_of("left\n");
        assert_eq!(blob(&timeline, "i", "2026-01-08"), "1a left");
    }
}
