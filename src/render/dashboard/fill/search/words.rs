//! The words that a text is found by; apart because `templates/dashboard/search.js` must take it apart in the very same way.

use std::collections::BTreeSet;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Of one word, as many parts are told apart: what has more is no name or number.
const MOST_PARTS: usize = 8;

/// Every beginning of one of these finds the text. `INV-2026-007` is found by `inv2026007`, `2026007`, `007` and `7`:
/// people type the end of a number, and not its zeros.
pub fn words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for word in text.split(char::is_whitespace) {
        let parts = parts(word);
        let parts = parts.get(..MOST_PARTS).unwrap_or(&parts);
        for from in 0..parts.len() {
            let rest = parts.get(from..).unwrap_or_default().concat();
            let short = rest.trim_start_matches('0');
            if !short.is_empty() && short.len() < rest.len() {
                words.insert(short.to_owned());
            }
            words.insert(rest);
        }
    }
    words
}

/// What a text would be called by who types it as one word: `2026-007` is `2026007`.
pub fn joined(text: &str) -> String {
    text.split(char::is_whitespace).flat_map(parts).collect()
}

/// Runs of letters and runs of digits, without accents and capital letters.
fn parts(word: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut before = Class::Other;
    for c in folded(word) {
        let class = Class::of(c);
        if class != Class::Other {
            match parts.last_mut().filter(|_| class == before) {
                Some(part) => part.push(c),
                None => parts.push(c.to_string()),
            }
        }
        before = class;
    }
    parts
}

fn folded(word: &str) -> impl Iterator<Item = char> {
    let plain = word.nfkd().filter(|c| !is_combining_mark(*c));
    plain
        .flat_map(char::to_lowercase)
        .flat_map(|c| plainer(c).chars().chain(plainer(c).is_empty().then_some(c)))
}

/// Letters that Unicode takes apart nowhere, as people without them type them; nothing for all others.
fn plainer(c: char) -> &'static str {
    match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'þ' => "th",
        'ı' => "i",
        'ς' => "σ",
        _ => "",
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    Other,
}

impl Class {
    fn of(c: char) -> Self {
        if c.is_numeric() {
            Self::Digit
        } else if c.is_alphabetic() {
            Self::Letter
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::{
        io::Write,
        process::{Command, Stdio},
    };

    fn all(text: &str) -> Vec<String> {
        words(text).into_iter().collect()
    }

    #[test]
    fn a_text_is_found_by_its_words_and_by_the_ends_of_its_numbers() {
        for (text, expected) in [
            ("", &[][..]),
            ("– · &", &[]),
            ("Luna", &["luna"]),
            ("Estudio Luna, S.L.", &["estudio", "l", "luna", "sl"]),
            ("INV-2026-007", &["007", "2026007", "7", "inv2026007"]),
            ("i000017", &["000017", "17", "i000017"]),
            ("000", &["000"]),
            ("1,250.00", &["00", "125000", "25000"]),
            ("a@b.example", &["abexample", "bexample", "example"]),
            ("Müller-Lüdenscheidt", &["ludenscheidt", "mullerludenscheidt"]),
        ] {
            assert_eq!(all(text), expected, "{text}");
        }
    }

    #[test]
    fn accents_and_capitals_make_no_difference() {
        for (text, typed) in [
            ("Café", "cafe"),
            ("Юла Ёж", "юла"),
            ("Ёж", "еж"),
            ("Straße", "STRASSE"),
            ("STRAẞE", "strasse"),
            ("Ærø", "aero"),
            ("Łódź", "lodz"),
            ("İstanbul", "istanbul"),
            ("ΟΔΟΣ", "οδος"),
            ("ﬁn", "fin"),
            ("ＡＢＣ", "abc"),
        ] {
            assert!(words(text).contains(&joined(typed)), "{text}: {:?}", words(text));
        }
    }

    /// What a program of Node.js' prints, given the script's own functions and this on its standard input.
    fn node(program: &str, input: &str) -> String {
        let script = include_str!("../../../../../templates/dashboard/search.js");
        let program =
            format!("{script}\nconst input = JSON.parse(require('fs').readFileSync(0, 'utf8'));\n{program}");
        let mut node = Command::new("node")
            .args(["-e", &program])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node.js is missing (Debian: apt-get install nodejs)");
        node.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = node.wait_with_output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    }

    #[test]
    fn the_script_takes_texts_apart_in_the_same_way() {
        let letters = [0x20..0x590, 0x1e00..0x2190, 0x3040..0x3100, 0xff00..0xff66];
        let mut texts: Vec<String> = letters
            .into_iter()
            .flatten()
            .filter_map(char::from_u32)
            .map(|c| format!("a{c}b 0{c}7{c}"))
            .collect();
        let more = [
            "INV-2026-007",
            "1,250.00",
            "a1b2c3d4e5f6",
            "Ёж Straße 𠮷野家",
            "½ ﬁn Ⅷ",
            "0-00-01",
        ];
        texts.extend(more.map(str::to_owned));
        let ours: Vec<_> = texts.iter().map(|text| (joined(text), words(text))).collect();
        // A letter that Node.js' Unicode doesn't have yet is left out.
        let theirs = node(
            "const of = text => /\\p{Cn}/u.test(text) ? null : [finder.joined(text), [...finder.words(text)]];
            console.log(JSON.stringify(input.map(of)))",
            &serde_json::to_string(&texts).unwrap(),
        );
        let theirs: Vec<Option<(String, BTreeSet<String>)>> = serde_json::from_str(&theirs).unwrap();
        for ((text, ours), theirs) in texts.iter().zip(ours).zip(theirs) {
            let is_known = theirs.is_some() || text.chars().any(|c| c > '\u{370}');
            assert!(is_known, "{text:?}");
            assert!(theirs.is_none_or(|theirs| theirs == ours), "{text:?}: {ours:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_typed_in_full_is_a_word(text in "\\PC{0,12}") {
            for word in text.split(char::is_whitespace) {
                let typed = joined(word);
                prop_assert!(typed.is_empty() || parts(word).len() > MOST_PARTS || words(&text).contains(&typed));
            }
        }
    }
}
