//! A document as CommonMark with tables, readable as plain text.

use super::{Block, Paper, Row, Set, Table, Weight};
use crate::render::findings::visible;
use std::fmt::Write;

pub fn markdown(paper: &Paper) -> String {
    let mut out = format!("# {}\n", line(&paper.title));
    for block in &paper.blocks {
        out.push('\n');
        match block {
            Block::Section(title) => push(&mut out, &format!("## {}", line(title))),
            Block::Subsection(title) => push(&mut out, &format!("### {}", line(title))),
            Block::Text(text) => push(&mut out, &line(text)),
            Block::Facts(facts) => {
                for (name, value) in facts {
                    push(&mut out, &format!("- {}: {}", line(name), line(&lines(value))));
                }
            }
            Block::List(items) => items
                .iter()
                .for_each(|item| push(&mut out, &format!("- {}", line(item)))),
            Block::Table(rows) => table(&mut out, rows),
            Block::Words(words) => quoted(&mut out, words),
        }
    }
    out
}

fn push(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

/// Several lines as one.
fn lines(text: &str) -> String {
    let parts = text.lines().map(str::trim).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(", ")
}

fn table(out: &mut String, table: &Table) {
    let titles: Vec<_> = table.columns.iter().map(|column| line(&column.title)).collect();
    push(out, &format!("| {} |", titles.join(" | ")));
    let rule = table.columns.iter().map(|column| match column.set {
        Set::Figures => "---:",
        Set::Words | Set::Short | Set::Code => "---",
    });
    push(out, &format!("| {} |", rule.collect::<Vec<_>>().join(" | ")));
    for row in &table.rows {
        push(out, &format!("| {} |", cells(row).join(" | ")));
    }
}

fn cells(row: &Row) -> Vec<String> {
    let cells = row
        .cells
        .iter()
        .map(|cell| match (line(&lines(cell)), row.weight) {
            (cell, Weight::Sum) if !cell.is_empty() => format!("**{cell}**"),
            (cell, _) => cell,
        });
    cells.collect()
}

/// Between fences longer than any within, so that what was written stays what was written.
fn quoted(out: &mut String, words: &str) {
    let longest = words.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    // Writing to a string can't fail.
    let _ = writeln!(out, "{fence}text\n{}\n{fence}", visible::visible(words));
}

/// Text on one line (spaces that don't break stay), with everything that CommonMark or HTML would read as markup made plain.
fn line(text: &str) -> String {
    let shown = visible::visible(&text.trim().replace(['\n', '\t', '\r'], " "));
    let mut plain = String::with_capacity(shown.len());
    for c in shown.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '~' | '#'
        ) {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}
