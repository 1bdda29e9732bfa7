//! The charts filled: when money may come in, how fast it came, and what was owed under a contract; apart because a
//! chart is places and words, and its page knows of neither.

mod course;
mod expected;
mod pace;

pub use course::Drawn;
pub use expected::expected;
pub use pace::Paid;

use super::voice::Voice;
use crate::{
    calendar::Date,
    render::dashboard::chart::{
        Label,
        span::{Name, Span},
    },
};
use chrono::Datelike;

/// Days, months or years below a plot, each where it begins.
fn names_below(voice: Voice, span: Span) -> Vec<Label> {
    let names = span.names().into_iter();
    let labels = names.map(|name| match name {
        Name::Day(day) => Label::below(span.x(day), voice.language.day_and_month(day)),
        Name::Month(day) => Label::below(span.x(day), voice.language.month_and_year(day)),
        Name::Year(day) => Label::below(span.x(day), day.year().to_string()),
    });
    labels.collect()
}

/// "21 Nov – 27 Nov 2026".
fn days(voice: Voice, from: Date, to: Date) -> String {
    let from = voice.language.day_and_month(from);
    let to = voice.short(to);
    voice.phrase("chart.days", &[("from", &from), ("to", &to)])
}
