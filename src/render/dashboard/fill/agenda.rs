//! What to do, day by day, and the calendar that leads there.

use super::{
    Book,
    actions::On,
    parts::{Parts, slice},
};
use crate::{
    calendar::{Date, add_days, add_months, month_end},
    render::{
        agenda::{Agenda as Told, ics, with_draft_paths},
        dashboard::agenda::{Agenda, Cell, Day, Month, Weekday},
    },
    report::{AGENDA_DAYS, Action},
};
use chrono::Datelike;
use std::collections::{BTreeMap, BTreeSet};

/// How far ahead the page looks.
pub const HORIZON: i64 = 90;

/// The heading of all that is overdue.
const OVERDUE: &str = "overdue";

impl Book<'_> {
    pub fn agenda_parts(&self) -> Parts {
        Parts::of_list("agenda", self.ahead.len())
    }

    pub fn agenda(&self, part: usize) -> Agenda {
        let late = self.late();
        let parts = self.agenda_parts();
        let count = self.voice.count("agenda.lead", self.ahead.len() - late);
        let overdue = (late > 0).then(|| self.voice.count("agenda.late", late));
        Agenda {
            lead: [Some(count), overdue]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
            held: self.held_clients(),
            months: match part {
                1 => self.months(&parts),
                _ => Vec::new(),
            },
            days: self.days(&parts, part),
            pager: self.pager(&parts, part),
        }
    }

    /// How many of the actions were to be done before today: they come first.
    fn late(&self) -> usize {
        let today = self.facts.assessed.day;
        self.ahead.partition_point(|action| action.on < today)
    }

    /// Overdue, today even if there is nothing, then each day on which there is something.
    fn days(&self, parts: &Parts, part: usize) -> Vec<Day> {
        let today = self.facts.assessed.day;
        let mut late = Vec::new();
        let mut by_day: BTreeMap<Date, Vec<&Action>> = BTreeMap::new();
        for action in slice(&self.ahead, parts, part) {
            match action.on < today {
                true => late.push(action),
                false => by_day.entry(action.on).or_default().push(action),
            }
        }
        if part == parts.part_of(self.row_of(today)) {
            by_day.entry(today).or_default();
        }
        let shown = |actions: Vec<&Action>| {
            let views = actions
                .into_iter()
                .map(|action| self.action(action, On::Overview));
            views.collect::<Vec<_>>()
        };
        let overdue = (!late.is_empty()).then(|| Day {
            anchor: OVERDUE.to_owned(),
            name: self.voice.word("figure.overdue"),
            today: None,
            late: true,
            actions: shown(late),
        });
        let days = by_day.into_iter().map(|(day, actions)| Day {
            anchor: anchor(day),
            name: self.voice.language.weekday_and_date(day),
            today: (day == today).then(|| self.voice.word("nav.overview")),
            late: false,
            actions: shown(actions),
        });
        overdue.into_iter().chain(days).collect()
    }

    /// The first of the actions from `day` on; the last of all where there is none.
    fn row_of(&self, day: Date) -> usize {
        let row = self.ahead.partition_point(|action| action.on < day);
        row.min(self.ahead.len().saturating_sub(1))
    }

    /// Where the list has a day; what is overdue stands together at its beginning.
    fn day_link(&self, parts: &Parts, day: Date) -> String {
        if day < self.facts.assessed.day {
            return format!("{}#{OVERDUE}", parts.page(1));
        }
        let page = parts.page(parts.part_of(self.row_of(day)));
        format!("{page}#{}", anchor(day))
    }

    /// From today's month to that of the horizon.
    fn months(&self, parts: &Parts) -> Vec<Month> {
        let today = self.facts.assessed.day;
        let last = add_days(today, HORIZON);
        let mut counts: BTreeMap<Date, usize> = BTreeMap::new();
        for action in &self.ahead {
            *counts.entry(action.on).or_default() += 1;
        }
        let first = today.with_day(1).unwrap_or(today);
        let firsts = (0..).map(|n| add_months(first, n));
        firsts
            .take_while(|month| *month <= last)
            .map(|month| {
                self.month(
                    month,
                    Filled {
                        counts: &counts,
                        parts,
                    },
                )
            })
            .collect()
    }

    /// `first`: its first day.
    fn month(&self, first: Date, filled: Filled) -> Month {
        let language = self.voice.language;
        let begins = language.first_weekday(self.facts.assessed.ledger.settings.language());
        let from = first.week(begins).first_day();
        let last = month_end(first);
        let weeks = (0..)
            .map(|week| add_days(from, 7 * week))
            .take_while(|monday| *monday <= last);
        let week = |start: Date| {
            let days = (0..7).map(|n| add_days(start, n));
            days.map(|day| match day.month() == first.month() {
                true => self.cell(day, filled),
                false => Cell::default(),
            })
            .collect()
        };
        let weekdays = language.weekdays(begins).into_iter();
        Month {
            name: language.month(first),
            weekdays: weekdays.map(|(short, name)| Weekday { short, name }).collect(),
            weeks: weeks.map(week).collect(),
        }
    }

    fn cell(&self, day: Date, filled: Filled) -> Cell {
        let today = self.facts.assessed.day;
        let count = filled.counts.get(&day).copied().unwrap_or(0);
        let leads = count > 0 || day == today;
        Cell {
            day: Some(day.day().to_string()),
            iso: day.to_string(),
            href: leads.then(|| self.day_link(filled.parts, day)),
            count: (count > 0).then(|| count.to_string()),
            said: leads.then(|| self.said(day, count)),
            today: day == today,
            past: day < today,
        }
    }

    /// "25 November 2026: 3 things to do".
    fn said(&self, day: Date, count: usize) -> String {
        let things = match count {
            0 => self.voice.word("today.free"),
            n => self.voice.count("agenda.things", n),
        };
        let date = self.voice.date(day);
        self.voice
            .phrase("agenda.day", &[("date", &date), ("things", &things)])
    }

    /// The bytes that `dunlin agenda --format ics` gives, which speaks English.
    pub fn agenda_ics(&self) -> Vec<u8> {
        let facts = self.facts;
        let reminders = &facts.assessed.ledger.settings.reminders.value;
        let actions = with_draft_paths(facts.actions, &facts.drafts.files, reminders);
        let language = facts.languages.get("en").unwrap_or(self.voice.language);
        let told = Told {
            assessed: facts.assessed,
            unread: &facts.loaded.unread,
            language,
            actions: &actions,
            held: &facts.letters.held,
            unwritten: &BTreeSet::new(),
            days: AGENDA_DAYS,
        };
        ics(told).into_bytes()
    }
}

/// What the calendar is filled with.
#[derive(Debug, Clone, Copy)]
struct Filled<'c> {
    /// How much there is to do on each day.
    counts: &'c BTreeMap<Date, usize>,
    parts: &'c Parts,
}

fn anchor(day: Date) -> String {
    format!("day-{day}")
}
