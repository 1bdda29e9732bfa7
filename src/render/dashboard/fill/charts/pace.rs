//! How many days invoices took to be paid: each of few, or the median of each quarter of many.

use super::names_below;
use crate::{
    assess::{Figure, InvoiceOn},
    calendar::{Date, days_between, months_before},
    money::Amount,
    render::dashboard::{
        chart::{
            Anchor, Chart, Dot, FOOT, Form, Ink, Key, Label, PLOT, Row, RowTone, Stroke, TOP, Table, Trend,
            scale::Scale, span::Span,
        },
        fill::voice::Voice,
    },
    report::{self, Quarter, Settlement},
};
use chrono::Datelike;

/// How far back.
const MONTHS: u32 = 36;
/// Fewer settled invoices say nothing of how things change.
const FEW: usize = 3;
/// More dots than these are a cloud.
const MOST_DOTS: usize = 40;
/// Half as long as the dash of what was agreed on one invoice, in hundredths of a percent.
const DASH: u32 = 250;
const MOST_NAMES: usize = 4;
/// Words closer than this run into each other, in pixels.
const LINE: i64 = 16;

/// What is asked about a client, or about all.
pub struct Paid<'s, 'i> {
    pub voice: Voice<'s>,
    pub day: Date,
    pub invoices: Vec<&'i InvoiceOn<'s>>,
}

impl Paid<'_, '_> {
    fn settled(&self) -> Vec<Settlement<'_>> {
        let since = months_before(self.day, MONTHS);
        let all = report::settlements(self.invoices.iter().copied());
        all.into_iter().filter(|settled| settled.on > since).collect()
    }

    /// Dots if they are few, else quarters. `None`: nothing was paid.
    pub fn of_client(&self) -> Option<Trend> {
        let settled = self.settled();
        if settled.len() > MOST_DOTS {
            return self.by_quarter(&settled);
        }
        let chart = (settled.len() >= FEW).then(|| self.dots(&settled));
        self.trend(&settled, chart)
    }

    /// `None`: nothing was paid.
    pub fn of_all(&self) -> Option<Trend> {
        self.by_quarter(&self.settled())
    }

    fn by_quarter(&self, settled: &[Settlement]) -> Option<Trend> {
        let quarters = report::quarters(settled);
        let told = quarters.iter().filter(|quarter| quarter.settled >= FEW).count();
        let chart = (told >= FEW).then(|| self.quarters(&quarters));
        self.trend(settled, chart)
    }

    fn trend(&self, settled: &[Settlement], chart: Option<Chart>) -> Option<Trend> {
        if settled.is_empty() {
            return None;
        }
        let sentence = if settled.len() < FEW {
            self.voice.count("pace.few", settled.len())
        } else {
            let mut days: Vec<_> = settled.iter().map(Settlement::days).collect();
            days.sort_unstable();
            let half = Figure::median(&days).map_or(0, Figure::rounded_up);
            let days = self.voice.days("days", half);
            let since = self.voice.date(settled.first()?.on);
            self.voice
                .phrase("pace.half", &[("days", &days), ("date", &since)])
        };
        let chart = chart.map(|chart| Chart {
            summary: sentence.clone(),
            ..chart
        });
        Some(Trend { sentence, chart })
    }

    fn words(&self, key: &str) -> Words {
        Words {
            title: self.voice.word("pace.name"),
            note: self.voice.word(key),
        }
    }

    fn dots(&self, settled: &[Settlement]) -> Chart {
        let first = settled.first().map_or(self.day, |settled| settled.on);
        let span = Span::new(first.with_day(1).unwrap_or(first), self.day);
        let overdue = self.invoices.iter().filter(|on| on.is_overdue());
        let open: Vec<_> = overdue
            .filter_map(|on| Some(days_between(on.invoice.issued?.value, self.day)))
            .collect();
        let days = settled
            .iter()
            .flat_map(|settled| [settled.days(), settled.term()]);
        let scale = Scale::of_days(days.chain(open.iter().copied()).max().unwrap_or(0));
        let y = |days: i64| scale.y(Amount::from(days));
        let terms = self.terms(settled, span, scale);
        let dots = settled.iter().map(|settled| {
            let ink = if settled.is_late() { Ink::Late } else { Ink::Strong };
            Dot::new(ink, span.x(settled.on), y(settled.days()))
        });
        let open = open
            .iter()
            .map(|days| Dot::new(Ink::Hollow, span.x(self.day), y(*days)));
        let dots: Vec<_> = dots.chain(open).collect();
        Chart {
            key: self.key_of_dots(&dots),
            dots,
            strokes: terms,
            labels: names_below(self.voice, span),
            table: self.table_of_invoices(settled),
            ..self.words("pace.dots-rest").chart(self.voice, scale)
        }
    }

    /// One line if the same was always agreed, else a dash for each invoice.
    fn terms(&self, settled: &[Settlement], span: Span, scale: Scale) -> Vec<Stroke> {
        let y = |settled: &Settlement| scale.y(Amount::from(settled.term()));
        let first = settled.first().map(y);
        let is_one = settled.iter().all(|settled| Some(y(settled)) == first);
        if let Some(y) = first.filter(|_| is_one) {
            return vec![Stroke::new(Ink::Soft, (0, 10_000), (y, y))];
        }
        let dashes = settled.iter().map(|settled| {
            let x = span.x(settled.on);
            let y = y(settled);
            Stroke::new(
                Ink::Soft,
                (x.saturating_sub(DASH), (x + DASH).min(10_000)),
                (y, y),
            )
        });
        dashes.collect()
    }

    fn key_of_dots(&self, dots: &[Dot]) -> Vec<Key> {
        let kinds = [
            (Ink::Strong, "pace.in-time"),
            (Ink::Late, "pace.late"),
            (Ink::Hollow, "pace.open"),
        ];
        let there = kinds
            .into_iter()
            .filter(|(ink, _)| dots.iter().any(|dot| dot.ink == *ink));
        let dots = there.map(|(ink, key)| (ink, Form::Dot, key));
        let term = (Ink::Soft, Form::Stroke, "pace.agreed");
        dots.chain([term]).map(|kind| self.key(kind)).collect()
    }

    fn key(&self, (ink, form, key): (Ink, Form, &str)) -> Key {
        Key {
            ink,
            form,
            text: self.voice.word(key),
            value: None,
        }
    }

    fn table_of_invoices(&self, settled: &[Settlement]) -> Table {
        let number = |id: &str| {
            let on = self.invoices.iter().find(|on| on.invoice.id == id);
            on.map_or(id, |on| on.invoice.number()).to_owned()
        };
        let rows = settled.iter().map(|settled| Row {
            name: number(settled.invoice),
            cells: vec![
                self.voice.short(settled.on),
                self.whole(settled.days()),
                self.whole(settled.term()),
            ],
            tone: RowTone::Plain,
        });
        Table {
            caption: self.voice.word("pace.name"),
            columns: ["invoice.number", "pace.paid-on", "pace.took", "pace.agreed"]
                .map(|key| self.voice.word(key))
                .to_vec(),
            rows: rows.collect(),
        }
    }

    fn whole(&self, days: i64) -> String {
        self.voice.language.number(Amount::from(days))
    }

    fn quarters(&self, quarters: &[Quarter]) -> Chart {
        let drawn: Vec<_> = quarters.iter().filter(|quarter| quarter.settled >= FEW).collect();
        let figures = drawn.iter().flat_map(|q| [q.median_days, q.median_term]);
        let highest = figures.flatten().map(Figure::rounded_up).max().unwrap_or(0);
        let scale = Scale::of_days(highest);
        let took = Steps::of(quarters, scale, |quarter| quarter.median_days);
        let agreed = Steps::of(quarters, scale, |quarter| quarter.median_term);
        let strokes = agreed.strokes(Ink::Soft).into_iter();
        Chart {
            labels: self
                .quarter_names(quarters)
                .into_iter()
                .chain(self.ends(&took, &agreed))
                .collect(),
            strokes: strokes.chain(took.strokes(Ink::Strong)).collect(),
            key: vec![
                self.key((Ink::Strong, Form::Stroke, "pace.median")),
                self.key((Ink::Soft, Form::Stroke, "pace.agreed")),
            ],
            table: self.table_of_quarters(quarters),
            ..self.words("pace.quarters-rest").chart(self.voice, scale)
        }
    }

    /// The last figure of each line, where both can be read.
    fn ends(&self, took: &Steps, agreed: &Steps) -> Vec<Label> {
        let (Some(took), Some(agreed)) = (took.last(), agreed.last()) else {
            return Vec::new();
        };
        let label = |end: End, ink: Ink, down: i64| {
            let days = self.voice.days("days", end.figure.rounded_up());
            Label::new(ink, (end.x, end.y + down), days).anchored(Anchor::End)
        };
        let (above, below) = (-6, 15);
        let took_label = label(took, Ink::Strong, if took.y <= agreed.y { above } else { below });
        let agreed_label = label(agreed, Ink::Axis, if took.y <= agreed.y { below } else { above });
        let is_apart = agreed.y + LINE < TOP + PLOT || took.y > agreed.y;
        [Some(took_label), Some(agreed_label).filter(|_| is_apart)]
            .into_iter()
            .flatten()
            .collect()
    }

    fn quarter_name(&self, quarter: &Quarter) -> String {
        let number = quarter.number().to_string();
        let year = quarter.from.year().to_string();
        self.voice
            .phrase("chart.quarter", &[("n", &number), ("year", &year)])
    }

    fn quarter_names(&self, quarters: &[Quarter]) -> Vec<Label> {
        let every = quarters.len().div_ceil(MOST_NAMES).max(1);
        let named = quarters.iter().enumerate().step_by(every);
        named
            .map(|(n, quarter)| {
                Label::below(place(n, quarters.len()), self.quarter_name(quarter)).anchored(Anchor::Start)
            })
            .collect()
    }

    fn table_of_quarters(&self, quarters: &[Quarter]) -> Table {
        let figure = |figure: Option<Figure>| {
            figure.map_or_else(String::new, |figure| {
                self.voice.language.number(Amount::from_decimal(figure.decimal()))
            })
        };
        let rows = quarters.iter().map(|quarter| Row {
            name: self.quarter_name(quarter),
            cells: vec![
                self.voice
                    .language
                    .number(Amount::from(i64::try_from(quarter.settled).unwrap_or(0))),
                figure(quarter.median_days),
                figure(quarter.median_term),
            ],
            tone: if quarter.settled < FEW {
                RowTone::Nothing
            } else {
                RowTone::Plain
            },
        });
        Table {
            caption: self.voice.word("pace.name"),
            columns: ["pace.quarter", "pace.count", "pace.median", "pace.agreed"]
                .map(|key| self.voice.word(key))
                .to_vec(),
            rows: rows.collect(),
        }
    }
}

/// What a chart of days is called.
struct Words {
    title: String,
    note: String,
}

impl Words {
    /// With nothing in it yet.
    fn chart(self, voice: Voice, scale: Scale) -> Chart {
        Chart {
            id: "pace".to_owned(),
            title: self.title,
            summary: String::new(),
            note: self.note,
            height: (TOP + PLOT + FOOT).to_string(),
            ticks: scale.ticks(|days| voice.language.number(days)),
            areas: Vec::new(),
            strokes: Vec::new(),
            dots: Vec::new(),
            labels: Vec::new(),
            key: Vec::new(),
            table: Table::default(),
        }
    }
}

/// One line of quarters, broken where too little was paid.
struct Steps {
    runs: Vec<Vec<(u32, i64, Figure)>>,
    /// Where each run ends.
    ends: Vec<u32>,
}

/// Where a line ends.
#[derive(Clone, Copy)]
struct End {
    x: u32,
    y: i64,
    figure: Figure,
}

impl Steps {
    fn of(quarters: &[Quarter], scale: Scale, figure: impl Fn(&Quarter) -> Option<Figure>) -> Self {
        let mut steps = Self {
            runs: Vec::new(),
            ends: Vec::new(),
        };
        let mut is_on = false;
        for (n, quarter) in quarters.iter().enumerate() {
            let Some(figure) = figure(quarter).filter(|_| quarter.settled >= FEW) else {
                is_on = false;
                continue;
            };
            let y = scale.y(Amount::from_decimal(figure.decimal()));
            if !is_on {
                steps.runs.push(Vec::new());
                steps.ends.push(0);
            }
            if let (Some(run), Some(end)) = (steps.runs.last_mut(), steps.ends.last_mut()) {
                run.push((place(n, quarters.len()), y, figure));
                *end = place(n + 1, quarters.len());
            }
            is_on = true;
        }
        steps
    }

    fn strokes(&self, ink: Ink) -> Vec<Stroke> {
        let runs = self.runs.iter().zip(&self.ends);
        runs.flat_map(|(run, end)| {
            let steps: Vec<_> = run.iter().map(|(x, y, _)| (*x, *y)).collect();
            Stroke::steps(ink, &steps, *end)
        })
        .collect()
    }

    fn last(&self) -> Option<End> {
        let (_, y, figure) = *self.runs.last()?.last()?;
        Some(End {
            x: *self.ends.last()?,
            y,
            figure,
        })
    }
}

/// Where the nth of `count` begins, in hundredths of a percent.
fn place(n: usize, count: usize) -> u32 {
    u32::try_from(n * 10_000 / count.max(1)).unwrap_or(0)
}
