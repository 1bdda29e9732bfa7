//! YAML text → a tree in which every key and value knows its place; apart because the records are judged from the
//! user's own characters, never from what a YAML library made of them.

use super::syntax;
use crate::{
    finding::Finding,
    source::{FileId, Span},
};
use granit_parser::{Event, Parser, ScalarStyle, ScanError, StrInput, StructureStyle, Tag, options};
use std::{borrow::Cow, collections::BTreeMap, rc::Rc};

/// Everything that one YAML text holds.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Those that could be parsed and hold something.
    pub documents: Vec<Document>,
    pub findings: Vec<Finding>,
    /// Each with its `#`.
    pub comments: Vec<Span>,
    /// How many documents could not be parsed.
    pub broken: usize,
}

#[derive(Debug)]
pub(super) struct Document {
    pub root: Rc<Node>,
    /// From its `---`, or the text's start, to where the next one begins.
    pub whole: Span,
}

/// A value. Those that an alias repeats are one node, whose place is where it is written out.
#[derive(Debug)]
pub(super) struct Node {
    pub span: Span,
    pub shape: Shape,
    /// What it is with all its aliases written out, in bytes.
    weight: usize,
    /// Levels below it, itself included.
    height: usize,
}

#[derive(Debug)]
pub(super) enum Shape {
    Scalar(Scalar),
    List(Vec<Item>),
    Mapping(Vec<Entry>),
}

#[derive(Debug)]
pub(super) struct Scalar {
    pub text: String,
    /// Without quotes and on no block of its own: only such text can be `true` or nothing.
    pub plain: bool,
}

#[derive(Debug)]
pub(super) struct Item {
    pub node: Rc<Node>,
    /// Where it stands in its list, which for an alias isn't where the node is written.
    pub written: Span,
}

#[derive(Debug)]
pub(super) struct Entry {
    pub key: Rc<Node>,
    pub value: Rc<Node>,
    /// From the key's start to the value's end.
    pub written: Span,
}

/// A text and where it begins in its file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub file: FileId,
    pub text: &'a str,
    pub offset: usize,
}

impl<'a> Piece<'a> {
    /// A text of no ledger that is known, from its beginning on.
    pub fn alone(text: &'a str) -> Self {
        Self {
            file: FileId(0),
            text: text.trim_start_matches('\u{feff}'),
            offset: 0,
        }
    }
}

/// Deeper nesting is a finding: nothing here recurses further.
const MOST_LEVELS: usize = 64;
/// All aliases of a file together may stand for so many times its size.
const MOST_EXPANSION: usize = 100;
/// A file with more errors than this isn't YAML at all.
const MOST_ERRORS: usize = 50;

impl Scalar {
    /// `due:` with nothing behind it, `~` and `null`.
    pub(super) fn is_nothing(&self) -> bool {
        self.plain && matches!(self.text.as_str(), "" | "~" | "null" | "Null" | "NULL")
    }
}

impl Node {
    pub(super) fn scalar(&self) -> Option<&Scalar> {
        match &self.shape {
            Shape::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The value under `key`, if this is a mapping that has it.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        let Shape::Mapping(entries) = &self.shape else {
            return None;
        };
        let named = |entry: &&Entry| entry.key.scalar().is_some_and(|scalar| scalar.text == key);
        entries.iter().find(named).map(|entry| &*entry.value)
    }
}

impl Piece<'_> {
    /// A place in the file from two offsets in this text.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let place = |at: usize| u32::try_from(self.offset + at.min(self.text.len())).unwrap_or(u32::MAX);
        Span {
            file: self.file,
            start: place(start),
            end: place(end.max(start)),
        }
    }
}

/// Parses every document that can be parsed.
pub(super) fn parse(piece: Piece<'_>) -> Tree {
    let options = options! {
        emit_unresolved_aliases: true,
        max_buffered_comment_events: usize::MAX,
        flow_nesting_limit: MOST_LEVELS + 1,
        block_nesting_limit: MOST_LEVELS + 1,
    };
    let mut parser = Parser::new_from_str_with_options(piece.text, options);
    let mut builder = Builder::new(piece);
    while let Some(step) = parser.next_event() {
        let taken = match step {
            Ok((event, span)) => builder.take(event, span.byte_range().unwrap_or_default()),
            Err(error) => Err(builder.scan_error(&error).into()),
        };
        let Err(finding) = taken else { continue };
        builder.give_up(*finding);
        if builder.tree.findings.len() >= MOST_ERRORS || !next_document(&mut parser) {
            break;
        }
    }
    builder.tree
}

fn next_document<'a>(parser: &mut Parser<'a, StrInput<'a>>) -> bool {
    parser.proceed_next_document().unwrap_or(false)
}

type Range = std::ops::Range<usize>;

/// A collection whose end has not come yet.
struct Open {
    shape: OpenShape,
    flow: bool,
    anchor: usize,
    start: usize,
    /// Of its last value so far.
    end: usize,
    weight: usize,
    height: usize,
}

enum OpenShape {
    List(Vec<Item>),
    Mapping(Vec<Entry>, Option<Item>),
}

struct Builder<'a> {
    piece: Piece<'a>,
    tree: Tree,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Rc<Node>>,
    root: Option<Rc<Node>>,
    document_start: usize,
    /// The document under way has an error that let parsing go on.
    spoilt: bool,
    expanded: usize,
}

impl<'a> Builder<'a> {
    fn new(piece: Piece<'a>) -> Self {
        Self {
            piece,
            tree: Tree::default(),
            open: Vec::new(),
            anchors: BTreeMap::new(),
            root: None,
            document_start: 0,
            spoilt: false,
            expanded: 0,
        }
    }

    fn take(&mut self, event: Event<'_>, at: Range) -> Result<(), Box<Finding>> {
        match event {
            Event::DocumentStart(explicit, _) => self.start_document(explicit, at.start),
            Event::DocumentEnd => self.end_document(),
            Event::Comment(..) => self.tree.comments.push(self.piece.span(at.start, at.end)),
            Event::Scalar(text, style, anchor, tag) => {
                let node = self.scalar((text, style), tag.as_deref(), &at)?;
                self.place(node, anchor, at)?;
            }
            Event::Alias(anchor) => self.alias(anchor, at)?,
            Event::UnresolvedAlias(name) => {
                let span = self.piece.span(at.start, at.end);
                self.tree.findings.push(syntax::unknown_alias(&name, span));
                self.spoilt = true;
                let node = self.leaf(String::new(), true, &at);
                self.place(node, 0, at)?;
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.open(OpenShape::List(Vec::new()), (style, anchor, tag.as_deref()), &at)?;
            }
            Event::MappingStart(style, anchor, tag) => {
                let shape = OpenShape::Mapping(Vec::new(), None);
                self.open(shape, (style, anchor, tag.as_deref()), &at)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(at)?,
            _ => {}
        }
        Ok(())
    }

    fn start_document(&mut self, explicit: bool, start: usize) {
        let is_first = self.tree.documents.is_empty() && self.tree.broken == 0;
        if let Some(last) = self.tree.documents.last_mut() {
            last.whole.end = self.piece.span(start, start).start;
        }
        self.document_start = if is_first || !explicit { 0 } else { start };
        self.spoilt = false;
        self.anchors.clear();
    }

    fn end_document(&mut self) {
        let Some(root) = self.root.take() else { return };
        if self.spoilt {
            self.tree.broken += 1;
            return;
        }
        if root.scalar().is_some_and(Scalar::is_nothing) {
            return;
        }
        let whole = self.piece.span(self.document_start, self.piece.text.len());
        self.tree.documents.push(Document { root, whole });
    }

    fn scalar(
        &self,
        (text, style): (Cow<'_, str>, ScalarStyle),
        tag: Option<&Tag>,
        at: &Range,
    ) -> Result<Node, Box<Finding>> {
        let is_text = tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
        if let Some(tag) = tag.filter(|_| !is_text) {
            let span = self.piece.span(at.start, at.end);
            return Err(syntax::tag(&tag.original(), span).into());
        }
        let plain = style == ScalarStyle::Plain && !is_text;
        // An absent value comes as `~` without a place of its own.
        let text = if plain && at.is_empty() {
            String::new()
        } else {
            text.into_owned()
        };
        Ok(self.leaf(text, plain, at))
    }

    fn leaf(&self, text: String, plain: bool, at: &Range) -> Node {
        let written = self.piece.text.get(at.clone()).unwrap_or_default();
        let end = at.start + written.trim_end_matches(['\n', '\r', ' ']).len();
        Node {
            span: self.piece.span(at.start, end),
            weight: text.len() + 1,
            height: 1,
            shape: Shape::Scalar(Scalar { text, plain }),
        }
    }

    fn alias(&mut self, anchor: usize, at: Range) -> Result<(), Box<Finding>> {
        let span = self.piece.span(at.start, at.end);
        let Some(node) = self.anchors.get(&anchor).cloned() else {
            return Err(syntax::alias_in_itself(span).into());
        };
        self.expanded = self.expanded.saturating_add(node.weight);
        if self.expanded > self.piece.text.len().saturating_mul(MOST_EXPANSION) {
            return Err(syntax::too_many_aliases(span).into());
        }
        self.put(node, at)
    }

    fn open(
        &mut self,
        shape: OpenShape,
        (style, anchor, tag): (StructureStyle, usize, Option<&Tag>),
        at: &Range,
    ) -> Result<(), Box<Finding>> {
        let span = self.piece.span(at.start, at.end);
        if let Some(tag) = tag {
            return Err(syntax::tag(&tag.original(), span).into());
        }
        if self.open.len() >= MOST_LEVELS {
            return Err(syntax::too_deep(span).into());
        }
        self.open.push(Open {
            shape,
            flow: style == StructureStyle::Flow,
            anchor,
            start: at.start,
            end: at.end,
            weight: 1,
            height: 1,
        });
        Ok(())
    }

    fn close(&mut self, at: Range) -> Result<(), Box<Finding>> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let end = if open.flow { at.end } else { open.end };
        let node = Node {
            span: self.piece.span(open.start, end),
            shape: match open.shape {
                OpenShape::List(items) => Shape::List(items),
                OpenShape::Mapping(entries, _) => Shape::Mapping(entries),
            },
            weight: open.weight,
            height: open.height,
        };
        self.place(node, open.anchor, open.start..end)
    }

    fn place(&mut self, node: Node, anchor: usize, at: Range) -> Result<(), Box<Finding>> {
        let node = Rc::new(node);
        if anchor != 0 {
            self.anchors.insert(anchor, Rc::clone(&node));
        }
        self.put(node, at)
    }

    /// Hands a value to the collection it stands in, at the place where it stands.
    fn put(&mut self, node: Rc<Node>, at: Range) -> Result<(), Box<Finding>> {
        let written = self.piece.span(at.start, at.end);
        // A collection's own level is counted where it opens; here only what an alias brings along.
        if self.open.len() + node.height > MOST_LEVELS + 1 {
            return Err(syntax::too_deep(written).into());
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.weight = open.weight.saturating_add(node.weight);
        open.height = open.height.max(node.height + 1);
        open.end = open.end.max(at.end);
        match &mut open.shape {
            OpenShape::List(items) => items.push(Item { node, written }),
            OpenShape::Mapping(entries, key) => match key.take() {
                None => *key = Some(Item { node, written }),
                Some(key) => entries.push(Entry {
                    written: Span {
                        end: written.end.max(key.written.end),
                        ..key.written
                    },
                    key: key.node,
                    value: node,
                }),
            },
        }
        Ok(())
    }

    fn scan_error(&self, error: &ScanError) -> Finding {
        let at = error.marker().byte_offset().unwrap_or_default();
        syntax::scan_error(error.kind(), self.piece, at)
    }

    /// The document under way is lost; those behind it are not.
    fn give_up(&mut self, finding: Finding) {
        self.tree.findings.push(finding);
        self.tree.broken += 1;
        self.open.clear();
        self.root = None;
    }
}
