//! Ids: which texts can be one, and when two are the same; they become file names and addresses.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// An id as every other part knows it: one of the ways that Unicode has to write the same letters.
pub(in crate::load) fn normal(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii() {
        return text.to_owned();
    }
    text.nfc().collect()
}

/// What ids are compared by.
pub(in crate::load) fn fold(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let lower: String = text.nfc().flat_map(char::to_lowercase).collect();
    lower.nfc().collect()
}

/// Why a text can't be an id.
pub(in crate::load) fn id_problem(text: &str) -> Option<String> {
    let allowed = |c: &char| c.is_alphanumeric() || is_combining_mark(*c) || matches!(c, '.' | '_' | '-');
    if text.is_empty() {
        return Some("is empty".to_owned());
    }
    if let Some(other) = text.chars().find(|c| !allowed(c)) {
        return Some(if other == ' ' {
            "has a space in it".to_owned()
        } else {
            format!("has `{}` in it", crate::load::shown(&other.to_string()))
        });
    }
    if text.starts_with('.') {
        return Some("starts with a dot".to_owned());
    }
    let too_long = text.chars().count() > MOST_CHARS || text.len() > MOST_BYTES;
    too_long.then(|| "is longer than 100 characters".to_owned())
}

/// The nearest text that can be an id: `inv 1/a` → `inv-1-a`.
pub(super) fn as_id(text: &str) -> Option<String> {
    let replaced: String = text
        .trim()
        .chars()
        .map(|c| {
            if id_problem(&format!("a{c}")).is_some() {
                '-'
            } else {
                c
            }
        })
        .collect();
    let id = replaced.trim_matches(['.', '-']).to_owned();
    id_problem(&id).is_none().then_some(id)
}

const MOST_CHARS: usize = 100;
/// Together with an ending a file's name must stay below 255 bytes.
const MOST_BYTES: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_file_names() {
        for good in ["acme", "2026-014", "a.b_c", "Фирма-1", "कंपनी", "a..b", "-x"] {
            assert_eq!(id_problem(good), None, "{good}");
        }
        for (bad, why) in [
            ("", "is empty"),
            (".", "starts with a dot"),
            ("..", "starts with a dot"),
            (".hidden", "starts with a dot"),
            ("a b", "has a space in it"),
            ("2026/014", "has `/` in it"),
            ("a\u{0}", "has `\\u{0}` in it"),
            ("a\u{202e}b", "has `\\u{202e}` in it"),
            (&"x".repeat(101), "is longer than 100 characters"),
        ] {
            assert_eq!(id_problem(bad).as_deref(), Some(why), "{bad:?}");
        }
    }

    #[test]
    fn case_and_composition_do_not_tell_ids_apart() {
        assert_eq!(fold("Cafe\u{301}"), fold("CAFÉ"));
        assert_eq!(as_id("2026/014").as_deref(), Some("2026-014"));
        assert_eq!(as_id("../.."), None);
    }
}
