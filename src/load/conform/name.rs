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
    // By way of capitals, as disks that ignore case do: `ß` and `SS`, `ς` and `σ` are the same. A dotless `ı` is another
    // letter than `i`, though they share a capital.
    let upper = text.nfc().flat_map(|c| {
        let upper = (c != 'ı').then(|| c.to_uppercase());
        upper.into_iter().flatten().chain((c == 'ı').then_some(c))
    });
    let lower: String = upper.flat_map(char::to_lowercase).collect();
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
    // Files with such names can't be made, copied or cloned there.
    if text.ends_with('.') {
        return Some("ends with a dot, which Windows drops".to_owned());
    }
    if is_device(text) {
        return Some("is a name that Windows keeps for a device".to_owned());
    }
    let too_long = text.chars().count() > MOST_CHARS || text.len() > MOST_BYTES;
    too_long.then(|| "is longer than 100 characters".to_owned())
}

/// `con`, `aux.2026`, `COM1`: with any ending, in any case.
fn is_device(text: &str) -> bool {
    let stem = text.split('.').next().unwrap_or(text).to_ascii_lowercase();
    let port = ["com", "lpt"].iter().find_map(|port| stem.strip_prefix(port));
    let mut number = port.unwrap_or_default().chars();
    let is_port = matches!(
        (number.next(), number.next()),
        (Some('0'..='9' | '¹' | '²' | '³'), None)
    );
    is_port || matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
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
        for good in [
            "acme",
            "console",
            "com",
            "com10",
            "auxilium",
            "2026-014",
            "a.b_c",
            "Фирма-1",
            "कंपनी",
            "a..b",
            "-x",
        ] {
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
            ("a.", "ends with a dot, which Windows drops"),
            ("con", "is a name that Windows keeps for a device"),
            ("Aux.2026", "is a name that Windows keeps for a device"),
            ("COM1", "is a name that Windows keeps for a device"),
            ("lpt¹.x", "is a name that Windows keeps for a device"),
            (&"x".repeat(101), "is longer than 100 characters"),
        ] {
            assert_eq!(id_problem(bad).as_deref(), Some(why), "{bad:?}");
        }
    }

    #[test]
    fn case_and_composition_do_not_tell_ids_apart() {
        assert_eq!(fold("Cafe\u{301}"), fold("CAFÉ"));
        for (one, other) in [("Straße", "STRASSE"), ("ΟΔΟΣ", "οδος"), ("ſ", "s"), ("K", "k")] {
            assert_eq!(fold(one), fold(other));
        }
        assert_ne!(fold("ılgaz"), fold("ilgaz"));
        assert_eq!(as_id("2026/014").as_deref(), Some("2026-014"));
        assert_eq!(as_id("../.."), None);
    }
}
