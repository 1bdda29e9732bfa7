//! SARIF 2.1.0, for code scanning and editors: every finding with its rule's page, its places and a lasting fingerprint.

mod log;

use super::{
    Findings, gravest_first,
    identity::{Identity, identities},
    visible::{in_json, on_one_line, visible},
};
use crate::{
    check::{Judged, Rule, rules},
    finding::Level,
    source::Span,
};
use log::{
    ArtifactLocation, Configuration, Driver, Fingerprints, Help, Invocation, Location, Log, Message,
    Notification, PhysicalLocation, Region, Result, RuleMetadata, RuleProperties, Run, RunProperties, Tool,
};
use std::{collections::BTreeSet, fmt::Write};

/// GitHub takes 25,000 results of a run and keeps the 5,000 gravest, without a word of the others; here they are told.
const MOST: usize = 5000;

pub fn render(findings: &Findings) -> String {
    // Strings, numbers and truths in structs: there is nothing in them that serde_json refuses.
    let mut text = in_json(serde_json::to_string_pretty(&log(findings)).unwrap_or_default());
    text.push('\n');
    text
}

fn log<'a>(findings: &Findings<'a>) -> Log<'a> {
    let mut all: Vec<_> = findings
        .checked
        .findings
        .iter()
        .zip(identities(findings.checked, findings.sources))
        .collect();
    gravest_first(&mut all, |(judged, _)| *judged);
    let rest: Vec<Level> = all.iter().skip(MOST).map(|(judged, _)| judged.level).collect();
    all.truncate(MOST);
    // Only rules that have something to say: the pages of all are ten times what a usual ledger's findings are.
    let ids: BTreeSet<&str> = all.iter().map(|(judged, _)| judged.finding.rule).collect();
    let described: Vec<_> = ids.into_iter().filter_map(rules::find).collect();
    let results = all.into_iter().map(|(judged, identity)| {
        let index = described.binary_search_by_key(&judged.finding.rule, |rule| rule.id);
        result(findings, judged, (index.ok(), identity))
    });
    let results = results.collect();
    Log::of(Run {
        tool: Tool {
            driver: Driver {
                name: "dunlin",
                version: env!("CARGO_PKG_VERSION"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: described.iter().copied().map(metadata).collect(),
            },
        },
        invocations: (!rest.is_empty()).then(|| [left_out(&rest)]),
        column_kind: "unicodeCodePoints",
        properties: RunProperties {
            as_of: findings.as_of.map(|day| day.to_string()),
        },
        results,
    })
}

fn left_out(rest: &[Level]) -> Invocation {
    let count = |level: Level| rest.iter().filter(|other| **other == level).count();
    let text = format!(
        "only the {MOST} gravest findings are told; left out are {} errors, {} warnings and {} notes",
        count(Level::Error),
        count(Level::Warning),
        count(Level::Info),
    );
    Invocation {
        execution_successful: true,
        tool_execution_notifications: [Notification {
            level: "warning",
            message: Message { text },
        }],
    }
}

fn metadata(rule: &'static Rule) -> RuleMetadata<'static> {
    RuleMetadata {
        id: rule.id,
        name: name(rule.id),
        short_description: Message {
            text: rule.summary.to_owned(),
        },
        full_description: Message {
            text: first_paragraph(rule.page),
        },
        help: Help {
            text: rule.page,
            markdown: rule.page,
        },
        default_configuration: Configuration {
            level: level(rule.level),
        },
        properties: RuleProperties { tags: [rule.group()] },
    }
}

/// `invoice/over-billed` is `InvoiceOverBilled`.
fn name(id: &str) -> String {
    let words = id.split(['/', '-']).filter_map(|word| {
        let mut rest = word.chars();
        let first = rest.next()?;
        Some(first.to_uppercase().chain(rest).collect::<String>())
    });
    words.collect()
}

/// Of a page, what stands below its heading.
fn first_paragraph(page: &str) -> String {
    let below = page
        .split_once('\n')
        .map_or(page, |(_, below)| below)
        .trim_start();
    let paragraph = below.split_once("\n\n").map_or(below, |(paragraph, _)| paragraph);
    paragraph.trim_end().replace('\n', " ")
}

/// `at`: where its rule stands in the list, and who it is.
fn result<'a>(findings: &Findings<'a>, judged: &'a Judged, at: (Option<usize>, Identity)) -> Result<'a> {
    let finding = &judged.finding;
    let (rule_index, identity) = at;
    let mut text = on_one_line(&finding.message);
    if !finding.help.is_empty() {
        let _ = write!(text, "\n{}", visible(&finding.help));
    }
    let related = finding.related.iter().map(|related| Location {
        message: Some(plain(&on_one_line(&related.message))),
        physical_location: physical(findings, related.span),
    });
    Result {
        rule_id: finding.rule,
        rule_index,
        level: level(judged.level),
        message: plain(&text),
        locations: [Location {
            message: None,
            physical_location: physical(findings, finding.span),
        }],
        related_locations: related.collect(),
        partial_fingerprints: Fingerprints {
            dunlin: identity.fingerprint,
        },
        properties: log::ResultProperties {
            dated: finding.dated,
            source: finding.source.as_deref().map(on_one_line),
        },
    }
}

/// SARIF reads `[text](target)` in a message as a link, unless its brackets are escaped: what users wrote is no link.
fn plain(text: &str) -> Message {
    let text = if text.contains("](") {
        text.replace('[', "\\[").replace(']', "\\]")
    } else {
        text.to_owned()
    };
    Message { text }
}

fn physical(findings: &Findings, span: Span) -> PhysicalLocation {
    let at = findings.stretch(span);
    PhysicalLocation {
        artifact_location: ArtifactLocation {
            uri: uri(&findings.path(span)),
            uri_base_id: "%SRCROOT%",
        },
        region: Region {
            start_line: at.start.line,
            start_column: at.start.column,
            end_line: at.end.line,
            end_column: at.end.column,
        },
    }
}

/// A path as a relative reference: everything but RFC 3986's unreserved characters and `/` by its UTF-8 bytes.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte))
            }
            // Writing to a string can't fail.
            _ => drop(write!(uri, "%{byte:02X}")),
        }
    }
    uri
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::{super::samples::Sample, *};
    use serde_json::{Value, json};

    fn read(text: &str) -> Value {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn every_result_has_its_rule_and_places() {
        let sample = Sample::hostile();
        let findings = Findings {
            prefix: "books",
            ..sample.findings()
        };
        let fingerprints: Vec<_> = identities(findings.checked, findings.sources)
            .into_iter()
            .map(|one| one.fingerprint)
            .collect();
        let place = |uri: &str, region: [u32; 4]| {
            json!({
                "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": region[0], "startColumn": region[1], "endLine": region[2], "endColumn": region[3]},
            })
        };
        let total = place("books/contracts/site.yaml", [2, 8, 2, 15]);
        let run = &read(&render(&findings))["runs"][0];
        assert_eq!(
            run["results"],
            json!([
                {
                    "ruleId": "invoice/over-billed",
                    "ruleIndex": 2,
                    "level": "error",
                    "message": {"text": "7000.00 EUR is billed\nhave an amendment signed"},
                    "locations": [{"physicalLocation": place("books/invoices/i1.yaml", [4, 9, 7, 6])}],
                    "relatedLocations": [{"physicalLocation": total, "message": {"text": "this was agreed"}}],
                    "partialFingerprints": {"dunlin/v1": fingerprints[2]},
                    "properties": {"source": "A title, https://example.org"},
                },
                {
                    "ruleId": "contract/unsigned",
                    "ruleIndex": 1,
                    "level": "warning",
                    "message": {"text": "nobody signed `site`"},
                    "locations": [{"physicalLocation": total}],
                    "partialFingerprints": {"dunlin/v1": fingerprints[1]},
                    "properties": {"dated": true},
                },
                {
                    "ruleId": "client/cannot-be-served",
                    "ruleIndex": 0,
                    "level": "note",
                    "message": {"text": "`<script>alert(1)</script>` ␛\\[31m::error::\\]\\]> has no address\n\
                        write \\[it\\](https://example.org) under `address`,\n100% \"of\" it & more"},
                    "locations": [{"physicalLocation":
                        place("books/clients/a%25%2C%20b%0A%C3%BCn%C3%AF.yaml", [1, 7, 1, 8])}],
                    "partialFingerprints": {"dunlin/v1": fingerprints[0]},
                },
            ])
        );
        assert_eq!(run.get("invocations"), None);
        assert_eq!(run["properties"]["asOf"], "2026-03-01");
    }

    #[test]
    fn the_rules_that_occur_are_described() {
        let run = &read(&render(&Sample::hostile().findings()))["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let ids: Vec<_> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
        assert_eq!(
            ids,
            [
                "client/cannot-be-served",
                "contract/unsigned",
                "invoice/over-billed"
            ]
        );
        let page = rules::find("invoice/over-billed").unwrap().page;
        assert_eq!(
            rules[2],
            json!({
                "id": "invoice/over-billed",
                "name": "InvoiceOverBilled",
                "shortDescription": {"text": "The invoices of a contract come to more than its total"},
                "fullDescription": {"text":
                    "The invoices under a contract come to more than the contract and its signed amendments."},
                "help": {"text": page, "markdown": page},
                "defaultConfiguration": {"level": "error"},
                "properties": {"tags": ["invoice"]},
            })
        );
    }

    #[test]
    fn of_too_many_the_gravest_are_told() {
        let run = &read(&render(&Sample::many(2000).findings()))["runs"][0];
        let results = run["results"].as_array().unwrap();
        let of = |level: &str| results.iter().filter(|result| result["level"] == level).count();
        assert_eq!((of("error"), of("warning"), of("note")), (2000, 2000, 1000));
        assert_eq!(results[0]["message"]["text"], "number 2");
        assert_eq!(results[4999]["message"]["text"], "number 2997");
        assert_eq!(
            run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"],
            "only the 5000 gravest findings are told; left out are 0 errors, 0 warnings and 1000 notes"
        );
    }

    #[test]
    fn a_clean_ledger_has_a_run_without_results() {
        let log = read(&render(&Sample::of(&[]).findings()));
        assert_eq!(log["version"], "2.1.0");
        assert_eq!(log["runs"][0]["results"], json!([]));
    }

    #[test]
    fn a_path_is_a_relative_reference() {
        for (path, uri) in [
            ("clients/acme.yaml", "clients/acme.yaml"),
            ("a b/ü%.yaml", "a%20b/%C3%BC%25.yaml"),
            ("x:y?z#[\n].yaml", "x%3Ay%3Fz%23%5B%0A%5D.yaml"),
        ] {
            assert_eq!(super::uri(path), uri);
        }
    }
}
