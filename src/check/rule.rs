//! What a rule is: one constant from which its level, its page, its options and its place in every list derive.

use crate::{
    assess::Assessed,
    finding::{Finding, Level},
    money::Amount,
    source::Span,
};

/// A rule. Everything that is known about it stands in its constant, beside the function that checks it.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// `group/name`.
    pub id: &'static str,
    /// Where a finding states none of its own, and `rules:` says nothing else.
    pub level: Level,
    pub dated: Dated,
    /// The first edition that has it.
    pub since: Edition,
    pub takes: Takes,
    /// One line, for lists.
    pub summary: &'static str,
    /// What `dunlin explain` prints.
    pub page: &'static str,
    /// `None`: found while the ledger is read.
    pub check: Option<Check>,
}

/// Looks at the assessed ledger, and at nothing else, and says what it found.
pub type Check = fn(&Assessed, Options, &mut Sink);

/// Whether a rule can speak on a commit that nobody touched, because a day has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dated {
    Never,
    /// Each finding says it for itself.
    Sometimes,
    Always,
}

/// A year's set of rules, `2026.1`: newer rules start as info for a ledger that names an older one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edition {
    pub year: u16,
    pub number: u16,
}

/// The one number that users may set for a rule, with the rule's own value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    Nothing,
    Days(u32),
    Months(u32),
    Percent(u32),
}

/// The numbers a rule works with: the user's, else its own. Those that it doesn't take are 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    pub days: u32,
    pub months: u32,
    pub percent: Amount,
}

/// Where a rule puts what it found.
#[derive(Debug, Default)]
pub struct Sink {
    pub(super) findings: Vec<Finding>,
}

impl Sink {
    pub fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

impl Rule {
    /// A finding of this rule.
    pub fn finding(&self, span: Span, message: impl Into<String>) -> Finding {
        let finding = Finding::new(self.id, span, message);
        if self.dated == Dated::Always {
            finding.dated()
        } else {
            finding
        }
    }

    pub fn group(&self) -> &'static str {
        self.id.split_once('/').map_or(self.id, |(group, _)| group)
    }
}

impl Edition {
    pub const FIRST: Edition = Edition {
        year: 2026,
        number: 1,
    };

    /// Reads `2026.1`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, number) = text.split_once('.')?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        (digits(year) && digits(number)).then_some(())?;
        Some(Self {
            year: year.parse().ok()?,
            number: number.parse().ok()?,
        })
    }
}

impl Takes {
    /// The rule's own numbers.
    pub fn defaults(self) -> Options {
        let none = Options::default();
        match self {
            Self::Nothing => none,
            Self::Days(days) => Options { days, ..none },
            Self::Months(months) => Options { months, ..none },
            Self::Percent(percent) => Options {
                percent: Amount::from(i64::from(percent)),
                ..none
            },
        }
    }

    /// The key under which users set it.
    pub fn key(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Days(_) => Some("days"),
            Self::Months(_) => Some("months"),
            Self::Percent(_) => Some("percent"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_count_in_whole_numbers() {
        let edition = |year, number| Some(Edition { year, number });
        for (text, read) in [
            ("2026.1", edition(2026, 1)),
            ("2026.10", edition(2026, 10)),
            ("2026", None),
            ("2026.", None),
            ("+2026.1", None),
            ("latest", None),
        ] {
            assert_eq!(Edition::parse(text), read, "{text}");
        }
        assert!(edition(2026, 2) < edition(2026, 10) && edition(2026, 10) < edition(2027, 1));
    }
}
