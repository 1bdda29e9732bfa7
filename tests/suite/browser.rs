//! The dashboard as a browser shows it: Chromium reads every page in each mode, axe and the Nu checker judge them, and
//! `tests/browser/` says what is asked; here stand the ledgers that it is asked of.

use crate::{
    dunlin::{Place, Run, files, repository},
    installed,
};
use serde_json::{Map, Value, json};
use std::{fs, process::Command, sync::OnceLock};

/// The example's own day.
const DAY: &str = "2026-11-20";
const LANGUAGES: [&str; 7] = ["de", "en", "es", "fr", "it", "pt", "ru"];

#[test]
fn every_page_is_quiet_accessible_and_whole_in_every_mode() {
    let site = example().path("example-ledger/site");
    look("pages", &json!({"site": site, "sources": sources()}));
}

/// The addresses that stand in the law's data.
fn sources() -> Vec<String> {
    let mut addresses = Vec::new();
    for (_, bytes) in files(&repository().join("data")) {
        let text = String::from_utf8(bytes).unwrap();
        let found = text.match_indices("http").map(|(at, _)| &text[at..]);
        let ends = |c: char| c.is_whitespace() || "\"'>,}".contains(c);
        addresses.extend(found.filter_map(|rest| rest.split(ends).next().map(str::to_owned)));
    }
    addresses
}

#[test]
fn every_page_is_valid_html() {
    installed::debian(&["java"], &["default-jre-headless"]);
    let sites = [
        example().path("example-ledger/site"),
        hostile().path("example-ledger/site"),
        empty().path("site"),
    ];
    look("html", &json!({"sites": sites}));
}

#[test]
fn a_ledger_with_nothing_in_it_has_sound_pages_too() {
    look("pages", &json!({"site": empty().path("site")}));
}

#[test]
fn every_page_works_without_scripts() {
    look("still", &json!({"site": example().path("example-ledger/site")}));
}

#[test]
fn every_page_works_below_the_root_of_a_server() {
    look("served", &json!({"site": example().path("example-ledger/site")}));
}

#[test]
fn hostile_names_are_text() {
    let site = hostile().path("example-ledger/site");
    look("hostile", &json!({"site": site, "marker": MARKER}));
}

#[test]
fn every_language_is_spoken_throughout() {
    let place = Place::with_example();
    let sites = in_languages(&place, &LANGUAGES);
    let mut words = Map::new();
    for language in LANGUAGES {
        let written = repository().join(format!("templates/languages/{language}/dashboard.yaml"));
        words.insert(language.to_owned(), flat(&fs::read_to_string(written).unwrap()));
    }
    look("languages", &json!({"sites": sites, "words": words}));
}

#[test]
fn the_search_finds_lists_sort_and_keys_lead() {
    let place = Place::with_example();
    let sites = in_languages(&place, &["de", "en", "ru"]);
    look("search", &json!({"sites": sites}));
}

/// The example's site in each of these languages, by language.
fn in_languages(place: &Place, languages: &[&str]) -> Map<String, Value> {
    let settings = place.read("example-ledger/dunlin.yaml");
    let mut sites = Map::new();
    for language in languages {
        place.write(
            "example-ledger/dunlin.yaml",
            settings.replacen("\nlanguage: en ", &format!("\nlanguage: {language} "), 1),
        );
        build(place, &["example-ledger", "--out", language]);
        sites.insert((*language).to_owned(), json!(place.path(language)));
    }
    sites
}

#[test]
fn what_is_served_follows_the_ledger() {
    let place = Place::with_example();
    let world = json!({
        "dunlin": env!("CARGO_BIN_EXE_dunlin"),
        "folder": place.path(""),
        "ledger": "example-ledger",
        "day": DAY,
    });
    look("live", &world);
}

/// One fault of each sort, to see that whoever looks sees it.
const FAULTY: &str = r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A</title>
<style>
  body { font: 16px/1.5 sans-serif; }
  .pale { color: #eee; background: #fff; }
  .wide { width: 2000px; }
  .cut { width: 40px; height: 20px; overflow: hidden; white-space: nowrap; }
  .under { position: absolute; top: 300px; left: 20px; }
  :focus-visible { outline: none; }
</style></head>
<body><main>
<h1>A</h1><h3>skipped</h3>
<p class="pale">pale as snow</p>
<p class="cut">cut off in the middle of a sentence</p>
<p class="wide">wide</p>
<p class="under">first text</p><p class="under">second text</p>
<p><a href="nowhere.html">a</a> <a href="index.html#gone">b</a> <a href="http://elsewhere.example/">c</a></p>
<p id="twice">one</p><p id="twice" tabindex="3">two</p>
<table><tr><th>x</th><td>y</td></tr></table>
<img src="missing.png" alt=""><script>console.error("noise"); throw new Error("thrown")</script>
<script src="https://elsewhere.example/x.js"></script>
</main></body></html>"#;

#[test]
fn faults_are_seen_and_told_all_at_once() {
    let place = Place::with(&[("index.html", FAULTY), ("orphan.html", FAULTY)]);
    let told = run("pages", &json!({"site": place.path("")}));
    assert_eq!(told.status, 1, "{}", told.stderr);
    for expected in [
        "axe color-contrast (light) index.html, orphan.html\n    .pale: ",
        "axe heading-order (light)",
        "console error (light)",
        "uncaught error (light)",
        "failed request (light)",
        "foreign request (light)",
        "noindex (light)",
        "policy (light)",
        "title (light)",
        "is cut off by",
        "\"second text\" lies over \"first text\"",
        "horizontal scrolling (phone)",
        "horizontal scrolling (print)",
        "shows nothing when the keyboard comes",
        "jumps the queue of the Tab key",
        "two elements are #twice",
        "has no caption",
        "a heading has no scope",
        "there is no nowhere.html",
        "index.html has no #gone",
        "isn't https: http://elsewhere.example/",
        "no rel=noreferrer",
        "link (light) orphan.html\n    nothing leads to this file",
    ] {
        assert!(told.stdout.contains(expected), "{expected}\n{}", told.stdout);
    }
    installed::debian(&["java"], &["default-jre-headless"]);
    let told = run("html", &json!({"sites": [place.path("")]}));
    assert!(
        told.stdout.contains("html error (light) index.html"),
        "{}",
        told.stdout
    );
}

/// What an area finds wrong is told all at once.
fn look(area: &str, world: &Value) {
    let told = run(area, world);
    assert!(told.status == 0, "\n{}{}", told.stdout, told.stderr);
}

/// One area of `tests/browser`, of one world.
fn run(area: &str, world: &Value) -> Run {
    static PACKAGES: OnceLock<std::path::PathBuf> = OnceLock::new();
    let packages = PACKAGES.get_or_init(|| {
        let names = [
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        ];
        installed::debian(&names, &["chromium", "fonts-liberation"]);
        installed::npm("browser")
    });
    let place = Place::with(&[("world.json", &world.to_string())]);
    let output = Command::new("node")
        .arg(repository().join("tests/browser/run.mjs"))
        .arg(area)
        .arg(place.path("world.json"))
        .env("DUNLIN_BROWSER_PACKAGES", packages)
        .output()
        .unwrap_or_else(|error| panic!("missing: Node.js: {error}"));
    place.run_of(&output)
}

fn build(place: &Place, arguments: &[&str]) {
    let run = place.dunlin(&[&["build", "--as-of", DAY], arguments].concat());
    assert!([0, 1].contains(&run.status), "{}", run.stderr);
}

fn example() -> &'static Place {
    static PLACE: OnceLock<Place> = OnceLock::new();
    PLACE.get_or_init(|| {
        let place = Place::with_example();
        build(&place, &["example-ledger"]);
        place
    })
}

fn empty() -> &'static Place {
    static PLACE: OnceLock<Place> = OnceLock::new();
    PLACE.get_or_init(|| {
        let place = Place::with(&[("dunlin.yaml", "creditor: {name: Studio}\ncurrency: EUR\n")]);
        build(&place, &[]);
        place
    })
}

/// A language's words by key; of counted ones each form.
fn flat(yaml: &str) -> Value {
    let words: Map<String, Value> = serde_yaml::from_str(yaml).unwrap();
    let mut flat = Map::new();
    for (key, value) in words {
        match value {
            Value::Object(forms) => flat.extend(
                forms
                    .into_iter()
                    .map(|(form, text)| (format!("{key}.{form}"), text)),
            ),
            text => {
                flat.insert(key, text);
            }
        }
    }
    Value::Object(flat)
}

/// In every hostile text, so that a page can be told to show one.
const MARKER: &str = "mallory";

/// What somebody might write who wants more of a page than to be read.
const HOSTILE: [&str; 9] = [
    "mallory <script>window.pwned=1;alert(1)</script>",
    "mallory \"><img src=x onerror=\"window.pwned=2;alert(2)\">",
    "mallory' onmouseover='window.pwned=3;alert(3)",
    "mallory </title></style></script></textarea><svg onload=alert(4)>",
    "mallory \u{202e}00.001\u{2066} \u{200f}x\u{200b}\u{feff}y",
    "javascript:alert('mallory')",
    "mallory [x](javascript:alert(5)) ![x](https://evil.example/mallory.png) <https://evil.example/a>",
    "mallory {{ name }} {% raw %} ]]> --> &lt;b&gt; \\u0000 %3Cscript%3E",
    "malloryDonaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorsitzendenstellvertreterinnenverband",
];

/// Where people write what they like.
const FREE: [&str; 27] = [
    "name",
    "legal_name",
    "registration",
    "tax_id",
    "holder",
    "text",
    "phone",
    "address",
    "reason",
    "note",
    "to",
    "subject",
    "reference",
    "outcome",
    "what",
    "number",
    "description",
    "method",
    "via",
    "title",
    "when",
    "waits_for",
    "notes",
    "salutation",
    "source",
    "email",
    "cc",
];

/// The example with something hostile wherever a text is free.
fn hostile() -> &'static Place {
    static PLACE: OnceLock<Place> = OnceLock::new();
    PLACE.get_or_init(|| {
        let place = Place::new();
        let mut next = 0;
        for (path, bytes) in files(&repository().join("example-ledger")) {
            if !path.starts_with("site/") && !path.starts_with("reminders/") {
                place.write(
                    &format!("example-ledger/{path}"),
                    poisoned(&path, bytes, &mut next),
                );
            }
        }
        build(&place, &["example-ledger"]);
        place
    })
}

fn poisoned(path: &str, bytes: Vec<u8>, next: &mut usize) -> Vec<u8> {
    let text = || String::from_utf8(bytes.clone()).unwrap();
    if path.ends_with(".yaml") {
        let records = text()
            .split("\n---\n")
            .map(|record| record_of(record, next))
            .collect::<Vec<_>>();
        records.join("\n---\n").into_bytes()
    } else if let Some(rest) = text().strip_prefix("---\n").filter(|_| path.ends_with(".md")) {
        let (head, body) = rest.split_once("\n---\n").unwrap();
        format!(
            "---\n{}\n---\n{body}\n\n{}\n",
            record_of(head, next),
            HOSTILE.join("\n\n")
        )
        .into_bytes()
    } else {
        bytes
    }
}

/// YAML again, on one line: what is JSON is YAML too.
fn record_of(yaml: &str, next: &mut usize) -> String {
    let mut value: Value = serde_yaml::from_str(yaml).unwrap();
    poison(&mut value, next);
    value.to_string()
}

fn poison(value: &mut Value, next: &mut usize) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(text)
                        if FREE.contains(&key.as_str())
                            && !["formal", "informal"].contains(&text.as_str()) =>
                    {
                        *text = HOSTILE[*next % HOSTILE.len()].to_owned();
                        *next += 1;
                    }
                    other => poison(other, next),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| poison(value, next)),
        _ => {}
    }
}
