//! Templates compiled together, of which one that is wrong spoils no other; apart because the engine takes all or none,
//! for letters as for pages.

use super::fault::{Fault, Told};
use std::collections::{BTreeMap, BTreeSet};
use tera::{Context, Tera};

/// What is compiled.
pub(super) struct Files<'f> {
    /// Where they stand below the ledger's folder; ends in `/`.
    pub folder: String,
    /// By name.
    pub texts: BTreeMap<String, &'f str>,
    /// The names of those that are the ledger's own.
    pub own: &'f BTreeSet<String>,
}

/// Templates that can be filled, and those that can't.
#[derive(Debug)]
pub(super) struct Compiled {
    pub tera: Tera,
    /// By the file's name.
    pub faults: BTreeMap<String, Fault>,
    folder: String,
    texts: BTreeMap<String, String>,
    own: BTreeSet<String>,
}

impl Compiled {
    /// Leaves out one file after the other until the rest holds together. `Err`: nothing tells which is at fault.
    pub fn of(files: Files<'_>) -> Result<Self, Fault> {
        let mut compiled = Self {
            tera: Tera::default(),
            faults: BTreeMap::new(),
            folder: files.folder,
            texts: owned(&files.texts),
            own: files.own.clone(),
        };
        let mut whole = files.texts;
        loop {
            let Err(error) = compiled.tera.add_raw_templates(&whole) else {
                return Ok(compiled);
            };
            let told = Told::of(&error);
            if whole.remove(&told.file).is_none() {
                return Err(compiled.fault(&error));
            }
            // What includes a file that was left out fails for the same reason.
            let left_out = told.message.strip_prefix("Unknown template `");
            let cause = left_out.and_then(|rest| compiled.faults.get(rest.trim_end_matches('`')));
            let fault = cause.cloned().unwrap_or_else(|| compiled.fault(&error));
            compiled.faults.insert(told.file, fault);
        }
    }

    pub fn fill(&self, name: &str, context: &Context) -> Result<String, Fault> {
        if let Some(fault) = self.faults.get(name) {
            return Err(fault.clone());
        }
        self.tera
            .render(name, context)
            .map_err(|error| self.fault(&error))
    }

    pub fn fault(&self, error: &tera::Error) -> Fault {
        let told = Told::of(error);
        let text = self.texts.get(&told.file).map_or("", String::as_str);
        Fault {
            message: told.in_words(text, self.texts.keys().map(String::as_str)),
            path: format!("{}{}", self.folder, told.file),
            line: told.line,
            column: told.column,
            is_built_in: !told.file.is_empty() && !self.own.contains(&told.file),
        }
    }
}

fn owned(texts: &BTreeMap<String, &str>) -> BTreeMap<String, String> {
    let owned = texts
        .iter()
        .map(|(name, text)| (name.clone(), (*text).to_owned()));
    owned.collect()
}
