//! A client who is billed, and of whom nobody said whether the law sees a business or a consumer.

use crate::{
    assess::{Assessed, ClientOn},
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "client/unknown-kind",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "No `kind`: business, consumer or public body is not known",
    page: include_str!("unknown-kind.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let clients = assessed.clients.values();
    for on in clients.filter(|on| on.client.kind.is_none() && is_billed(assessed, on)) {
        let message = format!(
            "nothing says what {} is to the law, so no letter claims what only a business owes",
            on.client.name.value
        );
        let finding = RULE.finding(on.client.origin.place, message);
        sink.report(finding.help("add `kind: business`, `kind: consumer` or `kind: public-body`"));
    }
}

fn is_billed(assessed: &Assessed, on: &ClientOn) -> bool {
    let mut invoices = assessed.invoices_of(&on.client.id);
    invoices.any(|invoice| invoice.is_billed())
}
