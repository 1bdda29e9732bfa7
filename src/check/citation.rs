//! How a rule tells what a legal figure rests on and how sure it is; apart because every figure must say both.

use crate::statute::{Confidence, Source};

/// Title and address of the first source.
pub fn source(sources: &[Source]) -> Option<String> {
    let first = sources.first()?;
    Some(format!("{}, {}", first.title, first.url))
}

/// Said right after the figure.
pub fn doubt(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => " (confidence: low, not verified)",
        Confidence::Medium | Confidence::High => "",
    }
}
