//! How a baseline is written: a line an entry, sorted, so that git shows and merges it well; and how it is read again.

use super::{Baseline, Entry};
use crate::check::rules;
use std::collections::BTreeMap;

/// How every baseline begins.
const MARK: &str = "# dunlin baseline";
const VERSION: &str = "1";

/// What it is, for whoever finds it.
const EXPLANATION: &str = "\
# What `dunlin check` found when this was written, and lets pass: rule, record, key (- for the whole record), how many.
# To shrink it, mend something, write it again with `dunlin check --write-baseline FILE`, and commit it.
";

/// The key of an entry that is about the record as a whole.
const WHOLE: &str = "-";

/// A line that can't be followed: nothing is checked, for half a baseline would pass for the whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WrongLine {
    #[error(
        "a baseline begins with `{MARK} {VERSION}`, and this file doesn't: name another file, or write one with --write-baseline"
    )]
    NotABaseline,
    #[error(
        "this baseline is of version {0}, and this dunlin reads version {VERSION}: use a newer dunlin, or write it again with --write-baseline"
    )]
    Version(String),
    #[error("a merge left its marks here: write the file again with --write-baseline")]
    Merge { line: usize },
    #[error(
        "`{text}` is no entry like `RULE RECORD KEY` or `RULE RECORD KEY x2`: delete the line, or write the file again with --write-baseline"
    )]
    NotAnEntry { line: usize, text: String },
    #[error("there is no rule `{name}`{}; mend the line, or write the file again with --write-baseline", rules::meant(*nearest))]
    UnknownRule {
        line: usize,
        name: String,
        nearest: Option<&'static str>,
    },
}

impl WrongLine {
    /// From 1.
    pub fn line(&self) -> usize {
        match self {
            Self::NotABaseline | Self::Version(_) => 1,
            Self::Merge { line } | Self::NotAnEntry { line, .. } | Self::UnknownRule { line, .. } => *line,
        }
    }
}

/// Whether these bytes are a baseline, whole or not: what `--write-baseline` may write over.
pub fn is_baseline(bytes: &[u8]) -> bool {
    bytes
        .strip_prefix(BOM)
        .unwrap_or(bytes)
        .starts_with(MARK.as_bytes())
}

const BOM: &[u8] = "\u{feff}".as_bytes();

impl Baseline {
    /// Reads a whole baseline.
    pub fn read(text: &str) -> Result<Self, WrongLine> {
        let (baseline, wrong) = Self::read_what_can_be(text);
        wrong.map_or(Ok(baseline), Err)
    }

    /// What can be read of a baseline that is written anew anyway, and the first line that can't.
    pub fn read_what_can_be(text: &str) -> (Self, Option<WrongLine>) {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let text = &text.replace('\r', "\n");
        let mut wrong = wrong_start(text);
        let mut entries: BTreeMap<Entry, usize> = BTreeMap::new();
        for (line, text) in (1..).zip(text.lines()) {
            if text.trim().is_empty() || text.starts_with('#') {
                continue;
            }
            match entry(line, text) {
                Ok((entry, count)) => {
                    // A line that a merge doubled still lets no more pass than either side did.
                    let known = entries.entry(entry).or_default();
                    *known = count.max(*known);
                }
                Err(error) => wrong = wrong.or(Some(error)),
            }
        }
        (Self { entries }, wrong)
    }

    /// The same entries give the same bytes.
    pub fn text(&self) -> String {
        let mut text = format!("{MARK} {VERSION}\n{EXPLANATION}");
        for (entry, count) in &self.entries {
            let key = match entry.key.as_str() {
                "" => WHOLE.to_owned(),
                WHOLE => quoted(WHOLE),
                key => word(key),
            };
            text.push_str(&format!("{} {} {key}", entry.rule, word(&entry.record)));
            if *count > 1 {
                text.push_str(&format!(" x{count}"));
            }
            text.push('\n');
        }
        text
    }
}

fn wrong_start(text: &str) -> Option<WrongLine> {
    let version = text.lines().next().unwrap_or_default().strip_prefix(MARK);
    match version.map(str::trim) {
        Some(VERSION) => None,
        Some(other) if other.starts_with(|c: char| c.is_ascii_digit()) => {
            Some(WrongLine::Version(other.to_owned()))
        }
        _ => Some(WrongLine::NotABaseline),
    }
}

fn entry(line: usize, text: &str) -> Result<(Entry, usize), WrongLine> {
    if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"]
        .iter()
        .any(|mark| text.starts_with(mark))
    {
        return Err(WrongLine::Merge { line });
    }
    let not_an_entry = || WrongLine::NotAnEntry {
        line,
        text: text.escape_debug().take(80).collect(),
    };
    let words = words(text).ok_or_else(not_an_entry)?;
    let (rule, record, key, count) = match words.as_slice() {
        [rule, record, key] => (rule, record, key, 1),
        [rule, record, key, count] => {
            let count = count.text.strip_prefix('x').and_then(|count| count.parse().ok());
            let count = count.filter(|count| *count > 0).ok_or_else(not_an_entry)?;
            (rule, record, key, count)
        }
        _ => return Err(not_an_entry()),
    };
    if rules::find(&rule.text).is_none() {
        return Err(WrongLine::UnknownRule {
            line,
            name: rule.text.escape_debug().take(80).collect(),
            nearest: rules::nearest(&rule.text),
        });
    }
    let is_whole = !key.is_quoted && key.text == WHOLE;
    let entry = Entry {
        rule: rule.text.clone(),
        record: record.text.clone(),
        key: if is_whole { String::new() } else { key.text.clone() },
    };
    Ok((entry, count))
}

struct Word {
    text: String,
    is_quoted: bool,
}

/// The words of a line; `None` if a quotation mark has no end.
fn words(text: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let is_quoted = rest.starts_with('"');
        let (word, after) = if is_quoted {
            let mut strings = serde_json::Deserializer::from_str(rest).into_iter::<String>();
            let word = strings.next()?.ok()?;
            (word, rest.get(strings.byte_offset()..)?)
        } else {
            let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            (word.to_owned(), after)
        };
        words.push(Word {
            text: word,
            is_quoted,
        });
        rest = after.trim_start();
    }
    Some(words)
}

/// As it is where that is one word that can be seen, else in quotation marks.
fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./+@,;:=()&!?%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// As JSON writes a string: one line, whatever is in it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(lines: &str) -> Result<Baseline, WrongLine> {
        Baseline::read(&format!("# dunlin baseline 1\n{lines}"))
    }

    #[test]
    fn it_says_what_it_is_and_is_sorted() {
        let text = read("invoice/unsent invoices/b - x2\n\n# mine\ninvoice/unsent invoices/a \"-\"\ncontract/unsigned \"contracts/a b\" \"ü x\"\n")
            .unwrap()
            .text();
        let expected = "\
# dunlin baseline 1
# What `dunlin check` found when this was written, and lets pass: rule, record, key (- for the whole record), how many.
# To shrink it, mend something, write it again with `dunlin check --write-baseline FILE`, and commit it.
contract/unsigned \"contracts/a b\" \"ü x\"
invoice/unsent invoices/a \"-\"
invoice/unsent invoices/b - x2
";
        assert_eq!(text, expected);
        assert!(is_baseline(text.as_bytes()));
        assert!(!is_baseline(b"# my notes\n") && !is_baseline(b""));
    }

    #[test]
    fn a_merge_that_doubled_a_line_lets_no_more_pass() {
        let both = read(
            "invoice/unsent invoices/a - x2\ninvoice/unsent invoices/a - x3\ninvoice/unsent invoices/a -\n",
        );
        assert_eq!(both, read("invoice/unsent invoices/a - x3\r\n"));
    }

    #[test]
    fn what_cannot_be_followed_names_its_line() {
        for (text, line, says) in [
            ("", 1, "begins with `# dunlin baseline 1`"),
            ("name: Acme\n", 1, "begins with `# dunlin baseline 1`"),
            ("# dunlin baseline 2\nx\n", 1, "version 2"),
            (
                "# dunlin baseline 1\n\n<<<<<<< HEAD\n",
                3,
                "a merge left its marks",
            ),
            (
                "# dunlin baseline 1\ninvoice/unsent invoices/a\n",
                2,
                "`invoice/unsent invoices/a` is no entry",
            ),
            (
                "# dunlin baseline 1\ninvoice/unsent invoices/a - 2\n",
                2,
                "is no entry",
            ),
            (
                "# dunlin baseline 1\ninvoice/unsent invoices/a - x0\n",
                2,
                "is no entry",
            ),
            (
                "# dunlin baseline 1\ninvoice/unsent \"invoices/a -\n",
                2,
                "is no entry",
            ),
            (
                "# dunlin baseline 1\ninvoice/unsend invoices/a -\n",
                2,
                "there is no rule `invoice/unsend`; did you mean `invoice/unsent`?",
            ),
        ] {
            let wrong = Baseline::read(text).unwrap_err();
            assert_eq!(wrong.line(), line, "{text}");
            assert!(wrong.to_string().contains(says), "{wrong}");
        }
    }

    #[test]
    fn what_a_merge_left_is_read_as_far_as_it_goes() {
        let text = "# dunlin baseline 1\n<<<<<<< a\ninvoice/unsent invoices/a -\n=======\ninvoice/unsent invoices/b -\n>>>>>>> b\n";
        let (read_so_far, wrong) = Baseline::read_what_can_be(text);
        assert_eq!(wrong, Some(WrongLine::Merge { line: 2 }));
        assert_eq!(
            read_so_far,
            read("invoice/unsent invoices/a -\ninvoice/unsent invoices/b -\n").unwrap()
        );
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(record in "\\PC{0,12}|[ -#\"\\\\\n\r\u{85}\u{2028}]{0,6}", key in "\\PC{0,12}|-|x2| ", count in 1_usize..4) {
            let entry = Entry { rule: "invoice/unsent".to_owned(), record, key };
            let written = Baseline { entries: [(entry, count)].into() };
            prop_assert_eq!(Baseline::read(&written.text()).unwrap(), written);
        }
    }
}
