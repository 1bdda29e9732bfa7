//! What became of an invoice: paid, late, chased, in dispute, given up; and the payments and log entries that say so.

use super::{
    Written,
    chance::Chance,
    day,
    people::Habit,
    texts,
    work::{Contract, Part},
};
use dunlin::calendar::{Date, Holidays, add_days};
use std::fmt::Write;

#[derive(Debug)]
pub struct Course<'c> {
    contract: &'c Contract<'c>,
    part: &'c Part,
    id: String,
    issued: Date,
    /// To be paid, in cents.
    cents: i64,
    end: End,
    invoice: String,
    others: Vec<Written>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Draft,
    Paid(Date),
    Open,
    /// They objected on that day.
    Disputed(Date),
    /// They promised on that day.
    Promised(Date),
    Planned,
    WrittenOff(Date),
    /// A court has it since that day.
    Filed(Date),
}

/// Days after the due date, as in the built-in policy.
const LADDER: [i64; 7] = [3, 10, 17, 30, 45, 90, 105];
/// Letters due in the last days lie there unsent.
const BEHIND_DAYS: i64 = 2;

pub fn of<'c>(
    contract: &'c Contract,
    (part, numbered): (&'c Part, usize),
    chance: &mut Chance,
) -> Course<'c> {
    let place = contract.client.place;
    let issued = add_days(part.due, -place.payment_days);
    let withheld = if place.jurisdiction == "es" { 15 } else { 0 };
    let mut course = Course {
        contract,
        part,
        id: format!("{}-{numbered:02}", contract.client.id),
        issued,
        cents: part.net * (100 + place.tax.unwrap_or(0) - withheld),
        end: end(contract, part, chance),
        invoice: String::new(),
        others: Vec::new(),
    };
    course.write_invoice(chance);
    course.chase(chance);
    course.settle(chance);
    course
}

impl Course<'_> {
    pub fn write(self, files: &mut Vec<Written>) {
        files.push((
            format!("invoices/{}/{}.yaml", year(self.issued), self.id),
            self.invoice,
        ));
        files.extend(self.others);
    }

    fn write_invoice(&mut self, chance: &mut Chance) {
        let (contract, part) = (self.contract, self.part);
        let text = &mut self.invoice;
        let _ = writeln!(
            text,
            "client: {}\ncontract: {}\ninstalment: {}",
            contract.client.id, contract.id, part.id
        );
        if self.end != End::Draft {
            let (issued, confirmed) = (self.issued, add_days(self.issued, chance.from(1, 4)));
            let _ = writeln!(text, "issued: {issued}");
            if contract.tells_periods() {
                let _ = writeln!(
                    text,
                    "period: {{from: {}, to: {}}}",
                    add_days(part.due, 1),
                    add_days(part.due, 28)
                );
            }
            if confirmed <= day() {
                let _ = writeln!(
                    text,
                    "sent: {{date: {issued}, via: email, confirmed: {confirmed}}}"
                );
            } else {
                let _ = writeln!(text, "sent: {{date: {issued}, via: email}}");
            }
            let _ = writeln!(text, "due: {}", part.due);
        }
        let _ = writeln!(text, "currency: {}", contract.client.place.currency);
        self.write_lines(chance);
    }

    fn write_lines(&mut self, chance: &mut Chance) {
        let (contract, part) = (self.contract, self.part);
        let text = &mut self.invoice;
        let Some(percent) = contract.client.place.tax else {
            let _ = writeln!(text, "amount: {}", money(self.cents));
            return;
        };
        text.push_str("lines:\n");
        let hours = chance.from(1, 3);
        let extra = hours * 60;
        let main = part.net - extra;
        let _ = writeln!(
            text,
            "  - {{description: \"{}, {}\", unit_price: {main}.00, tax_percent: {percent}}}\n  \
             - {{description: Meetings and changes, quantity: {hours}, unit_price: 60.00, tax_percent: {percent}}}",
            contract.title, part.what
        );
        if contract.client.place.jurisdiction == "es" {
            text.push_str("withholding: {percent: 15, name: IRPF}\n");
        }
    }

    /// The letters and calls up to the end, or up to yesterday.
    fn chase(&mut self, chance: &mut Chance) {
        let behind = add_days(day(), -BEHIND_DAYS);
        let until = match self.end {
            End::Draft => return,
            // It came before anybody had written.
            End::Paid(on) if on < add_days(self.part.due, LADDER[1]) && chance.percent(70) => return,
            End::Open => behind,
            End::Planned => add_days(day(), -10),
            End::Paid(on) | End::Disputed(on) | End::Promised(on) | End::WrittenOff(on) | End::Filed(on) => {
                on.min(behind)
            }
        };
        for (days, (stage, body)) in LADDER.into_iter().zip(texts::LETTERS) {
            let on = Holidays::default().business_day_from(add_days(self.part.due, days));
            if on < until {
                self.letter((stage, body), on);
            }
            if days == 10 && on < until && !self.contract.is_over() {
                self.note(on, ("stop-work", "channel: email\nstage: stop-work\n"));
            }
            let called = add_days(on, 1);
            if days >= 10 && called < until && chance.percent(20) {
                let (answer, note) = texts::ANSWERS[usize::try_from(chance.from(0, 3)).unwrap_or(0)];
                let about = format!("channel: call\ndirection: in\nanswer: {answer}\nnote: {note}\n");
                self.note(called, ("answer", &about));
            }
        }
    }

    fn letter(&mut self, (stage, body): (&str, &str), on: Date) {
        let client = self.contract.client;
        let (id, amount, currency) = (&self.id, money(self.cents), client.place.currency);
        let channel = if stage == "final-demand" {
            "registered-letter"
        } else {
            "email"
        };
        let text = format!(
            "---\nclient: {}\ndate: {on}\nchannel: {channel}\ndirection: out\nstage: {stage}\ninvoices:\n  {id}: {stage}\n\
             language: en\nto: {}\nsubject: \"Invoice {id}\"\namount: \"{amount}\"\ncurrency: {currency}\n\
             attachments:\n- statement\nas_of: \"{on}\"\n---\nDear all,\n\n{body}\n\n- Invoice {id} of {}, due on {}: \
             {amount} {currency}\n\nThe account and the reference are on the invoice, which is attached again with a \
             statement of your account.\n\nKind regards,\n\nStudio Meridian\naccounts@studiomeridian.example · +34 600 000 000\n",
            client.id, client.email, self.issued, self.part.due
        );
        self.others
            .push((format!("log/{}/{on}-{id}-{stage}.md", year(on)), text));
    }

    /// One of the client's entries of that year, which share a file.
    fn note(&mut self, on: Date, (what, about): (&str, &str)) {
        let (client, id) = (&self.contract.client.id, &self.id);
        let text = format!("id: {on}-{id}-{what}\nclient: {client}\ndate: {on}\ninvoices: [{id}]\n{about}");
        self.others
            .push((format!("log/{}/{client}.yaml", year(on)), text));
    }

    fn settle(&mut self, chance: &mut Chance) {
        match self.end {
            End::Draft => {}
            End::Paid(on) if chance.percent(4) => {
                let first = self.cents * chance.from(30, 70) / 100;
                self.pay(
                    &[
                        (add_days(on, -6).max(self.issued), first),
                        (on, self.cents - first),
                    ],
                    chance,
                );
            }
            End::Paid(on) if chance.percent(1) => {
                let credit = self.cents / 10;
                let reason = chance.one_of(texts::REASONS);
                let _ = writeln!(
                    self.invoice,
                    "credits: [{{date: {}, amount: {}, reason: {reason}}}]",
                    add_days(on, -1),
                    money(credit)
                );
                self.pay(&[(on, self.cents - credit)], chance);
            }
            End::Paid(on) => self.pay(&[(on, self.cents)], chance),
            End::Open => {
                let on = add_days(self.part.due, 6);
                if on < day() && chance.percent(10) {
                    self.pay(&[(on, self.cents / 3)], chance);
                }
            }
            End::Disputed(on) => {
                let reason = chance.one_of(texts::DISPUTES);
                let _ = writeln!(self.invoice, "dispute: {{opened: {on}, reason: \"{reason}\"}}");
            }
            End::Promised(on) => {
                let by = add_days(day(), chance.from(3, 12));
                let about = format!(
                    "channel: email\ndirection: in\nanswer: short-of-cash\npromise: {{pay_by: {by}, written: true}}\n"
                );
                self.note(on, ("promise", &about));
            }
            End::Planned => self.plan(),
            End::WrittenOff(on) => self.note(
                on,
                (
                    "write-off",
                    "what: write-off\nreason: not worth more of our time\n",
                ),
            ),
            End::Filed(on) => self.file(on),
        }
    }

    fn plan(&mut self) {
        let client = self.contract.client;
        let first = self.cents / 2;
        let text = format!(
            "client: {}\nagreed: {}\nwritten: true\ninvoices: [{}]\ncurrency: {}\ninstalments:\n  \
             - {{due: {}, amount: {}}}\n  - {{due: {}, amount: {}}}\n",
            client.id,
            add_days(day(), -10),
            self.id,
            client.place.currency,
            add_days(day(), 20),
            money(first),
            add_days(day(), 50),
            money(self.cents - first)
        );
        self.others.push((format!("plans/{}.yaml", self.id), text));
    }

    fn file(&mut self, on: Date) {
        let text = format!(
            "client: {}\ninvoices: [{}]\nroute: small-claims\nopened: {on}\nfiled: {}\nreference: \"{}\"\n\
             next: {{date: {}, what: the hearing}}\n",
            self.contract.client.id,
            self.id,
            add_days(on, 5),
            self.id,
            add_days(day(), 40)
        );
        self.others.push((format!("cases/{}.yaml", self.id), text));
    }

    /// In the invoice or in files of their own, as the client's bookkeeping began.
    fn pay(&mut self, payments: &[(Date, i64)], chance: &mut Chance) {
        let (client, id) = (self.contract.client, &self.id);
        let method = chance.one_of(texts::METHODS);
        if client.keeps_payments_in_invoices() {
            self.invoice.push_str("payments:\n");
            for (on, cents) in payments {
                let amount = money(*cents);
                let _ = writeln!(
                    self.invoice,
                    "  - {{date: {on}, amount: {amount}, method: {method}, reference: {id}}}"
                );
            }
            return;
        }
        for (on, cents) in payments {
            let amount = money(*cents);
            let text = format!(
                "client: {}\ndate: {on}\namount: {amount}\ncurrency: {}\nallocate: {{{id}: {amount}}}\nmethod: {method}\n\
                 reference: {id}\n",
                client.id, client.place.currency
            );
            self.others
                .push((format!("payments/{}/{on}-{id}.yaml", year(*on)), text));
        }
    }
}

fn end(contract: &Contract, part: &Part, chance: &mut Chance) -> End {
    if add_days(part.due, -contract.client.place.payment_days) > day() {
        return End::Draft;
    }
    let late = match contract.client.habit {
        // No work starts before it is there.
        _ if part.is_deposit => chance.from(-9, 0),
        Habit::Prompt => chance.from(-12, 1),
        Habit::Slack if chance.percent(35) => chance.from(-5, 0),
        Habit::Slack => chance.from(1, 14),
        Habit::Slow => chance.from(5, 60),
        Habit::Bad if chance.percent(40) => return unpaid(part, chance),
        Habit::Bad => chance.from(15, 110),
    };
    let paid = add_days(part.due, late);
    if paid < day() {
        return End::Paid(paid);
    }
    let overdue = dunlin::calendar::days_between(part.due, day());
    match chance.from(1, 100) {
        1..=12 if overdue > 20 => End::Disputed(add_days(day(), -18)),
        13..=27 if overdue > 6 => End::Promised(add_days(day(), -4)),
        28..=35 if overdue > 24 => End::Planned,
        _ => End::Open,
    }
}

/// Never paid: given up after five months, or handed to a court.
fn unpaid(part: &Part, chance: &mut Chance) -> End {
    let on = add_days(part.due, 120);
    if on > day() {
        End::Open
    } else if chance.percent(25) && on > add_days(day(), -365) {
        End::Filed(on)
    } else {
        End::WrittenOff(on)
    }
}

fn money(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn year(date: Date) -> String {
    date.format("%Y").to_string()
}
