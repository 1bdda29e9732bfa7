//! The word that a misspelt one was meant to be; apart because keys, words and ids all ask for it.

use std::cell::Cell;

/// The candidate that `written` most likely stands for; `None` if none is near. The first of equals.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = written.chars().count();
    if length > MOST {
        return None;
    }
    let plain = plain(written);
    let far = (length / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        // Counting characters first keeps a wrong id among very many others cheap.
        if candidate.len() > MOST * 4 || candidate.chars().count().abs_diff(length) > far {
            continue;
        }
        let distance = strsim::osa_distance(&plain, &self::plain(candidate));
        if distance <= far && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The one candidate that `written` can only stand for: the same but for upper case and `_` or `-`, or else a slip of
/// the pen away while no other is near at all.
pub(super) fn only_near<'a>(written: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = written.chars().count();
    if !(SHORTEST..=MOST).contains(&length) {
        return None;
    }
    let written = plain(written);
    let distances =
        candidates.map(|candidate| (strsim::osa_distance(&written, &plain(candidate)), candidate));
    let far = (length / 3).max(1);
    let mut near: Vec<_> = distances.filter(|(distance, _)| *distance <= far).collect();
    near.sort_unstable();
    let slip = if length < LONG { 1 } else { 2 };
    match near.as_slice() {
        [(0, same)] => Some(same),
        [(0, same), (1.., _), ..] => Some(same),
        [(distance, only)] if *distance <= slip => Some(only),
        _ => None,
    }
}

/// A shorter word is a step from too many others.
const SHORTEST: usize = 3;
/// From here on a word may have two slips in it.
const LONG: usize = 8;

/// How much looking for near ids a whole ledger gets: thousands of wrong ids among very many must not take minutes.
#[derive(Debug)]
pub(super) struct Patience(Cell<usize>);

impl Default for Patience {
    fn default() -> Self {
        Self(Cell::new(50_000_000))
    }
}

impl Patience {
    /// [`nearest`], while there is patience left for so many candidates.
    pub(super) fn nearest<'a>(
        &self,
        written: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let mut left = self.0.get();
        let counted = candidates.into_iter().inspect(|_| left = left.saturating_sub(1));
        let found = (self.0.get() > 0).then(|| nearest(written, counted)).flatten();
        self.0.set(left);
        found
    }
}

/// Longer ones are no slips of the pen.
const MOST: usize = 60;

/// Upper case and the choice of `_` or `-` don't count.
fn plain(text: &str) -> String {
    text.to_lowercase().replace(['_', ' '], "-")
}

/// `a, b or c`.
pub(super) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    joined(words, "or")
}

/// `a, b and c`.
pub(super) fn all_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    joined(words, "and")
}

fn joined<'a>(words: impl IntoIterator<Item = &'a str>, before_last: &str) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} {before_last} {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_proposed() {
        let keys = ["amount", "client", "due", "late_interest"];
        for (written, meant) in [
            ("amout", Some("amount")),
            ("Client", Some("client")),
            ("late-interest", Some("late_interest")),
            ("deu", Some("due")),
            ("zzz", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, keys), meant, "{written}");
        }
    }

    #[test]
    fn only_what_nothing_else_is_near_is_certain() {
        let keys = [
            "amount",
            "amounts",
            "client",
            "due",
            "late_interest",
            "note",
            "notes",
            "to",
        ];
        for (written, meant) in [
            ("deu", Some("due")),
            ("Due", Some("due")),
            ("cleint", Some("client")),
            ("client_", Some("client")),
            ("late-interest", Some("late_interest")),
            ("Late Intrest", Some("late_interest")),
            ("late_intrst", Some("late_interest")),
            ("late_intrs", None),
            ("Amount", Some("amount")),
            ("NOTES", Some("notes")),
            ("amout", Some("amount")),
            ("ammount", None),
            ("not", Some("note")),
            ("clnt", None),
            ("ot", None),
            ("To", None),
            ("zzz", None),
            ("", None),
        ] {
            assert_eq!(only_near(written, keys.into_iter()), meant, "{written}");
        }
    }

    #[test]
    fn lists_read_as_prose() {
        assert_eq!(listed(["a"]), "a");
        assert_eq!(listed(["a", "b", "c"]), "a, b or c");
        assert_eq!(listed([]), "");
    }
}
