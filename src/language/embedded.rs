//! The folders of `templates/languages/` as they are built in; apart because it is the one list that a new language is added to.

/// One folder, as text.
#[derive(Debug)]
pub struct Source {
    pub tag: &'static str,
    /// What no letter should say.
    pub hostile: &'static str,
    /// Each a YAML map; no key is in two of them.
    pub words: &'static [&'static str],
    /// Stage and template.
    pub letters: &'static [(&'static str, &'static str)],
}

/// Alphabetical, as are the files of each.
pub const LANGUAGES: &[Source] = &[
    Source {
        tag: "de",
        hostile: include_str!("../../templates/languages/de/hostile.yaml"),
        words: &[
            include_str!("../../templates/languages/de/dashboard.yaml"),
            include_str!("../../templates/languages/de/statement.yaml"),
            include_str!("../../templates/languages/de/words.yaml"),
        ],
        letters: &[
            (
                "final-demand",
                include_str!("../../templates/languages/de/final-demand.md"),
            ),
            ("firm", include_str!("../../templates/languages/de/firm.md")),
            (
                "reminder",
                include_str!("../../templates/languages/de/reminder.md"),
            ),
        ],
    },
    Source {
        tag: "en",
        hostile: include_str!("../../templates/languages/en/hostile.yaml"),
        words: &[
            include_str!("../../templates/languages/en/dashboard.yaml"),
            include_str!("../../templates/languages/en/statement.yaml"),
            include_str!("../../templates/languages/en/words.yaml"),
        ],
        letters: &[
            (
                "final-demand",
                include_str!("../../templates/languages/en/final-demand.md"),
            ),
            ("firm", include_str!("../../templates/languages/en/firm.md")),
            (
                "reminder",
                include_str!("../../templates/languages/en/reminder.md"),
            ),
        ],
    },
    Source {
        tag: "es",
        hostile: include_str!("../../templates/languages/es/hostile.yaml"),
        words: &[
            include_str!("../../templates/languages/es/dashboard.yaml"),
            include_str!("../../templates/languages/es/statement.yaml"),
            include_str!("../../templates/languages/es/words.yaml"),
        ],
        letters: &[
            (
                "final-demand",
                include_str!("../../templates/languages/es/final-demand.md"),
            ),
            ("firm", include_str!("../../templates/languages/es/firm.md")),
            (
                "reminder",
                include_str!("../../templates/languages/es/reminder.md"),
            ),
        ],
    },
    Source {
        tag: "ru",
        hostile: include_str!("../../templates/languages/ru/hostile.yaml"),
        words: &[
            include_str!("../../templates/languages/ru/dashboard.yaml"),
            include_str!("../../templates/languages/ru/statement.yaml"),
            include_str!("../../templates/languages/ru/words.yaml"),
        ],
        letters: &[
            (
                "final-demand",
                include_str!("../../templates/languages/ru/final-demand.md"),
            ),
            ("firm", include_str!("../../templates/languages/ru/firm.md")),
            (
                "reminder",
                include_str!("../../templates/languages/ru/reminder.md"),
            ),
        ],
    },
];

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
            let (mut words, mut letters) = (Vec::new(), Vec::new());
            for path in entries(folder) {
                let text = fs::read_to_string(&path).unwrap();
                let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
                match path.extension().and_then(|e| e.to_str()) {
                    Some("yaml") if stem == "hostile" => assert_eq!(source.hostile, text, "{}", source.tag),
                    Some("yaml") => words.push(text),
                    Some("md") => letters.push((stem, text)),
                    _ => panic!("{} is neither words nor a letter", path.display()),
                }
            }
            assert_eq!(source.words, words, "{}", source.tag);
            let listed: Vec<_> = source
                .letters
                .iter()
                .map(|(s, t)| (s.to_string(), t.to_string()))
                .collect();
            assert_eq!(listed, letters, "{}", source.tag);
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
