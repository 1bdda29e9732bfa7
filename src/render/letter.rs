//! A letter's facts in its language's words, and the draft made of them; apart from `report`, which knows the facts,
//! and from the templates, which know the sentences.

mod drafts;
mod inline;
mod view;

pub use drafts::{Drafts, drafts};

use crate::model::Stage;
use thiserror::Error;

/// A letter that could not be written. The others are.
#[derive(Debug, Error)]
pub enum LetterError {
    #[error("no letter `{stage}` in language `{language}`: {client} gets none")]
    Missing {
        client: String,
        stage: Stage,
        language: String,
    },
    #[error("templates/languages/{language}/{stage}.md: {source}")]
    Template {
        language: String,
        stage: Stage,
        source: tera::Error,
    },
    #[error("the draft for {client} could not be written as YAML: {reason}")]
    FrontMatter { client: String, reason: String },
}
