use super::*;
use crate::{
    language::built_in_texts,
    source::{At, FileId, Span},
};
use std::collections::BTreeSet;

const LANGUAGES: [(&str, &str); 7] = [
    (
        "de",
        include_str!("../../../templates/languages/de/dashboard.yaml"),
    ),
    (
        "en",
        include_str!("../../../templates/languages/en/dashboard.yaml"),
    ),
    (
        "es",
        include_str!("../../../templates/languages/es/dashboard.yaml"),
    ),
    (
        "fr",
        include_str!("../../../templates/languages/fr/dashboard.yaml"),
    ),
    (
        "it",
        include_str!("../../../templates/languages/it/dashboard.yaml"),
    ),
    (
        "pt",
        include_str!("../../../templates/languages/pt/dashboard.yaml"),
    ),
    (
        "ru",
        include_str!("../../../templates/languages/ru/dashboard.yaml"),
    ),
];

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Said {
    Word(String),
    Forms(BTreeMap<String, String>),
}

fn said(text: &str) -> BTreeMap<String, Said> {
    serde_yaml::from_str(text).unwrap()
}

fn words(text: &str) -> Words {
    let plain = |(key, entry)| match entry {
        Said::Word(word) => Some((key, word)),
        Said::Forms(_) => None,
    };
    Words(said(text).into_iter().filter_map(plain).collect())
}

fn english() -> Words {
    words(LANGUAGES[1].1)
}

fn pages() -> Pages {
    Pages::new(&mock::site(english()), &OwnTexts::default()).unwrap()
}

fn built() -> BTreeMap<String, String> {
    let pages = pages();
    let mut files = mock::files(&pages).unwrap();
    files.insert(
        "empty.html".into(),
        pages.render(&mock::empty()).unwrap().html.into_bytes(),
    );
    let text = |(path, bytes)| (path, String::from_utf8(bytes).unwrap());
    files
        .into_iter()
        .map(text)
        .filter(|(path, _)| path.ends_with(".html"))
        .collect()
}

/// What follows `name="` up to the quote, each time.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    html.split(&format!(" {name}=\""))
        .skip(1)
        .map(|rest| rest.split_once('"').unwrap().0)
        .collect()
}

/// The gaps of a phrase, in order of name.
fn gaps(phrase: &str) -> BTreeSet<&str> {
    phrase
        .split('{')
        .skip(1)
        .map(|rest| rest.split_once('}').unwrap().0)
        .collect()
}

#[test]
fn languages_have_the_same_keys_and_gaps() {
    let english = said(LANGUAGES[1].1);
    for (tag, text) in LANGUAGES {
        let theirs = said(text);
        assert_eq!(
            theirs.keys().collect::<Vec<_>>(),
            english.keys().collect::<Vec<_>>(),
            "{tag}"
        );
        for (key, entry) in &theirs {
            match (entry, &english[key]) {
                (Said::Word(word), Said::Word(original)) => {
                    assert_eq!(gaps(word), gaps(original), "{tag} {key}");
                    assert_ne!(word.trim(), "", "{tag} {key}");
                }
                (Said::Forms(forms), Said::Forms(_)) => {
                    let wanted: &[&str] = match tag {
                        "es" | "fr" | "it" | "pt" => &["many", "one", "other"],
                        "ru" => &["few", "many", "one", "other"],
                        _ => &["one", "other"],
                    };
                    assert_eq!(forms.keys().collect::<Vec<_>>(), wanted, "{tag} {key}");
                    for form in forms.values() {
                        assert_eq!(gaps(form), BTreeSet::from(["n"]), "{tag} {key}");
                    }
                }
                _ => panic!("{tag} {key}: a word in one language and forms in another"),
            }
        }
    }
}

#[test]
fn templates_use_words_that_exist_and_have_no_gaps() {
    let words = english();
    let texts = built_in_texts();
    for (name, template) in texts.iter().filter(|(name, _)| name.starts_with("dashboard/")) {
        for rest in template.split("w[\"").skip(1) {
            let key = rest.split_once('"').unwrap().0;
            let word = words.0.get(key).unwrap_or_else(|| panic!("{name}: {key}"));
            assert_eq!(gaps(word), BTreeSet::new(), "{name}: {key}");
        }
    }
}

#[test]
fn every_language_fills_every_page() {
    for (tag, text) in LANGUAGES {
        let site = Site {
            lang: tag.into(),
            ..mock::site(words(text))
        };
        let pages = Pages::new(&site, &OwnTexts::default()).unwrap();
        for (path, bytes) in mock::files(&pages).unwrap() {
            let text = String::from_utf8(bytes).unwrap();
            assert!(
                !path.ends_with(".html") || text.contains(&format!("<html lang=\"{tag}\">")),
                "{tag} {path}"
            );
        }
    }
}

#[test]
fn every_page_asks_nobody_anything() {
    for (path, html) in built() {
        assert!(
            html.contains("<meta name=\"robots\" content=\"noindex, nofollow\">"),
            "{path}"
        );
        assert!(
            html.contains("<meta name=\"referrer\" content=\"no-referrer\">"),
            "{path}"
        );
        assert!(
            html.contains("content=\"default-src 'none'; style-src 'self' file:;"),
            "{path}"
        );
        let scripts = ["script.js", "lists.js", "search.js", "searchbox.js", "keys.js"];
        assert_eq!(attributes(&html, "src"), scripts, "{path}");
        assert_eq!(attributes(&html, "style"), Vec::<&str>::new(), "{path}");
        assert_eq!(html.matches("<script").count(), scripts.len(), "{path}");
        assert_eq!(
            html.matches("<link rel=\"stylesheet\" href=\"style.css\">")
                .count(),
            1,
            "{path}"
        );
        for event in ["onclick", "onload", "onerror"] {
            assert_eq!(attributes(&html, event), Vec::<&str>::new(), "{path}");
        }
    }
    for (name, text) in pages().assets() {
        let text = String::from_utf8(text).unwrap();
        assert!(
            !text.contains("url(") && !text.contains("@import") && !text.contains("fetch("),
            "{name}"
        );
    }
}

#[test]
fn what_people_wrote_stays_text() {
    let html = &built()["index.html"];
    assert!(html.contains("&lt;script&gt;alert("));
    let site = Site {
        name: "</title><script>".into(),
        lang: "\"><b>".into(),
        ..mock::site(english())
    };
    let html = Pages::new(&site, &OwnTexts::default())
        .unwrap()
        .render(&mock::findings())
        .unwrap()
        .html;
    assert!(!html.contains("</title><script>") && !html.contains("\"><b>"));
    let mut letter = mock::letters();
    letter.groups[0].letters[0].subject = "<img src=x>".into();
    letter.groups[0].letters[0].plain = "</pre><script>".into();
    let html = pages().render(&letter).unwrap().html;
    assert!(!html.contains("<img") && !html.contains("</pre><script>"));
}

#[test]
fn a_page_can_be_read_without_seeing_it() {
    for (path, html) in built() {
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        assert_eq!(html.matches("<main id=\"main\"").count(), 1, "{path}");
        assert!(html.contains("<a class=\"skip\" href=\"#main\">"), "{path}");
        let current = html.matches("aria-current=\"page\"").count();
        assert_eq!(current, 1, "{path}");

        let ids = attributes(&html, "id");
        assert_eq!(
            ids.len(),
            ids.iter().collect::<BTreeSet<_>>().len(),
            "an id twice in {path}"
        );
        for named in attributes(&html, "aria-labelledby") {
            assert!(ids.contains(&named), "{path}: {named}");
        }
        for table in html.split("<table").skip(1) {
            let table = table.split_once("</table>").unwrap().0;
            if table.contains("<caption") {
                // A week of a calendar has no name of its own.
                let weeks = table.starts_with(" class=\"month\"");
                assert!(
                    table.contains("scope=\"col\"") && (weeks || table.contains("scope=\"row\"")),
                    "{path}"
                );
            } else {
                // Only a table that somebody wrote in Markdown has none.
                assert!(table.starts_with("><thead><tr><th>"), "{path}");
            }
        }
    }
}

#[test]
fn links_within_the_site_arrive() {
    let built = built();
    for (path, html) in &built {
        for href in attributes(html, "href") {
            let (page, fragment) = href.split_once('#').unwrap_or((href, ""));
            let target = if page.is_empty() {
                html
            } else if let Some(target) = built.get(page) {
                target
            } else {
                continue;
            };
            assert!(
                fragment.is_empty() || attributes(target, "id").contains(&fragment),
                "{path}: {href}"
            );
        }
    }
}

#[test]
fn a_ledger_may_bring_its_own_templates() {
    let pages = |name: &str, text: &str| {
        let text = At::new(text.to_owned(), Span::start_of(FileId(0)));
        let own = OwnTexts(BTreeMap::from([(format!("dashboard/{name}"), text)]));
        Pages::new(&mock::site(english()), &own).unwrap()
    };
    let own = pages("letters.html", "{{ name }}: {{ page.groups | length }}");
    assert_eq!(own.render(&mock::letters()).unwrap().html, "Estudio Faro: 2");
    let findings = own.render(&mock::findings()).unwrap();
    assert!(findings.html.contains("<h1>Findings <a class=\"mark mark-late") && findings.fault.is_none());

    assert_eq!(pages("style.css", "body {}").assets()["style.css"], b"body {}");

    let unreadable = pages("letters.html", "{% if %}");
    let fault = unreadable.faults().next().unwrap().to_string();
    assert!(
        fault.starts_with("templates/dashboard/letters.html:1:"),
        "{fault}"
    );

    // What fails while it is filled is filled with the built-in template instead, and says so.
    let failing = pages("letters.html", "{{ page.nobody }}");
    let letters = failing.render(&mock::letters()).unwrap();
    assert!(letters.html.contains("<h1>"), "{}", letters.html);
    let fault = letters.fault.unwrap().to_string();
    assert!(
        fault.starts_with("templates/dashboard/letters.html:1:"),
        "{fault}"
    );
    assert!(fault.contains("nobody"), "{fault}");
}

#[test]
fn an_empty_ledger_is_told_how_to_begin() {
    let html = &built()["empty.html"];
    assert!(html.contains("<h1 id=\"start\">Your ledger is ready</h1>"));
    assert!(html.contains("dunlin new client acme --name &quot;Acme&quot;"));
    assert!(!html.contains("What is owed"));
}

#[test]
fn the_first_thing_on_the_first_page_is_what_to_do() {
    let html = &built()["index.html"];
    let at = |text: &str| html.find(text).unwrap();
    assert!(at("Send the second reminder") < at("What is owed"));
    assert!(at("What is owed") < at("In the next two weeks"));
    assert!(at("In the next two weeks") < at("What to put right"));
}
