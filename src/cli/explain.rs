//! `dunlin explain RULE`: a rule's page.

use super::{Failure, Outcome, output::Output};
use crate::check;
use clap::Args;

#[derive(Debug, Args)]
pub struct Explain {
    /// A rule, such as contract/unsigned
    rule: String,
}

impl Explain {
    pub fn run(&self, output: &mut Output) -> Result<Outcome, Failure> {
        match check::explain(&self.rule) {
            Some(page) => {
                output.result(page)?;
                Ok(Outcome::Done)
            }
            None => Err(Failure(format!(
                "there is no rule `{}`{}: `dunlin rules` lists them",
                self.rule,
                check::rules::nearest(&self.rule)
                    .map(|near| format!("; did you mean `{near}`?"))
                    .unwrap_or_default()
            ))),
        }
    }
}
