//! GitLab's code quality report: what it shows in a merge request, by the fingerprint that tells old from new.

use super::{
    Findings,
    identity::{Identity, identities},
    visible::{in_json, on_one_line, visible},
};
use crate::{check::Judged, finding::Level};
use serde::Serialize;

/// The part of Code Climate's issue that GitLab reads, and `content`, for other readers of the same.
#[derive(Debug, Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<Content>,
}

#[derive(Debug, Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

/// From 1, `end` inclusive.
#[derive(Debug, Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

#[derive(Debug, Serialize)]
struct Content {
    body: String,
}

pub fn render(findings: &Findings) -> String {
    let all = findings
        .checked
        .findings
        .iter()
        .zip(identities(findings.checked, findings.sources));
    let issues: Vec<_> = all
        .map(|(judged, identity)| Issue::of(findings, judged, identity))
        .collect();
    // Strings and numbers in structs: there is nothing in them that serde_json refuses.
    let mut text = in_json(serde_json::to_string_pretty(&issues).unwrap_or_default());
    text.push('\n');
    text
}

impl<'a> Issue<'a> {
    fn of(findings: &Findings, judged: &'a Judged, identity: Identity) -> Self {
        let finding = &judged.finding;
        let at = findings.stretch(finding.span);
        let body = visible(&finding.help);
        Self {
            description: on_one_line(&finding.message),
            check_name: finding.rule,
            fingerprint: identity.fingerprint,
            severity: severity(judged.level),
            location: Location {
                path: findings.path(finding.span),
                lines: Lines {
                    begin: at.start.line,
                    end: at.end.line,
                },
            },
            content: (!body.is_empty()).then_some(Content { body }),
        }
    }
}

/// `critical` and `blocker` are left to those who scan for holes.
fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Info => "info",
    }
}

#[cfg(test)]
mod tests {
    use super::{super::samples::Sample, *};

    #[test]
    fn the_shape_is_gitlabs() {
        let sample = Sample::hostile();
        let findings = Findings {
            prefix: "books/",
            ..sample.findings()
        };
        let expected = r#"[
  {
    "description": "`<script>alert(1)</script>` ␛[31m::error::]]> has no address",
    "check_name": "client/cannot-be-served",
    "fingerprint": "0",
    "severity": "info",
    "location": {
      "path": "books/clients/a%, b\nünï.yaml",
      "lines": {
        "begin": 1,
        "end": 1
      }
    },
    "content": {
      "body": "write [it](https://example.org) under `address`,\n100% \"of\" it & more"
    }
  },
  {
    "description": "nobody signed `site`",
    "check_name": "contract/unsigned",
    "fingerprint": "1",
    "severity": "minor",
    "location": {
      "path": "books/contracts/site.yaml",
      "lines": {
        "begin": 2,
        "end": 2
      }
    }
  },
  {
    "description": "7000.00 EUR is billed",
    "check_name": "invoice/over-billed",
    "fingerprint": "2",
    "severity": "major",
    "location": {
      "path": "books/invoices/i1.yaml",
      "lines": {
        "begin": 4,
        "end": 7
      }
    },
    "content": {
      "body": "have an amendment signed"
    }
  }
]
"#;
        let mut text = render(&findings);
        for (number, identity) in identities(findings.checked, findings.sources).iter().enumerate() {
            text = text.replace(&identity.fingerprint, &number.to_string());
        }
        assert_eq!(text, expected);
    }

    #[test]
    fn a_clean_ledger_gives_an_empty_list() {
        assert_eq!(render(&Sample::of(&[]).findings()), "[]\n");
    }
}
