//! How a client pays, in words: the grade and what it rests on.

use super::Book;
use crate::{
    assess::{Figure, Paying},
    money::Amount,
    render::dashboard::element::Fact,
};

impl Book<'_> {
    pub fn paying_of(&self, client: &str) -> Paying {
        self.paying.get(client).copied().unwrap_or_default()
    }

    /// Empty where nothing was settled and nothing is overdue.
    pub fn paying(&self, paying: &Paying) -> Vec<Fact> {
        let voice = self.voice;
        let noted = |fact: Fact, note: String| Fact {
            note: Some(note),
            ..fact
        };
        let grade = paying.grade.map(|grade| {
            let fact = voice.fact("fact.grade", grade.word());
            noted(fact, voice.word("fact.grade-note"))
        });
        let settled = usize::try_from(paying.settled).unwrap_or(usize::MAX);
        let habit = self.habit(paying).map(|habit| {
            let fact = voice.fact("fact.median", habit);
            noted(fact, voice.count("client.settled", settled))
        });
        let average = paying.average_days_late.map(|average| {
            let days = self.figure(average);
            let days = voice.phrase("fact.days", &[("n", &days)]);
            noted(voice.fact("fact.average", days), voice.word("fact.average-note"))
        });
        let on_time = paying.on_time_percent.map(|percent| {
            let percent = Amount::from_decimal(percent.decimal());
            voice.fact("fact.on-time", voice.language.percent(percent))
        });
        let promises = paying.promises;
        let promises = (promises.made > 0).then(|| {
            let (kept, made) = (promises.kept.to_string(), promises.made.to_string());
            let values = [("kept", kept.as_str()), ("made", &made)];
            voice.fact("fact.promises", voice.phrase("fact.promises-kept", &values))
        });
        [grade, habit, average, on_time, promises]
            .into_iter()
            .flatten()
            .collect()
    }

    /// "Usually 12 days late"; `None` where nothing was settled.
    pub fn habit(&self, paying: &Paying) -> Option<String> {
        let median = paying.median_days_late?;
        if median <= Figure::from(0) {
            return Some(self.voice.word("habit.on-time"));
        }
        // A half between two days is said as the later one.
        let days = median.decimal().ceil();
        let days = i64::try_from(days).unwrap_or(i64::MAX);
        Some(self.voice.days("habit.late", days))
    }

    fn figure(&self, figure: Figure) -> String {
        self.voice.language.number(Amount::from_decimal(figure.decimal()))
    }
}
