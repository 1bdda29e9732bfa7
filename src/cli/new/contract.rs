//! `dunlin new contract`.

use crate::{
    calendar::{Date, parse_date},
    cli::{
        Failure, Global, Outcome, ask, day,
        ledger::Opened,
        output::Output,
        pay::{amount, currency},
        recording::{NewRecord, Recording},
    },
    model::Kind,
    money::{Amount, Currency},
    render::record::{Entry, Record},
};
use clap::Args;
use std::path::PathBuf;

/// What `dunlin check` will ask for.
const HINTS: [&str; 9] = [
    "title",
    "signed",
    "start",
    "end",
    "jurisdiction",
    "total",
    "schedule",
    "terms",
    "document",
];

#[derive(Debug, Args)]
pub struct Contract {
    /// The id: letters, digits, `.`, `_`, `-`
    id: String,
    /// Whom it is with: a client's id
    #[arg(long)]
    client: Option<String>,
    /// The ledger's folder
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
    /// What the work is
    #[arg(long)]
    title: Option<String>,
    /// The price, as 18000.00
    #[arg(long, value_parser = amount)]
    total: Option<Amount>,
    /// Default: the ledger's
    #[arg(long, value_name = "CODE", value_parser = currency)]
    currency: Option<Currency>,
    /// The day both had signed
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    signed: Option<Date>,
    /// Work begins
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    start: Option<Date>,
    /// Work is to be done
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    end: Option<Date>,
    /// Whose courts, such as us-ca
    #[arg(long)]
    jurisdiction: Option<String>,
    /// Days from issue to due date
    #[arg(long, value_name = "DAYS")]
    payment_days: Option<u32>,
    /// Days after the due date before work stops
    #[arg(long, value_name = "DAYS")]
    grace_days: Option<u32>,
    /// The contract says that work stops after the grace period until the balance is paid
    #[arg(long)]
    stop_work: bool,
    /// What is due when, once for each: deposit:2026-01-22:6000, design:2026-03-02:30%, launch:2026-05-29:rest
    #[arg(long = "instalment", value_name = "ID:DUE:SHARE", value_parser = instalment)]
    instalments: Vec<Instalment>,
    #[command(flatten)]
    recording: Recording,
}

/// One instalment as the command line has it.
#[derive(Debug, Clone)]
struct Instalment {
    id: String,
    due: Date,
    share: Share,
}

#[derive(Debug, Clone)]
enum Share {
    Amount(Amount),
    Percent(Amount),
    Rest,
}

impl Contract {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        let client = ask::given_or(self.client.clone(), "whom it is with: `--client CLIENT`", || {
            let ids: Vec<_> = opened.ledger()?.clients.keys().cloned().collect();
            let chosen = ask::choice("With whom?", &ids)?;
            Ok(ids.get(chosen).cloned().unwrap_or_default())
        })?;
        let client = opened.client(&client)?;
        let own = opened.ledger()?.settings.currency.value;
        let currency = self.currency.unwrap_or(own);
        let schedule = self
            .instalments
            .iter()
            .map(|instalment| instalment.entry(currency));
        let record = Record::new(Kind::Contract)
            .with("client", client.id.as_str())
            .with_some("title", self.title.as_deref())
            .with("date", opened.day)
            .with_some("signed", self.signed)
            .with_some("start", self.start)
            .with_some("end", self.end)
            .with_some("jurisdiction", self.jurisdiction.as_deref())
            .with_some(
                "currency",
                (currency != own).then(|| Entry::Plain(currency.code().to_owned())),
            )
            .with_some("total", self.total.map(|total| Entry::amount(total, currency)))
            .with("schedule", Entry::List(schedule.collect()))
            .with("terms", self.terms());
        let record = NewRecord {
            path: NewRecord::of_id(&opened, Kind::Contract, &self.id, "yaml")?,
            text: record.yaml_with_hints(&HINTS),
        };
        let record = record.with_modelines(&opened);
        record.record(&opened, self.recording, output)?;
        output.say("`dunlin check` says what a contract should have before work starts");
        Ok(Outcome::Done)
    }
}

impl Contract {
    fn terms(&self) -> Entry {
        let days = |days: Option<u32>| Entry::Plain(days.map(|days| days.to_string()).unwrap_or_default());
        let stop_work = if self.stop_work { "true" } else { "" };
        Entry::map([
            ("payment_days", days(self.payment_days)),
            ("grace_days", days(self.grace_days)),
            ("stop_work", Entry::Plain(stop_work.to_owned())),
        ])
    }
}

impl Instalment {
    fn entry(&self, currency: Currency) -> Entry {
        let (key, share) = match &self.share {
            Share::Amount(amount) => ("amount", Entry::amount(*amount, currency)),
            Share::Percent(percent) => ("percent", Entry::Plain(percent.shortest())),
            Share::Rest => ("rest", Entry::Plain("true".to_owned())),
        };
        Entry::map([
            ("id", self.id.as_str().into()),
            ("due", self.due.into()),
            (key, share),
        ])
    }
}

fn instalment(text: &str) -> Result<Instalment, String> {
    let wrong = || "write an instalment as design:2026-03-02:6000, with 30% or rest for a share".to_owned();
    let mut parts = text.split(':');
    let (Some(id), Some(due), Some(share), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(wrong());
    };
    let share = match share.strip_suffix('%') {
        Some(percent) => Share::Percent(Amount::parse(percent).map_err(|_| wrong())?),
        None if share == "rest" => Share::Rest,
        None => Share::Amount(amount(share)?),
    };
    Ok(Instalment {
        id: id.to_owned(),
        due: parse_date(due).ok_or_else(wrong)?,
        share,
    })
}
