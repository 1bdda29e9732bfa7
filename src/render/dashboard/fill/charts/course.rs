//! What was owed under one contract and what could have been, against the limit of the court.

use super::names_below;
use crate::{
    assess::ContractOn,
    calendar::{Date, add_days, days_between},
    money::Amount,
    render::dashboard::{
        chart::{
            Anchor, Area, Chart, Dot, Form, Ink, Key, Label, PLOT, Row, RowTone, SECOND_FOOT, Stroke, TOP,
            Table, scale::Scale, span::Span,
        },
        fill::voice::Voice,
    },
    report::Course,
};
use std::collections::{BTreeMap, BTreeSet};

/// A limit so many times higher than anything else would press the rest to the ground: it is named, not drawn.
const FAR: i64 = 3;
const MOST_ROWS: usize = 200;

/// One contract's amounts, and where they stand.
pub struct Drawn<'s> {
    pub voice: Voice<'s>,
    pub on: &'s ContractOn<'s>,
    pub course: Course,
    pub day: Date,
}

struct Plot {
    span: Span,
    scale: Scale,
    /// Whether the limit is low enough to be drawn.
    with_limit: bool,
}

impl Drawn<'_> {
    /// `None`: there is nothing that changes over time.
    pub fn chart(&self) -> Option<Chart> {
        let plot = self.plot()?;
        let limit = self.limit(&plot);
        let mut strokes = self.exposures(&plot);
        strokes.extend(limit.strokes);
        let mut labels = names_below(self.voice, plot.span);
        labels.extend(limit.label);
        if plot.span.contains(self.day) {
            let x = plot.span.x(self.day);
            strokes.push(Stroke::new(Ink::Today, (x, x), (TOP, TOP + PLOT)));
            let below = (x, TOP + PLOT + 36);
            labels.push(Label::new(Ink::Today, below, self.voice.word("chart.today")));
        }
        let dots = self.by_day().into_iter();
        Some(Chart {
            id: "course".to_owned(),
            title: self.voice.word("course.name"),
            summary: self.summary(),
            note: self.voice.word("course.rests"),
            height: (TOP + PLOT + SECOND_FOOT).to_string(),
            ticks: plot.scale.ticks(|amount| self.voice.language.number(amount)),
            areas: self.areas(&plot),
            strokes,
            dots: dots
                .map(|(day, amount)| Dot::new(Ink::Strong, plot.span.x(day), plot.scale.y(amount)))
                .collect(),
            labels,
            key: self.key(),
            table: self.table(),
        })
    }

    fn plot(&self) -> Option<Plot> {
        let owed = self.course.owed.iter().map(|step| step.1);
        let exposures = self.course.exposures.iter().map(|step| step.1);
        let highest = owed.chain(exposures).max().unwrap_or_default();
        let days = days_between(self.course.from, self.course.to);
        if self.course.exposures.len() < 2 || !highest.is_positive() || days < 2 {
            return None;
        }
        let limits = self.course.limits.iter().filter_map(|step| step.1);
        let limit = limits.max();
        let far = highest.decimal().saturating_mul(FAR.into());
        let near = limit.filter(|limit| limit.decimal() <= far);
        Some(Plot {
            // What is due last would have no room at the very edge.
            span: Span::new(self.course.from, add_days(self.course.to, (days / 20).max(2))),
            scale: Scale::of(near.unwrap_or(highest).max(highest)),
            with_limit: near.is_some() || limit.is_none(),
        })
    }

    /// The most that could be owed from each day on which something falls due.
    fn by_day(&self) -> BTreeMap<Date, Amount> {
        let mut by_day: BTreeMap<Date, Amount> = BTreeMap::new();
        for (day, amount) in &self.course.exposures {
            let most = by_day.entry(*day).or_default();
            *most = (*most).max(*amount);
        }
        by_day
    }

    fn exposures(&self, plot: &Plot) -> Vec<Stroke> {
        let steps = self.by_day().into_iter();
        let steps: Vec<_> = steps
            .map(|(day, amount)| (plot.span.x(day), plot.scale.y(amount)))
            .collect();
        Stroke::steps(Ink::Strong, &steps, 10_000)
    }

    /// Work on hold, and what was owed up to the day.
    fn areas(&self, plot: &Plot) -> Vec<Area> {
        let x = |day: Date| plot.span.x(day);
        let tomorrow = add_days(self.day, 1);
        let hold = self.on.hold.map(|hold| {
            Area::new(Ink::Band, (x(hold.since), x(tomorrow)), (TOP, TOP + PLOT))
        });
        let ends = self.course.owed.iter().skip(1).map(|step| step.0);
        let steps = self.course.owed.iter().zip(ends.chain([tomorrow]));
        let owed = steps
            .filter(|(step, _)| step.1.is_positive())
            .map(|((day, amount), end)| {
                Area::new(Ink::Soft, (x(*day), x(end)), (plot.scale.y(*amount), TOP + PLOT))
            });
        hold.into_iter().chain(owed).collect()
    }

    fn limit(&self, plot: &Plot) -> LimitLine {
        let last = self.course.limits.iter().rev().find_map(|step| step.1);
        let Some(last) = last else {
            return LimitLine::default();
        };
        let amount = self.voice.amount(last, self.on.currency);
        let words = |key: &str| self.voice.phrase(key, &[("amount", &amount)]);
        let label = |text: String, y: i64| {
            Some(Label::new(Ink::Late, (10_000, y - 5), text).anchored(Anchor::End))
        };
        if !plot.with_limit {
            return LimitLine {
                strokes: Vec::new(),
                label: label(words("course.limit-above"), TOP),
            };
        }
        let known: Vec<_> = self
            .course
            .limits
            .iter()
            .filter_map(|(day, limit)| Some((plot.span.x(*day), plot.scale.y((*limit)?))))
            .collect();
        LimitLine {
            strokes: Stroke::steps(Ink::Late, &known, 10_000),
            label: label(words("course.limit"), plot.scale.y(last)),
        }
    }

    fn summary(&self) -> String {
        let most = self.course.owed.iter().max_by_key(|(day, amount)| (*amount, std::cmp::Reverse(*day)));
        most.map_or_else(String::new, |(day, amount)| {
            let amount = self.voice.amount(*amount, self.on.currency);
            let date = self.voice.date(*day);
            self.voice
                .phrase("course.most", &[("amount", &amount), ("date", &date)])
        })
    }

    fn key(&self) -> Vec<Key> {
        let owed = (!self.course.owed.is_empty()).then_some((Ink::Soft, Form::Area, "course.owed"));
        let exposure = Some((Ink::Strong, Form::Stroke, "exposure.peak"));
        let hold = self.on.hold.map(|_| (Ink::Band, Form::Area, "state.on-hold"));
        let there = [owed, exposure, hold].into_iter().flatten();
        there
            .map(|(ink, form, key)| Key {
                ink,
                form,
                text: self.voice.word(key),
                value: None,
            })
            .collect()
    }

    /// The days on which something changed or falls due; of very many the last.
    fn table(&self) -> Table {
        let exposures = self.by_day();
        let owed: BTreeMap<_, _> = self.course.owed.iter().copied().collect();
        let days: BTreeSet<Date> = exposures.keys().chain(owed.keys()).copied().collect();
        let amount = |amount: Amount| self.voice.amount(amount, self.on.currency);
        let rows = days.iter().skip(days.len().saturating_sub(MOST_ROWS)).map(|day| {
            let so_far = owed.range(..=*day).next_back().filter(|_| *day <= self.day);
            Row {
                name: self.voice.short(*day),
                cells: vec![
                    so_far.map_or_else(String::new, |step| amount(*step.1)),
                    exposures.get(day).map_or_else(String::new, |sum| amount(*sum)),
                ],
                tone: RowTone::Plain,
            }
        });
        Table {
            caption: self.voice.word("course.caption"),
            columns: ["fact.date", "course.owed", "exposure.peak"]
                .map(|key| self.voice.word(key))
                .to_vec(),
            rows: rows.collect(),
        }
    }
}

#[derive(Default)]
struct LimitLine {
    strokes: Vec<Stroke>,
    label: Option<Label>,
}
