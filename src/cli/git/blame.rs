//! Which commit each line of a file stands in: what the evidence of a claim names.

use super::{Git, short};
use crate::render::claim::{Commit, History};
use std::{collections::BTreeMap, path::Path};

/// The commit of each line of `files` (paths in the ledger at `root`). Files that git doesn't know are left out.
pub fn history(root: &Path, files: &[&str]) -> History {
    let git = match Git::open(root).and_then(Git::without_filters) {
        Ok(git) => git,
        Err(why) => return History::None(why.to_string()),
    };
    let lines = files.iter().filter_map(|file| {
        // Blame follows renames by itself, and reads the file as it is now: hence no filters.
        let arguments = [
            "-c",
            "blame.ignoreRevsFile=",
            "blame",
            "--porcelain",
            "--no-textconv",
            "--",
            file,
        ];
        let blame = git.ask(&arguments).ok()?;
        let text = String::from_utf8_lossy(&blame.bytes);
        blame.ok.then(|| ((*file).to_owned(), lines_of(&text)))
    });
    History::Git(lines.collect())
}

/// Reads `git blame --porcelain`: a commit's facts stand at its first line only.
fn lines_of(blame: &str) -> BTreeMap<u32, Commit> {
    let mut days: BTreeMap<&str, crate::calendar::Date> = BTreeMap::new();
    let mut lines: Vec<(u32, &str)> = Vec::new();
    let mut current = "";
    for line in blame.lines().filter(|line| !line.starts_with('\t')) {
        let mut words = line.split(' ');
        let first = words.next().unwrap_or_default();
        match first {
            "committer-time" => {
                let seconds = words.next().and_then(|word| word.parse::<i64>().ok());
                let day = seconds.and_then(|seconds| chrono::DateTime::from_timestamp(seconds, 0));
                days.extend(day.map(|day| (current, day.date_naive())));
            }
            hash if hash.len() >= 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                current = hash;
                if let Some(number) = words.nth(1).and_then(|word| word.parse().ok()) {
                    lines.push((number, hash));
                }
            }
            _ => {}
        }
    }
    let commit = |hash: &str| {
        if hash.bytes().all(|byte| byte == b'0') {
            return Commit::NotYet;
        }
        let day = days.get(hash).copied();
        Commit::Made {
            hash: short(hash),
            day,
        }
    };
    lines
        .into_iter()
        .map(|(number, hash)| (number, commit(hash)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blame_is_read_line_by_line() {
        let (a, b) = ("a".repeat(40), "0".repeat(40));
        let text = format!(
            "{a} 1 1 1\nauthor X\ncommitter-time 1767225600\nfilename f\n\tid: 0000\n{b} 2 2 1\ncommitter-time 1767225600\n\tx\n{a} 2 3\n\ty\n"
        );
        let made = Commit::Made {
            hash: "a".repeat(10),
            day: crate::calendar::parse_date("2026-01-01"),
        };
        assert_eq!(
            lines_of(&text).into_iter().collect::<Vec<_>>(),
            [(1, made.clone()), (2, Commit::NotYet), (3, made)]
        );
    }
}
