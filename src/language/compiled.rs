//! Templates compiled together, of which one that is wrong spoils no other; apart because the engine takes all or none,
//! for letters as for pages.

use super::{
    fault::{Fault, Told},
    meter::{self, Meter, Page},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use tera::{Context, Kwargs, State, Tera, TeraResult};

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
    /// The ledger's own, as they were compiled.
    metered: BTreeMap<String, String>,
    own: BTreeSet<String>,
    meter: Arc<Meter>,
}

impl Compiled {
    /// Leaves out one file after the other until the rest holds together. `Err`: nothing tells which is at fault.
    pub fn of(files: Files<'_>) -> Result<Self, Fault> {
        let mut compiled = Self {
            tera: Tera::default(),
            faults: BTreeMap::new(),
            folder: files.folder,
            texts: owned(&files.texts),
            metered: BTreeMap::new(),
            own: files.own.clone(),
            meter: Arc::default(),
        };
        compiled.count();
        let mut whole = files.texts;
        loop {
            let texts = whole
                .iter()
                .filter_map(|(name, text)| match compiled.metered.get(name) {
                    Some(metered) => Some((name.as_str(), metered.as_str())),
                    None => (!compiled.faults.contains_key(name)).then_some((name.as_str(), *text)),
                });
            let Err(error) = compiled.tera.add_raw_templates(texts) else {
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

    /// Puts the counting calls into the ledger's own; one that can't be counted is left out.
    fn count(&mut self) {
        for (name, text) in self.texts.iter().filter(|(name, _)| self.own.contains(*name)) {
            match meter::metered(text) {
                Ok(metered) => drop(self.metered.insert(name.clone(), metered)),
                Err(at) => {
                    let before = text.get(..at).unwrap_or_default();
                    let line = before.rsplit('\n').next().unwrap_or_default();
                    let fault = Fault {
                        path: format!("{}{name}", self.folder),
                        line: before.matches('\n').count() + 1,
                        column: line.chars().count() + 1,
                        message: meter::COMPREHENSION.to_owned(),
                        is_built_in: false,
                    };
                    self.faults.insert(name.clone(), fault);
                }
            }
        }
        let meter = Arc::clone(&self.meter);
        let counts = move |kwargs: Kwargs, _: &State| -> TeraResult<&'static str> {
            if meter.take(kwargs.must_get("blocks")?) {
                Ok("")
            } else {
                Err(tera::Error::message(meter::TOO_MUCH_WORK))
            }
        };
        self.tera.register_function(meter::CALL, counts);
    }

    pub fn fill(&self, name: &str, context: &Context) -> Result<String, Fault> {
        if let Some(fault) = self.faults.get(name) {
            return Err(fault.clone());
        }
        if self.own.is_empty() {
            let filled = self.tera.render(name, context);
            return filled.map_err(|error| self.fault_in(name, &error));
        }
        let mut page = Page::default();
        self.meter.begin();
        let filled = self.tera.render_to(name, context, &mut page);
        self.meter.end();
        if page.is_full {
            return Err(self.at_start(name, meter::TOO_LONG.to_owned()));
        }
        filled.map_err(|error| self.fault_in(name, &error))?;
        Ok(String::from_utf8_lossy(&page.bytes).into_owned())
    }

    /// Of a file that was being filled, which is at fault where the engine names none.
    fn fault_in(&self, name: &str, error: &tera::Error) -> Fault {
        let fault = self.fault(error);
        if fault.path == self.folder {
            return self.at_start(name, fault.message);
        }
        fault
    }

    fn at_start(&self, name: &str, message: String) -> Fault {
        Fault {
            path: format!("{}{name}", self.folder),
            line: 1,
            column: 1,
            message,
            is_built_in: !self.own.contains(name),
        }
    }

    pub fn fault(&self, error: &tera::Error) -> Fault {
        let mut told = Told::of(error);
        if let Some(metered) = self.metered.get(&told.file) {
            told.column = meter::column_as_written(metered, (told.line, told.column));
        }
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
