//! Files as they were read, and places in them; apart so that a finding can show the user's own line.

use std::ops::Deref;

/// A file of the ledger: its path relative to the ledger's root, with `/` between the parts, and its text without a byte order mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    pub path: String,
    pub text: String,
}

/// Which file of [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A stretch of one file in bytes, `end` exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

/// A line and a column, both from 1; columns count characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// A value and where it stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct At<T> {
    pub value: T,
    pub span: Span,
}

impl<T> At<T> {
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> At<U> {
        At {
            value: change(self.value),
            span: self.span,
        }
    }
}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl Span {
    /// The empty place at the very start of a file.
    pub fn start_of(file: FileId) -> Self {
        Self {
            file,
            start: 0,
            end: 0,
        }
    }
}

/// Every file that was read, in path order: of a ledger, or of several, one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    files: Vec<SourceFile>,
    /// Of several ledgers: the folder of each, which its paths begin with, and its first file.
    ledgers: Vec<(String, FileId)>,
}

impl Sources {
    /// `files` must be sorted by path; their index is their [`FileId`].
    pub fn new(files: Vec<SourceFile>) -> Self {
        Self {
            files,
            ledgers: Vec::new(),
        }
    }

    /// The files of several ledgers, each under its folder, which ends in `/` unless it is empty. A ledger's files keep
    /// their order; they are numbered on from those of the ledgers before it.
    pub fn several<'a>(ledgers: impl IntoIterator<Item = (String, &'a Sources)>) -> Self {
        let mut all = Self::default();
        for (folder, sources) in ledgers {
            let first = FileId(u32::try_from(all.files.len()).unwrap_or(u32::MAX));
            all.files.extend(sources.files.iter().map(|file| SourceFile {
                path: format!("{folder}{}", file.path),
                text: file.text.clone(),
            }));
            all.ledgers.push((folder, first));
        }
        all
    }

    /// What a file's path begins with, before its path in its own ledger: empty where there is only one ledger.
    pub fn folder(&self, file: FileId) -> &str {
        let before = self.ledgers.partition_point(|(_, first)| *first <= file);
        let own = before.checked_sub(1).and_then(|own| self.ledgers.get(own));
        own.map_or("", |(folder, _)| folder)
    }

    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    pub fn path(&self, span: Span) -> &str {
        &self.file(span.file).path
    }

    /// The characters a span covers.
    pub fn text(&self, span: Span) -> &str {
        let text = &self.file(span.file).text;
        text.get(span.start as usize..span.end as usize)
            .unwrap_or_default()
    }

    pub fn start(&self, span: Span) -> Position {
        position(&self.file(span.file).text, span.start)
    }

    pub fn end(&self, span: Span) -> Position {
        position(&self.file(span.file).text, span.end)
    }

    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0u32..).map(FileId).zip(&self.files)
    }
}

/// Line and column of a byte offset; one inside a character counts as that character's.
pub fn position(text: &str, offset: u32) -> Position {
    let offset = (offset as usize).min(text.len());
    let before = &text.as_bytes()[..offset];
    let line_start = before.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    let line = before.iter().filter(|b| **b == b'\n').count() + 1;
    let column = text[line_start..]
        .char_indices()
        .take_while(|(i, _)| line_start + i < offset)
        .count()
        + 1;
    Position {
        line: u32::try_from(line).unwrap_or(u32::MAX),
        column: u32::try_from(column).unwrap_or(u32::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "a: ü\nname: Фирма\n";
        let offset = u32::try_from(text.find("Фирма").unwrap()).unwrap();
        assert_eq!(position(text, offset), Position { line: 2, column: 7 });
        assert_eq!(position(text, 5), Position { line: 1, column: 5 });
        assert_eq!(position(text, 999), Position { line: 3, column: 1 });
    }
}
