//! What git knows of a ledger's files: asked of the `git` that is installed, told to run nothing else.

use crate::render::claim::{Commit, History};
use std::{
    collections::BTreeMap,
    path::Path,
    process::{Command, Stdio},
};

/// The commit of each line of `files` (paths in the ledger at `root`). Files that git doesn't know are left out.
pub fn history(root: &Path, files: &[&str]) -> History {
    match run(root, &["rev-parse", "--is-inside-work-tree"]) {
        None => return History::None("git could not be run here".to_owned()),
        Some(answer) if !answer.ok => return History::None("the ledger is in no git repository".to_owned()),
        Some(_) => {}
    }
    if run(root, &["rev-parse", "--verify", "--quiet", "HEAD"]).is_none_or(|answer| !answer.ok) {
        return History::None("the git repository has no commit yet".to_owned());
    }
    let lines = files.iter().filter_map(|file| {
        // Blame follows renames by itself; a filter that the repository names for showing files is never run.
        let blame = run(root, &["blame", "--porcelain", "--no-textconv", "--", file])?;
        blame.ok.then(|| ((*file).to_owned(), lines_of(&blame.text)))
    });
    History::Git(lines.collect())
}

struct Answer {
    ok: bool,
    text: String,
}

/// `None`: there is no git.
fn run(root: &Path, arguments: &[&str]) -> Option<Answer> {
    let quiet = [
        "core.fsmonitor=false",
        "core.hooksPath=/dev/null",
        "log.showSignature=false",
        "blame.ignoreRevsFile=",
    ];
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(root)
        .arg("--no-pager")
        .arg("--literal-pathspecs");
    for setting in quiet {
        command.args(["-c", setting]);
    }
    command.args(arguments);
    command
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C");
    command.stdin(Stdio::null()).stderr(Stdio::null());
    let output = command.output().ok()?;
    Some(Answer {
        ok: output.status.success(),
        text: String::from_utf8_lossy(&output.stdout).into_owned(),
    })
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
            hash: hash.chars().take(10).collect(),
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
