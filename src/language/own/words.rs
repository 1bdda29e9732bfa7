//! Words of the ledger's own over those of a language: each must be a word that is asked for, with the same gaps.

use super::{At, Finding, Language, RULE, Span, embedded, fault::meant, position};
use crate::language::{
    amounts,
    words::{Entry, LOCALE, Words, gaps},
};
use icu_locale_core::Locale;
use std::collections::{BTreeMap, BTreeSet, btree_map::Entry as Slot};

/// A language's words with the ledger's own among them.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub words: Words,
    /// Of the words; `None` if none can be read.
    pub locale: Option<Locale>,
    /// Of a language of the ledger's own: the keys, or whole files, that it lacks.
    pub missing: Vec<String>,
    /// A word could not be taken.
    pub is_wrong: bool,
    pub findings: Vec<Finding>,
}

/// A word as the ledger has it.
struct Own<'f> {
    entry: Entry,
    file: &'f At<String>,
}

impl Laid {
    /// `files` by stem; without a `base` it is a language of the ledger's own, measured by the one that has all words.
    pub fn over(base: Option<&Language>, files: &[(&str, &At<String>)]) -> Self {
        let measure = embedded::measure().and_then(|source| Words::read(source.words).ok());
        let known = base
            .map(|base| base.words.clone())
            .or(measure)
            .unwrap_or_default();
        let mut laid = Self::default();
        let mut own: BTreeMap<String, Own> = BTreeMap::new();
        for (_, file) in files {
            laid.read(file, &mut own);
        }
        laid.locale = laid.locale_of(&own, base);
        let mut taken = BTreeMap::new();
        for (key, word) in &own {
            match wrong(key, &word.entry, (&known, laid.locale.as_ref())) {
                Some(message) => laid.refuse(place(word.file, key), message),
                None => {
                    taken.insert(key.clone(), word.entry.clone());
                }
            }
        }
        if base.is_none() {
            laid.missing = missing(&own, files);
        }
        laid.words = base
            .map(|base| base.words.clone())
            .unwrap_or_default()
            .overlaid(taken);
        laid
    }

    fn read<'f>(&mut self, file: &'f At<String>, own: &mut BTreeMap<String, Own<'f>>) {
        let entries = match serde_yaml::from_str::<Option<BTreeMap<String, Entry>>>(file) {
            Ok(entries) => entries.unwrap_or_default(),
            Err(error) => {
                let error = error.without_snippet();
                let place = error.location().map_or(super::start(file.span), |at| {
                    let number = |n: u64| usize::try_from(n).unwrap_or(1);
                    position(file, number(at.line()), number(at.column()))
                });
                let text = error.to_string();
                let message = match text.lines().next().unwrap_or_default() {
                    // Each word is tried as either.
                    tried if tried.contains("untagged enum") => "a word is a text, or its forms",
                    message => message,
                };
                return self.refuse(place, format!("these words can't be read: {message}"));
            }
        };
        for (key, entry) in entries {
            match own.entry(key) {
                Slot::Occupied(before) => {
                    let key = before.key();
                    self.refuse(place(file, key), format!("`{key}` stands in another file, too"));
                }
                Slot::Vacant(slot) => {
                    slot.insert(Own { entry, file });
                }
            }
        }
    }

    fn locale_of(&mut self, own: &BTreeMap<String, Own>, base: Option<&Language>) -> Option<Locale> {
        let before = base.map(|base| base.locale().clone());
        let Some(word) = own.get(LOCALE) else {
            return before;
        };
        let Entry::Text(text) = &word.entry else {
            return before;
        };
        match text.parse() {
            Ok(locale) => Some(locale),
            Err(_) => {
                let message = format!("`{text}` is no locale: write one such as en-GB or nl");
                self.refuse(place(word.file, LOCALE), message);
                before
            }
        }
    }

    fn refuse(&mut self, place: Span, message: String) {
        self.is_wrong = true;
        self.findings.push(Finding::new(RULE, place, message));
    }
}

/// Why a word can't be taken.
fn wrong(key: &str, entry: &Entry, (known, locale): (&Words, Option<&Locale>)) -> Option<String> {
    let Some(before) = known.entries().get(key) else {
        let near = meant(key, known.entries().keys().map(String::as_str));
        return Some(format!("nothing asks for the words `{key}`{near}"));
    };
    match (entry, before) {
        (Entry::Text(text), Entry::Text(before)) => {
            let (has, wants) = (gaps(text), gaps(before));
            if text.trim().is_empty() && !before.trim().is_empty() {
                return Some(format!("`{key}` is empty"));
            }
            let unlike = has != wants && key != LOCALE;
            unlike.then(|| format!("`{key}` must have {}, and has {}", listed(&wants), listed(&has)))
        }
        (Entry::Plural(forms), Entry::Plural(_)) => {
            let has: BTreeSet<&str> = forms.keys().map(String::as_str).collect();
            let wants = locale.map(amounts::plural_forms).unwrap_or_default();
            if has != wants {
                let wants: Vec<_> = wants.into_iter().collect();
                return Some(format!("`{key}` must have the forms {}", wants.join(", ")));
            }
            let numbered = |form: &String| gaps(form) == BTreeSet::from(["n"]);
            let unlike = !forms.values().all(numbered);
            unlike.then(|| format!("each form of `{key}` must have the gap {{n}} and no other"))
        }
        (Entry::Text(_), Entry::Plural(_)) => Some(format!(
            "`{key}` is counted: it needs forms, as in {{one: …, other: …}}"
        )),
        (Entry::Plural(_), Entry::Text(_)) => Some(format!("`{key}` is one text, without forms")),
    }
}

fn listed(gaps: &BTreeSet<&str>) -> String {
    if gaps.is_empty() {
        return "no gaps".to_owned();
    }
    let gaps: Vec<_> = gaps.iter().map(|gap| format!("{{{gap}}}")).collect();
    gaps.join(" and ")
}

/// Whole files by their name, else single keys.
fn missing(own: &BTreeMap<String, Own>, files: &[(&str, &At<String>)]) -> Vec<String> {
    let Some(measure) = embedded::measure() else {
        return Vec::new();
    };
    let mut missing = Vec::new();
    for (stem, text) in measure.words_files.iter().zip(measure.words) {
        let words = Words::read(&[text]).unwrap_or_default();
        let keys = words
            .entries()
            .keys()
            .filter(|key| !own.contains_key(*key))
            .cloned();
        if files.iter().any(|(own, _)| own == stem) {
            missing.extend(keys);
        } else if keys.count() > 0 {
            missing.push(format!("of {stem}.yaml"));
        }
    }
    missing
}

/// Where a key stands in its file; the file's start if that can't be told.
fn place(file: &At<String>, key: &str) -> Span {
    let line = file.lines().position(|line| key_of(line) == Some(key));
    position(file, line.unwrap_or(0) + 1, 1)
}

/// The key that begins on this line, at its very start.
fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(':')?;
    let key = key.trim_matches(['"', '\'']);
    let is_key = !key.is_empty() && !key.starts_with([' ', '#', '\t']);
    is_key.then_some(key)
}

/// The built-in file with the ledger's own words in place of those of their keys.
pub(super) fn merged(built_in: &str, own: &str) -> String {
    let own = serde_yaml::from_str::<Option<BTreeMap<String, Entry>>>(own);
    let own = own.ok().flatten().unwrap_or_default();
    let mut merged = String::with_capacity(built_in.len());
    let mut is_replaced = false;
    for line in built_in.split_inclusive('\n') {
        if let Some(key) = key_of(line) {
            let word = own.get(key);
            is_replaced = word.is_some();
            if let Some(word) = word {
                merged.push_str(&format!("{key}: {}\n", written(word)));
            }
        } else if !line.starts_with([' ', '\t']) {
            is_replaced = false;
        }
        if !is_replaced {
            merged.push_str(line);
        }
    }
    merged
}

/// On one line, as YAML.
fn written(entry: &Entry) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match entry {
        Entry::Text(text) => quoted(text),
        Entry::Plural(forms) => {
            let forms: Vec<_> = forms
                .iter()
                .map(|(form, text)| format!("{form}: {}", quoted(text)))
                .collect();
            format!("{{{}}}", forms.join(", "))
        }
    }
}
