//! YAML as editors see it: each value by YAML 1.2's core schema, where the loader sees characters.

use granit_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Number, Value};
use std::collections::BTreeMap;

/// Every document of a text; `None` if it can't be parsed.
pub fn documents(text: &str) -> Option<Vec<Value>> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        builder.take(event.ok()?.0);
    }
    Some(builder.documents)
}

/// What an unquoted value is.
pub fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number)
}

fn number(text: &str) -> Option<Number> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    for (start, radix) in [("0o", 8), ("0x", 16)] {
        if let Some(rest) = text.strip_prefix(start) {
            return i64::from_str_radix(rest, radix).ok().map(Number::from);
        }
    }
    let bare = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits(bare)
        && let Ok(whole) = text.parse::<i64>()
    {
        return Some(whole.into());
    }
    let (mantissa, exponent) = match bare.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.strip_prefix(['-', '+']).unwrap_or(exponent)),
        None => (bare, "0"),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_number = digits(&format!("{whole}{fraction}")) && digits(exponent);
    is_number.then(|| text.parse().ok().and_then(Number::from_f64))?
}

#[derive(Default)]
struct Builder {
    documents: Vec<Value>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Value>,
}

struct Open {
    anchor: usize,
    key: Option<String>,
    value: Value,
}

impl Builder {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Scalar(text, ScalarStyle::Plain, anchor, None) => self.put(plain(&text), anchor),
            Event::Scalar(text, _, anchor, _) => self.put(Value::String(text.into_owned()), anchor),
            Event::Alias(anchor) => {
                let value = self.anchors[&anchor].clone();
                self.put(value, 0);
            }
            Event::SequenceStart(_, anchor, _) => self.open(Value::Array(Vec::new()), anchor),
            Event::MappingStart(_, anchor, _) => self.open(Value::Object(Map::new()), anchor),
            Event::SequenceEnd | Event::MappingEnd => {
                let open = self.open.pop().unwrap();
                self.put(open.value, open.anchor);
            }
            _ => {}
        }
    }

    fn open(&mut self, value: Value, anchor: usize) {
        self.open.push(Open {
            anchor,
            key: None,
            value,
        });
    }

    fn put(&mut self, value: Value, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, value.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.documents.push(value);
            return;
        };
        match (&mut open.value, open.key.take()) {
            (Value::Array(items), _) => items.push(value),
            (Value::Object(entries), Some(key)) => {
                entries.insert(key, value);
            }
            (_, _) => {
                open.key = Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            }
        }
    }
}

#[test]
fn a_value_is_what_the_core_schema_says() {
    for (text, seen) in [
        ("no", "\"no\""),
        ("off", "\"off\""),
        ("0123", "123"),
        ("-0", "0"),
        ("1e3", "1000.0"),
        ("1250.50", "1250.5"),
        (".5", "0.5"),
        ("5.", "5.0"),
        ("1_000", "\"1_000\""),
        ("0x10", "16"),
        ("0o17", "15"),
        ("2026-03-01", "\"2026-03-01\""),
        ("True", "true"),
        ("~", "null"),
        (".", "\".\""),
        ("1.2.3", "\"1.2.3\""),
    ] {
        assert_eq!(plain(text).to_string(), seen, "{text}");
    }
    let text = "a: &x [1, \"2\"]\nb: *x\n---\nc: {d: '', e:}\n";
    let documents = documents(text).unwrap();
    assert_eq!(
        documents.iter().map(Value::to_string).collect::<Vec<_>>(),
        [r#"{"a":[1,"2"],"b":[1,"2"]}"#, r#"{"c":{"d":"","e":null}}"#]
    );
}
