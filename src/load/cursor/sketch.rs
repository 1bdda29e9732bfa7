//! YAML text → a rough tree that every text has; apart from the real tree because a text that is being typed is hardly
//! ever YAML, and what may be written at a cursor must be known all the same.

use super::flow;
use std::ops::Range;

/// The keys, items and values of a text, by indentation and brackets. What can't be understood is left out.
#[derive(Debug, Default)]
pub(super) struct Sketch {
    /// A parent stands before its children.
    pub nodes: Vec<Node>,
    /// Each with its `#`.
    pub comments: Vec<Range<usize>>,
    /// The bodies of `|` and `>`.
    pub prose: Vec<Range<usize>>,
}

#[derive(Debug)]
pub(super) struct Node {
    /// `None`: the document itself.
    pub parent: Option<usize>,
    pub step: Step,
    /// Where its value may be written: up to the line's end or the next comma. Empty for what has no value.
    pub slot: Range<usize>,
    /// The value in it if that is a single one, without quotes.
    pub value: Range<usize>,
}

/// How a node hangs on its parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Document,
    Item,
    /// Without quotes.
    Key(Range<usize>),
    /// A word without a colon: a key to be, or a value on a line of its own.
    Word(Range<usize>),
}

/// A stretch of a text and the cursor in it.
#[derive(Debug, Clone)]
pub(super) struct Part<'t> {
    pub text: &'t str,
    pub range: Range<usize>,
    pub cursor: usize,
}

pub(super) fn sketch(part: &Part) -> Sketch {
    let mut pass = Pass {
        part,
        sketch: Sketch::default(),
        open: Vec::new(),
        root: 0,
    };
    pass.document();
    let mut at = part.range.start;
    while at <= part.range.end {
        at = pass.line(at);
    }
    pass.sketch
}

/// A line of the text: where it starts and where it ends, without its break.
#[derive(Debug, Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
    /// Of the first character that is no blank.
    first: usize,
}

pub(super) struct Pass<'p> {
    part: &'p Part<'p>,
    pub sketch: Sketch,
    /// Keys and items that what is further in belongs to, each with its column.
    open: Vec<(usize, usize)>,
    /// The document under way.
    root: usize,
}

/// What is nested deeper than any record is laid side by side.
const MOST_LEVELS: usize = 64;

impl Pass<'_> {
    pub fn text(&self, range: Range<usize>) -> &str {
        self.part.text.get(range).unwrap_or_default()
    }

    pub fn byte(&self, at: usize) -> Option<u8> {
        let inside = at < self.part.range.end;
        self.part.text.as_bytes().get(at).copied().filter(|_| inside)
    }

    /// The end of the line that `at` is in, without its break.
    pub fn line_end(&self, at: usize) -> usize {
        let rest = self.text(at..self.part.range.end);
        let end = rest.find('\n').map_or(self.part.range.end, |offset| at + offset);
        if end > at && self.byte(end - 1) == Some(b'\r') {
            end - 1
        } else {
            end
        }
    }

    /// Where the next line begins; past the end of the text after the last one.
    pub fn next_line(&self, at: usize) -> usize {
        let rest = self.text(at..self.part.range.end);
        rest.find('\n')
            .map_or(self.part.range.end + 1, |offset| at + offset + 1)
    }

    pub fn skip_blanks(&self, mut at: usize) -> usize {
        while matches!(self.byte(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        at
    }

    /// Whether the line that starts at `start` ends whatever was open in column `column`: what a bracket or quote that
    /// was never closed must not swallow.
    pub fn leaves(&self, start: usize, column: usize) -> bool {
        let first = self.skip_blanks(start);
        let closes = matches!(self.byte(first), None | Some(b'}' | b']' | b',' | b'\n' | b'\r'));
        !closes && first - start <= column
    }

    pub fn push(&mut self, parent: usize, step: Step, slot: Range<usize>) -> usize {
        self.sketch.nodes.push(Node {
            parent: Some(parent),
            step,
            value: slot.start..slot.start,
            slot,
        });
        self.sketch.nodes.len() - 1
    }

    pub fn set_value(&mut self, node: usize, value: Range<usize>) {
        if let Some(node) = self.sketch.nodes.get_mut(node) {
            node.slot.start = node.slot.start.min(value.start);
            node.slot.end = node.slot.end.max(value.end);
            node.value = value;
        }
    }

    fn document(&mut self) {
        self.sketch.nodes.push(Node {
            parent: None,
            step: Step::Document,
            slot: 0..0,
            value: 0..0,
        });
        self.root = self.sketch.nodes.len() - 1;
        self.open.clear();
    }

    /// What encloses a key or word in `column`: everything that isn't to its left ends.
    fn enclosing(&mut self, column: usize) -> usize {
        while self.open.last().is_some_and(|(open, _)| *open >= column) {
            self.open.pop();
        }
        self.top()
    }

    fn top(&self) -> usize {
        self.open.last().map_or(self.root, |(_, node)| *node)
    }

    fn enter(&mut self, column: usize, node: usize) {
        if self.open.len() < MOST_LEVELS {
            self.open.push((column, node));
        }
    }

    /// An item may stand in its key's own column.
    fn enclosing_item(&mut self, column: usize) -> usize {
        let is_item = |node: usize| {
            self.sketch
                .nodes
                .get(node)
                .is_some_and(|node| node.step == Step::Item)
        };
        let keep = |(open, node): &(usize, usize)| *open < column || (*open == column && !is_item(*node));
        while self.open.last().is_some_and(|last| !keep(last)) {
            self.open.pop();
        }
        self.top()
    }

    /// Reads a line, or several where a value goes on; where the next one begins.
    fn line(&mut self, start: usize) -> usize {
        let line = Line {
            start,
            end: self.line_end(start),
            first: self.skip_blanks(start),
        };
        let next = self.next_line(start);
        let cursor = self.part.cursor;
        if line.first >= line.end {
            if (line.start..=line.end).contains(&cursor) {
                let parent = self.enclosing(cursor - line.start);
                let node = self.push(parent, Step::Word(cursor..cursor), 0..0);
                self.enter(cursor - line.start, node);
            }
            return next;
        }
        let content = self.text(line.first..line.end);
        if content.starts_with('#') {
            self.sketch.comments.push(line.first..line.end);
            return next;
        }
        let is_mark = |mark| {
            content
                .strip_prefix(mark)
                .is_some_and(|rest: &str| rest.trim().is_empty())
        };
        if line.first == line.start && (is_mark("---") || is_mark("...")) {
            self.document();
            return next;
        }
        self.content(line).max(next)
    }

    fn content(&mut self, line: Line) -> usize {
        let mut at = line.first;
        let mut item = None;
        while self.byte(at) == Some(b'-') && is_gap(self.byte(at + 1)) {
            let column = at - line.start;
            let parent = self.enclosing_item(column);
            let node = self.push(parent, Step::Item, at + 1..line.end);
            self.enter(column, node);
            item = Some(node);
            at = self.skip_blanks(at + 1).min(line.end);
        }
        if at >= line.end {
            return 0;
        }
        let column = at - line.start;
        let Some((name, colon)) = self.key(at, line.end) else {
            return self.without_key(at, (line, item));
        };
        let parent = self.enclosing(column);
        let node = self.push(parent, Step::Key(name), colon + 1..line.end);
        self.enter(column, node);
        self.value(node, (colon + 1, line.end), column)
    }

    /// A word, or a value that stands on a line of its own or behind a dash.
    fn without_key(&mut self, at: usize, (line, item): (Line, Option<usize>)) -> usize {
        let column = at - line.start;
        let opens = matches!(
            self.byte(at),
            Some(b'{' | b'[' | b'"' | b'\'' | b'|' | b'>' | b'&' | b'!')
        );
        if opens {
            let node = item.unwrap_or_else(|| self.enclosing(column));
            let column = self.open.last().map_or(0, |(column, _)| *column);
            return self.value(node, (at, line.end), column);
        }
        let value = self.plain(at, line.end);
        if let Some(item) = item {
            self.set_value(item, value.clone());
        }
        let parent = self.enclosing(column);
        let node = self.push(parent, Step::Word(value), 0..0);
        self.enter(column, node);
        0
    }

    /// `name:` at `at`, with the place of the colon.
    fn key(&self, at: usize, end: usize) -> Option<(Range<usize>, usize)> {
        let first = self.byte(at)?;
        if matches!(first, b'"' | b'\'') {
            let rest = self.text(at + 1..end);
            let close = at + 1 + rest.find(char::from(first))?;
            let colon = self.skip_blanks(close + 1);
            let is_key = self.byte(colon) == Some(b':') && is_gap(self.byte(colon + 1));
            return is_key.then_some((at + 1..close, colon));
        }
        if matches!(
            first,
            b'{' | b'[' | b'|' | b'>' | b'&' | b'*' | b'!' | b'#' | b',' | b'}' | b']'
        ) {
            return None;
        }
        let name = self.text(at..end);
        let colons = name.match_indices(':').map(|(offset, _)| at + offset);
        let colon = colons.into_iter().find(|colon| is_gap(self.byte(colon + 1)))?;
        let comment = name.find(" #").map_or(end, |offset| at + offset);
        let width = self.text(at..colon).trim_end().len();
        (colon < comment && width > 0).then_some((at..at + width, colon))
    }

    /// Reads a value that begins after `from`, on a line that ends at `end`, under what stands in `column`; where to
    /// go on.
    fn value(&mut self, node: usize, (from, end): (usize, usize), column: usize) -> usize {
        let mut at = self.skip_blanks(from);
        while matches!(self.byte(at), Some(b'&' | b'!')) {
            let name = self.text(at..end);
            at = name.find(' ').map_or(end, |offset| self.skip_blanks(at + offset));
        }
        match self.byte(at).filter(|_| at < end) {
            None => 0,
            Some(b'#') => {
                self.sketch.comments.push(at..end);
                0
            }
            Some(b'|' | b'>') => self.block(end, column),
            Some(b'{' | b'[') => {
                let close = flow::collection(self, node, flow::At { at, column, depth: 0 });
                self.note_comment(close, self.line_end(close));
                self.next_line(close.min(self.part.range.end))
            }
            Some(b'"' | b'\'') => {
                let (value, close) = self.quoted(at, column);
                self.set_value(node, value);
                self.note_comment(close, self.line_end(close));
                self.next_line(close.min(self.part.range.end))
            }
            Some(_) => {
                let value = self.plain(at, end);
                self.set_value(node, value);
                0
            }
        }
    }

    /// The body of a `|`: every line further in than `column`.
    fn block(&mut self, header_end: usize, column: usize) -> usize {
        let from = self.next_line(header_end);
        let mut end = from;
        let mut at = from;
        while at <= self.part.range.end {
            let first = self.skip_blanks(at);
            let next = self.next_line(at);
            let is_blank = first >= self.line_end(at);
            if !is_blank && first - at <= column {
                break;
            }
            at = next;
            if !is_blank {
                end = next;
            }
        }
        if end > from {
            self.sketch.prose.push(from..end - 1);
        }
        end
    }

    /// Up to the comment or the line's end.
    pub fn plain(&mut self, at: usize, end: usize) -> Range<usize> {
        let comment = self.text(at..end).find(" #").map(|offset| at + offset + 1);
        if let Some(comment) = comment {
            self.sketch.comments.push(comment..end);
        }
        let text = self.text(at..comment.unwrap_or(end));
        at..at + text.trim_end().len()
    }

    fn note_comment(&mut self, from: usize, end: usize) {
        if let Some(offset) = self.text(from..end).find('#') {
            self.sketch.comments.push(from + offset..end);
        }
    }

    /// What stands in quotes, and where it ends; a quote that isn't closed ends with its line.
    pub fn quoted(&self, open: usize, column: usize) -> (Range<usize>, usize) {
        let quote = self.byte(open);
        let mut at = open + 1;
        while let Some(byte) = self.byte(at) {
            if byte == b'\n' && self.leaves(at + 1, column) {
                break;
            }
            if byte == b'\\' && quote == Some(b'"') {
                at += 2;
            } else if Some(byte) == quote {
                if byte == b'\'' && self.byte(at + 1) == Some(b'\'') {
                    at += 2;
                    continue;
                }
                return (open + 1..at, at + 1);
            } else {
                at += 1;
            }
        }
        let end = self.line_end(open);
        (open + 1..end.max(open + 1), end.max(open + 1))
    }
}

/// Whether a colon or a dash before this is one.
pub(super) fn is_gap(byte: Option<u8>) -> bool {
    matches!(byte, None | Some(b' ' | b'\t' | b'\r' | b'\n'))
}
