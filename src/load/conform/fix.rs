//! The one safe answer to what is wrong, where there is one; apart because a message may guess, and a change may not.

mod amount;
mod date;

use super::scalar;
use crate::{
    finding::{Edit, Finding, Fix},
    load::{
        nearest::only_near,
        tree::{Node, Scalar, Shape},
    },
    model::format::{Kind, Table},
    money::Currency,
    source::Span,
};
use std::rc::Rc;

/// What stands around a value, as far as a fix must know it.
#[derive(Debug, Clone, Copy)]
pub(in crate::load) struct Around<'a> {
    /// The whole file, as spans count it.
    pub text: &'a str,
    /// Of every amount here; `None`: it can't be told for certain.
    pub currency: Option<Currency>,
}

impl Around<'_> {
    /// Within a record, where `self` has the ledger's currency.
    pub(super) fn of_record(self, root: &Node, table: &Table) -> Self {
        Self {
            currency: currency(root, table, self.currency),
            ..self
        }
    }

    /// Puts `wanted` in the place of a scalar, inside its quotes if it has some. `None` where it is written otherwise
    /// than character by character.
    pub(super) fn rewritten(&self, node: &Node, wanted: &str) -> Option<Fix> {
        let scalar = node.scalar()?;
        let (start, end) = (node.span.start as usize, node.span.end as usize);
        let raw = self.text.get(start..end)?;
        let in_quotes = ['"', '\'']
            .into_iter()
            .find_map(|quote| raw.strip_prefix(quote)?.strip_suffix(quote));
        // In quotes `true` would be a text.
        let is_bool = matches!(wanted, "true" | "false");
        let span = match in_quotes {
            Some(inside) if inside == scalar.text && is_bool => node.span,
            Some(inside) if inside == scalar.text => Span {
                start: node.span.start + 1,
                end: node.span.end - 1,
                ..node.span
            },
            _ if raw == scalar.text && (scalar.plain || !is_bool) => node.span,
            _ => return None,
        };
        Some(Fix {
            title: format!("write `{wanted}`"),
            edits: vec![Edit {
                span,
                text: wanted.to_owned(),
            }],
        })
    }
}

/// The currency of all amounts of a record. A key that the table doesn't know may have been meant to say another.
fn currency(root: &Node, table: &Table, ledger: Option<Currency>) -> Option<Currency> {
    let Shape::Mapping(entries) = &root.shape else {
        return None;
    };
    let is_known = |key: &str| key.starts_with("x-") || table.keys.iter().any(|known| known.name == key);
    let all_known = entries
        .iter()
        .all(|entry| entry.key.scalar().is_some_and(|key| is_known(&key.text)));
    let is_ledgers = match table.name {
        "client" | "contract" | "payment" | "plan" => true,
        "invoice" => root.get("contract").is_none(),
        _ => false,
    };
    match root.get("currency") {
        _ if !all_known => None,
        Some(own) if table.name != "dunlin.yaml" => Currency::from_code(&own.scalar()?.text),
        _ => ledger.filter(|_| is_ledgers),
    }
}

/// What a value that `kind` doesn't take can only have meant, in the ledger's form.
pub(super) fn of_value(kind: &Kind, written: &Scalar, currency: Option<Currency>) -> Option<String> {
    let text = written.text.trim();
    let meant = match kind {
        Kind::Bool => bool(text).map(str::to_owned),
        Kind::Date => date::only_meaning(text),
        Kind::Amount => amount::only_meaning(text, currency),
        Kind::Decimal => amount::only_meaning(text, None),
        Kind::Percent { .. } => amount::only_percentage(text),
        Kind::Count | Kind::Offset => amount::only_whole(text),
        Kind::Word(words) => word(text, words),
        Kind::Language => Some(text.replace('_', "-")),
        Kind::Currency => code(text),
        _ => None,
    }?;
    let plain = Scalar {
        text: meant,
        plain: true,
    };
    scalar::read(kind, &plain).is_ok().then_some(plain.text)
}

fn bool(text: &str) -> Option<&'static str> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "on" => Some("true"),
        "false" | "no" | "n" | "off" => Some("false"),
        _ => None,
    }
}

/// Short words are other words too soon.
const SHORTEST: usize = 5;

fn word(text: &str, words: &[&'static str]) -> Option<String> {
    let near = only_near(text, words.iter().copied())?;
    let is_slip = text.chars().count() >= SHORTEST;
    let same = |c: char| {
        if matches!(c, '_' | ' ') {
            '-'
        } else {
            c.to_ascii_lowercase()
        }
    };
    let is_same = text.chars().map(same).eq(near.chars());
    (is_same || is_slip).then(|| near.to_owned())
}

/// A sign that stands for one currency alone.
fn code(text: &str) -> Option<String> {
    match text.to_lowercase().as_str() {
        "€" | "euro" | "euros" => Some("EUR".to_owned()),
        "us$" => Some("USD".to_owned()),
        _ => Some(text.to_ascii_uppercase()),
    }
}

/// What an alias repeats stands in several places, and a change to it would be one to all of them.
pub(super) fn withhold_where_repeated(root: &Node, findings: &mut [Finding]) {
    if findings.iter().any(|finding| finding.fix.is_some()) && repeats(root) {
        for finding in findings {
            finding.fix = None;
        }
    }
}

fn repeats(node: &Node) -> bool {
    let again = |node: &Rc<Node>| Rc::strong_count(node) > 1 || repeats(node);
    match &node.shape {
        Shape::Scalar(_) => false,
        Shape::List(items) => items.iter().any(|item| again(&item.node)),
        Shape::Mapping(entries) => entries
            .iter()
            .any(|entry| again(&entry.key) || again(&entry.value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{Content, Folder, ledger};

    fn meant(kind: &Kind, text: &str, plain: bool) -> Option<String> {
        let scalar = Scalar {
            text: text.to_owned(),
            plain,
        };
        of_value(kind, &scalar, None)
    }

    #[test]
    fn words_are_certain_or_stay() {
        const CHANNELS: &[&str] = &["email", "call", "letter", "registered-letter", "message", "other"];
        const KINDS: &[&str] = &["business", "consumer", "public-body"];
        for (kind, text, written) in [
            (Kind::Word(KINDS), "Business", Some("business")),
            (Kind::Word(KINDS), "PUBLIC_BODY", Some("public-body")),
            (Kind::Word(KINDS), "public body", Some("public-body")),
            (Kind::Word(KINDS), "busines", Some("business")),
            (Kind::Word(KINDS), "customer", None),
            (Kind::Word(KINDS), "public", None),
            (Kind::Word(KINDS), "", None),
            (Kind::Word(CHANNELS), "e-mail", Some("email")),
            (Kind::Word(CHANNELS), "Call", Some("call")),
            // By post is not by email.
            (Kind::Word(CHANNELS), "mail", None),
            (Kind::Word(CHANNELS), "cal", None),
            (Kind::Word(CHANNELS), "massage", Some("message")),
            (Kind::Word(&["good", "mixed", "bad"]), "god", None),
            (Kind::Word(&["in", "out"]), "OUT", Some("out")),
            (Kind::Word(&["gross", "net"]), "Net", Some("net")),
            (Kind::Currency, "eur", Some("EUR")),
            (Kind::Currency, "€", Some("EUR")),
            (Kind::Currency, "Euros", Some("EUR")),
            (Kind::Currency, "$", None),
            (Kind::Currency, "£", None),
            (Kind::Currency, "dollars", None),
            (Kind::Currency, "XAU", None),
            (Kind::Language, "pt_BR", Some("pt-BR")),
            (Kind::Language, "English", None),
            (Kind::Id, "2026/014", None),
            (Kind::Count, "14 days", None),
            (Kind::Count, "3 months", None),
            (Kind::Count, "99999999.0", None),
            (Kind::Percent { most: 100 }, "150%", None),
            (Kind::Amount, "0,00", None),
            (Kind::Amount, "€5", None),
        ] {
            assert_eq!(meant(&kind, text, true).as_deref(), written, "{text}");
        }
    }

    #[test]
    fn truth_is_certain_or_stays() {
        for (text, plain, written) in [
            ("yes", true, Some("true")),
            ("True", true, Some("true")),
            ("ON", true, Some("true")),
            ("true", false, Some("true")),
            ("No", true, Some("false")),
            ("off", true, Some("false")),
            ("1", true, None),
            ("0", true, None),
            ("maybe", true, None),
            ("yess", true, None),
            ("sí", true, None),
            ("no.", true, None),
        ] {
            assert_eq!(meant(&Kind::Bool, text, plain).as_deref(), written, "{text}");
        }
    }

    /// The text with its fixes made, the last first; `None` if there are none.
    fn fixed(path: &str, text: &str) -> Option<String> {
        let settings = "creditor: {name: S}\ncurrency: EUR\n";
        let files = [
            ("dunlin.yaml", settings),
            ("clients/a.yaml", "name: A\n"),
            (path, text),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), Content::Bytes(text.as_bytes().to_vec())));
        let folder = Folder {
            files: files.into(),
            ..Folder::default()
        };
        let loaded = ledger(&folder, &[]);
        let fixes = loaded.findings.into_iter().filter_map(|finding| finding.fix);
        let mut edits: Vec<Edit> = fixes.flat_map(|fix| fix.edits).collect();
        edits.sort_by_key(|edit| edit.span);
        let mut fixed = text.to_owned();
        for edit in edits.iter().rev() {
            fixed.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
        }
        (!edits.is_empty()).then_some(fixed)
    }

    #[test]
    fn a_currency_beside_an_amount_must_be_the_records() {
        for (path, text, after) in [
            (
                "invoices/i.yaml",
                "client: a\namount: 5,00 €\n",
                Some("client: a\namount: 5.00\n"),
            ),
            ("invoices/i.yaml", "client: a\namount: $5\n", None),
            (
                "invoices/i.yaml",
                "client: a\ncurrency: USD\namount: $5\n",
                Some("client: a\ncurrency: USD\namount: 5\n"),
            ),
            ("invoices/i.yaml", "client: a\ncurrency: USD\namount: 5 €\n", None),
            // The contract's currency may be another.
            ("invoices/i.yaml", "client: a\ncontract: c\namount: 5 €\n", None),
            (
                "invoices/i.yaml",
                "client: a\nx-contract: c\namount: 5 €\n",
                Some("client: a\nx-contract: c\namount: 5\n"),
            ),
            // A key that nobody knows may have been meant to say another.
            ("invoices/i.yaml", "client: a\nWaehrung: USD\namount: 5 €\n", None),
            ("invoices/i.yaml", "client: a\ncurrency: yen\namount: 5 €\n", None),
            (
                "payments/p.yaml",
                "client: a\ndate: 2026-02-02\namount: EUR 5\n",
                Some("client: a\ndate: 2026-02-02\namount: 5\n"),
            ),
            (
                "log/l.yaml",
                "client: a\ndate: 2026-02-02\nwhat: credit\ninvoices: [i]\nreason: r\namount: 5 €\n",
                None,
            ),
        ] {
            assert_eq!(fixed(path, text).as_deref(), after, "{text}");
        }
    }

    #[test]
    fn only_what_is_written_character_by_character_is_rewritten() {
        let invoice = |line: &str| format!("client: a\namount: 5.00\n{line}\n");
        for (line, after) in [
            ("issued: '2026/03/01' # x", Some("issued: '2026-03-01' # x")),
            ("issued: \"2026/03/01\"", Some("issued: \"2026-03-01\"")),
            ("\"issed\": 2026-03-01", Some("\"issued\": 2026-03-01")),
            ("{isued: 2026-03-01}", None),
            ("issued: \"2026\\/03\\/01\"", None),
            ("issued: |\n  2026/03/01", None),
            ("issued: >-\n  2026/03/01", Some("issued: >-\n  2026-03-01")),
            (
                "void: {date: 2026-03-01, reason: r}\nlate_charges: !!str Waive",
                Some("void: {date: 2026-03-01, reason: r}\nlate_charges: !!str waive"),
            ),
            ("issued: 1 March\n  2026", None),
            ("issued: !!str 2026/03/01", Some("issued: !!str 2026-03-01")),
            ("issued: &a 2026/03/01", Some("issued: &a 2026-03-01")),
            ("issued: &a 2026/03/01\ndue: *a", None),
            ("x-day: &a {to: 2026-03-01}\nperiod: *a\nisued: 2026-03-01", None),
            ("? isued\n: 2026-03-01", Some("? issued\n: 2026-03-01")),
            ("isued:", None),
            ("isued: [2026-03-01]", None),
        ] {
            assert_eq!(
                fixed("invoices/i.yaml", &invoice(line)),
                after.map(invoice),
                "{line}"
            );
        }
    }
}
