//! `dunlin new invoice`: filled from the contract that it bills.

use crate::{
    assess::{Assessed, ContractOn, InstalmentOn},
    calendar::Date,
    cli::{
        Failure, Global, Outcome, ask, day,
        ledger::Opened,
        output::Output,
        pay::{amount, currency},
        recording::{NewRecord, Recording},
        subject::{self, Subject},
    },
    model::{self, Kind, contract::Status},
    money::{Amount, Currency},
    render::record::{Entry, Record},
    report,
};
use clap::Args;
use std::{collections::BTreeSet, path::PathBuf};

/// What comes after it was written.
const HINTS: [&str; 5] = ["period", "sent", "due", "lines", "document"];

#[derive(Debug, Args)]
pub struct Invoice {
    /// The id; default: the next after the latest invoice's
    id: Option<String>,
    /// The ledger's folder
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
    /// The contract that it bills
    #[arg(long, conflicts_with = "client")]
    contract: Option<String>,
    /// What it bills; default: the first that no invoice names
    #[arg(
        long = "instalment",
        value_name = "INSTALMENT",
        value_delimiter = ',',
        requires = "contract"
    )]
    instalments: Vec<String>,
    /// Who is to pay, where there is no contract
    #[arg(long, requires = "amount")]
    client: Option<String>,
    /// What is to be paid; default: the instalments'
    #[arg(long, value_parser = amount)]
    amount: Option<Amount>,
    /// Default: the contract's, else the ledger's
    #[arg(long, value_name = "CODE", value_parser = currency)]
    currency: Option<Currency>,
    /// The printed number, if it isn't the id; default: the next after the latest invoice's, if that has one
    #[arg(long)]
    number: Option<String>,
    /// The invoice's date; default: the day looked at
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    issued: Option<Date>,
    /// It went out on its date, by this way: email, post …
    #[arg(long, value_name = "VIA")]
    sent: Option<String>,
    #[command(flatten)]
    recording: Recording,
}

/// What an invoice bills.
struct Billed<'s, 'a> {
    client: &'a str,
    contract: Option<&'s ContractOn<'a>>,
    instalments: Vec<&'s InstalmentOn<'a>>,
    amount: Amount,
    currency: Currency,
}

impl Invoice {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        let assessed = opened.assess()?;
        let issued = self.issued.unwrap_or(opened.day);
        let billed = self.billed(&opened, &assessed)?;
        let next = Next::of(&assessed, billed.client, issued);
        let named = || format!("{}-{}", billed.client, issued);
        let path = match (&self.id, next.id) {
            (Some(id), _) => NewRecord::of_id(&opened, Kind::Invoice, id, "yaml")?,
            (None, next) => NewRecord::named(&opened, Kind::Invoice, &next.unwrap_or_else(named), "yaml")?,
        };
        let number = self.number.clone().or(next.number);
        let own = match billed.contract {
            Some(on) => on.currency,
            None => opened.ledger()?.settings.currency.value,
        };
        let ids = billed
            .instalments
            .iter()
            .map(|row| row.id.as_str().into())
            .collect();
        let instalments = match billed.instalments.as_slice() {
            [only] => only.id.as_str().into(),
            _ => Entry::List(ids),
        };
        let record = Record::new(Kind::Invoice)
            .with("client", billed.client)
            .with_some("contract", billed.contract.map(|on| on.contract.id.as_str()))
            .with("instalment", instalments)
            .with_some("number", number)
            .with("issued", issued)
            .with_some(
                "sent",
                self.sent
                    .as_deref()
                    .map(|via| Entry::map([("date", issued.into()), ("via", via.into())])),
            )
            .with_some("due", billed.due(issued))
            .with_some(
                "currency",
                (billed.currency != own).then(|| Entry::Plain(billed.currency.code().to_owned())),
            )
            .with("amount", Entry::amount(billed.amount, billed.currency));
        let record = NewRecord {
            path,
            text: record.yaml_with_hints(&HINTS),
        };
        let record = record.with_modelines(&opened);
        record.record(&opened, self.recording, output)?;
        if self.sent.is_none() {
            output.say("when it has gone out, add `sent: {date: DATE, via: email}`");
        }
        Ok(Outcome::Done)
    }

    fn billed<'s, 'a>(
        &self,
        opened: &'a Opened,
        assessed: &'s Assessed<'a>,
    ) -> Result<Billed<'s, 'a>, Failure> {
        if let Some(client) = &self.client {
            let client = opened.client(client)?;
            return Ok(Billed {
                client: &client.id,
                contract: None,
                instalments: Vec::new(),
                amount: self.amount.unwrap_or_default(),
                currency: self.currency.unwrap_or(opened.ledger()?.settings.currency.value),
            });
        }
        let contract = ask::given_or(
            self.contract.clone(),
            "what it bills: `--contract CONTRACT`, or `--client CLIENT --amount AMOUNT`",
            || which(assessed),
        )?;
        let Subject::Contract(contract) = subject::invoice_or_contract(opened.ledger()?, &contract)? else {
            return Err(Failure(format!("`{contract}` is an invoice, not a contract")));
        };
        let on = assessed
            .contracts
            .get(contract.id.as_str())
            .ok_or_else(|| Failure(format!("contract `{}` could not be read whole", contract.id)))?;
        let instalments = self.instalments_of(assessed, on)?;
        let gross: Amount = instalments.iter().map(|row| row.gross).sum();
        Ok(Billed {
            client: &on.contract.client.value,
            contract: Some(on),
            amount: self.amount.unwrap_or(gross),
            currency: self.currency.unwrap_or(on.currency),
            instalments,
        })
    }

    fn instalments_of<'s, 'a>(
        &self,
        assessed: &Assessed<'a>,
        on: &'s ContractOn<'a>,
    ) -> Result<Vec<&'s InstalmentOn<'a>>, Failure> {
        if self.instalments.is_empty() {
            let first = unbilled(assessed, on).into_iter().next().ok_or_else(|| {
                Failure(format!(
                    "every instalment of `{}` is billed: name one with --instalment, or bill without a contract",
                    on.contract.id
                ))
            })?;
            return Ok(vec![first]);
        }
        let named = self.instalments.iter().map(|id| {
            on.instalments
                .iter()
                .find(|row| row.id.eq_ignore_ascii_case(id))
                .ok_or_else(|| {
                    let ids: Vec<_> = on.instalments.iter().map(|row| row.id.as_str()).collect();
                    Failure(format!(
                        "`{}` has no instalment `{id}`: one of {}",
                        on.contract.id,
                        ids.join(", ")
                    ))
                })
        });
        named.collect()
    }
}

impl Billed<'_, '_> {
    /// The instalment's own day, where counting from the issue would make it earlier.
    fn due(&self, issued: Date) -> Option<Date> {
        let on = self.contract?;
        let fixed = self
            .instalments
            .iter()
            .filter(|row| row.has_due_date())
            .map(|row| row.date)
            .min()?;
        let counted = on
            .contract
            .terms
            .payment_days
            .map(|days| days.value.counted_from(issued));
        (counted.unwrap_or(issued) < fixed).then_some(fixed)
    }
}

/// The instalments that no invoice names but void ones, by date.
fn unbilled<'s, 'a>(assessed: &Assessed<'a>, on: &'s ContractOn<'a>) -> Vec<&'s InstalmentOn<'a>> {
    let invoices = assessed.invoices_of(&on.contract.client.value);
    let own = invoices
        .filter(|invoice| invoice.is_under(on.contract) && invoice.state != crate::assess::State::Void);
    let billed: BTreeSet<&str> = own
        .flat_map(|invoice| invoice.invoice.instalments.iter().map(|id| id.value.as_str()))
        .collect();
    let is_billed = |row: &InstalmentOn| {
        let amendment = row.amendment.map(|amendment| amendment.id.value.as_str());
        billed.contains(row.id.as_str()) || amendment.is_some_and(|id| billed.contains(id))
    };
    on.instalments.iter().filter(|row| !is_billed(row)).collect()
}

/// Asks for one of the active contracts with something to bill, the most urgent first.
fn which(assessed: &Assessed) -> Result<String, Failure> {
    let active = assessed
        .contracts
        .values()
        .filter(|on| on.contract.status == Status::Active);
    let mut open: Vec<_> = active
        .filter_map(|on| Some((unbilled(assessed, on).first()?.date, on)))
        .collect();
    open.sort_by_key(|(date, on)| (*date, &on.contract.id));
    let items: Vec<_> = open
        .iter()
        .map(|(date, on)| format!("{} (next: {date})", on.contract.id))
        .collect();
    if items.is_empty() {
        return Err(Failure(
            "no contract has anything left to bill: say --client and --amount".to_owned(),
        ));
    }
    let chosen = ask::choice("Under which contract?", &items)?;
    Ok(open
        .get(chosen)
        .map(|(_, on)| on.contract.id.clone())
        .unwrap_or_default())
}

/// What the series of ids and of printed numbers go on with.
#[derive(Default)]
struct Next {
    id: Option<String>,
    number: Option<String>,
}

impl Next {
    /// After the client's latest invoice, else everybody's latest: a business that numbers by client has a series for
    /// each, and a new client's begins at 1.
    fn of(assessed: &Assessed, client: &str, day: Date) -> Self {
        let all = || assessed.invoices.values().map(|on| on.invoice);
        let latest = |invoices: &mut dyn Iterator<Item = &'_ model::Invoice>| {
            let latest =
                invoices.max_by_key(|invoice| (invoice.issued.map(|issued| issued.value), &invoice.id));
            latest.map(|invoice| invoice.id.clone())
        };
        let own = latest(&mut all().filter(|invoice| invoice.client.value == client));
        let latest = own.clone().or_else(|| latest(&mut all()));
        let Some(latest) = latest.and_then(|id| assessed.ledger.invoices.get(&id)) else {
            return Self::default();
        };
        let taken: BTreeSet<String> = all().flat_map(names).collect();
        let is_taken = |name: &str| taken.contains(&name.to_lowercase());
        let next = |name: &str| match name.strip_prefix(latest.client.value.as_str()) {
            Some(rest) if own.is_none() => first_like(rest).map(|rest| format!("{client}{rest}")),
            _ => report::following(name, day, &is_taken),
        };
        Self {
            id: next(&latest.id),
            number: latest.number.as_ref().and_then(|number| next(&number.value)),
        }
    }
}

/// `-01` for `-14`: the first of a series that is numbered so.
fn first_like(rest: &str) -> Option<String> {
    let separator = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let width = rest.len() - separator.len();
    (width > 0).then(|| format!("{separator}{:0width$}", 1))
}

fn names(invoice: &model::Invoice) -> [String; 2] {
    [invoice.id.to_lowercase(), invoice.number().to_lowercase()]
}
