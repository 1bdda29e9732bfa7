//! Columns side by side where they fit, and one below the other where they don't.

use crate::render::findings::visible::on_one_line;
use unicode_width::UnicodeWidthStr;

const GAP: usize = 2;

/// A table whose first column names its rows.
#[derive(Debug, Default)]
pub struct Table {
    heads: Vec<String>,
    /// Whether a column's figures stand to the right.
    right: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Headings; one that begins with `>` is of a column of figures.
    pub fn new(heads: &[&str]) -> Self {
        Self {
            heads: heads
                .iter()
                .map(|head| head.trim_start_matches('>').to_owned())
                .collect(),
            right: heads.iter().map(|head| head.starts_with('>')).collect(),
            rows: Vec::new(),
        }
    }

    pub fn row(&mut self, cells: Vec<String>) {
        self.rows
            .push(cells.iter().map(|cell| on_one_line(cell)).collect());
    }

    pub(super) fn render(&self, width: usize) -> String {
        let widths: Vec<usize> = (0..self.heads.len()).map(|n| self.width_of(n)).collect();
        let all: usize = widths.iter().map(|columns| columns + GAP).sum();
        if all <= width {
            self.side_by_side(&widths)
        } else {
            self.stacked()
        }
    }

    fn width_of(&self, column: usize) -> usize {
        let cells = self.rows.iter().chain([&self.heads]);
        let widths = cells.filter_map(|row| row.get(column)).map(|cell| cell.width());
        widths.max().unwrap_or(0)
    }

    fn side_by_side(&self, widths: &[usize]) -> String {
        let line = |cells: &[String]| {
            let mut text = String::new();
            for ((cell, columns), right) in cells.iter().zip(widths).zip(&self.right) {
                let fill = " ".repeat(columns.saturating_sub(cell.width()));
                let (before, after) = if *right {
                    (fill.as_str(), "")
                } else {
                    ("", fill.as_str())
                };
                text.push_str(&format!("{:GAP$}{before}{cell}{after}", ""));
            }
            text.trim_end().to_owned()
        };
        let mut text = format!("\u{1b}[2m{}\u{1b}[0m\n", line(&self.heads));
        for row in &self.rows {
            text.push_str(&line(row));
            text.push('\n');
        }
        text
    }

    fn stacked(&self) -> String {
        let mut text = String::new();
        for row in &self.rows {
            for (n, (head, cell)) in self.heads.iter().zip(row).enumerate() {
                match (n, cell.is_empty()) {
                    (0, _) => text.push_str(&format!("  {cell}\n")),
                    (_, false) => text.push_str(&format!("    {head}: {cell}\n")),
                    (_, true) => {}
                }
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_wide_is_stacked() {
        let mut table = Table::new(&["place", ">limit"]);
        table.row(vec!["Москва".to_owned(), "5.00".to_owned()]);
        table.row(vec!["X".to_owned(), String::new()]);
        assert_eq!(
            table.render(40),
            "\u{1b}[2m  place   limit\u{1b}[0m\n  Москва   5.00\n  X\n"
        );
        assert_eq!(table.render(10), "  Москва\n    limit: 5.00\n  X\n");
    }
}
