//! A rule's page, from what `dunlin explain` prints.

use super::Book;
use crate::{
    check::{self, Dated},
    finding::Level,
    render::{
        dashboard::{
            element::Fact,
            findings::Source,
            rule::{Rule, RulePart, RuleSection, SampleFile, SampleFinding},
        },
        prose::{prose, sentence},
    },
};
use std::collections::BTreeSet;

/// A comment can't silence it: what it says is about such comments.
const NEVER_SILENT: &str = "file/useless-allow";

impl Book<'_> {
    pub fn rule(&self, rule: &check::Rule) -> Rule {
        let page = read(rule.page);
        Rule {
            id: rule.id.to_owned(),
            lead: prose(page.lead.trim()),
            facts: self.rule_facts(rule),
            sections: page
                .sections
                .into_iter()
                .map(|(title, blocks)| RuleSection {
                    title: title.to_owned(),
                    anchor: title.to_lowercase().replace(' ', "-"),
                    parts: blocks.into_iter().filter_map(|block| self.part(block)).collect(),
                })
                .collect(),
            sources: self.sources_of_rule(rule.id),
            change: format!("rules:\n  {}: off  # error, warning, info", rule.id),
            allow: (rule.id != NEVER_SILENT).then(|| format!("# dunlin: allow({}) — …", rule.id)),
        }
    }

    fn rule_facts(&self, rule: &check::Rule) -> Vec<Fact> {
        let level = check::level_in(rule, self.facts.assessed.ledger).unwrap_or(rule.level);
        let own = self.level_mark(rule.level).text;
        let set = (level != rule.level).then(|| self.voice.phrase("rule.own-level", &[("level", &own)]));
        let dated = (rule.dated != Dated::Never).then(|| self.voice.word("rule.dated"));
        let notes: Vec<_> = set.into_iter().chain(dated).collect();
        let level = Fact {
            note: (!notes.is_empty()).then(|| notes.join(" ")),
            ..self.voice.fact("rule.level", self.level_mark(level).text)
        };
        let here = self.findings_of_rule(rule.id).map(|link| Fact {
            href: Some(link.href),
            ..self.voice.fact("rule.here", link.text)
        });
        std::iter::once(level).chain(here).collect()
    }

    fn sources_of_rule(&self, rule: &str) -> Vec<Source> {
        let numbers = self.numbers_of_rule(rule).iter();
        let sources: BTreeSet<_> = numbers.filter_map(|n| self.source_of(*n)).collect();
        sources.into_iter().collect()
    }

    fn part(&self, block: Block) -> Option<RulePart> {
        let nothing = RulePart::default();
        match block {
            Block::Prose(text) if text.trim().is_empty() => None,
            Block::Prose(text) => Some(RulePart {
                prose: Some(prose(&text)),
                ..nothing
            }),
            Block::File { path, text } => Some(RulePart {
                file: Some(SampleFile {
                    path: path.to_owned(),
                    text,
                }),
                ..nothing
            }),
            Block::Findings(lines) => Some(RulePart {
                said: Some(lines.into_iter().map(|line| self.sample(line)).collect()),
                ..nothing
            }),
        }
    }

    /// `contracts/a.yaml:6:43: warning[contract/x]: what is so`.
    fn sample(&self, line: &str) -> SampleFinding {
        let (place, rest) = line.split_once(": ").unwrap_or(("", line));
        let (head, message) = rest.split_once("]: ").unwrap_or(("", rest));
        let level = head.split('[').next().and_then(Level::from_word);
        SampleFinding {
            level: self.level_mark(level.unwrap_or(Level::Info)),
            message: sentence(&super::findings::capitalised(message)),
            place: place.to_owned(),
        }
    }
}

/// A page as it is written.
#[derive(Debug, Default, PartialEq, Eq)]
struct Written<'p> {
    /// Below the rule's name.
    lead: String,
    /// Each below a line `## TITLE`.
    sections: Vec<(&'p str, Vec<Block<'p>>)>,
}

#[derive(Debug, PartialEq, Eq)]
enum Block<'p> {
    Prose(String),
    File { path: &'p str, text: String },
    Findings(Vec<&'p str>),
}

/// Reads a page. Its blocks of code are `yaml PATH` or `findings`, which a test of all pages sees to.
fn read(page: &str) -> Written<'_> {
    let mut written = Written::default();
    let mut lines = page.lines().skip(1);
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            written.sections.push((title, Vec::new()));
            continue;
        }
        let Some((_, blocks)) = written.sections.last_mut() else {
            written.lead.push_str(line);
            written.lead.push('\n');
            continue;
        };
        let Some(info) = line.strip_prefix("```") else {
            match blocks.last_mut() {
                Some(Block::Prose(text)) => {
                    text.push('\n');
                    text.push_str(line);
                }
                _ => blocks.push(Block::Prose(line.to_owned())),
            }
            continue;
        };
        let code: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
        blocks.push(match info.strip_prefix("yaml ") {
            Some(path) => Block::File {
                path,
                text: code.join("\n"),
            },
            None => Block::Findings(code),
        });
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::rules;

    #[test]
    fn a_page_is_read_in_the_order_in_which_it_is_written() {
        let page = "# a/b\nOne thing.\n\n## Why\nFor\nthis.\n\n## Example\n```yaml a.yaml\n## no title\nx: 1\n```\n```findings\na.yaml:1:1: info[a/b]: m\n```\nAfter.\n```findings\n```\n";
        let read = read(page);
        assert_eq!(read.lead, "One thing.\n\n");
        assert_eq!(
            read.sections,
            [
                ("Why", vec![Block::Prose("For\nthis.\n".to_owned())]),
                (
                    "Example",
                    vec![
                        Block::File {
                            path: "a.yaml",
                            text: "## no title\nx: 1".to_owned()
                        },
                        Block::Findings(vec!["a.yaml:1:1: info[a/b]: m"]),
                        Block::Prose("After.".to_owned()),
                        Block::Findings(vec![]),
                    ]
                ),
            ]
        );
    }

    #[test]
    fn nothing_of_any_page_is_lost() {
        for rule in rules::all() {
            let written = read(rule.page);
            assert_ne!(written.lead.trim(), "", "{}", rule.id);
            let mut kept = written.lead.clone();
            for (title, blocks) in &written.sections {
                kept.push_str(title);
                for block in blocks {
                    match block {
                        Block::Prose(text) => kept.push_str(text),
                        Block::File { path, text } => kept.push_str(&format!("{path}{text}")),
                        Block::Findings(lines) => kept.push_str(&lines.concat()),
                    }
                }
            }
            let bare = |text: &str| {
                let text = text.replace("```yaml ", "").replace("```findings", "");
                text.replace("```", "")
                    .replace("## ", "")
                    .replace([' ', '\n'], "")
            };
            let (_, page) = rule.page.split_once('\n').unwrap();
            assert_eq!(bare(&kept), bare(page), "{}", rule.id);
        }
    }
}
