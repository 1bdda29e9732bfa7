//! What is printed: results to standard output, everything else to standard error, coloured where a terminal is.

use super::{Color, Failure, Global};
use crate::render::findings::{beside_colours, in_lines};
use anstream::{AutoStream, ColorChoice};
use std::{
    borrow::Cow,
    io::{self, ErrorKind, IsTerminal, Stderr, Stdout, Write},
};

/// Wide enough for a finding, narrow enough to read, where no terminal says otherwise.
const WIDTH: usize = 120;

#[derive(Debug)]
pub struct Output {
    results: AutoStream<Stdout>,
    messages: AutoStream<Stderr>,
    /// Somebody reads the results where codes are obeyed.
    is_seen: bool,
    quiet: bool,
    verbose: bool,
}

impl Output {
    pub fn new(global: Global) -> Self {
        let choice = match global.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Self {
            results: AutoStream::new(io::stdout(), choice),
            messages: AutoStream::new(io::stderr(), choice),
            is_seen: io::stdout().is_terminal() || global.color == Color::Always,
            quiet: global.quiet,
            verbose: global.verbose,
        }
    }

    /// A result: as it is, but for a terminal nothing in it that would steer it. A reader that has gone away (`| head`) is no error.
    pub fn result(&mut self, text: &str) -> Result<(), Failure> {
        let text = if self.is_seen {
            Cow::Owned(beside_colours(text))
        } else {
            Cow::Borrowed(text)
        };
        let written = self
            .results
            .write_all(text.as_bytes())
            .and_then(|()| self.results.flush());
        match written {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(Failure(format!("can't write to standard output: {error}")))
            }
            _ => Ok(()),
        }
    }

    /// A line for the user, not with `--quiet`.
    pub fn say(&mut self, line: &str) {
        if !self.quiet {
            self.line("", line);
        }
    }

    /// A line only for `--verbose`.
    pub fn detail(&mut self, line: &str) {
        if self.verbose {
            self.line("", line);
        }
    }

    /// A line that even `--quiet` lets through.
    pub fn warn(&mut self, line: &str) {
        self.line("\u{1b}[33mwarning\u{1b}[0m: ", line);
    }

    pub fn error(&mut self, line: &str) {
        self.line("\u{1b}[31merror\u{1b}[0m: ", line);
    }

    /// Paths and words of a ledger's stand in such lines, and can't steer the terminal.
    fn line(&mut self, label: &str, line: &str) {
        // Where standard error is closed there is nobody left to tell.
        let _ = writeln!(self.messages, "{label}{}", in_lines(line));
    }
}

/// Columns of the terminal that results go to.
pub fn width() -> usize {
    if !io::stdout().is_terminal() {
        return WIDTH;
    }
    terminal_size::terminal_size()
        .map_or(WIDTH, |(width, _)| usize::from(width.0))
        .clamp(40, 200)
}
