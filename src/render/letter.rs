//! A letter's facts in its language's words, and the draft made of them; apart from `report`, which knows the facts,
//! and from the templates, which know the sentences.

mod drafts;
mod facts;
mod inline;
mod notes;
mod pen;
mod view;

pub use drafts::{Drafts, draft, drafts};

use crate::language::Fault;
use thiserror::Error;

/// A letter that could not be written. The others are.
#[derive(Debug, Error)]
pub enum LetterError {
    #[error("no letter `{letter}` in language `{language}`: {client} gets none")]
    Missing {
        client: String,
        /// Its template's stem: a stage, or `call`.
        letter: String,
        language: String,
    },
    #[error("{fault}: {client} gets no `{letter}`")]
    Template {
        client: String,
        letter: String,
        fault: Fault,
    },
    #[error("the draft for {client} could not be written as YAML: {reason}")]
    FrontMatter { client: String, reason: String },
}
