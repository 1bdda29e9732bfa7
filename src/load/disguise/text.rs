//! What stands in place of the user's own words, by the key that they stand under.

use super::{
    cast::{Cast, Space},
    script::{Script, capital},
};
use crate::model::{format::Word, log::Channel};

/// A text under a key.
pub(super) struct Text<'a> {
    pub cast: &'a dyn Cast,
    pub script: Script,
    /// The name of the key's table, and the key.
    pub place: (&'a str, &'a str),
    /// The id of the record that it stands in.
    pub id: &'a str,
    pub written: &'a str,
}

impl Text<'_> {
    /// `None`: the key is left out; nothing depends on it.
    pub fn disguised(&self) -> Option<String> {
        let written = self.written.trim();
        if written.is_empty() {
            return Some(String::new());
        }
        Some(match self.place {
            (_, "salutation" | "digest" | "attachments" | "method") | ("withholding", "name") => return None,
            ("client", "name" | "legal_name") => self.cast.name(Space::Client, self.id),
            ("creditor", "name") | ("bank", "holder") => self.cast.name(Space::Firm, written),
            ("contact", "name") => self.cast.name(Space::Person, written),
            ("contract" | "amendment", "title") => self.cast.name(Space::Title, written),
            ("invoice", "number") => self.cast.name(Space::Number, written),
            (_, "email" | "to" | "cc") => format!("{}@mail.example", self.cast.name(Space::Mail, written)),
            (_, "phone") => format!("+00 {:09}", self.digits(1_000_000_000)),
            ("creditor" | "contact", "address") => self.address(),
            (_, "registration" | "tax_id" | "reference") => format!("X-{:06}", self.digits(1_000_000)),
            (_, "iban") => self.iban(),
            (_, "bic") => self.bic(),
            (_, "payment_url") => payment_url(written),
            // Words that the format gives a meaning to.
            (_, "waits_for") if written == "approval" => written.to_owned(),
            (_, "via") if Channel::from_word(written).is_some() => written.to_owned(),
            (_, "edition") if is_edition(written) => written.to_owned(),
            _ => prose(self.script, self.cast.number(written), self.written),
        })
    }

    fn digits(&self, below: usize) -> usize {
        self.cast.number(self.written) % below
    }

    fn address(&self) -> String {
        let street = self.script.word("places", self.digits(997));
        let town = self.script.word("places", self.digits(991));
        format!("{street} {}\n00000 {town}\n", self.digits(97) + 1)
    }

    /// One of the same country and form, with check digits that are right.
    fn iban(&self) -> String {
        let plain: String = self.written.chars().filter(char::is_ascii_alphanumeric).collect();
        let (country, own) = (plain.get(..2).unwrap_or("XX"), plain.get(4..).unwrap_or_default());
        let own = self.other(own);
        let digits = format!("{own}{country}00");
        let rest = digits
            .chars()
            .filter_map(|c| c.to_digit(36))
            .fold(0, |rest, digit| {
                let shift = if digit < 10 { 10 } else { 100 };
                (rest * shift + digit) % 97
            });
        format!("{}{:02}{own}", country.to_ascii_uppercase(), 98 - rest)
    }

    /// Another of the same country.
    fn bic(&self) -> String {
        let (bank, rest) = self.written.split_at_checked(4).unwrap_or(("", self.written));
        let (country, place) = rest.split_at_checked(2).unwrap_or(("", rest));
        format!("{}{country}{}", self.other(bank), self.other(place))
    }

    /// Another digit for each digit, and another capital for each letter.
    fn other(&self, text: &str) -> String {
        let number = self.cast.number(self.written);
        let each = text.chars().zip(1_usize..).map(|(c, at)| {
            let turned = |count: usize, own: usize| (own + 1 + (number / at + at * 7) % (count - 1)) % count;
            match c {
                '0'..='9' => pick("0123456789", turned(10, usize::from(c as u8 - b'0'))),
                'a'..='z' | 'A'..='Z' => {
                    let own = usize::from(c.to_ascii_uppercase() as u8 - b'A');
                    pick("ABCDEFGHIJKLMNOPQRSTUVWXYZ", turned(26, own))
                }
                _ => 'X',
            }
        });
        each.collect()
    }
}

fn pick(letters: &str, at: usize) -> char {
    letters.chars().nth(at).unwrap_or('X')
}

fn payment_url(written: &str) -> String {
    let parts = ["{number}", "{amount}", "{currency}"];
    let kept = parts.into_iter().filter(|part| written.contains(part));
    kept.fold("https://pay.example".to_owned(), |url, part| {
        format!("{url}/{part}")
    })
}

fn is_edition(text: &str) -> bool {
    text.len() <= 7 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Filler in the shape of a prose: as many lines, each about as long, headings and lists where there were some.
pub(super) fn prose(script: Script, number: usize, written: &str) -> String {
    let mut at = number;
    let lines = written.lines().map(|line| {
        let body = line.trim_start_matches([' ', '#', '>', '-', '*', '+']);
        let mark = line.get(..line.len() - body.len()).unwrap_or_default();
        let length = body.chars().count();
        if length == 0 {
            return String::new();
        }
        at = at.wrapping_add(5);
        let filler = capital(&script.filler(at, length));
        let dot = if body.trim_end().ends_with('.') { "." } else { "" };
        // Four blanks would make code of it.
        let mark = if mark.trim().is_empty() { "" } else { mark };
        format!("{mark}{filler}{dot}")
    });
    let mut prose = lines.collect::<Vec<_>>().join("\n");
    if written.ends_with('\n') {
        prose.push('\n');
    }
    prose
}
