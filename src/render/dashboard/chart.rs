//! A chart as finished strings: where each mark of it stands, what it means in words, and its figures as a table; apart
//! because all charts are drawn by one component, whatever they show.
//!
//! Across, places are percents of the width, so that a chart is as wide as its column and its words keep their size;
//! down, they are pixels.

pub mod scale;
pub mod shares;
pub mod span;

use serde::Serialize;

/// Pixels above the plot (for words on its top line), of the plot, and of what stands below it: one line of words, or
/// two. `style.css` knows the first two.
pub const TOP: i64 = 18;
pub const PLOT: i64 = 168;
pub const FOOT: i64 = 24;
pub const SECOND_FOOT: i64 = 44;

/// A drawing, and the same in words and figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// Once on its page.
    pub id: String,
    /// "Cash expected in EUR": what it is called.
    pub title: String,
    /// What it shows, for whoever doesn't see it.
    pub summary: String,
    /// What it rests on, for everybody.
    pub note: String,
    /// Of the whole drawing, in pixels.
    pub height: String,
    /// From the top down to zero, evenly spaced.
    pub ticks: Vec<Tick>,
    /// Each behind those that follow.
    pub areas: Vec<Area>,
    pub strokes: Vec<Stroke>,
    pub dots: Vec<Dot>,
    pub labels: Vec<Label>,
    pub key: Vec<Key>,
    pub table: Table,
}

/// A development: drawn where there is enough to draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trend {
    pub sentence: String,
    pub chart: Option<Chart>,
}

/// What a mark stands for: a class of the style sheet, and never told by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ink {
    Strong,
    /// Paler: what the strong one is compared with.
    Soft,
    /// What nobody knows: an outline.
    Hollow,
    /// Late, or a limit: rust.
    Late,
    /// A stretch of time behind the rest.
    Band,
    /// The day that the page is of.
    Today,
    /// Words that aren't about one mark.
    Axis,
}

/// A figure of the axis, and how far down its line is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tick {
    pub text: String,
    pub y: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Area {
    pub ink: Ink,
    /// Percent.
    pub x: String,
    pub width: String,
    pub y: String,
    pub height: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stroke {
    pub ink: Ink,
    /// Percent.
    pub x1: String,
    pub x2: String,
    pub y1: String,
    pub y2: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dot {
    pub ink: Ink,
    /// Percent.
    pub x: String,
    pub y: String,
}

/// Words in the drawing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Label {
    pub ink: Ink,
    /// Percent.
    pub x: String,
    pub y: String,
    pub anchor: Anchor,
    pub text: String,
}

/// Which part of the words stands at their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    /// Words near an edge stay within it; `x` in hundredths of a percent.
    pub fn at(x: u32) -> Self {
        match x {
            0..=899 => Self::Start,
            900..=9_100 => Self::Middle,
            _ => Self::End,
        }
    }
}

/// What one kind of mark means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Key {
    pub ink: Ink,
    pub form: Form,
    pub text: String,
    /// The sum of all such marks.
    pub value: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    Area,
    Dot,
    Stroke,
}

/// A chart's figures.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Table {
    pub caption: String,
    /// Of the first column, then of the figures'.
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    pub name: String,
    pub cells: Vec<String>,
    pub tone: RowTone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowTone {
    Plain,
    /// Nothing is in it: it steps back.
    Nothing,
    Total,
}

impl Area {
    /// From `x.0` to `x.1` in hundredths of a percent, from `y.0` down to `y.1`.
    pub fn new(ink: Ink, x: (u32, u32), y: (i64, i64)) -> Self {
        Self {
            ink,
            x: shares::percent_of_hundredths(x.0),
            width: shares::percent_of_hundredths(x.1.saturating_sub(x.0)),
            y: y.0.to_string(),
            height: (y.1 - y.0).max(0).to_string(),
        }
    }
}

impl Stroke {
    pub fn new(ink: Ink, x: (u32, u32), y: (i64, i64)) -> Self {
        Self {
            ink,
            x1: shares::percent_of_hundredths(x.0),
            x2: shares::percent_of_hundredths(x.1),
            y1: y.0.to_string(),
            y2: y.1.to_string(),
        }
    }

    /// Steps: each height holds from its place to that of the next, the last up to `end`.
    pub fn steps(ink: Ink, steps: &[(u32, i64)], end: u32) -> Vec<Self> {
        let mut strokes = Vec::new();
        for (n, (x, y)) in steps.iter().enumerate() {
            let next = steps.get(n + 1);
            strokes.push(Self::new(ink, (*x, next.map_or(end, |next| next.0)), (*y, *y)));
            if let Some(next) = next.filter(|next| next.1 != *y) {
                strokes.push(Self::new(ink, (next.0, next.0), (*y, next.1)));
            }
        }
        strokes
    }
}

impl Dot {
    pub fn new(ink: Ink, x: u32, y: i64) -> Self {
        Self {
            ink,
            x: shares::percent_of_hundredths(x),
            y: y.to_string(),
        }
    }
}

impl Label {
    pub fn new(ink: Ink, (x, y): (u32, i64), text: impl Into<String>) -> Self {
        Self {
            ink,
            x: shares::percent_of_hundredths(x),
            y: y.to_string(),
            anchor: Anchor::at(x),
            text: text.into(),
        }
    }

    #[must_use]
    pub fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// Below the plot.
    pub fn below(x: u32, text: impl Into<String>) -> Self {
        Self::new(Ink::Axis, (x, TOP + PLOT + 18), text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_level_and_joined() {
        let strokes = Stroke::steps(Ink::Strong, &[(0, 100), (2_500, 40), (5_000, 40)], 10_000);
        let drawn: Vec<_> = strokes
            .iter()
            .map(|s| format!("{},{} {},{}", s.x1, s.y1, s.x2, s.y2))
            .collect();
        assert_eq!(
            drawn,
            ["0,100 25,100", "25,100 25,40", "25,40 50,40", "50,40 100,40"]
        );
        assert!(Stroke::steps(Ink::Strong, &[], 10_000).is_empty());
    }

    #[test]
    fn words_at_an_edge_stay_within() {
        let anchors = [0, 899, 900, 9_100, 9_101, 10_000].map(Anchor::at);
        use Anchor::{End, Middle, Start};
        assert_eq!(anchors, [Start, Start, Middle, Middle, End, End]);
    }
}
