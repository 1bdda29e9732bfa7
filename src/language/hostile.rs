//! What no letter should say, in one language: threats, insults, contempt, each with why and what to write instead;
//! apart because it is the one list of a language that is looked for and never written.

use super::{
    embedded,
    spoken::{Spoken, Word, folded},
};
use serde::Deserialize;
use std::{collections::BTreeMap, ops::Range};

/// One language's list.
#[derive(Debug)]
pub struct Hostile {
    remarks: Vec<Remark>,
    /// What turns a phrase into its opposite: right before it, or between its words.
    negations: Vec<Phrase>,
    /// Words that turn the phrase before them into its opposite.
    negations_after: Vec<Phrase>,
    /// Who acts. A lone negation before one of them belongs to what was said before: "if you don't I will …".
    subjects: Vec<String>,
    titles: Vec<Phrase>,
    /// Phrases (remark, phrase) by the first two characters of a word that they can begin with.
    begin: BTreeMap<String, Vec<(usize, usize)>>,
}

#[derive(Debug)]
struct Remark {
    why: String,
    instead: String,
    phrases: Vec<Phrase>,
}

/// What was found in a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offence<'l> {
    /// In bytes of the letter.
    pub place: Range<usize>,
    /// Goes on after the phrase: "threatens …".
    pub why: &'l str,
    /// What to write instead.
    pub instead: &'l str,
}

/// As written in `hostile.yaml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    negations: Vec<String>,
    negations_after: Vec<String>,
    subjects: Vec<String>,
    titles: Vec<String>,
    remarks: Vec<WrittenRemark>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRemark {
    why: String,
    instead: String,
    phrases: Vec<String>,
}

/// Words in their order: `stem*` is any word that begins so, `a|b` is either, a word with `?` may be missing, `..` is
/// up to [`GAP`] words and `$` the end of the sentence.
#[derive(Debug)]
struct Phrase(Vec<Part>);

#[derive(Debug)]
enum Part {
    Word { any_of: Vec<Form>, optional: bool },
    Gap,
    End,
}

#[derive(Debug)]
enum Form {
    Whole(String),
    Stem(String),
}

/// So many words may stand in a gap.
const GAP: usize = 6;

/// Why a list can't be read.
#[derive(Debug, thiserror::Error)]
pub enum UnreadableList {
    #[error(transparent)]
    Yaml(#[from] serde_yaml::Error),
    #[error("`{0}` is no phrase: it begins and ends with a word, and a stem has two letters or more")]
    Phrase(String),
}

impl Hostile {
    /// The list for a BCP 47 tag, or for its longest prefix that has one: `es` for `es-MX`. `None`: there is none yet.
    pub fn of(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let mut prefix = tag.as_str();
        loop {
            if let Some(source) = embedded::LANGUAGES.iter().find(|source| source.tag == prefix) {
                return Self::read(source.hostile).ok();
            }
            prefix = prefix.rsplit_once('-')?.0;
        }
    }

    fn read(text: &str) -> Result<Self, UnreadableList> {
        let written: Written = serde_yaml::from_str(text)?;
        let remark = |remark: WrittenRemark| {
            Ok(Remark {
                why: remark.why,
                instead: remark.instead,
                phrases: phrases(&remark.phrases)?,
            })
        };
        let remarks: Result<Vec<_>, UnreadableList> = written.remarks.into_iter().map(remark).collect();
        let mut list = Self {
            remarks: remarks?,
            negations: phrases(&written.negations)?,
            negations_after: phrases(&written.negations_after)?,
            subjects: written.subjects.iter().map(|word| folded(word)).collect(),
            titles: phrases(&written.titles)?,
            begin: BTreeMap::new(),
        };
        list.index();
        Ok(list)
    }

    fn index(&mut self) {
        for (number, remark) in self.remarks.iter().enumerate() {
            for (own, phrase) in remark.phrases.iter().enumerate() {
                for first in phrase.beginnings() {
                    self.begin.entry(first).or_default().push((number, own));
                }
            }
        }
    }

    /// By place, none within another.
    pub fn found(&self, letter: &Spoken) -> Vec<Offence<'_>> {
        let mut found = Vec::new();
        let mut from = 0;
        while from < letter.words.len() {
            let longest = self
                .at(&letter.words, from)
                .into_iter()
                .max_by_key(|(end, _)| *end);
            if let Some((end, offence)) = longest {
                found.push(offence);
                from = end;
            } else {
                from += 1;
            }
        }
        found
    }

    /// What begins at a word, each with the word after its end.
    fn at(&self, words: &[Word], from: usize) -> Vec<(usize, Offence<'_>)> {
        let Some(first) = words.get(from).filter(|word| !word.is_name) else {
            return Vec::new();
        };
        let begin = self.begin.get(&beginning(&first.folded));
        let numbers = begin.into_iter().flatten();
        let found = numbers.filter_map(|(remark, phrase)| {
            let remark = self.remarks.get(*remark)?;
            let end = Match { list: self, words }.end(remark.phrases.get(*phrase)?, from)?;
            let last = words.get(end.checked_sub(1)?)?;
            let place = joined(words, from)..last.place.end;
            (!self.is_denied(words, from..end)).then_some((
                end,
                Offence {
                    place,
                    why: &remark.why,
                    instead: &remark.instead,
                },
            ))
        });
        found.collect()
    }

    /// Whether what stands around a phrase turns it into its opposite.
    fn is_denied(&self, words: &[Word], phrase: Range<usize>) -> bool {
        let is_subject = words
            .get(phrase.start)
            .is_some_and(|word| self.subjects.contains(&word.folded));
        let reading = Match { list: self, words };
        let before = self
            .negations
            .iter()
            .filter(|denial| denial.0.len() > 1 || !is_subject);
        let mut starts = (1..=GAP).filter_map(|back| phrase.start.checked_sub(back));
        let denies_from = |start: usize| {
            let mut denials = before.clone();
            denials.any(|denial| reading.end(denial, start) == Some(phrase.start))
        };
        let follows = words.get(phrase.start).is_some_and(|word| word.follows);
        let after = || {
            self.negations_after
                .iter()
                .any(|denial| reading.goes_on(denial, phrase.end))
        };
        (follows && starts.any(denies_from)) || after()
    }

    /// Whether words in capitals on a line of their own name a document, as a title does.
    pub fn is_title(&self, line: &[Word]) -> bool {
        let reading = Match {
            list: self,
            words: line,
        };
        (0..line.len()).any(|at| self.titles.iter().any(|title| reading.end(title, at).is_some()))
    }

    fn is_negation(&self, word: &Word) -> bool {
        let lone = self
            .negations
            .iter()
            .filter_map(|phrase| match phrase.0.as_slice() {
                [Part::Word { any_of, .. }] => Some(any_of),
                _ => None,
            });
        lone.into_iter()
            .any(|forms| forms.iter().any(|form| form.is(word)))
    }
}

/// Where a word begins together with what stands before it without a space: `I` of `I’ll`.
fn joined(words: &[Word], from: usize) -> usize {
    let chunk = words.get(from).map(|word| word.chunk);
    let before = words.iter().take(from + 1).rev();
    let own = before.take_while(|word| Some(word.chunk) == chunk);
    own.last().map_or(0, |word| word.place.start)
}

fn phrases(written: &[String]) -> Result<Vec<Phrase>, UnreadableList> {
    written.iter().map(|text| Phrase::read(text)).collect()
}

/// The first two characters: what phrases are found by.
fn beginning(word: &str) -> String {
    word.chars().take(2).collect()
}

impl Phrase {
    fn read(text: &str) -> Result<Self, UnreadableList> {
        let parts: Vec<_> = text.split_whitespace().map(Part::read).collect();
        let is_stem_short = |form: &Form| matches!(form, Form::Stem(stem) if stem.chars().count() < 2);
        let is_word = |form: &Form| !form.text().is_empty() && form.text().chars().all(char::is_alphanumeric);
        let is_bad = |part: &Part| match part {
            Part::Word { any_of, .. } => any_of.iter().any(|form| !is_word(form) || is_stem_short(form)),
            Part::Gap | Part::End => false,
        };
        let begins = matches!(parts.first(), Some(Part::Word { optional: false, .. }));
        let ends = matches!(parts.last(), Some(Part::Word { optional: false, .. } | Part::End));
        if begins && ends && !parts.iter().any(is_bad) {
            Ok(Self(parts))
        } else {
            Err(UnreadableList::Phrase(text.to_owned()))
        }
    }

    fn beginnings(&self) -> Vec<String> {
        let Some(Part::Word { any_of, .. }) = self.0.first() else {
            return Vec::new();
        };
        let mut beginnings: Vec<_> = any_of.iter().map(|form| beginning(form.text())).collect();
        beginnings.sort();
        beginnings.dedup();
        beginnings
    }
}

impl Part {
    fn read(text: &str) -> Self {
        match text {
            ".." => Self::Gap,
            "$" => Self::End,
            _ => {
                let word = text.strip_suffix('?');
                let forms = word.unwrap_or(text).split('|');
                let form = |form: &str| match form.strip_suffix('*') {
                    Some(stem) => Form::Stem(folded(stem)),
                    None => Form::Whole(folded(form)),
                };
                Self::Word {
                    any_of: forms.map(form).collect(),
                    optional: word.is_some(),
                }
            }
        }
    }
}

impl Form {
    fn text(&self) -> &str {
        match self {
            Self::Whole(text) | Self::Stem(text) => text,
        }
    }

    fn is(&self, word: &Word) -> bool {
        match self {
            Self::Whole(whole) => word.folded == *whole,
            Self::Stem(stem) => word.folded.starts_with(stem),
        }
    }
}

/// Looking for phrases of a list in the words of a letter.
#[derive(Clone, Copy)]
struct Match<'l> {
    list: &'l Hostile,
    words: &'l [Word],
}

impl Match<'_> {
    /// The word after the end of a phrase that begins at `from`.
    fn end(self, phrase: &Phrase, from: usize) -> Option<usize> {
        self.rest(&phrase.0, from, from)
    }

    /// Whether a phrase begins at `from`, in the sentence of the word before.
    fn goes_on(self, phrase: &Phrase, from: usize) -> bool {
        let follows = self.words.get(from).is_some_and(|word| word.follows);
        follows && self.end(phrase, from).is_some()
    }

    /// `first` is where the phrase begins: it lies in one sentence.
    fn rest(self, parts: &[Part], first: usize, at: usize) -> Option<usize> {
        let Some((part, later)) = parts.split_first() else {
            return Some(at);
        };
        let sentence = self.words.get(first)?.sentence;
        let here = self.words.get(at).filter(|word| word.sentence == sentence);
        match part {
            Part::End => here.is_none().then_some(at),
            Part::Gap => self.after_gap(later, first, at),
            Part::Word { any_of, optional } => {
                let is_here =
                    here.is_some_and(|word| !word.is_name && any_of.iter().any(|form| form.is(word)));
                let with = is_here.then(|| self.rest(later, first, at + 1)).flatten();
                with.or_else(|| optional.then(|| self.rest(later, first, at)).flatten())
            }
        }
    }

    /// The nearest continuation. A negation in between ends it.
    fn after_gap(self, later: &[Part], first: usize, at: usize) -> Option<usize> {
        for skipped in 0..=GAP {
            if let Some(end) = self.rest(later, first, at + skipped) {
                return Some(end);
            }
            if self
                .words
                .get(at + skipped)
                .is_none_or(|word| self.list.is_negation(word))
            {
                return None;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "
negations: [not, t, never, not want to]
negations_after: [nobody]
subjects: [i, we]
titles: [final demand]
remarks:
  - {why: is rude, instead: be kind, phrases: [li?ar|liars, dick*, or else $, 'tell .. everyone', 'we will? find you', 'hit you so? hard']}
";

    fn found(text: &str) -> Vec<&str> {
        let list = Hostile::read(&LIST.replace("li?ar", "liar")).unwrap();
        let spoken = Spoken::read(text);
        let places: Vec<_> = list
            .found(&spoken)
            .into_iter()
            .map(|offence| offence.place)
            .collect();
        places.into_iter().map(|place| &text[place]).collect()
    }

    #[test]
    fn phrases_are_words_in_order() {
        for (text, phrases) in [
            ("You LIÁR and “liars”.", vec!["LIÁR", "liars"]),
            ("A familiar liarbird", vec![]),
            ("Dickens", vec!["Dickens"]),
            ("Pay or else. Or else we sue.", vec!["or else"]),
            ("Pay, or else\n\nRegards", vec!["or else"]),
            (
                "I will tell it to simply everyone",
                vec!["tell it to simply everyone"],
            ),
            ("tell one two three four five six seven everyone", vec![]),
            ("tell him. Everyone", vec![]),
            (
                "we find you, we\nwill find you",
                vec!["we find you", "we\nwill find you"],
            ),
            (
                "hit you hard, hit you so hard",
                vec!["hit you hard", "hit you so hard"],
            ),
        ] {
            assert_eq!(found(text), phrases, "{text:?}");
        }
    }

    #[test]
    fn what_is_denied_was_not_said() {
        for text in [
            "You are not liars",
            "we do not want to tell everyone",
            "you don’t tell everyone",
            "tell not everyone",
            "You never tell everyone",
            "liars nobody",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text:?}");
        }
        for text in [
            "If not, tell everyone",
            "if you don’t we find you",
            "Not now. Liars",
            "liars, nobody",
        ] {
            assert_eq!(found(text).len(), 1, "{text:?}");
        }
    }

    #[test]
    fn a_list_with_a_mistake_is_refused() {
        for phrase in [
            "..", "a ..", "a*", "a||b", "b? a", "b?|c a", "c*b", "don't", "$", "",
        ] {
            assert!(Phrase::read(phrase).is_err(), "{phrase:?}");
        }
        assert!(Hostile::read("remarks: []").is_err());
    }

    #[test]
    fn every_language_has_its_list() {
        for source in embedded::LANGUAGES {
            let list =
                Hostile::read(source.hostile).unwrap_or_else(|error| panic!("{}: {error}", source.tag));
            for remark in &list.remarks {
                let said = [&remark.why, &remark.instead];
                assert!(
                    said.iter().all(|text| !text.is_empty() && !text.ends_with('.')),
                    "{said:?}"
                );
            }
        }
        assert!(Hostile::of("de-AT").is_some() && Hostile::of("nl").is_none());
    }
}
