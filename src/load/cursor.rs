//! What stands at a place of a record's text, and what may stand there, whether the text is YAML at this moment or not:
//! what an editor asks; apart from reading records, which asks only for what is right.

mod allow;
mod flow;
mod sketch;

pub use allow::{AllowAt, allow_at};

use super::{
    SETTINGS, front_matter,
    place::{Own, Place},
};
use crate::model::{
    self,
    format::{Kind, Table},
    settings,
};
use sketch::{Part, Sketch, Step, sketch};
use std::ops::Range;

/// A file of the ledger that has keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordFile {
    /// `None`: settings.
    pub kind: Option<model::Kind>,
    /// The file's name without its ending.
    pub stem: String,
    /// The keys stand between two lines of `---`.
    pub is_markdown: bool,
}

impl RecordFile {
    /// What `path` is in a ledger whose `dunlin.yaml` reads `settings`; `None`: no file of keys.
    pub fn of(path: &str, settings: &str) -> Option<Self> {
        match Own::named(settings.as_bytes()).place(path) {
            Place::Settings => Some(Self {
                kind: None,
                stem: SETTINGS.to_owned(),
                is_markdown: false,
            }),
            Place::Record {
                kind,
                stem,
                is_markdown,
            } => Some(Self {
                kind: Some(kind),
                stem,
                is_markdown,
            }),
            Place::Draft
            | Place::Misplaced { .. }
            | Place::Folder(_)
            | Place::Text
            | Place::Stray
            | Place::Other => None,
        }
    }

    pub fn table(&self) -> &'static Table {
        self.kind.map_or(&settings::TABLE, model::Kind::table)
    }

    /// Where the keys stand in the file's text; `None`: it has no front matter.
    fn keys(&self, text: &str) -> Option<Range<usize>> {
        if !self.is_markdown {
            return Some(0..text.len());
        }
        match front_matter::split(text) {
            // The line break before the closing fence is the fence's.
            Ok(parts) => Some(parts.yaml.start..parts.yaml.end.saturating_sub(1).max(parts.yaml.start)),
            Err(front_matter::Missing::End) => {
                Some(text.find('\n').map_or(text.len(), |end| end + 1)..text.len())
            }
            Err(front_matter::Missing::Start) => None,
        }
    }
}

/// What the cursor is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// A key with its colon.
    Key,
    /// Where a value is, or may be.
    Value,
    /// A word, perhaps empty, that may become a key or be a value.
    Word,
    Comment,
    /// Prose, or between things.
    Nowhere,
}

/// A place in a text.
#[derive(Debug)]
pub struct Cursor<'t> {
    file: &'t RecordFile,
    text: &'t str,
    offset: usize,
    sketch: Sketch,
    node: usize,
    pub spot: Spot,
}

impl<'t> Cursor<'t> {
    /// `offset` is in bytes, and `text` has no byte order mark.
    pub fn at(file: &'t RecordFile, text: &'t str, offset: usize) -> Self {
        let mut cursor = Self {
            file,
            text,
            offset,
            sketch: Sketch::default(),
            node: 0,
            spot: Spot::Nowhere,
        };
        let range = file.keys(text);
        if let Some(range) = range.filter(|range| (range.start..=range.end).contains(&offset)) {
            cursor.sketch = sketch(&Part {
                text,
                range,
                cursor: offset,
            });
            (cursor.spot, cursor.node) = cursor.find();
        }
        cursor
    }

    fn find(&self) -> (Spot, usize) {
        let on = |range: &Range<usize>| (range.start..=range.end).contains(&self.offset);
        let in_comment = |range: &Range<usize>| range.start < self.offset && self.offset <= range.end;
        if self.sketch.comments.iter().any(in_comment) {
            return (Spot::Comment, 0);
        }
        if self.sketch.prose.iter().any(on) {
            return (Spot::Nowhere, 0);
        }
        let nodes = self.sketch.nodes.iter().enumerate();
        let named = nodes.clone().find(|(_, node)| match &node.step {
            Step::Key(name) | Step::Word(name) => on(name),
            Step::Document | Step::Item => false,
        });
        if let Some((index, node)) = named {
            let is_key = matches!(node.step, Step::Key(_));
            return (if is_key { Spot::Key } else { Spot::Word }, index);
        }
        let holding =
            nodes.filter(|(_, node)| matches!(node.step, Step::Key(_) | Step::Item) && on(&node.slot));
        let innermost = holding.min_by_key(|(index, node)| (node.slot.len(), std::cmp::Reverse(*index)));
        innermost.map_or((Spot::Nowhere, 0), |(index, _)| (Spot::Value, index))
    }

    pub fn file(&self) -> &RecordFile {
        self.file
    }

    /// What is written at the cursor and would be replaced by something else: a key, a value, or nothing.
    pub fn written(&self) -> Range<usize> {
        let here = self.offset..self.offset;
        let Some(node) = self.sketch.nodes.get(self.node) else {
            return here;
        };
        let range = match (&self.spot, &node.step) {
            (Spot::Key | Spot::Word, Step::Key(name) | Step::Word(name)) => name.clone(),
            (Spot::Value, _) => node.value.clone(),
            _ => here.clone(),
        };
        let is_blank = self.slice(range.clone()).trim().is_empty();
        if is_blank || !(range.start..=range.end).contains(&self.offset) {
            here
        } else {
            range
        }
    }

    pub fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    /// The whole comment or line that the cursor is on.
    pub fn line(&self) -> Range<usize> {
        let before = self.text.get(..self.offset).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let rest = self.text.get(self.offset..).unwrap_or_default();
        let end = rest
            .find(['\n', '\r'])
            .map_or(self.text.len(), |at| self.offset + at);
        start..end
    }

    /// The keys down to the cursor's own, an item as `-`.
    pub fn path(&self) -> Vec<&'t str> {
        let mut path = Vec::new();
        let mut at = Some(self.node);
        while let Some(node) = at.and_then(|at| self.sketch.nodes.get(at)) {
            match &node.step {
                Step::Document | Step::Word(_) => {}
                Step::Item => path.push("-"),
                Step::Key(name) => path.push(self.slice(name.clone())),
            }
            at = node.parent;
        }
        path.reverse();
        path
    }

    /// What the value here may be.
    pub fn value_kinds(&self) -> Vec<Kind> {
        match self.spot {
            Spot::Value => self.kinds(self.node),
            Spot::Word => self.parent().map(|parent| self.kinds(parent)).unwrap_or_default(),
            Spot::Key | Spot::Comment | Spot::Nowhere => Vec::new(),
        }
    }

    /// What the mapping may be that a key here belongs to.
    pub fn mapping_kinds(&self) -> Vec<Kind> {
        let kinds = match self.spot {
            Spot::Key | Spot::Word => self.parent().map(|parent| self.kinds(parent)),
            // Behind a dash a key may follow.
            Spot::Value if self.is_item_of_block() => Some(self.kinds(self.node)),
            _ => None,
        };
        let mut kinds = kinds.unwrap_or_default();
        kinds.retain(|kind| matches!(kind, Kind::Mapping(_) | Kind::Map { .. }));
        kinds
    }

    fn is_item_of_block(&self) -> bool {
        let node = self.sketch.nodes.get(self.node);
        node.is_some_and(|node| {
            let dash = node.slot.start.checked_sub(1);
            node.step == Step::Item && dash.and_then(|at| self.text.as_bytes().get(at)) == Some(&b'-')
        })
    }

    /// Whether the key here has no colon yet.
    pub fn wants_colon(&self) -> bool {
        self.spot != Spot::Key
    }

    /// The keys that stand in the cursor's mapping already, the cursor's own left out.
    pub fn siblings(&self) -> Vec<&'t str> {
        let keys = self.entries(self.mapping());
        keys.filter(|(index, _)| *index != self.node)
            .map(|(_, name)| name)
            .collect()
    }

    /// The single value under `key` in the cursor's mapping.
    pub fn sibling(&self, key: &str) -> Option<&'t str> {
        self.value_of(self.mapping(), key)
    }

    /// The single value under `key` at the top of the cursor's record.
    pub fn stated(&self, key: &str) -> Option<&'t str> {
        let mut at = self.node;
        while let Some(parent) = self.sketch.nodes.get(at).and_then(|node| node.parent) {
            at = parent;
        }
        self.value_of(Some(at), key)
    }

    /// The record's id: stated, else the file's name.
    pub fn id(&self) -> &str {
        self.stated("id").unwrap_or(&self.file.stem)
    }

    /// Whether the cursor is on the first key of its record, or on that key's value.
    pub fn is_on_first_key(&self) -> bool {
        let parent = self.parent();
        let is_top = parent
            .and_then(|parent| self.sketch.nodes.get(parent))
            .is_some_and(|node| node.parent.is_none());
        is_top && self.entries(parent).next().map(|(index, _)| index) == Some(self.node)
    }

    fn parent(&self) -> Option<usize> {
        self.sketch.nodes.get(self.node)?.parent
    }

    /// The node whose keys stand beside the cursor.
    fn mapping(&self) -> Option<usize> {
        if self.spot == Spot::Value && self.is_item_of_block() {
            return Some(self.node);
        }
        self.parent()
    }

    fn entries(&self, of: Option<usize>) -> impl Iterator<Item = (usize, &'t str)> {
        let nodes = self.sketch.nodes.iter().enumerate();
        let children = nodes.filter(move |(_, node)| of.is_some() && node.parent == of);
        children.filter_map(|(index, node)| match &node.step {
            Step::Key(name) => Some((index, self.slice(name.clone()))),
            _ => None,
        })
    }

    fn value_of(&self, mapping: Option<usize>, key: &str) -> Option<&'t str> {
        let (index, _) = self.entries(mapping).find(|(_, name)| *name == key)?;
        let value = self.slice(self.sketch.nodes.get(index)?.value.clone());
        Some(value).filter(|value| !value.is_empty())
    }

    /// What the value of a node may be, by the tables; alternatives laid side by side.
    fn kinds(&self, node: usize) -> Vec<Kind> {
        let Some(found) = self.sketch.nodes.get(node) else {
            return Vec::new();
        };
        let above = found.parent.map(|parent| self.kinds(parent)).unwrap_or_default();
        let mut kinds = Vec::new();
        match &found.step {
            Step::Document => kinds.push(Kind::Mapping(self.file.table())),
            Step::Word(_) => {}
            Step::Item => {
                for kind in above {
                    if let Kind::List(item) = kind {
                        flatten(item, &mut kinds);
                    }
                }
            }
            Step::Key(name) => {
                for kind in above {
                    if let Some(kind) = under(kind, self.slice(name.clone())) {
                        flatten(kind, &mut kinds);
                    }
                }
            }
        }
        kinds
    }
}

fn under(kind: Kind, key: &str) -> Option<&'static Kind> {
    match kind {
        Kind::Mapping(table) => {
            let known = table.keys.iter().find(|known| known.name == key);
            known.map(|known| &known.kind).or(table.rest)
        }
        Kind::Map { value, .. } => Some(value),
        _ => None,
    }
}

fn flatten(kind: &'static Kind, kinds: &mut Vec<Kind>) {
    match kind {
        Kind::OneOf(alternatives) => {
            for kind in *alternatives {
                flatten(kind, kinds);
            }
        }
        kind => kinds.push(*kind),
    }
}

#[cfg(test)]
mod tests;
