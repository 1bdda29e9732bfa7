//! What to do in the months ahead: as a calendar, and day by day.

use super::{
    Page,
    element::{Action, Link, Pager},
};
use serde::Serialize;

/// `agenda.html`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Agenda {
    /// "12 things to do in the next 90 days".
    pub lead: String,
    /// Clients who get no letter until their records can be read.
    pub held: Vec<Link>,
    /// Those that the horizon touches, on the first part only.
    pub months: Vec<Month>,
    /// Overdue first, then today, then the days on which there is something to do.
    pub days: Vec<Day>,
    pub pager: Option<Pager>,
}

impl Page for Agenda {
    const TEMPLATE: &'static str = "agenda.html";
    const PLACE: &'static str = "agenda";
}

/// A month of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Month {
    /// "November 2026".
    pub name: String,
    /// From the first day of a week there.
    pub weekdays: Vec<Weekday>,
    /// Seven cells each.
    pub weeks: Vec<Vec<Cell>>,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weekday {
    pub short: String,
    pub name: String,
}

/// A day in the calendar, or the space before the first and after the last.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Cell {
    /// "20"; absent outside the month.
    pub day: Option<String>,
    pub iso: String,
    /// Where the list has it; absent when there is nothing to do.
    pub href: Option<String>,
    /// How many things there are to do, as a number, and in words with the day.
    pub count: Option<String>,
    pub said: Option<String>,
    pub today: bool,
    pub past: bool,
}

/// A heading of the list, and what is to be done under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Day {
    /// `day-2026-11-25`, where the calendar leads to.
    pub anchor: String,
    /// "Overdue", "Monday, 23 November 2026".
    pub name: String,
    /// "Today", on that day.
    pub today: Option<String>,
    pub late: bool,
    pub actions: Vec<Action>,
}
