//! A client whom no court paper could reach, which matters more the nearer a court comes.

use crate::{
    assess::{Assessed, ClientOn, InvoiceOn},
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::{Finding, Level},
    model::{Client, LegalForm, Stage},
};

pub const RULE: Rule = Rule {
    id: "client/cannot-be-served",
    level: Level::Info,
    dated: Dated::Sometimes,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "No postal address or no legal name: no court paper could reach them",
    page: include_str!("cannot-be-served.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in assessed.clients.values() {
        if let Some(lacks) = Lacks::of(on.client) {
            sink.report(finding(on, lacks, firmest(assessed, on)));
        }
    }
}

/// What a client's record lacks.
#[derive(Clone, Copy)]
enum Lacks {
    Address,
    Name,
    Both,
}

impl Lacks {
    fn of(client: &Client) -> Option<Self> {
        let address = client.contact.address.trim().is_empty();
        let name = client.legal_form() == LegalForm::Company && client.legal_name.is_none();
        match (address, name) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Address),
            (false, true) => Some(Self::Name),
            (false, false) => None,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Address => "there is no postal address",
            Self::Name => "there is no `legal_name`, and a company is sued under the one in the register",
            Self::Both => "there is no postal address and no `legal_name`",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Address => {
                "add it: `contact: {address: \"STREET, TOWN\"}`; an old letter, an invoice of theirs or a register has it"
            }
            Self::Name => {
                "look them up in the register and add `legal_name:`; if they are no company, say what they are: `legal_form: sole-trader`"
            }
            Self::Both => {
                "add `legal_name:` and `contact: {address: \"STREET, TOWN\"}`; an invoice of theirs or a register has both"
            }
        }
    }
}

/// The open invoice that has come furthest, from `firm` on, and how far.
fn firmest<'a>(assessed: &'a Assessed<'a>, on: &ClientOn) -> Option<(&'a InvoiceOn<'a>, Stage)> {
    let open = assessed.invoices_of(&on.client.id).filter(|on| on.is_open());
    let reached = open.filter_map(|on| Some((on, on.stage.level?)));
    reached
        .filter(|(_, stage)| *stage >= Stage::Firm)
        .reduce(|most, next| if next.1 > most.1 { next } else { most })
}

fn finding(on: &ClientOn, lacks: Lacks, invoice: Option<(&InvoiceOn, Stage)>) -> Finding {
    let how = format!(
        "no court paper could reach {}: {}",
        on.client.name.value,
        lacks.words()
    );
    let place = on.client.origin.place;
    match invoice {
        None => RULE.finding(place, how).help(lacks.help()),
        Some((invoice, stage)) => RULE
            .finding(
                place,
                format!(
                    "{how}; invoice {} has come to `{stage}`",
                    invoice.invoice.number()
                ),
            )
            .help(lacks.help())
            .related(invoice.invoice.origin.place, "this invoice")
            .level(Level::Warning)
            .raised_from(Level::Info),
    }
}
