//! A ledger's own letters, pieces and words laid over the built-in ones, and what is wrong with them; apart because the
//! built-in ones are right by test, and these are whatever somebody wrote.

mod named;
mod words;

use super::{
    Fault, Language, Languages, PageTemplates, embedded, fault,
    notation::Notation,
    pages::{DASHBOARD, PAGES},
};
use crate::{
    finding::Finding,
    model::{OwnTexts, own_texts::FOLDER},
    source::{At, Span},
};
use named::Named;
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use words::Laid;

const RULE: &str = "file/own-text";

impl Languages {
    /// The built-in languages with a ledger's own texts over them, and those that it adds. What is wrong with a text is
    /// one of [`findings`].
    pub fn with(own: &OwnTexts) -> Self {
        lay(own).0
    }
}

/// What is wrong with a ledger's own texts, as far as it can be told before they are filled. Files that couldn't be
/// read are none of them.
pub fn findings(own: &OwnTexts) -> Vec<Finding> {
    if own.0.is_empty() {
        return Vec::new();
    }
    let (languages, mut findings) = lay(own);
    findings.extend(named::findings(own));
    let mut faults = BTreeSet::new();
    let tags: BTreeSet<&str> = templates(own).map(|(named, _)| named.tag()).collect();
    for language in tags.iter().filter_map(|tag| languages.0.get(*tag)) {
        match language.templates() {
            Ok(templates) => faults.extend(templates.faults().cloned()),
            Err(fault) => faults.extend([fault]),
        }
    }
    match PageTemplates::with(own) {
        Ok(pages) => faults.extend(pages.faults().iter().cloned()),
        Err(fault) => faults.extend([fault]),
    }
    findings.extend(faults.iter().filter_map(|fault| of_fault(own, fault)));
    findings
}

/// Every text that a ledger can have its own of, by path below its folder of texts.
pub fn built_in_texts() -> BTreeMap<String, &'static str> {
    let mut texts = BTreeMap::new();
    for source in embedded::LANGUAGES {
        let folder = format!("languages/{}", source.tag);
        let words = source.words_files.iter().zip(source.words);
        texts.extend(words.map(|(stem, text)| (format!("{folder}/{stem}.yaml"), *text)));
        let letters = source.letters.iter();
        texts.extend(letters.map(|(stem, text)| (format!("{folder}/{stem}.md"), *text)));
        let parts = source.parts.iter();
        texts.extend(parts.map(|(stem, text)| (format!("{folder}/parts/{stem}.md"), *text)));
    }
    let pages = PAGES.iter();
    texts.extend(pages.map(|(name, text)| (format!("{DASHBOARD}{name}"), *text)));
    texts
}

/// The text that is used under a path below the folder of texts: the ledger's own, or the built-in one; of words the
/// built-in ones with the ledger's own in their lines.
pub fn in_force<'t>(own: &'t OwnTexts, path: &str) -> Option<Cow<'t, str>> {
    let built_in = built_in_texts().get(path).copied();
    match (own.0.get(path), built_in) {
        (Some(own), Some(built_in)) if path.ends_with(".yaml") => {
            Some(Cow::Owned(words::merged(built_in, &own.value)))
        }
        (Some(own), _) => Some(Cow::Borrowed(&own.value)),
        (None, built_in) => built_in.map(Cow::Borrowed),
    }
}

fn lay(own: &OwnTexts) -> (Languages, Vec<Finding>) {
    let mut languages = Languages::embedded();
    let mut findings = Vec::new();
    let mut files: BTreeMap<&str, Vec<(&str, &At<String>)>> = BTreeMap::new();
    for (path, text) in &own.0 {
        if let Some(Named::Words { tag, stem }) = Named::of(path) {
            files.entry(tag).or_default().push((stem, text));
        }
    }
    let tags: BTreeSet<&str> = own
        .0
        .keys()
        .filter_map(|path| Some(Named::of(path)?.tag()))
        .filter(|tag| !tag.is_empty())
        .collect();
    for tag in tags {
        let files = files.remove(tag).unwrap_or_default();
        let laid = Laid::over(languages.0.get(tag), &files);
        findings.extend(laid.findings);
        let language = match languages.0.remove(tag) {
            Some(built_in) => Some(Language {
                notation: laid.locale.map_or_else(
                    || Arc::clone(&built_in.notation),
                    |locale| Arc::new(Notation::of(locale)),
                ),
                words: laid.words,
                ..built_in
            }),
            None => {
                findings.extend(incomplete(own, tag, &laid.missing));
                added(
                    tag,
                    Laid {
                        findings: Vec::new(),
                        ..laid
                    },
                )
            }
        };
        languages
            .0
            .extend(language.map(|language| (language.tag.clone(), language)));
    }
    for (named, text) in templates(own) {
        if let Some(language) = languages.0.get_mut(named.tag()) {
            language.take(named, &text.value);
        }
    }
    (languages, findings)
}

/// A language of the ledger's own, if it has all its words.
fn added(tag: &str, laid: Laid) -> Option<Language> {
    let is_whole = laid.missing.is_empty() && !laid.is_wrong;
    let locale = laid.locale.filter(|_| is_whole)?;
    Some(Language {
        tag: Cow::Owned(tag.to_owned()),
        notation: Arc::new(Notation::of(locale)),
        words: laid.words,
        letters: BTreeMap::new(),
        parts: BTreeMap::new(),
        own: BTreeSet::new(),
    })
}

/// One finding with all that a language of the ledger's own lacks.
fn incomplete(own: &OwnTexts, tag: &str, words: &[String]) -> Option<Finding> {
    const MOST: usize = 60;
    let folder = format!("languages/{tag}/");
    let place = own.0.iter().find(|(path, _)| path.starts_with(&folder))?.1.span;
    let has = |stem: &str| own.0.contains_key(&format!("{folder}{stem}.md"));
    let letters = embedded::measure()?.letters.iter().map(|(stem, _)| *stem);
    let letters: Vec<&str> = letters.filter(|stem| !has(stem)).collect();
    let mut lacks = Vec::new();
    if !words.is_empty() {
        let more = words.len().saturating_sub(MOST);
        let shown: Vec<&str> = words.iter().take(MOST).map(String::as_str).collect();
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        lacks.push(format!("the words {}{more}", shown.join(", ")));
    }
    if !letters.is_empty() {
        lacks.push(format!("the letters {}", letters.join(", ")));
    }
    if lacks.is_empty() {
        return None;
    }
    let what = if words.is_empty() {
        "who should get one of them in it gets none"
    } else {
        "nothing is written in it until it has all its words"
    };
    let message = format!("language `{tag}` lacks {}", lacks.join("; "));
    Some(Finding::new(RULE, start(place), message).help(what))
}

/// Letters and pieces.
fn templates(own: &OwnTexts) -> impl Iterator<Item = (Named<'_>, &At<String>)> {
    let named = own
        .0
        .iter()
        .filter_map(|(path, text)| Some((Named::of(path)?, text)));
    named.filter(|(named, _)| matches!(named, Named::Letter { .. } | Named::Part { .. }))
}

impl Language {
    fn take(&mut self, named: Named, text: &str) {
        let text = Cow::Owned(text.to_owned());
        match named {
            Named::Letter { stem, .. } => {
                self.own.insert(format!("{stem}.md"));
                self.letters.insert(Cow::Owned(stem.to_owned()), text);
            }
            Named::Part { stem, .. } => {
                self.own.insert(format!("parts/{stem}.md"));
                self.parts.insert(Cow::Owned(stem.to_owned()), text);
            }
            Named::Words { .. } | Named::Page { .. } => {}
        }
    }
}

/// At the fault's place; at the start of the first own file of its folder where it lies in none of them.
fn of_fault(own: &OwnTexts, fault: &Fault) -> Option<Finding> {
    let path = fault.path.strip_prefix(FOLDER)?.strip_prefix('/')?;
    if let Some(text) = own.0.get(path) {
        let place = position(text, fault.line, fault.column);
        return Some(Finding::new(RULE, place, fault.message.clone()));
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let top = folder.strip_suffix("/parts").unwrap_or(folder);
    let (_, text) = own.0.iter().find(|(path, _)| path.starts_with(top))?;
    let help = "a text of yours leaves out what this one needs, or gives it another shape";
    Some(Finding::new(RULE, start(text.span), fault.to_string()).help(help))
}

fn start(span: Span) -> Span {
    Span {
        end: span.start,
        ..span
    }
}

/// A place in a file by line and column, both from 1.
fn position(text: &At<String>, line: usize, column: usize) -> Span {
    let mut lines = text.split_inclusive('\n');
    let before: usize = lines.by_ref().take(line.saturating_sub(1)).map(str::len).sum();
    let line = lines.next().unwrap_or_default().trim_end();
    let within = line.char_indices().nth(column.saturating_sub(1));
    let at = before + within.map_or(line.len(), |(at, _)| at);
    let at = text.span.start + u32::try_from(at).unwrap_or(u32::MAX - text.span.start);
    Span {
        start: at,
        end: at,
        ..text.span
    }
}

#[cfg(test)]
mod tests;
