//! What could be owed at once under a contract beside what a small claim can be for.

use super::{Book, charts::Drawn, voice::some};
use crate::{
    assess::{ContractLimit, ContractOn},
    money::Amount,
    render::dashboard::{
        chart::{Chart, shares},
        contract::Exposure,
        element::{Mark, Tone},
    },
    report::{self, BesideLimit, beside_limit},
    statute::{Basis, Confidence, Limit},
};

/// The larger of the two figures reaches so far, in hundredths of a percent: a limit at the very edge can't be seen.
const FULL_WIDTH: u32 = 9_250;

impl Book<'_> {
    pub fn exposure(&self, on: &ContractOn) -> Exposure {
        let peak = on.peak_exposure.amount;
        let known = match on.limit {
            ContractLimit::Known(limit) | ContractLimit::OtherCurrency(limit) => Some(limit),
            _ => None,
        };
        let comparable = match on.limit {
            ContractLimit::Known(limit) => Some(limit),
            _ => None,
        };
        let widths = comparable.map(|limit| {
            let longest = peak.max(limit.amount);
            let width = |amount| shares::percent_of_hundredths(shares::part_of(amount, longest, FULL_WIDTH));
            (width(peak), width(limit.amount))
        });
        Exposure {
            sentence: format!("{} {}", self.peak_sentence(on), self.limit_sentence(on)),
            peak: self.voice.amount(peak, on.currency),
            limit: known.map(|limit| self.voice.amount(limit.amount, limit.currency)),
            state: self.exposure_state(peak, comparable),
            course: self.course(on),
            peak_width: widths.as_ref().map(|(peak, _)| peak.clone()),
            limit_at: widths.map(|(_, limit)| limit),
            notes: self.limit_notes(on.limit),
        }
    }

    fn course(&self, on: &ContractOn) -> Option<Chart> {
        let assessed = self.facts.assessed;
        let invoices = self.index.contract_invoices.of(&on.contract.id);
        let drawn = Drawn {
            voice: self.voice,
            on,
            course: report::course(assessed.basis(), on, invoices)?,
            day: assessed.day,
        };
        drawn.chart()
    }

    fn exposure_state(&self, peak: Amount, limit: Option<Limit>) -> Mark {
        let (key, tone) = match beside_limit(peak, limit) {
            BesideLimit::Unknown => ("exposure.unknown", Tone::Plain),
            BesideLimit::Over => ("exposure.over", Tone::Late),
            BesideLimit::Near => ("exposure.near", Tone::Watch),
            BesideLimit::Within => ("exposure.within", Tone::Good),
        };
        self.voice.mark(key, tone)
    }

    fn peak_sentence(&self, on: &ContractOn) -> String {
        let peak = on.peak_exposure.amount;
        if !peak.is_positive() {
            return self.voice.word("exposure.nothing");
        }
        let key = if on.stops_work() {
            "exposure.stops"
        } else {
            "exposure.goes-on"
        };
        self.voice
            .phrase(key, &[("peak", &self.voice.amount(peak, on.currency))])
    }

    fn limit_sentence(&self, on: &ContractOn) -> String {
        let place = on.jurisdiction.map(|id| self.place_name(id)).unwrap_or_default();
        let about = |key: &str| self.voice.phrase(key, &[("place", &place)]);
        let reaches = |limit: Limit| {
            let key = if limit.inclusive {
                "exposure.reaches"
            } else {
                "exposure.reaches-below"
            };
            let amount = self.voice.amount(limit.amount, limit.currency);
            self.voice.phrase(key, &[("place", &place), ("limit", &amount)])
        };
        match on.limit {
            ContractLimit::NoJurisdiction => self.voice.word("exposure.no-place"),
            ContractLimit::Known(limit) => reaches(limit),
            ContractLimit::OtherCurrency(limit) => {
                format!(
                    "{} {}",
                    reaches(limit),
                    self.voice.word("exposure.other-currency")
                )
            }
            ContractLimit::NoneExists { .. } => about("exposure.none-exists"),
            ContractLimit::Unknown => about("exposure.unknown-in"),
        }
    }

    fn limit_notes(&self, limit: ContractLimit) -> Vec<String> {
        match limit {
            ContractLimit::Known(limit) | ContractLimit::OtherCurrency(limit) => self.notes_on(limit),
            ContractLimit::NoneExists { note } => note.and_then(some).into_iter().collect(),
            ContractLimit::NoJurisdiction | ContractLimit::Unknown => Vec::new(),
        }
    }

    fn notes_on(&self, limit: Limit) -> Vec<String> {
        let mut notes = Vec::new();
        match limit.basis {
            Basis::Ledger => notes.push(self.voice.word("exposure.own")),
            Basis::Data {
                sources, confidence, ..
            } => {
                let titles: Vec<_> = sources.iter().map(|source| source.title.as_str()).collect();
                let since = self.voice.date(limit.since);
                let mut note = self.voice.phrase("exposure.since", &[("date", &since)]);
                if !titles.is_empty() {
                    note.push(' ');
                    note.push_str(
                        &self
                            .voice
                            .phrase("exposure.source", &[("source", &titles.join("; "))]),
                    );
                }
                notes.push(note);
                if confidence == Confidence::Low {
                    notes.push(self.voice.word("exposure.low-confidence"));
                }
            }
        }
        notes.extend(limit.note.and_then(some));
        notes
    }
}
