//! Whether a debt is worth pursuing, for its owner to decide by: the ways side by side, what was assumed, what to write.

use super::sheet::{Line, Sheet, Table};
use crate::{
    calendar::{Date, add_months},
    model::Way,
    money::Amount,
    report::{Debt, Missing, Unavailable, WayOn, Worth},
    statute::RecoveryFigures,
};

/// What a decision is made of.
#[derive(Debug, Clone, Copy)]
pub struct Weighed<'s, 'a> {
    pub debt: Debt<'a>,
    pub worth: &'s Worth,
    pub usual: &'s RecoveryFigures,
    /// The debt's invoices, each with its file and line, relative to the ledger.
    pub invoices: &'s [(&'s str, String)],
    pub day: Date,
    /// Columns of the terminal.
    pub width: usize,
}

pub fn worth(weighed: Weighed) -> String {
    let mut sheet = Sheet::new(weighed.width);
    let debt = weighed.debt;
    let ids: Vec<_> = weighed.invoices.iter().map(|(id, _)| *id).collect();
    sheet.say(Line::strong(&weighed.money(debt.amount)).and(&format!(
        "owed by {} since {}, on {}",
        debt.client.name.value,
        debt.due,
        ids.join(", ")
    )));
    sheet.say("");
    sheet.table(&weighed.table());
    weighed.remarks(&mut sheet);
    weighed.assumptions(&mut sheet);
    weighed.decision(&mut sheet);
    sheet.finish()
}

impl Weighed<'_, '_> {
    fn money(&self, amount: Amount) -> String {
        format!("{} {}", amount.plain(self.debt.currency), self.debt.currency)
    }

    fn plain(&self, amount: Option<Amount>) -> String {
        amount.map_or_else(String::new, |amount| amount.plain(self.debt.currency))
    }

    fn table(&self) -> Table {
        let mut table = Table::new(&[
            "way",
            ">fees",
            ">your hours",
            ">at stake",
            ">chance",
            ">breaks even at",
            ">expected net",
        ]);
        for on in &self.worth.ways {
            table.row(self.cells(on));
        }
        let nothing = |_| String::new();
        let mut last: Vec<_> = (0..5).map(nothing).collect();
        last.insert(0, "let it go".to_owned());
        last.push(Amount::ZERO.plain(self.debt.currency));
        table.row(last);
        table
    }

    fn cells(&self, on: &WayOn) -> Vec<String> {
        let estimate = |own: bool| if own { "" } else { "~" };
        let chance = on.chance.filter(|_| on.unavailable.is_none());
        let open = on.unavailable.is_none();
        vec![
            way(on.way).to_owned(),
            self.plain(on.cost),
            if open {
                format!("{}{}", estimate(on.own_hours), on.hours.shortest())
            } else {
                String::new()
            },
            self.plain(on.stake),
            chance.map_or_else(String::new, |chance| {
                format!("{}{} %", estimate(on.own_chance), chance.shortest())
            }),
            on.break_even
                .map_or_else(String::new, |figure| format!("{} %", figure.plain(1))),
            self.plain(on.expected),
        ]
    }

    /// Why a way has no figures, and what it gives up.
    fn remarks(&self, sheet: &mut Sheet) {
        let told = self
            .worth
            .ways
            .iter()
            .filter_map(|on| Some((on.way, self.remark(on)?)));
        let told: Vec<_> = told.collect();
        if !told.is_empty() {
            sheet.heading("Beside the table");
        }
        for (of, remark) in told {
            sheet.row(way(of), remark);
        }
    }

    fn remark(&self, on: &WayOn) -> Option<String> {
        if let Some(why) = on.unavailable {
            return Some(unavailable(why).to_owned());
        }
        if let Some(missing) = on.missing {
            return Some(needs(missing).to_owned());
        }
        on.waived.is_positive().then(|| {
            format!(
                "{} is above the court's limit and would be given up",
                self.money(on.waived)
            )
        })
    }

    fn assumptions(&self, sheet: &mut Sheet) {
        sheet.heading("What was assumed (~)");
        let survey = &self.usual.chances;
        if let Some(row) = self
            .worth
            .survey
            .filter(|_| self.worth.ways.iter().any(|on| !on.own_chance))
        {
            let younger = if add_months(self.debt.due, row.from_months) > self.day {
                ", the youngest it has; this debt is younger"
            } else {
                ""
            };
            sheet.row(
                "chance",
                format!(
                    "{} % of debts of {} months{younger}: {}. The same for each way, so it says nothing about which is \
                     better. Put your own under `recovery: {{chances: …}}`.",
                    row.percent.shortest(),
                    row.from_months,
                    survey.title
                ),
            );
            sheet.row("", Line::from(&survey.note).and("Confidence: low, not verified."));
            for source in &survey.sources {
                sheet.row(
                    "",
                    Line::default().faint(&format!("{}, {}", source.title, source.url)),
                );
            }
        }
        if self.worth.ways.iter().any(|on| !on.own_hours) {
            sheet.row("hours", &self.usual.hours.note);
        }
        let hour = match self.worth.hour_value {
            Some(value) => format!("{} for each, as dunlin.yaml says", value.shortest()),
            None => {
                "at no cost: set what an hour of yours is worth, `recovery: {hour_value: 50}` in dunlin.yaml"
                    .to_owned()
            }
        };
        sheet.row("your time", hour);
        sheet.row(
            "at stake",
            "balances only: interest and compensation would come on top; fees count however it ends",
        );
    }

    fn decision(&self, sheet: &mut Sheet) {
        sheet.heading("So");
        let unweighed = self.worth.ways.iter().any(|on| on.missing.is_some());
        if let Some(best) = self.worth.best {
            let net = self.worth.ways.iter().find(|on| on.way == best);
            let net = net.and_then(|on| on.expected).unwrap_or_default();
            let line =
                Line::strong(way(best)).and(&format!("is expected to bring the most, {}", self.money(net)));
            sheet.line(if unweighed {
                line.and("— of what could be weighed so far; set the figures above for the rest.")
            } else {
                line
            });
        } else if self.worth.ways.iter().all(|on| on.expected.is_none()) {
            sheet.line("Nothing can be weighed before the figures named above are set.");
        } else {
            let of = if unweighed {
                "Nothing that could be weighed so far"
            } else {
                "Nothing"
            };
            sheet.line(format!(
                "{of} is expected to bring more than it costs: let it go."
            ));
        }
        sheet.heading("To let it go");
        sheet.line("Write this line into each invoice's record, with your own reason:");
        sheet.line(Line::strong(&format!(
            "write_off: {{date: {}, reason: not worth pursuing}}",
            self.day
        )));
        for (id, place) in self.invoices {
            sheet.row(id, Line::default().faint(&format!("({place})")));
        }
        sheet.line("Figures to decide by. Information, not legal advice.");
    }
}

fn way(way: Way) -> &'static str {
    match way {
        Way::KeepChasing => "keep chasing",
        Way::Mediation => "mediation",
        Way::PaymentOrder => "payment order",
        Way::SmallClaims => "small claims",
        Way::Agency => "collection agency",
        Way::Lawyer => "lawyer",
    }
}

fn unavailable(why: Unavailable) -> &'static str {
    match why {
        Unavailable::NoJurisdiction => "no `jurisdiction` that dunlin knows is named",
        Unavailable::NoneKnown => "the place has none, or no figure for these parties is known",
        Unavailable::OtherCurrency => "its limit is in another currency than the debt",
        Unavailable::AboveLimit => "the debt is above its limit",
    }
}

fn needs(missing: Missing) -> &'static str {
    match missing {
        Missing::FilingFee => "set what filing costs: `recovery: {filing_fee: …}` in dunlin.yaml",
        Missing::AgencyPercent => "set what an agency keeps: `recovery: {agency_percent: …}` in dunlin.yaml",
        Missing::MediatorFee => "set what a mediator costs you: `recovery: {mediator_fee: …}` in dunlin.yaml",
        Missing::LawyerFee => "set what a lawyer costs: `recovery: {lawyer_fee: …}` in dunlin.yaml",
        Missing::ExchangeRate => {
            "costs are in the ledger's currency and the debt isn't: they can't be set against each other"
        }
    }
}
