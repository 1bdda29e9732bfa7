//! Drafts as the pages show them: to read, to copy and to send.

use super::{
    Book, Facts,
    voice::{Voice, some},
};
use crate::{
    assess::Assessed,
    model::Stage,
    render::{
        dashboard::{
            element::{Link, address},
            letters::{Letter, LetterGroup, Letters},
        },
        prose::prose,
    },
    report,
};
use serde::Deserialize;

/// Longer texts than this, encoded, are cut by some mail programs.
const LONGEST_BODY: usize = 1_500;

impl Book<'_> {
    pub fn letters(&self) -> Letters {
        let groups = self.letters.iter().map(|(client, letters)| LetterGroup {
            client: self.client_link(client),
            letters: letters.clone(),
        });
        Letters {
            groups: groups.collect(),
        }
    }

    /// Where a draft goes, from the ledger's root.
    pub fn draft_file(&self, path: &str) -> String {
        draft_file(self.facts.assessed, path)
    }
}

fn draft_file(assessed: &Assessed, path: &str) -> String {
    format!(
        "{}/{path}",
        assessed.ledger.settings.reminders.value.trim_end_matches('/')
    )
}

impl Letter {
    /// Its anchor, as an address names it.
    pub fn fragment(&self) -> String {
        address(&self.anchor)
    }
}

/// What the pages read of a draft's front matter.
#[derive(Debug, Deserialize)]
struct Front {
    subject: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    cc: Vec<String>,
    #[serde(default)]
    attachments: Vec<String>,
}

/// `None` for a letter whose draft could not be written.
pub fn shown(facts: Facts, voice: Voice, letter: &report::Letter) -> Option<Letter> {
    let path = letter.draft.path();
    let text = std::str::from_utf8(facts.drafts.files.get(&path)?).ok()?;
    let (front, body) = split(text)?;
    let invoices = letter.demanded.iter().chain(&letter.lesser).map(|row| {
        let number = facts.assessed.invoices.get(row.invoice.as_str());
        Link::invoice(
            &row.invoice,
            number.map_or(row.invoice.as_str(), |on| on.invoice.number()),
        )
    });
    let plain = unescaped(body);
    let by_email = channel(letter.stage) == "email";
    let name = some(&letter.client.contact.name);
    let to = some(&front.to).map(|to| name.map_or(to.clone(), |name| format!("{name} <{to}>")));
    let file = |path: &String| voice.fact("letter.attachment", path);
    Some(Letter {
        anchor: anchor(&path),
        stage: voice.stage(letter.stage),
        channel: voice.word(&format!("channel.{}", channel(letter.stage))),
        subject: front.subject.clone(),
        lang: facts.languages.get(&letter.language)?.tag().to_owned(),
        to,
        cc: some(&front.cc.join(", ")),
        invoices: invoices.collect(),
        amount: Some(letter.claimed_total())
            .filter(|amount| amount.is_positive())
            .map(|amount| voice.amount(amount, letter.currency)),
        deadline: letter.deadline.map(|day| voice.date(day)),
        file: draft_file(facts.assessed, &path),
        marks: Vec::new(),
        attachments: front.attachments.iter().map(file).collect(),
        body: prose(body),
        mailto: by_email.then(|| mailto(&front, &plain)).flatten(),
        plain,
    })
}

/// Front matter and body.
fn split(text: &str) -> Option<(Front, &str)> {
    let (front, body) = text.strip_prefix("---\n")?.split_once("\n---\n")?;
    Some((serde_yaml::from_str(front).ok()?, body.trim()))
}

/// `letter-acme.firm`: of no two drafts the same, as a dot ends a client's id where a hyphen may be part of it.
fn anchor(path: &str) -> String {
    let path = path.strip_suffix(".md").unwrap_or(path);
    let (client, rest) = path.rsplit_once('/').unwrap_or(("", path));
    format!("letter-{client}:{rest}")
}

/// How the ladder sends each stage.
fn channel(stage: Stage) -> &'static str {
    match stage {
        Stage::Mediation => "letter",
        Stage::FinalDemand => "registered-letter",
        Stage::LawyerLetter | Stage::Decision => "task",
        _ => "email",
    }
}

/// A draft's body without the backslashes that keep its characters from being markup.
fn unescaped(markdown: &str) -> String {
    let mut plain = String::with_capacity(markdown.len());
    let mut chars = markdown.chars().peekable();
    while let Some(c) = chars.next() {
        let hides = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        plain.extend(if hides { chars.next() } else { Some(c) });
    }
    plain
}

/// `None` without an address. The text only if it is short enough.
fn mailto(front: &Front, plain: &str) -> Option<String> {
    let to = some(&front.to)?;
    let mut mailto = format!("mailto:{}?subject={}", mail_address(&to), address(&front.subject));
    if !front.cc.is_empty() {
        let cc: Vec<_> = front.cc.iter().map(|cc| mail_address(cc)).collect();
        mailto.push_str(&format!("&cc={}", cc.join(",")));
    }
    let body = address(&plain.replace('\n', "\r\n"));
    if body.len() <= LONGEST_BODY {
        mailto.push_str(&format!("&body={body}"));
    }
    Some(mailto)
}

fn mail_address(text: &str) -> String {
    address(text).replace("%40", "@")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_differ_where_paths_do() {
        assert_eq!(anchor("acme/firm-USD.md"), "letter-acme:firm-USD");
        assert_ne!(anchor("a-plan/reminder.md"), anchor("a/plan-reminder.md"));
    }

    #[test]
    fn backslashes_before_punctuation_go() {
        assert_eq!(unescaped("A \\[x\\] \\\\ C:\\dir \\"), "A [x] \\ C:\\dir \\");
    }

    #[test]
    fn a_long_text_stays_out_of_the_address() {
        let front = |to: &str| Front {
            subject: "Счёт & co?".into(),
            to: to.into(),
            cc: vec!["a@b.example".into()],
            attachments: Vec::new(),
        };
        let short = mailto(&front("x+y@z.example"), "a\nb").unwrap();
        assert_eq!(
            short,
            "mailto:x%2By@z.example?subject=%D0%A1%D1%87%D1%91%D1%82%20%26%20co%3F&cc=a@b.example&body=a%0D%0Ab"
        );
        assert!(
            !mailto(&front("x@z.example"), &"ю".repeat(300))
                .unwrap()
                .contains("body=")
        );
        assert_eq!(mailto(&front(""), "a"), None);
    }
}
