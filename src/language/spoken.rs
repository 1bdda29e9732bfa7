//! A letter's words with their places, as somebody who reads it hears them; apart because a list of words in any
//! language is looked up in the same text.

use std::ops::Range;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What a letter says in its sender's own voice: lines that quote somebody (`>`) and addresses of the web are left out.
#[derive(Debug, Clone, Default)]
pub struct Spoken {
    pub words: Vec<Word>,
    /// Each run of two or more `!`.
    pub exclamations: Vec<Range<usize>>,
}

/// A word. Places are in bytes of the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub place: Range<usize>,
    /// As lists have it: without case, accents and hidden characters.
    pub folded: String,
    pub letters: usize,
    pub is_capitalised: bool,
    /// Nothing but capitals, and no digit.
    pub is_shouted: bool,
    /// A name: it means nothing.
    pub is_name: bool,
    pub line: u32,
    pub paragraph: u32,
    pub sentence: u32,
    /// Between two spaces: `and/or` is two words of one chunk.
    pub chunk: u32,
    /// Only spaces stand between it and the word before.
    pub follows: bool,
}

/// Names in a letter.
#[derive(Debug, Clone, Default)]
pub struct Names<'a> {
    /// Of people and firms: each of their words counts where it is capitalised.
    pub own: Vec<&'a str>,
    /// Titles and addresses: only as a whole.
    pub whole: Vec<&'a str>,
}

/// Where reading stands.
#[derive(Default)]
struct Reading {
    spoken: Spoken,
    line: u32,
    paragraph: u32,
    sentence: u32,
    chunk: u32,
    /// Only spaces since the last word.
    follows: bool,
}

impl Spoken {
    pub fn read(text: &str) -> Self {
        let mut reading = Reading::default();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            reading.line(line, at);
            at += line.len();
        }
        reading.spoken
    }

    /// Marks the names.
    pub fn set_aside(&mut self, names: &Names) {
        for name in names.own.iter().chain(&names.whole) {
            self.set_aside_whole(&folded_words(name));
        }
        let own = names.own.iter().flat_map(|name| folded_words(name));
        let own: Vec<_> = own.filter(|word| word.chars().count() >= SHORTEST_NAME).collect();
        for word in &mut self.words {
            word.is_name |= word.is_capitalised && own.contains(&word.folded);
        }
    }

    fn set_aside_whole(&mut self, name: &[String]) {
        if name.is_empty() {
            return;
        }
        let same = |window: &[Word]| window.iter().map(|word| &word.folded).eq(name);
        let found: Vec<_> = self
            .words
            .windows(name.len())
            .enumerate()
            .filter(|(_, window)| same(window))
            .map(|(start, _)| start)
            .collect();
        for start in found {
            for word in self.words.iter_mut().skip(start).take(name.len()) {
                word.is_name |= word.is_capitalised || name.len() > 1;
            }
        }
    }
}

/// A shorter word of a name is as likely a word of the letter: `the`, `und`.
const SHORTEST_NAME: usize = 4;

impl Reading {
    fn line(&mut self, line: &str, start: usize) {
        self.line += 1;
        let text = line.trim_start();
        let begins_anew = text.starts_with(['#', '-', '*', '+']) || text.is_empty() || text.starts_with('>');
        if begins_anew {
            self.end_sentence();
        }
        if text.trim_end().is_empty() || text.starts_with('>') {
            self.paragraph += 1;
            return;
        }
        let mut at = start;
        for chunk in line.split_inclusive(char::is_whitespace) {
            self.chunk(chunk, at);
            at += chunk.len();
        }
    }

    fn end_sentence(&mut self) {
        self.sentence += 1;
        self.follows = false;
    }

    /// Characters up to the next space.
    fn chunk(&mut self, chunk: &str, start: usize) {
        self.chunk += 1;
        if is_address(chunk) {
            self.follows = false;
            return;
        }
        let mut word: Option<Range<usize>> = None;
        for (at, c) in chunk.char_indices() {
            if c.is_alphanumeric() || (word.is_some() && is_hidden(c)) {
                let begun = word.get_or_insert(at..at);
                begun.end = at + c.len_utf8();
                continue;
            }
            if let Some(place) = word.take() {
                self.word(chunk, place, start);
            }
            self.follows &= c.is_whitespace() || is_apostrophe(c) || matches!(c, '*' | '_');
        }
        if let Some(place) = word {
            self.word(chunk, place, start);
        }
        self.exclamations(chunk, start);
        let closing = |c: char| {
            c.is_whitespace() || matches!(c, '"' | '\'' | '”' | '’' | '“' | '»' | '«' | ')' | '*' | '_')
        };
        if chunk
            .trim_end_matches(closing)
            .ends_with(['.', '!', '?', ';', ':', '…', '！'])
        {
            self.end_sentence();
        }
    }

    fn word(&mut self, chunk: &str, place: Range<usize>, start: usize) {
        let Some(text) = chunk.get(place.clone()) else {
            return;
        };
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let is_shout = |c: char| !c.is_alphanumeric() || c.is_uppercase();
        self.spoken.words.push(Word {
            place: start + place.start..start + place.end,
            folded: folded(text),
            letters,
            is_capitalised: text.starts_with(char::is_uppercase),
            is_shouted: letters > 0 && text.chars().all(is_shout),
            is_name: false,
            line: self.line,
            paragraph: self.paragraph,
            sentence: self.sentence,
            chunk: self.chunk,
            follows: self.follows,
        });
        self.follows = true;
    }

    fn exclamations(&mut self, chunk: &str, start: usize) {
        let mut run: Option<Range<usize>> = None;
        for (at, c) in chunk.char_indices().chain([(chunk.len(), ' ')]) {
            if matches!(c, '!' | '！') {
                let begun = run.get_or_insert(at..at);
                begun.end = at + c.len_utf8();
            } else if let Some(place) = run.take()
                && chunk
                    .get(place.clone())
                    .is_some_and(|run| run.chars().count() > 1)
            {
                self.spoken
                    .exclamations
                    .push(start + place.start..start + place.end);
            }
        }
    }
}

/// Of the web or of mail: nobody chose its words.
fn is_address(chunk: &str) -> bool {
    chunk.contains("://") || chunk.contains('@') || chunk.trim_start_matches(['<', '(']).starts_with("www.")
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// Part of the word it stands in, and not to be seen or heard apart.
fn is_hidden(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Without case and accents: people leave out the latter, and in capitals nearly always. `ß` is `ss`, `ё` is `е`.
pub(super) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let plain = text.nfkd().filter(|c| !is_hidden(*c));
    let lower: String = plain.flat_map(char::to_lowercase).collect();
    lower.replace('ß', "ss")
}

fn folded_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && !is_hidden(c));
    words.filter(|word| !word.is_empty()).map(folded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let spoken = Spoken::read(text);
        spoken.words.into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn words_are_heard_not_seen() {
        assert_eq!(words("Señor, ¡PAGUE ya!"), ["senor", "pague", "ya"]);
        assert_eq!(
            words("Scheiß-Lage, cafe\u{301}, Lü\u{ad}ge"),
            ["scheiss", "lage", "cafe", "luge"]
        );
        assert_eq!(words("Ещё «мой» don’t"), ["еще", "мои", "don", "t"]);
        assert_eq!(
            words("Hi\n> you idiot\n  > twice\nsee <https://a.example/liar> or a.b@liar.example"),
            ["hi", "see", "or"]
        );
    }

    #[test]
    fn places_are_those_of_the_letter() {
        let text = "Größe:\r\n\r\n**Дом** — ok!!\n";
        let spoken = Spoken::read(text);
        let seen: Vec<_> = spoken
            .words
            .iter()
            .map(|word| &text[word.place.clone()])
            .collect();
        assert_eq!(seen, ["Größe", "Дом", "ok"]);
        let runs: Vec<_> = spoken.exclamations.iter().map(|run| &text[run.clone()]).collect();
        assert_eq!(runs, ["!!"]);
        assert!(
            Spoken::read("Oh! No! https://a.example/!!\n> now!!")
                .exclamations
                .is_empty()
        );
    }

    #[test]
    fn sentences_end_where_they_do() {
        let sentences = |text: &str| {
            let spoken = Spoken::read(text);
            spoken.words.last().unwrap().sentence - spoken.words[0].sentence
        };
        for (text, more) in [
            ("one two\nthree", 0),
            ("z.B. two", 1),
            ("12.50 is due", 0),
            ("One. Two", 1),
            ("“One.” Two", 1),
            ("One\n\nTwo", 1),
            ("- one\n- two", 1),
            ("one, two", 0),
        ] {
            assert_eq!(sentences(text), more, "{text:?}");
        }
    }

    #[test]
    fn names_are_set_aside_where_they_are_names() {
        let names = Names {
            own: vec!["Thief & Sons Ltd"],
            whole: vec!["Bloody Mary poster"],
        };
        let mut spoken = Spoken::read("Dear Thief and sons, the Bloody Mary poster. A thief, bloody thief.");
        spoken.set_aside(&names);
        let aside: Vec<_> = spoken
            .words
            .iter()
            .filter(|word| word.is_name)
            .map(|word| word.place.start)
            .collect();
        assert_eq!(aside, [5, 25, 32, 37]);
    }
}
