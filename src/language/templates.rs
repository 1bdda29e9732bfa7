//! The letters of a language as templates, and their filling; apart because it is the only user of Tera's for letters,
//! so that a test fills them exactly as the program does.

use serde::Serialize;
use std::collections::BTreeSet;
use tera::{Context, Tera};

/// The letters of one language, compiled.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    letters: BTreeSet<&'static str>,
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
    /// Letters and the pieces that they include, each by its file's stem.
    pub(super) fn compile(
        letters: &[(&'static str, &'static str)],
        parts: &[(&'static str, &'static str)],
    ) -> Result<Self, tera::Error> {
        let mut tera = Tera::default();
        let letter_files = letters.iter().map(|(name, text)| (file(name), *text));
        let part_files = parts
            .iter()
            .map(|(name, text)| (format!("parts/{}", file(name)), *text));
        tera.add_raw_templates(letter_files.chain(part_files))?;
        Ok(Self {
            tera,
            letters: letters.iter().map(|(name, _)| *name).collect(),
        })
    }

    /// `None`: there is no such letter in this language.
    pub fn write(&self, letter: &str, facts: &impl Serialize) -> Option<Result<Text, tera::Error>> {
        self.letters
            .contains(letter)
            .then(|| self.fill(&file(letter), facts))
    }

    fn fill(&self, file: &str, facts: &impl Serialize) -> Result<Text, tera::Error> {
        let filled = self.tera.render(file, &Context::from_serialize(facts)?)?;
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

    #[test]
    fn pieces_are_included_and_gaps_closed() {
        let letters = [(
            "firm",
            "Due: {{ sum }}\n\n{% include \"parts/row.md\" %}\n\n\n{% if no %}x{% endif %} \n\nEnd",
        )];
        let parts = [("row", "- {{ sum }}\n")];
        let templates = Templates::compile(&letters, &parts).unwrap();
        let text = templates
            .write("firm", &json!({"sum": "1", "no": ""}))
            .unwrap()
            .unwrap();
        assert_eq!(text.subject, "Due: 1");
        assert_eq!(text.body, "- 1\n\nEnd\n");
        assert!(templates.write("row", &json!({})).is_none());
    }

    #[test]
    fn a_piece_that_is_not_there_is_an_error() {
        assert!(Templates::compile(&[("firm", "{% include \"parts/row.md\" %}")], &[]).is_err());
    }
}
