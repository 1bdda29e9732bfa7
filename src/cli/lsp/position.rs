//! Lines and columns as the protocol counts them, from 0 and in the client's units, against bytes.

use lsp_types::{Position, PositionEncodingKind, Range};
use std::ops;

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    Utf8,
    /// What every client has.
    #[default]
    Utf16,
    Utf32,
}

impl Encoding {
    /// The cheapest that the client offers.
    pub fn chosen(offered: &[PositionEncodingKind]) -> Self {
        if offered.contains(&PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if offered.contains(&PositionEncodingKind::UTF32) {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// A text whose lines are known.
#[derive(Debug)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
    /// What stands before the text in the client's first line: a byte order mark.
    before: usize,
}

impl<'t> Lines<'t> {
    /// `text` has no byte order mark; `has_mark`: the client's has.
    pub fn new(text: &'t str, encoding: Encoding, has_mark: bool) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        Self {
            text,
            starts: std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect(),
            encoding,
            before: if has_mark { encoding.width('\u{feff}') } else { 0 },
        }
    }

    /// Of a byte; one within a character counts as the character's.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset).max(1) - 1;
        let start = self.starts.get(line).copied().unwrap_or_default();
        let rest = self.text.get(start..).unwrap_or_default();
        let before = rest
            .char_indices()
            .take_while(|(at, c)| start + at + c.len_utf8() <= offset);
        let column: usize = before.map(|(_, c)| self.encoding.width(c)).sum();
        let column = if line == 0 { column + self.before } else { column };
        Position {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            character: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }

    pub fn range(&self, range: ops::Range<usize>) -> Range {
        Range {
            start: self.position(range.start),
            end: self.position(range.end),
        }
    }

    /// The byte of a position; one past a line's end is the line's end, one past the text's end the text's.
    pub fn offset(&self, position: Position) -> usize {
        let line = position.line as usize;
        let Some(start) = self.starts.get(line).copied() else {
            return self.text.len();
        };
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let own = self.text.get(start..end).unwrap_or_default();
        let own = own.trim_end_matches(['\r', '\n']);
        let mut left = position.character as usize;
        if line == 0 {
            left = left.saturating_sub(self.before);
        }
        for (at, c) in own.char_indices() {
            let width = self.encoding.width(c);
            if left < width {
                return start + at;
            }
            left -= width;
        }
        start + own.len()
    }

    pub fn offsets(&self, range: Range) -> ops::Range<usize> {
        let start = self.offset(range.start);
        start..self.offset(range.end).max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_the_clients_units() {
        let text = "a: ü💶x\r\nb\rc\n";
        let x = text.find('x').unwrap();
        for (encoding, column) in [(Encoding::Utf8, 9), (Encoding::Utf16, 6), (Encoding::Utf32, 5)] {
            let lines = Lines::new(text, encoding, false);
            let position = Position::new(0, column);
            assert_eq!(lines.position(x), position, "{encoding:?}");
            assert_eq!(lines.offset(position), x, "{encoding:?}");
            for at in text.char_indices().map(|(at, _)| at).chain([text.len()]) {
                if !text[at..].starts_with('\n') || !text[..at].ends_with('\r') {
                    let there = lines.offset(lines.position(at));
                    assert_eq!(there, at, "{encoding:?} {at}");
                }
            }
            assert_eq!(lines.position(text.find('c').unwrap()), Position::new(2, 0));
            assert_eq!(lines.offset(Position::new(0, 999)), text.find('\r').unwrap());
            assert_eq!(lines.offset(Position::new(99, 0)), text.len());
        }
        let lines = Lines::new(text, Encoding::Utf16, false);
        assert_eq!(
            lines.offset(Position::new(0, 5)),
            text.find('💶').unwrap(),
            "half a pair"
        );
    }

    #[test]
    fn a_byte_order_mark_is_a_column_of_the_first_line() {
        let lines = Lines::new("a: b\nc", Encoding::Utf16, true);
        assert_eq!(lines.position(3), Position::new(0, 4));
        assert_eq!(lines.offset(Position::new(0, 4)), 3);
        assert_eq!(lines.offset(Position::new(0, 0)), 0);
        assert_eq!(lines.position(5), Position::new(1, 0));
    }

    #[test]
    fn the_best_encoding_is_chosen() {
        use PositionEncodingKind as Kind;
        for (offered, chosen) in [
            (vec![], Encoding::Utf16),
            (vec![Kind::UTF16, Kind::UTF8], Encoding::Utf8),
            (vec![Kind::UTF16, Kind::UTF32], Encoding::Utf32),
            (vec![Kind::new("x")], Encoding::Utf16),
        ] {
            assert_eq!(Encoding::chosen(&offered), chosen);
        }
    }
}
