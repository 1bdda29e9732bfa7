//! An invoice that says something else now than when it was sent, by the repository's history.

use super::standing;
use crate::{
    assess::{Assessed, ChangedSinceSent, Fact, FactChanged},
    check::{Dated, Edition, Options, Rule, Sink, Takes, limits::words, wording::listed},
    finding::Level,
    model::{Invoice, invoice::Line},
    money::{Amount, Currency},
};

pub const RULE: Rule = Rule {
    id: "invoice/changed-after-sent",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "The invoice says something else than when it was sent",
    page: include_str!("changed-after-sent.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in standing(assessed) {
        let Some(changed) = assessed.changed_since_sent(on) else {
            continue;
        };
        for fact in &changed.facts {
            let finding = RULE
                .finding(fact.place, message(&changed, fact))
                .help(help(assessed, on.invoice, (&changed, fact)))
                .related(changed.sent.span, "it was sent on this day");
            sink.report(finding);
        }
    }
}

fn message(changed: &ChangedSinceSent, fact: &FactChanged) -> String {
    let noun = noun(fact);
    let sent = format!(
        "sent on {} (commit {})",
        changed.sent.value, changed.as_sent.commit
    );
    let when = format!("when this invoice was {sent}");
    let article = if noun == "line" { "a" } else { "the" };
    let (was, is) = (was(&fact.then), is(&fact.now));
    match (told(&fact.then), told(&fact.now)) {
        (Some(then), Some(now)) => format!("{article} {noun} {was} {then} {when}, and {is} {now} now"),
        (None, Some(now)) if fact.key == "lines" => {
            format!("there was no line {now} when this invoice was {sent}")
        }
        (Some(then), None) if fact.key == "lines" => {
            format!("the {noun} {then} {was} on this invoice when it was {sent}, and {is} gone now")
        }
        (None, Some(now)) => format!("there was no {noun} {when}, and now there is {now}"),
        (Some(then), None) => format!("the {noun} {was} {then} {when}, and is gone now"),
        (None, None) => format!("the {noun} was another {when}"),
    }
}

fn noun(fact: &FactChanged) -> &'static str {
    match (fact.key, is_many(&fact.then)) {
        ("number", _) => "printed number",
        ("issued", _) => "date of issue",
        ("due", _) => "due date",
        ("lines", false) => "line",
        ("instalment", true) => "instalments",
        (key, _) => key,
    }
}

fn was(then: &Fact) -> &'static str {
    if is_many(then) { "were" } else { "was" }
}

fn is(now: &Fact) -> &'static str {
    if is_many(now) { "are" } else { "is" }
}

fn is_many(fact: &Fact) -> bool {
    match fact {
        Fact::Texts(texts) => texts.len() > 1,
        Fact::Lines(lines, _) => lines.len() > 1,
        _ => false,
    }
}

/// As a sentence says it; `None`: absent.
fn told(fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::Absent => return None,
        Fact::Text(text) => format!("`{text}`"),
        Fact::Texts(texts) => listed(texts.iter().map(|text| format!("`{text}`"))),
        Fact::Day(day) => day.to_string(),
        Fact::Currency(currency) => currency.to_string(),
        Fact::Money(amount, currency) => words(*amount, *currency),
        Fact::Percent(percent) => format!("{} %", percent.shortest()),
        Fact::Lines(lines, currency) => lines_told(lines, *currency),
    })
}

fn lines_told(lines: &[&Line], currency: Currency) -> String {
    const SHOWN: usize = 3;
    let mut told: Vec<_> = lines
        .iter()
        .take(SHOWN)
        .map(|line| line_told(line, currency))
        .collect();
    if let Some(more @ 1..) = lines.len().checked_sub(SHOWN) {
        told.push(format!("{more} more"));
    }
    listed(told)
}

/// `Design: 2 × 300 EUR at 21 % tax`.
fn line_told(line: &Line, currency: Currency) -> String {
    const SHOWN: usize = 40;
    let description = line.description.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = description.chars().take(SHOWN).collect();
    if description.chars().count() > SHOWN {
        shown.push('…');
    }
    let colon = if shown.is_empty() { "" } else { ": " };
    let tax = if line.tax_percent.is_zero() {
        String::new()
    } else {
        format!(" at {} % tax", line.tax_percent.shortest())
    };
    let price = line.unit_price.value.shortest();
    format!(
        "`{shown}{colon}{} × {price} {currency}{tax}`",
        line.quantity.shortest()
    )
}

/// What to write, in full.
fn help(assessed: &Assessed, now: &Invoice, (changed, fact): (&ChangedSinceSent, &FactChanged)) -> String {
    let back = match written(fact) {
        _ if matches!(
            (&fact.then, &fact.now),
            (Fact::Lines(..), _) | (_, Fact::Lines(..))
        ) =>
        {
            format!(
                "put the lines back as `git show {}` has them",
                changed.as_sent.commit
            )
        }
        Some(value) => format!("write `{}: {value}` again", fact.key),
        None => format!("take `{}` out again", fact.key),
    };
    format!("{back}; {}", instead(assessed, now, fact))
}

/// How the change is told without touching what was sent.
fn instead(assessed: &Assessed, now: &Invoice, fact: &FactChanged) -> String {
    if let (Fact::Money(then, currency), Fact::Money(changed, other)) = (&fact.then, &fact.now)
        && fact.key == "amount"
        && currency == other
    {
        return if changed < then {
            credit(assessed, now, (*then - *changed, *currency))
        } else {
            format!(
                "bill the other {} in a new invoice",
                words(*changed - *then, *currency)
            )
        };
    }
    format!(
        "if the new one is right, void this invoice with `void: {{date: {}, reason: …}}` and send a new one",
        assessed.day
    )
}

fn credit(assessed: &Assessed, now: &Invoice, (less, currency): (Amount, Currency)) -> String {
    format!(
        "tell that it is {} less in a new file in `log/`: `{{client: {}, date: {}, what: credit, invoices: [{}], amount: {}, reason: …}}`",
        words(less, currency),
        now.client.value,
        assessed.day,
        now.id,
        less.plain(currency)
    )
}

/// As the record said it; `None`: by leaving the key out.
fn written(fact: &FactChanged) -> Option<String> {
    let in_braces = fact.key == "withholding";
    Some(match &fact.then {
        Fact::Absent | Fact::Lines(..) => return None,
        Fact::Text(text) => (*text).to_owned(),
        Fact::Texts(texts) if texts.len() == 1 => texts.concat(),
        Fact::Texts(texts) => format!("[{}]", texts.join(", ")),
        Fact::Day(day) => day.to_string(),
        Fact::Currency(currency) => currency.to_string(),
        Fact::Money(amount, currency) if in_braces => format!("{{amount: {}}}", amount.plain(*currency)),
        Fact::Money(amount, currency) => amount.plain(*currency),
        Fact::Percent(percent) => format!("{{percent: {}}}", percent.shortest()),
    })
}
