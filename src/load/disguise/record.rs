//! One record's tree → the same tree in disguise, each value by the kind that its table gives it. What no table knows
//! is nobody's word: a stand-in takes its place, which is as wrong as the original was.

use super::{
    Known,
    cast::{Cast, Space},
    figures::{Figures, times},
    paths::{self, Paths},
    script::Script,
    text::Text,
    yaml::{Entry, Item, Yaml},
};
use crate::{
    finding::Allow,
    load::{
        conform::read_scalar,
        place::{Own, within},
        tree::{self, Node, Scalar, Shape},
    },
    model::{
        Kind as RecordKind, Policy,
        format::{Kind, Table, Target, Value},
        invoice,
    },
    money::Amount,
};

/// What a value that can't be read becomes: it can't be read either.
const UNREADABLE: &str = "n/a";

/// A record, and what its values hang on.
pub(super) struct Record<'a> {
    pub cast: &'a dyn Cast,
    pub own: &'a Own,
    pub known: Known<'a>,
    pub script: Script,
    pub factor: u32,
    pub figures: Figures,
    pub kind: Option<RecordKind>,
    /// Stated, else of the file.
    pub id: &'a str,
    /// Those of the file.
    pub allows: &'a [Allow],
}

/// Where in a record: the table of the mapping, and the key in it.
#[derive(Clone, Copy)]
struct At<'a> {
    table: &'a str,
    key: &'a str,
}

impl Record<'_> {
    pub fn disguised(&self, root: &Node, table: &'static Table) -> Yaml {
        match &root.shape {
            Shape::Mapping(entries) => self.mapping(entries, table),
            _ => stand_in(root),
        }
    }

    fn mapping(&self, entries: &[tree::Entry], table: &'static Table) -> Yaml {
        let mut written = Vec::new();
        for entry in entries {
            let Some(key) = entry.key.scalar() else {
                written.push(self.entry(entry, UNREADABLE.to_owned(), stand_in(&entry.value)));
                continue;
            };
            // Of a line only what it comes to is written.
            if key.text.starts_with("x-") || (table.name == "line" && key.text == "quantity") {
                continue;
            }
            let at = At {
                table: table.name,
                key: &key.text,
            };
            let known = table.keys.iter().find(|known| known.name == key.text);
            let (key, kind) = match (known, table.rest) {
                (Some(known), _) => (known.name.to_owned(), &known.kind),
                (None, Some(rest)) => (self.rule(&key.text), rest),
                (None, None) => {
                    let key = self.cast.name(Space::Key, &key.text);
                    written.push(self.entry(entry, key, stand_in(&entry.value)));
                    continue;
                }
            };
            written.extend(self.figure(at, entry).unwrap_or_else(|| {
                let value = self.value(at, &entry.value, kind);
                value.map(|value| self.entry(entry, key, value))
            }));
        }
        Yaml::Mapping(written)
    }

    fn entry(&self, entry: &tree::Entry, key: String, value: Yaml) -> Entry {
        Entry {
            key,
            value,
            comment: self.comment(entry.written.start),
        }
    }

    /// What an `allow` before or behind the line says that begins there.
    fn comment(&self, start: u32) -> Option<String> {
        let here = self.allows.iter().filter(|allow| allow.covers.start == start);
        allow_comment(here, self.known)
    }

    /// A row whose sum was rounded; `Some(None)`: it is left out for another's sake.
    fn figure(&self, at: At<'_>, entry: &tree::Entry) -> Option<Option<Entry>> {
        let number = |key: &str, amount: Amount| {
            let value = Yaml::Plain(amount.decimal().to_string());
            Some(Some(self.entry(entry, key.to_owned(), value)))
        };
        let written = entry.value.scalar();
        let written = written.and_then(|scalar| Amount::parse(&scalar.text).ok());
        match (at.table, at.key) {
            ("invoice", "lines") if !self.figures.nets.is_empty() => self.lines(entry),
            ("withholding", "percent") => number("amount", self.figures.withheld?),
            ("instalment", "percent") => number("amount", *self.figures.shares.get(&written?)?),
            ("contract", "total") => number("total", self.figures.total?),
            _ => None,
        }
    }

    /// Each line as one piece of what it came to.
    fn lines(&self, entry: &tree::Entry) -> Option<Option<Entry>> {
        let Shape::List(items) = &entry.value.shape else {
            return None;
        };
        let mut written = Vec::new();
        for (item, net) in items.iter().zip(&self.figures.nets) {
            let mut value = self.line(&item.node)?;
            if let Yaml::Mapping(entries) = &mut value {
                let price = entries.iter_mut().find(|entry| entry.key == "unit_price");
                price?.value = Yaml::Plain(net.decimal().to_string());
            }
            written.push(Item {
                value,
                comment: self.comment(item.written.start),
            });
        }
        if !self.figures.rounding.is_zero() {
            let price = Yaml::Plain(self.figures.rounding.decimal().to_string());
            written.push(Item {
                value: Yaml::Mapping(vec![Entry {
                    key: "unit_price".to_owned(),
                    value: price,
                    comment: None,
                }]),
                comment: None,
            });
        }
        Some(Some(self.entry(entry, "lines".to_owned(), Yaml::List(written))))
    }

    fn line(&self, node: &Node) -> Option<Yaml> {
        match &node.shape {
            Shape::Mapping(entries) => Some(self.mapping(entries, &invoice::LINE)),
            _ => None,
        }
    }

    /// `None`: the value is left out, and its key with it.
    fn value(&self, at: At<'_>, node: &Node, kind: &'static Kind) -> Option<Yaml> {
        if node.scalar().is_some_and(Scalar::is_nothing) {
            return Some(Yaml::Nothing);
        }
        Some(match (kind, &node.shape) {
            (Kind::OneOf(kinds), _) => return self.value(at, node, one_of(kinds, node)?),
            (Kind::List(inner), Shape::List(items)) => self.list(at, items, inner),
            (Kind::Mapping(table), Shape::Mapping(entries)) => self.mapping(entries, table),
            (Kind::Map { key, value }, Shape::Mapping(entries)) => self.map(at, entries, (key, value)),
            (kind, Shape::Scalar(scalar)) => return self.scalar(at, scalar, kind),
            _ => stand_in(node),
        })
    }

    fn list(&self, at: At<'_>, items: &[tree::Item], kind: &'static Kind) -> Yaml {
        let items = items.iter().filter_map(|item| {
            let value = self.value(at, &item.node, kind)?;
            let comment = self.comment(item.written.start);
            Some(Item { value, comment })
        });
        Yaml::List(items.collect())
    }

    fn map(&self, at: At<'_>, entries: &[tree::Entry], (key, value): (&'static Kind, &'static Kind)) -> Yaml {
        let written = entries.iter().filter_map(|entry| {
            let named = entry.key.scalar().and_then(|scalar| self.scalar(at, scalar, key));
            let named = match named {
                Some(Yaml::Plain(text) | Yaml::Text(text)) => text,
                _ => UNREADABLE.to_owned(),
            };
            let value = self.value(at, &entry.value, value)?;
            Some(self.entry(entry, named, value))
        });
        Yaml::Mapping(written.collect())
    }

    fn scalar(&self, at: At<'_>, scalar: &Scalar, kind: &Kind) -> Option<Yaml> {
        let written = scalar.text.as_str();
        let Ok(value) = read_scalar(kind, scalar) else {
            // A path, a reference or a text can only be wrong by being empty or unprintable.
            let is_empty = written.trim().is_empty();
            let stand_in = if is_empty {
                String::new()
            } else {
                UNREADABLE.to_owned()
            };
            return Some(Yaml::Text(stand_in));
        };
        let plain = || Yaml::Plain(written.trim().to_owned());
        Some(match kind {
            Kind::Text => Yaml::Text(self.text((at.table, at.key), written)?),
            Kind::Id => Yaml::Text(self.id(at, written)),
            Kind::Reference(target) => Yaml::Text(self.reference(*target, written)),
            Kind::Amount | Kind::Decimal if self.is_scaled(at) => match value {
                Value::Number(amount) => Yaml::Plain(times(amount, self.factor).decimal().to_string()),
                _ => plain(),
            },
            Kind::Document => Yaml::Text(self.document(written)),
            // Where the pages go is said on the command line.
            Kind::Folder => return None,
            Kind::Language if !is_tag(written) => Yaml::Text("xx".to_owned()),
            _ => plain(),
        })
    }

    fn text(&self, (table, key): (&str, &str), written: &str) -> Option<String> {
        let text = Text {
            cast: self.cast,
            script: self.script,
            place: (table, key),
            id: self.id,
            written,
        };
        text.disguised()
    }

    /// Limits of the law are what they are: multiplied, they would tell by what.
    fn is_scaled(&self, at: At<'_>) -> bool {
        !matches!(at.table, "limit" | "rate") && at.key != "hours"
    }

    fn id(&self, at: At<'_>, written: &str) -> String {
        let space = match (at.table, at.key) {
            (_, "policies") => return self.reference(Target::Policy, written),
            (_, "jurisdictions") => return self.reference(Target::Jurisdiction, written),
            (_, "rates") if self.known.rates.contains(written.trim()) => return written.trim().to_owned(),
            (_, "rates") => Space::Rate,
            ("instalment" | "amendment", _) => {
                self.cast.name(Space::Agreed, written);
                Space::Instalment
            }
            _ => match self.kind {
                Some(kind) => return paths::id(self.cast, kind, written),
                None => Space::Key,
            },
        };
        self.cast.name(space, written)
    }

    fn reference(&self, target: Target, written: &str) -> String {
        let written = written.trim();
        match target {
            Target::Client => self.cast.client_id(written),
            Target::Contract => self.cast.name(Space::Contract, written),
            Target::Invoice => self.cast.name(Space::Invoice, written),
            Target::Instalment => self.cast.name(Space::Instalment, written),
            Target::Policy if Policy::built_in(written).is_some() => written.to_owned(),
            Target::Policy => self.cast.name(Space::Policy, written),
            Target::Jurisdiction if self.known.places.contains(written) => written.to_owned(),
            Target::Jurisdiction => self.cast.name(Space::Place, written),
        }
    }

    fn document(&self, written: &str) -> String {
        let paths = Paths {
            own: self.own,
            cast: self.cast,
        };
        within(written).map_or_else(|| "../outside".to_owned(), |path| paths.of(&path))
    }

    /// The id of a rule or a group; what is none stays none.
    fn rule(&self, written: &str) -> String {
        if self.known.rules.contains(written) {
            return written.to_owned();
        }
        self.cast.name(Space::Key, written)
    }
}

/// Every `allow` of these, for whatever reason.
pub(super) fn allow_comment<'f>(allows: impl Iterator<Item = &'f Allow>, known: Known<'_>) -> Option<String> {
    let mut rules = Vec::new();
    let mut reason = "";
    for allow in allows {
        let is_known = known.rules.contains(allow.rule.as_str());
        rules.push(if is_known { allow.rule.as_str() } else { "no/rule" });
        if allow.has_reason {
            reason = " — …";
        }
    }
    (!rules.is_empty()).then(|| format!("# dunlin: allow({}){reason}", rules.join(", ")))
}

/// The kind that a reader of the record would take.
fn one_of(kinds: &'static [Kind], node: &Node) -> Option<&'static Kind> {
    let has_shape = |kind: &&Kind| match &node.shape {
        Shape::Scalar(_) => !matches!(kind, Kind::List(_) | Kind::Mapping(_) | Kind::Map { .. }),
        Shape::List(_) => matches!(kind, Kind::List(_)),
        Shape::Mapping(_) => matches!(kind, Kind::Mapping(_) | Kind::Map { .. }),
    };
    let mut fitting = kinds.iter().filter(has_shape);
    let taken = node.scalar().and_then(|scalar| {
        let mut fitting = fitting.clone();
        fitting.find(|kind| read_scalar(kind, scalar).is_ok())
    });
    taken.or_else(|| fitting.next()).or_else(|| kinds.first())
}

/// Of the same shape, and nothing of what it held.
fn stand_in(node: &Node) -> Yaml {
    match &node.shape {
        Shape::Scalar(scalar) if scalar.is_nothing() => Yaml::Nothing,
        Shape::Scalar(_) => Yaml::Text(UNREADABLE.to_owned()),
        Shape::List(_) => Yaml::List(vec![Item {
            value: Yaml::Text(UNREADABLE.to_owned()),
            comment: None,
        }]),
        Shape::Mapping(_) => Yaml::Mapping(vec![Entry {
            key: UNREADABLE.to_owned(),
            value: Yaml::Text(UNREADABLE.to_owned()),
            comment: None,
        }]),
    }
}

/// `pt`, `pt-BR`: too short to say more.
fn is_tag(text: &str) -> bool {
    let is_short =
        |part: &str, most: usize| part.len() <= most && part.bytes().all(|b| b.is_ascii_alphabetic());
    let (language, region) = text.split_once('-').unwrap_or((text, ""));
    is_short(language, 3) && is_short(region, 4)
}
