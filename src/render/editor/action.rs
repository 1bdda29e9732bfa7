//! What a finding offers to do about itself: its own fix where one answer is certain, and to be silenced with a reason.

use crate::{
    check::Judged,
    finding::Edit,
    load::cursor::{AllowAt, RecordFile, allow_at},
    source::{Sources, Span},
};

/// A change to the finding's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    pub title: String,
    /// By place, apart from each other.
    pub edits: Vec<Edit>,
    /// It is certain to be what was meant.
    pub is_fix: bool,
}

/// What no comment silences sensibly: the file isn't read, or the comment itself is what is wrong.
const NEVER_ALLOWED: [&str; 4] = [
    "file/outside-ledger",
    "file/syntax",
    "file/too-large",
    "file/useless-allow",
];

/// The fix first. `file` is what the finding's file is.
pub fn actions(judged: &Judged, file: Option<&RecordFile>, sources: &Sources) -> Vec<Action> {
    let finding = &judged.finding;
    let fix = finding.fix.as_ref().map(|fix| Action {
        title: sentence(&fix.title),
        edits: fix.edits.clone(),
        is_fix: true,
    });
    let may = !NEVER_ALLOWED.contains(&finding.rule);
    let allow = file.filter(|_| may).and_then(|file| {
        let text = &sources.file(finding.span.file).text;
        let place = allow_at(file, text, finding.span.start as usize)?;
        Some(allow(finding.rule, &place, (text, finding.span)))
    });
    fix.into_iter().chain(allow).collect()
}

fn allow(rule: &str, place: &AllowAt, (text, span): (&str, Span)) -> Action {
    let comment = format!("# dunlin: allow({rule}) — ");
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let (at, text) = match place {
        AllowAt::Above { at, indent } => (*at, format!("{indent}{comment}{line_break}")),
        AllowAt::Behind { at } => (*at, format!(" {comment}")),
    };
    let at = u32::try_from(at).unwrap_or(u32::MAX);
    Action {
        title: format!("Allow {rule} here, with a reason"),
        edits: vec![Edit {
            span: Span {
                start: at,
                end: at,
                ..span
            },
            text,
        }],
        is_fix: false,
    }
}

/// As a menu writes it.
fn sentence(title: &str) -> String {
    let mut letters = title.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
