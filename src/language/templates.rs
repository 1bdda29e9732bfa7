//! The letters of a language as templates, and their filling; apart because it is the only user of Tera's for letters,
//! so that a test fills them exactly as the program does.

use super::{
    Language,
    compiled::{Compiled, Files},
    fault::Fault,
};
use crate::model::own_texts::FOLDER;
use serde::Serialize;
use std::collections::BTreeSet;
use tera::Context;

/// The letters of one language, compiled.
#[derive(Debug)]
pub struct Templates {
    compiled: Compiled,
    letters: BTreeSet<String>,
}

/// A letter as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// One line.
    pub subject: String,
    /// CommonMark, readable as plain text; ends with a line end.
    pub body: String,
}

impl Templates {
    /// Letters and the pieces that they include.
    pub(super) fn compile(language: &Language) -> Result<Self, Fault> {
        let letters = language.letters.iter().map(|(stem, text)| (file(stem), text));
        let parts = language
            .parts
            .iter()
            .map(|(stem, text)| (format!("parts/{}", file(stem)), text));
        let files = Files {
            folder: format!("{FOLDER}/languages/{}/", language.tag),
            texts: letters
                .chain(parts)
                .map(|(name, text)| (name, text.as_ref()))
                .collect(),
            own: &language.own,
        };
        Ok(Self {
            compiled: Compiled::of(files)?,
            letters: language
                .letters
                .keys()
                .map(|stem| stem.clone().into_owned())
                .collect(),
        })
    }

    /// `None`: there is no such letter in this language.
    pub fn write(&self, letter: &str, facts: &impl Serialize) -> Option<Result<Text, Fault>> {
        self.letters
            .contains(letter)
            .then(|| self.fill(&file(letter), facts))
    }

    /// What is wrong with single files, as far as it shows before they are filled.
    pub(super) fn faults(&self) -> impl Iterator<Item = &Fault> {
        self.compiled.faults.values()
    }

    fn fill(&self, file: &str, facts: &impl Serialize) -> Result<Text, Fault> {
        let context = Context::from_serialize(facts);
        let filled = self
            .compiled
            .fill(file, &context.map_err(|error| self.compiled.fault(&error))?)?;
        let (subject, body) = filled.split_once('\n').unwrap_or((&filled, ""));
        Ok(Text {
            subject: subject.trim().to_owned(),
            body: tidy(body),
        })
    }
}

/// Ends in `.md`, which Tera doesn't escape.
fn file(stem: &str) -> String {
    format!("{stem}.md")
}

/// Without what a sentence left out leaves behind: spaces at lines' ends, and more than one empty line on end. So a
/// template may set its pieces apart as it likes.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut gap = false;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            gap = !tidied.is_empty();
            continue;
        }
        if gap {
            tidied.push('\n');
            gap = false;
        }
        tidied.push_str(line);
        tidied.push('\n');
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn language(
        letters: &[(&'static str, &'static str)],
        parts: &[(&'static str, &'static str)],
    ) -> Language {
        let english = crate::language::Languages::embedded().get("en").unwrap().clone();
        Language {
            letters: crate::language::stems(letters),
            parts: crate::language::stems(parts),
            own: BTreeSet::from(["firm.md".to_owned(), "parts/row.md".to_owned()]),
            ..english
        }
    }

    #[test]
    fn pieces_are_included_and_gaps_closed() {
        let letters = [(
            "firm",
            "Due: {{ sum }}\n\n{% include \"parts/row.md\" %}\n\n\n{% if no %}x{% endif %} \n\nEnd",
        )];
        let parts = [("row", "- {{ sum }}\n")];
        let templates = language(&letters, &parts).templates().unwrap();
        let text = templates
            .write("firm", &json!({"sum": "1", "no": ""}))
            .unwrap()
            .unwrap();
        assert_eq!(text.subject, "Due: 1");
        assert_eq!(text.body, "- 1\n\nEnd\n");
        assert!(templates.write("row", &json!({})).is_none());
    }

    /// What is said of `firm` with these facts; `reminder` is written whatever happens.
    fn fault(firm: &'static str, row: &'static str) -> String {
        let letters = [("firm", firm), ("reminder", "Hello\n\nYou\n")];
        let templates = language(&letters, &[("row", row)]).templates().unwrap();
        let facts = json!({"client": {"name": "Acme"}, "to_pay": "5", "empty": ""});
        let written = |letter: &str| templates.write(letter, &facts).unwrap();
        assert_eq!(written("reminder").unwrap().body, "You\n");
        written("firm").unwrap_err().to_string()
    }

    #[test]
    fn a_fault_names_the_file_the_line_and_what_was_missing() {
        let include = "Due\n\n{% include \"parts/row.md\" %}\n";
        for (firm, row, said) in [
            (
                "Due\n\n{{ to_pya }}\n",
                "",
                "firm.md:3:4: there is no `to_pya` here (did you mean `to_pay`?)",
            ),
            (
                "Due\n\n{{ client.nmae }}\n",
                "",
                "firm.md:3:11: there is no `nmae` here (did you mean `name`?)",
            ),
            ("Due\n\n{% if to_pay %}\n", "", "firm.md:"),
            (
                "Due\n{{ now() }}\n",
                "",
                "firm.md:2:4: there is no function `now`",
            ),
            (
                "Due\n{{ get_env(name=\"HOME\") }}\n",
                "",
                "firm.md:2:4: there is no function `get_env`",
            ),
            (
                "Due\n{{ to_pay | uper }}\n",
                "",
                "firm.md:2:13: there is no filter `uper`",
            ),
            (
                "Due\n{% include \"parts/rwo.md\" %}\n",
                "",
                "firm.md:2:12: there is no file `parts/rwo.md` (did you mean `parts/row.md`?)",
            ),
            (
                include,
                "{{ absent }}",
                "parts/row.md:1:4: there is no `absent` here",
            ),
            (include, "{{ to_pay", "parts/row.md:1:"),
        ] {
            let found = fault(firm, row);
            let expected = format!("templates/languages/en/{said}");
            assert!(found.starts_with(&expected), "{found}\n{expected}");
            assert_eq!(found.lines().count(), 1, "{found}");
        }
    }
}
