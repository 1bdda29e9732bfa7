//! Findings for people: the user's own lines with the value underlined, what it is about elsewhere, and what to do.

use super::{
    Findings,
    place::written,
    visible::{Excerpt, on_one_line, visible},
};
use crate::{
    check::{Counts, Judged, count},
    finding::{self, Finding},
    source::{FileId, SourceFile, Sources, Span},
};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use std::{
    fmt::{Display, Write},
    ops::Range,
};

/// In lines: what lies between two places that far apart isn't even looked at, so that a long file costs no more than a
/// short one.
const FAR: u32 = 100;
/// The same in bytes, for lines that are long.
const FAR_BYTES: u32 = 20_000;

/// In bytes: so much of a line is looked at before and behind what a finding is about, and of what it is about at the
/// most. A terminal is narrower than that; a file may be one line.
const WIDE: usize = 1000;

/// Below it, lines of code would be cut to nothing.
const LEAST_WIDTH: usize = 40;

/// Each finding, an empty line after it, and a line that counts them. With colours: the command line strips them where
/// they aren't wanted.
pub fn render(findings: &Findings) -> String {
    let renderer = Renderer::styled()
        .hyperlink(false)
        .term_width(findings.width.max(LEAST_WIDTH));
    let mut text = String::new();
    for judged in &findings.checked.findings {
        text.push_str(&one(&renderer, judged, findings.sources));
        text.push_str("\n\n");
    }
    text.push_str(&summary(findings.checked.counts()));
    text.push('\n');
    text.push_str(&fixable(&findings.checked.findings));
    text
}

/// What need not be mended by hand.
fn fixable(findings: &[Judged]) -> String {
    match findings
        .iter()
        .filter(|judged| judged.finding.fix.is_some())
        .count()
    {
        0 => String::new(),
        count => {
            format!("{count} can be fixed with `dunlin check --fix`; `--diff` shows the changes first\n")
        }
    }
}

fn one(renderer: &Renderer, judged: &Judged, sources: &Sources) -> String {
    let finding = &judged.finding;
    let level = match judged.level {
        finding::Level::Error => Level::ERROR,
        finding::Level::Warning => Level::WARNING,
        finding::Level::Info => Level::INFO,
    };
    let title = level
        .primary_title(on_one_line(&finding.message))
        .id(finding.rule);
    let mut group = Group::with_title(title);
    let shown: Vec<Shown> = neighbourhoods(finding, sources)
        .into_iter()
        .map(|places| Shown::of(&places, sources))
        .collect();
    for shown in &shown {
        group = group.element(shown.snippet());
    }
    if !finding.help.is_empty() {
        group = group.element(Level::HELP.message(visible(&finding.help)));
    }
    if let Some(source) = &finding.source {
        let note = format!("source: {}", on_one_line(source));
        group = group.element(Level::NOTE.message(note));
    }
    let mut text = renderer.render(&[group]);
    for (counted, real) in shown.iter().flat_map(|shown| &shown.moved) {
        text = moved(&text, counted, real);
    }
    text
}

/// With the place that an excerpt's renderer counted put right in the line that names it.
fn moved(text: &str, counted: &str, real: &str) -> String {
    let names = |line: &str| {
        let at = line
            .find(counted)
            .filter(|_| line.contains("--> ") || line.contains("::: "))?;
        let end = at + counted.len();
        let is_whole = !line.get(end..)?.starts_with(|c: char| c.is_ascii_digit());
        is_whole.then_some(at..end)
    };
    let mut out = String::with_capacity(text.len() + real.len());
    let mut is_done = false;
    for line in text.split_inclusive('\n') {
        match names(line).filter(|_| !is_done) {
            None => out.push_str(line),
            Some(range) => {
                out.push_str(line.get(..range.start).unwrap_or_default());
                out.push_str(real);
                out.push_str(line.get(range.end..).unwrap_or_default());
                is_done = true;
            }
        }
    }
    out
}

/// A place that a finding is about.
#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    kind: AnnotationKind,
    span: Span,
    /// Empty: only underlined.
    label: &'a str,
}

/// The places of a finding by file, those far from each other in one file apart: its own first, then the rest as they lie.
fn neighbourhoods<'a>(finding: &'a Finding, sources: &Sources) -> Vec<Vec<Place<'a>>> {
    let own = Place {
        kind: AnnotationKind::Primary,
        span: finding.span,
        label: "",
    };
    let related = finding.related.iter().map(|related| Place {
        kind: AnnotationKind::Context,
        span: related.span,
        label: related.message.as_str(),
    });
    let places: Vec<Place> = std::iter::once(own).chain(related).collect();
    let mut files: Vec<FileId> = Vec::new();
    for place in &places {
        if !files.contains(&place.span.file) {
            files.push(place.span.file);
        }
    }
    let mut all: Vec<_> = files
        .into_iter()
        .flat_map(|file| {
            let here = places.iter().filter(|place| place.span.file == file);
            near_each_other(here.copied().collect(), sources)
        })
        .collect();
    let is_own = |places: &Vec<Place>| {
        places
            .iter()
            .any(|place| matches!(place.kind, AnnotationKind::Primary))
    };
    all.sort_by_key(|places| !is_own(places));
    all
}

/// Places of one file, by groups that a reader can see at once.
fn near_each_other<'a>(mut places: Vec<Place<'a>>, sources: &Sources) -> Vec<Vec<Place<'a>>> {
    places.sort_by_key(|place| place.span.start);
    let mut groups: Vec<Vec<Place>> = Vec::new();
    let mut end = (0, 0);
    for place in places {
        let start = sources.start(place.span).line;
        let is_near =
            start.saturating_sub(end.0) <= FAR && place.span.start.saturating_sub(end.1) <= FAR_BYTES;
        match groups.last_mut() {
            Some(group) if is_near => group.push(place),
            _ => groups.push(vec![place]),
        }
        end = (end.0.max(sources.end(place.span).line), end.1.max(place.span.end));
    }
    groups
}

/// The lines of one file that a finding is about.
struct Shown<'a> {
    path: String,
    first_line: usize,
    /// Places as they are counted in an excerpt that doesn't begin with its line, and as they are.
    moved: Vec<(String, String)>,
    excerpt: Excerpt,
    marks: Vec<Mark<'a>>,
}

/// A stretch to underline.
struct Mark<'a> {
    kind: AnnotationKind,
    span: Range<usize>,
    /// Empty: only underlined.
    label: &'a str,
}

impl<'a> Shown<'a> {
    /// `places` are of one file.
    fn of(places: &[Place<'a>], sources: &Sources) -> Self {
        let file = places.first().map_or(FileId(0), |place| place.span.file);
        let source = sources.file(file);
        let lines = lines_around(source, places.iter().map(|place| place.span));
        let seen = seen(source, &lines, places);
        let text = source.text.get(seen.clone()).unwrap_or_default();
        let mut excerpt = Excerpt::new(text, seen.start);
        if seen.start > lines.start {
            excerpt.begin_with_a_gap();
        }
        if seen.end < lines.end {
            excerpt.end_with_a_gap();
        }
        let marks = places.iter().map(|place| Mark {
            kind: place.kind,
            span: underlined(source, place.span, &excerpt),
            label: place.label,
        });
        let marks: Vec<Mark> = marks.collect();
        let start = u32::try_from(lines.start).unwrap_or(u32::MAX);
        let first_line = sources.position(file, start).line;
        let path = on_one_line(&source.path);
        let moved = places.iter().zip(&marks).filter_map(|(place, mark)| {
            let real = sources.start(place.span);
            let before = excerpt.text.get(..mark.span.start)?;
            let column = before.chars().count() + 1;
            let is_moved = seen.start > lines.start && real.line == first_line;
            let named = |column: &dyn Display| format!("{path}:{first_line}:{column}");
            is_moved.then(|| (named(&column), named(&real.column)))
        });
        let moved = moved.collect();
        Self {
            path,
            first_line: first_line as usize,
            moved,
            excerpt,
            marks,
        }
    }

    fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        let marks = self.marks.iter().map(|mark| {
            let annotation = mark.kind.span(mark.span.clone());
            let label = (!mark.label.is_empty()).then(|| on_one_line(mark.label));
            annotation.label(label)
        });
        Snippet::source(self.excerpt.text.as_str())
            .line_start(self.first_line)
            .path(self.path.as_str())
            .annotations(marks)
    }
}

/// From the start of the first line with a place in it to the end of the last.
fn lines_around(source: &SourceFile, spans: impl Iterator<Item = Span>) -> Range<usize> {
    let bytes = source.text.as_bytes();
    let (mut first, mut last) = (bytes.len(), 0);
    for span in spans {
        let within = written(source, span);
        first = first.min(within.start);
        last = last.max(within.end);
    }
    let start = bytes.get(..first).unwrap_or_default();
    let start = start
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    // A value that ends in a line break ends on the line before it.
    let end = bytes.get(last.max(start)..).unwrap_or_default();
    let end = end
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(bytes.len(), |at| last.max(start) + at);
    start..end
}

/// What of these lines is worth looking at: all of them, unless one is very long.
fn seen(source: &SourceFile, lines: &Range<usize>, places: &[Place]) -> Range<usize> {
    let spans = || places.iter().map(|place| written(source, place.span));
    let first = spans().map(|span| span.start).min().unwrap_or(lines.start);
    let last = spans()
        .map(|span| span.end.min(span.start + WIDE))
        .max()
        .unwrap_or(lines.end);
    let between = source.text.as_bytes().get(first..last).unwrap_or_default();
    let is_one_line = !between.contains(&b'\n');
    let start = lines.start.max(first.saturating_sub(WIDE));
    let end = lines.end.min(last.saturating_add(WIDE));
    let (start, end) = if is_one_line {
        (start, end)
    } else {
        (start, lines.end)
    };
    source.text.floor_char_boundary(start)..source.text.ceil_char_boundary(end)
}

fn underlined(source: &SourceFile, span: Span, excerpt: &Excerpt) -> Range<usize> {
    let within = written(source, span);
    excerpt.place(within.start)..excerpt.place(within.end)
}

/// `3 errors, 2 warnings, 1 note; 2 of them have come with the day and count only with --dated`.
pub fn summary(counts: Counts) -> String {
    if counts.total() == 0 {
        return "nothing to mend".to_owned();
    }
    let kinds = [
        (counts.error, "error"),
        (counts.warning, "warning"),
        (counts.info, "note"),
    ];
    let told = kinds.into_iter().filter(|(count, _)| *count > 0);
    let told: Vec<String> = told.map(|(n, word)| count(n, word)).collect();
    let mut line = told.join(", ");
    // Writing to a string can't fail.
    let _ = match (counts.dated, counts.total()) {
        (0, _) => Ok(()),
        (1, 1) => write!(line, "; it came with the day, and counts only with --dated"),
        (all, total) if all == total => {
            write!(line, "; all came with the day, and count only with --dated")
        }
        (1, _) => write!(
            line,
            "; 1 of them came with the day, and counts only with --dated"
        ),
        (some, _) => write!(
            line,
            "; {some} of them came with the day, and count only with --dated"
        ),
    };
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::parse_date,
        check::{Checked, Deny},
    };
    use proptest::prelude::*;

    /// A file per pair of path and text, in path order.
    fn sources(files: &[(&str, &str)]) -> Sources {
        let files = files.iter().map(|(path, text)| SourceFile {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        });
        Sources::new(files.collect())
    }

    fn place(sources: &Sources, file: u32, text: &str) -> Span {
        let start = sources.file(FileId(file)).text.find(text).unwrap();
        Span {
            file: FileId(file),
            start: u32::try_from(start).unwrap(),
            end: u32::try_from(start + text.len()).unwrap(),
        }
    }

    fn shown(sources: &Sources, finding: Finding, width: usize) -> String {
        anstream::adapter::strip_str(&coloured(sources, finding, width)).to_string()
    }

    fn coloured(sources: &Sources, finding: Finding, width: usize) -> String {
        let checked = Checked {
            findings: vec![Judged {
                finding,
                level: finding::Level::Error,
            }],
        };
        render(&Findings {
            checked: &checked,
            sources,
            as_of: parse_date("2026-03-01"),
            width,
            prefix: "",
            deny: Deny {
                level: finding::Level::Error,
                dated: false,
            },
        })
    }

    #[test]
    fn the_whole_value_and_both_ends_are_shown() {
        let sources = sources(&[
            ("contracts/site.yaml", "client: acme\ntotal: 6000.00\n"),
            (
                "invoices/i1.yaml",
                "client: acme\ncontract: site\nissued: 2026-01-08\namount: 7000.00\n",
            ),
        ]);
        let finding = Finding::new(
            "invoice/over-billed",
            place(&sources, 1, "7000.00"),
            "7000.00 EUR is billed",
        )
        .related(place(&sources, 0, "6000.00"), "this was agreed")
        .help("have an amendment signed\nor credit the rest")
        .source("A title, https://example.org");
        let expected = "\
error[invoice/over-billed]: 7000.00 EUR is billed
 --> invoices/i1.yaml:4:9
  |
4 | amount: 7000.00
  |         ^^^^^^^
  |
 ::: contracts/site.yaml:2:8
  |
2 | total: 6000.00
  |        ------- this was agreed
  |
  = help: have an amendment signed
          or credit the rest
  = note: source: A title, https://example.org

1 error
";
        assert_eq!(shown(&sources, finding, 80), expected);
    }

    #[test]
    fn places_far_apart_in_one_file_are_shown_apart() {
        let text = format!("total: 5\nnear: 6\n{}amount: 7\n", "# …\n".repeat(200));
        let sources = sources(&[("contracts/site.yaml", &text)]);
        let finding = Finding::new("invoice/over-billed", place(&sources, 0, "7"), "m")
            .related(place(&sources, 0, "5"), "this was agreed")
            .related(place(&sources, 0, "6"), "near it");
        let expected = "\
error[invoice/over-billed]: m
   --> contracts/site.yaml:203:9
    |
203 | amount: 7
    |         ^
    |
   ::: contracts/site.yaml:1:8
    |
  1 | total: 5
    |        - this was agreed
  2 | near: 6
    |       - near it

1 error
";
        assert_eq!(shown(&sources, finding, 80), expected);
    }

    #[test]
    fn an_empty_file_has_a_place_too() {
        let sources = sources(&[("clients/acme.yaml", "")]);
        let finding = Finding::new("file/syntax", Span::start_of(FileId(0)), "the file is empty");
        let text = shown(&sources, finding, 80);
        assert!(
            text.starts_with("error[file/syntax]: the file is empty\n --> clients/acme.yaml:1:1\n"),
            "{text}"
        );
    }

    #[test]
    fn nothing_a_user_wrote_steers_the_terminal() {
        let sources = sources(&[(
            "clients/a\u{1b}[2Jb.yaml",
            "name: \"\u{1b}[31m\u{202e}evil\u{9b}2J\" # 漢字\r\n",
        )]);
        let finding = Finding::new(
            "file/invalid-value",
            place(&sources, 0, "evil"),
            "not \u{1b}[0m a name",
        )
        .help("write \u{9b}31m another\u{2066}")
        .source("\u{1b}]0;title\u{7}");
        let text = shown(&sources, finding, 80);
        let steering = |c: char| {
            c != '\n' && (c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        };
        assert!(!text.contains(steering), "{text:?}");
        let expected = "1 | name: \"␛[31m�evil�2J\" # 漢字\n  |              ^^^^\n";
        assert!(text.contains(expected), "{text}");
        assert!(text.contains("b.yaml:1:14\n"), "{text}");
    }

    #[test]
    fn tabs_and_wide_characters_are_measured_as_shown() {
        let sources = sources(&[("clients/a.yaml", "name:\t漢字 x\n")]);
        let finding = Finding::new("file/invalid-value", place(&sources, 0, "x"), "m");
        let text = shown(&sources, finding, 80);
        assert!(
            text.contains("1 | name:    漢字 x\n  |               ^\n"),
            "{text}"
        );
    }

    #[test]
    fn long_lines_are_cut_around_the_value() {
        let line = format!("notes: {} value {}\n", "a ".repeat(300), "b ".repeat(300));
        let sources = sources(&[("clients/a.yaml", &line)]);
        let finding = Finding::new("file/invalid-value", place(&sources, 0, "value"), "m");
        let text = shown(&sources, finding, 60);
        let longest = text.lines().map(|line| line.chars().count()).max();
        assert!(longest.is_some_and(|longest| longest <= 70), "{text}");
        assert!(text.contains("value") && text.contains("^^^^^"), "{text}");
    }

    #[test]
    fn of_a_line_as_long_as_a_file_only_the_value_and_what_is_near_it_is_shown() {
        let line = format!(
            "{}{{é: value, b: 2}}{}",
            "ä, ".repeat(150_000),
            ", x".repeat(150_000)
        );
        let sources = sources(&[("a.yaml", &line), ("b.yaml", "first: 1\nvalue: 2\n")]);
        for (value, at) in [("value", "a.yaml:1:450005"), ("value, b: 2}", "a.yaml:1:450005")] {
            let finding = Finding::new("file/invalid-value", place(&sources, 0, value), "m")
                .related(place(&sources, 0, "b: 2"), "near")
                .related(place(&sources, 1, "value"), "the other");
            let text = shown(&sources, finding, 60);
            assert!(text.contains(&format!("--> {at}\n")), "{text}");
            assert!(text.contains("::: b.yaml:2:1\n"), "{text}");
            assert!(text.contains("value, b: 2") && text.contains("^^^^^"), "{text}");
            assert!(text.contains("near\n"), "{text}");
            assert!(text.chars().count() < 600, "{text}");
        }
        let far = Finding::new("file/invalid-value", place(&sources, 0, "ä, ä"), "m")
            .related(place(&sources, 0, "value"), "far");
        let text = shown(&sources, far, 60);
        assert!(
            text.contains("--> a.yaml:1:1\n") && text.contains("a.yaml:1:450005\n"),
            "{text}"
        );
    }

    #[test]
    fn a_block_of_text_ends_with_its_last_word() {
        let sources = sources(&[("clients/a.yaml", "notes: |\n  one\n  two\n\nname: A\n")]);
        let span = Span {
            end: 22,
            ..place(&sources, 0, "|")
        };
        let text = shown(&sources, Finding::new("file/invalid-value", span, "m"), 80);
        assert!(text.contains("two") && !text.contains("name: A"), "{text}");
    }

    proptest! {
        #[test]
        fn any_place_in_any_text_can_be_shown(
            text in "[ a:\\n\\t\\r\u{1b}\u{9b}\u{202e}é漢🙂]{0,40}",
            places in proptest::collection::vec((0_u32..120, 0_u32..120), 1..4),
            width in 0_usize..120,
        ) {
            let sources = sources(&[("clients/a.yaml", &text)]);
            let mut spans = places.into_iter().map(|(start, end)| Span { file: FileId(0), start, end });
            let first = Finding::new("file/syntax", spans.next().unwrap(), "m");
            let finding = spans.fold(first, |finding, span| finding.related(span, "here"));
            let text = coloured(&sources, finding, width);
            let plain = anstream::adapter::strip_str(&text).to_string();
            prop_assert!(plain.starts_with("error[file/syntax]: m\n"), "{}", plain);
            let steers = |c: char| !matches!(c, '\n' | '\u{1b}') && (c.is_control() || c == '\u{202e}');
            prop_assert!(!text.contains(steers), "{:?}", text);
            // The text has no bracket: an escape that is followed by none is the user's.
            prop_assert!(text.split('\u{1b}').skip(1).all(|rest| rest.starts_with('[')), "{:?}", text);
        }
    }

    #[test]
    fn the_last_line_counts() {
        for (error, warning, info, dated, line) in [
            (0, 0, 0, 0, "nothing to mend"),
            (3, 2, 1, 0, "3 errors, 2 warnings, 1 note"),
            (
                0,
                1,
                0,
                1,
                "1 warning; it came with the day, and counts only with --dated",
            ),
            (
                1,
                1,
                0,
                1,
                "1 error, 1 warning; 1 of them came with the day, and counts only with --dated",
            ),
            (
                0,
                2,
                0,
                2,
                "2 warnings; all came with the day, and count only with --dated",
            ),
        ] {
            let counts = Counts {
                error,
                warning,
                info,
                dated,
            };
            assert_eq!(summary(counts), line);
        }
    }
}
