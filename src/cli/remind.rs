//! `dunlin remind`: only the drafts, all or some, as files, on the screen, or as messages to send.

use super::{
    Failure, Global, Outcome,
    build::{letter_errors, summary, tell_written},
    input::read_ordinary,
    ledger::Opened,
    output::Output,
    post::Post,
};
use crate::{
    model::{Stage, format::Word},
    render::{
        Files, draft, letter,
        mail::{Draft, TOO_LARGE},
    },
    report::{self, Letters},
    write::{self, SomeDrafts},
};
use clap::{Args, builder::PossibleValuesParser};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Remind {
    /// The ledger's folder
    ledger: Option<PathBuf>,
    /// Only to this client: its id
    #[arg(long, value_name = "ID")]
    client: Option<String>,
    /// Only letters of this stage
    #[arg(long, value_parser = PossibleValuesParser::new(Stage::WORDS))]
    stage: Option<String>,
    /// Print the drafts and write nothing
    #[arg(long)]
    stdout: bool,
    /// Beside each letter's draft, also write a message with its attachments, that mail programs open to be sent
    #[arg(long, conflicts_with = "stdout")]
    eml: bool,
}

/// Which letters are asked for.
struct Wanted<'a> {
    client: Option<&'a str>,
    stage: Option<&'a str>,
}

impl Wanted<'_> {
    fn takes(&self, client: &str, stage: Option<&str>) -> bool {
        self.client.is_none_or(|wanted| wanted == client)
            && self.stage.is_none_or(|wanted| Some(wanted) == stage)
    }

    /// Whether a draft that lies there is one of those asked for.
    fn concerns(&self, path: &str, bytes: &[u8]) -> bool {
        let client = path.split('/').next().unwrap_or_default();
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        self.takes(client, draft::value(text, "stage"))
    }

    fn narrow(&self, letters: &mut Letters) {
        letters
            .letters
            .retain(|letter| self.takes(&letter.client.id, Some(letter.stage.word())));
        letters.calls.retain(|notes| self.takes(&notes.client.id, None));
        letters.held.retain(|client| self.takes(client, self.stage));
    }
}

impl Remind {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        let client = self.client.as_deref().map(|id| opened.client(id)).transpose()?;
        let wanted = Wanted {
            client: client.map(|client| client.id.as_str()),
            stage: self.stage.as_deref(),
        };
        let assessed = opened.assess()?;
        let mut letters = report::letters(&assessed, &opened.loaded.unread);
        wanted.narrow(&mut letters);
        let languages = opened.languages();
        let drafts = letter::drafts(&assessed, &letters, &languages);
        let folder = opened.root.join(&opened.ledger()?.settings.reminders.value);
        if self.stdout {
            print(&folder, &drafts.files, output)?;
        } else {
            write_some(&opened, &wanted, &drafts.files, output)?;
        }
        for error in letter_errors(&drafts) {
            output.warn(&error);
        }
        if self.eml {
            let post = Post {
                root: &opened.root,
                assessed: &assessed,
                languages: &languages,
            };
            let beside = Beside {
                post,
                folder: &folder,
            };
            beside.write(drafts.files.keys(), output)?;
        }
        if !letters.held.is_empty() {
            let held: Vec<_> = letters.held.into_iter().collect();
            output.warn(&format!(
                "no letter to {} until their records can be read: `dunlin check` says what to mend",
                held.join(", ")
            ));
        }
        let unread = !opened.loaded.unread.files.is_empty();
        Ok(if unread { Outcome::Findings } else { Outcome::Done })
    }
}

fn write_some(opened: &Opened, wanted: &Wanted, drafts: &Files, output: &mut Output) -> Result<(), Failure> {
    let folder = opened.root.join(&opened.ledger()?.settings.reminders.value);
    let some = SomeDrafts {
        drafts,
        concerned: &|path, bytes| wanted.concerns(path, bytes),
    };
    let written = write::patiently(
        || write::some_drafts(&opened.root, &folder, some),
        || output.say("another dunlin is building this ledger: waiting for it"),
    )?;
    output.say(&format!("{}: {}", folder.display(), summary(&written, "draft")));
    tell_written(&folder, &written, output);
    Ok(())
}

/// What lies there if its user has edited it, for that is what they will send; else what would be written.
fn print(folder: &Path, drafts: &Files, output: &mut Output) -> Result<(), Failure> {
    if drafts.is_empty() {
        output.say("no letter is due");
    }
    for (n, (path, bytes)) in drafts.iter().enumerate() {
        let edited = read_ordinary(&folder.join(path))
            .ok()
            .filter(|there| is_edited(there));
        if edited.is_some() {
            output.say(&format!("{}: as you edited it", folder.join(path).display()));
        }
        let text = String::from_utf8_lossy(edited.as_ref().unwrap_or(bytes)).into_owned();
        let between = if n > 0 { "\n" } else { "" };
        output.result(&format!("{between}{text}"))?;
    }
    Ok(())
}

fn is_edited(bytes: &[u8]) -> bool {
    draft::is_ours(bytes) && !draft::is_untouched(bytes)
}

/// A letter's draft as it lies there.
#[derive(Debug, Clone, Copy)]
struct Letter<'d> {
    path: &'d str,
    text: &'d [u8],
    draft: &'d Draft,
}

/// Where the messages go, beside their drafts.
struct Beside<'s, 'a> {
    post: Post<'s, 'a>,
    folder: &'s Path,
}

impl Beside<'_, '_> {
    /// Of the drafts as they lie there, edits and all.
    fn write<'p>(
        &self,
        drafts: impl Iterator<Item = &'p String>,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let mut mails = Files::new();
        for path in drafts {
            let Ok(text) = read_ordinary(&self.folder.join(path)) else {
                continue;
            };
            let is_letter = draft::value(&String::from_utf8_lossy(&text), "stage").is_some();
            match Draft::read(&text).filter(|_| is_letter) {
                Some(draft) => {
                    let letter = Letter {
                        path,
                        text: &text,
                        draft: &draft,
                    };
                    let message = self.message(letter, output);
                    mails.insert(format!("{}.eml", path.trim_end_matches(".md")), message);
                }
                None if is_letter => output.warn(&format!(
                    "{}: its front matter can't be read, so no message was made of it",
                    self.folder.join(path).display()
                )),
                None => {}
            }
        }
        let written = write::mails(self.post.root, self.folder, &mails)?;
        output.say(&format!(
            "{}: {}",
            self.folder.display(),
            summary(&written, "message")
        ));
        tell_written(self.folder, &written, output);
        Ok(())
    }

    fn message(&self, Letter { path, text, draft }: Letter, output: &mut Output) -> Vec<u8> {
        let message = self.post.message(text, draft);
        let at = self.folder.join(path);
        for (named, why) in &message.missing {
            output.warn(&format!("{}: {named} is not attached: {why}", at.display()));
        }
        if draft.to.is_empty() {
            output.warn(&format!(
                "{}: names nobody in `to`: the message is addressed to nobody",
                at.display()
            ));
        }
        for wrong in &draft.not_addresses {
            output.warn(&format!(
                "{}: {wrong:?} is no address and was left out",
                at.display()
            ));
        }
        if message.bytes.len() > TOO_LARGE {
            output.warn(&format!(
                "{}: the message has {} MB with its attachments, and many mail providers refuse more than 20",
                at.display(),
                message.bytes.len() / 1_000_000
            ));
        }
        message.bytes
    }
}
