//! Headed sections of labelled lines for a terminal; apart because what explains (`law`, `why`, `worth`) is laid out alike.

mod table;

pub use table::Table;

use super::findings::visible::on_one_line;
use unicode_width::UnicodeWidthStr;

/// Below it nothing is wrapped any narrower.
const LEAST_WIDTH: usize = 32;
/// A label whose text would get fewer columns stands on a line of its own.
const LEAST_TEXT: usize = 30;
const INDENT: usize = 2;

/// Text in sections, wrapped to a width, with colours: the command line strips them where they aren't wanted.
#[derive(Debug)]
pub struct Sheet {
    width: usize,
    text: String,
    /// Rows of the section that is being written: their labels share a column.
    rows: Vec<(String, Line)>,
}

/// What stands in a line; users' words are made harmless on the way in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    words: Vec<(Tone, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tone {
    Plain,
    Strong,
    Faint,
}

impl<T: AsRef<str>> From<T> for Line {
    fn from(text: T) -> Self {
        Self::default().with(Tone::Plain, text.as_ref())
    }
}

impl Line {
    pub fn strong(text: &str) -> Self {
        Self::default().with(Tone::Strong, text)
    }

    #[must_use]
    pub fn and(self, text: &str) -> Self {
        self.with(Tone::Plain, text)
    }

    /// Where it is written, or what it rests on.
    #[must_use]
    pub fn faint(self, text: &str) -> Self {
        self.with(Tone::Faint, text)
    }

    fn with(mut self, tone: Tone, text: &str) -> Self {
        let words = on_one_line(text);
        let words = words.split(' ').filter(|word| !word.is_empty());
        self.words.extend(words.map(|word| (tone, word.to_owned())));
        self
    }

    /// The words in lines of at most `width` columns; a longer word has a line to itself.
    fn wrapped(&self, width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        let mut used = 0;
        for (tone, word) in &self.words {
            let columns = word.width();
            if used > 0 && used + 1 + columns > width {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(&tone.paint(word));
            used += columns;
        }
        lines.push(line);
        lines
    }
}

impl Tone {
    fn paint(self, word: &str) -> String {
        match self {
            Self::Plain => word.to_owned(),
            Self::Strong => format!("\u{1b}[1m{word}\u{1b}[0m"),
            Self::Faint => format!("\u{1b}[2m{word}\u{1b}[0m"),
        }
    }
}

impl Sheet {
    /// `width`: columns of the terminal.
    pub fn new(width: usize) -> Self {
        Self {
            width: width.max(LEAST_WIDTH),
            text: String::new(),
            rows: Vec::new(),
        }
    }

    /// A section begins.
    pub fn heading(&mut self, text: &str) {
        self.flush();
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.put(&Line::strong(text), 0);
    }

    /// A line of its own, at the margin.
    pub fn say(&mut self, line: impl Into<Line>) {
        self.flush();
        self.put(&line.into(), 0);
    }

    /// A line of the section.
    pub fn line(&mut self, line: impl Into<Line>) {
        self.flush();
        self.put(&line.into(), INDENT);
    }

    /// A labelled line of the section; an empty label goes on with the one before.
    pub fn row(&mut self, label: &str, line: impl Into<Line>) {
        self.rows.push((on_one_line(label), line.into()));
    }

    pub fn table(&mut self, table: &Table) {
        self.flush();
        self.text.push_str(&table.render(self.width));
    }

    pub fn finish(mut self) -> String {
        self.flush();
        self.text
    }

    fn put(&mut self, line: &Line, indent: usize) {
        for line in line.wrapped(self.width.saturating_sub(indent)) {
            self.text.push_str(&" ".repeat(indent));
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }

    fn flush(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let labels = rows.iter().map(|(label, _)| label.width()).max().unwrap_or(0);
        let column = INDENT + labels + 2;
        if self.width < column + LEAST_TEXT {
            for (label, line) in &rows {
                if !label.is_empty() {
                    self.put(&label.into(), INDENT);
                }
                self.put(line, 2 * INDENT);
            }
            return;
        }
        for (label, line) in &rows {
            let mut label = label.as_str();
            for words in line.wrapped(self.width - column) {
                let gap = " ".repeat(column - INDENT - label.width());
                self.text
                    .push_str(&format!("{:INDENT$}{label}{gap}{words}\n", ""));
                label = "";
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(width: usize) -> String {
        let mut sheet = Sheet::new(width);
        sheet.heading("What it comes to");
        sheet.row("total", Line::from("1210.00 EUR,").faint("as written (a.yaml:3)"));
        sheet.row("", "and nothing more");
        sheet.row("до", "a\u{1b}[31mb");
        sheet.line("a line");
        sheet.finish()
    }

    #[test]
    fn labels_share_a_column_and_long_text_hangs_below_itself() {
        let expected = "\u{1b}[1mWhat\u{1b}[0m \u{1b}[1mit\u{1b}[0m \u{1b}[1mcomes\u{1b}[0m \u{1b}[1mto\u{1b}[0m\n  \
            total  1210.00 EUR, \u{1b}[2mas\u{1b}[0m \u{1b}[2mwritten\u{1b}[0m\n         \u{1b}[2m(a.yaml:3)\u{1b}[0m\n         \
            and nothing more\n  до     a␛[31mb\n  a line\n";
        assert_eq!(written(40), expected);
    }

    #[test]
    fn a_narrow_terminal_gets_labels_on_their_own_lines() {
        let text = written(20);
        assert!(text.contains("\n  total\n    1210.00 EUR,"), "{text}");
    }
}
