//! A table or a kind of value → the schema of what the loader takes for it. A schema may take more, never less: what an
//! editor marks as wrong must be wrong.

use super::{Draft, demands, node::Node};
use crate::{
    check::rules,
    language::Languages,
    model::{
        format::{Key, Kind, Table, Target},
        policy,
    },
    money::Currency,
    statute::Statutes,
};
use std::collections::BTreeMap;

/// Whole numbers stay below it, either side of 0: a hundred years of days.
const MOST_WHOLE: i64 = 36_525;
/// Amounts stay below it.
const TOO_MUCH: i64 = 10_000_000_000_000;

/// The parts of a schema that others refer to, each once.
pub(super) struct Definitions {
    draft: Draft,
    named: BTreeMap<String, Node>,
}

impl Definitions {
    pub fn new(draft: Draft) -> Self {
        Self {
            draft,
            named: BTreeMap::new(),
        }
    }

    pub fn into_node(self) -> Node {
        Node::Keys(self.named.into_iter().collect())
    }

    /// What a mapping of this table may hold.
    pub fn table(&mut self, table: &Table) -> Node {
        let mut properties: Vec<_> = table.keys.iter().map(|key| self.property(key)).collect();
        let others = match table.rest {
            Some(kind) => {
                let entry = self.refer(format!("{} entry", table.name), |all| all.kind(kind));
                if table.name == "rules" {
                    properties.extend(by_rule(&entry));
                }
                entry
            }
            None => false.into(),
        };
        let required = table.keys.iter().filter(|key| key.required).map(|key| key.name);
        let required: Vec<_> = required.collect();
        let mut node = Node::keys([("type", "object".into())]);
        if !required.is_empty() {
            node.extend(Node::keys([("required", Node::list(required))]));
        }
        let own = Node::keys([("description", "Your own: dunlin doesn't read it.".into())]);
        node.extend(Node::keys([
            ("properties", Node::Keys(properties)),
            ("patternProperties", Node::keys([("^x-", own)])),
            ("additionalProperties", others),
        ]));
        node.and(demands::schema(table, self.draft))
    }

    fn property(&mut self, key: &Key) -> (String, Node) {
        let mut node = Node::keys([("description", key.doc.into())]);
        node.extend(self.kind(&key.kind));
        if key.required {
            // What a record can't do without holds something.
            match key.kind {
                Kind::Text => node.extend(filled()),
                Kind::List(_) => node.extend(Node::keys([("minItems", 1.into())])),
                _ => {}
            }
        }
        (key.name.to_owned(), node)
    }

    fn kind(&mut self, kind: &Kind) -> Node {
        match kind {
            Kind::Text => text(),
            Kind::Id => text().and(id()),
            Kind::Document | Kind::Folder => text().and(filled()),
            Kind::Date => self.refer("date".to_owned(), |_| date()),
            Kind::Bool => Node::keys([("type", "boolean".into())]),
            Kind::Amount => self.refer("amount".to_owned(), |_| amount()),
            Kind::Decimal => self.refer("decimal".to_owned(), |_| decimal()),
            Kind::Percent { most } => percent(*most),
            Kind::Count => whole(0),
            Kind::Offset => whole(-MOST_WHOLE),
            Kind::Word(words) => Node::keys([("enum", Node::list(words.iter().copied()))]),
            Kind::Language => self.refer("language tag".to_owned(), |_| language()),
            Kind::Currency => self.refer("currency code".to_owned(), |_| currency()),
            Kind::Reference(Target::Jurisdiction) => {
                self.refer("jurisdiction id".to_owned(), |_| known(Statutes::ids()))
            }
            Kind::Reference(Target::Policy) => {
                self.refer("policy id".to_owned(), |_| known(policy::BUILT_IN))
            }
            Kind::Reference(_) => text().and(filled()),
            Kind::List(inner) => Node::keys([("type", "array".into()), ("items", self.kind(inner))]),
            Kind::Mapping(table) => self.refer(table.name.to_owned(), |all| all.table(table)),
            Kind::Map { key, value } => self.map(key, value),
            Kind::OneOf(kinds) => {
                let kinds: Vec<_> = kinds.iter().map(|kind| self.kind(kind)).collect();
                Node::keys([("anyOf", Node::List(kinds))])
            }
        }
    }

    fn map(&mut self, key: &Kind, value: &Kind) -> Node {
        let value = self.kind(value);
        let mut node = Node::keys([("type", "object".into())]);
        // Words stand as keys of their own, so that editors offer them; what a key can't be is left out.
        match key {
            Kind::Word(words) => {
                let each = words.iter().map(|word| ((*word).to_owned(), value.clone()));
                node.extend(Node::keys([
                    ("properties", Node::Keys(each.collect())),
                    ("additionalProperties", false.into()),
                ]));
            }
            _ => {
                let names = match key {
                    Kind::Id => id(),
                    Kind::Reference(_) => filled(),
                    _ => self.kind(key),
                };
                node.extend(Node::keys([
                    ("propertyNames", names),
                    ("additionalProperties", value),
                ]));
            }
        }
        node
    }

    /// A reference to what `make` makes, which is made once.
    fn refer(&mut self, name: String, make: impl FnOnce(&mut Self) -> Node) -> Node {
        let name = name.replace(' ', "-");
        if !self.named.contains_key(&name) {
            let node = make(self);
            self.named.insert(name.clone(), node);
        }
        let path = format!("#/{}/{name}", self.draft.definitions());
        Node::keys([("$ref", path.into())])
    }
}

/// Text is what stands there: an editor may see a number or a truth value where the loader sees its characters.
fn text() -> Node {
    Node::keys([("type", Node::list(["string", "number", "boolean"]))])
}

/// `message` is what the editors say that know the keyword, the YAML language server among them.
fn pattern(pattern: &str, message: &str) -> Node {
    Node::keys([("pattern", pattern.into()), ("errorMessage", message.into())])
}

fn filled() -> Node {
    pattern("\\S", "write one, or leave the line out")
}

/// Every punctuation mark of ASCII but three is told apart; letters of other scripts are left to the loader, for their
/// classes are written differently in each editor's language.
fn id() -> Node {
    pattern(
        "^\\s*[^\\s!-,./:-@\\[-\\^`{-~][^\\s!-,/:-@\\[-\\^`{-~]*\\s*$",
        "ids have letters, digits, `.`, `_` and `-`, and start with no dot",
    )
}

fn date() -> Node {
    let node = Node::keys([("type", "string".into()), ("format", "date".into())]);
    node.and(pattern(
        "^(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        "write year, month and day as in 2026-03-01",
    ))
}

fn amount() -> Node {
    Node::keys([
        ("type", Node::list(["number", "string"])),
        ("exclusiveMinimum", 0.into()),
        ("exclusiveMaximum", TOO_MUCH.into()),
    ])
    .and(pattern(
        "^(0*[1-9][0-9]{0,12}(\\.[0-9]{1,12})?|0+\\.0*[1-9][0-9]*)$",
        "write digits above 0, and a point before the decimals: 1250.50",
    ))
}

fn decimal() -> Node {
    Node::keys([
        ("type", Node::list(["number", "string"])),
        ("exclusiveMinimum", (-TOO_MUCH).into()),
        ("exclusiveMaximum", TOO_MUCH.into()),
    ])
    .and(pattern(
        "^-?[0-9]+(\\.[0-9]+)?$",
        "write digits, and a point before the decimals: 1250.50",
    ))
}

fn percent(most: u32) -> Node {
    Node::keys([
        ("type", Node::list(["number", "string"])),
        ("minimum", 0.into()),
        ("maximum", i64::from(most).into()),
    ])
    .and(pattern(
        "^([0-9]+(\\.[0-9]+)?|-0+(\\.0+)?)$",
        "write a percentage without its sign, such as 15",
    ))
}

fn whole(least: i64) -> Node {
    let digits = if least < 0 { "^-?[0-9]+$" } else { "^(-0+|[0-9]+)$" };
    Node::keys([
        ("type", Node::list(["integer", "string"])),
        ("minimum", least.into()),
        ("maximum", MOST_WHOLE.into()),
    ])
    .and(pattern(digits, "write digits only, such as 14"))
}

fn currency() -> Node {
    let message = "write its three-letter code, such as EUR or USD";
    Node::keys([
        ("enum", Node::list(Currency::codes())),
        ("errorMessage", message.into()),
    ])
}

/// Those with letters are offered; any other tag may stand there too.
fn language() -> Node {
    let any = Node::keys([("type", "string".into())]).and(pattern(
        "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$",
        "write its tag: en, es, de, pt-BR",
    ));
    let offered = Node::keys([("enum", Node::list(Languages::embedded().tags()))]);
    Node::keys([("anyOf", Node::List(vec![offered, any]))])
}

/// Ids that dunlin brings along are offered; a ledger adds its own.
fn known<'a>(ids: impl IntoIterator<Item = &'a str>) -> Node {
    let offered = Node::keys([("enum", Node::list(ids))]);
    Node::keys([("anyOf", Node::List(vec![offered, text().and(filled())]))])
}

/// Each rule and group with what it finds: offered where its level is set.
fn by_rule(entry: &Node) -> Vec<(String, Node)> {
    let about = |name: &str, about: &str| {
        let node = Node::keys([("description", about.into())]);
        (name.to_owned(), node.and(entry.clone()))
    };
    let groups = rules::GROUPS.iter().map(|group| {
        let all = format!("Every rule of `{}`.", group.name);
        about(group.name, &all)
    });
    let rules = rules::all().map(|rule| about(rule.id, rule.summary));
    groups.chain(rules).collect()
}
