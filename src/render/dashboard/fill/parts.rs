//! A list too long for one page: which rows are on which of its parts, how these are called, and the way between them.

use super::Book;
use crate::render::{
    dashboard::element::{Link, Pager},
    url,
};
use std::ops::Range;

/// Rows that a page of nothing but rows holds at most.
pub const ROWS: usize = 200;

/// A list on as many pages as it needs. Parts are counted from 1, rows from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The key of the list's heading.
    heading: String,
    /// The page that the list begins on.
    home: String,
    /// Where it begins there.
    fragment: Option<String>,
    /// How the names of the other pages begin.
    stem: String,
    rows: usize,
    /// Rows of the first part, and of every other one.
    first: usize,
    then: usize,
}

impl Parts {
    /// A list with pages of its own: `clients.html`, `clients-2.html`.
    pub fn of_list(stem: &str, rows: usize) -> Self {
        Self {
            heading: format!("nav.{stem}"),
            home: format!("{stem}.html"),
            fragment: None,
            stem: stem.to_owned(),
            rows,
            first: ROWS,
            then: ROWS,
        }
    }

    /// A list that begins among other things on a record's page, on `home`: `client-acme.html`, `client-acme~open-2.html`.
    /// No id has a `~` in it, so no other record's page has the name.
    pub fn of_section(home: String, section: SectionOf, rows: usize) -> Self {
        let SectionOf {
            fragment,
            heading,
            first,
        } = section;
        let stem = format!("{}~{fragment}", home.strip_suffix(".html").unwrap_or(&home));
        Self {
            heading: heading.to_owned(),
            home,
            fragment: Some(fragment.to_owned()),
            stem,
            rows,
            first,
            then: ROWS,
        }
    }

    /// With so many rows on each page: rows may be large.
    pub fn each(self, rows: usize) -> Self {
        Self {
            first: rows,
            then: rows,
            ..self
        }
    }

    /// At least one: an empty list has a page too.
    pub fn count(&self) -> usize {
        1 + self.rows.saturating_sub(self.first).div_ceil(self.then.max(1))
    }

    /// Where a row stands.
    pub fn part_of(&self, row: usize) -> usize {
        match row.checked_sub(self.first) {
            None => 1,
            Some(after) => 2 + after / self.then.max(1),
        }
    }

    /// Those of a part.
    pub fn rows(&self, part: usize) -> Range<usize> {
        let until = |parts: usize| match parts {
            0 => 0,
            parts => (self.first + (parts - 1) * self.then).min(self.rows),
        };
        until(part.saturating_sub(1))..until(part)
    }

    /// The name of a part's page.
    pub fn page(&self, part: usize) -> String {
        match part {
            0 | 1 => self.home.clone(),
            part => format!("{}-{part}.html", self.stem),
        }
    }

    /// Where a link to a row goes, whose own fragment is `anchor`.
    pub fn to_row(&self, row: usize, anchor: &str) -> String {
        let page = url::encoded(&self.page(self.part_of(row)));
        format!("{page}#{}", url::encoded(anchor))
    }

    /// Where a link to a part goes.
    fn href(&self, part: usize) -> String {
        let page = url::encoded(&self.page(part));
        match &self.fragment {
            Some(fragment) if part <= 1 => format!("{page}#{fragment}"),
            _ => page,
        }
    }
}

/// A list on a record's page.
#[derive(Debug, Clone, Copy)]
pub struct SectionOf {
    pub fragment: &'static str,
    /// A key.
    pub heading: &'static str,
    /// How many rows the record's page shows.
    pub first: usize,
}

/// The rows of a part.
pub fn slice<'t, T>(all: &'t [T], parts: &Parts, part: usize) -> &'t [T] {
    all.get(parts.rows(part)).unwrap_or_default()
}

impl Book<'_> {
    /// The way from one part to the others; `None` where there is only one.
    pub fn pager(&self, parts: &Parts, part: usize) -> Option<Pager> {
        let last = parts.count();
        let link = |key: &str, to: usize| Link::new(self.voice.word(key), parts.href(to));
        (last > 1).then(|| Pager {
            label: self
                .voice
                .phrase("pager.label", &[("list", &self.voice.word(&parts.heading))]),
            here: self.voice.phrase(
                "pager.here",
                &[("n", &part.to_string()), ("all", &last.to_string())],
            ),
            first: (part > 1).then(|| link("pager.first", 1)),
            previous: (part > 1).then(|| link("pager.previous", part - 1)),
            next: (part < last).then(|| link("pager.next", part + 1)),
            last: (part < last).then(|| link("pager.last", last)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pages_are_named_after_what_they_list() {
        let names = |parts: &Parts| {
            (1..=parts.count())
                .map(|part| parts.page(part))
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&Parts::of_list("clients", 0)), ["clients.html"]);
        assert_eq!(names(&Parts::of_list("clients", 200)), ["clients.html"]);
        assert_eq!(
            names(&Parts::of_list("clients", 401)),
            ["clients.html", "clients-2.html", "clients-3.html"]
        );
        let open = SectionOf {
            fragment: "open",
            heading: "client.open-invoices",
            first: 100,
        };
        let section = Parts::of_section("client-ü.html".to_owned(), open, 300);
        assert_eq!(names(&section), ["client-ü.html", "client-ü~open-2.html"]);
        assert_eq!(section.href(1), "client-%C3%BC.html#open");
        assert_eq!(section.href(2), "client-%C3%BC~open-2.html");
    }

    proptest! {
        #[test]
        fn every_row_is_on_exactly_one_part(rows in 0_usize..2_000, first in 1_usize..300, then in 1_usize..300) {
            let parts = Parts { first, then, ..Parts::of_list("x", rows) };
            let mut seen = 0;
            for part in 1..=parts.count() {
                let range = parts.rows(part);
                prop_assert_eq!(range.start, seen);
                let most = if part == 1 { first } else { then };
                prop_assert!(range.len() <= most);
                prop_assert!(!range.is_empty() || rows == 0);
                for row in range.clone() {
                    prop_assert_eq!(parts.part_of(row), part);
                }
                seen = range.end;
            }
            prop_assert_eq!(seen, rows);
        }
    }
}
