//! A single written value → what its kind asks for, or why not and how to write it.

use super::{
    date,
    name::{as_id, id_problem, normal},
    number,
};
use crate::{
    load::{
        nearest::{listed, nearest},
        shown,
        tree::Scalar,
    },
    model::format::{Kind, Value},
    money::Currency,
};

/// Why a value can't be read: the finding's message without what it calls the value, and its help.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::load) struct Wrong {
    pub says: String,
    pub help: String,
}

/// Reads a value of a kind that is written as a single one.
pub(in crate::load) fn read(kind: &Kind, scalar: &Scalar) -> Result<Value, Wrong> {
    let text = scalar.text.as_str();
    if let Some(control) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        return Err(Wrong {
            says: format!(
                "has a character that can't be printed: `{}`",
                control.escape_default()
            ),
            help: "delete it".to_owned(),
        });
    }
    Ok(match kind {
        Kind::Text => Value::Text(text.to_owned()),
        Kind::Reference(_) => Value::Text(filled(text).map(normal)?),
        Kind::Document | Kind::Folder => Value::Text(filled(text)?.to_owned()),
        Kind::Id => Value::Text(id(text)?),
        Kind::Date => Value::Date(date::read(text)?),
        Kind::Bool => Value::Bool(bool(scalar)?),
        Kind::Amount => Value::Number(number::amount(text)?),
        Kind::Decimal => Value::Number(number::decimal(text)?),
        Kind::Percent { most } => Value::Number(number::percent(text, *most)?),
        Kind::Count => Value::Whole(number::whole(text, 0)?),
        Kind::Offset => Value::Whole(number::whole(text, -number::MOST_WHOLE)?),
        Kind::Word(words) => Value::Text(word(text, words)?),
        Kind::Language => Value::Text(language(text)?),
        Kind::Currency => Value::Text(currency(text)?),
        Kind::List(_) | Kind::Mapping(_) | Kind::Map { .. } | Kind::OneOf(_) => {
            return Err(Wrong {
                says: format!("is a single value: `{}`", shown(text)),
                help: String::new(),
            });
        }
    })
}

fn filled(text: &str) -> Result<&str, Wrong> {
    if text.trim().is_empty() {
        return Err(Wrong {
            says: "is empty".to_owned(),
            help: "write one, or leave the line out".to_owned(),
        });
    }
    Ok(text)
}

fn id(text: &str) -> Result<String, Wrong> {
    let id = normal(text);
    let Some(problem) = id_problem(&id) else {
        return Ok(id);
    };
    let says = format!("can't be an id: `{}` {problem}", shown(text));
    let help = match as_id(text) {
        Some(good) => format!("write {good}; ids have letters, digits, `.`, `_` and `-`"),
        None => "ids have letters, digits, `.`, `_` and `-`".to_owned(),
    };
    Err(Wrong { says, help })
}

fn bool(scalar: &Scalar) -> Result<bool, Wrong> {
    let text = scalar.text.as_str();
    match (scalar.plain, text) {
        (true, "true") => return Ok(true),
        (true, "false") => return Ok(false),
        _ => {}
    }
    let help = match text.trim().to_lowercase().as_str() {
        "true" | "false" if !scalar.plain => format!("write {} without quotes", text.trim().to_lowercase()),
        "true" | "yes" | "y" | "on" | "1" => "write true".to_owned(),
        "false" | "no" | "n" | "off" | "0" => "write false".to_owned(),
        _ => "write true or false".to_owned(),
    };
    Err(Wrong {
        says: format!("is neither true nor false: `{}`", shown(text)),
        help,
    })
}

fn word(text: &str, words: &[&'static str]) -> Result<String, Wrong> {
    if words.contains(&text) {
        return Ok(text.to_owned());
    }
    let all = format!("it can be {}", listed(words.iter().copied()));
    Err(Wrong {
        says: format!("can't be `{}`", shown(text)),
        help: match nearest(text, words.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? {}", capital(&all)),
            None => all,
        },
    })
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

/// `en`, `pt-BR`, `zh-Hant`; case is put right.
fn language(text: &str) -> Result<String, Wrong> {
    let mut parts = text.split('-');
    let main = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let letters = (2..=3).contains(&main.len()) && main.bytes().all(|b| b.is_ascii_alphabetic());
    let is_part =
        |part: &&str| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    if letters && rest.len() <= 3 && rest.iter().all(is_part) {
        let rest = rest.iter().map(|part| match part.len() {
            2 => format!("-{}", part.to_ascii_uppercase()),
            4 => format!("-{}", capital(&part.to_ascii_lowercase())),
            _ => format!("-{}", part.to_ascii_lowercase()),
        });
        return Ok(std::iter::once(main.to_ascii_lowercase()).chain(rest).collect());
    }
    let dashed = text.replace('_', "-");
    let help = if dashed != text && language(&dashed).is_ok() {
        format!("write {dashed}")
    } else {
        "write its tag: en, es, de, pt-BR".to_owned()
    };
    Err(Wrong {
        says: format!("is not a language: `{}`", shown(text)),
        help,
    })
}

fn currency(text: &str) -> Result<String, Wrong> {
    if Currency::from_code(text).is_some() {
        return Ok(text.to_owned());
    }
    let upper = text.trim().to_uppercase();
    let known = match text.trim().to_lowercase().as_str() {
        "€" | "euro" | "euros" => Some("EUR"),
        "£" | "pound" | "pounds" => Some("GBP"),
        "us$" | "dollar" | "dollars" => Some("USD"),
        _ => Currency::from_code(&upper).map(Currency::code),
    };
    Err(Wrong {
        says: format!("is not a currency: `{}`", shown(text)),
        help: match known {
            Some(code) => format!("write {code}"),
            None => "write its three-letter code, such as EUR or USD".to_owned(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Scalar {
        Scalar {
            text: text.to_owned(),
            plain: true,
        }
    }

    fn wrong(kind: &Kind, text: &str) -> (String, String) {
        let wrong = read(kind, &plain(text)).unwrap_err();
        (wrong.says, wrong.help)
    }

    #[test]
    fn text_stays_text() {
        for text in ["no", "off", "y", "0123", "1e3", "2026-03-01", "true"] {
            assert_eq!(read(&Kind::Text, &plain(text)), Ok(Value::Text(text.to_owned())));
        }
    }

    #[test]
    fn booleans_are_true_and_false() {
        assert_eq!(read(&Kind::Bool, &plain("true")), Ok(Value::Bool(true)));
        for (text, help) in [
            ("yes", "write true"),
            ("off", "write false"),
            ("maybe", "write true or false"),
        ] {
            assert_eq!(
                wrong(&Kind::Bool, text),
                (format!("is neither true nor false: `{text}`"), help.to_owned())
            );
        }
        let quoted = Scalar {
            text: "true".to_owned(),
            plain: false,
        };
        assert_eq!(
            read(&Kind::Bool, &quoted).unwrap_err().help,
            "write true without quotes"
        );
    }

    #[test]
    fn words_name_the_nearest_first() {
        let kind = Kind::Word(&["business", "consumer", "public-body"]);
        assert_eq!(
            wrong(&kind, "Busines"),
            (
                "can't be `Busines`".to_owned(),
                "did you mean `business`? It can be business, consumer or public-body".to_owned()
            )
        );
        assert_eq!(wrong(&kind, "x").1, "it can be business, consumer or public-body");
    }

    #[test]
    fn currencies_and_languages_have_codes() {
        assert_eq!(wrong(&Kind::Currency, "eur").1, "write EUR");
        assert_eq!(wrong(&Kind::Currency, "€").1, "write EUR");
        assert_eq!(
            wrong(&Kind::Currency, "XAU").1,
            "write its three-letter code, such as EUR or USD"
        );
        assert_eq!(
            read(&Kind::Language, &plain("PT-br")),
            Ok(Value::Text("pt-BR".to_owned()))
        );
        assert_eq!(wrong(&Kind::Language, "pt_BR").1, "write pt-BR");
        assert_eq!(
            wrong(&Kind::Language, "English").1,
            "write its tag: en, es, de, pt-BR"
        );
    }

    #[test]
    fn ids_say_what_they_could_be() {
        assert_eq!(
            wrong(&Kind::Id, "2026/014"),
            (
                "can't be an id: `2026/014` has `/` in it".to_owned(),
                "write 2026-014; ids have letters, digits, `.`, `_` and `-`".to_owned()
            )
        );
    }
}
