//! `dunlin/check/1`: findings as other programs read them. What is serialized here changes only on purpose.

use super::{Findings, visible::in_json};
use crate::{
    check::Judged,
    finding::Related,
    source::{Position, Sources},
};
use serde::Serialize;

const SCHEMA: &str = "dunlin/check/1";

/// Keys stand in this order; lines and columns from 1, columns in characters, ends exclusive.
#[derive(Debug, Serialize)]
struct Report<'a> {
    schema: &'static str,
    /// Null where several ledgers were checked, each for another day.
    as_of: Option<String>,
    findings: Vec<View<'a>>,
    counts: Counts,
}

#[derive(Debug, Serialize)]
struct View<'a> {
    rule: &'a str,
    level: &'static str,
    message: &'a str,
    help: &'a str,
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    related: Vec<Place<'a>>,
    source: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Place<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    message: &'a str,
}

#[derive(Debug, Serialize)]
struct Counts {
    error: usize,
    warning: usize,
    info: usize,
}

pub fn render(findings: &Findings) -> String {
    let counts = findings.checked.counts();
    let views = findings.checked.findings.iter();
    let report = Report {
        schema: SCHEMA,
        as_of: findings.as_of.map(|day| day.to_string()),
        findings: views.map(|judged| View::of(judged, findings.sources)).collect(),
        counts: Counts {
            error: counts.error,
            warning: counts.warning,
            info: counts.info,
        },
    };
    // Strings and numbers in structs: there is nothing in them that serde_json refuses.
    let mut text = in_json(serde_json::to_string_pretty(&report).unwrap_or_default());
    text.push('\n');
    text
}

impl<'a> View<'a> {
    fn of(judged: &'a Judged, sources: &'a Sources) -> Self {
        let finding = &judged.finding;
        let Position { line, column } = sources.start(finding.span);
        let end = sources.end(finding.span);
        Self {
            rule: finding.rule,
            level: judged.level.word(),
            message: &finding.message,
            help: &finding.help,
            file: sources.path(finding.span),
            line,
            column,
            end_line: end.line,
            end_column: end.column,
            related: finding
                .related
                .iter()
                .map(|related| Place::of(related, sources))
                .collect(),
            source: finding.source.as_deref(),
        }
    }
}

impl<'a> Place<'a> {
    fn of(related: &'a Related, sources: &'a Sources) -> Self {
        let Position { line, column } = sources.start(related.span);
        Self {
            file: sources.path(related.span),
            line,
            column,
            message: &related.message,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::parse_date,
        check::{Checked, Deny},
        finding::{Finding, Level},
        source::{FileId, SourceFile, Span},
    };

    const DENY: Deny = Deny {
        level: Level::Error,
        dated: false,
    };

    #[test]
    fn the_shape_is_as_documented() {
        let sources = Sources::new(vec![SourceFile {
            path: "contracts/faró.yaml".to_owned(),
            text: "título: ü x\ntotal: 5\n".to_owned(),
        }]);
        let span = |start, end| Span {
            file: FileId(0),
            start,
            end,
        };
        let finding = Finding::new("contract/unsigned", span(9, 11), "quote \" and \u{1b}")
            .help("sign it")
            .related(span(21, 22), "here");
        let checked = Checked {
            findings: vec![Judged {
                finding,
                level: Level::Warning,
            }],
        };
        let text = render(&Findings {
            checked: &checked,
            sources: &sources,
            as_of: parse_date("2026-03-01"),
            prefix: "",
            width: 80,
            deny: DENY,
        });
        let expected = r#"{
  "schema": "dunlin/check/1",
  "as_of": "2026-03-01",
  "findings": [
    {
      "rule": "contract/unsigned",
      "level": "warning",
      "message": "quote \" and \u001b",
      "help": "sign it",
      "file": "contracts/faró.yaml",
      "line": 1,
      "column": 9,
      "end_line": 1,
      "end_column": 10,
      "related": [
        {
          "file": "contracts/faró.yaml",
          "line": 2,
          "column": 8,
          "message": "here"
        }
      ],
      "source": null
    }
  ],
  "counts": {
    "error": 0,
    "warning": 1,
    "info": 0
  }
}
"#;
        assert_eq!(text, expected);
    }

    #[test]
    fn a_clean_ledger_has_an_empty_list() {
        let text = render(&Findings {
            checked: &Checked::default(),
            sources: &Sources::default(),
            as_of: parse_date("2026-03-01"),
            prefix: "",
            width: 80,
            deny: DENY,
        });
        assert!(text.contains("\"findings\": [],"), "{text}");
    }
}
