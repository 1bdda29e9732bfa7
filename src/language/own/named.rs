//! Which text of dunlin's a file of the ledger's own means, by its path; and what is said where it means none.

use super::{OwnTexts, RULE, built_in_texts, embedded, fault::near, start};
use crate::{
    finding::Finding,
    language::{
        fault::meant,
        pages::{DASHBOARD, PAGES},
    },
    source::Span,
};

/// What a file is used as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named<'p> {
    Letter { tag: &'p str, stem: &'p str },
    Part { tag: &'p str, stem: &'p str },
    Words { tag: &'p str, stem: &'p str },
    Page { name: &'p str },
}

impl<'p> Named<'p> {
    /// `None`: it is used as nothing.
    pub fn of(path: &'p str) -> Option<Self> {
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            ["languages", tag, file] if is_tag(tag) => {
                let measure = embedded::measure()?;
                match file.rsplit_once('.')? {
                    (stem, "md") if measure.letters.iter().any(|(letter, _)| *letter == stem) => {
                        Some(Self::Letter { tag, stem })
                    }
                    (stem, "yaml") if measure.words_files.contains(&stem) => Some(Self::Words { tag, stem }),
                    _ => None,
                }
            }
            ["languages", tag, "parts", file] if is_tag(tag) => {
                let stem = file.strip_suffix(".md")?;
                Some(Self::Part { tag, stem })
            }
            ["dashboard", name] => {
                let is_known = name.ends_with(".html") || PAGES.iter().any(|(page, _)| page == name);
                is_known.then_some(Self::Page { name })
            }
            _ => None,
        }
    }

    /// The language's; empty for a page.
    pub fn tag(&self) -> &'p str {
        match self {
            Self::Letter { tag, .. } | Self::Part { tag, .. } | Self::Words { tag, .. } => tag,
            Self::Page { .. } => "",
        }
    }
}

/// As languages are asked for: lower case, `nl` or `pt-br`.
fn is_tag(tag: &str) -> bool {
    let is_plain = |part: &str| {
        (2..=8).contains(&part.len())
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    tag.split('-').all(is_plain)
}

/// Files that are used as nothing, and those that nothing asks for.
pub(super) fn findings(own: &OwnTexts) -> Vec<Finding> {
    let texts = own.0.iter();
    let found = texts.filter_map(|(path, text)| match Named::of(path) {
        None => Some(unknown(path, text.span)),
        Some(Named::Part { tag, stem }) => unasked(own, path, Asked::part(tag, stem), text.span),
        Some(Named::Page { name }) => unasked(own, path, Asked::page(name), text.span),
        Some(_) => None,
    });
    found.collect()
}

fn unknown(path: &str, place: Span) -> Finding {
    let built_in = built_in_texts();
    let parts: Vec<&str> = path.split('/').collect();
    let letters = || {
        let letters = embedded::measure().map_or(&[][..], |measure| measure.letters);
        letters.iter().map(|(stem, _)| *stem)
    };
    let (message, help) = match parts.as_slice() {
        ["languages", tag, ..] if !is_tag(tag) => (
            format!("no language is called `{tag}`, so this file is not used"),
            "name the folder by the language's tag, in lower case: en, pt-br".to_owned(),
        ),
        ["languages", _, file] if file.ends_with(".md") => {
            let stem = file.trim_end_matches(".md");
            let help = match near(stem, letters()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!(
                    "the letters are {}; what letters share stands in `parts/`",
                    letters().collect::<Vec<_>>().join(", ")
                ),
            };
            (
                format!("no letter is called `{stem}`, so this file is not used"),
                help,
            )
        }
        _ => {
            let near = near(path, built_in.keys().map(String::as_str));
            let help = near.map_or_else(
                || "`dunlin template list` names every text that you can have your own of".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            ("no text is called so, so this file is not used".to_owned(), help)
        }
    };
    Finding::new(RULE, start(place), message).help(help)
}

/// A file that is only used where another asks for it.
struct Asked<'p> {
    /// Where the others stand.
    folder: String,
    /// As they would write it.
    name: String,
    what: &'p str,
}

impl<'p> Asked<'p> {
    fn part(tag: &str, stem: &'p str) -> Self {
        Self {
            folder: format!("languages/{tag}/"),
            name: format!("parts/{stem}.md"),
            what: "letter",
        }
    }

    fn page(name: &'p str) -> Self {
        Self {
            folder: DASHBOARD.to_owned(),
            name: name.to_owned(),
            what: "page",
        }
    }
}

fn unasked(own: &OwnTexts, path: &str, asked: Asked, place: Span) -> Option<Finding> {
    let built_in = built_in_texts();
    if built_in.contains_key(path) {
        return None;
    }
    let quoted = [format!("\"{}\"", asked.name), format!("'{}'", asked.name)];
    let asks = |text: &str| quoted.iter().any(|quoted| text.contains(quoted.as_str()));
    let beside = own
        .0
        .iter()
        .filter(|(other, _)| other.starts_with(&asked.folder) && *other != path);
    if beside.into_iter().any(|(_, text)| asks(&text.value)) {
        return None;
    }
    let known = built_in
        .keys()
        .filter_map(|known| known.strip_prefix(&asked.folder));
    let message = format!(
        "no {} includes `{}`, so this file is not used{}",
        asked.what,
        asked.name,
        meant(&asked.name, known)
    );
    Some(Finding::new(RULE, start(place), message))
}
