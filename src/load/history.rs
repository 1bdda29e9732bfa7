//! Files of the past, read as the loader reads those of today; apart because what they name is looked up in today's
//! ledger, and what is wrong with them is nobody's concern any more.

use super::{
    Content, Loaded,
    conform::fold,
    file,
    place::{Own, Place},
};
use crate::{
    model::{Invoice, Kind, Ledger},
    source::{At, FileId},
};
use std::collections::{BTreeMap, BTreeSet};

/// Reads files that a commit holds.
#[derive(Debug)]
pub struct History<'a> {
    own: Own,
    /// Ids as they are spelled today, by what ids are compared by.
    clients: BTreeMap<String, &'a str>,
    contracts: BTreeMap<String, &'a str>,
}

/// No file of today's [`crate::source::Sources`].
const NO_FILE: FileId = FileId(u32::MAX);

/// What two spellings of one id have in common.
pub fn id_key(id: &str) -> String {
    fold(id)
}

impl<'a> History<'a> {
    pub fn new(loaded: &'a Loaded, ledger: &'a Ledger) -> Self {
        Self {
            own: Own::in_sources(&loaded.sources),
            clients: ledger.clients.keys().map(|id| (fold(id), id.as_str())).collect(),
            contracts: ledger
                .contracts
                .keys()
                .map(|id| (fold(id), id.as_str()))
                .collect(),
        }
    }

    /// Whether a file at this path of the ledger holds invoices.
    pub fn holds_invoices(&self, path: &str) -> bool {
        self.kind(path) == Some(Kind::Invoice)
    }

    fn kind(&self, path: &str) -> Option<Kind> {
        match self.own.place(path) {
            Place::Record { kind, .. } => Some(kind),
            _ => None,
        }
    }

    /// The invoices of a file; those with a value that can't be read are left out.
    pub fn invoices(&self, path: &str, content: &Content) -> Vec<Invoice> {
        if !self.holds_invoices(path) {
            return Vec::new();
        }
        let read = file::read((NO_FILE, self.own.place(path)), content, None);
        let sound = read.drafts.into_iter().filter(|draft| draft.sound);
        let invoices = sound.filter_map(|draft| {
            let mut invoice = Invoice::from_fields(draft.id?.value, draft.origin, &draft.fields)?;
            spell(&mut invoice.client, &self.clients);
            if let Some(contract) = &mut invoice.contract {
                spell(contract, &self.contracts);
            }
            Some(invoice)
        });
        invoices.collect()
    }

    /// An invoice of today among those of an old file, its id spelled as today.
    pub fn find(now: &Invoice, old: &[Invoice]) -> Option<Invoice> {
        let key = fold(&now.id);
        let found = old.iter().find(|old| fold(&old.id) == key)?;
        Some(Invoice {
            id: now.id.clone(),
            ..found.clone()
        })
    }

    /// Whether a file may hold one of the invoices of these [`id_key`]s: told at a glance, before it is parsed.
    pub fn may_hold(&self, path: &str, content: &Content, wanted: &BTreeSet<String>) -> bool {
        let Place::Record { stem, .. } = self.own.place(path) else {
            return false;
        };
        let Content::Bytes(bytes) = content else {
            return false;
        };
        let states_ids = || {
            let pairs = bytes.windows(3);
            pairs
                .into_iter()
                .any(|part| matches!(part, [b'i', b'd', b':' | b'"' | b'\'' | b' ']))
        };
        wanted.contains(&fold(&stem)) || states_ids()
    }
}

fn spell(id: &mut At<String>, today: &BTreeMap<String, &str>) {
    if let Some(spelled) = today.get(&fold(id)) {
        id.value = (*spelled).to_owned();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{Folder, ledger};

    #[test]
    fn old_files_are_read_with_the_ids_of_today() {
        let settings = "creditor: {name: S}\ncurrency: EUR\n";
        let files = [("dunlin.yaml", settings), ("clients/acme.yaml", "name: Acme\n")];
        let folder = Folder {
            files: files
                .map(|(path, text)| (path.to_owned(), Content::Bytes(text.as_bytes().to_vec())))
                .into(),
            ..Folder::default()
        };
        let loaded = ledger(&folder, &[]);
        let ledger = loaded.ledger.as_ref().unwrap();
        let history = History::new(&loaded, ledger);
        let read = |path: &str, text: &str| {
            let invoices = history.invoices(path, &Content::Bytes(text.as_bytes().to_vec()));
            let told = invoices
                .iter()
                .map(|invoice| format!("{} {}", invoice.id, invoice.client.value));
            told.collect::<Vec<_>>().join(", ")
        };
        let two = "id: a\nclient: ACME\namount: 1\n---\nid: b\nclient: gone\namount: 2\nx-mine: 1\n";
        for (path, text, invoices) in [
            ("invoices/old/2026.yaml", two, "a acme, b gone"),
            ("invoices/c.yaml", "client: acme\namount: 1,50\n", ""),
            ("invoices/c.yaml", "client: [", ""),
            ("invoices/_c.yaml", "client: acme\namount: 1\n", ""),
            (
                "payments/c.yaml",
                "client: acme\namount: 1\ndate: 2026-01-01\n",
                "",
            ),
        ] {
            assert_eq!(read(path, text), invoices, "{path}");
        }
    }
}
