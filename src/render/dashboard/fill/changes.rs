//! What changed since the last build of an earlier day, as the overview says it.

use super::Book;
use crate::{
    model::format::Word,
    money::{Amount, Currency},
    render::{
        dashboard::{
            element::Link,
            overview::{Changed, Changes},
        },
        url,
    },
    report::{self, Change},
};

/// More would be a log and no news.
const MOST: usize = 12;

impl Book<'_> {
    pub fn changes(&self, changes: &report::Changes) -> Changes {
        let each = changes.entries.iter().map(|change| self.changed(change));
        let found = [("changes.found", changes.found), ("changes.gone", changes.gone)];
        let findings = found
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(key, count)| Changed {
                what: self.voice.count(key, count),
                links: vec![Link::new(self.voice.word("nav.findings"), "findings.html")],
                amount: None,
            });
        let findings: Vec<_> = findings.collect();
        // The findings' two lines always have a place.
        let most = MOST - findings.len();
        let left = changes.entries.len().saturating_sub(most);
        Changes {
            title: self.voice.dated("changes.title", changes.since),
            totals: self.changed_totals(changes),
            entries: each.take(most).chain(findings).collect(),
            more: (left > 0).then(|| self.voice.count("changes.more", left)),
        }
    }

    fn changed_totals(&self, changes: &report::Changes) -> Vec<String> {
        let said = |key: &str, currency: Currency, before: Amount, now: Amount| {
            let (before, now) = (
                self.voice.amount(before, currency),
                self.voice.amount(now, currency),
            );
            (before != now).then(|| self.voice.phrase(key, &[("before", &before), ("now", &now)]))
        };
        let each = changes.totals.iter().flat_map(|(currency, before, now)| {
            let open = said("changes.open", *currency, before.open, now.open);
            [open, said("changes.late", *currency, before.overdue, now.overdue)]
        });
        each.flatten().collect()
    }

    fn changed(&self, change: &Change) -> Changed {
        let word = |key: &str| self.voice.word(key);
        match change {
            Change::Paid { client, code, amount } => Changed {
                what: word("changes.paid"),
                links: vec![self.client_link(client)],
                amount: Currency::from_code(code).map(|currency| self.voice.amount(*amount, currency)),
            },
            Change::PromiseBroken { invoice, pay_by } => {
                self.about_invoice(invoice, self.voice.dated("changes.promise-broken", *pay_by))
            }
            Change::Overdue { invoice } => self.about_invoice(invoice, word("changes.overdue")),
            Change::Promised { invoice, pay_by } => {
                self.about_invoice(invoice, self.voice.dated("changes.promised", *pay_by))
            }
            Change::Disputed { invoice } => self.about_invoice(invoice, word("changes.disputed")),
            Change::DisputeOver { invoice } => self.about_invoice(invoice, word("changes.dispute-over")),
            Change::Letter { client, draft } => Changed {
                what: match report::stage_of(draft) {
                    Some(stage) => {
                        let stage = word(&format!("stage.{}", stage.word()));
                        self.voice.phrase("changes.letter", &[("letter", &stage)])
                    }
                    None => word("nav.letters"),
                },
                links: vec![Link {
                    href: format!("{}#letters", url::encoded(&Link::client_page(client))),
                    ..self.client_link(client)
                }],
                amount: None,
            },
        }
    }

    fn about_invoice(&self, id: &str, what: String) -> Changed {
        let on = self.invoice_on(id);
        let client = on.map(|on| self.client_link(&on.client.id));
        Changed {
            what,
            links: client.into_iter().chain([self.invoice_link(id)]).collect(),
            amount: on.map(|on| self.voice.amount(on.balance, on.currency)),
        }
    }
}
