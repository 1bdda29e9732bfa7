//! A message that threatens, insults or shouts: what costs more before a judge than it ever brings in.

use crate::{
    assess::{Assessed, ClientOn},
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::{Finding, Level},
    language::{Hostile, Names, Spoken, Word},
    model::{
        EditedDraft, LogEntry,
        log::{Direction, What},
    },
    source::{At, Span},
};
use rayon::prelude::*;
use std::{collections::BTreeMap, ops::Range};

pub const RULE: Rule = Rule {
    id: "follow-up/hostile-wording",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "An edited draft or a sent message threatens, insults or shouts",
    page: include_str!("hostile-wording.md"),
    check: Some(check),
};

/// So many findings a message say enough; the last one counts the rest.
const MOST: usize = 5;
/// Capitals shout from so many words in a row on, each of so many letters.
const SHOUTED_WORDS: usize = 3;
const SHOUTED_LETTERS: usize = 4;
/// A longer phrase is cut short in a message.
const MOST_SHOWN: usize = 60;
/// A line in capitals with more words is no title.
const LONGEST_TITLE: usize = 10;
/// Behind a name in capitals, these say that it is a firm's.
const FIRMS: [&str; 19] = [
    "ag", "bv", "corp", "gmbh", "inc", "kg", "limited", "llc", "llp", "ltd", "nv", "plc", "sarl", "sas",
    "slu", "srl", "ооо", "оао", "зао",
];

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let mut lists: BTreeMap<&str, Option<Hostile>> = BTreeMap::new();
    let sent = assessed.ledger.log.values().filter(|entry| is_sent(entry));
    let sent = sent.map(|entry| Message::sent(assessed, entry));
    let drafts = assessed.ledger.edited_drafts.iter();
    let drafts = drafts.map(|draft| Message::drafted(assessed, draft));
    let messages: Vec<_> = sent.chain(drafts).collect();
    for message in &messages {
        let list = || Hostile::of(message.language);
        lists.entry(message.language).or_insert_with(list);
    }
    let list = |message: &Message| lists.get(message.language).and_then(Option::as_ref);
    let findings = messages
        .par_iter()
        .flat_map_iter(|message| message.findings(list(message)));
    findings
        .collect::<Vec<_>>()
        .into_iter()
        .for_each(|finding| sink.report(finding));
}

fn is_sent(entry: &LogEntry) -> bool {
    entry.what == What::Contact && entry.direction == Direction::Out
}

/// What is said to a client.
struct Message<'a> {
    language: &'a str,
    subject: Option<&'a At<String>>,
    body: Option<&'a At<String>>,
    names: Names<'a>,
    /// Before what the help says.
    advice: &'static str,
}

/// A stretch of a message, why it is hostile, and what to do instead.
struct Offence<'l> {
    span: Span,
    phrase: String,
    why: &'l str,
    instead: &'l str,
}

impl<'a> Message<'a> {
    fn sent(assessed: &'a Assessed, entry: &'a LogEntry) -> Self {
        let client = assessed.clients.get(entry.client.value.as_str());
        Self {
            language: language(assessed, client, entry.language.as_deref()),
            subject: entry.subject.as_ref(),
            body: entry.body.as_ref(),
            names: names(assessed, client),
            advice: "what is sent is sent; in the next one, ",
        }
    }

    fn drafted(assessed: &'a Assessed, draft: &'a EditedDraft) -> Self {
        let client = assessed.clients.get(draft.client.as_str());
        Self {
            language: language(assessed, client, draft.language.as_deref()),
            subject: draft.subject.as_ref(),
            body: Some(&draft.body),
            names: names(assessed, client),
            advice: "before you send it, ",
        }
    }

    fn findings(&self, list: Option<&Hostile>) -> Vec<Finding> {
        let mut offences = Vec::new();
        if let Some(subject) = self.subject {
            let whole = self.offences(list, subject).into_iter();
            // What a quoted value says may be written with more characters than it has.
            offences.extend(whole.map(|offence| Offence {
                span: subject.span,
                ..offence
            }));
        }
        if let Some(body) = self.body {
            offences.extend(self.offences(list, body));
        }
        let more = offences.len().saturating_sub(MOST);
        let last = offences.len().min(MOST);
        let told = (1..).zip(offences.into_iter().take(MOST));
        let findings = told.map(|(number, offence)| {
            let rest = if more > 0 && number == last {
                format!(", and {more} more in this message")
            } else {
                String::new()
            };
            let message = format!("`{}` {}{rest}", offence.phrase, offence.why);
            let help = format!("{}{}", self.advice, offence.instead);
            RULE.finding(offence.span, message).help(help)
        });
        findings.collect()
    }

    /// By place.
    fn offences<'l>(&self, list: Option<&'l Hostile>, text: &At<String>) -> Vec<Offence<'l>> {
        let mut spoken = Spoken::read(&text.value);
        spoken.set_aside(&self.names);
        let listed = list.map(|list| list.found(&spoken)).unwrap_or_default();
        let listed = listed
            .into_iter()
            .map(|offence| (offence.place, offence.why, offence.instead));
        let shouted = shouted(&spoken.words, list).into_iter().map(|place| {
            let why = "shouts in capitals";
            (
                place,
                why,
                "write them small; a date and an amount make a letter firm",
            )
        });
        let exclamations = spoken.exclamations.iter().cloned();
        let exclamations = exclamations.map(|place| (place, "shouts", "end the sentence with a full stop"));
        let mut offences: Vec<_> = listed.chain(shouted).chain(exclamations).collect();
        offences.sort_by_key(|(place, ..)| (place.start, place.end));
        let offences = offences.into_iter().map(|(place, why, instead)| Offence {
            span: within(text.span, &place),
            phrase: shown(text.value.get(place).unwrap_or_default()),
            why,
            instead,
        });
        offences.collect()
    }
}

/// Its own, else the client's, else the ledger's.
fn language<'a>(assessed: &'a Assessed, client: Option<&ClientOn<'a>>, own: Option<&'a str>) -> &'a str {
    let of_client = client.and_then(|on| on.client.language.as_ref());
    own.or(of_client.map(|language| language.value.as_str()))
        .unwrap_or_else(|| assessed.ledger.settings.language())
}

fn names<'a>(assessed: &'a Assessed, client: Option<&ClientOn<'a>>) -> Names<'a> {
    let creditor = &assessed.ledger.settings.creditor;
    let holders = creditor.bank.iter().map(|bank| bank.holder.as_str());
    let mut own: Vec<_> = holders.chain([creditor.name.as_str()]).collect();
    let mut whole: Vec<_> = creditor.address.lines().collect();
    if let Some(on) = client {
        own.extend([
            &on.client.name.value,
            on.client.legal_name(),
            &on.client.contact.name,
        ]);
        whole.extend(on.client.contact.address.lines());
        let contracts = on.contracts.iter().filter_map(|id| assessed.contracts.get(id));
        whole.extend(contracts.map(|on| on.contract.title.as_str()));
    }
    Names { own, whole }
}

/// Runs of words in capitals, without names of firms and titles of documents.
fn shouted(words: &[Word], list: Option<&Hostile>) -> Vec<Range<usize>> {
    let counts = |word: &&Word| word.letters >= SHOUTED_LETTERS;
    let is_loud = |run: &&[Word]| {
        let in_a_row = run.split(|word| !counts(&word)).map(<[Word]>::len).max();
        in_a_row >= Some(SHOUTED_WORDS)
    };
    let is_firm = |run: &&[Word]| run.iter().any(|word| FIRMS.contains(&word.folded.as_str()));
    let runs = words.chunk_by(|one, next| is_capital(one) && is_capital(next) && goes_on(one, next));
    let loud = runs.filter(|run| run.iter().all(is_capital)).filter(is_loud);
    let spoken = loud.filter(|run| !is_firm(run) && !is_title(run, words, list));
    spoken
        .filter_map(|run| Some(run.first()?.place.start..run.last()?.place.end))
        .collect()
}

fn is_capital(word: &Word) -> bool {
    word.is_shouted && !word.is_name
}

fn goes_on(one: &Word, next: &Word) -> bool {
    one.paragraph == next.paragraph && one.chunk != next.chunk
}

/// A line of its own in capitals that says what the letter is.
fn is_title(run: &[Word], words: &[Word], list: Option<&Hostile>) -> bool {
    let Some((list, first)) = list.zip(run.first()) else {
        return false;
    };
    let mut line = words.iter().filter(|word| word.line == first.line);
    let is_whole = line
        .clone()
        .all(|word| word.is_shouted || word.letters == 0 || word.is_name);
    let one_line = run.iter().all(|word| word.line == first.line);
    is_whole && one_line && line.by_ref().count() <= LONGEST_TITLE && list.is_title(run)
}

fn within(text: Span, place: &Range<usize>) -> Span {
    let at = |offset: usize| {
        text.start
            .saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
    };
    Span {
        start: at(place.start),
        end: at(place.end),
        ..text
    }
}

/// On one line, and not endless.
fn shown(phrase: &str) -> String {
    let words: Vec<_> = phrase.split_whitespace().collect();
    let line = words.join(" ").replace('`', "'");
    let mut shown: String = line.chars().take(MOST_SHOWN).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::replay::check_files;
    use std::{
        fs,
        path::{Path, PathBuf},
    };

    const LANGUAGES: [&str; 7] = ["de", "en", "es", "fr", "it", "pt", "ru"];

    fn data() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
    }

    /// The letters in a folder and those below it, by path.
    fn letters(folder: &Path) -> Vec<(String, String)> {
        let mut letters = Vec::new();
        let mut entries: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                letters.extend(self::letters(&path));
            } else {
                letters.push((path.display().to_string(), fs::read_to_string(path).unwrap()));
            }
        }
        letters
    }

    /// What is found in a letter in that language, which Acme was sent.
    fn found(language: &str, letter: &str) -> Vec<String> {
        let entry = format!("---\nclient: acme\ndate: 2026-02-02\nlanguage: {language}\n---\n{letter}");
        let (checked, _) = check_files([("log/letter.md", entry.as_str())]).unwrap();
        let own = checked
            .findings
            .into_iter()
            .filter(|judged| judged.finding.rule == RULE.id);
        own.map(|judged| judged.finding.message).collect()
    }

    #[test]
    fn firm_letters_pass_and_threatening_ones_do_not() {
        let mut wrong = Vec::new();
        let mut read = 0;
        for language in LANGUAGES {
            let folder = data().join("data/wording").join(language);
            for (path, letter) in letters(&folder.join("firm")) {
                let found = found(language, &letter);
                wrong.extend((!found.is_empty()).then(|| format!("{path}: {}", found.join("; "))));
                read += 1;
            }
            for (path, letter) in letters(&folder.join("threatening")) {
                let found = found(language, &letter);
                wrong.extend(found.is_empty().then(|| format!("{path}: nothing was found")));
                read += 1;
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(read >= 64, "{read} letters");
    }

    #[test]
    fn a_threatening_letter_is_silent_where_it_is_quoted() {
        for language in LANGUAGES {
            for (path, letter) in letters(&data().join("data/wording").join(language).join("threatening")) {
                let quoted: String = letter.lines().map(|line| format!("> {line}\n")).collect();
                assert_eq!(found(language, &quoted), Vec::<String>::new(), "{path}");
            }
        }
    }

    #[test]
    fn the_letters_that_dunlin_writes_pass() {
        for (path, draft) in letters(&data().join("golden/reminders")) {
            // Notes for a call are their user's own.
            let Some(language) = draft.lines().find_map(|line| line.strip_prefix("language: ")) else {
                assert!(path.ends_with("call.md"), "{path}");
                continue;
            };
            let body = draft.splitn(3, "---\n").nth(2).unwrap();
            assert_eq!(found(language, body), Vec::<String>::new(), "{path}");
        }
    }

    #[test]
    fn capitals_shout_from_three_long_words_on() {
        for (letter, shouts) in [
            ("Please PAY THIS BILL", 0),
            ("Please SEND MONEY TODAY", 1),
            ("SEND US MONEY TODAY", 0),
            ("we are BEEN PAID SOON BY YOU", 1),
            ("ACME GMBH BAUTEN HAMBURG", 0),
            ("Invoice WEB2026 DESIGN PHASE", 0),
            ("HTML/HTTP/JSON", 0),
            ("FINAL DEMAND BEFORE CLAIM\n\nDear Acme", 0),
            ("# NOTICE: INVOICE OVERDUE SINCE JANUARY\n", 0),
            ("WHERE DOES YOUR MONEY STAY\n\nDear Acme", 1),
            ("the CLIENT ACME STUDIO", 0),
        ] {
            assert_eq!(found("en", letter).len(), shouts, "{letter}");
        }
        assert_eq!(found("nl", "BETAAL DEZE FACTUUR nu!!, idioot").len(), 2);
    }

    #[test]
    fn a_long_tirade_is_counted_and_cut() {
        let findings = found("en", "idiot. idiot. idiot. idiot. idiot. idiot. idiot.");
        assert_eq!(findings.len(), 5);
        assert_eq!(
            findings.last().unwrap(),
            "`idiot` is an insult, and 2 more in this message"
        );
        assert!(!findings[0].contains("more"), "{findings:?}");
    }
}
