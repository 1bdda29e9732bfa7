//! What a hover shows, as Markdown or plain; apart so that no text of a user's is ever taken for Markdown.

use crate::render::findings::visible::on_one_line;
use std::ops::Range;

/// Everything there is to say about one thing under the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What it is about, in bytes of the text.
    pub range: Range<usize>,
    pub cards: Vec<Card>,
}

/// One thing: a title and a line for each fact. Backticks are the only markup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    pub title: String,
    pub lines: Vec<String>,
}

impl Card {
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            lines: Vec::new(),
        }
    }

    pub fn line(&mut self, text: impl Into<String>) {
        self.lines.push(text.into());
    }
}

impl Hover {
    pub fn markdown(&self) -> String {
        let cards = self.cards.iter().map(|card| {
            let title = format!("**{}**\n\n", escaped(&card.title));
            let lines: Vec<_> = card
                .lines
                .iter()
                .map(|line| format!("- {}\n", escaped(line)))
                .collect();
            title + &lines.concat()
        });
        cards.collect::<Vec<_>>().join("\n---\n\n")
    }

    pub fn plain(&self) -> String {
        let cards = self.cards.iter().map(|card| {
            let lines = std::iter::once(&card.title).chain(&card.lines);
            lines.map(|line| on_one_line(line) + "\n").collect::<String>()
        });
        cards.collect::<Vec<_>>().join("\n")
    }
}

/// Nothing but `code` means anything.
fn escaped(text: &str) -> String {
    let text = on_one_line(text);
    let parts: Vec<&str> = text.split('`').collect();
    // An odd backtick opens nothing.
    let paired = parts.len() % 2 == 1;
    let each = parts.iter().enumerate().map(|(index, part)| match index % 2 {
        1 if paired => format!("`{part}`"),
        _ => outside_code(part),
    });
    each.collect::<Vec<_>>().join(if paired { "" } else { "\\`" })
}

fn outside_code(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&'
        ) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_users_text_is_no_markup() {
        let mut card = Card::new("`due`, a *date*");
        card.line("[x](command:y) <b> `a_b` c_d");
        card.line("one ` alone\nand a line");
        let hover = Hover {
            range: 0..1,
            cards: vec![card.clone(), Card::new("B")],
        };
        assert_eq!(
            hover.markdown(),
            "**`due`, a \\*date\\***\n\n- \\[x\\](command:y) \\<b\\> `a_b` c\\_d\n- one \\` alone␊and a line\n\n---\n\n**B**\n\n"
        );
        assert_eq!(
            hover.plain(),
            "`due`, a *date*\n[x](command:y) <b> `a_b` c_d\none ` alone␊and a line\n\nB\n"
        );
    }
}
