//! `dunlin new client`.

use crate::{
    cli::{
        Failure, Global, Outcome, ask,
        ledger::Opened,
        output::Output,
        recording::{NewRecord, Recording},
    },
    model::{ClientKind, Kind, format::Word},
    render::record::{Entry, Record},
};
use clap::{Args, builder::PossibleValuesParser};
use std::path::PathBuf;

/// What a letter, a court or the law will ask for sooner or later.
const HINTS: [&str; 7] = [
    "legal_name",
    "kind",
    "language",
    "jurisdiction",
    "contact",
    "credit_limit",
    "vetting",
];

#[derive(Debug, Args)]
pub struct Client {
    /// The id: letters, digits, `.`, `_`, `-`
    id: String,
    /// The ledger's folder
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
    /// Their name
    #[arg(long)]
    name: Option<String>,
    /// What they are to the law
    #[arg(long, value_parser = PossibleValuesParser::new(ClientKind::WORDS))]
    kind: Option<String>,
    /// Where letters go
    #[arg(long)]
    email: Option<String>,
    /// The language of letters, such as de
    #[arg(long)]
    language: Option<String>,
    /// Where you would sue them, such as us-ca
    #[arg(long)]
    jurisdiction: Option<String>,
    #[command(flatten)]
    recording: Recording,
}

impl Client {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        let name = ask::given_or(self.name.clone(), "their name: `--name NAME`", || {
            ask::line("Their name?", None, |text| match text {
                "" => Err("a client has a name".to_owned()),
                text => Ok(text.to_owned()),
            })
        })?;
        let contact = Entry::map([("email", self.email.as_deref().unwrap_or_default().into())]);
        let record = Record::new(Kind::Client)
            .with("name", name)
            .with_some("kind", self.kind.as_deref())
            .with_some("language", self.language.as_deref())
            .with_some("jurisdiction", self.jurisdiction.as_deref())
            .with("contact", contact);
        let record = NewRecord {
            path: NewRecord::of_id(&opened, Kind::Client, &self.id, "yaml")?,
            text: record.yaml_with_hints(&HINTS),
        };
        let record = record.with_modelines(&opened);
        record.record(&opened, self.recording, output)?;
        Ok(Outcome::Done)
    }
}
