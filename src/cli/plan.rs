//! `dunlin plan`: proposes a plan of instalments, and records the one that was agreed.

use super::{
    Failure, Global, Outcome, day,
    ledger::Opened,
    output::Output,
    pay::amount,
    recording::{self, NewRecord, Recording},
    subject,
};
use crate::{
    assess::{Assessed, InvoiceOn},
    calendar::{Date, add_days, add_months},
    model::Kind,
    money::{Amount, Currency},
    render::{
        letter,
        record::{Entry, Record},
    },
    report::{self, ProposedPlan},
};
use clap::Args;
use std::path::PathBuf;

/// Days until the first instalment, if nobody says.
const FIRST_DAYS: i64 = 14;

#[derive(Debug, Args)]
pub struct Plan {
    /// With whom: a client's id
    client: String,
    /// The ledger's folder
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
    /// What it covers: ids or numbers; default: all that is overdue and not disputed
    #[arg(long = "invoice", value_name = "INVOICE", value_delimiter = ',')]
    invoices: Vec<String>,
    /// In how many monthly parts
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=60))]
    parts: u32,
    /// The first part's day; default: a business day in two weeks
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    first: Option<Date>,
    /// A part, once for each: 2026-04-01:1000; instead of --parts and --first
    #[arg(long = "instalment", value_name = "DATE:AMOUNT", value_parser = part, conflicts_with_all = ["parts", "first"])]
    instalments: Vec<(Date, Amount)>,
    /// What you let go if everything is paid by a day: 2026-05-01:200
    #[arg(long, value_name = "DATE:AMOUNT", value_parser = part)]
    discount: Option<(Date, Amount)>,
    /// It was agreed on this day: record it, instead of drafting an offer
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    agreed: Option<Date>,
    /// They signed it
    #[arg(long, requires = "agreed")]
    written: bool,
    #[command(flatten)]
    recording: Recording,
}

/// A plan with the currency of its invoices.
struct Planned {
    client: String,
    plan: ProposedPlan,
    currency: Currency,
}

impl Plan {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let _turn = recording::turn(self.ledger.as_deref(), output)?;
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        subject::warn_of_unread(&opened, output);
        let assessed = opened.assess()?;
        let planned = self.planned(&opened, &assessed)?;
        let record = match self.agreed {
            Some(agreed) => self.agreed(&opened, &planned, agreed)?,
            None => offer(&opened, &assessed, &planned)?,
        };
        record.record(&opened, self.recording, output)?;
        if self.agreed.is_none() {
            output.say(&format!(
                "this draft is yours: `dunlin sent {}/plan-offer` records that it went out; when they agree:\n  {}",
                planned.client,
                self.to_record(&planned)
            ));
        }
        Ok(Outcome::Done)
    }

    fn planned(&self, opened: &Opened, assessed: &Assessed) -> Result<Planned, Failure> {
        let client = opened.client(&self.client)?.id.clone();
        let covered = self.covered(opened, assessed, &client)?;
        let Some(first) = covered.first() else {
            return Err(Failure(format!(
                "{client} has nothing overdue that could be planned: name what with --invoice"
            )));
        };
        let currency = first.currency;
        if let Some(other) = covered.iter().find(|on| on.currency != currency) {
            return Err(Failure(format!(
                "a plan has one currency, and {} is in {}: name what it covers with --invoice",
                other.invoice.id, other.currency
            )));
        }
        let balance: Amount = covered.iter().map(|on| on.balance).sum();
        let credit = assessed
            .clients
            .get(client.as_str())
            .and_then(|on| on.unallocated.get(&currency));
        let total = balance - credit.copied().unwrap_or_default();
        if !total.is_positive() {
            return Err(Failure(format!(
                "{client}'s credit covers all of it: there is nothing to plan"
            )));
        }
        let plan = ProposedPlan {
            invoices: covered.iter().map(|on| on.invoice.id.clone()).collect(),
            instalments: self.parts_of(assessed, total, currency),
            discount: self.discount.map(|(date, amount)| (amount, date)),
            grace_days: first.policy.plan_grace_days,
        };
        Ok(Planned {
            client,
            plan,
            currency,
        })
    }

    fn covered<'s, 'a>(
        &self,
        opened: &Opened,
        assessed: &'s Assessed<'a>,
        client: &str,
    ) -> Result<Vec<&'s InvoiceOn<'a>>, Failure> {
        if self.invoices.is_empty() {
            let overdue = assessed
                .invoices_of(client)
                .filter(|on| on.is_overdue() && !on.disputed && on.case.is_none());
            return Ok(overdue.collect());
        }
        let ledger = opened.ledger()?;
        let named = self.invoices.iter().map(|name| {
            let id = &subject::invoice(ledger, name)?.id;
            let own = assessed.invoices_of(client).find(|on| on.invoice.id == *id);
            own.filter(|on| on.is_open())
                .ok_or_else(|| Failure(format!("{id} is no open invoice of {client}")))
        });
        named.collect()
    }

    /// As told, else equal monthly parts on business days that add up to the cent.
    fn parts_of(&self, assessed: &Assessed, total: Amount, currency: Currency) -> Vec<(Date, Amount)> {
        if !self.instalments.is_empty() {
            let mut told = self.instalments.clone();
            told.sort();
            return told;
        }
        let holidays = assessed.basis().holidays();
        let first = self.first.unwrap_or_else(|| add_days(assessed.day, FIRST_DAYS));
        let share = total.part(self.parts, currency);
        let mut left = total;
        let parts = (0..self.parts).map(|month| {
            let amount = if month + 1 == self.parts { left } else { share };
            left -= amount;
            (holidays.business_day_from(add_months(first, month)), amount)
        });
        parts.collect()
    }

    /// Nobody agrees to just the same twice.
    fn agreed(&self, opened: &Opened, planned: &Planned, agreed: Date) -> Result<NewRecord, Failure> {
        let record = self.record(opened, planned, agreed)?;
        match record.twin(opened) {
            Some(twin) => Err(Failure(format!("{twin} is just this plan: nothing was written"))),
            None => Ok(record),
        }
    }

    fn record(&self, opened: &Opened, planned: &Planned, agreed: Date) -> Result<NewRecord, Failure> {
        let own = opened.ledger()?.settings.currency.value;
        let plan = &planned.plan;
        let amount = |amount| Entry::amount(amount, planned.currency);
        let parts = plan
            .instalments
            .iter()
            .map(|(due, part)| Entry::map([("due", (*due).into()), ("amount", amount(*part))]));
        let discount = plan
            .discount
            .map(|(off, by)| Entry::map([("amount", amount(off)), ("if_paid_by", by.into())]));
        let record = Record::new(Kind::Plan)
            .with("client", planned.client.as_str())
            .with("agreed", agreed)
            .with_some("written", self.written.then_some(true))
            .with(
                "invoices",
                Entry::List(plan.invoices.iter().map(|id| id.as_str().into()).collect()),
            )
            .with_some(
                "currency",
                (planned.currency != own).then(|| Entry::Plain(planned.currency.code().to_owned())),
            )
            .with("instalments", Entry::List(parts.collect()))
            .with_some("discount", discount);
        let stem = format!("{agreed}-{}", planned.client);
        Ok(NewRecord {
            path: NewRecord::named(opened, Kind::Plan, &stem, "yaml")?,
            text: record.yaml(),
        })
    }

    /// The command that records just this plan.
    fn to_record(&self, planned: &Planned) -> String {
        let plan = &planned.plan;
        let mut command = format!(
            "dunlin plan {} --agreed DATE --invoice {}",
            planned.client,
            plan.invoices.join(",")
        );
        for (due, amount) in &plan.instalments {
            command += &format!(" --instalment {due}:{}", amount.plain(planned.currency));
        }
        if let Some((amount, by)) = plan.discount {
            command += &format!(" --discount {by}:{}", amount.plain(planned.currency));
        }
        command
    }
}

/// The letter, as a file that is the user's from the start: no build writes one or takes one away.
fn offer(opened: &Opened, assessed: &Assessed, planned: &Planned) -> Result<NewRecord, Failure> {
    let client = opened.client(&planned.client)?;
    let letter = report::plan_offer(assessed, client, planned.plan.clone())
        .ok_or_else(|| Failure(format!("none of {} is open", planned.plan.invoices.join(", "))))?;
    let text = letter::draft(assessed, &letter, &opened.languages())?;
    let unsealed = text
        .split_inclusive('\n')
        .filter(|line| !line.starts_with("digest: "));
    Ok(NewRecord {
        path: format!(
            "{}/{}",
            opened.ledger()?.settings.reminders.value,
            letter.draft.path()
        ),
        text: unsealed.collect(),
    })
}

fn part(text: &str) -> Result<(Date, Amount), String> {
    let (date, sum) = text
        .split_once(':')
        .ok_or_else(|| "write it as 2026-04-01:1000".to_owned())?;
    Ok((day::parse(date)?, amount(sum)?))
}
