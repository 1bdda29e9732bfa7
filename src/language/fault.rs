//! What is wrong in a template, said for the person who wrote it: the file they edit, the line, and what was missing;
//! apart because the template engine says it for programmers.

use std::fmt;
use tera::ErrorKind;

/// Something wrong in one template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Below the ledger's folder; only a folder if it can't be told which file is at fault.
    pub path: String,
    /// Both from 1.
    pub line: usize,
    pub column: usize,
    pub message: String,
    /// Not one of the ledger's own files: one of them left out what this one needs.
    pub is_built_in: bool,
}

impl std::error::Error for Fault {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path)?;
        if !self.path.ends_with('/') {
            write!(f, ":{}:{}", self.line, self.column)?;
        }
        if self.is_built_in {
            f.write_str(" (built in)")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// An error of the template engine's, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Told {
    /// The template's name; empty if it isn't told.
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub message: String,
}

impl Told {
    pub fn of(error: &tera::Error) -> Self {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Self {
                file: report.filename().to_owned(),
                line: report.span().start_line,
                column: report.span().start_col + 1,
                message: report.message().to_owned(),
            },
            ErrorKind::Msg(text) => Self::first_report(text),
            ErrorKind::CircularExtend { tpl, .. } => Self::at_start(tpl, "it extends itself"),
            ErrorKind::CircularInclude { tpl, .. } => Self::at_start(tpl, "it includes itself"),
            ErrorKind::MissingParent { current, parent } => {
                Self::at_start(current, &format!("Unknown template `{parent}`"))
            }
            _ => Self::at_start("", &error.to_string()),
        }
    }

    fn at_start(file: &str, message: &str) -> Self {
        Self {
            file: file.to_owned(),
            line: 1,
            column: 1,
            message: message.lines().next().unwrap_or_default().to_owned(),
        }
    }

    /// Some errors come as text only: `error: MESSAGE`, then ` --> FILE:LINE:COLUMN`, then the line itself.
    fn first_report(text: &str) -> Self {
        let mut lines = text.lines();
        let message = lines.next().unwrap_or_default();
        let message = message.strip_prefix("error: ").unwrap_or(message);
        let place = lines.next().and_then(|line| line.trim().strip_prefix("--> "));
        let parts = place.map(|place| place.rsplitn(3, ':').collect::<Vec<_>>());
        match parts.as_deref() {
            Some([column, line, file]) => Self {
                line: line.parse().unwrap_or(1),
                column: column.parse().unwrap_or(1),
                ..Self::at_start(file, message)
            },
            _ => Self::at_start("", message),
        }
    }

    /// The message in our words. `text` is the template's, `files` the names of all.
    pub fn in_words<'f>(&self, text: &str, files: impl Iterator<Item = &'f str>) -> String {
        let message = self.message.as_str();
        let named = |before: &str| {
            let rest = message.strip_prefix(before)?;
            rest.strip_prefix('`')?.split_once('`')
        };
        if let Some((name, rest)) = named("Variable ").or_else(|| named("Field ")) {
            if rest.contains("exists but") {
                return format!("`{name}` has no value here");
            }
            let known = rest.split_once(": ").map_or("", |(_, known)| known);
            return format!(
                "there is no `{name}` here{}",
                meant(name, known.split(", ").filter(|known| !known.is_empty()))
            );
        }
        if message.starts_with("Maximum render recursion depth") {
            return "a component asks for itself without end".to_owned();
        }
        if let Some((name, _)) = named("Unknown template ") {
            return format!("there is no file `{name}`{}", meant(name, files));
        }
        for what in ["filter", "function", "test", "component"] {
            if let Some((name, _)) = named(&format!("Unknown {what} ")) {
                return format!("there is no {what} `{name}`");
            }
        }
        if message.starts_with("Tried to render a variable that is undefined") {
            let line = text.lines().nth(self.line.saturating_sub(1)).unwrap_or_default();
            let rest: String = line.chars().skip(self.column.saturating_sub(1)).collect();
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '[' | ']' | '?');
            let name = rest.split(|c| !is_name(c)).next().unwrap_or_default();
            return format!("`{name}` has no value here");
        }
        message.trim_end_matches('.').to_owned()
    }
}

/// ` (did you mean …?)`, if one is near.
pub(super) fn meant<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    near(written, known).map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"))
}

/// The one that `written` most likely stands for; the first of equals in their order.
pub(super) fn near<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let far = (written.chars().count() / 3).max(1);
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    let distances = known
        .into_iter()
        .map(|known| (strsim::osa_distance(written, known), known));
    let near = distances.filter(|(distance, _)| *distance <= far);
    near.min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}
