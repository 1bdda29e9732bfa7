//! `dunlin log`: a call, an answer, a promise, a dispute, a credit: what happened, as a new entry of the log.

use super::{
    Failure, Global, Outcome, ask, day,
    ledger::Opened,
    output::Output,
    pay::amount,
    recording::{self, NewRecord, Recording, warn_if_later},
    subject,
};
use crate::{
    assess::Assessed,
    calendar::Date,
    model::{
        Kind, Stage,
        format::Word,
        log::{Answer, Channel, Direction, What},
    },
    money::{Amount, Currency},
    render::record::{Entry, Record},
};
use clap::{Args, builder::PossibleValuesParser};
use std::{collections::BTreeMap, path::PathBuf};

#[derive(Debug, Args)]
pub struct Log {
    /// Whom it was with: a client's id
    client: String,
    /// The ledger's folder
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
    /// What happened
    #[arg(long, default_value = "contact", value_parser = PossibleValuesParser::new(What::WORDS))]
    what: String,
    /// The day it happened; default: the day looked at
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    date: Option<Date>,
    /// Which invoices it was about, as ID or ID=STAGE; default for a contact: those overdue
    #[arg(long = "invoice", value_name = "INVOICE", value_delimiter = ',')]
    invoices: Vec<String>,
    /// How: default call
    #[arg(long, value_parser = PossibleValuesParser::new(Channel::WORDS))]
    channel: Option<String>,
    /// Whether you wrote or called (out), or they did (in)
    #[arg(long, value_parser = PossibleValuesParser::new(Direction::WORDS))]
    direction: Option<String>,
    /// The step of the ladder that it was
    #[arg(long, value_parser = PossibleValuesParser::new(Stage::WORDS))]
    stage: Option<String>,
    /// What they said
    #[arg(long, value_parser = PossibleValuesParser::new(Answer::WORDS))]
    answer: Option<String>,
    /// By when they promised to pay, and how much; default: all that is open on those invoices
    #[arg(long, value_name = "DATE[:AMOUNT]", value_parser = promise)]
    promise: Option<Promised>,
    /// The promise is in writing
    #[arg(long, requires = "promise")]
    written: bool,
    /// The day that you gave them
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    deadline: Option<Date>,
    /// It did not arrive: bounced, came back, wrong number
    #[arg(long)]
    not_delivered: bool,
    /// The day on which it is proved to have arrived
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    received: Option<Date>,
    /// The proof: a file of the ledger
    #[arg(long, value_name = "FILE")]
    proof: Option<String>,
    /// Of a credit
    #[arg(long, value_parser = amount)]
    amount: Option<Amount>,
    /// Why: of anything but a contact
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// What was said, in your words
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Record it though an entry that says just the same is there already
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    recording: Recording,
}

/// `DATE` or `DATE:AMOUNT`.
#[derive(Debug, Clone, Copy)]
struct Promised {
    pay_by: Date,
    amount: Option<Amount>,
}

/// What a contact was, as told or answered.
#[derive(Debug, Default)]
struct Contact {
    channel: Option<String>,
    answer: Option<String>,
    promise: Option<Promised>,
    note: Option<String>,
}

impl Log {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let _turn = recording::turn(self.ledger.as_deref(), output)?;
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        subject::warn_of_unread(&opened, output);
        let assessed = opened.assess()?;
        let client = opened.client(&self.client)?.id.clone();
        let invoices = self.named(&opened, &assessed, &client)?;
        let contact = self.contact(opened.day)?;
        let record = self.record(&opened, (&client, &invoices, &contact))?;
        record.must_be_another(&opened, self.again)?;
        record.record(&opened, self.recording, output)?;
        if self.invoices.is_empty() && !invoices.is_empty() {
            output.say("about what is overdue: name other invoices with --invoice");
        }
        let date = self.date.unwrap_or(opened.day);
        warn_if_later(date, &opened, output);
        Ok(Outcome::Done)
    }

    fn is_contact(&self) -> bool {
        self.what == What::Contact.word()
    }

    /// Which invoices, each with its step if the user gave one: those named, else for a contact those overdue.
    fn named(
        &self,
        opened: &Opened,
        assessed: &Assessed,
        client: &str,
    ) -> Result<BTreeMap<String, Option<Stage>>, Failure> {
        if self.invoices.is_empty() && self.is_contact() {
            let overdue = assessed.invoices_of(client).filter(|on| on.is_overdue());
            return Ok(overdue.map(|on| (on.invoice.id.clone(), None)).collect());
        }
        let ledger = opened.ledger()?;
        let named = self.invoices.iter().map(|written| {
            let (name, stage) = match written.rsplit_once('=') {
                Some((name, word)) => (name, Some(stage(word)?)),
                None => (written.as_str(), None),
            };
            let invoice = subject::invoice(ledger, name)?;
            Ok((invoice.id.clone(), stage))
        });
        named.collect()
    }

    /// Asked at a terminal where nothing but the client was told.
    fn contact(&self, day: Date) -> Result<Contact, Failure> {
        let told = Contact {
            channel: self.channel.clone(),
            answer: self.answer.clone(),
            promise: self.promise,
            note: self.note.clone(),
        };
        let said_nothing = told.channel.is_none()
            && told.answer.is_none()
            && told.promise.is_none()
            && told.note.is_none()
            && self.stage.is_none();
        if !self.is_contact() || !said_nothing {
            return Ok(told);
        }
        if !ask::is_possible() {
            return Err(Failure(
                "say what happened: --channel, --answer, --promise DATE, --note; there is no terminal to ask at".to_owned(),
            ));
        }
        asked(day)
    }

    fn record(
        &self,
        opened: &Opened,
        (client, invoices, contact): (&str, &BTreeMap<String, Option<Stage>>, &Contact),
    ) -> Result<NewRecord, Failure> {
        let date = self.date.unwrap_or(opened.day);
        let channel = contact
            .channel
            .clone()
            .or_else(|| self.is_contact().then(|| Channel::Call.word().to_owned()));
        let kind = match (&self.stage, self.is_contact(), &channel) {
            (Some(stage), _, _) => stage,
            (None, true, Some(channel)) => channel,
            _ => &self.what,
        };
        let stem = format!("{date}-{client}-{kind}");
        let plain = |word: &String| Entry::Plain(word.clone());
        let currency = currency(opened, invoices)?;
        let promise = contact.promise.map(|promised| {
            Entry::map([
                ("pay_by", promised.pay_by.into()),
                (
                    "amount",
                    promised.amount.map_or(Entry::Plain(String::new()), |amount| {
                        Entry::amount(amount, currency)
                    }),
                ),
                (
                    "written",
                    Entry::Plain(if self.written {
                        "true".to_owned()
                    } else {
                        String::new()
                    }),
                ),
            ])
        });
        let record = Record::new(Kind::Log)
            .with("client", client)
            .with("date", date)
            .with_some("what", (!self.is_contact()).then(|| plain(&self.what)))
            .with("invoices", self.invoices_entry(invoices))
            .with_some("channel", channel.as_ref().map(plain))
            .with_some("direction", self.direction.as_ref().map(plain))
            .with_some("stage", self.stage.as_ref().map(plain))
            .with_some("deadline", self.deadline)
            .with_some("delivered", self.not_delivered.then_some(false))
            .with_some("received", self.received)
            .with_some("proof", self.proof.as_deref())
            .with_some("answer", contact.answer.as_ref().map(plain))
            .with_some("promise", promise)
            .with_some(
                "amount",
                self.amount.map(|amount| Entry::amount(amount, currency)),
            )
            .with_some("reason", self.reason.as_deref())
            .with_some("note", contact.note.as_deref());
        Ok(NewRecord {
            path: NewRecord::named(opened, Kind::Log, &stem, "yaml")?,
            text: record.yaml(),
        })
    }

    /// A list; a mapping where steps were given.
    fn invoices_entry(&self, invoices: &BTreeMap<String, Option<Stage>>) -> Entry {
        let whole = self.stage.as_deref().and_then(Stage::from_word);
        if invoices.values().any(Option::is_some) {
            let steps = invoices.iter().filter_map(|(id, stage)| {
                let stage = stage.or(whole)?;
                Some((id.clone(), Entry::Plain(stage.word().to_owned())))
            });
            return Entry::Map(steps.collect());
        }
        Entry::List(invoices.keys().map(|id| id.as_str().into()).collect())
    }
}

/// The questions after a call.
fn asked(day: Date) -> Result<Contact, Failure> {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let channel = ask::choice("How?", &words(Channel::WORDS))?;
    let mut answers = vec!["nothing of these".to_owned()];
    answers.extend(words(Answer::WORDS));
    let answer = ask::choice("What did they say?", &answers)?;
    let promise = ask::line(
        "By when did they promise to pay? DATE or DATE:AMOUNT, empty if they didn't",
        None,
        |text| match text {
            "" => Ok(None),
            text => promise(text).map(Some),
        },
    )?;
    if promise.is_some_and(|promised| promised.pay_by < day) {
        return Err(Failure(
            "a promise for a day that has passed: nothing was written".to_owned(),
        ));
    }
    let note = ask::line("In your words, what was said?", None, |text| Ok(text.to_owned()))?;
    Ok(Contact {
        channel: Channel::WORDS.get(channel).map(|word| (*word).to_owned()),
        answer: answer
            .checked_sub(1)
            .and_then(|at| Answer::WORDS.get(at))
            .map(|word| (*word).to_owned()),
        promise,
        note: Some(note).filter(|note| !note.is_empty()),
    })
}

/// That of the invoices named, else the ledger's.
fn currency(opened: &Opened, invoices: &BTreeMap<String, Option<Stage>>) -> Result<Currency, Failure> {
    let ledger = opened.ledger()?;
    let first = invoices.keys().find_map(|id| ledger.invoices.get(id));
    Ok(first.map_or(ledger.settings.currency.value, |invoice| {
        ledger.invoice_currency(invoice)
    }))
}

fn stage(word: &str) -> Result<Stage, Failure> {
    Stage::from_word(word).ok_or_else(|| {
        Failure(format!(
            "there is no step `{word}`: one of {}",
            Stage::WORDS.join(", ")
        ))
    })
}

fn promise(text: &str) -> Result<Promised, String> {
    let (date, sum) = match text.split_once(':') {
        Some((date, sum)) => (date, Some(amount(sum)?)),
        None => (text, None),
    };
    Ok(Promised {
        pay_by: day::parse(date)?,
        amount: sum,
    })
}
