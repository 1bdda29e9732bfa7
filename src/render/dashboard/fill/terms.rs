//! What a contract says, as facts beside each other.

use super::{Book, voice::some};
use crate::{
    assess::ContractOn,
    model::{
        contract::{Amendment, EarlyDiscount, EndOfMonth, LateInterest, PaymentDays},
        format::Word,
    },
    render::dashboard::element::Fact,
};

impl Book<'_> {
    pub fn contract_facts(&self, on: &ContractOn) -> Vec<Fact> {
        let contract = on.contract;
        let voice = self.voice;
        let ledger = self.facts.assessed.ledger;
        let client = ledger.clients.get(&contract.client.value);
        let law = client.and_then(|client| ledger.governing_law(client, Some(contract)));
        let place = |key: &str, id: &str| self.place_fact(key, id);
        let dates = [
            voice.day_fact("fact.date", contract.date.map(|day| day.value)),
            voice.day_fact("fact.signed", contract.signed.map(|day| day.value)),
            voice.day_fact("fact.start", contract.start.map(|day| day.value)),
            voice.day_fact("fact.end", contract.end.map(|day| day.value)),
        ];
        let places = [
            on.jurisdiction.map(|id| place("fact.jurisdiction", id)),
            law.filter(|id| Some(*id) != on.jurisdiction)
                .map(|id| place("fact.law", id)),
            client.map(|client| voice.fact("fact.policy", ledger.policy_name(client, Some(contract)))),
        ];
        let amendments = contract
            .amendments
            .iter()
            .zip(1..)
            .map(|(amendment, number)| Some(self.amendment(on, amendment, number)));
        dates
            .into_iter()
            .chain(self.terms(on))
            .chain(places)
            .chain(amendments)
            .flatten()
            .collect()
    }

    fn terms(&self, on: &ContractOn) -> [Option<Fact>; 8] {
        let terms = &on.contract.terms;
        let voice = self.voice;
        let days = |key: &str, days: u32| voice.fact(key, voice.days("days", i64::from(days)));
        let stop = if on.stops_work() {
            "fact.stop-work-yes"
        } else {
            "fact.stop-work-no"
        };
        [
            terms
                .payment_days
                .map(|days| voice.fact("fact.payment-days", self.payment_days(days.value))),
            Some(days("fact.grace-days", on.grace_days)),
            Some(voice.fact("fact.stop-work", voice.word(stop))),
            terms
                .late_interest
                .map(|interest| voice.fact("fact.late-interest", self.late_interest(interest.value))),
            terms.early_discount.map(|discount| self.early_discount(discount)),
            terms
                .notice_days
                .map(|notice| days("fact.notice-days", notice.value)),
            terms
                .acceptance_days
                .map(|acceptance| days("fact.acceptance-days", acceptance.value)),
            terms.disputes.map(|way| {
                voice.fact(
                    "fact.disputes",
                    voice.word(&format!("disputes.{}", way.value.word())),
                )
            }),
        ]
    }

    fn payment_days(&self, agreed: PaymentDays) -> String {
        let days = self.voice.days("days", i64::from(agreed.days));
        match agreed.end_of_month {
            None => days,
            Some(EndOfMonth::After) => self.voice.phrase("fact.month-end-after", &[("days", &days)]),
            Some(EndOfMonth::Before) => self.voice.phrase("fact.month-end-before", &[("days", &days)]),
        }
    }

    fn late_interest(&self, agreed: LateInterest) -> String {
        match agreed {
            LateInterest::Statutory => self.voice.word("late-interest.statutory"),
            LateInterest::None => self.voice.word("late-interest.none"),
            LateInterest::Flat(percent) => {
                let percent = self.voice.language.percent(percent);
                self.voice.phrase("late-interest.flat", &[("percent", &percent)])
            }
        }
    }

    fn early_discount(&self, agreed: EarlyDiscount) -> Fact {
        let percent = self.voice.language.percent(agreed.percent);
        let days = self.voice.days("days", i64::from(agreed.days));
        self.voice
            .fact("fact.early-discount", format!("{percent}, {days}"))
    }

    /// `number` counts from 1; several need it, for no two facts of a list may have one label.
    fn amendment(&self, on: &ContractOn, amendment: &Amendment, number: usize) -> Fact {
        let name = some(&amendment.title).unwrap_or_else(|| amendment.id.value.clone());
        let amount = amendment
            .amount
            .map(|amount| self.voice.amount(amount.value, on.currency));
        let note = match amendment.signed {
            Some(day) => format!(
                "{} {}",
                self.voice.word("fact.signed"),
                self.voice.short(day.value)
            ),
            None => self.voice.word("state.unsigned"),
        };
        let label = match on.contract.amendments.len() {
            0 | 1 => self.voice.word("fact.amendment"),
            _ => self
                .voice
                .phrase("fact.amendment-of", &[("n", &number.to_string())]),
        };
        Fact {
            label,
            note: Some(note),
            ..self.voice.fact(
                "fact.amendment",
                [Some(name), amount]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(", "),
            )
        }
    }
}
