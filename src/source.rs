//! Files as they were read, and places in them; apart so that a finding can show the user's own line.

use std::{ops::Deref, sync::OnceLock};

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
    /// By the same index.
    lines: Vec<Lines>,
    /// Of several ledgers: the folder of each, which its paths begin with, and its first file.
    ledgers: Vec<(String, FileId)>,
}

impl Sources {
    /// `files` must be sorted by path; their index is their [`FileId`].
    pub fn new(files: Vec<SourceFile>) -> Self {
        let lines = files.iter().map(|_| Lines::default()).collect();
        Self {
            files,
            lines,
            ledgers: Vec::new(),
        }
    }

    /// The files of several ledgers, each under its folder, which ends in `/` unless it is empty. A ledger's files keep
    /// their order; they are numbered on from those of the ledgers before it.
    pub fn several<'a>(ledgers: impl IntoIterator<Item = (String, &'a Sources)>) -> Self {
        let mut files = Vec::new();
        let mut starts = Vec::new();
        for (folder, sources) in ledgers {
            let first = FileId(u32::try_from(files.len()).unwrap_or(u32::MAX));
            files.extend(sources.files.iter().map(|file| SourceFile {
                path: format!("{folder}{}", file.path),
                text: file.text.clone(),
            }));
            starts.push((folder, first));
        }
        Self {
            ledgers: starts,
            ..Self::new(files)
        }
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
        self.position(span.file, span.start)
    }

    pub fn end(&self, span: Span) -> Position {
        self.position(span.file, span.end)
    }

    /// Line and column of a byte offset; one inside a character counts as that character's, one after the end as the end's.
    pub fn position(&self, file: FileId, offset: u32) -> Position {
        let text = &self.file(file).text;
        self.lines[file.0 as usize]
            .of(text)
            .position(text, offset as usize)
    }

    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0u32..).map(FileId).zip(&self.files)
    }
}

/// A file's [`LineTable`], once somebody has asked for a place in it. It follows from the text alone, so that two files
/// with the same text are equal whether or not somebody asked.
#[derive(Debug, Clone, Default)]
struct Lines(OnceLock<LineTable>);

impl Lines {
    fn of(&self, text: &str) -> &LineTable {
        self.0.get_or_init(|| LineTable::new(text))
    }
}

impl PartialEq for Lines {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Lines {}

/// What makes a place cheap to find, in a long file and in a long line.
#[derive(Debug, Clone)]
struct LineTable {
    /// The offset of each line's first byte.
    starts: Vec<usize>,
    /// How many characters stand before each block of [`BLOCK`] bytes.
    characters: Vec<usize>,
}

/// In bytes: so much is counted afresh for a column, at most twice.
const BLOCK: usize = 1024;

impl LineTable {
    fn new(text: &str) -> Self {
        let breaks = text.bytes().zip(1..).filter(|(byte, _)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(_, next)| next)).collect();
        let mut before = 0;
        let blocks = text.as_bytes().chunks(BLOCK).map(|block| {
            let here = before;
            before += first_bytes(block);
            here
        });
        Self {
            starts,
            characters: blocks.collect(),
        }
    }

    fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|last| self.starts.get(last));
        let before = self.characters_before(text, start.copied().unwrap_or_default());
        let column = self.characters_before(text, offset) - before + 1;
        Position {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }

    fn characters_before(&self, text: &str, offset: usize) -> usize {
        let block = offset / BLOCK;
        // At a text's very end there may be no block.
        let Some(before) = self.characters.get(block) else {
            let last = self.characters.len().saturating_sub(1);
            let rest = text.as_bytes().get(last * BLOCK..).unwrap_or_default();
            return self.characters.last().copied().unwrap_or_default() + first_bytes(rest);
        };
        let here = text.as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        before + first_bytes(here)
    }
}

/// As many as characters begin in these bytes.
fn first_bytes(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sources(text: &str) -> Sources {
        Sources::new(vec![SourceFile {
            path: "a.yaml".to_owned(),
            text: text.to_owned(),
        }])
    }

    fn position(text: &str, offset: u32) -> Position {
        sources(text).position(FileId(0), offset)
    }

    #[test]
    fn columns_count_characters() {
        let text = "a: ü\nname: Фирма\n";
        let offset = u32::try_from(text.find("Фирма").unwrap()).unwrap();
        assert_eq!(position(text, offset), Position { line: 2, column: 7 });
        assert_eq!(position(text, 5), Position { line: 1, column: 5 });
        // In the middle of ü.
        assert_eq!(position(text, 4), Position { line: 1, column: 4 });
        assert_eq!(position(text, 999), Position { line: 3, column: 1 });
        assert_eq!(position("", 7), Position { line: 1, column: 1 });
    }

    #[test]
    fn having_been_asked_makes_no_difference() {
        let (asked, fresh) = (sources("a\nb"), sources("a\nb"));
        assert_eq!(asked.position(FileId(0), 2), Position { line: 2, column: 1 });
        assert_eq!(asked, fresh);
        assert_eq!(asked.clone(), fresh);
        assert_ne!(asked, sources("a\nc"));
    }

    proptest! {
        #[test]
        fn the_table_counts_as_one_would_by_hand(
            parts in proptest::collection::vec("[a\\né漢🙂]{0,700}", 0..5),
            share in 0_usize..1000,
        ) {
            let text = parts.concat();
            let offset = text.floor_char_boundary(text.len() * share / 1000);
            let before = &text[..offset];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
            let found = position(&text, u32::try_from(offset).unwrap());
            prop_assert_eq!((found.line as usize, found.column as usize), (line, column));
            let end = position(&text, u32::try_from(text.len()).unwrap());
            prop_assert_eq!(end.line as usize, text.matches('\n').count() + 1);
        }
    }
}
