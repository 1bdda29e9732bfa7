//! `dunlin template`: which texts there are, and one's own of them.

use super::{Failure, Global, Outcome, ledger::Opened, output::Output};
use crate::{
    language,
    model::own_texts::FOLDER,
    render::{Files, template},
    write::{self, Why},
};
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Template {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List every text that you can have your own of
    List(List),
    /// Show a text as it is used
    Show(Show),
    /// Copy built-in texts into the ledger's `templates/`, to change them there
    Copy(Copied),
}

#[derive(Debug, Args)]
struct List {
    /// Only those that begin so, as languages/en
    #[arg(value_name = "PATH")]
    below: Option<String>,
    /// The ledger's folder
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Show {
    /// As `dunlin template list` names it: languages/en/firm.md
    #[arg(value_name = "PATH")]
    path: String,
    /// The ledger's folder
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Copied {
    /// As `dunlin template list` names them: languages/en/firm.md
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<String>,
    /// The ledger's folder
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
    /// Write nothing; say what would be written
    #[arg(long)]
    dry_run: bool,
}

impl Template {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        match &self.what {
            What::List(list) => list.run(global, output),
            What::Show(show) => show.run(global, output),
            What::Copy(copy) => copy.run(global, output),
        }
    }
}

impl List {
    fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        let below = self.below.as_deref().map(name).unwrap_or_default();
        let listed = template::list(&opened.loaded.texts, below);
        if listed.is_empty() {
            return Err(unknown(below));
        }
        output.result(&listed)?;
        Ok(Outcome::Done)
    }
}

impl Show {
    fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        let path = name(&self.path);
        let text = language::in_force(&opened.loaded.texts, path).ok_or_else(|| unknown(path))?;
        output.result(&text)?;
        Ok(Outcome::Done)
    }
}

impl Copied {
    fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        let built_in = language::built_in_texts();
        let mut files = Files::new();
        for path in &self.paths {
            let path = name(path);
            let text = built_in.get(path).ok_or_else(|| unknown(path))?;
            files.insert(path.to_owned(), template::copy(path, text).into_bytes());
        }
        let folder = opened.root.join(FOLDER);
        if self.dry_run {
            for path in files.keys() {
                let at = folder.join(path);
                let what = if at.symlink_metadata().is_ok() {
                    "would leave as it is"
                } else {
                    "would make"
                };
                output.say(&format!("{what} {}", at.display()));
            }
            return Ok(Outcome::Done);
        }
        let written = write::new_files(&folder, &files)?;
        for path in &written.written {
            output.say(&format!("made {}", folder.join(path).display()));
        }
        for kept in &written.kept {
            let why = match kept.why {
                Why::Link => "is a symbolic link, and those are never written through",
                Why::Folder => "is a folder",
                _ => "is there already and was left as it is",
            };
            output.warn(&format!("{} {why}", folder.join(&kept.path).display()));
        }
        Ok(Outcome::Done)
    }
}

/// As texts are called, whether the folder was named with it or not.
fn name(path: &str) -> &str {
    let path = path.strip_prefix("./").unwrap_or(path);
    let below = path.strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/'));
    below.unwrap_or(path)
}

fn unknown(path: &str) -> Failure {
    let near = crate::load::nearest(path, language::built_in_texts().keys().map(String::as_str))
        .map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
    Failure(format!(
        "there is no text `{path}`; `dunlin template list` names them all{near}"
    ))
}
