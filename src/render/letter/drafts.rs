//! Letters as drafts: front matter that `sent` can turn into a log entry, and the letter as its body.

use super::{LetterError, view::Writing};
use crate::{
    assess::Assessed,
    calendar::Date,
    language::{Language, Languages},
    model::{Stage, format::Word},
    render::{Files, draft},
    report::{Letter, Letters, Row},
};
use serde::Serialize;
use std::collections::BTreeMap;
use tera::{Context, Tera};

/// The drafts of all letters due, by path below the drafts' folder, and the letters that could not be written.
#[derive(Debug, Default)]
pub struct Drafts {
    pub files: Files,
    pub errors: Vec<LetterError>,
    /// The clients for whose stage and language there is no text.
    pub missing: BTreeMap<(Stage, String), Vec<String>>,
}

/// Writes every letter due; one that can't be written costs no other.
pub fn drafts(assessed: &Assessed, letters: &Letters, languages: &Languages) -> Drafts {
    let mut drafts = Drafts::default();
    let mut templates = Templates::default();
    for letter in &letters.letters {
        match draft_of(assessed, letter, languages, &mut templates) {
            Ok(text) => {
                drafts.files.insert(letter.draft.path(), text.into_bytes());
            }
            Err(LetterError::Missing {
                client,
                stage,
                language,
            }) => {
                drafts.missing.entry((stage, language)).or_default().push(client);
            }
            Err(error) => drafts.errors.push(error),
        }
    }
    drafts
}

fn draft_of(
    assessed: &Assessed,
    letter: &Letter,
    languages: &Languages,
    templates: &mut Templates,
) -> Result<String, LetterError> {
    let language = languages.get(&letter.language).ok_or_else(|| missing(letter))?;
    let writing = Writing {
        assessed,
        letter,
        language,
    };
    let text = templates.fill(letter, language, &writing)?;
    let (subject, body) = text.split_once('\n').unwrap_or((&text, ""));
    let front = FrontMatter::of(writing, subject.trim());
    let front = serde_yaml::to_string(&front).map_err(|error| LetterError::FrontMatter {
        client: letter.client.id.clone(),
        reason: error.to_string(),
    })?;
    Ok(draft::seal(&front, &format!("{}\n", body.trim())))
}

fn missing(letter: &Letter) -> LetterError {
    LetterError::Missing {
        client: letter.client.id.clone(),
        stage: letter.stage,
        language: letter.language.clone(),
    }
}

/// The letters' templates, each compiled once.
#[derive(Default)]
struct Templates(BTreeMap<(String, Stage), Tera>);

impl Templates {
    fn fill(
        &mut self,
        letter: &Letter,
        language: &Language,
        writing: &Writing,
    ) -> Result<String, LetterError> {
        let failed = |source| LetterError::Template {
            language: language.tag().to_owned(),
            stage: letter.stage,
            source,
        };
        let key = (language.tag().to_owned(), letter.stage);
        if !self.0.contains_key(&key) {
            let text = language
                .letter(letter.stage.word())
                .ok_or_else(|| missing(letter))?;
            let mut tera = Tera::default();
            tera.add_raw_template(NAME, text).map_err(failed)?;
            self.0.insert(key.clone(), tera);
        }
        let tera = self.0.get(&key).ok_or_else(|| missing(letter))?;
        let context = Context::from_serialize(&writing.view()).map_err(failed)?;
        tera.render(NAME, &context).map_err(failed)
    }
}

/// Ends in `.md`, which Tera doesn't escape.
const NAME: &str = "letter.md";

/// A draft's head, in the order in which it is read.
#[derive(Serialize)]
struct FrontMatter<'s> {
    client: &'s str,
    stage: &'static str,
    /// Each with the stage that it is asked at.
    invoices: BTreeMap<&'s str, &'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<&'s str>,
    language: &'s str,
    #[serde(skip_serializing_if = "str::is_empty")]
    to: &'s str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    cc: &'s [String],
    subject: &'s str,
    amount: String,
    currency: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<Date>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<String>,
    as_of: Date,
}

impl<'s> FrontMatter<'s> {
    fn of(writing: Writing<'s, '_>, subject: &'s str) -> Self {
        let letter = writing.letter;
        let asked = letter.demanded.iter().chain(&letter.lesser);
        let step = |row: &'s Row| (row.invoice.as_str(), row.stage.unwrap_or(letter.stage).word());
        Self {
            client: &letter.client.id,
            stage: letter.stage.word(),
            invoices: asked.map(step).collect(),
            also: letter.also.iter().map(|row| row.invoice.as_str()).collect(),
            language: writing.language.tag(),
            to: &letter.client.contact.email,
            cc: &letter.client.contact.cc,
            subject,
            amount: letter.claimed_total().plain(letter.currency),
            currency: letter.currency.code(),
            deadline: letter.deadline,
            attachments: writing.enclosures(),
            as_of: letter.as_of,
        }
    }
}
