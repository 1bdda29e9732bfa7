//! What an import says: each new payment as a record, and a line for each row of the statement that isn't one. What a
//! bank or a payer wrote is shown so that it can't steer a terminal.

use crate::{
    load::bank::BankRow,
    model::Kind,
    money::{Amount, Currency},
    render::{
        findings::on_one_line,
        record::{Entry, Record},
        terminal,
    },
    report::matching::{Doubt, Found, NewPayment, Unknown},
};

/// What a payment's record takes from elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'o> {
    pub row: &'o BankRow,
    pub method: &'o str,
    /// Of records that name none.
    pub ledger: Currency,
}

/// The payment as a record. The bank's own reference is kept under a key that dunlin doesn't read.
pub fn record(new: &NewPayment, origin: Origin) -> String {
    let row = origin.row;
    let shares = new
        .shares
        .iter()
        .map(|(id, share)| (id.clone(), Entry::amount(*share, row.currency)));
    let said = if row.text.is_empty() {
        &row.payer
    } else {
        &row.text
    };
    let record = Record::new(Kind::Payment)
        .with("client", new.client.as_str())
        .with("date", row.date)
        .with("amount", Entry::amount(row.amount, row.currency))
        .with_some(
            "currency",
            (row.currency != origin.ledger).then(|| Entry::Plain(row.currency.code().to_owned())),
        )
        .with("allocate", Entry::Map(shares.collect()))
        .with("method", origin.method)
        .with("reference", on_one_line(said));
    let bank = Entry::from(on_one_line(&row.reference));
    record.with("x-bank", bank).yaml()
}

/// What became of a row; `None` where there is nothing to say.
pub fn told(row: &BankRow, found: &Found) -> Option<String> {
    let said = match found {
        Found::Payment(new) => payment(row, new),
        Found::Recorded(_) => return None,
        Found::WentOut(None) => return None,
        Found::WentOut(Some(client)) => format!(
            "went out to {client}: if a payment of theirs came back, write `returned: {}` into its file",
            row.date
        ),
        Found::Like(id) => format!(
            "is taken for `{id}`, which has the same amount and nearly the same day: if it is another one, say --again"
        ),
        Found::Unknown(unknown) => format!("was not recorded: {}", self::unknown(row, unknown)),
    };
    Some(format!(
        "line {}: {} of {} {said}",
        row.line,
        sum(row, row.amount),
        row.date
    ))
}

fn payment(row: &BankRow, new: &NewPayment) -> String {
    let shares: Vec<_> = new
        .shares
        .iter()
        .map(|(id, share)| {
            if *share == row.amount {
                id.clone()
            } else {
                format!("{id} with {}", sum(row, *share))
            }
        })
        .collect();
    let pays = match shares.as_slice() {
        [] => String::new(),
        shares => format!(" pays {}", shares.join(", ")),
    };
    let left = match (&new.doubt, new.left.is_positive()) {
        (None, false) => String::new(),
        (None, true) => format!("; {} is on no invoice", sum(row, new.left)),
        (Some(doubt), _) => format!(" is on no invoice: {}", self::doubt(doubt)),
    };
    format!("from {}{pays}{left}", new.client)
}

fn doubt(doubt: &Doubt) -> String {
    match doubt {
        Doubt::NothingFits => "nothing is named, and no open invoice has this amount".to_owned(),
        Doubt::SeveralFit(ids) => format!("nothing is named, and {} have this amount", ids.join(", ")),
        Doubt::NotOpen(ids) => format!(
            "it names {}, where nothing is open in this currency",
            ids.join(", ")
        ),
        Doubt::LessThanNamed(ids) => format!("it is less than {} come to together", ids.join(", ")),
    }
}

fn unknown(row: &BankRow, unknown: &Unknown) -> String {
    let payer = match row.payer.as_str() {
        "" => "the payer".to_owned(),
        payer => format!("`{}`", on_one_line(payer)),
    };
    match unknown {
        Unknown::Nobody { fits } => {
            let guess = fits
                .as_ref()
                .map(|id| format!(" It is the amount of {id}."))
                .unwrap_or_default();
            format!(
                "{payer} is no client's name, and no invoice is named.{guess} {}",
                told_by(row)
            )
        }
        Unknown::Several(clients) => format!("it may be of {}. {}", clients.join(" or "), told_by(row)),
        Unknown::Conflict { payer, named } => format!(
            "the payer is {payer}, but the invoice it names is one of {named}: record it with `dunlin pay`"
        ),
    }
}

/// What would make a row match.
fn told_by(row: &BankRow) -> String {
    if row.payer.is_empty() {
        return "Record it with `dunlin pay`".to_owned();
    }
    let name = on_one_line(&row.payer).replace('\\', "\\\\").replace('"', "\\\"");
    format!("If you know whose it is, add to the rules file: payers: {{\"{name}\": CLIENT}}")
}

fn sum(row: &BankRow, amount: Amount) -> String {
    terminal::money(amount, row.currency)
}

/// Counts, as a sentence.
pub fn summary(found: &[Found], is_dry: bool) -> String {
    let count = |is: fn(&Found) -> bool| found.iter().filter(|found| is(found)).count();
    let new = count(|found| matches!(found, Found::Payment(_)));
    let open = count(|found| matches!(found, Found::Payment(new) if new.left.is_positive()));
    let verb = if is_dry { "would be recorded" } else { "recorded" };
    let mut said = vec![format!("{} {verb}", terminal::count(new, "payment"))];
    let mut add = |count: usize, words: &str| {
        if count > 0 {
            said.push(format!("{count} {words}"));
        }
    };
    add(open, "of them not all on invoices");
    add(
        count(|found| matches!(found, Found::Recorded(_))),
        "imported before",
    );
    add(count(|found| matches!(found, Found::Like(_))), "there already");
    add(count(|found| matches!(found, Found::Unknown(_))), "not recorded");
    add(count(|found| matches!(found, Found::WentOut(_))), "went out");
    said.join(", ")
}
