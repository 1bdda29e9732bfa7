//! Letters as drafts: front matter that `sent` can turn into a log entry, and the letter as its body.

use super::{LetterError, facts::Facts, pen::Pen, view::Writing};
use crate::{
    assess::Assessed,
    calendar::Date,
    language::{Fault, Languages, Templates, Text},
    model::format::Word,
    render::{Files, draft, findings::visible::without_hidden, prose::unescaped},
    report::{CallNotes, Letter, Letters, Matter, Row},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// The drafts of all letters due, by path below the drafts' folder, and the letters that could not be written.
#[derive(Debug, Default)]
pub struct Drafts {
    pub files: Files,
    pub errors: Vec<LetterError>,
    /// The clients for whose letter and language there is no text.
    pub missing: BTreeMap<(String, String), Vec<String>>,
    /// The clients for whose letter the text is wrong, by what is wrong with it.
    pub faulty: BTreeMap<Fault, Vec<String>>,
}

/// Writes every letter due, and the notes for calls; one that can't be written costs no other.
pub fn drafts(assessed: &Assessed, letters: &Letters, languages: &Languages) -> Drafts {
    let mut desk = Desk::new(assessed, languages);
    let mut drafts = Drafts::default();
    for letter in &letters.letters {
        drafts.add(letter.draft.path(), desk.letter(letter));
    }
    for notes in &letters.calls {
        drafts.add(notes.draft.path(), desk.notes(notes));
    }
    drafts
}

/// One letter as a draft.
pub fn draft(assessed: &Assessed, letter: &Letter, languages: &Languages) -> Result<String, LetterError> {
    Desk::new(assessed, languages).letter(letter)
}

impl Drafts {
    fn add(&mut self, path: String, draft: Result<String, LetterError>) {
        match draft {
            Ok(text) => {
                self.files.insert(path, text.into_bytes());
            }
            Err(LetterError::Missing {
                client,
                letter,
                language,
            }) => self.missing.entry((letter, language)).or_default().push(client),
            Err(LetterError::Template { client, fault, .. }) => {
                self.faulty.entry(fault).or_default().push(client);
            }
            Err(error) => self.errors.push(error),
        }
    }
}

/// Where drafts are written: each language's templates are compiled once.
struct Desk<'s, 'a> {
    assessed: &'s Assessed<'a>,
    languages: &'s Languages,
    templates: BTreeMap<String, Templates>,
}

/// Which text is wanted, for whom.
#[derive(Debug, Clone, Copy)]
struct Wanted<'w> {
    client: &'w str,
    /// Its template's stem.
    letter: &'w str,
    language: &'w str,
}

impl Wanted<'_> {
    fn missing(self) -> LetterError {
        LetterError::Missing {
            client: self.client.to_owned(),
            letter: self.letter.to_owned(),
            language: self.language.to_owned(),
        }
    }

    fn failed(self, fault: Fault) -> LetterError {
        LetterError::Template {
            client: self.client.to_owned(),
            letter: self.letter.to_owned(),
            fault,
        }
    }
}

impl<'s, 'a> Desk<'s, 'a> {
    fn new(assessed: &'s Assessed<'a>, languages: &'s Languages) -> Self {
        Self {
            assessed,
            languages,
            templates: BTreeMap::new(),
        }
    }

    fn letter(&mut self, letter: &Letter) -> Result<String, LetterError> {
        let wanted = Wanted {
            client: &letter.client.id,
            letter: letter.stage.word(),
            language: &letter.language,
        };
        let language = self
            .languages
            .get(wanted.language)
            .ok_or_else(|| wanted.missing())?;
        let pen = Pen {
            assessed: self.assessed,
            language,
            currency: letter.currency,
        };
        let writing = Writing { pen, letter };
        let text = self.fill(wanted, &writing.facts())?;
        sealed(
            wanted,
            &FrontMatter::of(writing, &unescaped(&text.subject)),
            &text.body,
        )
    }

    fn notes(&mut self, notes: &CallNotes) -> Result<String, LetterError> {
        let wanted = Wanted {
            client: &notes.client.id,
            letter: "call",
            language: self.assessed.ledger.settings.language(),
        };
        let language = self
            .languages
            .get(wanted.language)
            .ok_or_else(|| wanted.missing())?;
        let pen = Pen {
            assessed: self.assessed,
            language,
            currency: notes.currency,
        };
        let text = self.fill(wanted, &pen.notes(notes))?;
        sealed(
            wanted,
            &NotesFrontMatter::of(notes, &unescaped(&text.subject)),
            &text.body,
        )
    }

    fn fill(&mut self, wanted: Wanted, facts: &Facts) -> Result<Text, LetterError> {
        let language = self
            .languages
            .get(wanted.language)
            .ok_or_else(|| wanted.missing())?;
        if !self.templates.contains_key(language.tag()) {
            let compiled = language.templates().map_err(|error| wanted.failed(error))?;
            self.templates.insert(language.tag().to_owned(), compiled);
        }
        let templates = self
            .templates
            .get(language.tag())
            .ok_or_else(|| wanted.missing())?;
        let text = templates
            .write(wanted.letter, facts)
            .ok_or_else(|| wanted.missing())?;
        let Text { subject, body } = text.map_err(|error| wanted.failed(error))?;
        Ok(Text {
            subject: without_hidden(&subject),
            body: without_hidden(&body),
        })
    }
}

fn sealed(wanted: Wanted, front: &impl Serialize, body: &str) -> Result<String, LetterError> {
    // Each value stands on one line, however long: so do those who read a draft look for it.
    let mut options = serde_yaml::SerializerOptions::default();
    options.folded_wrap_chars = usize::MAX;
    let front =
        serde_yaml::to_string_with_options(front, options).map_err(|error| LetterError::FrontMatter {
            client: wanted.client.to_owned(),
            reason: error.to_string(),
        })?;
    Ok(draft::seal(&front, body))
}

/// A draft's head, in the order in which it is read.
#[derive(Serialize)]
struct FrontMatter<'s> {
    client: &'s str,
    stage: &'static str,
    /// Each with the stage that it is asked at.
    invoices: BTreeMap<&'s str, &'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contract: Option<&'s str>,
    language: &'s str,
    #[serde(skip_serializing_if = "str::is_empty")]
    to: &'s str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    cc: &'s [String],
    subject: &'s str,
    /// Absent where nothing is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<String>,
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
        let total = letter.claimed_total();
        Self {
            client: &letter.client.id,
            stage: letter.stage.word(),
            invoices: asked.map(step).collect(),
            also: letter.also.iter().map(|row| row.invoice.as_str()).collect(),
            contract: match letter.matter {
                Matter::Work(contract) | Matter::Resumed(contract, _) => Some(&contract.id),
                _ => None,
            },
            language: writing.pen.language.tag(),
            to: &letter.client.contact.email,
            cc: &letter.client.contact.cc,
            subject,
            amount: total.is_positive().then(|| total.plain(letter.currency)),
            currency: letter.currency.code(),
            deadline: letter.deadline,
            attachments: writing.attachments(),
            as_of: letter.as_of,
        }
    }
}

/// The head of notes for a call. They are no letter: without a `stage`, and with a `channel`, `sent` takes them for none.
#[derive(Serialize)]
struct NotesFrontMatter<'s> {
    client: &'s str,
    what: &'static str,
    channel: &'static str,
    invoices: Vec<&'s str>,
    subject: &'s str,
    amount: String,
    currency: &'static str,
    as_of: Date,
}

impl<'s> NotesFrontMatter<'s> {
    fn of(notes: &'s CallNotes, subject: &'s str) -> Self {
        Self {
            client: &notes.client.id,
            what: "call-notes",
            channel: "call",
            invoices: notes.owed.iter().map(|row| row.invoice.as_str()).collect(),
            subject,
            amount: notes.asked.plain(notes.currency),
            currency: notes.currency.code(),
            as_of: notes.as_of,
        }
    }
}
