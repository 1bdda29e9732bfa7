//! The court for small sums: its limits, what counts towards them, and the shorter ways beside it.

use super::{Book, links};
use crate::{
    money::Amount,
    render::dashboard::{
        element::Tone,
        law::{LimitLine, Point, Section},
    },
    statute::{Jurisdiction, LimitQuery, LimitRow, Origin, PaymentOrder, SubLimit, Unit},
};

impl Book<'_> {
    pub fn court(&self, place: &Jurisdiction) -> Section {
        let court = &place.small_claims;
        let name = Point {
            note: court.gloss.clone(),
            ..self.point("law.court", &court.court)
        };
        let accrued = match court.interest_counts {
            Some(true) => "law.accrued-counts",
            Some(false) => "law.accrued-apart",
            None => "law.unknown",
        };
        let told = [
            court.unit.as_ref().map(|unit| self.unit(place, unit)),
            Some(self.point("law.accrued", self.voice.word(accrued))),
            self.quoted("law.measured", court.value_basis.as_ref()),
            self.quoted("law.excludes", court.excludes.as_ref()),
            self.quoted("law.splitting", court.splitting.as_ref()),
            self.quoted("law.filings", court.filings_cap.as_ref()),
            self.quoted("law.who-may", court.who_may_claim.as_ref()),
            self.quoted("law.lawyers", court.lawyers.as_ref()),
            self.quoted("law.note", court.note.as_ref()),
        ];
        let below = court.sub_limits.iter().map(|sub| self.sub_limit(place, sub));
        let points = [name].into_iter().chain(told.into_iter().flatten()).chain(below);
        Section {
            anchor: "court".to_owned(),
            name: self.voice.word("exposure.title"),
            figure: Some(self.answered(place.limit(&self.query()))),
            marks: vec![self.sure(court.confidence)],
            points: points.collect(),
            sources: links(&court.sources),
        }
    }

    fn unit(&self, place: &Jurisdiction, unit: &Unit) -> Point {
        let value = self.voice.amount(unit.value, place.currency);
        let count = self.voice.language.number(Amount::from(i64::from(unit.count)));
        let year = unit.year.to_string();
        let values = [
            ("count", count.as_str()),
            ("unit", &unit.name),
            ("value", &value),
            ("year", &year),
        ];
        Point {
            note: unit.note.clone(),
            ..self.point("law.unit", self.voice.phrase("law.unit-is", &values))
        }
    }

    fn sub_limit(&self, place: &Jurisdiction, sub: &SubLimit) -> Point {
        Point {
            label: sub.name.clone(),
            value: self.up_to(place, Some(sub.amount)),
            english: false,
            note: sub.note.clone(),
        }
    }

    /// Newest first.
    pub fn limit_lines(&self, place: &Jurisdiction) -> Vec<LimitLine> {
        let rows = place.small_claims.limits.iter();
        rows.map(|row| self.limit_line(place, row)).collect()
    }

    fn limit_line(&self, place: &Jurisdiction, row: &LimitRow) -> LimitLine {
        let voice = self.voice;
        let from = voice.short(row.from);
        // Of its own parties: several limits may be in force, each for others.
        let asked = self.query();
        let own = LimitQuery {
            claimant: row.claimant.unwrap_or(asked.claimant),
            client: row.client,
            legal_form: row.legal_form.unwrap_or(asked.legal_form),
            ..asked
        };
        let in_force = place
            .limit_row(&own)
            .is_some_and(|in_force| std::ptr::eq(in_force, row));
        let marks = [
            in_force.then(|| voice.mark("law.in-force", Tone::Good)),
            (row.from > self.facts.assessed.day).then(|| voice.mark("law.coming", Tone::Watch)),
            (row.origin == Origin::Ledger).then(|| voice.mark("law.own", Tone::Plain)),
        ];
        LimitLine {
            from: match row.from_exact {
                true => from,
                false => voice.phrase("law.or-earlier", &[("date", &from)]),
            },
            amount: self.at_most(voice.amount(row.amount, place.currency), row.inclusive),
            parties: self.parties(row.claimant, row.client, row.legal_form),
            note: row.note.clone(),
            marks: marks.into_iter().flatten().collect(),
        }
    }

    pub fn payment_orders(&self, place: &Jurisdiction) -> Option<Section> {
        let orders = &place.payment_orders;
        let least_sure = orders.iter().map(|order| order.confidence).min()?;
        let sources: Vec<_> = orders.iter().flat_map(|order| links(&order.sources)).collect();
        Some(Section {
            anchor: "orders".to_owned(),
            name: self.voice.word("law.orders"),
            figure: None,
            marks: vec![self.sure(least_sure)],
            points: orders
                .iter()
                .map(|order| self.payment_order(place, order))
                .collect(),
            sources,
        })
    }

    fn payment_order(&self, place: &Jurisdiction, order: &PaymentOrder) -> Point {
        let mandatory = order.mandatory.then(|| self.voice.word("law.mandatory"));
        let value: Vec<_> = [Some(self.up_to(place, order.limit)), mandatory]
            .into_iter()
            .flatten()
            .collect();
        let notes: Vec<_> = order.gloss.iter().chain(&order.note).cloned().collect();
        Point {
            label: order.name.clone(),
            value: value.join("; "),
            english: false,
            note: (!notes.is_empty()).then(|| notes.join("; ")),
        }
    }

    fn up_to(&self, place: &Jurisdiction, limit: Option<Amount>) -> String {
        match limit {
            Some(limit) => {
                let limit = self.voice.amount(limit, place.currency);
                self.voice.phrase("law.up-to", &[("limit", &limit)])
            }
            None => self.voice.word("law.no-upper-limit"),
        }
    }
}
