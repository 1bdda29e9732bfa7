//! Amounts against their currency: no more decimals than it has, and lines that come to something.

use super::{
    ids::Ids,
    references::take_fields,
    visit::{Seen, Verdict, visit},
};
use crate::{
    finding::Finding,
    load::file::Draft,
    model::{
        Kind,
        format::{self, Fields, Target, Value},
        settings,
    },
    money::{Amount, Currency},
    source::At,
};

/// Holds a record's amounts to its currency; `ledger` is the currency of records that name none.
pub(super) fn check(
    drafts: &mut [Draft<Kind>],
    index: usize,
    (ids, ledger): (&Ids, Option<At<Currency>>),
    findings: &mut Vec<Finding>,
) {
    let Some(currency) = currency(drafts, index, ids).or(ledger.map(|ledger| ledger.value)) else {
        return;
    };
    let Some((kind, mut fields)) = take_fields(drafts, index) else {
        return;
    };
    let before = findings.len();
    visit(kind.table(), &mut fields, &mut |seen, value| match too_fine(
        seen,
        value,
        seen.currency.or(Some(currency)),
    ) {
        Some(finding) => {
            findings.push(finding);
            Verdict::Remove
        }
        None => Verdict::Keep,
    });
    if kind == Kind::Invoice {
        findings.extend(lines(&fields, currency));
    }
    let is_wrong = findings.len() > before;
    if let Some(draft) = drafts.get_mut(index) {
        draft.fields = fields;
        draft.misread |= is_wrong;
        draft.sound &= !is_wrong || kind == Kind::Client;
    }
}

/// In `dunlin.yaml` only maps by currency have one: a limit's is its place's.
pub(super) fn settings(settings: &mut Draft<()>, findings: &mut Vec<Finding>) {
    let before = findings.len();
    visit(&settings::TABLE, &mut settings.fields, &mut |seen, value| {
        let finding = too_fine(seen, value, seen.currency);
        let verdict = if finding.is_some() {
            Verdict::Remove
        } else {
            Verdict::Keep
        };
        findings.extend(finding);
        verdict
    });
    settings.misread |= findings.len() > before;
}

/// The record's own currency, else that of what it is about.
fn currency(drafts: &[Draft<Kind>], index: usize, ids: &Ids) -> Option<Currency> {
    let draft = drafts.get(index)?;
    if let Some(own) = draft.fields.currency("currency") {
        return Some(own.value);
    }
    let about = match draft.kind {
        Kind::Invoice => ids.index(Target::Contract, &draft.fields.text("contract")?),
        Kind::Log | Kind::Case => {
            let listed = draft.fields.texts("invoices").into_iter().next();
            let mapped = || draft.fields.map("invoices").first().map(|(id, _)| id.clone());
            ids.index(Target::Invoice, &listed.or_else(mapped)?)
        }
        Kind::Client | Kind::Contract | Kind::Payment | Kind::Plan => None,
    };
    // At most from a log entry to an invoice to its contract.
    about
        .filter(|about| *about != index)
        .and_then(|about| currency(drafts, about, ids))
}

fn too_fine(seen: &Seen<'_>, value: &At<Value>, currency: Option<Currency>) -> Option<Finding> {
    let amount = value
        .value
        .as_number()
        .filter(|_| matches!(seen.kind, format::Kind::Amount))?;
    let currency = currency?;
    // As written: `1.250` euros may well be thousands, and must not pass as one and a quarter.
    let (written, most) = (amount.decimal().scale(), currency.decimals());
    if written <= most {
        return None;
    }
    let number = amount.decimal();
    let message = format!(
        "`{}` has {written} {}, and {currency} has {}: `{number}`",
        seen.key,
        if written == 1 { "decimal" } else { "decimals" },
        if most == 0 {
            "none".to_owned()
        } else {
            most.to_string()
        },
    );
    let without_point = number.to_string().replace('.', "");
    let thousands = without_point.trim_start_matches('0');
    let exact = amount.rounded(currency);
    let plain = exact.plain(currency);
    let help = match (written, exact == amount) {
        (3, true) if number.to_string().starts_with(|c: char| c != '0') => {
            format!("write {plain}, or {thousands} if thousands are meant")
        }
        (_, true) => format!("write {plain}"),
        (3, false) if number.to_string().starts_with(|c: char| c != '0') => {
            format!("round it, or write {thousands} if thousands are meant")
        }
        _ => "round it as it stands on the document".to_owned(),
    };
    Some(Finding::new("file/invalid-value", value.span, message).help(help))
}

/// A discount line may be below 0; what they come to together may not.
fn lines(invoice: &Fields, currency: Currency) -> Option<Finding> {
    let written = invoice.get("lines")?;
    let number = |row: &Fields, key: &str| row.amount(key).map(|number| number.value);
    let mut total = Amount::ZERO;
    for line in invoice.list("lines") {
        let Value::Fields(line) = &line.value else {
            continue;
        };
        let price = line.amount("unit_price")?;
        let quantity = number(line, "quantity").unwrap_or(Amount::from(1));
        let net = Amount::of_line(quantity, price.value, currency);
        if net.is_plausible() {
            let tax = number(line, "tax_percent").unwrap_or(Amount::ZERO);
            total += net + net.percent(tax, currency);
        }
        if !net.is_plausible() || !total.is_plausible() {
            let message = "the line comes to more than thirteen digits".to_owned();
            let finding = Finding::new("file/invalid-value", price.span, message);
            return Some(finding.help("check `quantity` and `unit_price`"));
        }
    }
    let is_empty = invoice.list("lines").is_empty();
    if is_empty || total.is_positive() {
        return None;
    }
    let message = format!("the lines come to {} {currency}", total.plain(currency));
    let finding = Finding::new("file/invalid-value", written.span, message);
    Some(finding.help("an invoice is above 0: money back goes into `credits` of the invoice it is for"))
}
