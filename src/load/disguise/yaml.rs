//! Records written out again from nothing but what was put into them: no comment, anchor or blank of the original
//! can come along.

/// A value to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Yaml {
    Nothing,
    /// As it stands: a number, a date, a word.
    Plain(String),
    Text(String),
    List(Vec<Item>),
    Mapping(Vec<Entry>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub value: Yaml,
    /// A comment on its first line, with its `#`.
    pub comment: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub key: String,
    pub value: Yaml,
    pub comment: Option<String>,
}

impl Yaml {
    /// One document, ending in a line break.
    pub fn written(&self) -> String {
        let mut out = String::new();
        match self {
            Self::Mapping(entries) if !entries.is_empty() => mapping(entries, 0, &mut out),
            Self::List(items) if !items.is_empty() => list(items, 0, &mut out),
            other => {
                out.push_str(&other.on_one_line());
                out.push('\n');
            }
        }
        out
    }

    fn on_one_line(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Plain(text) => text.clone(),
            Self::Text(text) => quoted(text),
            Self::List(_) => "[]".to_owned(),
            Self::Mapping(_) => "{}".to_owned(),
        }
    }
}

fn mapping(entries: &[Entry], indent: usize, out: &mut String) {
    for (at, entry) in entries.iter().enumerate() {
        // The first line of an item is begun by its dash.
        if at > 0 || !out.ends_with("- ") {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(&quoted(&entry.key));
        out.push(':');
        value(&entry.value, entry.comment.as_deref(), indent + 2, out);
    }
}

fn list(items: &[Item], indent: usize, out: &mut String) {
    for item in items {
        out.push_str(&" ".repeat(indent));
        out.push('-');
        match &item.value {
            Yaml::Mapping(entries) if !entries.is_empty() => {
                let mut entries = entries.clone();
                if let Some(first) = entries.first_mut() {
                    first.comment = first.comment.take().or_else(|| item.comment.clone());
                }
                out.push(' ');
                mapping(&entries, indent + 2, out);
            }
            other => value(other, item.comment.as_deref(), indent + 2, out),
        }
    }
}

/// What stands behind a colon or a dash, to the line's end or on the lines below.
fn value(value: &Yaml, comment: Option<&str>, indent: usize, out: &mut String) {
    let below = match value {
        Yaml::List(items) => !items.is_empty(),
        Yaml::Mapping(entries) => !entries.is_empty(),
        _ => false,
    };
    let here = if below { String::new() } else { value.on_one_line() };
    if !here.is_empty() {
        out.push(' ');
        out.push_str(&here);
    }
    if let Some(comment) = comment {
        out.push(' ');
        out.push_str(comment);
    }
    out.push('\n');
    match value {
        Yaml::List(items) => list(items, indent, out),
        Yaml::Mapping(entries) => mapping(entries, indent, out),
        _ => {}
    }
}

/// In quotes wherever a bare word might be read as something else.
fn quoted(text: &str) -> String {
    let is_word = text.chars().next().is_some_and(char::is_alphabetic)
        && !text.ends_with(' ')
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '_' | '-' | '@' | '/'))
        && !["true", "false", "null", "Null", "NULL"].contains(&text);
    if is_word {
        return text.to_owned();
    }
    serde_json::Value::from(text).to_string()
}
