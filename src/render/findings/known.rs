//! Whether a file is a report of an earlier check: that, and nothing else, `check -o` may write over.

use crate::check::rules;
use serde_json::Value;

/// How many lines may stand before the first finding.
const HEAD: usize = 6;

/// Whether these bytes are a report of a check in any of the formats, or nothing at all.
pub fn is_report(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let is_text = || text.is_empty() || text.lines().take(HEAD).any(is_line_of_report);
    let is_junit = || text.starts_with("<?xml") && text.contains("<testsuites name=\"dunlin");
    is_text() || is_junit() || serde_json::from_str(text).is_ok_and(|value| is_json_report(&value))
}

/// The head of a finding as people read it, or the last line of a ledger without any.
fn is_line_of_report(line: &str) -> bool {
    if line == "nothing to mend" {
        return true;
    }
    let levels = ["error", "warning", "info"].iter().filter_map(|level| {
        let (_, rest) = line.split_once(&format!("{level}["))?;
        rest.split_once(']')
    });
    levels.into_iter().any(|(rule, _)| rules::find(rule).is_some())
}

fn is_json_report(value: &Value) -> bool {
    let text_at = |pointer: &str| value.pointer(pointer).and_then(Value::as_str);
    let is_own = text_at("/schema").is_some_and(|schema| schema.starts_with("dunlin/check/"));
    let is_sarif = text_at("/runs/0/tool/driver/name") == Some("dunlin");
    // GitLab's code quality is a list that names no program, but each rule.
    let is_gitlab = value.as_array().is_some_and(|issues| {
        let names = issues.iter().map(|issue| issue.get("check_name")?.as_str());
        names
            .into_iter()
            .all(|name| name.is_some_and(|name| rules::find(name).is_some()))
    });
    is_own || is_sarif || is_gitlab
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_wrote_is_no_report() {
        for text in [
            "# dunlin\n",
            "client: acme\n",
            "{\"schema\": \"dunlin/status/1\"}",
            "{}",
            "[{\"check_name\": \"x/y\"}]",
            "error[E0308]: mismatched types\n",
            "<?xml version=\"1.0\"?>\n<svg/>",
            "\n\n\n\n\n\nnothing to mend\n",
        ] {
            assert!(!is_report(text.as_bytes()), "{text}");
        }
        assert!(!is_report(b"\xff"));
    }

    #[test]
    fn what_a_check_wrote_is_one() {
        for text in [
            "",
            "nothing to mend\n",
            "books, on 2026-03-01\n\nnothing to mend\n",
            "error[contract/unsigned]: x\n",
            "books/contracts/a.yaml:1:2: warning[contract/unsigned]: x\n",
            "{\"schema\": \"dunlin/check/1\"}",
            "{\"runs\": [{\"tool\": {\"driver\": {\"name\": \"dunlin\"}}}]}",
            "[]",
            "[{\"check_name\": \"contract/unsigned\"}]",
        ] {
            assert!(is_report(text.as_bytes()), "{text}");
        }
    }
}
