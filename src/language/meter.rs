//! How much a template of a ledger's own may do. The engine knows no bound, and one loop within another, or a piece that
//! asks for itself, would keep dunlin busy for ever; so a call that counts is put at the head of each before it is
//! compiled. Apart because it alone reads templates before the engine does.

use std::{
    io::{self, Write},
    sync::{Mutex, PoisonError},
    thread::{self, ThreadId},
};

/// In blocks of [`BLOCK`] bytes of template, counted anew at each turn of a loop: fifty thousand turns in the largest of the
/// built-in pages, a second or two of work.
const MOST_WORK: u64 = 1_000_000;
const BLOCK: usize = 1024;

/// In bytes, of what one page or letter may come to.
pub(super) const MOST_WRITTEN: usize = 16 * 1024 * 1024;

pub(super) const TOO_MUCH_WORK: &str =
    "this has been gone through too often: its loops, one within another, have no end in sight";
pub(super) const TOO_LONG: &str = "this writes more than 16 MiB";
pub(super) const COMPREHENSION: &str = "a list can't be built by `for` in brackets here: write `{% for … %}`";

/// The function by which a template counts.
pub(super) const CALL: &str = "dunlin_counts";

/// What is left for each filling that is under way. One never leaves its thread.
#[derive(Debug, Default)]
pub(super) struct Meter(Mutex<Vec<(ThreadId, u64)>>);

impl Meter {
    pub fn begin(&self) {
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        left.push((thread::current().id(), MOST_WORK));
    }

    pub fn end(&self) {
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = thread::current().id();
        if let Some(at) = left.iter().rposition(|(thread, _)| *thread == own) {
            left.swap_remove(at);
        }
    }

    /// Whether so many blocks more may be gone through.
    pub fn take(&self, blocks: u64) -> bool {
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = thread::current().id();
        let Some((_, left)) = left.iter_mut().rfind(|(thread, _)| *thread == own) else {
            return true;
        };
        let rest = left.checked_sub(blocks);
        *left = rest.unwrap_or_default();
        rest.is_some()
    }
}

/// Memory that takes no more than [`MOST_WRITTEN`].
#[derive(Debug, Default)]
pub(super) struct Page {
    pub bytes: Vec<u8>,
    pub is_full: bool,
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > MOST_WRITTEN {
            self.is_full = true;
            return Err(io::Error::other(TOO_LONG));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The template with a call at the head of each loop and component, and at its own; `Err`: the offset of what can't be
/// counted. What is no template is left for the engine to refuse.
pub(super) fn metered(text: &str) -> Result<String, usize> {
    let call = format!("{CALL}(blocks={})", text.len() / BLOCK + 1);
    let plain = format!("{{{{{call}}}}}");
    let trimming = format!("{{{{-{call}-}}}}");
    let mut out = String::with_capacity(text.len() + 64);
    let mut is_child = false;
    let mut done = 0;
    for tag in Tags(text, 0) {
        if let Some(at) = tag.comprehension(text) {
            return Err(at);
        }
        match tag.word {
            "extends" => is_child = true,
            "for" | "component" => {
                out.push_str(text.get(done..tag.end).unwrap_or_default());
                let trims = text.get(..tag.end).is_some_and(|before| before.ends_with("-%}"));
                out.push_str(if trims { &trimming } else { &plain });
                done = tag.end;
            }
            _ => {}
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    // A page that stands on another may say nothing before it says so, and is nobody's piece.
    if !is_child {
        out.insert_str(0, &plain);
    }
    Ok(out)
}

/// The column of the text as it was written, from one of the text with its calls; for a call, that of what it counts.
pub(super) fn column_as_written(metered: &str, (line, column): (usize, usize)) -> usize {
    let line = metered
        .split('\n')
        .nth(line.saturating_sub(1))
        .unwrap_or_default();
    let end = line.char_indices().nth(column.saturating_sub(1));
    let (mut before, behind) = line.split_at(end.map_or(line.len(), |(at, _)| at));
    if behind.starts_with(CALL) {
        before = before.strip_suffix('-').unwrap_or(before);
        before = before.strip_suffix("{{").unwrap_or(before);
    }
    let mut written = 0;
    while let Some((text, call)) = before.split_once(CALL) {
        let rest = call.split_once("}}").map_or("", |(_, rest)| rest);
        let text = text.strip_suffix('-').unwrap_or(text);
        written += text.strip_suffix("{{").unwrap_or(text).chars().count();
        before = rest;
    }
    written + before.chars().count() + 1
}

/// A tag or a gap, from `{%` or `{{` to its end.
struct Tag<'t> {
    /// Its first word; empty for a gap.
    word: &'t str,
    start: usize,
    end: usize,
    /// Where its strings stand.
    strings: Vec<std::ops::Range<usize>>,
}

impl Tag<'_> {
    /// Where a `for` stands that isn't the tag's own.
    fn comprehension(&self, text: &str) -> Option<usize> {
        let inside = text.get(self.start..self.end)?;
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        let mut found = inside.match_indices("for").filter(|(at, _)| {
            let before = inside.get(..*at).and_then(|before| before.chars().next_back());
            let behind = inside.get(at + 3..).and_then(|behind| behind.chars().next());
            let in_string = self
                .strings
                .iter()
                .any(|range| range.contains(&(self.start + at)));
            !in_string
                && !before.is_some_and(is_part)
                && !behind.is_some_and(|c| is_part(c) || c == '=' || c == ':')
        });
        let own = if self.word == "for" { 1 } else { 0 };
        found.nth(own).map(|(at, _)| self.start + at)
    }
}

/// Every tag and gap of a template from an offset on, without what stands in comments and in `raw`.
struct Tags<'t>(&'t str, usize);

impl<'t> Iterator for Tags<'t> {
    type Item = Tag<'t>;

    fn next(&mut self) -> Option<Tag<'t>> {
        let Self(text, at) = self;
        loop {
            let rest = text.get(*at..)?;
            let open = ["{%", "{{", "{#"]
                .iter()
                .filter_map(|open| rest.find(open))
                .min()?;
            let start = *at + open;
            let rest = text.get(start..)?;
            if rest.starts_with("{#") {
                *at = start + rest.find("#}")? + 2;
                continue;
            }
            let is_gap = rest.starts_with("{{");
            let (end, strings) = closed(text, start + 2, if is_gap { "}}" } else { "%}" })?;
            let inside = text.get(start + 2..end).unwrap_or_default();
            let inside = inside.strip_prefix('-').unwrap_or(inside).trim_start();
            let long = inside.find(|c: char| !c.is_alphanumeric() && c != '_');
            let word = inside.get(..long.unwrap_or(inside.len())).unwrap_or_default();
            *at = end;
            if word == "raw" && !is_gap {
                *at = end + text.get(end..)?.find("endraw")?;
                continue;
            }
            let word = if is_gap { "" } else { word };
            return Some(Tag {
                word,
                start,
                end,
                strings,
            });
        }
    }
}

/// Behind the `close` that is in no string, and where the strings before it are.
fn closed(text: &str, from: usize, close: &str) -> Option<(usize, Vec<std::ops::Range<usize>>)> {
    let bytes = text.as_bytes();
    let mut strings = Vec::new();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        if matches!(byte, b'"' | b'\'' | b'`') {
            let start = at;
            at += 1;
            while bytes.get(at)? != byte {
                at += if bytes.get(at) == Some(&b'\\') { 2 } else { 1 };
            }
            strings.push(start..at);
        } else if bytes.get(at..)?.starts_with(close.as_bytes()) {
            return Some((at + close.len(), strings));
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(text: &str) -> String {
        metered(text).unwrap().replace(&format!("{CALL}(blocks=1)"), "+")
    }

    #[test]
    fn loops_and_components_count_and_nothing_else_does() {
        for (text, expected) in [
            ("a", "{{+}}a"),
            (
                "{% for x in y %}\n{{ x }}{% endfor %}",
                "{{+}}{% for x in y %}{{+}}\n{{ x }}{% endfor %}",
            ),
            ("{%-for x in '%}'-%} a", "{{+}}{%-for x in '%}'-%}{{-+-}} a"),
            ("{% component a(b) %}", "{{+}}{% component a(b) %}{{+}}"),
            ("{# {% for x in y %} #}", "{{+}}{# {% for x in y %} #}"),
            (
                "{% raw %}{% for x in y %}{% endraw %}",
                "{{+}}{% raw %}{% for x in y %}{% endraw %}",
            ),
            (
                "{% extends 'a' %}{% for x in y %}",
                "{% extends 'a' %}{% for x in y %}{{+}}",
            ),
            (
                "{{ a.for }}{{ x | f(for=1) }}{{ 'for' }}{% if format %}",
                "{{+}}{{ a.for }}{{ x | f(for=1) }}{{ 'for' }}{% if format %}",
            ),
            ("{% for x in y", "{{+}}{% for x in y"),
            ("{{ \"", "{{+}}{{ \""),
        ] {
            assert_eq!(counted(text), expected);
        }
        let long = format!("{{% for x in y %}}{}", "a".repeat(4000));
        assert!(metered(&long).unwrap().contains("(blocks=4)"));
    }

    #[test]
    fn a_list_built_by_for_is_refused_where_it_stands() {
        for text in ["a{{ [x for x in y] }}", "{% for a in [x for x in y] %}"] {
            let at = metered(text).unwrap_err();
            assert!(text[at..].starts_with("for x in y]"), "{text}");
        }
    }

    #[test]
    fn columns_are_those_of_the_text_as_written() {
        let text = "{% for é in y -%}{{ é }}{% for x in z %}{{ absent }}\n{{ x }}";
        let metered = metered(text).unwrap();
        for wanted in ["é }}", "absent", "x }}"] {
            let place = |text: &str| {
                let before = &text[..text.find(wanted).unwrap()];
                let line = before.rsplit('\n').next().unwrap();
                (before.matches('\n').count() + 1, line.chars().count() + 1)
            };
            assert_eq!(
                column_as_written(&metered, place(&metered)),
                place(text).1,
                "{wanted}"
            );
        }
    }

    #[test]
    fn each_thread_has_its_own_work_to_do() {
        let meter = Meter::default();
        assert!(meter.take(u64::MAX), "nothing is being filled");
        meter.begin();
        assert!(meter.take(MOST_WORK));
        assert!(!meter.take(1));
        thread::scope(|scope| {
            scope.spawn(|| {
                meter.begin();
                assert!(meter.take(MOST_WORK));
                meter.end();
            });
        });
        meter.end();
        assert!(meter.take(1));
    }
}
