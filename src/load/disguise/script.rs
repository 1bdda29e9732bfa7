//! Invented names and filler, in the letters that the ledger's language is written in.

use crate::load::tree::{Piece, parse};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Cyrillic,
}

const LATIN: &str = include_str!("../../../data/incognito/latin.txt");
const CYRILLIC: &str = include_str!("../../../data/incognito/cyrillic.txt");

impl Script {
    /// Of the language that `dunlin.yaml` names.
    pub fn of(settings: &str) -> Self {
        let tree = parse(Piece::alone(settings));
        let root = tree.documents.first().map(|document| &document.root);
        let language = root.and_then(|root| root.get("language")?.scalar());
        match language.map(|scalar| scalar.text.as_str()) {
            Some("ru") => Self::Cyrillic,
            _ => Self::Latin,
        }
    }

    /// The `n`th word of a list, round and round; `n` may be anything.
    pub fn word(self, list: &str, n: usize) -> &'static str {
        let words = self.words(list);
        let count = words.clone().count().max(1);
        words.clone().nth(n % count).unwrap_or_default()
    }

    fn words(self, list: &str) -> impl Iterator<Item = &'static str> + Clone {
        let text = match self {
            Self::Latin => LATIN,
            Self::Cyrillic => CYRILLIC,
        };
        let heading = format!("[{list}]");
        let behind = text.lines().skip_while(move |line| *line != heading).skip(1);
        behind.take_while(|line| !line.starts_with('[') && !line.is_empty())
    }

    /// Words that say nothing, from the `start`th on, about as many characters as asked for.
    pub fn filler(self, start: usize, characters: usize) -> String {
        let mut filler = String::new();
        let mut at = start;
        while filler.is_empty() || filler.chars().count() + 3 < characters {
            if !filler.is_empty() {
                filler.push(' ');
            }
            filler.push_str(self.word("filler", at));
            at += 1;
        }
        filler
    }
}

/// With a capital first letter.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}
