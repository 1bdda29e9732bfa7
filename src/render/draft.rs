//! The seal of a draft, by which dunlin knows its own letter from one that a user has edited; apart because writing
//! a draft and deciding whether it may be replaced must agree to the byte.

use crate::calendar::Date;
use granit_parser::{Event, Parser};
use sha2::{Digest, Sha256};
use std::{borrow::Cow, collections::BTreeMap};

const FENCE: &str = "---\n";
const KEY: &str = "digest: ";
/// Which keys of the front matter say what is asked for, and by when.
const FIGURES: [&str; 5] = ["amount", "currency", "deadline", "invoices", "stage"];

/// A draft from its front matter (lines, without the fences and without `digest`) and its letter. The digest is of
/// everything else in the file, so that an edit anywhere, a changed `to:` too, makes the draft the user's.
pub fn seal(front: &str, body: &str) -> String {
    let front = with_line_end(front);
    let body = with_line_end(body);
    let digest = digest(&front, &body);
    format!("{FENCE}{front}{KEY}{digest}\n{FENCE}{body}")
}

/// Whether this is a draft that dunlin wrote and nobody edited. Line ends that git or an editor converted are no edit.
pub fn is_untouched(text: &[u8]) -> bool {
    normal(text).is_some_and(|text| Parts::of(&text).is_some_and(|parts| parts.fit()))
}

/// Whether this was a draft of dunlin's once: it carries a digest, whether or not the digest still fits.
pub fn is_ours(text: &[u8]) -> bool {
    normal(text).is_some_and(|text| Parts::of(&text).is_some_and(|parts| parts.digest.is_some()))
}

/// Whether two texts differ in their line ends at most.
pub fn is_same_text(one: &[u8], other: &[u8]) -> bool {
    one == other || normal(one).is_some_and(|one| normal(other).is_some_and(|other| one == other))
}

/// Which of amount, currency, deadline, invoices and stage differ between two drafts, in that order. What cannot be
/// read differs.
pub fn changed_figures(edited: &[u8], wanted: &[u8]) -> Vec<&'static str> {
    let (edited, wanted) = (figures(edited), figures(wanted));
    let differs = |key: &&'static str| match (&edited, &wanted) {
        (Some(edited), Some(wanted)) => edited.get(*key) != wanted.get(*key),
        _ => true,
    };
    FIGURES.into_iter().filter(differs).collect()
}

/// How a draft went out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent<'a> {
    pub date: Date,
    /// As the log names it: `email`.
    pub channel: &'a str,
}

/// The draft as an entry of the log: its own text, with `date`, `channel` and `direction` behind `client`. `None` if
/// it has no front matter, or has one of these keys already.
pub fn log_entry(text: &str, sent: Sent) -> Option<String> {
    let text = normal(text.as_bytes())?;
    let front = Parts::of(&text)?.front;
    let has = |key: &str| front.lines().any(|line| line.starts_with(key));
    if ["date:", "channel:", "direction:"].into_iter().any(has) {
        return None;
    }
    let said = format!("date: {}\nchannel: {}\ndirection: out\n", sent.date, sent.channel);
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let client = lines
        .iter()
        .position(|line| line.starts_with("client:"))
        .unwrap_or(0);
    lines.insert(client + 1, &said);
    Some(lines.concat())
}

/// The value of a key of the front matter that stands on one line, `stage: firm`.
pub fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let mut lines = text.lines();
    lines.next().filter(|line| line.trim_end() == "---")?;
    let mut front = lines.take_while(|line| line.trim_end() != "---");
    let value = front.find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
    Some(value.trim().trim_matches(['"', '\'']))
}

/// A draft's front matter without the line of the digest, the digest, and the letter.
struct Parts<'a> {
    front: &'a str,
    digest: Option<&'a str>,
    body: &'a str,
}

impl<'a> Parts<'a> {
    fn fit(&self) -> bool {
        self.digest
            .is_some_and(|written| written == digest(self.front, self.body))
    }

    /// `None` without a front matter. A digest counts as the last line of it only: elsewhere somebody moved it.
    fn of(text: &'a str) -> Option<Self> {
        let inner = text.strip_prefix(FENCE)?;
        let end = inner.find("\n---\n")? + 1;
        let (front, rest) = (inner.get(..end)?, inner.get(end..)?);
        let body = rest.strip_prefix(FENCE)?;
        let last_line = front.trim_end_matches('\n').rfind('\n').map_or(0, |at| at + 1);
        let (before, last) = (front.get(..last_line)?, front.get(last_line..)?);
        match last.strip_prefix(KEY) {
            Some(digest) => Some(Self {
                front: before,
                digest: Some(digest.trim_end_matches('\n')),
                body,
            }),
            None => Some(Self {
                front,
                digest: front.lines().find_map(|line| line.strip_prefix(KEY)),
                body,
            }),
        }
    }
}

fn digest(front: &str, body: &str) -> String {
    let mut hash = Sha256::new();
    for part in [FENCE, front, FENCE, body] {
        hash.update(part);
    }
    format!("{:x}", hash.finalize())
}

/// The text with LF line ends; `None` if it is no text.
fn normal(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let text = std::str::from_utf8(bytes).ok()?;
    Some(if text.contains("\r\n") {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    })
}

/// Editors end a file with a line end when they save it: a draft has one from the start.
fn with_line_end(text: &str) -> String {
    let text = text.replace('\r', "");
    if text.is_empty() || text.ends_with('\n') {
        text
    } else {
        text + "\n"
    }
}

/// The figures as they are written, each a flat list of its scalars, so that layout and quotes don't count.
fn figures(text: &[u8]) -> Option<BTreeMap<String, Vec<String>>> {
    let text = normal(text)?;
    let parts = Parts::of(&text)?;
    let mut found = BTreeMap::new();
    let mut depth = 0_usize;
    let mut key: Option<String> = None;
    for event in Parser::new_from_str(parts.front) {
        match event.ok()?.0 {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => {
                depth = depth.saturating_sub(1);
                if depth == 1 {
                    key = None;
                }
            }
            Event::Scalar(value, ..) => match &key {
                None if depth == 1 => {
                    found.insert(value.to_string(), Vec::new());
                    key = Some(value.into_owned());
                }
                Some(name) => {
                    found.entry(name.clone()).or_default().push(value.into_owned());
                    if depth == 1 {
                        key = None;
                    }
                }
                None => {}
            },
            _ => {}
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_date;
    use proptest::prelude::*;

    const FRONT: &str = "client: acme\nstage: firm\ninvoices: {inv-014: firm, inv-015: reminder}\nto: ap@acme.example\namount: 6000.00\ncurrency: USD\ndeadline: 2026-03-16\n";
    const BODY: &str = "Dear accounts team,\n\n---\n\nplease pay.\n";

    #[test]
    fn the_digest_is_the_last_line_of_the_front_matter() {
        let draft = seal(FRONT, BODY);
        let (front, body) = draft[4..].split_once("\n---\n").unwrap();
        assert!(front.lines().last().unwrap().starts_with("digest: "));
        assert_eq!(front.lines().count(), FRONT.lines().count() + 1);
        assert_eq!(body, BODY);
        assert!(is_untouched(draft.as_bytes()));
    }

    #[test]
    fn line_ends_may_change_and_nothing_else() {
        let draft = seal(FRONT, BODY);
        assert!(is_untouched(draft.replace('\n', "\r\n").as_bytes()));
        for (old, new) in [
            ("ap@acme.example", "cfo@acme.example"),
            ("please", "kindly"),
            ("6000.00", "6000.0"),
            ("digest: ", "digest:  "),
            ("client: acme\n", "client: acme\n\n"),
            ("please pay.\n", "please pay.\n\n"),
        ] {
            let edited = draft.replacen(old, new, 1);
            assert_ne!(edited, draft);
            assert!(!is_untouched(edited.as_bytes()), "{new}");
            assert!(is_ours(edited.as_bytes()), "{new}");
        }
    }

    #[test]
    fn other_files_are_not_ours() {
        for text in [
            "",
            "---\n",
            "# Notes\n",
            "---\nclient: acme\n---\nText\n",
            "digest: 12\n",
        ] {
            assert!(!is_ours(text.as_bytes()), "{text}");
            assert!(!is_untouched(text.as_bytes()), "{text}");
        }
        assert!(!is_untouched(b"\xff\xfe"));
    }

    #[test]
    fn a_digest_moved_up_is_an_edit() {
        let draft = seal(FRONT, BODY);
        let line = draft.lines().find(|line| line.starts_with(KEY)).unwrap();
        let moved =
            draft
                .replacen(&format!("{line}\n"), "", 1)
                .replacen(FENCE, &format!("{FENCE}{line}\n"), 1);
        assert!(is_ours(moved.as_bytes()) && !is_untouched(moved.as_bytes()));
    }

    #[test]
    fn figures_are_compared_by_what_they_say() {
        let wanted = seal(FRONT, BODY);
        let relaid = FRONT
            .replace(
                "{inv-014: firm, inv-015: reminder}",
                "\n  inv-014: firm\n  inv-015: reminder",
            )
            .replace("6000.00", "\"6000.00\"");
        let other_words = seal(&relaid, "Hello,\n");
        assert!(changed_figures(other_words.as_bytes(), wanted.as_bytes()).is_empty());
        let part_paid = seal(
            &FRONT.replace("6000.00", "4000.00").replace("03-16", "03-20"),
            BODY,
        );
        assert_eq!(
            changed_figures(part_paid.as_bytes(), wanted.as_bytes()),
            ["amount", "deadline"]
        );
        let fewer = seal(&FRONT.replace(", inv-015: reminder", ""), BODY);
        assert_eq!(changed_figures(fewer.as_bytes(), wanted.as_bytes()), ["invoices"]);
        assert_eq!(
            changed_figures(b"---\na: [\n---\n", wanted.as_bytes()),
            FIGURES.to_vec()
        );
    }

    proptest! {
        #[test]
        fn every_single_character_matters(at in 0_usize..300, new in "[a-z0-9 ]") {
            let draft = seal(FRONT, BODY);
            let at = at % draft.len();
            let mut edited = draft.clone();
            edited.replace_range(at..=at, &new);
            prop_assert_eq!(is_untouched(edited.as_bytes()), edited == draft);
        }

        #[test]
        fn what_is_sealed_is_untouched(front in "([a-z]{1,6}: [a-zäß0-9]{1,6}\n){0,4}", body in "[a-zäß\n\r-]{0,40}") {
            prop_assert!(is_untouched(seal(&front, &body).as_bytes()));
        }
    }

    #[test]
    fn a_sent_draft_keeps_every_character_of_its_own() {
        let sent = Sent {
            date: parse_date("2026-03-04").unwrap(),
            channel: "email",
        };
        let draft = seal("client: acme\nstage: firm\nto: \"a: b\"\n", "Dear all,\n\n---\n");
        let entry = log_entry(&draft, sent).unwrap();
        assert_eq!(
            entry.replace("date: 2026-03-04\nchannel: email\ndirection: out\n", ""),
            draft
        );
        assert!(
            entry.starts_with("---\nclient: acme\ndate: 2026-03-04\n"),
            "{entry}"
        );
        assert_eq!(value(&entry, "stage"), Some("firm"));
        assert_eq!(value(&entry, "to"), Some("a: b"));
        // Recorded by hand already, or no draft.
        assert_eq!(log_entry(&entry, sent), None);
        assert_eq!(log_entry("Dear all", sent), None);
    }
}
