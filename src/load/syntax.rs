//! What is wrong with a text that is no YAML, in words for people who never heard of YAML's grammar.

use super::tree::Piece;
use crate::{finding::Finding, source::Span};
use granit_parser::ErrorKind;

const RULE: &str = "file/syntax";

pub(super) fn finding(span: Span, message: impl Into<String>) -> Finding {
    Finding::new(RULE, span, message)
}

pub(super) fn too_deep(span: Span) -> Finding {
    finding(span, "nested more than 64 levels deep").help("no record needs so many levels: write it flatter")
}

pub(super) fn too_many_aliases(span: Span) -> Finding {
    finding(
        span,
        "the aliases (`*name`) of this file stand for more than 100 times its size",
    )
    .help("write the values out")
}

pub(super) fn alias_in_itself(span: Span) -> Finding {
    finding(span, "an alias stands inside the value that it repeats").help("write the value out")
}

pub(super) fn unknown_alias(name: &str, span: Span) -> Finding {
    let shown = super::shown(name);
    finding(span, format!("`*{shown}` repeats a value that isn't there")).help(format!(
        "put quotes around it if it is text; an alias needs `&{shown}` before it in the same record"
    ))
}

pub(super) fn tag(tag: &str, span: Span) -> Finding {
    finding(
        span,
        format!("the tag `{}` has no meaning here", super::shown(tag)),
    )
    .help("leave it out, or put quotes around the value if the `!` is part of it")
}

/// An error of the parser at `at`, an offset in the piece.
pub(super) fn scan_error(kind: &ErrorKind, piece: Piece<'_>, at: usize) -> Finding {
    let (message, help) = match kind {
        // A second colon within braces looks like a missing comma to the parser.
        ErrorKind::ExpectedFlowMappingSeparator
            if piece.text.get(at..).is_some_and(|rest| rest.starts_with(':')) =>
        {
            explain(&ErrorKind::MappingValueNotAllowed)
        }
        kind => explain(kind),
    };
    let at = opening_quote(kind, piece.text, at).unwrap_or(at);
    let width = piece.text.get(at..).and_then(|rest| rest.chars().next());
    let end = at + width.filter(|c| *c != '\n').map_or(0, char::len_utf8);
    let span = piece.span(at, end);
    if *kind == ErrorKind::RecursionLimitExceeded {
        return too_deep(span);
    }
    finding(span, message).help(help)
}

/// A quote that is never closed is noticed lines further down; what helps is where it opens.
fn opening_quote(kind: &ErrorKind, text: &str, at: usize) -> Option<usize> {
    let is_late = matches!(
        kind,
        ErrorKind::InvalidQuotedScalarIndent | ErrorKind::DocumentIndicatorInQuotedScalar
    );
    let before = text.get(..at).filter(|_| is_late)?;
    let opens = |place: &usize| {
        let left = before.get(..*place).and_then(|left| left.chars().next_back());
        left.is_none_or(|c| c.is_whitespace() || matches!(c, '[' | '{' | ','))
    };
    before
        .rmatch_indices(['"', '\''])
        .map(|(place, _)| place)
        .find(opens)
}

const QUOTE: &str = "put quotes around the value if it is text";

fn explain(kind: &ErrorKind) -> (String, String) {
    use ErrorKind as E;
    let right = |open: char| if open == '[' { ']' } else { '}' };
    let own = |message: String, help: String| (message, help);
    match kind {
        E::UnclosedFlowCollection { open } => own(
            format!("`{open}` is opened and never closed"),
            format!("add the `{}`", right(*open)),
        ),
        E::MismatchedFlowCollectionEnd { open, close } => own(
            format!("`{open}` is closed by `{close}`"),
            format!("close it with `{}`", right(*open)),
        ),
        E::UnexpectedCharacter { character } => own(
            format!(
                "a value can't start with `{}`",
                super::shown(&character.to_string())
            ),
            QUOTE.to_owned(),
        ),
        kind => {
            let known = of_marks(kind).or_else(|| of_lines(kind));
            known.map_or_else(
                || own(format!("not YAML: {kind}"), OTHER.to_owned()),
                |(message, help)| own(message.to_owned(), help.to_owned()),
            )
        }
    }
}

const OTHER: &str = "check the line, and put quotes around text with special characters";

/// Quotes, brackets and other single characters.
fn of_marks(kind: &ErrorKind) -> Option<(&'static str, &'static str)> {
    use ErrorKind as E;
    Some(match kind {
        E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar | E::InvalidQuotedScalarIndent => (
            "a quote is opened and never closed",
            "close it where the text ends",
        ),
        E::MisplacedFlowCollectionEnd => ("a bracket closes what was never opened", QUOTE),
        E::UnexpectedEofFlowSequence
        | E::UnexpectedEofFlowMapping
        | E::UnexpectedEofImplicitFlowMapping
        | E::ExpectedFlowMappingSeparator
        | E::ExpectedFlowSequenceSeparator => (
            "a comma or a closing bracket is missing before this",
            "add the `,` between two values, or the bracket",
        ),
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => (
            "something follows the closing quote",
            "put the whole value into one pair of quotes, and double a quote inside: `''` in single quotes",
        ),
        E::UnknownQuotedScalarEscape | E::InvalidQuotedScalarHexEscape | E::InvalidUnicodeEscape => (
            "`\\` is followed by something that it doesn't stand before",
            "write a backslash in double quotes as `\\\\`, or use single quotes",
        ),
        E::CommentNotSeparated | E::CommentInterceptedScalar => (
            "a comment in the middle of a value",
            "put quotes around the value, or the comment on a line of its own",
        ),
        E::MissingAnchorOrAliasName => ("a name is missing after `*` or `&`", QUOTE),
        E::BomInsideDocument => (
            "an invisible byte order mark in the middle of the file",
            "delete it",
        ),
        _ => return None,
    })
}

/// Tabs, colons and indentation.
fn of_lines(kind: &ErrorKind) -> Option<(&'static str, &'static str)> {
    use ErrorKind as E;
    Some(match kind {
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabAtBlockScalarStart
        | E::TabInPlainScalar => ("a tab where only spaces may stand", "indent with spaces"),
        E::MappingValueNotAllowed | E::InvalidColonPlacement => (
            "a `:` where none is expected",
            "put quotes around a value that has `: ` in it; if this is a key, check its indentation",
        ),
        E::SimpleKeyExpected | E::InvalidSimpleKey => (
            "a line without `:`",
            "write `key: value`; a space follows the colon",
        ),
        E::ExpectedBlockMappingKey
        | E::InvalidIndentation
        | E::ExpectedBlockSequenceEntry
        | E::InvalidBlockScalarIndent
        | E::InvalidFlowScalarIndent
        | E::MappingKeyNotAllowed
        | E::BlockSequenceEntryNotAllowed => (
            "this line doesn't fit the lines above it",
            "keys of one record start in the same column, what belongs to a key two spaces further in",
        ),
        E::InvalidMappingValueWhitespace | E::ExpectedWhitespace | E::InvalidBlockEntryWhitespace => {
            ("a space is missing", "put a space after `:`, `-` and `,`")
        }
        _ => return None,
    })
}
