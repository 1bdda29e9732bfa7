//! Who is called what: every name and id of the original and the invented one that stands for it, everywhere.

use super::{
    key::Key,
    script::{Script, capital},
};
use crate::{load::conform::fold, money::Currency};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

/// What kind of thing is named: the same word may be a client and an instalment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Space {
    Client,
    /// The id of a client who is a person: heard beside it, never asked for.
    Consumer,
    Contract,
    Invoice,
    Payment,
    Log,
    Plan,
    Case,
    Instalment,
    /// The id of an instalment or amendment where it is given: heard beside it, never asked for.
    Agreed,
    Policy,
    Place,
    Rate,
    Key,
    Folder,
    File,
    /// What invoices are called in print.
    Number,
    Firm,
    Person,
    Title,
    Mail,
}

/// Gives names: at first only listens to what needs one.
pub(super) trait Cast {
    /// The invented name for `text`.
    fn name(&self, space: Space, text: &str) -> String;
    /// Some digits that belong to `text`, which needn't be told apart from all others.
    fn number(&self, text: &str) -> usize;
    /// The currency of a contract.
    fn hear_currency(&self, contract: &str, currency: Currency);

    /// The id of a client, as it stands in references and file names.
    fn client_id(&self, id: &str) -> String {
        slug(&self.name(Space::Client, id))
    }
}

/// Everything that needs a name.
#[derive(Debug, Default)]
pub(super) struct Heard {
    names: BTreeSet<(Space, String)>,
    /// Of contracts that state one, by folded id.
    pub currencies: BTreeMap<String, Currency>,
}

impl Heard {
    pub fn and(mut self, mut other: Self) -> Self {
        if self.names.len() < other.names.len() {
            std::mem::swap(&mut self, &mut other);
        }
        self.names.extend(other.names);
        self.currencies.extend(other.currencies);
        self
    }

    fn has(&self, space: Space, text: &str) -> bool {
        self.names.contains(&(space, text.to_owned()))
    }
}

/// Hears one file.
#[derive(Debug, Default)]
pub(super) struct Listener(RefCell<Heard>);

impl Listener {
    pub fn heard(self) -> Heard {
        self.0.into_inner()
    }
}

impl Cast for Listener {
    fn name(&self, space: Space, text: &str) -> String {
        self.0.borrow_mut().names.insert((space, fold(text)));
        "x".to_owned()
    }

    fn number(&self, _: &str) -> usize {
        0
    }

    fn hear_currency(&self, contract: &str, currency: Currency) {
        let mut heard = self.0.borrow_mut();
        heard.currencies.insert(fold(contract), currency);
    }
}

/// All names, each given once.
#[derive(Debug)]
pub(super) struct Invented {
    key: Key,
    names: BTreeMap<(Space, String), String>,
}

impl Cast for Invented {
    fn name(&self, space: Space, text: &str) -> String {
        let known = self.names.get(&(space, fold(text)));
        known.cloned().unwrap_or_else(|| space.word().to_owned())
    }

    fn number(&self, text: &str) -> usize {
        number(self.key.digest("number", text))
    }

    fn hear_currency(&self, _: &str, _: Currency) {}
}

impl Invented {
    /// Names are given in the order of their keyed digests and not of what they stand for, so that a record more or
    /// less changes another's name only in the rare case that both would have had the same.
    pub fn new(heard: &Heard, key: Key, script: Script) -> Self {
        let mut asked: Vec<_> = heard
            .names
            .iter()
            .map(|name| (key.digest(name.0.word(), &name.1), name))
            .collect();
        asked.sort();
        let mut naming = Naming {
            originals: words(heard),
            taken: BTreeSet::new(),
            script,
        };
        let mut invented = Self {
            key,
            names: BTreeMap::new(),
        };
        let mut repeated = Vec::new();
        for (digest, (space, text)) in asked {
            match base(heard, *space, text) {
                Some(parts) => repeated.push((text, parts)),
                None => {
                    let is_person = *space == Space::Client && heard.has(Space::Consumer, text);
                    let like = if is_person { Space::Person } else { *space };
                    let name = match series(key, *space, text) {
                        Some(numbered) if naming.is_free(*space, &numbered) => numbered,
                        _ => naming.name(*space, like, digest),
                    };
                    invented.names.insert((*space, text.clone()), name);
                }
            }
        }
        for (text, (base, n)) in repeated {
            let name = format!("{}-{n}", invented.name(Space::Instalment, base));
            invented.names.insert((Space::Instalment, text.clone()), name);
        }
        invented
    }
}

/// `2026/014`: a series goes on in disguise as it does, gaps and all, from another number on.
fn series(key: Key, space: Space, text: &str) -> Option<String> {
    if !matches!(space, Space::Invoice | Space::Number) {
        return None;
    }
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let at = text
        .get(before.len()..)
        .filter(|digits| digits.len() < MOST_DIGITS)?;
    let at: usize = at.parse().ok()?;
    let digest = key.digest("series", before);
    let start = 1000 + number(digest) % 8000;
    Some(format!(
        "{}-{}-{:04}",
        space.word(),
        number(rotated(digest, 8)) % 900 + 100,
        start + at
    ))
}

/// A number with more of them is no count of invoices.
const MOST_DIGITS: usize = 9;

/// `retainer-3` of an instalment `retainer` that is repeated: it has no name of its own.
fn base<'t>(heard: &Heard, space: Space, text: &'t str) -> Option<(&'t str, &'t str)> {
    let (base, n) = text.rsplit_once('-').filter(|_| space == Space::Instalment)?;
    let is_repeated = heard.has(Space::Agreed, base) && !heard.has(Space::Agreed, text);
    (is_repeated && !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())).then_some((base, n))
}

/// Every word of the originals: none may return as somebody else's.
fn words(heard: &Heard) -> BTreeSet<&str> {
    let texts = heard.names.iter().map(|(_, text)| text.as_str());
    let parts = texts
        .clone()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    parts.chain(texts).filter(|word| word.len() > 2).collect()
}

struct Naming<'h> {
    originals: BTreeSet<&'h str>,
    taken: BTreeSet<(Space, String)>,
    script: Script,
}

impl Naming<'_> {
    fn is_free(&mut self, space: Space, name: &str) -> bool {
        let lower = name.to_lowercase();
        !self.originals.contains(lower.as_str()) && self.taken.insert((space, lower))
    }

    fn name(&mut self, space: Space, like: Space, digest: [u8; 32]) -> String {
        let mut attempt = 0;
        loop {
            let name = like.candidate(self.script, digest, attempt);
            let lower = name.to_lowercase();
            let is_original = lower
                .split(|c: char| !c.is_alphanumeric())
                .chain([lower.as_str()])
                .any(|word| self.originals.contains(word));
            // An original that is one of our own words is given up on.
            let is_fit = !is_original || attempt >= MOST_ATTEMPTS;
            if is_fit && self.taken.insert((space, lower)) {
                return name;
            }
            attempt += 1;
        }
    }
}

const MOST_ATTEMPTS: usize = 64;

impl Space {
    /// What ids of its kind begin with.
    fn word(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Consumer => "consumer",
            Self::Contract => "job",
            Self::Invoice => "inv",
            Self::Payment => "payment",
            Self::Log => "entry",
            Self::Plan => "plan",
            Self::Case => "case",
            Self::Instalment => "part",
            Self::Agreed => "agreed",
            Self::Policy => "policy",
            Self::Place => "place",
            Self::Rate => "rate",
            Self::Key => "key",
            Self::Folder => "folder",
            Self::File => "file",
            Self::Number => "N",
            Self::Firm => "firm",
            Self::Person => "person",
            Self::Title => "title",
            Self::Mail => "mail",
        }
    }

    /// The name to try next.
    fn candidate(self, script: Script, digest: [u8; 32], attempt: usize) -> String {
        let (first, second) = (number(digest), number(rotated(digest, 8)));
        // A few other names, then the same ones with a number.
        let (turn, round) = (attempt % TURNS, attempt / TURNS);
        let place = script.word("places", first + turn);
        let name = match self {
            Self::Client | Self::Firm => format!("{place} {}", script.word("trades", second + turn)),
            Self::Person | Self::Consumer => format!("{} {place}", script.word("given", second)),
            Self::Title => format!("{place} {}", script.word("filler", second)),
            Self::Mail => format!("{}.{}", self.word(), code(digest, attempt)),
            _ => return format!("{}-{}", self.word(), code(digest, attempt)),
        };
        match round {
            0 => capital(&name),
            _ => format!("{} {}", capital(&name), code(digest, round - 1)),
        }
    }
}

const TURNS: usize = 8;

/// Five digits, and one more at each attempt.
fn code(digest: [u8; 32], attempt: usize) -> String {
    let digits = digest.iter().map(|byte| char::from(b'0' + byte % 10));
    digits.cycle().take(5 + attempt).collect()
}

fn number(digest: [u8; 32]) -> usize {
    let bytes = digest.iter().take(4);
    bytes.fold(0, |number, byte| number << 8 | usize::from(*byte))
}

fn rotated(mut digest: [u8; 32], by: usize) -> [u8; 32] {
    digest.rotate_left(by);
    digest
}

/// A name as an id.
pub(super) fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    lower.replace(|c: char| !c.is_alphanumeric(), "-")
}
