use super::*;
use crate::source::{FileId, SourceFile, Sources};

/// The texts, and the files that they stand in.
fn texts(files: &[(&str, &str)]) -> (OwnTexts, Sources) {
    let mut files = files.to_vec();
    files.sort_unstable();
    let texts = (0u32..).zip(&files).map(|(id, (path, text))| {
        let span = Span {
            file: FileId(id),
            start: 0,
            end: u32::try_from(text.len()).unwrap(),
        };
        ((*path).to_owned(), At::new((*text).to_owned(), span))
    });
    let sources = files.iter().map(|(path, text)| SourceFile {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
    });
    (OwnTexts(texts.collect()), Sources::new(sources.collect()))
}

/// What is said of them: path, line, column, message, help.
fn said(files: &[(&str, &str)]) -> Vec<String> {
    let (own, sources) = texts(files);
    let lines = findings(&own).into_iter().map(|finding| {
        let at = sources.start(finding.span);
        let help = match finding.help.as_str() {
            "" => String::new(),
            help => format!(" | {help}"),
        };
        let path = sources.path(finding.span);
        format!("{path}:{}:{}: {}{help}", at.line, at.column, finding.message)
    });
    lines.collect()
}

fn language(tag: &str, files: &[(&str, &str)]) -> Option<Language> {
    Languages::with(&texts(files).0).get(tag).cloned()
}

/// A copy of the English folder under another tag.
fn copied(tag: &str) -> Vec<(String, &'static str)> {
    let english = built_in_texts().into_iter().filter_map(|(path, text)| {
        let rest = path.strip_prefix("languages/en/")?;
        Some((format!("languages/{tag}/{rest}"), text))
    });
    english.collect()
}

fn borrowed<'t>(files: &'t [(String, &'static str)]) -> Vec<(&'t str, &'t str)> {
    files.iter().map(|(path, text)| (path.as_str(), *text)).collect()
}

#[test]
fn words_are_laid_over_key_by_key() {
    let words = "# Ours\nlist.last: ' & '\ndays: {one: '{n} single day', other: '{n} days'}\n";
    let files = [("languages/en/words.yaml", words)];
    assert_eq!(said(&files), [""; 0]);
    let english = language("en", &files).unwrap();
    assert_eq!(english.list(&["a".into(), "b".into()]), "a & b");
    assert_eq!(english.count("days", 1), "1 single day");
    assert_eq!(english.word("list.separator"), ", ");
    assert_eq!(language("es", &files).unwrap().word("list.last"), " y ");
    assert_eq!(said(&[("languages/en/words.yaml", "# Nothing yet\n")]), [""; 0]);
}

#[test]
fn a_word_that_cannot_be_taken_is_said_and_the_built_in_one_stays() {
    let file = "languages/en/words.yaml";
    for (words, expected) in [
        (
            "\nlist.lst: x\n",
            "2:1: nothing asks for the words `list.lst` (did you mean `list.last`?)",
        ),
        ("zzz: x\n", "1:1: nothing asks for the words `zzz`"),
        (
            "percent: '{numer}%'\n",
            "1:1: `percent` must have {number}, and has {numer}",
        ),
        ("percent: ' '\n", "1:1: `percent` is empty"),
        (
            "list.last: ' {and} '\n",
            "1:1: `list.last` must have no gaps, and has {and}",
        ),
        (
            "days: '{n} days'\n",
            "1:1: `days` is counted: it needs forms, as in {one: …, other: …}",
        ),
        (
            "days: {other: '{n} days'}\n",
            "1:1: `days` must have the forms one, other",
        ),
        (
            "days: {one: a day, other: '{n} days'}\n",
            "1:1: each form of `days` must have the gap {n} and no other",
        ),
        (
            "percent: {other: x}\n",
            "1:1: `percent` is one text, without forms",
        ),
        (
            "locale: '???'\n",
            "1:1: `???` is no locale: write one such as en-GB or nl",
        ),
    ] {
        let found = said(&[(file, words)]);
        assert_eq!(found, [format!("{file}:{expected}")]);
        let english = language("en", &[(file, words)]).unwrap();
        assert_eq!(english.word("percent"), "{number}%");
        assert_eq!(english.count("days", 2), "2 days");
    }
    assert_eq!(
        said(&[(file, "percent: [5]\n")]),
        [format!(
            "{file}:1:10: these words can't be read: a word is a text, or its forms"
        )]
    );
    let broken = said(&[(file, "percent: '{number}%'\n  list: [\n")]);
    assert!(broken[0].contains(": these words can't be read: "), "{broken:?}");
    let twice = [
        (file, "page.nav: A\n"),
        ("languages/en/dashboard.yaml", "page.nav: B\n"),
    ];
    assert_eq!(
        said(&twice),
        [format!("{file}:1:1: `page.nav` stands in another file, too")]
    );
}

#[test]
fn names_that_mean_nothing_are_said() {
    for (path, expected) in [
        (
            "languages/en/fimr.md",
            "no letter is called `fimr`, so this file is not used | did you mean `firm`?",
        ),
        (
            "languages/EN/firm.md",
            "no language is called `EN`, so this file is not used | name the folder by the language's tag, in lower case: en, pt-br",
        ),
        (
            "languages/en/parts/rwo.md",
            "no letter includes `parts/rwo.md`, so this file is not used (did you mean `parts/row.md`?)",
        ),
        (
            "languages/en/word.yaml",
            "no text is called so, so this file is not used | did you mean `languages/en/words.yaml`?",
        ),
        (
            "dashboard/stlye.css",
            "no text is called so, so this file is not used | did you mean `dashboard/style.css`?",
        ),
        (
            "dashboard/leters.html",
            "no page includes `leters.html`, so this file is not used (did you mean `letters.html`?)",
        ),
        (
            "firm.md",
            "no text is called so, so this file is not used | `dunlin template list` names every text that you can have your own of",
        ),
    ] {
        assert_eq!(said(&[(path, "")]), [format!("{path}:1:1: {expected}")]);
    }
    let asked = [
        ("languages/en/firm.md", "Due\n\n{% include \"parts/mine.md\" %}\n"),
        ("languages/en/parts/mine.md", "Hello\n"),
        ("dashboard/clients.html", "{% include 'mine.html' %}"),
        ("dashboard/mine.html", "Hello"),
    ];
    assert_eq!(said(&asked), [""; 0]);
}

#[test]
fn a_template_that_cannot_be_read_is_said_where_it_stands() {
    for (path, text, expected) in [
        (
            "languages/en/firm.md",
            "Due\n\n{{ to_pay | uper }}\n",
            "3:13: there is no filter `uper`",
        ),
        (
            "languages/en/parts/row.md",
            "{{ now() }}",
            "1:4: there is no function `now`",
        ),
        (
            "dashboard/letters.html",
            "\n{{ now() }}",
            "2:4: there is no function `now`",
        ),
    ] {
        assert_eq!(said(&[(path, text)]), [format!("{path}:{expected}")]);
    }
}

#[test]
fn a_language_of_ones_own_is_whole_or_is_not_there() {
    let whole = copied("xx");
    assert_eq!(said(&borrowed(&whole)), [""; 0]);
    let xx = language("xx", &borrowed(&whole)).unwrap();
    let english = language("en", &[]).unwrap();
    assert_eq!(xx.letters, english.letters);
    assert_eq!(xx.count("days", 2), "2 days");

    let mut letters = whole.clone();
    letters.retain(|(path, _)| !path.ends_with("/firm.md") && !path.ends_with("/call.md"));
    assert_eq!(
        said(&borrowed(&letters)),
        [
            "languages/xx/dashboard.yaml:1:1: language `xx` lacks the letters call, firm | who should get one of them in it gets none"
        ]
    );
    let xx = language("xx", &borrowed(&letters)).unwrap();
    assert!(!xx.letters.contains_key("firm") && xx.letters.contains_key("reminder"));

    let mut words = whole.clone();
    words.retain(|(path, _)| !path.ends_with("dashboard.yaml"));
    let mut some = String::new();
    for (path, text) in &mut words {
        if path.ends_with("/words.yaml") {
            let kept = text.lines().filter(|line| !line.starts_with("list."));
            some = kept.map(|line| format!("{line}\n")).collect();
        }
    }
    let files: Vec<(&str, &str)> = borrowed(&words)
        .into_iter()
        .map(|(path, text)| {
            (
                path,
                if path.ends_with("/words.yaml") {
                    some.as_str()
                } else {
                    text
                },
            )
        })
        .collect();
    assert_eq!(
        said(&files),
        [
            "languages/xx/call.md:1:1: language `xx` lacks the words of dashboard.yaml, list.last, list.last-before-i, list.separator | nothing is written in it until it has all its words"
        ]
    );
    assert!(language("xx", &files).is_none());
}

#[test]
fn the_text_in_force_is_shown() {
    let words = "list.last: ' & '\ndays: {one: a, other: '{n} \"d\"'}\n";
    let (own, _) = texts(&[
        ("languages/en/words.yaml", words),
        ("languages/en/firm.md", "mine\n"),
    ]);
    assert_eq!(in_force(&own, "languages/en/firm.md").unwrap(), "mine\n");
    let merged = in_force(&own, "languages/en/words.yaml").unwrap();
    assert!(merged.contains("\nlist.last: \" & \"\n") && merged.contains("\nlist.separator: \", \"\n"));
    assert!(
        merged.contains("\ndays: {one: \"a\", other: \"{n} \\\"d\\\"\"}\n"),
        "{merged}"
    );
    assert!(serde_yaml::from_str::<BTreeMap<String, serde_json::Value>>(&merged).is_ok());
    let built_in = in_force(&own, "languages/en/reminder.md").unwrap();
    assert_eq!(built_in, built_in_texts()["languages/en/reminder.md"]);
    assert!(in_force(&own, "languages/en/frim.md").is_none());
}
