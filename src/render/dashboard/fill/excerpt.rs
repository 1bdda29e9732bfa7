//! The user's own line with the place marked in it; apart because a file may be one long line, or thousands of short ones.

use crate::{
    render::dashboard::findings::Excerpt,
    source::{FileId, Sources, Span},
};
use std::collections::BTreeMap;

/// Characters that are shown of each part of a line.
const MOST_SHOWN: usize = 120;

/// The files that findings point into, each with where its lines begin.
#[derive(Debug)]
pub struct Lines<'s> {
    sources: &'s Sources,
    starts: BTreeMap<FileId, Vec<usize>>,
}

impl<'s> Lines<'s> {
    pub fn of(sources: &'s Sources, spans: impl Iterator<Item = Span>) -> Self {
        let mut starts: BTreeMap<FileId, Vec<usize>> = BTreeMap::new();
        for span in spans {
            starts.entry(span.file).or_insert_with(|| {
                let text = &sources.file(span.file).text;
                let ends = text.match_indices('\n').map(|(at, _)| at + 1);
                std::iter::once(0).chain(ends).collect()
            });
        }
        Self { sources, starts }
    }

    /// `contracts/acme.yaml:12:5`.
    pub fn place(&self, span: Span) -> String {
        let path = self.sources.path(span);
        match self.line(span) {
            Some(line) => format!("{path}:{}:{}", line.number, line.before.chars().count() + 1),
            None => path.to_owned(),
        }
    }

    /// `None` where the line is empty: a file that couldn't be read.
    pub fn excerpt(&self, span: Span) -> Option<Excerpt> {
        let line = self.line(span)?;
        let is_empty = line.before.is_empty() && line.marked.is_empty() && line.after.is_empty();
        (!is_empty).then(|| Excerpt {
            line: line.number.to_string(),
            before: last(line.before),
            marked: first(line.marked),
            after: first(line.after),
        })
    }

    fn line(&self, span: Span) -> Option<Line<'s>> {
        let starts = self.starts.get(&span.file)?;
        let start = usize::try_from(span.start).ok()?;
        let end = usize::try_from(span.end).ok()?;
        let number = starts.partition_point(|line| *line <= start);
        let from = *starts.get(number.checked_sub(1)?)?;
        let text = &self.sources.file(span.file).text;
        let line = text.get(from..)?.lines().next().unwrap_or_default();
        let at = start.saturating_sub(from).min(line.len());
        let to = end.saturating_sub(from).clamp(at, line.len());
        Some(Line {
            number,
            before: line.get(..at)?,
            marked: line.get(at..to)?,
            after: line.get(to..)?,
        })
    }
}

/// The line that a span begins on, cut where it begins and where it or the line ends.
struct Line<'s> {
    number: usize,
    before: &'s str,
    marked: &'s str,
    after: &'s str,
}

fn first(text: &str) -> String {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

fn last(text: &str) -> String {
    match text.char_indices().nth_back(MOST_SHOWN) {
        Some((cut, c)) => format!("…{}", &text[cut + c.len_utf8()..]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    fn excerpt(text: &str, start: u32, end: u32) -> (String, Option<Excerpt>) {
        let sources = Sources::new(vec![SourceFile {
            path: "a.yaml".into(),
            text: text.into(),
        }]);
        let span = Span {
            file: FileId(0),
            start,
            end,
        };
        let lines = Lines::of(&sources, std::iter::once(span));
        (lines.place(span), lines.excerpt(span))
    }

    fn shown(line: &str, before: &str, marked: &str, after: &str) -> Option<Excerpt> {
        Some(Excerpt {
            line: line.into(),
            before: before.into(),
            marked: marked.into(),
            after: after.into(),
        })
    }

    #[test]
    fn a_line_is_cut_at_the_mark() {
        let text = "a: ü\nname: Фирма x\n";
        assert_eq!(
            excerpt(text, 12, 22),
            ("a.yaml:2:7".into(), shown("2", "name: ", "Фирма", " x"))
        );
        assert_eq!(
            excerpt(text, 0, 99),
            ("a.yaml:1:1".into(), shown("1", "", "a: ü", ""))
        );
        assert_eq!(excerpt(text, 4, 5).1, None, "inside a character");
        assert_eq!(excerpt("", 0, 0), ("a.yaml:1:1".into(), None));
        assert_eq!(
            excerpt("a\r\nb", 3, 4),
            ("a.yaml:2:1".into(), shown("2", "", "b", ""))
        );
    }

    #[test]
    fn long_lines_are_cut_short() {
        let text = "я".repeat(5_000);
        let (place, excerpt) = excerpt(&text, 4_000, 4_002);
        let excerpt = excerpt.unwrap();
        assert_eq!(place, "a.yaml:1:2001");
        assert_eq!(
            (excerpt.before.chars().count(), excerpt.marked.as_str()),
            (121, "я")
        );
        assert!(excerpt.before.starts_with('…') && excerpt.after.ends_with('…'));
    }
}
