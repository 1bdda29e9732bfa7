//! Drafts as the pages show them: to read, to copy and to send.

use super::{
    Book, Facts,
    parts::{Parts, slice},
    sheet,
    voice::{Voice, some},
};
use crate::{
    model::{Stage, client::Contact},
    render::{
        dashboard::{
            element::{Fact, Link, Mark, Tone},
            letters::{Letter, LetterGroup, Letters, Pay},
        },
        draft::{self, changed_figures},
        mail::{self, Draft, Mailbox, STATEMENT},
        prose::prose,
        url,
    },
    report,
};
use rayon::prelude::*;

/// Letters on one page: each is a page of its own on paper, with a code to pay by.
const LETTERS: usize = 20;

/// Longer links than this are cut, or not followed at all, by some systems and mail programs.
const LONGEST_LINK: usize = 1_800;

/// The drafts as they are shown.
#[derive(Debug)]
pub struct Drafted<'s> {
    /// With their clients, in whose order they are.
    all: Vec<(&'s str, Letter)>,
}

impl<'s> Drafted<'s> {
    pub fn of(facts: Facts<'s>, voice: Voice<'s>) -> Self {
        let letters = facts.letters.letters.par_iter();
        let shown = letters.filter_map(|letter| Some((&*letter.client.id, shown(facts, voice, letter)?)));
        let mut all: Vec<_> = shown.collect();
        all.sort_by_key(|(client, _)| *client);
        Self { all }
    }

    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// Those to a client, each with its row in the list of all.
    pub fn to(&self, client: &str) -> impl Iterator<Item = (usize, &Letter)> {
        let first = self.all.partition_point(|(to, _)| *to < client);
        let rest = self.all.iter().enumerate().skip(first);
        rest.take_while(move |(_, (to, _))| *to == client)
            .map(|(row, (_, letter))| (row, letter))
    }
}

impl Book<'_> {
    /// The letters to a client may go on on the next page.
    pub fn letters(&self, part: usize) -> Letters {
        let parts = self.letter_parts();
        let shown = slice(&self.letters.all, &parts, part);
        let groups = shown.chunk_by(|(client, _), (next, _)| client == next);
        let groups = groups.filter_map(|group| {
            Some(LetterGroup {
                client: self.client_link(group.first()?.0),
                letters: group.iter().map(|(_, letter)| letter.clone()).collect(),
            })
        });
        Letters {
            incomplete: self.incomplete(),
            held: self.held_clients(),
            groups: groups.collect(),
            pager: self.pager(&parts, part),
        }
    }

    /// Those who get no letter until their records can be read.
    pub fn held_clients(&self) -> Vec<Link> {
        let held = self.facts.letters.held.iter();
        held.map(|id| self.client_link(id)).collect()
    }

    pub fn letter_parts(&self) -> Parts {
        Parts::of_list("letters", self.letters.count()).each(LETTERS)
    }

    /// Where a draft goes, from the ledger's root.
    pub fn draft_file(&self, path: &str) -> String {
        draft::file(self.facts.assessed.ledger, path)
    }
}

impl Letter {
    /// Its anchor, as an address names it.
    pub fn fragment(&self) -> String {
        url::encoded(&self.anchor)
    }
}

/// `None` for a letter whose draft could not be written. One that its user has edited is shown as they left it.
fn shown(facts: Facts, voice: Voice, letter: &report::Letter) -> Option<Letter> {
    let path = letter.draft.path();
    let ledger = facts.assessed.ledger;
    let file = draft::file(ledger, &path);
    let fresh = facts.drafts.files.get(&path)?;
    let edited = draft::edited(ledger, &facts.loaded.sources, &file);
    let own = edited.and_then(|text| Draft::read(text.as_bytes()));
    let draft = own.map_or_else(|| Draft::read(fresh), Some)?;
    let language = facts.languages.get(&draft.language)?;
    let invoices = letter.demanded.iter().chain(&letter.lesser).map(|row| {
        let number = facts.assessed.invoices.get(row.invoice.as_str());
        Link::invoice(
            &row.invoice,
            number.map_or(row.invoice.as_str(), |on| on.invoice.number()),
        )
    });
    let plain = draft.plain();
    let mail = facts.mails.0.get(&path);
    let mailto = mailto(&draft, &plain).filter(|_| channel(letter.stage) == "email");
    let (opening, body) = sheet::opening(facts.assessed, &draft, &language.date(letter.reckoned_from));
    Some(Letter {
        anchor: anchor(&path),
        stage: voice.stage(letter.stage),
        channel: voice.word(&format!("channel.{}", channel(letter.stage))),
        subject: draft.subject.clone(),
        lang: language.tag().to_owned(),
        to: some(&addresses(&draft.to, &letter.client.contact)),
        cc: some(&addresses(&draft.cc, &letter.client.contact)),
        invoices: invoices.collect(),
        amount: draft
            .amount
            .map(|(amount, currency)| voice.amount(amount, currency)),
        deadline: letter.deadline.map(|day| voice.date(day)),
        file,
        marks: edited.map(|text| marks(voice, text, fresh)).unwrap_or_default(),
        attachments: attachments(voice, &draft),
        sheet: sheet::sheet(facts.assessed, letter, language),
        opening: some(opening).map(|opening| prose(&opening)),
        body: prose(body),
        pay: mail::code(&draft, facts.assessed, facts.languages).map(|code| Pay {
            code: code.svg(),
            words: language.word("payment.scan").to_owned(),
        }),
        download: mail.filter(|mail| !mail.is_heavy).map(|mail| Link {
            href: url::encoded(&mail.file),
            text: mail.file.clone(),
        }),
        heavy: mail.is_some_and(|mail| mail.is_heavy),
        missing: mail.map(|mail| mail.missing.clone()).unwrap_or_default(),
        too_long: mailto.as_ref().is_some_and(|mailto| !mailto.contains("&body=")),
        mailto,
        command: format!(
            "dunlin remind --client {} --stage {} --eml",
            letter.client.id, letter.stage
        ),
        plain,
    })
}

fn marks(voice: Voice, edited: &str, fresh: &[u8]) -> Vec<Mark> {
    let stale = !changed_figures(edited.as_bytes(), fresh).is_empty();
    let stale = stale.then(|| voice.mark("letter.stale", Tone::Late));
    std::iter::once(voice.mark("letter.edited", Tone::Watch))
        .chain(stale)
        .collect()
}

fn attachments(voice: Voice, draft: &Draft) -> Vec<Fact> {
    let named = draft.attachments.iter().map(|named| match named.as_str() {
        STATEMENT => voice.word("enclosure.statement"),
        path => path.to_owned(),
    });
    named
        .map(|named| voice.fact("letter.attachment", &named))
        .collect()
}

/// As people read them, the client's own by their contact's name.
fn addresses(boxes: &[Mailbox], contact: &Contact) -> String {
    let named = boxes.iter().map(|to| {
        let own = Some(&contact.name).filter(|_| to.address == contact.email);
        let name = Some(&to.name).filter(|name| !name.is_empty()).or(own);
        match name.filter(|name| !name.is_empty()) {
            Some(name) => format!("{name} <{}>", to.address),
            None => to.address.clone(),
        }
    });
    named.collect::<Vec<_>>().join(", ")
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

/// `None` without an address. The text only if the whole is short enough.
fn mailto(draft: &Draft, plain: &str) -> Option<String> {
    let list = |boxes: &[Mailbox]| {
        let all = boxes.iter().map(|to| mail_address(&to.address));
        all.collect::<Vec<_>>().join(",")
    };
    let to = some(&list(&draft.to))?;
    let mut mailto = format!("mailto:{to}?subject={}", url::encoded(&draft.subject));
    if !draft.cc.is_empty() {
        mailto.push_str(&format!("&cc={}", list(&draft.cc)));
    }
    let body = format!("&body={}", url::encoded(&plain.replace('\n', "\r\n")));
    if mailto.len() + body.len() <= LONGEST_LINK {
        mailto.push_str(&body);
    }
    Some(mailto)
}

fn mail_address(text: &str) -> String {
    url::encoded(text).replace("%40", "@")
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
    fn a_long_text_stays_out_of_the_address() {
        let draft = |to: &str| {
            let text = format!(
                "---\nclient: a\nlanguage: ru\nsubject: Счёт & co?\nto: {to}\ncc: [a@b.example]\n---\nx\n"
            );
            Draft::read(text.as_bytes()).unwrap()
        };
        let short = mailto(&draft("x+y@z.example"), "a\nb").unwrap();
        assert_eq!(
            short,
            "mailto:x%2By@z.example?subject=%D0%A1%D1%87%D1%91%D1%82%20%26%20co%3F&cc=a@b.example&body=a%0D%0Ab"
        );
        let long = mailto(&draft("x@z.example"), &"ю".repeat(300)).unwrap();
        assert!(long.ends_with("&cc=a@b.example"), "{long}");
        assert_eq!(mailto(&draft("\"\""), "a"), None);
    }
}
