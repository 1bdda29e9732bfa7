//! The folders of `templates/languages/` as they are built in; apart because it is the one list that a new language is added to.

/// One folder, as text.
#[derive(Debug)]
pub struct Source {
    pub tag: &'static str,
    /// What no letter should say.
    pub hostile: &'static str,
    /// Each a YAML map; no key is in two of them.
    pub words: &'static [&'static str],
    /// The stems of the same files.
    pub words_files: &'static [&'static str],
    /// Stage and template.
    pub letters: &'static [(&'static str, &'static str)],
    /// What letters share: each piece's name and template.
    pub parts: &'static [(&'static str, &'static str)],
}

/// A folder by the stems of its files, alphabetical.
macro_rules! folder {
    ($tag:literal, words: [$($words:literal),*], letters: [$($letter:literal),*], parts: [$($part:literal),*]) => {
        Source {
            tag: $tag,
            hostile: include_str!(concat!("../../templates/languages/", $tag, "/hostile.yaml")),
            words: &[$(include_str!(concat!("../../templates/languages/", $tag, "/", $words, ".yaml"))),*],
            words_files: &[$($words),*],
            letters: &[$(($letter, include_str!(concat!("../../templates/languages/", $tag, "/", $letter, ".md")))),*],
            parts: &[$(($part, include_str!(concat!("../../templates/languages/", $tag, "/parts/", $part, ".md")))),*],
        }
    };
}

/// Alphabetical.
pub const LANGUAGES: &[Source] = &[
    folder!(
        "de",
        words: ["dashboard", "statement", "words"],
        letters: ["call", "final-demand", "firm", "heads-up", "mediation", "options", "plan-offer", "plan-reminder", "reminder", "resume-work", "stop-work", "thank-you"],
        parts: ["also", "charges", "credit", "enclosed", "lesser", "lesser-total", "letterhead", "pause", "payment", "regards", "regards-warm", "row", "rows", "salutation", "signature", "terms", "work"]
    ),
    folder!(
        "en",
        words: ["dashboard", "statement", "words"],
        letters: ["call", "final-demand", "firm", "heads-up", "mediation", "options", "plan-offer", "plan-reminder", "reminder", "resume-work", "stop-work", "thank-you"],
        parts: ["also", "charges", "credit", "enclosed", "lesser", "lesser-total", "letterhead", "payment", "regards", "row", "rows", "salutation", "signature", "terms", "work"]
    ),
    folder!(
        "es",
        words: ["dashboard", "statement", "words"],
        letters: ["call", "final-demand", "firm", "heads-up", "mediation", "options", "plan-offer", "plan-reminder", "reminder", "resume-work", "stop-work", "thank-you"],
        parts: ["also", "charges", "credit", "enclosed", "greetings", "lesser", "lesser-total", "letterhead", "payment", "regards", "row", "rows", "salutation", "signature", "terms", "work"]
    ),
    folder!(
        "fr",
        words: ["dashboard", "statement", "words"],
        letters: ["call", "final-demand", "firm", "heads-up", "mediation", "options", "plan-offer", "plan-reminder", "reminder", "resume-work", "stop-work", "thank-you"],
        parts: ["also", "charges", "credit", "disregard", "enclosed", "lesser", "lesser-total", "letterhead", "open", "overdue", "payment", "regards", "row", "rows", "salutation", "signature", "terms", "wishes", "work"]
    ),
    folder!(
        "it",
        words: ["dashboard", "statement", "words"],
        letters: ["call", "final-demand", "firm", "heads-up", "mediation", "options", "plan-offer", "plan-reminder", "reminder", "resume-work", "stop-work", "thank-you"],
        parts: ["also", "charges", "credit", "disregard", "disregard-kindly", "enclosed", "lesser", "lesser-total", "letterhead", "open", "overdue", "payment", "regards", "row", "rows", "salutation", "signature", "terms", "wishes", "work"]
    ),
    folder!(
        "pt",
        words: ["dashboard", "statement", "words"],
        letters: ["call", "final-demand", "firm", "heads-up", "mediation", "options", "plan-offer", "plan-reminder", "reminder", "resume-work", "stop-work", "thank-you"],
        parts: ["also", "charges", "credit", "enclosed", "greetings", "lesser", "lesser-total", "letterhead", "payment", "regards", "row", "rows", "salutation", "signature", "terms", "work"]
    ),
    folder!(
        "ru",
        words: ["dashboard", "statement", "words"],
        letters: ["call", "final-demand", "firm", "heads-up", "mediation", "options", "plan-offer", "plan-reminder", "reminder", "resume-work", "stop-work", "thank-you"],
        parts: ["also", "charges", "credit", "enclosed", "lesser", "lesser-total", "letterhead", "pause", "payment", "regards", "regards-warm", "row", "rows", "salutation", "salutation-official", "signature", "terms", "work"]
    ),
];

/// The language that every other is measured by: it has all letters and all words.
pub fn measure() -> Option<&'static Source> {
    LANGUAGES.iter().find(|source| source.tag == "en")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Languages, words::Words};
    use std::{
        fs,
        path::{Path, PathBuf},
    };

    fn entries(folder: &Path) -> Vec<PathBuf> {
        let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        paths.sort();
        paths
    }

    /// Its stem and text.
    fn template(path: &Path) -> (String, String) {
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (stem, fs::read_to_string(path).unwrap())
    }

    fn listed(templates: &[(&str, &str)]) -> Vec<(String, String)> {
        let pairs = templates
            .iter()
            .map(|(stem, text)| (stem.to_string(), text.to_string()));
        pairs.collect()
    }

    fn sorted(mut templates: Vec<(String, String)>) -> Vec<(String, String)> {
        templates.sort();
        templates
    }

    #[test]
    fn the_list_is_the_folder() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/languages");
        let folders = entries(&root);
        let names: Vec<_> = folders
            .iter()
            .map(|f| f.file_name().unwrap().to_str().unwrap())
            .collect();
        let tags: Vec<_> = LANGUAGES.iter().map(|source| source.tag).collect();
        assert_eq!(tags, names);
        for (source, folder) in LANGUAGES.iter().zip(&folders) {
            let mut words = Vec::new();
            let mut letters = Vec::new();
            for path in entries(folder) {
                match path.extension().and_then(|e| e.to_str()) {
                    Some("yaml") if path.ends_with("hostile.yaml") => {
                        assert_eq!(
                            source.hostile,
                            fs::read_to_string(&path).unwrap(),
                            "{}",
                            source.tag
                        );
                    }
                    Some("yaml") => words.push(fs::read_to_string(&path).unwrap()),
                    Some("md") => letters.push(template(&path)),
                    None if path.ends_with("parts") => {
                        let parts: Vec<_> = entries(&path).iter().map(|part| template(part)).collect();
                        assert_eq!(listed(source.parts), sorted(parts), "parts of {}", source.tag);
                    }
                    _ => panic!("{} is neither words nor a letter", path.display()),
                }
            }
            assert_eq!(source.words, words, "words of {}", source.tag);
            assert_eq!(
                listed(source.letters),
                sorted(letters),
                "letters of {}",
                source.tag
            );
        }
    }

    #[test]
    fn every_language_is_read() {
        let tags: Vec<_> = LANGUAGES.iter().map(|source| source.tag).collect();
        assert_eq!(Languages::embedded().tags(), tags);
        for source in LANGUAGES {
            assert!(Words::read(source.words).is_ok(), "{}", source.tag);
        }
    }
}
