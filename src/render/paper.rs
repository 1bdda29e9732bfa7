//! A document to print or to send: headings, facts, tables and people's own words; apart so that its Markdown and its
//! page say the same, and a stranger's name is markup in neither.

mod html;
mod markdown;

pub use html::html;
pub use markdown::markdown;

use crate::language::Language;

/// A document, its strings finished and as plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// BCP 47 tag of the words.
    pub language: String,
    pub title: String,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Section(String),
    Subsection(String),
    Text(String),
    /// Names and values; a value may have several lines.
    Facts(Vec<(String, String)>),
    List(Vec<String>),
    Table(Table),
    /// Markdown that a person wrote: set on the page, shown as it was written in Markdown.
    Words(String),
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub title: String,
    pub set: Set,
}

/// How a column's cells are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    Words,
    /// Dates and short names: never broken.
    Short,
    /// To the right, never broken.
    Figures,
    /// Paths, and digests, which may be broken anywhere.
    Code,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub cells: Vec<String>,
    pub weight: Weight,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Plain,
    /// Opening balances, totals.
    Sum,
}

impl Paper {
    pub fn new(language: &Language, title: impl Into<String>) -> Self {
        Self {
            language: language.tag().to_owned(),
            title: title.into(),
            blocks: Vec::new(),
        }
    }

    pub fn section(&mut self, title: impl Into<String>) {
        self.blocks.push(Block::Section(title.into()));
    }

    pub fn subsection(&mut self, title: impl Into<String>) {
        self.blocks.push(Block::Subsection(title.into()));
    }

    pub fn text(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(text.into()));
    }

    /// Facts without a value are left out.
    pub fn facts(&mut self, facts: impl IntoIterator<Item = (String, String)>) {
        let told: Vec<_> = facts
            .into_iter()
            .filter(|(_, value)| !value.trim().is_empty())
            .collect();
        if !told.is_empty() {
            self.blocks.push(Block::Facts(told));
        }
    }

    pub fn list(&mut self, items: Vec<String>) {
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
    }

    pub fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }

    /// Nothing if there are none.
    pub fn words(&mut self, markdown: &str) {
        if !markdown.trim().is_empty() {
            self.blocks.push(Block::Words(markdown.trim_end().to_owned()));
        }
    }
}

impl Table {
    pub fn new<const N: usize>(columns: [(&str, Set); N]) -> Self {
        let columns = columns.map(|(title, set)| Column {
            title: title.to_owned(),
            set,
        });
        Self {
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(Row {
            cells: cells.into_iter().collect(),
            weight: Weight::Plain,
        });
    }

    pub fn sum(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(Row {
            cells: cells.into_iter().collect(),
            weight: Weight::Sum,
        });
    }
}

#[cfg(test)]
mod tests;
