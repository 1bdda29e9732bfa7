//! What `# dunlin: allow(…)` silences, and the allows that are findings themselves.

use super::{
    Asked,
    rule::Dated,
    rules::{self, file::useless_allow},
};
use crate::{
    finding::{Allow, Finding},
    load::Unread,
    source::Sources,
};

/// The allows of a ledger, each with whether it silenced something.
#[derive(Debug)]
pub struct Allows<'a> {
    allows: Vec<(&'a Allow, bool)>,
}

/// Against what an allow is judged useless.
#[derive(Debug, Clone, Copy)]
pub struct Judging<'a> {
    pub sources: &'a Sources,
    pub unread: &'a Unread,
    /// Whether every rule ran, or only those that read the files.
    pub assessed: bool,
    /// Of rules that nobody asked for it isn't said that there is nothing for them to find.
    pub asked: &'a Asked,
}

impl<'a> Allows<'a> {
    pub fn new(allows: &'a [Allow]) -> Self {
        Self {
            allows: allows.iter().map(|allow| (allow, false)).collect(),
        }
    }

    /// Whether some allow covers the finding. Every one that does is of use.
    pub fn silence(&mut self, finding: &Finding) -> bool {
        let mut silenced = false;
        for (allow, used) in &mut self.allows {
            if allow.silences(finding) {
                *used = true;
                silenced = true;
            }
        }
        silenced
    }

    /// A finding for each allow that silenced nothing, says no reason or names no rule. No allow silences these.
    pub fn useless(&self, judging: Judging) -> Vec<Finding> {
        let allows = self.allows.iter();
        allows
            .filter_map(|(allow, used)| useless(allow, *used, judging))
            .collect()
    }
}

impl Allow {
    fn silences(&self, finding: &Finding) -> bool {
        let (covers, place) = (self.covers, finding.span);
        let inside = covers.start == place.start || (covers.start..covers.end).contains(&place.start);
        self.rule == finding.rule && covers.file == place.file && inside
    }
}

fn useless(allow: &Allow, used: bool, judging: Judging) -> Option<Finding> {
    let name = &allow.rule;
    let Some(rule) = rules::find(name) else {
        let finding = useless_allow::RULE.finding(
            allow.span,
            format!("this `allow` names `{name}`, and there is no such rule"),
        );
        let help = rules::nearest(name).map_or_else(
            || "name a rule as `allow(GROUP/NAME)`; `dunlin rules` lists them".to_owned(),
            |nearest| format!("did you mean `{nearest}`?"),
        );
        return Some(finding.help(help));
    };
    if !allow.has_reason {
        let finding =
            useless_allow::RULE.finding(allow.span, format!("this `allow` of `{name}` gives no reason"));
        return Some(finding.help(format!(
            "say why, for whoever reads it next: `# dunlin: allow({name}) — reason`"
        )));
    }
    // A rule that couldn't see the record has not said that it is in order.
    let ran = judging.assessed || rule.check.is_none();
    let seen = !judging.unread.files.contains(judging.sources.path(allow.covers));
    if used || !ran || !seen || !judging.asked.judges_allows_of(rule) {
        return None;
    }
    let finding = useless_allow::RULE.finding(allow.span, format!("nothing here for `{name}` to silence"));
    let finding = finding.help("delete it, or put it on the line of the value that it is about");
    // Such a rule may fall silent because a day has passed.
    Some(if rule.dated == Dated::Never {
        finding
    } else {
        finding.dated()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, SourceFile, Span};

    fn span(start: u32, end: u32) -> Span {
        Span {
            file: FileId(0),
            start,
            end,
        }
    }

    fn allow(rule: &str, has_reason: bool) -> Allow {
        Allow {
            span: span(0, 5),
            rule: rule.to_owned(),
            has_reason,
            covers: span(6, 20),
        }
    }

    fn messages(allows: &[Allow], findings: &[Finding], unread: &Unread) -> Vec<(String, bool)> {
        let sources = Sources::new(vec![SourceFile {
            path: "contracts/site.yaml".to_owned(),
            text: String::new(),
        }]);
        let mut judged = Allows::new(allows);
        for finding in findings {
            judged.silence(finding);
        }
        let judging = Judging {
            sources: &sources,
            unread,
            assessed: true,
            asked: &Asked::default(),
        };
        let useless = judged.useless(judging).into_iter();
        useless.map(|finding| (finding.message, finding.dated)).collect()
    }

    #[test]
    fn an_allow_covers_findings_that_start_in_its_stretch() {
        for (start, rule, silenced) in [
            (6, "contract/unsigned", true),
            (19, "contract/unsigned", true),
            (20, "contract/unsigned", false),
            (5, "contract/unsigned", false),
            (6, "contract/missing-stop-work", false),
        ] {
            let allows = [allow("contract/unsigned", true)];
            let finding = Finding::new(rule, span(start, 40), "");
            assert_eq!(
                Allows::new(&allows).silence(&finding),
                silenced,
                "{rule} at {start}"
            );
        }
    }

    #[test]
    fn useless_allows_say_what_is_wrong_with_them() {
        let found = [Finding::new("contract/unsigned", span(6, 9), "")];
        let none = Unread::default();
        let said = |allow: Allow| messages(&[allow], &found, &none);
        assert_eq!(said(allow("contract/unsigned", true)), []);
        let cases = [
            (
                allow("contract/unsigned", false),
                "this `allow` of `contract/unsigned` gives no reason",
                false,
            ),
            (
                allow("contract/unsinged", true),
                "this `allow` names `contract/unsinged`, and there is no such rule",
                false,
            ),
            (
                allow("contract/missing-stop-work", true),
                "nothing here for `contract/missing-stop-work` to silence",
                false,
            ),
            (
                allow("follow-up/follow-up-late", true),
                "nothing here for `follow-up/follow-up-late` to silence",
                true,
            ),
        ];
        for (allow, message, dated) in cases {
            assert_eq!(said(allow), [(message.to_owned(), dated)]);
        }
    }

    #[test]
    fn an_allow_in_a_file_that_could_not_be_read_waits() {
        let unread = Unread {
            files: ["contracts/site.yaml".to_owned()].into(),
            ..Unread::default()
        };
        assert_eq!(messages(&[allow("contract/unsigned", true)], &[], &unread), []);
    }
}
