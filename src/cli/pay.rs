//! `dunlin pay`: money came in.

use super::{
    Failure, Global, Outcome, ask, day,
    ledger::Opened,
    output::Output,
    recording::{self, NewRecord, Recording, warn_if_later},
    subject,
};
use crate::{
    assess::{self, Assessed},
    calendar::Date,
    model::{Kind, Payment},
    money::{Amount, Currency},
    render::{
        record::{Entry, Record},
        terminal,
    },
    report::{self, By, Receipt, Shares},
};
use clap::Args;
use std::{collections::BTreeSet, path::PathBuf};

#[derive(Debug, Args)]
pub struct Pay {
    /// Who paid: a client's id
    client: Option<String>,
    /// How much, as 1250.50
    #[arg(value_parser = amount)]
    amount: Option<Amount>,
    /// The ledger's folder
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
    /// The day it arrived; default: the day looked at
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    date: Option<Date>,
    /// What it was for: ids or numbers; default: those that --reference names, else the oldest
    #[arg(long = "invoice", value_name = "INVOICE", value_delimiter = ',')]
    invoices: Vec<String>,
    /// What the payer wrote
    #[arg(long, value_name = "TEXT", default_value = "")]
    reference: String,
    /// How it came, such as "bank transfer"
    #[arg(long, value_name = "TEXT", default_value = "")]
    method: String,
    /// Default: that of the invoices it is for
    #[arg(long, value_name = "CODE", value_parser = currency)]
    currency: Option<Currency>,
    /// Record it though one of the same day and amount is there already
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    recording: Recording,
}

/// A payment as told or answered.
struct Told {
    client: String,
    amount: Amount,
    currency: Currency,
    date: Date,
    named: Vec<String>,
}

impl Pay {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let _turn = recording::turn(self.ledger.as_deref(), output)?;
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        let assessed = opened.assess()?;
        let told = self.told(&opened, &assessed)?;
        self.must_be_another(&opened, &told)?;
        self.must_know_what_for(&opened, &told.client)?;
        subject::warn_of_unread(&opened, output);
        let shares = report::shares(
            &assessed,
            Receipt {
                client: &told.client,
                amount: told.amount,
                currency: told.currency,
                reference: &self.reference,
                named: &told.named,
            },
        );
        let record = self.record(&opened, &told, &shares)?;
        let loaded = record.record(&opened, self.recording, output)?;
        warn_if_later(told.date, &opened, output);
        let ledger = loaded
            .ledger
            .as_ref()
            .ok_or_else(|| Failure("the ledger can't be read".to_owned()))?;
        let after = assess::assess(ledger, &opened.statutes, opened.day.max(told.date));
        tell(&after, &told, &shares, output);
        Ok(Outcome::Done)
    }

    fn told(&self, opened: &Opened, assessed: &Assessed) -> Result<Told, Failure> {
        let client = ask::given_or(
            self.client.clone(),
            "who paid, and how much: `dunlin pay CLIENT AMOUNT`",
            || who(assessed),
        )?;
        let client = opened.client(&client)?.id.clone();
        let named = self.named(opened, &client)?;
        let currency = match self.currency {
            Some(currency) => currency,
            None => self.currency_of(assessed, &client, &named)?,
        };
        let amount = ask::given_or(self.amount, "how much: `dunlin pay CLIENT AMOUNT`", || {
            let open = assessed
                .invoices_of(&client)
                .filter(|on| on.is_open() && on.currency == currency);
            let balance: Amount = open.map(|on| on.balance).sum();
            let default = balance.is_positive().then(|| balance.plain(currency));
            ask::line(
                &format!("How much came in, in {currency}?"),
                default.as_deref(),
                amount,
            )
        })?;
        let was_asked = self.client.is_none() || self.amount.is_none();
        let date = match self.date {
            None if was_asked => ask::line("On which day?", Some(&opened.day.to_string()), day::parse)?,
            date => date.unwrap_or(opened.day),
        };
        Ok(Told {
            client,
            amount,
            currency,
            date,
            named,
        })
    }

    /// One that was typed twice would hide what is still owed.
    fn must_be_another(&self, opened: &Opened, told: &Told) -> Result<(), Failure> {
        let ledger = opened.ledger()?;
        let is_same = |payment: &&Payment| {
            payment.client.value == told.client
                && payment.date.value == told.date
                && payment.amount.value == told.amount
                && ledger.payment_currency(payment) == told.currency
        };
        let Some(same) = ledger.payments.values().find(is_same).filter(|_| !self.again) else {
            return Ok(());
        };
        let there = format!("payment `{}` has the same client, day and amount", same.id);
        if ask::is_possible() && ask::yes(&format!("{there}. Is this another one?"))? {
            return Ok(());
        }
        Err(Failure(format!(
            "{there}: nothing was written; if this is another one, say --again"
        )))
    }

    /// Money put on the invoices that could be read is not on the one that couldn't, for good.
    fn must_know_what_for(&self, opened: &Opened, client: &str) -> Result<(), Failure> {
        if self.invoices.is_empty() && opened.loaded.unread.concerns(client) {
            let files: Vec<_> = opened.loaded.unread.files_of(client).take(3).collect();
            return Err(Failure(format!(
                "what {client} owes can't be told while {} can't be read: nothing was written; run `dunlin check` for \
                 what to mend, or say what it was for with --invoice",
                files.join(", ")
            )));
        }
        Ok(())
    }

    /// Ids of what it was said to be for.
    fn named(&self, opened: &Opened, client: &str) -> Result<Vec<String>, Failure> {
        let ledger = opened.ledger()?;
        let named = self.invoices.iter().map(|name| {
            let invoice = subject::invoice(ledger, name)?;
            if invoice.client.value == client {
                return Ok(invoice.id.clone());
            }
            Err(Failure(format!(
                "{} is an invoice of {}, not of {client}",
                invoice.id, invoice.client.value
            )))
        });
        named.collect()
    }

    /// That of what it is for, if they all have one.
    fn currency_of(&self, assessed: &Assessed, client: &str, named: &[String]) -> Result<Currency, Failure> {
        let is_meant = |id: &String| named.is_empty() || named.contains(id);
        let invoices = assessed.invoices_of(client).filter(|on| is_meant(&on.invoice.id));
        let mentioned = |number: &str| report::mentions(&self.reference, number);
        let (mentioned, others): (Vec<_>, Vec<_>) =
            invoices.partition(|on| mentioned(on.invoice.number()) || mentioned(&on.invoice.id));
        let open = others.iter().filter(|on| on.is_open() || !named.is_empty());
        let among: BTreeSet<_> = match mentioned.as_slice() {
            [] => open.map(|on| on.currency.code()).collect(),
            _ => mentioned.iter().map(|on| on.currency.code()).collect(),
        };
        let codes: Vec<_> = among.into_iter().collect();
        match codes.as_slice() {
            [] => Ok(assessed.ledger.settings.currency.value),
            [only] => Currency::from_code(only).ok_or_else(|| Failure(format!("{only} is no currency"))),
            several => Err(Failure(format!(
                "in which currency? Say --currency {}, or what it was for with --invoice",
                several.join(" or ")
            ))),
        }
    }

    fn record(&self, opened: &Opened, told: &Told, shares: &Shares) -> Result<NewRecord, Failure> {
        let stem = format!("{}-{}", told.date, told.client);
        let own = opened.ledger()?.settings.currency.value;
        let allocate = shares
            .shares
            .iter()
            .map(|(id, share)| (id.clone(), Entry::amount(*share, told.currency)));
        let record = Record::new(Kind::Payment)
            .with("client", told.client.as_str())
            .with("date", told.date)
            .with("amount", Entry::amount(told.amount, told.currency))
            .with_some(
                "currency",
                (told.currency != own).then(|| Entry::Plain(told.currency.code().to_owned())),
            )
            .with("allocate", Entry::Map(allocate.collect()))
            .with("method", self.method.as_str())
            .with("reference", self.reference.as_str());
        Ok(NewRecord {
            path: NewRecord::named(opened, Kind::Payment, &stem, "yaml")?,
            text: record.yaml(),
        })
    }
}

/// What the payment did, an invoice a line, and what nobody asked for.
fn tell(after: &Assessed, told: &Told, shares: &Shares, output: &mut Output) {
    if shares.by == By::Age && shares.shares.len() > 1 {
        output.say("spread over the oldest invoices: name others with --invoice");
    }
    for (id, _) in &shares.shares {
        let Some(on) = after.invoices.get(id.as_str()) else {
            continue;
        };
        let state = match on.settled_on {
            Some(_) => "paid".to_owned(),
            None => format!("{} still open", terminal::money(on.balance, on.currency)),
        };
        output.say(&format!("{id}: {state}"));
    }
    if shares.left.is_positive() {
        output.say(&format!(
            "{} is on no invoice: it stands as {}'s credit",
            terminal::money(shares.left, told.currency),
            told.client
        ));
    }
}

/// Asks for one of the clients, those who owe first.
fn who(assessed: &Assessed) -> Result<String, Failure> {
    let owes = |id: &str| assessed.invoices_of(id).any(|on| on.is_open());
    let mut ids: Vec<&str> = assessed.clients.keys().copied().collect();
    ids.sort_by_key(|id| !owes(id));
    let items: Vec<_> = ids
        .iter()
        .filter_map(|id| Some(format!("{id} ({})", assessed.clients.get(id)?.client.name.value)))
        .collect();
    let chosen = ask::choice("Who paid?", &items)?;
    Ok(ids.get(chosen).copied().unwrap_or_default().to_owned())
}

/// For amounts on the command line: above 0, as the ledger writes them.
pub fn amount(text: &str) -> Result<Amount, String> {
    let amount = Amount::parse(text).map_err(|_| "write an amount as 1250.50".to_owned())?;
    if amount.is_positive() {
        Ok(amount)
    } else {
        Err("an amount is above 0".to_owned())
    }
}

/// For currencies on the command line.
pub fn currency(text: &str) -> Result<Currency, String> {
    Currency::from_code(&text.to_uppercase()).ok_or_else(|| "write a currency as EUR".to_owned())
}
