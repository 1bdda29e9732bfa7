//! What to do, day by day, and the calendar that leads there.

use super::{Book, actions::On};
use crate::{
    calendar::{Date, add_days, add_months, days_between, month_end},
    render::{
        agenda::{Agenda as Told, ics, with_draft_paths},
        dashboard::agenda::{Agenda, Cell, Day, Month, Weekday},
    },
    report::{Action, AGENDA_DAYS},
};
use chrono::Datelike;
use std::collections::{BTreeMap, BTreeSet};

/// How far ahead the page looks.
pub const HORIZON: i64 = 90;

impl Book<'_> {
    pub fn agenda(&self) -> Agenda {
        let today = self.facts.assessed.day;
        let (late, ahead): (Vec<_>, Vec<_>) = self.ahead.iter().partition(|action| action.on < today);
        let count = self.voice.count("agenda.lead", ahead.len());
        let overdue = (!late.is_empty()).then(|| self.voice.count("agenda.late", late.len()));
        Agenda {
            lead: [Some(count), overdue].into_iter().flatten().collect::<Vec<_>>().join(" "),
            held: self.held_clients(),
            months: self.months(),
            days: self.days(late, ahead),
        }
    }

    /// Overdue, today even if there is nothing, then each day on which there is something.
    fn days(&self, late: Vec<&Action>, ahead: Vec<&Action>) -> Vec<Day> {
        let today = self.facts.assessed.day;
        let shown = |actions: Vec<&Action>| {
            let views = actions.into_iter().map(|action| self.action(action, On::Overview));
            views.collect::<Vec<_>>()
        };
        let overdue = (!late.is_empty()).then(|| Day {
            anchor: "overdue".to_owned(),
            name: self.voice.word("figure.overdue"),
            today: None,
            late: true,
            actions: shown(late),
        });
        let mut by_day: BTreeMap<Date, Vec<&Action>> = BTreeMap::from([(today, Vec::new())]);
        for action in ahead {
            by_day.entry(action.on).or_default().push(action);
        }
        let days = by_day.into_iter().map(|(day, actions)| Day {
            anchor: anchor(day),
            name: self.voice.language.weekday_and_date(day),
            today: (day == today).then(|| self.voice.word("nav.overview")),
            late: false,
            actions: shown(actions),
        });
        overdue.into_iter().chain(days).collect()
    }

    /// From today's month to that of the horizon.
    fn months(&self) -> Vec<Month> {
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
            .map(|month| self.month(month, &counts))
            .collect()
    }

    /// `first`: its first day.
    fn month(&self, first: Date, counts: &BTreeMap<Date, usize>) -> Month {
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
                true => self.cell(day, counts.get(&day).copied().unwrap_or(0)),
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

    fn cell(&self, day: Date, count: usize) -> Cell {
        let today = self.facts.assessed.day;
        let late = days_between(day, today) > 0;
        let href = match late {
            true => "#overdue".to_owned(),
            false => format!("#{}", anchor(day)),
        };
        let any = count > 0;
        Cell {
            day: Some(day.day().to_string()),
            iso: day.to_string(),
            href: (any || day == today).then_some(href),
            count: any.then(|| count.to_string()),
            said: (any || day == today).then(|| self.said(day, count)),
            today: (day == today).then(|| self.voice.word("nav.overview")),
            past: late,
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

fn anchor(day: Date) -> String {
    format!("day-{day}")
}
