//! The dashboard's templates, those of a ledger in place of the built-in ones; apart because a slip in one of them must
//! cost nobody the dashboard: where it fails, the built-in one is filled.

use super::{
    compiled::{Compiled, Files},
    fault::Fault,
};
use crate::model::{OwnTexts, own_texts::FOLDER};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use tera::Context;

macro_rules! pages {
    ($($name:literal),*) => {
        &[$(($name, include_str!(concat!("../../templates/dashboard/", $name)))),*]
    };
}

/// Every file of the dashboard's, alphabetical: those that aren't HTML are written as they are.
pub(super) const PAGES: &[(&str, &str)] = pages![
    "agenda.html",
    "base.html",
    "charts.html",
    "client.html",
    "clients.html",
    "contract.html",
    "contracts.html",
    "elements.html",
    "findings-by-rule.html",
    "findings.html",
    "icon.svg",
    "invoice.html",
    "keys.js",
    "law.html",
    "letters.html",
    "lists.js",
    "overview.html",
    "place.html",
    "rule.html",
    "script.js",
    "search.js",
    "searchbox.js",
    "section.html",
    "statement.html",
    "style.css"
];

/// Their folder below that of all texts; ends in `/`.
pub(super) const DASHBOARD: &str = "dashboard/";

/// The templates of the pages, and the files beside them.
#[derive(Debug)]
pub struct PageTemplates {
    built_in: Compiled,
    /// With the ledger's own; `None` if it has none, or none that holds.
    own: Option<Compiled>,
    assets: BTreeMap<String, String>,
    faults: BTreeSet<Fault>,
}

/// A page, and what was wrong with the ledger's own template if it is the built-in one.
#[derive(Debug)]
pub struct Filled {
    pub html: String,
    pub fault: Option<Fault>,
}

impl PageTemplates {
    /// `Err`: the built-in ones don't hold together, which a test rules out.
    pub fn with(own: &OwnTexts) -> Result<Self, Fault> {
        let own: BTreeMap<&str, &str> = own
            .0
            .iter()
            .filter_map(|(path, text)| Some((path.strip_prefix(DASHBOARD)?, text.value.as_str())))
            .collect();
        let (html, assets): (Vec<_>, Vec<_>) = PAGES
            .iter()
            .copied()
            .partition(|(name, _)| name.ends_with(".html"));
        let html: BTreeMap<&str, &str> = html.into_iter().collect();
        let mut faults = BTreeSet::new();
        let own_html = own.iter().filter(|(name, _)| name.ends_with(".html"));
        let own_html: BTreeMap<&str, &str> = own_html.map(|(name, text)| (*name, *text)).collect();
        Ok(Self {
            built_in: compile(&html, &BTreeMap::new())?,
            own: hold(&html, own_html, &mut faults),
            assets: assets
                .into_iter()
                .map(|(name, text)| (name.to_owned(), (*own.get(name).unwrap_or(&text)).to_owned()))
                .collect(),
            faults,
        })
    }

    /// What every page is filled with, beside its own facts.
    pub fn share(&mut self, facts: &impl Serialize) -> Result<(), Fault> {
        let built_in = &self.built_in;
        let shared = Context::from_serialize(facts).map_err(|error| built_in.fault(&error))?;
        for compiled in self.own.iter_mut().chain([&mut self.built_in]) {
            compiled.tera.global_context().extend(shared.clone());
        }
        Ok(())
    }

    pub fn fill(&self, name: &str, facts: &impl Serialize) -> Result<Filled, Fault> {
        let context = Context::from_serialize(facts).map_err(|error| self.built_in.fault(&error))?;
        let fault = match self.own.as_ref().map(|own| own.fill(name, &context)) {
            Some(Ok(html)) => return Ok(Filled { html, fault: None }),
            Some(Err(fault)) => Some(fault),
            None => None,
        };
        let html = self.built_in.fill(name, &context)?;
        Ok(Filled { html, fault })
    }

    /// The style sheet, the script and the icon, by name.
    pub fn assets(&self) -> &BTreeMap<String, String> {
        &self.assets
    }

    /// What is wrong with the ledger's own, as far as it shows before they are filled.
    pub fn faults(&self) -> &BTreeSet<Fault> {
        &self.faults
    }
}

fn compile(built_in: &BTreeMap<&str, &str>, own: &BTreeMap<&str, &str>) -> Result<Compiled, Fault> {
    let texts = built_in.iter().chain(own);
    Compiled::of(Files {
        folder: format!("{FOLDER}/{DASHBOARD}"),
        texts: texts.map(|(name, text)| ((*name).to_owned(), *text)).collect(),
        own: &own.keys().map(|name| (*name).to_owned()).collect(),
    })
}

/// The built-in pages with those of the ledger's own that hold together with them.
fn hold(
    built_in: &BTreeMap<&str, &str>,
    mut own: BTreeMap<&str, &str>,
    faults: &mut BTreeSet<Fault>,
) -> Option<Compiled> {
    while !own.is_empty() {
        let found: BTreeSet<Fault> = match compile(built_in, &own) {
            Ok(compiled) if compiled.faults.is_empty() => return Some(compiled),
            Ok(compiled) => compiled.faults.into_values().collect(),
            Err(fault) => BTreeSet::from([fault]),
        };
        let before = own.len();
        own.retain(|name, _| {
            let path = format!("{FOLDER}/{DASHBOARD}{name}");
            !found.iter().any(|fault| fault.path == path)
        });
        // What a built-in page misses, one of theirs left out: it can't be told which.
        if own.len() == before {
            own.clear();
        }
        faults.extend(found);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{At, FileId, Span};
    use serde_json::json;

    fn pages(own: &[(&str, &str)]) -> PageTemplates {
        let at = Span::start_of(FileId(0));
        let texts = own
            .iter()
            .map(|(name, text)| (format!("{DASHBOARD}{name}"), At::new((*text).to_owned(), at)));
        PageTemplates::with(&OwnTexts(texts.collect())).unwrap()
    }

    fn faults(own: &[(&str, &str)]) -> Vec<String> {
        pages(own).faults().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_list_is_the_folder() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/dashboard");
        let mut names: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(PAGES.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names);
    }

    #[test]
    fn what_does_not_hold_is_left_out_and_the_rest_is_used() {
        assert!(faults(&[]).is_empty());
        let own = [("letters.html", "{% if %}"), ("clients.html", "mine: {{ x }}")];
        let pages = pages(&own);
        assert_eq!(pages.faults().len(), 1);
        let fault = pages.faults().first().unwrap();
        assert_eq!(
            (fault.path.as_str(), fault.line),
            ("templates/dashboard/letters.html", 1)
        );
        assert_eq!(
            pages.fill("clients.html", &json!({"x": "<b>"})).unwrap().html,
            "mine: &lt;b&gt;"
        );
    }

    #[test]
    fn what_a_built_in_page_needs_must_stay() {
        let found = faults(&[("base.html", "nothing"), ("mine.html", "x")]);
        assert!(!found.is_empty());
        assert!(
            found.iter().all(|fault| fault.contains(" (built in): ")),
            "{found:?}"
        );
        assert!(pages(&[("base.html", "nothing")]).own.is_none());
    }

    #[test]
    fn neither_the_clock_nor_the_environment_nor_files_can_be_asked() {
        for call in [
            "now()",
            "get_env(name='HOME')",
            "load_data(path='x')",
            "get_random(end=9)",
        ] {
            let text = format!("{{{{ {call} }}}}");
            let found = faults(&[("letters.html", &text)]);
            assert!(found[0].contains("there is no function"), "{call}: {found:?}");
        }
        assert!(!faults(&[("letters.html", "{% include '/etc/hostname' %}")]).is_empty());
    }

    /// What is said of a page of the ledger's own.
    fn said(text: &str) -> String {
        let pages = pages(&[("mine.html", text), ("letters.html", "{% include 'mine.html' %}")]);
        if let Some(fault) = pages.faults().first() {
            return fault.to_string();
        }
        let own = pages.own.as_ref().unwrap();
        own.fill("mine.html", &Context::new()).unwrap_err().to_string()
    }

    #[test]
    fn what_has_no_end_in_sight_is_stopped() {
        let turns = "{% for a in range(end=9999) %}";
        for (text, expected) in [
            (
                format!("\n{turns}{turns}{{% endfor %}}{{% endfor %}}"),
                "mine.html:2:61: this has been gone through too often: its loops, one within another, have no end in sight",
            ),
            (
                "{% component twice() %}{{<twice />}}{{<twice />}}{% endcomponent %}{{<twice />}}".to_owned(),
                "mine.html:1:1: a component asks for itself without end",
            ),
            (
                format!("{turns}{}{{% endfor %}}", "a".repeat(1700)),
                "mine.html:1:1: this writes more than 16 MiB",
            ),
            (
                "{% include 'mine.html' %}".to_owned(),
                "mine.html:1:1: it includes itself",
            ),
            (
                "a {{ [x for x in range(end=9)] | length }}".to_owned(),
                "mine.html:1:9: a list can't be built by `for` in brackets here",
            ),
        ] {
            let said = said(&text);
            let expected = format!("templates/dashboard/{expected}");
            assert!(said.starts_with(&expected), "{said}\n{expected}");
        }
        let nine = pages(&[
            ("mine.html", "{% for a in range(end=9) %}\n{{ a }}{% endfor %}"),
            ("letters.html", "{% include 'mine.html' %}"),
        ]);
        assert_eq!(
            nine.fill("mine.html", &json!({})).unwrap().html,
            "\n0\n1\n2\n3\n4\n5\n6\n7\n8"
        );
    }

    #[test]
    fn maps_are_gone_through_in_their_order() {
        let pages = pages(&[("letters.html", "{% for k, v in m %}{{ k }}{% endfor %}")]);
        let facts = json!({"m": {"e": 1, "a": 2, "d": 3, "b": 4, "c": 5, "f": 6, "g": 7}});
        let in_order: String = facts["m"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(pages.fill("letters.html", &facts).unwrap().html, in_order);
    }
}
