//! Which sums of a contract are over the small-claims limit of their day, and how a limit is told; apart because
//! several rules ask for it, and rules don't ask each other.

use crate::{
    assess::{Assessed, ContractLimit, ContractOn, InstalmentOn},
    calendar::Date,
    check::wording,
    model::{ClientKind, Contract, CreditorKind, LegalForm, contract::Amounts},
    money::{Amount, Currency},
    statute::{Basis, Limit, LimitRow},
};

/// A sum that can't be claimed whole.
#[derive(Debug, Clone, Copy)]
pub struct OverLimit<'a> {
    /// `None`: the total, of a contract without schedule.
    pub row: Option<&'a InstalmentOn<'a>>,
    pub gross: Amount,
    pub limit: Limit<'a>,
}

/// The instalments due after `start` that are over the limit of their day, an `every` once; of a contract without
/// schedule its total too.
pub fn over_limit<'a>(assessed: &'a Assessed<'a>, on: &'a ContractOn<'a>) -> Vec<OverLimit<'a>> {
    let mut over: Vec<OverLimit> = whole_total(assessed, on).into_iter().collect();
    for row in on.instalments.iter().filter(|row| is_exposed(on.contract, row)) {
        let told = over
            .iter()
            .filter_map(|sum| sum.row)
            .any(|told| std::ptr::eq(told.instalment, row.instalment));
        if let (false, Some(limit)) = (told, exceeded(assessed, on, (row.date, row.gross))) {
            over.push(OverLimit {
                row: Some(row),
                gross: row.gross,
                limit,
            });
        }
    }
    over
}

/// The limit of a day, if a sum due on it is above.
pub fn exceeded<'a>(
    assessed: &'a Assessed<'a>,
    on: &'a ContractOn<'a>,
    (day, gross): (Date, Amount),
) -> Option<Limit<'a>> {
    match ContractLimit::of(assessed.basis(), on.contract, day) {
        ContractLimit::Known(limit) => (!limit.admits(gross)).then_some(limit),
        _ => None,
    }
}

/// Due after work has begun: what is due before is paid, or no work is done.
fn is_exposed(contract: &Contract, row: &InstalmentOn) -> bool {
    contract.start.is_none_or(|start| row.date > start.value)
}

fn whole_total<'a>(assessed: &'a Assessed<'a>, on: &'a ContractOn<'a>) -> Option<OverLimit<'a>> {
    let contract = on.contract;
    if !contract.schedule.is_empty() {
        return None;
    }
    let gross = gross(on, contract.total?.value);
    let limit = exceeded(assessed, on, (day_of_whole(assessed, contract), gross))?;
    Some(OverLimit {
        row: None,
        gross,
        limit,
    })
}

/// The day on which a contract without schedule is compared with a limit: its end, else start, else date, else today.
pub fn day_of_whole(assessed: &Assessed, contract: &Contract) -> Date {
    let stated = contract.end.or(contract.start).or(contract.date);
    stated.map_or(assessed.day, |day| day.value)
}

/// What an amount of the contract comes to with tax.
pub fn gross(on: &ContractOn, written: Amount) -> Amount {
    match on.contract.amounts {
        Amounts::Gross => written,
        Amounts::Net => written.plus_percent(on.contract.tax_percent, on.currency),
    }
}

/// `6000.00 USD`; of a net contract `7260.00 EUR with tax`.
pub fn gross_words(on: &ContractOn, gross: Amount) -> String {
    let taxed = on.contract.amounts == Amounts::Net && !on.contract.tax_percent.is_zero();
    let with_tax = if taxed { " with tax" } else { "" };
    format!("{}{with_tax}", words(gross, on.currency))
}

/// `6000.00 USD`.
pub fn words(amount: Amount, currency: Currency) -> String {
    format!("{} {currency}", amount.plain(currency))
}

/// `the limit for an individual in California is 12500.00 USD since 2024-01-01`.
pub fn limit_words(assessed: &Assessed, on: &ContractOn, limit: &Limit) -> String {
    let law = on
        .jurisdiction
        .and_then(|place| assessed.statutes.jurisdiction(place));
    let place = law.map_or(on.jurisdiction.unwrap_or_default(), |law| &law.name);
    let parties = law.map_or_else(String::new, |law| parties(assessed, on, &law.small_claims.limits));
    let since = if limit.from_exact {
        "since"
    } else {
        "at least since"
    };
    let less = if limit.inclusive {
        ""
    } else {
        ", and a claim must stay below it"
    };
    format!(
        "the limit{parties} in {place} is {} {since} {}{less}{}",
        words(limit.amount, limit.currency),
        limit.since,
        doubt(limit)
    )
}

/// Who claims, and against whom, where the limits of the place depend on it.
fn parties(assessed: &Assessed, on: &ContractOn, rows: &[LimitRow]) -> String {
    let claimant = match assessed.ledger.settings.creditor.kind {
        CreditorKind::Individual => " for an individual",
        CreditorKind::Organisation => " for an organisation",
    };
    let client = assessed.ledger.clients.get(&on.contract.client.value);
    let kind = match client.and_then(|client| client.kind).map(|kind| kind.value) {
        None | Some(ClientKind::Business) => " against a business",
        Some(ClientKind::Consumer) => " against a consumer",
        Some(ClientKind::PublicBody) => " against a public body",
    };
    let form = match client.map(|client| client.legal_form()) {
        None | Some(LegalForm::Company) => " against a company",
        Some(LegalForm::SoleTrader) => " against a sole trader",
        Some(LegalForm::Person) => " against a person",
    };
    let asked = [
        (rows.iter().any(|row| row.claimant.is_some()), claimant),
        (rows.iter().any(|row| row.client.is_some()), kind),
        (rows.iter().any(|row| row.legal_form.is_some()), form),
    ];
    let told = asked.into_iter().filter(|(asks, _)| *asks);
    told.map(|(_, words)| words).collect()
}

fn doubt(limit: &Limit) -> &'static str {
    match limit.basis {
        Basis::Data { confidence, .. } => wording::doubt(confidence),
        Basis::Ledger => " (your own figure, under `law:`)",
    }
}

/// Title and address of what a limit rests on.
pub fn limit_source(limit: &Limit) -> Option<String> {
    match limit.basis {
        Basis::Data { sources, .. } => wording::cited(sources),
        Basis::Ledger => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::replay::check_files;

    /// What is said of a contract of a great sum in a place.
    fn message(place: &str, currency: &str, settings: &str) -> (String, Option<String>) {
        let settings =
            format!("creditor: {{name: Studio}}\ncurrency: {currency}\njurisdiction: {place}\n{settings}");
        let contract = "client: acme\nend: 2026-05-29\ntotal: 90000000.00\n";
        let files = [
            ("dunlin.yaml", settings.as_str()),
            ("contracts/site.yaml", contract),
        ];
        let (checked, _) = check_files(files).unwrap();
        let found = checked.findings.into_iter().map(|judged| judged.finding);
        let mut told = found
            .filter(|finding| finding.rule == "contract/over-small-claims-limit")
            .map(|finding| {
                let (_, limit) = finding.message.split_once("; ").unwrap();
                (limit.to_owned(), finding.source)
            });
        told.next().unwrap()
    }

    #[test]
    fn a_limit_is_told_with_its_day_its_parties_and_its_doubts() {
        let own =
            "law: {jurisdictions: {de: {small_claims: {limits: [{from: 2026-02-01, amount: 12000}]}}}}\n";
        for (place, currency, settings, words) in [
            (
                "es",
                "EUR",
                "",
                "the limit in Spain is 15000.00 EUR since 2024-03-20",
            ),
            (
                "us-ca",
                "USD",
                "",
                "the limit for an individual in California is 12500.00 USD since 2024-01-01",
            ),
            (
                "ru",
                "RUB",
                "",
                "the limit against a company in Russia is 1200000.00 RUB since 2024-01-05",
            ),
            (
                "ca-nt",
                "CAD",
                "",
                "the limit in Northwest Territories is 35000.00 CAD at least since 2017-01-01, and a claim must stay below it",
            ),
            (
                "ie",
                "EUR",
                "",
                "the limit in Ireland is 15000.00 EUR since 2014-02-03 (confidence: low, not verified)",
            ),
            (
                "de",
                "EUR",
                own,
                "the limit in Germany is 12000.00 EUR since 2026-02-01 (your own figure, under `law:`)",
            ),
        ] {
            assert_eq!(message(place, currency, settings).0, words);
        }
        assert_eq!(message("de", "EUR", own).1, None);
        let (_, source) = message("us-ca", "USD", "");
        assert!(source.is_some_and(|source| {
            source.ends_with("https://legalatoms.com/uncategorized-en/small-claims-limit-in-california")
        }));
    }
}
