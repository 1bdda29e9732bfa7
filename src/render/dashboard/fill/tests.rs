use super::*;
use crate::{
    assess, check,
    load::{self, Content},
    render::letter,
    report::AGENDA_DAYS,
    statute::Statutes,
};
use std::{collections::BTreeSet, path::Path};

/// The pages of a ledger's folder, as a build makes them.
fn built(folder: &load::Folder) -> Files {
    let places: Vec<_> = Statutes::ids().collect();
    let loaded = load::ledger(folder, &places);
    let ledger = loaded.ledger.as_ref().unwrap();
    let statutes = assess::statutes(ledger).unwrap();
    let day = ledger.settings.as_of.unwrap().value;
    let assessed = assess::assess(ledger, &statutes, day);
    let checked = check::run(&loaded, Some(&assessed)).unwrap();
    let letters = report::letters(&assessed, &loaded.unread);
    let actions = report::actions(&assessed, &letters, AGENDA_DAYS);
    let languages = Languages::embedded();
    let drafts = letter::drafts(&assessed, &letters, &languages);
    site(Facts {
        assessed: &assessed,
        loaded: &loaded,
        checked: &checked,
        letters: &letters,
        drafts: &drafts,
        actions: &actions,
        languages: &languages,
    })
    .unwrap()
}

fn example() -> load::Folder {
    load::folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-ledger")).unwrap()
}

fn in_language(tag: &str) -> load::Folder {
    let mut folder = example();
    let settings = folder.files.get_mut("dunlin.yaml").unwrap();
    let Content::Bytes(bytes) = settings else { panic!() };
    let text = String::from_utf8(bytes.clone()).unwrap();
    *settings = Content::Bytes(
        text.replace("language: en ", &format!("language: {tag} "))
            .into_bytes(),
    );
    folder
}

fn small(files: &[(&str, &str)]) -> load::Folder {
    let mut folder = load::Folder::default();
    for (path, text) in files {
        folder
            .files
            .insert((*path).to_owned(), Content::Bytes(text.as_bytes().to_vec()));
    }
    folder
}

fn html(files: &Files) -> BTreeMap<&str, &str> {
    let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
    pages
        .map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
        .collect()
}

/// What follows `name="` up to the quote, each time.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    html.split(&format!(" {name}=\""))
        .skip(1)
        .map(|rest| rest.split_once('"').unwrap().0)
        .collect()
}

/// As a browser reads an address.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address
        .replace("&#x2F;", "/")
        .replace("&amp;", "&")
        .into_bytes()
        .into_iter();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Addresses that lead nowhere, and pages that break what every page promises.
fn faults(files: &Files) -> Vec<String> {
    let pages = html(files);
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(path, html)| (*path, attributes(html, "id").into_iter().collect()))
        .collect();
    let mut faults = Vec::new();
    for (path, html) in &pages {
        if html.matches("<h1").count() != 1 {
            faults.push(format!("{path}: not one h1"));
        }
        if ids[path].len() != attributes(html, "id").len() {
            faults.push(format!("{path}: an id twice"));
        }
        for href in attributes(html, "href") {
            if href.starts_with("mailto:") || href.starts_with("http") {
                continue;
            }
            let (page, fragment) = href.split_once('#').unwrap_or((href, ""));
            let page = if page.is_empty() {
                (*path).to_owned()
            } else {
                decoded(page)
            };
            let arrives = fragment.is_empty()
                || ids
                    .get(page.as_str())
                    .is_some_and(|ids| ids.contains(decoded(fragment).as_str()));
            if !files.contains_key(&page) || !arrives {
                faults.push(format!("{path}: {href}"));
            }
        }
    }
    faults
}

#[test]
fn the_example_is_rendered_and_every_link_arrives() {
    let files = built(&example());
    if let Some(out) = std::env::var_os("FILL_OUT") {
        for tag in ["en", "es", "de", "ru"] {
            for (path, bytes) in &built(&in_language(tag)) {
                let path = Path::new(&out).join(tag).join(path);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, bytes).unwrap();
            }
        }
    }
    assert_eq!(faults(&files), Vec::<String>::new());
    for path in [
        "index.html",
        "client-luna.html",
        "contract-luna-web.html",
        "invoice-luna-04.html",
    ] {
        assert!(files.contains_key(path), "{path}");
    }
}
