//! Lines for a terminal of some width: measured in columns as they are seen, coloured by ANSI codes that the command
//! line strips where they aren't wanted; apart because every report for people is laid out the same way.

pub use crate::check::count;

use crate::{
    calendar::Date,
    money::{Amount, Currency},
    render::findings::visible::on_one_line,
};
use chrono::Datelike;
use unicode_width::UnicodeWidthStr;

/// Between two pieces on one line.
const BETWEEN: &str = " · ";
/// Between two columns.
const GAP: usize = 2;

/// How a piece of text stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    Strong,
    /// There if one looks for it.
    Quiet,
    /// Overdue, or held up.
    Warm,
    /// Broken, or very late.
    Late,
}

impl Style {
    /// The text between this style's codes.
    pub fn paint(self, text: &str) -> String {
        let code = match self {
            _ if text.is_empty() => return String::new(),
            Self::Plain => return text.to_owned(),
            Self::Strong => "1",
            Self::Quiet => "2",
            Self::Warm => "33",
            Self::Late => "31",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// Text in one style. What a user wrote in it can't steer the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub style: Style,
}

impl Piece {
    pub fn new(style: Style, text: impl AsRef<str>) -> Self {
        Self {
            text: on_one_line(text.as_ref()),
            style,
        }
    }

    pub fn plain(text: impl AsRef<str>) -> Self {
        Self::new(Style::Plain, text)
    }

    pub fn quiet(text: impl AsRef<str>) -> Self {
        Self::new(Style::Quiet, text)
    }

    pub fn columns(&self) -> usize {
        self.text.width()
    }

    pub fn painted(&self) -> String {
        self.style.paint(&self.text)
    }
}

/// A section's title.
pub fn heading(text: &str) -> String {
    format!("{}\n", Style::Strong.paint(text))
}

/// Piece after piece on lines of `width` columns that begin with `indent` blanks. A piece goes to the next line whole; a
/// longer one is broken between its words, and what has no blank in it (a path, an id) is never cut.
pub fn flow(pieces: &[Piece], indent: usize, width: usize) -> String {
    let mut lines: Vec<(String, usize)> = Vec::new();
    for piece in pieces.iter().filter(|piece| !piece.text.is_empty()) {
        let room = width.saturating_sub(indent);
        match lines.last_mut() {
            Some((line, used)) if *used + BETWEEN.width() + piece.columns() <= room => {
                line.push_str(&Style::Quiet.paint(BETWEEN));
                line.push_str(&piece.painted());
                *used += BETWEEN.width() + piece.columns();
            }
            _ => lines.extend(
                broken(&piece.text, room)
                    .into_iter()
                    .map(|part| (piece.style.paint(&part), part.width())),
            ),
        }
    }
    let margin = " ".repeat(indent);
    lines
        .into_iter()
        .map(|(line, _)| format!("{margin}{line}\n"))
        .collect()
}

/// The same with every line but the first two columns further in, where entry stands below entry.
pub fn hanging(pieces: &[Piece], indent: usize, width: usize) -> String {
    let text = flow(pieces, indent + 2, width);
    text.strip_prefix("  ")
        .map_or_else(|| text.clone(), str::to_owned)
}

/// Lines of at most `room` columns, as far as there are blanks to break at.
fn broken(text: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The text, cut to `columns` with `…` at its end if it is wider.
pub fn clipped(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        let mut longer = kept.clone();
        longer.push(c);
        if longer.width() + 1 > columns {
            break;
        }
        kept = longer;
    }
    format!("{}…", kept.trim_end())
}

/// A column of labels, then columns of figures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    pub columns: Vec<&'static str>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub label: String,
    /// One a column; empty where there is nothing.
    pub cells: Vec<Piece>,
}

impl Table {
    /// Columns without anything in them are left out. Where the width doesn't hold the others side by side, they go
    /// below one another, each band with its labels.
    pub fn rendered(&self, indent: usize, width: usize) -> String {
        let label_width = self.rows.iter().map(|row| row.label.width()).max().unwrap_or(0);
        let mut bands: Vec<Vec<(usize, usize)>> = Vec::new();
        let mut used = 0;
        for (at, name) in self.columns.iter().enumerate() {
            let cells = self.rows.iter().filter_map(|row| row.cells.get(at));
            let widest = cells.map(Piece::columns).max().unwrap_or(0);
            if widest == 0 {
                continue;
            }
            let wide = widest.max(name.width());
            match bands.last_mut() {
                Some(band) if used + GAP + wide <= width => {
                    band.push((at, wide));
                    used += GAP + wide;
                }
                _ => {
                    bands.push(vec![(at, wide)]);
                    used = indent + label_width + GAP + wide;
                }
            }
        }
        let bands: Vec<_> = bands
            .iter()
            .map(|band| self.band(band, label_width, indent))
            .collect();
        bands.join("\n")
    }

    fn band(&self, band: &[(usize, usize)], label_width: usize, indent: usize) -> String {
        let margin = " ".repeat(indent);
        let gap = " ".repeat(GAP);
        let mut text = format!("{margin}{}", " ".repeat(label_width));
        for (at, wide) in band {
            let name = self.columns.get(*at).copied().unwrap_or_default();
            text.push_str(&gap);
            text.push_str(&Style::Quiet.paint(&format!("{name:>wide$}")));
        }
        text.push('\n');
        for row in &self.rows {
            let cells = band
                .iter()
                .map(|(at, wide)| (row.cells.get(*at).filter(|cell| !cell.text.is_empty()), *wide));
            let mut line = padded(&row.label, label_width);
            let mut pending = 0;
            let mut is_empty = true;
            for (cell, wide) in cells {
                pending += GAP;
                let Some(cell) = cell else {
                    pending += wide;
                    continue;
                };
                line.push_str(&" ".repeat(pending + wide.saturating_sub(cell.columns())));
                line.push_str(&cell.painted());
                pending = 0;
                is_empty = false;
            }
            if !is_empty {
                text.push_str(&format!("{margin}{line}\n"));
            }
        }
        text
    }
}

/// With blanks behind it, up to `columns`.
pub fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

/// `28,699.60`: grouped by thousands, with the currency's decimals.
pub fn figure(amount: Amount, currency: Currency) -> String {
    let plain = amount.plain(currency);
    let (sign, size) = plain
        .strip_prefix('-')
        .map_or(("", plain.as_str()), |size| ("-", size));
    let (whole, rest) = size.split_at(size.find('.').unwrap_or(size.len()));
    let mut grouped = String::with_capacity(plain.len() + whole.len() / 3);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{rest}")
}

/// `EUR 28,699.60`.
pub fn money(amount: Amount, currency: Currency) -> String {
    format!("{} {}", currency.code(), figure(amount, currency))
}

/// `18 November`, with its year if that isn't the year of `today`.
pub fn day(date: Date, today: Date) -> String {
    let form = if date.year() == today.year() {
        "%-d %B"
    } else {
        "%-d %B %Y"
    };
    date.format(form).to_string()
}

/// `Friday 20 November`, with its year if that isn't the year of `today`.
pub fn weekday(date: Date, today: Date) -> String {
    format!("{} {}", date.format("%A"), day(date, today))
}

#[cfg(test)]
mod tests;
