//! What git knows of a ledger's files: asked of the `git` that is installed, told to run nothing else and to fetch
//! nothing.

mod as_sent;
mod blame;
mod changed;
mod objects;
mod timeline;

pub use as_sent::as_sent;
pub use blame::history;
pub use changed::changed_since;

use std::{
    collections::BTreeSet,
    io::Write,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// Why git can't tell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoHistory {
    #[error("there is no `git` that could be run")]
    NoGit,
    #[error("the ledger is in no git repository")]
    NoRepository,
    #[error("the git repository has no commit yet")]
    NoCommit,
    /// In git's own words.
    #[error("git: {0}")]
    Refused(String),
}

/// The repository that a ledger's folder is in.
#[derive(Debug)]
pub struct Git {
    /// The ledger's folder; every path is relative to it.
    root: PathBuf,
    pub is_shallow: bool,
    /// Settings over those of the repository.
    over: Vec<(String, &'static str)>,
}

/// What git answered.
#[derive(Debug)]
pub struct Answer {
    pub ok: bool,
    pub bytes: Vec<u8>,
    /// What it said, on one line.
    pub words: String,
}

/// What a repository's own settings could make git run, or make it look elsewhere.
const QUIET: [&str; 5] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.untrackedCache=false",
    "log.showSignature=false",
    "protocol.allow=never",
];

/// A hook, or a shell, may point these at another repository than the ledger's.
const ELSEWHERE: [&str; 7] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_EXTERNAL_DIFF",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
];

impl Git {
    /// The repository around a ledger's folder, if it has a commit.
    pub fn open(root: &Path) -> Result<Self, NoHistory> {
        let mut git = Self {
            root: root.to_owned(),
            is_shallow: false,
            over: Vec::new(),
        };
        let asked = git.ask(&["rev-parse", "--is-inside-work-tree", "--is-shallow-repository"])?;
        if asked.words.contains("not a git repository") {
            return Err(NoHistory::NoRepository);
        }
        if !asked.ok {
            return Err(NoHistory::Refused(asked.words));
        }
        let text = String::from_utf8_lossy(&asked.bytes);
        let mut lines = text.lines();
        if lines.next() != Some("true") {
            return Err(NoHistory::NoRepository);
        }
        git.is_shallow = lines.next() == Some("true");
        git.commit("HEAD").map_err(|_| NoHistory::NoCommit)?;
        Ok(git)
    }

    /// The full hash of the commit that a revision names.
    pub fn commit(&self, revision: &str) -> Result<String, NoHistory> {
        // No revision starts so; git could take it for an option.
        if revision.starts_with('-') {
            return Err(NoHistory::Refused(format!("`{revision}` can't be a revision")));
        }
        let answer = self.ask(&["rev-parse", "--verify", &format!("{revision}^{{commit}}")])?;
        if !answer.ok {
            return Err(NoHistory::Refused(answer.words));
        }
        Ok(String::from_utf8_lossy(&answer.bytes).trim().to_owned())
    }

    /// The same repository without the programs that it names for reading a file of the work tree.
    fn without_filters(mut self) -> Result<Self, NoHistory> {
        let asked = ["config", "-z", "--name-only", "--get-regexp", r"^filter\..*\."];
        let names = self.ask(&asked)?.bytes;
        let names: BTreeSet<_> = names
            .split(|byte| *byte == 0)
            .map(|name| String::from_utf8_lossy(name).into_owned())
            .collect();
        let named = names.into_iter().filter(|name| !name.is_empty());
        self.over = named
            .map(|name| {
                let value = if name.ends_with(".required") { "false" } else { "" };
                (name, value)
            })
            .collect();
        Ok(self)
    }

    /// One answer, whatever it is.
    pub fn ask(&self, arguments: &[&str]) -> Result<Answer, NoHistory> {
        self.ask_about(arguments, &[])
    }

    /// One answer to a question that goes on in standard input.
    pub fn ask_about(&self, arguments: &[&str], input: &[u8]) -> Result<Answer, NoHistory> {
        let mut child = self.start(arguments, Stdio::piped())?;
        let stdin = child.stdin.take();
        let output = std::thread::scope(|scope| {
            scope.spawn(|| feed(stdin, input));
            child.wait_with_output()
        });
        let output = output.map_err(|error| NoHistory::Refused(error.to_string()))?;
        Ok(Answer {
            ok: output.status.success(),
            bytes: output.stdout,
            words: one_line(&String::from_utf8_lossy(&output.stderr)),
        })
    }

    /// The bytes of an answer that has to come.
    pub fn need(&self, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, NoHistory> {
        let answer = self.ask_about(arguments, input)?;
        if answer.ok {
            Ok(answer.bytes)
        } else {
            Err(NoHistory::Refused(answer.words))
        }
    }

    fn start(&self, arguments: &[&str], errors: Stdio) -> Result<Child, NoHistory> {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.root);
        command.args(["--no-pager", "--literal-pathspecs"]);
        for setting in QUIET {
            command.args(["-c", setting]);
        }
        command.args(arguments);
        if !names_a_work_tree() {
            command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE");
        }
        self.override_settings(&mut command);
        for variable in ELSEWHERE {
            command.env_remove(variable);
        }
        command
            .env("GIT_ALLOW_PROTOCOL", "none")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C");
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()
            .map_err(|_| NoHistory::NoGit)
    }
}

impl Git {
    /// By the environment, for a name may have a `=` in it; after what the user says there.
    fn override_settings(&self, command: &mut Command) {
        if self.over.is_empty() {
            return;
        }
        let count = std::env::var("GIT_CONFIG_COUNT").ok();
        let first: usize = count.and_then(|count| count.parse().ok()).unwrap_or_default();
        for (number, (name, value)) in (first..).zip(&self.over) {
            command.env(format!("GIT_CONFIG_KEY_{number}"), name);
            command.env(format!("GIT_CONFIG_VALUE_{number}"), value);
        }
        command.env("GIT_CONFIG_COUNT", (first + self.over.len()).to_string());
    }
}

/// Whether the environment says outright where both the repository and its files are. Half of it (`GIT_DIR` in a hook)
/// would have git take the ledger's folder for the top of that repository.
fn names_a_work_tree() -> bool {
    let is_whole = |name: &str| std::env::var_os(name).is_some_and(|path| Path::new(&path).is_absolute());
    is_whole("GIT_DIR") && is_whole("GIT_WORK_TREE")
}

/// A git that ends early has answered by that.
fn feed(stdin: Option<impl Write>, input: &[u8]) {
    if let Some(mut stdin) = stdin {
        let _ = stdin.write_all(input);
    }
}

fn one_line(words: &str) -> String {
    let lines = words.lines().map(str::trim).filter(|line| !line.is_empty());
    let line = lines.collect::<Vec<_>>().join(" ");
    line.strip_prefix("fatal: ").unwrap_or(&line).to_owned()
}

/// A short hash, as it is shown.
fn short(hash: &str) -> String {
    hash.chars().take(10).collect()
}
