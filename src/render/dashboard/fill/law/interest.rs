//! What late payment costs by the law of a place, for each kind of client, and the reference rates behind it.

use super::{Book, links};
use crate::{
    render::dashboard::{
        element::{Mark, Tone},
        law::{Point, RateLine, RateSheet, Section},
    },
    statute::{
        CompensationScale, CompensationTier, Compounding, DebtorKind, Fixing, InterestKind, InterestRule,
        Jurisdiction, Origin, OtherCase, Rate, RateInForce, RateRow, RateTable, RunsFrom, YearBasis,
    },
};
use std::collections::BTreeSet;

/// A rule, and whom it is for.
type Kind<'s> = (Option<DebtorKind>, &'s InterestRule);

impl<'s> Book<'s> {
    /// What a default that begins today would cost.
    pub fn in_force<'a>(&self, rule: &'a InterestRule) -> Option<RateInForce<'a>>
    where
        's: 'a,
    {
        let assessed = self.facts.assessed;
        assessed.statutes.rate_in_force(rule, assessed.day)
    }

    pub fn interest_sections(&self, place: &Jurisdiction) -> Vec<Section> {
        place
            .late_interest
            .by_kind()
            .map(|kind| self.interest_section(kind))
            .collect()
    }

    fn interest_section(&self, (kind, rule): Kind) -> Section {
        let voice = self.voice;
        let rate = self.in_force(rule);
        let whom = whom(kind);
        let prejudgment = rule.kind == InterestKind::Prejudgment;
        let provisional = rate.is_some_and(|rate| rate.provisional);
        let stale = provisional.then(|| voice.mark("law.stale", Tone::Watch));
        let court = prejudgment.then(|| voice.mark("law.prejudgment", Tone::Plain));
        let figure = rate.map(|rate| {
            let percent = voice.language.percent(rate.percent);
            voice.phrase("late-interest.flat", &[("percent", &percent)])
        });
        let title = [
            ("interest", voice.word("law.interest")),
            ("whom", voice.word(&format!("party.{whom}"))),
        ];
        let title: Vec<_> = title.iter().map(|(name, text)| (*name, text.as_str())).collect();
        Section {
            anchor: format!("interest-{whom}"),
            name: voice.phrase("law.interest-of", &title),
            figure: Some(figure.unwrap_or_else(|| voice.word("law.in-words"))),
            marks: [self.sure(rule.confidence)]
                .into_iter()
                .chain(stale)
                .chain(court)
                .collect(),
            points: self.interest_points(rule, rate),
            sources: links(&rule.sources),
        }
    }

    fn interest_points(&self, rule: &InterestRule, rate: Option<RateInForce>) -> Vec<Point> {
        let voice = self.voice;
        let counted = rule.rate().map(|_| {
            [
                self.point("law.runs-from", voice.word(runs_from(rule.runs_from))),
                self.point("law.counted", self.counted(rule)),
            ]
        });
        let formula = self
            .quoted("law.formula", rule.formula.as_ref())
            .map(|point| Point {
                note: rule.as_of.clone(),
                ..point
            });
        let cited = rule.cite.as_ref().map(|cite| self.point("law.cite", cite));
        let first = cited
            .into_iter()
            .chain(rate.and_then(|rate| self.made_of(rule, rate)));
        let tiers: Vec<_> = rule.compensation.iter().map(|tier| self.tier(tier)).collect();
        let sums = (!tiers.is_empty()).then(|| self.point("figure.compensation", tiers.join("; ")));
        let scale = rule.compensation_scale.as_ref().map(|scale| self.scale(scale));
        first
            .chain(formula)
            .chain(counted.into_iter().flatten())
            .chain(self.quoted("law.in-the-law", rule.starts.as_ref()))
            .chain(sums)
            .chain(scale)
            .chain(rule.conditional.iter().map(|other| self.other_case(other)))
            .chain(self.quoted("law.note", rule.note.as_ref()))
            .collect()
    }

    /// "2.15% since 11 June 2025, plus 8 points".
    fn made_of(&self, rule: &InterestRule, rate: RateInForce) -> Option<Point> {
        let (table, on, points) = rate.reference?;
        let voice = self.voice;
        let percent = voice.language.percent(on.percent);
        let date = voice.date(on.from);
        let number = voice.language.number(points);
        let values = [("rate", percent.as_str()), ("date", &date), ("points", &number)];
        let key = match points.is_zero() {
            true => "law.made-of-alone",
            false => "law.made-of",
        };
        let fixing = match rule.rate() {
            Some(Rate::Reference {
                fixing: Fixing::AtStart,
                ..
            }) => "law.at-start",
            _ => "law.floating",
        };
        let made = voice.phrase(key, &values);
        Some(Point {
            label: table.name.clone(),
            value: format!("{made} {}", voice.word(fixing)),
            english: false,
            note: None,
        })
    }

    fn counted(&self, rule: &InterestRule) -> String {
        let year = match rule.year {
            YearBasis::Actual365 => "law.year-365",
            YearBasis::ActualActual => "law.year-actual",
        };
        let compounding = match rule.compounding {
            Some(Compounding::Yearly) => "law.compounds-yearly",
            None => "law.compounds-never",
        };
        format!("{} {}", self.voice.word(year), self.voice.word(compounding))
    }

    fn tier(&self, tier: &CompensationTier) -> String {
        let measured = tier.measured_in.unwrap_or(tier.currency);
        let sum = self.voice.amount(tier.amount, tier.currency);
        let within = |key: &str, limit| {
            let limit = self.voice.amount(limit, measured);
            self.voice.phrase(key, &[("sum", &sum), ("limit", &limit)])
        };
        match (tier.up_to, tier.below) {
            (Some(most), _) => within("law.tier-up-to", most),
            (None, Some(end)) => within("law.tier-below", end),
            (None, None) => sum,
        }
    }

    fn scale(&self, scale: &CompensationScale) -> Point {
        let voice = self.voice;
        let amount = |amount| voice.amount(amount, scale.currency);
        let slices = scale.scale.iter().map(|slice| {
            let percent = voice.language.percent(slice.percent);
            match slice.up_to {
                Some(most) => voice.phrase("law.slice", &[("percent", &percent), ("limit", &amount(most))]),
                None => voice.phrase("law.slice-rest", &[("percent", &percent)]),
            }
        });
        let least = scale
            .minimum
            .map(|sum| voice.phrase("law.at-least", &[("sum", &amount(sum))]));
        let most = scale
            .maximum
            .map(|sum| voice.phrase("law.at-most", &[("sum", &amount(sum))]));
        let parts: Vec<_> = slices.chain(least).chain(most).collect();
        Point {
            note: scale.note.clone(),
            ..self.point("figure.compensation", parts.join("; "))
        }
    }

    fn other_case(&self, other: &OtherCase) -> Point {
        let percent = self.voice.language.percent(other.percent);
        let reference = other
            .reference
            .as_ref()
            .map(|id| format!(" + {}", self.rate_name(id)));
        Point {
            note: Some(other.when.clone()),
            ..self.point(
                "law.other-case",
                format!("{percent}{}", reference.unwrap_or_default()),
            )
        }
    }

    fn rate_name(&self, id: &str) -> String {
        let table = self.facts.assessed.statutes.rate_table(id);
        table.map_or(id, |table| &table.name).to_owned()
    }

    pub fn rate_sheets(&self, place: &Jurisdiction) -> Vec<RateSheet> {
        let used: BTreeSet<_> = place.late_interest.references().collect();
        let tables = used
            .into_iter()
            .filter_map(|id| self.facts.assessed.statutes.rate_table(id));
        tables.map(|table| self.rate_sheet(place, table)).collect()
    }

    fn rate_sheet(&self, place: &Jurisdiction, table: &RateTable) -> RateSheet {
        let day = self.facts.assessed.day;
        let rules: Vec<_> = place
            .late_interest
            .by_kind()
            .filter_map(|(kind, rule)| match rule.rate()? {
                Rate::Reference {
                    reference,
                    margin_points,
                    ..
                } if reference == table.id => Some((kind, margin_points)),
                _ => None,
            })
            .collect();
        let columns = rules.iter().map(|(kind, points)| {
            let whom = self.voice.word(&format!("party.{}", whom(*kind)));
            if points.is_zero() {
                return whom;
            }
            let points = self.voice.language.number(*points);
            self.voice
                .phrase("law.plus-points", &[("whom", &whom), ("points", &points)])
        });
        let in_force = table.on(day).map(|on| on.from);
        let rows = table.rates.iter().rev().map(|row| RateLine {
            from: self.voice.short(row.from),
            percent: self.voice.language.percent(row.percent),
            totals: rules
                .iter()
                .map(|(_, points)| (row.percent + *points).at_least_zero())
                .map(|total| self.voice.language.percent(total))
                .collect(),
            marks: self.rate_marks(row, in_force == Some(row.from)),
        });
        let stale = (day > table.known_until).then(|| self.voice.mark("law.stale", Tone::Watch));
        RateSheet {
            anchor: format!("rate-{}", table.id),
            name: table.name.clone(),
            known: self.voice.dated("law.known-until", table.known_until),
            marks: [self.sure(table.confidence)].into_iter().chain(stale).collect(),
            columns: columns.collect(),
            rows: rows.collect(),
            note: table.note.clone(),
            sources: links(&table.sources),
        }
    }

    fn rate_marks(&self, row: &RateRow, in_force: bool) -> Vec<Mark> {
        let marks = [
            in_force.then(|| self.voice.mark("law.in-force", Tone::Good)),
            (row.from > self.facts.assessed.day).then(|| self.voice.mark("law.coming", Tone::Watch)),
            (row.origin == Origin::Ledger).then(|| self.voice.mark("law.own", Tone::Plain)),
        ];
        marks.into_iter().flatten().collect()
    }
}

/// As keys and anchors call it.
fn whom(kind: Option<DebtorKind>) -> &'static str {
    match kind {
        Some(DebtorKind::Business) => "business",
        Some(DebtorKind::Consumer) => "consumer",
        Some(DebtorKind::PublicBody) => "public-body",
        None => "others",
    }
}

fn runs_from(from: RunsFrom) -> &'static str {
    match from {
        RunsFrom::Due => "law.runs-due",
        RunsFrom::AgreedDue => "law.runs-agreed-due",
        RunsFrom::Demand => "law.runs-demand",
    }
}
