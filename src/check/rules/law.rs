//! The figures of law that are shipped: which of them grew old while a ledger relied on them.

pub mod limit_out_of_date;
pub mod rate_out_of_date;

use crate::{check::Rule, source::Span};

pub const RULES: &[&Rule] = &[&limit_out_of_date::RULE, &rate_out_of_date::RULE];

/// Where a ledger names the place whose law it relies on; the first in this order, then by path, is the one to point at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    Contract(Span),
    Client(Span),
    Settings(Span),
}

impl Named {
    fn span(self) -> Span {
        match self {
            Self::Contract(span) | Self::Client(span) | Self::Settings(span) => span,
        }
    }
}
