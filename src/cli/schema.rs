//! `dunlin schema`: what a record may hold, for editors: printed, or put into a ledger where its modelines look.

use super::{Failure, Outcome, ledger, output::Output};
use crate::{
    load::{LoadError, SETTINGS},
    model::format::Word,
    render::{
        reference,
        schema::{self, Draft, Subject},
    },
    write::{self, Why, Written},
};
use clap::{
    Args, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub struct Schema {
    /// What it is the schema of
    #[arg(required_unless_present = "write", value_parser = subject())]
    kind: Option<Subject>,
    /// The dialect of JSON Schema
    #[arg(long, value_enum, default_value = "2020-12")]
    draft: Dialect,
    /// A schema for programs, or the page for people
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
    /// Write every schema to .dunlin/schemas in a ledger, in draft-07; again after an update of dunlin
    #[arg(
        long,
        value_name = "LEDGER",
        num_args = 0..=1,
        conflicts_with_all = ["kind", "draft", "format"]
    )]
    write: Option<Option<PathBuf>>,
}

const AFTER_HELP: &str = "\
`dunlin init` writes the schemas into a new ledger, and two comments at the top of each record that lead editors to them:

  # yaml-language-server: $schema=../.dunlin/schemas/client.json
  # $schema: ../.dunlin/schemas/client.json

The first is for VS Code, Neovim, Helix and others, the second for JetBrains. A schema that you changed is left alone.";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Dialect {
    #[value(name = "2020-12")]
    Latest,
    #[value(name = "07", alias = "draft-07")]
    Seven,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Markdown,
}

fn subject() -> impl TypedValueParser<Value = Subject> {
    PossibleValuesParser::new(Subject::ALL.map(Subject::word))
        .try_map(|word| Subject::from_word(&word).ok_or("no such kind"))
}

impl Schema {
    pub fn run(&self, output: &mut Output) -> Result<Outcome, Failure> {
        if let Some(named) = &self.write {
            return put(named.as_deref(), output);
        }
        let Some(subject) = self.kind else {
            return Err(Failure("name a kind, or give --write".to_owned()));
        };
        let draft = match self.draft {
            Dialect::Latest => Draft::Latest,
            Dialect::Seven => Draft::Seven,
        };
        output.result(&match self.format {
            Format::Json => schema::text(subject, draft),
            Format::Markdown => reference::section(subject),
        })?;
        Ok(Outcome::Done)
    }
}

fn put(named: Option<&Path>, output: &mut Output) -> Result<Outcome, Failure> {
    let root = ledger::root(named)?;
    if !root.join(SETTINGS).is_file() {
        return Err(LoadError::NoSettings(root).into());
    }
    let written = into(&root)?;
    for path in &written.written {
        output.say(&format!(
            "wrote {}",
            root.join(schema::FOLDER).join(path).display()
        ));
    }
    for path in &written.removed {
        output.say(&format!(
            "removed {}",
            root.join(schema::FOLDER).join(path).display()
        ));
    }
    if !written.changed_anything() && written.kept.is_empty() {
        output.say(&format!(
            "the schemas in {} are up to date",
            root.join(schema::FOLDER).display()
        ));
    }
    for kept in &written.kept {
        let path = root.join(schema::FOLDER).join(&kept.path);
        let why = match kept.why {
            Why::EditedPage => "it was changed since dunlin wrote it; delete it to have it written again",
            _ => "dunlin didn't write it",
        };
        output.warn(&format!("left {} alone: {why}", path.display()));
    }
    Ok(Outcome::Done)
}

/// Puts every schema into the ledger at `root`.
pub(super) fn into(root: &Path) -> Result<Written, Failure> {
    let folder = root.join(schema::FOLDER);
    Ok(write::site(root, &folder, &schema::files())?)
}
