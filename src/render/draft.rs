//! What an edited draft asks for, beside what would be drafted now, and what becomes of it once it was sent; apart
//! because it reads what users made of a draft.

pub use crate::model::draft::{is_ours, is_untouched, seal};

use crate::{
    calendar::Date,
    model::{
        Ledger,
        draft::{Parts, normal},
    },
    source::Sources,
};
use granit_parser::{Event, Parser};
use std::collections::BTreeMap;

/// Which keys of the front matter say what is asked for, and by when.
const FIGURES: [&str; 5] = ["amount", "currency", "deadline", "invoices", "stage"];

/// Whether two texts differ in their line ends at most.
pub fn is_same_text(one: &[u8], other: &[u8]) -> bool {
    one == other || normal(one).is_some_and(|one| normal(other).is_some_and(|other| one == other))
}

/// Which of amount, currency, deadline, invoices and stage differ between two drafts, in that order. What cannot be
/// read differs.
pub fn changed_figures(edited: &[u8], wanted: &[u8]) -> Vec<&'static str> {
    let (edited, wanted) = (figures(edited), figures(wanted));
    let differs = |key: &&'static str| match (&edited, &wanted) {
        (Some(edited), Some(wanted)) => edited.get(*key) != wanted.get(*key),
        _ => true,
    };
    FIGURES.into_iter().filter(differs).collect()
}

/// A draft's file, from the ledger's root, by its path below the drafts' folder.
pub fn file(ledger: &Ledger, path: &str) -> String {
    format!("{}/{path}", ledger.settings.reminders.value.trim_end_matches('/'))
}

/// The text of a draft that its user has edited, by its file.
pub fn edited<'s>(ledger: &Ledger, sources: &'s Sources, file: &str) -> Option<&'s str> {
    let mut edited = ledger.edited_drafts.iter();
    let found = edited.find(|draft| sources.path(draft.body.span) == file)?;
    Some(&sources.file(found.body.span.file).text)
}

/// How a draft went out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent<'a> {
    pub date: Date,
    /// As the log names it: `email`.
    pub channel: &'a str,
}

/// The draft as an entry of the log: its own text, with `date`, `channel` and `direction` behind `client`. `None` if
/// it has no front matter, or has one of these keys already.
pub fn log_entry(text: &str, sent: Sent) -> Option<String> {
    let text = normal(text.as_bytes())?;
    let front = Parts::of(&text)?.front;
    let has = |key: &str| front.lines().any(|line| line.starts_with(key));
    if ["date:", "channel:", "direction:"].into_iter().any(has) {
        return None;
    }
    let said = format!("date: {}\nchannel: {}\ndirection: out\n", sent.date, sent.channel);
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let client = lines
        .iter()
        .position(|line| line.starts_with("client:"))
        .unwrap_or(0);
    lines.insert(client + 1, &said);
    Some(lines.concat())
}

/// The value of a key of the front matter that stands on one line, `stage: firm`.
pub fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let mut lines = text.lines();
    lines.next().filter(|line| line.trim_end() == "---")?;
    let mut front = lines.take_while(|line| line.trim_end() != "---");
    let value = front.find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
    Some(value.trim().trim_matches(['"', '\'']))
}

/// The figures as they are written, each a flat list of its scalars, so that layout and quotes don't count.
fn figures(text: &[u8]) -> Option<BTreeMap<String, Vec<String>>> {
    let text = normal(text)?;
    let parts = Parts::of(&text)?;
    let mut found = BTreeMap::new();
    let mut depth = 0_usize;
    let mut key: Option<String> = None;
    for event in Parser::new_from_str(parts.front) {
        match event.ok()?.0 {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => {
                depth = depth.saturating_sub(1);
                if depth == 1 {
                    key = None;
                }
            }
            Event::Scalar(value, ..) => match &key {
                None if depth == 1 => {
                    found.insert(value.to_string(), Vec::new());
                    key = Some(value.into_owned());
                }
                Some(name) => {
                    found.entry(name.clone()).or_default().push(value.into_owned());
                    if depth == 1 {
                        key = None;
                    }
                }
                None => {}
            },
            _ => {}
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_date;

    const FRONT: &str = "client: acme\nstage: firm\ninvoices: {inv-014: firm, inv-015: reminder}\nto: ap@acme.example\namount: 6000.00\ncurrency: USD\ndeadline: 2026-03-16\n";
    const BODY: &str = "Dear accounts team,\n\n---\n\nplease pay.\n";

    #[test]
    fn figures_are_compared_by_what_they_say() {
        let wanted = seal(FRONT, BODY);
        let relaid = FRONT
            .replace(
                "{inv-014: firm, inv-015: reminder}",
                "\n  inv-014: firm\n  inv-015: reminder",
            )
            .replace("6000.00", "\"6000.00\"");
        let other_words = seal(&relaid, "Hello,\n");
        assert!(changed_figures(other_words.as_bytes(), wanted.as_bytes()).is_empty());
        let part_paid = seal(
            &FRONT.replace("6000.00", "4000.00").replace("03-16", "03-20"),
            BODY,
        );
        assert_eq!(
            changed_figures(part_paid.as_bytes(), wanted.as_bytes()),
            ["amount", "deadline"]
        );
        let fewer = seal(&FRONT.replace(", inv-015: reminder", ""), BODY);
        assert_eq!(changed_figures(fewer.as_bytes(), wanted.as_bytes()), ["invoices"]);
        assert_eq!(
            changed_figures(b"---\na: [\n---\n", wanted.as_bytes()),
            FIGURES.to_vec()
        );
    }

    #[test]
    fn a_sent_draft_keeps_every_character_of_its_own() {
        let sent = Sent {
            date: parse_date("2026-03-04").unwrap(),
            channel: "email",
        };
        let draft = seal("client: acme\nstage: firm\nto: \"a: b\"\n", "Dear all,\n\n---\n");
        let entry = log_entry(&draft, sent).unwrap();
        assert_eq!(
            entry.replace("date: 2026-03-04\nchannel: email\ndirection: out\n", ""),
            draft
        );
        assert!(
            entry.starts_with("---\nclient: acme\ndate: 2026-03-04\n"),
            "{entry}"
        );
        assert_eq!(value(&entry, "stage"), Some("firm"));
        assert_eq!(value(&entry, "to"), Some("a: b"));
        // Recorded by hand already, or no draft.
        assert_eq!(log_entry(&entry, sent), None);
        assert_eq!(log_entry("Dear all", sent), None);
    }
}
