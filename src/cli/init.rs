//! `dunlin init`: a new ledger.

use super::{Failure, Global, Outcome, day, output::Output, schema};
use crate::{
    render::{init, schema::FOLDER},
    write,
};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Init {
    /// Where it goes; made if it isn't there
    #[arg(default_value = ".")]
    folder: PathBuf,
}

impl Init {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let today = global.as_of.unwrap_or_else(day::today);
        let made = write::new_files(&self.folder, &init::files(today))?;
        for path in &made.written {
            output.say(&format!("made {}", self.folder.join(path).display()));
        }
        schema::into(&self.folder)?;
        output.say(&format!("made {}", self.folder.join(FOLDER).display()));
        for kept in &made.kept {
            let wanted = match kept.path.as_str() {
                // The dashboard would be published with the repository.
                ".gitignore" => ": put `site/` into it, so that the dashboard is never committed",
                _ => "",
            };
            output.say(&format!(
                "left {} as it was{wanted}",
                self.folder.join(&kept.path).display()
            ));
        }
        output.say(&format!(
            "\nNow put your name and your bank into {0}, and look at the rest: its comments teach the format.\n\
             `dunlin check {1}` says what is wrong, `dunlin build {1}` makes the dashboard and the drafts.",
            self.folder.join("dunlin.yaml").display(),
            self.folder.display()
        ));
        Ok(Outcome::Done)
    }
}
