//! What may be written: the tables of keys that the loader, the schemas, completion and the reference page all read.

use crate::{
    calendar::Date,
    money::{Amount, Currency},
    source::{At, Span},
};

/// A mapping that users write: its keys, in the order in which the format's page shows them.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// What messages call it: `client`, `instalment`.
    pub name: &'static str,
    pub keys: &'static [Key],
    /// What keys beside these hold; `None`: there are no others.
    pub rest: Option<&'static Kind>,
}

/// One key of a record.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
    /// One line, as the editor's hover and the reference page show it.
    pub doc: &'static str,
}

/// What a value may be.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Text,
    /// Letters, digits, `.`, `_`, `-`.
    Id,
    Date,
    Bool,
    /// Money above 0; its decimals are compared with the record's currency.
    Amount,
    /// Any exact decimal: a quantity, a unit price, an hour's value.
    Decimal,
    /// 0 to `most`.
    Percent {
        most: u32,
    },
    /// A whole number, 0 or more.
    Count,
    /// A whole number, below 0 too.
    Offset,
    Word(&'static [&'static str]),
    /// A language tag such as `en` or `pt-BR`.
    Language,
    /// An ISO 4217 code.
    Currency,
    /// A file of the ledger, relative to its root.
    Document,
    /// A folder of the ledger, relative to its root.
    Folder,
    Reference(Target),
    List(&'static Kind),
    Mapping(&'static Table),
    Map {
        key: &'static Kind,
        value: &'static Kind,
    },
    /// The first kind that has the written value's shape, and of those of one shape the first that takes it.
    OneOf(&'static [Kind]),
}

/// What a reference names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Client,
    Contract,
    /// Of the invoice's contract.
    Instalment,
    Invoice,
    Policy,
    Jurisdiction,
}

/// A value that has the form its key asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Text(String),
    Date(Date),
    Number(Amount),
    Whole(i64),
    Bool(bool),
    List(Vec<At<Value>>),
    Fields(Box<Fields>),
    Map(Vec<(At<String>, At<Value>)>),
}

/// The readable values of one mapping, by key. Asking for a key that isn't there, or for another kind than its
/// table says, gives `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    /// The mapping's first key: where to point for what is absent.
    pub first_key: Span,
    /// Where each known key is written, whether its value is readable or not.
    pub keys: Vec<(&'static str, Span)>,
    pub entries: Vec<(&'static str, At<Value>)>,
    /// Entries under [`Table::rest`].
    pub rest: Vec<(At<String>, At<Value>)>,
}

impl Fields {
    /// Where a key is written.
    pub fn key_at(&self, key: &str) -> Option<Span> {
        self.keys
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, span)| *span)
    }

    pub fn get(&self, key: &str) -> Option<&At<Value>> {
        self.entries
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, value)| value)
    }

    /// The value under `key` as `read` sees it.
    fn read<T>(&self, key: &str, read: impl FnOnce(&Value) -> Option<T>) -> Option<At<T>> {
        let value = self.get(key)?;
        read(&value.value).map(|read| At::new(read, value.span))
    }

    pub fn text(&self, key: &str) -> Option<At<String>> {
        self.read(key, |v| v.as_text().map(str::to_owned))
    }

    /// The text without its place; empty if absent.
    pub fn plain_text(&self, key: &str) -> String {
        self.text(key).map(|text| text.value).unwrap_or_default()
    }

    pub fn date(&self, key: &str) -> Option<At<Date>> {
        self.read(key, Value::as_date)
    }

    pub fn amount(&self, key: &str) -> Option<At<Amount>> {
        self.read(key, Value::as_number)
    }

    pub fn currency(&self, key: &str) -> Option<At<Currency>> {
        self.read(key, |v| v.as_text().and_then(Currency::from_code))
    }

    pub fn bool(&self, key: &str) -> Option<At<bool>> {
        self.read(key, |v| match v {
            Value::Bool(bool) => Some(*bool),
            _ => None,
        })
    }

    pub fn count(&self, key: &str) -> Option<At<u32>> {
        self.read(key, |v| v.as_whole().and_then(|n| u32::try_from(n).ok()))
    }

    pub fn offset(&self, key: &str) -> Option<At<i64>> {
        self.read(key, Value::as_whole)
    }

    pub fn fields(&self, key: &str) -> Option<&Fields> {
        match &self.get(key)?.value {
            Value::Fields(fields) => Some(fields),
            _ => None,
        }
    }

    /// A word of a fixed set.
    pub fn word<W: Word>(&self, key: &str) -> Option<At<W>> {
        self.read(key, |v| v.as_text().and_then(W::from_word))
    }

    /// The items of a list; of a single value where one may stand for a list of one; none if absent.
    pub fn list(&self, key: &str) -> Vec<&At<Value>> {
        match self.get(key) {
            Some(At {
                value: Value::List(items),
                ..
            }) => items.iter().collect(),
            Some(single) => vec![single],
            None => Vec::new(),
        }
    }

    /// The mappings of a list (or the one mapping), those that could be read as `T`.
    pub fn records<T>(&self, key: &str, read: impl Fn(&Fields) -> Option<T>) -> Vec<T> {
        let items = self.list(key);
        let fields = items.into_iter().filter_map(|item| match &item.value {
            Value::Fields(fields) => Some(fields),
            _ => None,
        });
        fields.filter_map(|fields| read(fields)).collect()
    }

    pub fn texts(&self, key: &str) -> Vec<At<String>> {
        let items = self.list(key).into_iter();
        items
            .filter_map(|item| Some(At::new(item.value.as_text()?.to_owned(), item.span)))
            .collect()
    }

    pub fn dates(&self, key: &str) -> Vec<Date> {
        let items = self.list(key).into_iter();
        items.filter_map(|item| item.value.as_date()).collect()
    }

    pub fn map(&self, key: &str) -> &[(At<String>, At<Value>)] {
        match self.get(key) {
            Some(At {
                value: Value::Map(entries),
                ..
            }) => entries,
            _ => &[],
        }
    }

    /// A map from currency codes to amounts.
    pub fn amounts_by_currency(&self, key: &str) -> Vec<(Currency, Amount)> {
        let entries = self.map(key).iter();
        let pairs = entries.filter_map(|(code, amount)| {
            Some((Currency::from_code(&code.value)?, amount.value.as_number()?))
        });
        pairs.collect()
    }
}

impl Value {
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_date(&self) -> Option<Date> {
        match self {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    pub fn as_number(&self) -> Option<Amount> {
        match self {
            Value::Number(amount) => Some(*amount),
            _ => None,
        }
    }

    pub fn as_whole(&self) -> Option<i64> {
        match self {
            Value::Whole(number) => Some(*number),
            _ => None,
        }
    }
}

/// An enumeration that is written as one of a fixed set of words.
pub trait Word: Sized + Copy + 'static {
    const WORDS: &'static [&'static str];
    fn from_word(word: &str) -> Option<Self>;
    fn word(self) -> &'static str;
}

/// Declares an enumeration together with the words it is written as.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_meta])* $variant),+ }

        impl $crate::model::format::Word for $name {
            const WORDS: &'static [&'static str] = &[$($word),+];

            fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }

            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::model::format::Word::word(*self))
            }
        }
    };
}
pub(crate) use words;

/// A key that may be left out.
pub(crate) const fn key(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key {
        name,
        kind,
        required: false,
        doc,
    }
}

/// A key that must be there.
pub(crate) const fn required(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key {
        name,
        kind,
        required: true,
        doc,
    }
}

/// A table without other keys than these.
pub(crate) const fn table(name: &'static str, keys: &'static [Key]) -> Table {
    Table {
        name,
        keys,
        rest: None,
    }
}
