//! A case that was filed without the letter that has to come before it.

use crate::{
    assess::{Assessed, InvoiceOn, Owed, debtor_form, reply_days},
    calendar::{Date, days_between},
    check::{
        Dated, Edition, Options, Rule, Sink, Takes,
        wording::{cited, count, doubt, invoices},
    },
    finding::{Finding, Level},
    model::{Case, LogEntry, Route, Stage},
    source::At,
    statute::PreAction,
};

pub const RULE: Rule = Rule {
    id: "follow-up/pre-action-missing",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "A case was filed without a final demand long enough before it",
    page: include_str!("pre-action-missing.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for case in assessed.ledger.cases.values() {
        // An insolvency is announced to creditors, not by them.
        let filed = case.filed.filter(|_| case.route.value != Route::Insolvency);
        let Some(filed) = filed else { continue };
        let named = case.invoices.iter();
        let named = named.filter_map(|id| assessed.invoices.get(id.value.as_str()));
        let lacking: Vec<_> = named
            .filter_map(|on| Lacking::of(assessed, on, filed.value))
            .collect();
        if let Some(first) = lacking.first() {
            sink.report(finding(case, filed, (first, &lacking)));
        }
    }
}

/// An invoice whose final demand is missing or came too late.
struct Lacking<'s> {
    on: &'s InvoiceOn<'s>,
    /// Days to reply that the law asks for; 0: a demand is enough.
    days: u32,
    rule: Option<&'s PreAction>,
    place: &'s str,
    demand: Option<&'s LogEntry>,
}

impl<'s> Lacking<'s> {
    fn of(assessed: &'s Assessed, on: &'s InvoiceOn<'s>, filed: Date) -> Option<Self> {
        let owed = Owed {
            amount: on.movements.open_on(on.totals.total, filed).at_least_zero(),
            currency: on.currency,
        };
        let days = reply_days(assessed.basis(), on.client, on.contract, owed);
        let mut demands = on.log.iter().copied().filter(|entry| {
            entry.date.value <= filed && entry.step_for(&on.invoice.id) == Some(Stage::FinalDemand)
        });
        let demand = demands.next();
        let given = demand.map(|demand| days_between(demand.date.value, filed));
        if given.is_some_and(|given| given >= i64::from(days)) {
            return None;
        }
        let place = assessed.ledger.jurisdiction(on.client, on.contract);
        let law = place.and_then(|place| assessed.statutes.jurisdiction(place));
        let rule = law.and_then(|law| {
            let comparable = (law.currency == owed.currency).then_some(owed.amount);
            let mut rules = law.pre_actions(debtor_form(on.client), comparable);
            rules.find(|rule| rule.reply_days == days)
        });
        Some(Self {
            on,
            days,
            rule,
            place: law.map_or("", |law| &law.name),
            demand,
        })
    }
}

fn finding(case: &Case, filed: At<Date>, (first, lacking): (&Lacking, &[Lacking])) -> Finding {
    let named = invoices(lacking.iter().map(|lacking| lacking.on));
    let demand = match first.demand {
        None => format!("no `final-demand` for {named} stands before it"),
        Some(demand) => format!(
            "the `final-demand` for {named} of {} came only {} before",
            demand.date.value,
            count(days_between(demand.date.value, filed.value), "day")
        ),
    };
    let law = match first.rule {
        Some(rule) if first.days > 0 => format!(
            "; in {} they have {} to reply{}",
            first.place,
            count(i64::from(first.days), "day"),
            doubt(rule.confidence)
        ),
        _ => String::new(),
    };
    let message = format!("the case was filed on {}, and {demand}{law}", filed.value);
    let finding = RULE.finding(filed.span, message).help(format!(
        "if one went out, write it into `log/` with its day: `{{client: {}, date: DATE, stage: final-demand, invoices: [{}]}}`; if none did, ask the court or a lawyer whether it can still be sent",
        case.client.value,
        lacking
            .iter()
            .map(|lacking| lacking.on.invoice.id.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    ));
    let finding = match first.demand {
        Some(demand) => finding.related(demand.date.span, "the demand went out here"),
        None => finding,
    };
    match first.rule.and_then(|rule| cited(&rule.sources)) {
        Some(source) => finding.source(source),
        None => finding,
    }
}
