//! Letters as messages with their attachments: what `remind --eml` writes beside the drafts, and `build` beside the pages.

use super::{claim, ledger::Opened};
use crate::{
    assess::Assessed,
    language::{Fault, Language, Languages},
    model::Client,
    render::{
        FileSet,
        dashboard::{Dashboard, MailFile, Mails},
        draft,
        letter::Drafts,
        mail::{self, Attachment, Draft, Mail, Mailbox, STATEMENT},
        statement,
    },
    report::{self, Letters},
};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// Bytes of attachments that a site takes of one letter: it is kept, copied and served, and the drafts' folder has room
/// for the others.
const LARGEST_IN_SITE: u64 = 5_000_000;

/// Where letters become messages.
#[derive(Debug, Clone, Copy)]
pub struct Post<'s, 'a> {
    pub root: &'s Path,
    pub assessed: &'s Assessed<'a>,
    pub languages: &'s Languages,
}

/// A message, and each attachment that it lacks, with why.
#[derive(Debug)]
pub struct Message {
    pub bytes: Vec<u8>,
    pub missing: Vec<(String, String)>,
}

impl Post<'_, '_> {
    /// `text`: the draft's, byte for byte.
    pub fn message(&self, text: &[u8], draft: &Draft) -> Message {
        let creditor = &self.assessed.ledger.settings.creditor;
        let client = self.assessed.ledger.clients.get(&draft.client);
        let code = mail::code(draft, self.assessed, self.languages);
        let words = self.language(draft).map(|language| language.word("payment.scan"));
        let (mut attachments, mut missing) = (Vec::new(), Vec::new());
        for named in &draft.attachments {
            match self.attachment(named, draft) {
                Ok(attachment) => attachments.push(attachment),
                Err(why) => missing.push((named.clone(), why)),
            }
        }
        let mail = Mail {
            draft,
            text,
            from: Mailbox::new(&creditor.name, &creditor.email),
            contact: client
                .map(|client| Mailbox::new(&client.contact.name, &client.contact.email))
                .unwrap_or_default(),
            day: self.assessed.day,
            code: code.zip(words.map(str::to_owned)),
            attachments,
        };
        Message {
            bytes: mail.sealed(),
            missing,
        }
    }

    fn attachment(&self, named: &str, draft: &Draft) -> Result<Attachment, String> {
        if named == STATEMENT {
            let client = self.assessed.ledger.clients.get(&draft.client);
            let client = client.ok_or_else(|| format!("there is no client `{}`", draft.client))?;
            return Ok(self.statement(client, draft));
        }
        let root = self.root.canonicalize().map_err(|error| error.to_string())?;
        Ok(Attachment {
            name: named.rsplit(['/', '\\']).next().unwrap_or(named).to_owned(),
            bytes: claim::read(&root, named)?,
        })
    }

    fn statement(&self, client: &Client, draft: &Draft) -> Attachment {
        let statements = report::statements(self.assessed, &client.id, None);
        let facts = statement::Facts {
            assessed: self.assessed,
            client,
            from: None,
            statements: &statements,
        };
        let name = self
            .language(draft)
            .map_or(STATEMENT, |language| language.word("enclosure.statement"));
        Attachment {
            name: format!("{}.html", name.replace(' ', "-")),
            bytes: statement::html(facts, self.languages).into_bytes(),
        }
    }

    fn language(&self, draft: &Draft) -> Option<&Language> {
        self.languages.get(&draft.language)
    }
}

/// The letters of the day as the site has them: those that its users have edited as they left them.
#[derive(Debug)]
pub struct Outbox<'s, 'a> {
    post: Post<'s, 'a>,
    /// By path below the drafts' folder.
    letters: BTreeMap<String, Written<'s>>,
    pub mails: Mails,
}

#[derive(Debug)]
struct Written<'s> {
    text: &'s [u8],
    draft: Draft,
}

impl<'s, 'a> Outbox<'s, 'a> {
    /// With no message in it: a ledger in disguise writes to nobody.
    pub fn empty(post: Post<'s, 'a>) -> Self {
        Self {
            post,
            letters: BTreeMap::new(),
            mails: Mails::default(),
        }
    }

    /// Reads no attachment: only whether it is there, and how large.
    pub fn of(post: Post<'s, 'a>, opened: &'s Opened, (letters, drafts): (&Letters<'a>, &'s Drafts)) -> Self {
        let ledger = post.assessed.ledger;
        let mut written = BTreeMap::new();
        for letter in &letters.letters {
            let path = letter.draft.path();
            let Some(fresh) = drafts.files.get(&path) else {
                continue;
            };
            let edited = draft::edited(ledger, &opened.loaded.sources, &draft::file(ledger, &path));
            let text = edited.map_or(fresh.as_slice(), str::as_bytes);
            if let Some(draft) = Draft::read(text).filter(|draft| !draft.to.is_empty()) {
                written.insert(path, Written { text, draft });
            }
        }
        let names = names(written.keys());
        let mails = written.iter().zip(names).map(|((path, own), file)| {
            let (missing, size) = post.weigh(&own.draft);
            let mail = MailFile {
                file,
                missing,
                is_heavy: size > LARGEST_IN_SITE,
            };
            (path.clone(), mail)
        });
        Self {
            post,
            mails: Mails(mails.collect()),
            letters: written,
        }
    }
}

impl Post<'_, '_> {
    /// The attachments that aren't there, and the bytes of those that are.
    fn weigh(&self, draft: &Draft) -> (Vec<String>, u64) {
        let (mut missing, mut size) = (Vec::new(), 0_u64);
        let root = self.root.canonicalize().unwrap_or_default();
        for named in draft.attachments.iter().filter(|named| *named != STATEMENT) {
            match claim::find(&root, named)
                .ok()
                .and_then(|real| fs::metadata(real).ok())
                .filter(fs::Metadata::is_file)
            {
                Some(file) => size = size.saturating_add(file.len()),
                None => missing.push(named.clone()),
            }
        }
        (missing, size)
    }
}

/// `letter-acme-firm.eml` of `acme/firm.md`. Where two drafts would share one, which a hyphen in a client's id can bring
/// about, each has a mark that no id holds.
fn names<'p>(paths: impl Iterator<Item = &'p String> + Clone) -> Vec<String> {
    let name = |path: &str, between: &str| {
        let stem = path.strip_suffix(".md").unwrap_or(path);
        format!("letter-{}.eml", stem.replace('/', between))
    };
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    for path in paths.clone() {
        *taken.entry(name(path, "-").to_lowercase()).or_default() += 1;
    }
    let named = paths.map(|path| {
        let plain = name(path, "-");
        match taken.get(&plain.to_lowercase()) {
            Some(1) => plain,
            _ => name(path, "~"),
        }
    });
    named.collect()
}

/// The dashboard with the messages beside its pages.
#[derive(Debug)]
pub struct Site<'s, 'a> {
    pages: Dashboard<'s>,
    outbox: &'s Outbox<'s, 'a>,
    /// The drafts of the messages, by the message's name.
    messages: BTreeMap<&'s str, &'s str>,
}

impl<'s, 'a> Site<'s, 'a> {
    pub fn new(pages: Dashboard<'s>, outbox: &'s Outbox<'s, 'a>) -> Self {
        let light = outbox.mails.0.iter().filter(|(_, mail)| !mail.is_heavy);
        Self {
            pages,
            outbox,
            messages: light
                .map(|(path, mail)| (mail.file.as_str(), path.as_str()))
                .collect(),
        }
    }

    /// What is wrong with the ledger's own pages, as far as they were made.
    pub fn faults(&self) -> BTreeSet<Fault> {
        self.pages.faults()
    }
}

impl FileSet for Site<'_, '_> {
    fn paths(&self) -> Vec<&str> {
        let mut paths = self.pages.paths();
        paths.extend(self.messages.keys());
        paths.sort_unstable();
        paths
    }

    fn bytes(&self, path: &str) -> Result<Option<Cow<'_, [u8]>>, Fault> {
        let letter = self.messages.get(path);
        match letter.and_then(|path| self.outbox.letters.get(*path)) {
            Some(own) => {
                let message = self.outbox.post.message(own.text, &own.draft);
                Ok(Some(Cow::Owned(message.bytes)))
            }
            None => self.pages.bytes(path),
        }
    }

    fn key(&self, path: &str) -> Option<String> {
        self.pages.key(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_letters_share_a_message() {
        let paths = |paths: &[&str]| -> Vec<String> {
            let paths: Vec<_> = paths.iter().map(|path| (*path).to_owned()).collect();
            names(paths.iter())
        };
        assert_eq!(
            paths(&["acme/firm-USD.md", "b/firm.md"]),
            ["letter-acme-firm-USD.eml", "letter-b-firm.eml"]
        );
        assert_eq!(
            paths(&["A/plan-reminder.md", "a-plan/reminder.md"]),
            ["letter-A~plan-reminder.eml", "letter-a-plan~reminder.eml"]
        );
    }
}
