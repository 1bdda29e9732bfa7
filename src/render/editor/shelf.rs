//! What completion offers and no ledger changes: places of the law and languages; apart because it is read once and not
//! at every key.

use crate::{
    language::Languages,
    statute::{Overrides, Statutes},
};

/// Read once, when the program starts.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// Id and name, by id.
    pub places: Vec<(String, String)>,
    /// Tags, sorted.
    pub languages: Vec<String>,
}

impl Shelf {
    /// A data file that can't be read leaves its places out: other commands say so.
    pub fn read() -> Self {
        let law = Statutes::all(&Overrides::default()).unwrap_or_default();
        Self {
            places: law
                .jurisdictions()
                .map(|place| (place.id.clone(), place.name.clone()))
                .collect(),
            languages: Languages::embedded()
                .tags()
                .into_iter()
                .map(str::to_owned)
                .collect(),
        }
    }
}
