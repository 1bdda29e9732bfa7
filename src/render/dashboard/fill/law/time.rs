//! How long the law of a place gives: to sue, to pay, and to answer before a court is asked.

use super::{Book, links};
use crate::{
    render::dashboard::law::{Point, Section},
    statute::{CountedFrom, Jurisdiction, Limitation, PaymentTerms, PreAction},
};

impl Book<'_> {
    pub fn time_sections(&self, place: &Jurisdiction) -> impl Iterator<Item = Section> {
        let sections = [
            place
                .limitation
                .as_ref()
                .map(|limitation| self.limitation(limitation)),
            place.payment_terms.as_ref().map(|terms| self.time_to_pay(terms)),
            self.before_court(place),
        ];
        sections.into_iter().flatten()
    }

    fn limitation(&self, limitation: &Limitation) -> Section {
        let years = |years: u32| self.voice.days("law.years", i64::from(years));
        let from = match limitation.from {
            CountedFrom::Due => "law.from-due",
            CountedFrom::YearEnd => "law.from-year-end",
        };
        let longer = limitation.longer_years.map(|longer| {
            let said = self.voice.phrase("law.perhaps", &[("years", &years(longer))]);
            self.point("law.longer", said)
        });
        let consumer = limitation
            .consumer_years
            .map(|consumer| self.point("party.consumer", years(consumer)));
        let points = [self.point("law.counted-from", self.voice.word(from))];
        Section {
            anchor: "limitation".to_owned(),
            name: self.voice.word("law.limitation"),
            figure: Some(years(limitation.years)),
            marks: vec![self.sure(limitation.confidence)],
            points: points
                .into_iter()
                .chain(longer)
                .chain(consumer)
                .chain(self.quoted("law.note", limitation.note.as_ref()))
                .collect(),
            sources: links(&limitation.sources),
        }
    }

    fn time_to_pay(&self, terms: &PaymentTerms) -> Section {
        let days = |days: u32| self.voice.days("days", i64::from(days));
        let most = [
            ("law.most-business", terms.max_days.business),
            ("law.most-consumer", terms.max_days.consumer),
            ("law.most-public-body", terms.max_days.public_body),
        ];
        let most = most
            .into_iter()
            .filter_map(|(key, most)| Some(self.point(key, days(most?))));
        Section {
            anchor: "time-to-pay".to_owned(),
            name: self.voice.word("fact.payment-days"),
            figure: None,
            marks: vec![self.sure(terms.confidence)],
            points: [self.point("law.nothing-agreed", days(terms.default_days))]
                .into_iter()
                .chain(most)
                .chain(self.quoted("law.note", terms.note.as_ref()))
                .collect(),
            sources: links(&terms.sources),
        }
    }

    fn before_court(&self, place: &Jurisdiction) -> Option<Section> {
        let rules = &place.pre_action;
        let least_sure = rules.iter().map(|rule| rule.confidence).min()?;
        let point = |rule: &PreAction| {
            let against = rule
                .against
                .iter()
                .map(|form| self.parties(None, None, Some(*form)));
            let days = self.voice.days("days", i64::from(rule.reply_days));
            let most = rule.up_to.map(|most| {
                let most = self.voice.amount(most, place.currency);
                self.voice.phrase("law.up-to", &[("limit", &most)])
            });
            let reply = self.voice.phrase("law.to-reply", &[("days", &days)]);
            Point {
                label: against.collect::<Vec<_>>().join(", "),
                value: most.into_iter().chain([reply]).collect::<Vec<_>>().join("; "),
                english: false,
                note: Some(rule.what.clone()),
            }
        };
        Some(Section {
            anchor: "before-court".to_owned(),
            name: self.voice.word("law.before-court"),
            figure: None,
            marks: vec![self.sure(least_sure)],
            points: rules.iter().map(point).collect(),
            sources: rules.iter().flat_map(|rule| links(&rule.sources)).collect(),
        })
    }
}
