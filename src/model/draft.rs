//! The seal of a draft, by which dunlin knows its own letter from one that a user has edited; apart because reading,
//! writing and replacing a draft must agree to the byte.

use crate::source::At;
use sha2::{Digest, Sha256};
use std::borrow::Cow;

const FENCE: &str = "---\n";
const KEY: &str = "digest: ";

/// A letter that dunlin drafted and its user has changed since. Nobody has sent it yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedDraft {
    /// As written; it may name nobody.
    pub client: String,
    pub language: Option<String>,
    pub subject: Option<At<String>>,
    /// As it stands in the file, line ends and all.
    pub body: At<String>,
}

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

/// A draft's front matter without the line of the digest, the digest, and the letter.
#[derive(Debug)]
pub struct Parts<'a> {
    pub front: &'a str,
    digest: Option<&'a str>,
    body: &'a str,
}

impl<'a> Parts<'a> {
    fn fit(&self) -> bool {
        self.digest
            .is_some_and(|written| written == digest(self.front, self.body))
    }

    /// `None` without a front matter. A digest counts as the last line of it only: elsewhere somebody moved it.
    pub fn of(text: &'a str) -> Option<Self> {
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
pub fn normal(bytes: &[u8]) -> Option<Cow<'_, str>> {
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

#[cfg(test)]
mod tests {
    use super::*;
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
}
