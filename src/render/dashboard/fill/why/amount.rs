//! How the total came about, when it is due, what came in and what is left.

use super::{Account, of_source, with_words};
use crate::{
    assess::CreditKind,
    model::contract::EndOfMonth,
    render::dashboard::invoice::Reason,
    report::grounds::{OfBalance, OfCredit, OfDue, OfPayment, OfTotal},
};

impl Account<'_, '_> {
    /// Its lines stand in a table of their own: here they are counted.
    pub fn total(&self) -> Vec<Reason> {
        let lines = self.on.invoice.lines.len();
        let counted = (lines > 0).then(|| Reason {
            text: self.book.voice.count("why.lines", lines),
            place: None,
            source: None,
        });
        let told = self.grounds.total.iter().filter_map(|ground| {
            let text = match &ground.what {
                OfTotal::Line { .. } | OfTotal::Gross(_) | OfTotal::Withheld { .. } => return None,
                OfTotal::Tax(rate) => self.phrase(
                    "tax",
                    &[
                        ("percent", &self.percent(rate.percent)),
                        ("net", &self.money(rate.net)),
                        ("tax", &self.money(rate.tax)),
                    ],
                ),
                OfTotal::ToPay(_) if ground.at.is_none() => return None,
                OfTotal::ToPay(amount) => self.phrase("stated", &[("amount", &self.money(*amount))]),
                OfTotal::Under(contract) => {
                    let name = self.book.contract_link(&contract.id).text;
                    self.phrase("under", &[("name", &name)])
                }
            };
            Some(self.reason(text, ground))
        });
        counted.into_iter().chain(told).collect()
    }

    pub fn withheld(&self) -> Vec<Reason> {
        let told = self.grounds.total.iter().filter_map(|ground| {
            let OfTotal::Withheld {
                name, percent, of, ..
            } = &ground.what
            else {
                return None;
            };
            let text = match percent {
                Some(percent) => self.phrase(
                    "withheld-share",
                    &[("percent", &self.percent(*percent)), ("net", &self.money(*of))],
                ),
                None => self.word("withheld-stated"),
            };
            Some(self.reason(with_words(text, name), ground))
        });
        told.collect()
    }

    pub fn due(&self) -> Vec<Reason> {
        let mut told = Vec::new();
        for ground in &self.grounds.due {
            let text = match &ground.what {
                OfDue::Sent { .. } => continue,
                what => self.due_words(what),
            };
            told.push(self.reason(text, ground));
            if let OfDue::Law { place, .. } = &ground.what {
                let sources = place.payment_terms.iter().flat_map(|terms| &terms.sources);
                told.extend(sources.map(of_source));
            }
        }
        told
    }

    fn due_words(&self, what: &OfDue) -> String {
        let counted = |key: &str, days: u32| {
            let issued = self.on.invoice.issued.map(|issued| self.date(issued.value));
            let days = self.days(i64::from(days));
            (key.to_owned(), issued.unwrap_or_default(), days)
        };
        let (key, issued, days) = match what {
            OfDue::Issued(issued) => return self.dated("issued", *issued),
            OfDue::Stated(due) => return self.dated("due-stated", *due),
            OfDue::Unknown => return self.word("due-unknown"),
            OfDue::NotSent => return self.word("not-sent"),
            OfDue::Sent { on, .. } => return self.dated("issued", *on),
            OfDue::Contract { terms, .. } => {
                let key = match terms.end_of_month {
                    None => "due-contract",
                    Some(EndOfMonth::After) => "due-contract-after",
                    Some(EndOfMonth::Before) => "due-contract-before",
                };
                counted(key, terms.days)
            }
            OfDue::Law { days, .. } => counted("due-law", *days),
            OfDue::Nobody { days, .. } => counted("due-nobody", *days),
        };
        let (due, place) = match what {
            OfDue::Contract { due, .. } | OfDue::Nobody { due, .. } => (*due, ""),
            OfDue::Law { due, place, .. } => (*due, place.name.as_str()),
            _ => return String::new(),
        };
        let due = self.date(due);
        let values = [("issued", issued.as_str()), ("days", &days), ("due", &due)];
        if key == "due-law" {
            let [issued, days, due] = values;
            self.phrase(&key, &[issued, days, due, ("place", place)])
        } else {
            self.phrase(&key, &values)
        }
    }

    /// The receipt that the client confirmed, or did not.
    pub fn sent(&self) -> Vec<Reason> {
        let told = self.grounds.due.iter().filter_map(|ground| {
            let OfDue::Sent { confirmed, .. } = ground.what else {
                return None;
            };
            let text = match confirmed {
                Some(on) => self.dated("sent-confirmed", on),
                None => self.word("sent-unconfirmed"),
            };
            Some(self.reason(text, ground))
        });
        told.collect()
    }

    pub fn paid(&self) -> Vec<Reason> {
        let told = self.grounds.paid.iter().map(|ground| {
            let text = match &ground.what {
                OfPayment::Nothing => self.word("paid-nothing"),
                OfPayment::Received(receipt) => {
                    let (amount, date) = (self.money(receipt.amount), self.date(receipt.date));
                    let text = self.phrase("received", &[("amount", &amount), ("date", &date)]);
                    with_words(text, receipt.reference)
                }
                OfPayment::Returned { amount, paid, back } => self.phrase(
                    "returned",
                    &[
                        ("amount", &self.money(*amount)),
                        ("date", &self.date(*paid)),
                        ("back", &self.date(*back)),
                    ],
                ),
            };
            self.reason(text, ground)
        });
        told.collect()
    }

    pub fn credited(&self) -> Vec<Reason> {
        let told = self.grounds.credited.iter().map(|ground| {
            let OfCredit::Credited(credit) = &ground.what;
            let key = match credit.kind {
                CreditKind::Given => "credit-given",
                CreditKind::EarlyDiscount => "credit-early",
                CreditKind::Tolerance => "credit-tolerance",
                CreditKind::PlanDiscount => "credit-plan",
            };
            let (amount, date) = (self.money(credit.amount), self.date(credit.date));
            let text = self.phrase(key, &[("amount", &amount), ("date", &date)]);
            self.reason(with_words(text, credit.reason), ground)
        });
        told.collect()
    }

    pub fn balance(&self) -> Vec<Reason> {
        let told = self.grounds.balance.iter().filter_map(|ground| {
            let text = match &ground.what {
                OfBalance::Left {
                    total,
                    paid,
                    credited,
                    left,
                } => self.phrase(
                    "left",
                    &[
                        ("total", &self.money(*total)),
                        ("paid", &self.money(*paid)),
                        ("credited", &self.money(*credited)),
                        ("left", &self.money(*left)),
                    ],
                ),
                OfBalance::TakesNothing => self.word("takes-nothing"),
                OfBalance::Overpaid(_) => return None,
            };
            Some(self.reason(text, ground))
        });
        told.collect()
    }

    pub fn overpaid(&self) -> Vec<Reason> {
        let over = self.grounds.balance.iter();
        let over = over.filter(|ground| matches!(ground.what, OfBalance::Overpaid(_)));
        over.map(|ground| self.reason(self.word("overpaid"), ground))
            .collect()
    }
}
