//! A problem of the ledger: which rule, what is so, where, and how to mend it.

use crate::source::Span;
use std::fmt;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Info,
    Warning,
    Error,
}

/// Another place that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    pub span: Span,
    pub message: String,
}

/// The one safe answer to a finding: characters to replace, and nothing else of the file touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a menu shows it: "write `due`", without a full stop.
    pub title: String,
    /// All in the finding's file, apart from each other, by place.
    pub edits: Vec<Edit>,
}

/// New text for a stretch of a file; an empty span inserts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// What is wrong with a ledger. Never an `Err`: that means dunlin could not do its job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `group/name`.
    pub rule: &'static str,
    /// Over the rule's own level, where the rule speaks at two.
    pub level: Option<Level>,
    /// Whether it can appear without anybody touching the ledger, because a day has passed.
    pub dated: bool,
    /// Of a dated one that the day only raised: the level that it had before. Such a finding counts at that level
    /// whether dated ones are asked for or not, or the same commit would be red one day and green the next.
    pub undated: Option<Level>,
    /// The value concerned; for an absent one the first key of the mapping it should stand in.
    pub span: Span,
    /// What is so, in the user's words, without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: String,
    pub related: Vec<Related>,
    /// Title and address of what a legal figure rests on.
    pub source: Option<String>,
    /// Only where one answer is certain to be what was meant.
    pub fix: Option<Fix>,
}

impl Finding {
    pub fn new(rule: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            level: None,
            dated: false,
            undated: None,
            span,
            message: message.into(),
            help: String::new(),
            related: Vec::new(),
            source: None,
            fix: None,
        }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related {
            span,
            message: message.into(),
        });
        self
    }

    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = Some(level);
        self
    }

    #[must_use]
    pub fn dated(mut self) -> Self {
        self.dated = true;
        self
    }

    /// Dated, but said at `before` even if no day had passed.
    #[must_use]
    pub fn raised_from(mut self, before: Level) -> Self {
        self.undated = Some(before);
        self.dated()
    }

    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fix = Some(Fix {
            title: title.into(),
            edits,
        });
        self
    }

    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl Level {
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Info, Self::Warning, Self::Error]
            .into_iter()
            .find(|level| level.word() == word)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A comment that silences rules: `# dunlin: allow(GROUP/NAME) — reason`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// The comment itself.
    pub span: Span,
    pub rule: String,
    pub has_reason: bool,
    /// What it silences: findings whose place starts in here.
    pub covers: Span,
}
