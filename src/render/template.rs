//! The list of texts that a ledger can have its own of, and the mark by which a copy is told from what it was made of;
//! apart because both are about texts, and not about what they say.

use crate::{language::built_in_texts, model::OwnTexts};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Every text whose path begins with `below`, a line each: its path, and whose it is.
pub fn list(own: &OwnTexts, below: &str) -> String {
    let built_in = built_in_texts();
    let paths: BTreeSet<&str> = built_in
        .keys()
        .chain(own.0.keys())
        .map(String::as_str)
        .filter(|path| path.starts_with(below))
        .collect();
    let wide = paths.iter().map(|path| path.chars().count()).max().unwrap_or(0);
    let lines = paths.iter().map(|path| {
        let own = own.0.get(*path).map(|text| text.value.as_str());
        let whose = whose(own, built_in.get(*path).copied());
        format!("{path:wide$}  {whose}\n")
    });
    lines.collect()
}

fn whose(own: Option<&str>, built_in: Option<&str>) -> &'static str {
    match (own, built_in) {
        (None, _) => "built in",
        (Some(_), None) => "yours",
        (Some(own), Some(built_in)) => {
            let mark = Mark::of(own);
            let rest = mark.map_or(own, |mark| mark.rest);
            if is_same(rest, built_in) {
                "yours, the same as the built-in one"
            } else if mark.is_some_and(|mark| mark.digest != digest(built_in)) {
                "yours; the built-in one has changed since you copied it"
            } else {
                "yours, instead of the built-in one"
            }
        }
    }
}

/// A built-in text as a ledger gets its own of it: a comment in its first line says what it was made of.
pub fn copy(path: &str, text: &str) -> String {
    let (open, close) = comment(path);
    let version = env!("CARGO_PKG_VERSION");
    let mark = format!("{open} {WORD} {version} {} {close}", digest(text));
    format!("{}\n{text}", mark.trim_end())
}

const WORD: &str = "copied from dunlin";

/// How a comment begins and ends in such a file. In a template it takes its own line end away, for the first line of a
/// letter is its subject.
fn comment(path: &str) -> (&'static str, &'static str) {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("yaml") => ("#", ""),
        Some("css" | "js") => ("/*", "*/"),
        Some("svg") => ("<!--", "-->"),
        _ => ("{#", "-#}"),
    }
}

/// The first line of a copy.
#[derive(Debug, Clone, Copy)]
struct Mark<'t> {
    digest: &'t str,
    rest: &'t str,
}

impl<'t> Mark<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let (line, rest) = text.split_once('\n')?;
        let (_, said) = line.split_once(WORD)?;
        let digest = said.split_whitespace().nth(1)?;
        Some(Self { digest, rest })
    }
}

/// Whatever ends their lines.
fn is_same(a: &str, b: &str) -> bool {
    a.lines().eq(b.lines())
}

/// Long enough to tell one text from another.
fn digest(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_knows_what_it_was_made_of() {
        for path in [
            "languages/en/firm.md",
            "dashboard/style.css",
            "languages/en/words.yaml",
            "a.svg",
            "a.html",
        ] {
            let copied = copy(path, "one\ntwo\n");
            assert!(copied.lines().all(|line| line == line.trim_end()), "{copied}");
            assert_eq!(
                whose(Some(&copied), Some("one\ntwo\n")),
                "yours, the same as the built-in one"
            );
            let edited = copied.replace("two", "three");
            assert_eq!(
                whose(Some(&edited), Some("one\ntwo\n")),
                "yours, instead of the built-in one"
            );
            assert_eq!(
                whose(Some(&edited), Some("one\nzwei\n")),
                "yours; the built-in one has changed since you copied it"
            );
        }
        assert_eq!(
            whose(Some("mine"), Some("one")),
            "yours, instead of the built-in one"
        );
        assert_eq!(whose(Some("mine"), None), "yours");
        assert_eq!(whose(None, Some("one")), "built in");
    }
}
