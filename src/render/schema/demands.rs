//! Keys that need or exclude one another, as schemas and in words: the counterpart of what the loader asks beyond its
//! tables, to which a test holds it.

use super::{Draft, node::Node};
use crate::model::{contract::INSTALMENT_GROUPS, format::Table, invoice::TOTAL_GROUP};

/// The keywords that a table's own don't cover.
pub(super) fn schema(table: &Table, draft: Draft) -> Node {
    let demands = match table.name {
        "instalment" => instalment(),
        "contract" => contract(draft),
        "amendment" => one_rest(draft),
        "invoice" => invoice(),
        "withholding" => exactly_one(&WITHHELD, "say how much: percent or amount"),
        "log entry" => log_entry(),
        _ => Vec::new(),
    };
    if demands.is_empty() {
        return Node::Keys(Vec::new());
    }
    Node::keys([("allOf", Node::List(demands))])
}

/// The same for the format's page, a sentence each.
pub(in crate::render) fn in_words(table: &Table) -> Vec<String> {
    let fixed: &[&str] = match table.name {
        "instalment" => &[
            "`every` needs `from`; `from` and `until` need `every`.",
            "`rest` is `true`, in one instalment of a schedule at most.",
        ],
        "contract" => &[
            "Without `total`, the schedule holds at least one instalment, and none is a `percent` or the `rest`.",
            "`amounts: net` needs `tax_percent`.",
            "An instalment's id stands once in a contract, its amendments included.",
        ],
        "invoice" => &[
            "Without `amount`, `lines` holds at least one.",
            "A withholding in `percent` needs `lines`.",
        ],
        "log entry" => &[
            "Anything but a contact names `invoices`.",
            "A credit has an `amount` and one invoice.",
        ],
        _ => &[],
    };
    let groups: &[&[&str]] = match table.name {
        "instalment" => INSTALMENT_GROUPS,
        "withholding" => &[&WITHHELD],
        _ => &[],
    };
    let groups = groups.iter().map(|keys| {
        let keys: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
        format!("Exactly one of {}.", keys.join(", "))
    });
    groups
        .chain(fixed.iter().map(|said| (*said).to_owned()))
        .collect()
}

const WITHHELD: [&str; 2] = ["percent", "amount"];

fn has(keys: &[&str]) -> Node {
    Node::keys([("required", Node::list(keys.iter().copied()))])
}

/// `message` is what the editors say that know the keyword.
fn needs(keys: &[&str], message: &str) -> Node {
    has(keys).and(Node::keys([("errorMessage", message.into())]))
}

/// What the value under one key must be, if it is there.
fn where_key(key: &str, is: Node) -> Node {
    Node::keys([("properties", Node::keys([(key, is)]))])
}

fn constant(word: impl Into<Node>) -> Node {
    Node::keys([("const", word.into())])
}

/// At least one of them, and beside one none of those after it.
fn exactly_one(keys: &[&str], message: &str) -> Vec<Node> {
    let mut demands = vec![any_of(keys.iter().map(|key| needs(&[key], message)))];
    let mut rest = keys;
    while let [key, others @ ..] = rest {
        if !others.is_empty() {
            let none = Node::keys(others.iter().map(|other| (*other, false.into())));
            demands.push(when(has(&[key]), Node::keys([("properties", none)])));
        }
        rest = others;
    }
    demands
}

fn any_of(options: impl IntoIterator<Item = Node>) -> Node {
    Node::keys([("anyOf", Node::list(options))])
}

fn when(condition: Node, then: Node) -> Node {
    Node::keys([("if", condition), ("then", then)])
}

fn instalment() -> Vec<Node> {
    let says = ["say when it is due", "say how much it is"];
    let groups = INSTALMENT_GROUPS.iter().zip(says);
    let mut demands: Vec<_> = groups
        .flat_map(|(group, says)| exactly_one(group, &format!("{says}: one of {}", group.join(", "))))
        .collect();
    let of_repeated = any_of([has(&["from"]), has(&["until"])]);
    demands.extend([
        when(has(&["every"]), needs(&["from"], "add `from`, its first day")),
        when(
            of_repeated,
            needs(
                &["every"],
                "only what is repeated has `from` and `until`: add `every`",
            ),
        ),
        where_key("rest", constant(true)),
    ]);
    demands
}

fn contract(draft: Draft) -> Vec<Node> {
    let share = any_of([has(&["percent"]), has(&["rest"])]);
    let share = Node::keys([("type", "object".into())]).and(share);
    let shares = Node::keys([("type", "array".into()), ("contains", share)]);
    let has_shares = has(&["schedule"]).and(where_key("schedule", shares));
    let price = "write the price as `total`, or a `schedule` of amounts";
    let not_empty = Node::keys([("minItems", 1.into())]);
    let is_net = has(&["amounts"]).and(where_key("amounts", constant("net")));
    let mut demands = vec![
        any_of([
            needs(&["total"], price),
            needs(&["schedule"], price).and(where_key("schedule", not_empty)),
        ]),
        when(
            has_shares,
            needs(&["total"], "an instalment is a part of `total`: add it"),
        ),
        when(
            is_net,
            needs(
                &["tax_percent"],
                "net amounts need `tax_percent`, 0 if no tax is added",
            ),
        ),
    ];
    demands.extend(one_rest(draft));
    demands
}

/// What is left of a total can be asked for once. Draft-07 can't count.
fn one_rest(draft: Draft) -> Vec<Node> {
    if draft == Draft::Seven {
        return Vec::new();
    }
    let rest = has(&["rest"]).and(where_key("rest", constant(true)));
    let once = Node::keys([
        ("contains", rest),
        ("minContains", 0.into()),
        ("maxContains", 1.into()),
    ]);
    vec![where_key("schedule", once)]
}

fn invoice() -> Vec<Node> {
    let message = format!("say what is to be paid: {}", TOTAL_GROUP.join(" or "));
    let total = TOTAL_GROUP.iter().map(|key| {
        let there = needs(&[key], &message);
        match *key {
            "lines" => there.and(where_key(key, Node::keys([("minItems", 1.into())]))),
            _ => there,
        }
    });
    let percent = Node::keys([("type", "object".into())]).and(has(&["percent"]));
    let of_lines = has(&["withholding"]).and(where_key("withholding", percent));
    let message = "a percentage is of `lines`: add them, or withhold an `amount`";
    vec![any_of(total), when(of_lines, needs(&["lines"], message))]
}

fn log_entry() -> Vec<Node> {
    let is_change = has(&["what"]).and(where_key("what", Node::keys([("not", constant("contact"))])));
    let named = Node::keys([("minItems", 1.into()), ("minProperties", 1.into())]);
    let invoices = needs(&["invoices"], "name what it is about: `invoices: [ID]`");
    let is_credit = has(&["what"]).and(where_key("what", constant("credit")));
    let amount = needs(&["amount"], "a credit needs its `amount`");
    let one = Node::keys([("maxItems", 1.into()), ("maxProperties", 1.into())]);
    vec![
        when(is_change, invoices.and(where_key("invoices", named))),
        when(is_credit, amount.and(where_key("invoices", one))),
    ]
}
