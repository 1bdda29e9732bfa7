//! The part of JSON Schema that `docs/schemas` uses, and that what the program writes fits it.

use crate::dunlin::{Place, repository};
use serde_json::{Map, Value};
use std::fs;

const LEDGERS: &[&[(&str, &str)]] = &[
    &[(
        "dunlin.yaml",
        "creditor: {name: A}\ncurrency: EUR\nas_of: 2026-03-02\n",
    )],
    &[
        (
            "dunlin.yaml",
            "creditor: {name: A}\ncurrency: JPY\nas_of: 2026-03-02\n",
        ),
        ("clients/a.yaml", "name: \"=A;\\r\\nEND:VCALENDAR\\e[31m\"\n"),
        ("invoices/i.yaml", "client: a\namount: 100\n"),
        (
            "invoices/j.yaml",
            "client: a\namount: 100\nissued: 2026-01-01\ndue: 2026-01-02\n",
        ),
        ("payments/p.yaml", "client: a\namount: 1,5\n"),
        (
            "log/l.yaml",
            "client: a\ndate: 2026-02-01\ninvoices: [j]\npromise: {pay_by: 2026-02-10}\n",
        ),
    ],
];

const COMMANDS: [(&str, &str); 3] = [("agenda", "agenda"), ("check", "check"), ("status", "status")];

#[test]
fn what_machines_read_fits_its_schema() {
    for (command, name) in COMMANDS {
        let text = fs::read_to_string(repository().join(format!("docs/schemas/{name}.json"))).unwrap();
        let schema: Value = serde_json::from_str(&text).unwrap();
        let example = Place::with_example();
        let mut outputs = vec![
            example
                .dunlin(&[command, "example-ledger", "--format", "json"])
                .stdout,
        ];
        outputs.extend(
            LEDGERS
                .iter()
                .map(|files| Place::with(files).dunlin(&[command, "--format", "json"]).stdout),
        );
        for output in outputs {
            let value: Value =
                serde_json::from_str(&output).unwrap_or_else(|e| panic!("{command}: {e}\n{output}"));
            let mut wrong = Vec::new();
            Checker {
                root: &schema,
                wrong: &mut wrong,
            }
            .check(&schema, &value, name);
            assert_eq!(wrong, Vec::<String>::new());
        }
    }
}

#[test]
fn the_checker_sees_what_does_not_fit() {
    let schema: Value = serde_json::from_str(
        r##"{"type": "object", "required": ["d"], "additionalProperties": false, "properties": {
            "d": {"$ref": "#/$defs/date"}, "n": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]},
            "w": {"enum": ["x"]}}, "$defs": {"date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}}"##,
    )
    .unwrap();
    for (written, count) in [
        (r#"{"d": "2026-03-01", "n": null, "w": "x"}"#, 0),
        (r#"{"n": 1}"#, 1),
        (r#"{"d": "1.3.2026", "n": 0, "w": "y"}"#, 3),
        (r#"{"d": "2026-03-01", "more": 1}"#, 1),
        ("[]", 1),
    ] {
        let mut wrong = Vec::new();
        let value = serde_json::from_str(written).unwrap();
        Checker {
            root: &schema,
            wrong: &mut wrong,
        }
        .check(&schema, &value, "");
        assert_eq!(wrong.len(), count, "{written}: {wrong:?}");
    }
}

struct Checker<'s> {
    root: &'s Value,
    wrong: &'s mut Vec<String>,
}

impl Checker<'_> {
    fn check(&mut self, schema: &Value, value: &Value, at: &str) {
        for (keyword, wanted) in schema.as_object().unwrap() {
            let fits = match keyword.as_str() {
                "$defs"
                | "$id"
                | "$schema"
                | "description"
                | "required"
                | "additionalProperties"
                | "title" => true,
                "$ref" => {
                    let target = self
                        .root
                        .pointer(wanted.as_str().unwrap().trim_start_matches('#'))
                        .unwrap();
                    self.check(target, value, at);
                    true
                }
                "type" => is_a(value, wanted.as_str().unwrap()),
                "const" => value == wanted,
                "enum" => wanted.as_array().unwrap().contains(value),
                "minimum" => value.as_i64() >= wanted.as_i64(),
                "pattern" => value
                    .as_str()
                    .is_none_or(|text| matches(wanted.as_str().unwrap(), text)),
                "anyOf" => wanted.as_array().unwrap().iter().any(|one| self.fits(one, value)),
                "items" => {
                    for (n, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(wanted, item, &format!("{at}/{n}"));
                    }
                    true
                }
                "properties" => {
                    self.properties(schema, value.as_object(), at);
                    true
                }
                other => panic!("{at}: this checker doesn't know `{other}`"),
            };
            if !fits {
                self.wrong
                    .push(format!("{at}: {value} is not {keyword} {wanted}"));
            }
        }
    }

    fn fits(&self, schema: &Value, value: &Value) -> bool {
        let mut wrong = Vec::new();
        Checker {
            root: self.root,
            wrong: &mut wrong,
        }
        .check(schema, value, "");
        wrong.is_empty()
    }

    fn properties(&mut self, schema: &Value, value: Option<&Map<String, Value>>, at: &str) {
        let Some(value) = value else { return };
        let known = schema["properties"].as_object().unwrap();
        for key in schema["required"].as_array().unwrap() {
            if !value.contains_key(key.as_str().unwrap()) {
                self.wrong.push(format!("{at}: no {key}"));
            }
        }
        for (key, item) in value {
            match known.get(key) {
                Some(schema) => self.check(schema, item, &format!("{at}/{key}")),
                None => self.wrong.push(format!("{at}: {key} is not in the schema")),
            }
        }
    }
}

fn is_a(value: &Value, kind: &str) -> bool {
    match kind {
        "array" => value.is_array(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "object" => value.is_object(),
        "string" => value.is_string(),
        other => panic!("no type `{other}`"),
    }
}

/// The four patterns that the schemas use.
fn matches(pattern: &str, text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match pattern {
        "^-?[0-9]+(\\.[0-9]+)?$" => text.strip_prefix('-').unwrap_or(text).splitn(2, '.').all(digits),
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" => {
            let parts: Vec<_> = text.split('-').collect();
            parts.iter().copied().all(digits) && parts.iter().map(|part| part.len()).eq([4, 2, 2])
        }
        "^[A-Z]{3}$" => text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()),
        "^[a-z-]+/[a-z0-9-]+$" => text.split_once('/').is_some_and(|(group, rule)| {
            let word = |text: &str| {
                !text.is_empty()
                    && text
                        .bytes()
                        .all(|b| b == b'-' || b.is_ascii_lowercase() || b.is_ascii_digit())
            };
            word(group) && word(rule)
        }),
        other => panic!("this checker doesn't know the pattern {other}"),
    }
}
