//! Questions at a terminal for what a command was not told; apart because a command asks nobody in a script, and
//! nothing when it was told everything.

use super::Failure;
use dialoguer::{Confirm, FuzzySelect, Input, theme::ColorfulTheme};
use std::io::{self, IsTerminal};

/// Whether there is somebody to ask.
pub fn is_possible() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// What was given, else the answer to `question`; without a terminal an error that names the `option`.
pub fn given_or<T>(
    given: Option<T>,
    option: &str,
    question: impl FnOnce() -> Result<T, Failure>,
) -> Result<T, Failure> {
    match given {
        Some(given) => Ok(given),
        None if is_possible() => question(),
        None => Err(Failure(format!("say {option}: there is no terminal to ask at"))),
    }
}

/// A line that `read` takes; asked again while it doesn't.
pub fn line<T>(
    prompt: &str,
    default: Option<&str>,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<T, Failure> {
    let theme = ColorfulTheme::default();
    let mut input = Input::<String>::with_theme(&theme)
        .with_prompt(prompt)
        .allow_empty(true);
    if let Some(default) = default {
        input = input.default(default.to_owned());
    }
    let answer = input
        .validate_with(|text: &String| read(text.trim()).map(|_| ()))
        .interact_text()
        .map_err(cancelled)?;
    read(answer.trim()).map_err(Failure)
}

/// One of `items`, by its place; typing narrows them down.
pub fn choice(prompt: &str, items: &[String]) -> Result<usize, Failure> {
    let theme = ColorfulTheme::default();
    let chosen = FuzzySelect::with_theme(&theme)
        .with_prompt(prompt)
        .items(items)
        .default(0)
        .interact_opt()
        .map_err(cancelled)?;
    chosen.ok_or_else(|| Failure("nothing was written".to_owned()))
}

/// Yes or no; yes by default.
pub fn yes(prompt: &str) -> Result<bool, Failure> {
    Confirm::with_theme(&ColorfulTheme::default())
        .with_prompt(prompt)
        .default(true)
        .interact()
        .map_err(cancelled)
}

fn cancelled(error: dialoguer::Error) -> Failure {
    Failure(format!("nothing was written: {error}"))
}
