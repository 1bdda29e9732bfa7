//! A language's words by key, and the filling of their gaps; apart because it is the only reader of `words.yaml`.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The key that holds the ICU locale by which numbers and dates are written.
pub const LOCALE: &str = "locale";

/// Keys to words, from one or more files.
#[derive(Debug, Clone, Default)]
pub struct Words(BTreeMap<String, Entry>);

/// What stands under a key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum Entry {
    Text(String),
    /// By plural form: `one`, `few`, `many`, `other`.
    Plural(BTreeMap<String, String>),
}

/// Why words can't be read.
#[derive(Debug, thiserror::Error)]
pub enum UnreadableWords {
    #[error(transparent)]
    Yaml(#[from] serde_yaml::Error),
    #[error("`{0}` is in two files")]
    Twice(String),
}

impl Words {
    pub fn read(files: &[&str]) -> Result<Self, UnreadableWords> {
        let mut words = BTreeMap::new();
        for file in files {
            let entries: BTreeMap<String, Entry> = serde_yaml::from_str(file)?;
            for (key, entry) in entries {
                if words.contains_key(&key) {
                    return Err(UnreadableWords::Twice(key));
                }
                words.insert(key, entry);
            }
        }
        Ok(Self(words))
    }

    pub(super) fn entries(&self) -> &BTreeMap<String, Entry> {
        &self.0
    }

    /// The same with these entries in place of those of their keys.
    pub(super) fn overlaid(mut self, own: BTreeMap<String, Entry>) -> Self {
        self.0.extend(own);
        self
    }

    /// What stands under a key that holds one text.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.0.get(key)? {
            Entry::Text(text) => Some(text),
            Entry::Plural(_) => None,
        }
    }

    /// Every key that holds one text, with it.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|(key, entry)| match entry {
            Entry::Text(text) => Some((key.as_str(), text.as_str())),
            Entry::Plural(_) => None,
        })
    }

    /// What stands under a key that holds plural forms; `other` for a form that isn't there.
    pub fn plural(&self, key: &str, form: &str) -> Option<&str> {
        match self.0.get(key)? {
            Entry::Text(_) => None,
            Entry::Plural(forms) => forms.get(form).or_else(|| forms.get("other")).map(String::as_str),
        }
    }
}

/// The names in `{…}`; an unclosed brace is one too.
pub(super) fn gaps(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|after| after.split('}').next())
        .collect()
}

/// `text` with each `{name}` replaced. A name without a value stays as it is, and values are not read for names.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after
            .split_once('}')
            .and_then(|(name, tail)| Some((values.iter().find(|(n, _)| *n == name)?.1, tail)));
        if let Some((value, tail)) = value {
            filled.push_str(value);
            rest = tail;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

/// Whether Spanish says `e` and not `y` before it: an i that is no part of `hia` or `hie`.
pub fn begins_with_i(word: &str) -> bool {
    let word = word.to_lowercase();
    let sound = word.strip_prefix('h').unwrap_or(&word);
    let diphthong = word.starts_with("hia") || word.starts_with("hie");
    sound.starts_with(['i', 'í']) && !diphthong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{amounts, embedded};

    fn words(tag: &str) -> BTreeMap<String, Entry> {
        let source = embedded::LANGUAGES.iter().find(|source| source.tag == tag);
        Words::read(source.unwrap().words).unwrap().0
    }

    /// What is wrong with `words` beside those of `en`, a line each.
    fn differences(words: &BTreeMap<String, Entry>, en: &BTreeMap<String, Entry>) -> Vec<String> {
        let locale = match &words[LOCALE] {
            Entry::Text(locale) => locale.parse().unwrap(),
            Entry::Plural(_) => panic!("no locale"),
        };
        let missing = en.keys().filter(|key| !words.contains_key(*key));
        let extra = words.keys().filter(|key| !en.contains_key(*key));
        let mut found: Vec<_> = missing.map(|key| format!("missing {key}")).collect();
        found.extend(extra.map(|key| format!("extra {key}")));
        for (key, english) in en {
            match (words.get(key), english) {
                (Some(Entry::Text(text)), Entry::Text(english)) => {
                    if text.trim().is_empty() || gaps(text) != gaps(english) {
                        found.push(format!("{key}: {text:?} beside {english:?}"));
                    }
                }
                (Some(Entry::Plural(forms)), Entry::Plural(_)) => {
                    let named: BTreeSet<_> = forms.keys().map(String::as_str).collect();
                    let numbered = forms.values().all(|form| gaps(form) == BTreeSet::from(["n"]));
                    if named != amounts::plural_forms(&locale) || !numbered {
                        found.push(format!("{key}: {forms:?}"));
                    }
                }
                (None, _) => {}
                (Some(_), _) => found.push(format!("{key}: counted in one language, not in the other")),
            }
        }
        found
    }

    #[test]
    fn every_language_has_the_words_of_english() {
        let en = words("en");
        for source in embedded::LANGUAGES {
            assert_eq!(
                differences(&words(source.tag), &en),
                Vec::<String>::new(),
                "{}",
                source.tag
            );
        }
    }

    #[test]
    fn differences_are_found() {
        let read = |text: &str| Words::read(&[text]).unwrap().0;
        let en = read("{locale: en, a: 'x {y}', b: x, n: {one: '{n} x', other: '{n} xs'}}");
        let ru = read("{locale: ru, a: 'x {z}', c: x, n: {one: '{n} x', other: '{n} xs'}}");
        let found = differences(&ru, &en);
        assert_eq!(found[..2], ["missing b", "extra c"]);
        assert!(
            found[2].starts_with("a: ") && found[3].starts_with("n: "),
            "{found:?}"
        );
        assert_eq!(found.len(), 4);
    }

    #[test]
    fn a_key_stands_once() {
        assert!(matches!(
            Words::read(&["a: x", "a: z"]),
            Err(UnreadableWords::Twice(key)) if key == "a"
        ));
        assert!(matches!(
            Words::read(&["a: x\na: z"]),
            Err(UnreadableWords::Yaml(_))
        ));
    }

    #[test]
    fn values_are_not_read_for_gaps() {
        let values = [("a", "{b}"), ("b", "B")];
        for (text, filled) in [
            ("{a} and {b}", "{b} and B"),
            ("{c} {a", "{c} {a"),
            ("{{b}}", "{B}"),
            ("", ""),
        ] {
            assert_eq!(fill(text, &values), filled, "{text}");
        }
    }
}
