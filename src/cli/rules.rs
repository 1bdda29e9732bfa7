//! `dunlin rules`: every rule in a line.

use super::{Failure, Outcome, output::Output};
use crate::check::{Dated, rules};
use clap::Args;

#[derive(Debug, Args)]
pub struct Rules {}

impl Rules {
    pub fn run(&self, output: &mut Output) -> Result<Outcome, Failure> {
        let rules: Vec<_> = rules::all().collect();
        let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
        let lines = rules.iter().map(|rule| {
            let dated = if rule.dated == Dated::Never { "" } else { " d" };
            format!(
                "{:width$}  {:9}  {}\n",
                rule.id,
                format!("{}{dated}", rule.level),
                rule.summary
            )
        });
        output.result(&lines.collect::<String>())?;
        Ok(Outcome::Done)
    }
}
