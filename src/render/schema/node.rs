//! JSON whose keys keep the order they were put in, which is the tables' order: apart because a general JSON value
//! sorts them.

use serde::{Serialize, Serializer};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Text(String),
    Whole(i64),
    Bool(bool),
    List(Vec<Node>),
    Keys(Vec<(String, Node)>),
}

impl Node {
    pub fn keys<'a>(keys: impl IntoIterator<Item = (&'a str, Node)>) -> Self {
        let keys = keys.into_iter().map(|(key, node)| (key.to_owned(), node));
        Self::Keys(keys.collect())
    }

    pub fn list<T: Into<Node>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }

    /// Adds the keys of `more` behind its own.
    pub fn extend(&mut self, more: Self) {
        if let (Self::Keys(keys), Self::Keys(more)) = (self, more) {
            keys.extend(more);
        }
    }

    /// With the keys of `more` behind its own.
    pub fn and(mut self, more: Self) -> Self {
        self.extend(more);
        self
    }

    /// Without a key, wherever it stands.
    pub fn without(self, key: &str) -> Self {
        match self {
            Self::List(items) => Self::List(items.into_iter().map(|item| item.without(key)).collect()),
            Self::Keys(keys) => {
                let others = keys.into_iter().filter(|(name, _)| name != key);
                Self::Keys(others.map(|(name, node)| (name, node.without(key))).collect())
            }
            single => single,
        }
    }

    /// As a file.
    pub fn text(&self) -> String {
        // Texts, whole numbers and lists of them: there is nothing in here that JSON can't hold.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Node {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<bool> for Node {
    fn from(bool: bool) -> Self {
        Self::Bool(bool)
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Whole(number) => serializer.serialize_i64(*number),
            Self::Bool(bool) => serializer.serialize_bool(*bool),
            Self::List(items) => serializer.collect_seq(items),
            Self::Keys(keys) => serializer.collect_map(keys.iter().map(|(key, node)| (key, node))),
        }
    }
}
