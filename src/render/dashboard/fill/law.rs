//! The law page, and a page for each place: which of its figures this ledger uses, how old they are, who rests on them.

mod court;
mod interest;
mod phrases;
mod time;

use super::Book;
use crate::{
    assess,
    calendar::{add_months, months_between},
    check::rules,
    money::Amount,
    render::dashboard::{
        element::{Fact, Link, Mark, Tone},
        law::{Law, Place, PlaceRow, Rest},
    },
    report::{OwnFigure, PlaceUse},
    statute::{Basis, Confidence, Jurisdiction, LegalForm, LimitAnswer, LimitQuery, Limitation, Source},
};
use std::collections::BTreeSet;

/// Clients or contracts that a place's page names.
const NAMED: usize = 100;

impl<'s> Book<'s> {
    /// The places that there are pages of: what the data doesn't know has none.
    pub fn places(&self) -> Vec<&'s Jurisdiction> {
        let statutes = self.facts.assessed.statutes;
        let used = self.places.keys().filter_map(|id| statutes.jurisdiction(id));
        let mut places: Vec<_> = used.collect();
        places.sort_by_key(|place| (&place.name, &place.id));
        places
    }

    pub fn law(&self) -> Law {
        Law {
            places: self
                .places()
                .into_iter()
                .map(|place| self.place_row(place))
                .collect(),
            changes: self
                .own_figures
                .iter()
                .map(|figure| self.change(figure))
                .collect(),
        }
    }

    fn place_row(&self, place: &Jurisdiction) -> PlaceRow {
        let answer = place.limit(&self.query());
        let rule = place.interest_rule(None);
        let confidences = [
            Some(place.small_claims.confidence),
            rule.map(|rule| rule.confidence),
            place.limitation.as_ref().map(|limitation| limitation.confidence),
        ];
        let doubtful = confidences
            .into_iter()
            .flatten()
            .any(|sure| sure == Confidence::Low);
        let own = matches!(answer, LimitAnswer::Known(limit) if limit.basis == Basis::Ledger);
        let provisional = rule
            .and_then(|rule| self.in_force(rule))
            .is_some_and(|rate| rate.provisional);
        let marks = [
            self.is_old(place)
                .then(|| self.voice.mark("law.old", Tone::Watch)),
            provisional.then(|| self.voice.mark("law.stale", Tone::Watch)),
            doubtful.then(|| self.voice.mark("law.low", Tone::Watch)),
            own.then(|| self.voice.mark("law.own", Tone::Plain)),
        ];
        let limitation = place.limitation.as_ref();
        PlaceRow {
            place: Link::place(&place.id, &place.name),
            limit: self.answered(answer),
            interest: self.interest_today(place),
            limitation: limitation.map_or_else(
                || self.voice.word("law.unknown"),
                |limitation| self.limitation_years(limitation),
            ),
            checked: self.age(place),
            rests: self.rests_in_short(self.uses(place)),
            marks: marks.into_iter().flatten().collect(),
        }
    }

    /// All that is known of one place.
    pub fn place(&self, place: &Jurisdiction) -> Place {
        let checked = [("date", self.voice.date(place.checked)), ("age", self.age(place))];
        let checked: Vec<_> = checked
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect();
        let old = self
            .is_old(place)
            .then(|| self.voice.mark("law.old", Tone::Watch));
        let changes = self.own_figures.iter().filter(|figure| self.is_of(place, figure));
        Place {
            name: place.name.clone(),
            checked: self.voice.phrase("law.checked-on", &checked),
            marks: old.into_iter().collect(),
            alerts: place
                .alerts
                .iter()
                .chain(&place.small_claims.alerts)
                .cloned()
                .collect(),
            changes: changes.map(|figure| self.change(figure)).collect(),
            court: self.court(place),
            limits: self.limit_lines(place),
            sections: self
                .payment_orders(place)
                .into_iter()
                .chain(self.interest_sections(place))
                .chain(self.time_sections(place))
                .collect(),
            rates: self.rate_sheets(place),
            rests: self.rests(self.uses(place)),
        }
    }

    /// The name of a place, which leads to its page; one that the data doesn't know has none.
    pub fn place_fact(&self, key: &str, id: &str) -> Fact {
        let known = self.facts.assessed.statutes.jurisdiction(id);
        Fact {
            href: known.map(|place| Link::place(&place.id, "").href),
            ..self.voice.fact(key, self.place_name(id))
        }
    }

    /// As `dunlin law` asks: against a company whose kind isn't known.
    fn query(&self) -> LimitQuery {
        LimitQuery {
            claimant: assess::claimant(self.facts.assessed.ledger),
            client: None,
            legal_form: LegalForm::Company,
            on: self.facts.assessed.day,
        }
    }

    fn answered(&self, answer: LimitAnswer) -> String {
        match answer {
            LimitAnswer::Known(limit) => {
                let amount = self.voice.amount(limit.amount, limit.currency);
                self.at_most(amount, limit.inclusive)
            }
            LimitAnswer::NoneExists { .. } => self.voice.word("law.none-exists"),
            LimitAnswer::Unknown => self.voice.word("law.unknown"),
        }
    }

    fn at_most(&self, amount: String, inclusive: bool) -> String {
        match inclusive {
            true => amount,
            false => self.voice.phrase("law.less-than", &[("limit", &amount)]),
        }
    }

    fn interest_today(&self, place: &Jurisdiction) -> String {
        let Some(rule) = place.interest_rule(None) else {
            return self.voice.word("law.unknown");
        };
        match self.in_force(rule) {
            Some(rate) => self.voice.language.percent(rate.percent),
            None => self.voice.word("law.in-words"),
        }
    }

    fn limitation_years(&self, limitation: &Limitation) -> String {
        self.voice
            .count("law.years", limitation.years.try_into().unwrap_or(usize::MAX))
    }

    /// "14 months ago".
    fn age(&self, place: &Jurisdiction) -> String {
        match months_between(place.checked, self.facts.assessed.day) {
            0 => self.voice.word("law.recently"),
            months => self.voice.days("law.months-ago", i64::from(months)),
        }
    }

    /// By the months of the rule that tells of it, the ledger's own if it has set them.
    fn is_old(&self, place: &Jurisdiction) -> bool {
        let rule = rules::law::limit_out_of_date::RULE;
        let settings = &self.facts.assessed.ledger.settings.rules.rules;
        let own = settings
            .iter()
            .find(|setting| setting.name.value == rule.id)
            .and_then(|setting| setting.months);
        let months = own.unwrap_or(rule.takes.defaults().months);
        add_months(place.checked, months) < self.facts.assessed.day
    }

    fn sure(&self, confidence: Confidence) -> Mark {
        match confidence {
            Confidence::Low => self.voice.mark("law.low", Tone::Watch),
            Confidence::Medium => self.voice.mark("law.medium", Tone::Plain),
            Confidence::High => self.voice.mark("law.high", Tone::Good),
        }
    }

    fn is_of(&self, place: &Jurisdiction, figure: &OwnFigure) -> bool {
        match figure {
            OwnFigure::Limit { place: id, .. } => *id == place.id,
            OwnFigure::Rate { reference, .. } => place.late_interest.references().any(|id| id == reference),
        }
    }

    /// "California, small claims from 1 January 2027: 14 000.00 USD instead of 12 500.00 USD".
    fn change(&self, figure: &OwnFigure) -> Fact {
        let statutes = self.facts.assessed.statutes;
        let (label, from, own, instead_of) = match figure {
            OwnFigure::Limit {
                place,
                own,
                instead_of,
            } => {
                let known = statutes.jurisdiction(place);
                let said = |amount: Amount| match known {
                    Some(place) => self.voice.amount(amount, place.currency),
                    None => self.voice.language.number(amount),
                };
                let label = format!(
                    "{}, {}",
                    self.place_name(place),
                    self.voice.word("exposure.title")
                );
                (label, own.from, said(own.amount), instead_of.map(said))
            }
            OwnFigure::Rate {
                reference,
                own,
                instead_of,
            } => {
                let name = statutes
                    .rate_table(reference)
                    .map_or(reference, |table| &table.name);
                let said = |percent: Amount| self.voice.language.percent(percent);
                (name.clone(), own.from, said(own.percent), instead_of.map(said))
            }
        };
        let date = self.voice.date(from);
        let values = [("date", date.as_str()), ("own", &own)];
        let value = match &instead_of {
            Some(data) => {
                let values = [values[0], values[1], ("data", data.as_str())];
                self.voice.phrase("law.change", &values)
            }
            None => self.voice.phrase("law.change-new", &values),
        };
        Fact {
            label,
            value,
            href: None,
            note: None,
        }
    }

    fn uses(&self, place: &Jurisdiction) -> &PlaceUse<'s> {
        self.places.get(place.id.as_str()).unwrap_or(&self.nothing)
    }

    fn rests_in_short(&self, uses: &PlaceUse) -> Vec<String> {
        let contracts: BTreeSet<_> = uses.courts.iter().chain(&uses.law).collect();
        let counted = |key: &str, n: usize| (n > 0).then(|| self.voice.count(key, n));
        let rests = [
            uses.own.then(|| self.voice.word("law.rests-own-short")),
            counted("law.clients", uses.clients.len()),
            counted("law.contracts", contracts.len()),
        ];
        rests.into_iter().flatten().collect()
    }

    fn rests(&self, uses: &PlaceUse) -> Vec<Rest> {
        let mut rests = Vec::new();
        if uses.own {
            rests.push(Rest {
                name: self.voice.word("law.rests-own"),
                links: Vec::new(),
                more: None,
            });
        }
        let client = |id: &str| self.client_link(id);
        let contract = |id: &str| self.contract_link(id);
        rests.extend(self.rest("law.rests-clients", &uses.clients, client));
        if uses.courts == uses.law {
            rests.extend(self.rest("law.rests-both", &uses.courts, contract));
        } else {
            rests.extend(self.rest("law.rests-courts", &uses.courts, contract));
            rests.extend(self.rest("law.rests-law", &uses.law, contract));
        }
        rests
    }

    fn rest(&self, key: &str, ids: &[&str], link: impl Fn(&str) -> Link) -> Option<Rest> {
        let more = ids.len().saturating_sub(NAMED);
        (!ids.is_empty()).then(|| Rest {
            name: self.voice.count(key, ids.len()),
            links: ids.iter().take(NAMED).map(|id| link(id)).collect(),
            more: (more > 0).then(|| self.voice.count("law.more", more)),
        })
    }
}

/// To where each was read.
fn links(sources: &[Source]) -> Vec<Link> {
    sources
        .iter()
        .map(|source| Link::new(&source.title, &source.url))
        .collect()
}
