//! What the pages about one client are made of, in a few characters: where that is as it was at the last build, so are they.
//! Apart because whatever is forgotten here leaves an old figure on a page; a test compares pages wherever keys agree.

use super::{Book, owners::Owner};
use crate::{
    model::{Ledger, Origin},
    source::FileId,
};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::{Debug, Write},
};

/// By client. None at all where the ledger's own templates may have something to say of each page that they make.
#[derive(Debug, Default)]
pub struct Keys<'s>(BTreeMap<&'s str, String>);

impl Keys<'_> {
    pub fn of_page(&self, client: &str, path: &str) -> Option<String> {
        let client = self.0.get(client)?;
        Some(hex(Sha256::new().chain_update(client).chain_update(path)))
    }
}

impl<'s> Book<'s> {
    /// `made_by` tells this program and the ledger's documents from others.
    pub fn keys(&self, made_by: &str) -> Keys<'s> {
        if !self.facts.loaded.texts.0.is_empty() {
            return Keys::default();
        }
        let files = files_of_clients(self.facts.assessed.ledger);
        let common = self.common(made_by, &files);
        let clients = self.facts.assessed.clients.keys();
        let keyed = clients.map(|id| {
            let mut key = Sha256::new().chain_update(&common);
            for file in files.get(id).into_iter().flatten() {
                self.add_file(&mut key, *file);
            }
            for owner in self.owners(id) {
                self.found
                    .numbers_of(owner)
                    .iter()
                    .for_each(|n| self.add_finding(&mut key, *n));
            }
            self.add_letters(&mut key, id);
            (*id, hex(key))
        });
        Keys(keyed.collect())
    }

    /// What every page may say: the day, the settings, what was left unread, and each file that is no client's.
    fn common(&self, made_by: &str, files: &BTreeMap<&str, BTreeSet<FileId>>) -> String {
        let facts = self.facts;
        let mut key = Sha256::new();
        let said = [
            made_by.to_owned(),
            facts.assessed.day.to_string(),
            facts.incognito.to_string(),
            debug(&facts.loaded.unread),
            debug(&self.unread()),
        ];
        said.iter().for_each(|part| add(&mut key, part));
        let of_clients: BTreeSet<&FileId> = files.values().flatten().collect();
        for (file, _) in facts.loaded.sources.files() {
            if !of_clients.contains(&file) {
                self.add_file(&mut key, file);
            }
        }
        hex(key)
    }

    fn owners(&self, client: &'s str) -> impl Iterator<Item = Owner<'s>> {
        let on = self.facts.assessed.clients.get(client);
        let contracts = on
            .into_iter()
            .flat_map(|on| on.contracts.iter().copied().map(Owner::Contract));
        let invoices = on
            .into_iter()
            .flat_map(|on| on.invoices.iter().copied().map(Owner::Invoice));
        std::iter::once(Owner::Client(client))
            .chain(contracts)
            .chain(invoices)
    }

    fn add_file(&self, key: &mut Sha256, file: FileId) {
        let file = self.facts.loaded.sources.file(file);
        add(key, &file.path);
        add(key, &file.text);
    }

    /// Where it is shown, what it says, and the lines that it points to, of whatever file.
    fn add_finding(&self, key: &mut Sha256, n: usize) {
        let Some(judged) = self.found.judged.get(n) else {
            return;
        };
        add(key, &self.found.address(n));
        add(key, &debug(judged));
        for related in &judged.finding.related {
            self.add_file(key, related.span.file);
        }
    }

    /// Their letters and where those are shown; what is to be done, and what git knows of their invoices.
    fn add_letters(&self, key: &mut Sha256, client: &str) {
        let parts = self.letter_parts();
        for (row, letter) in self.letters.to(client) {
            add(key, &parts.page(parts.part_of(row)));
            add(key, &debug(letter));
        }
        for action in self.index.actions.client.of(client) {
            add(key, &debug(action));
        }
        add(key, &self.is_held(client).to_string());
        let invoices = self.facts.assessed.clients.get(client).map(|on| &on.invoices);
        for id in invoices.into_iter().flatten() {
            if let Some(sent) = self.facts.assessed.ledger.as_sent.get(*id) {
                add(key, &debug(sent));
            }
        }
    }
}

/// By client, the files with a record of theirs.
fn files_of_clients(ledger: &Ledger) -> BTreeMap<&str, BTreeSet<FileId>> {
    let mut files: BTreeMap<&str, BTreeSet<FileId>> = BTreeMap::new();
    let mut add = |client, origin: Origin| {
        files.entry(client).or_default().insert(origin.file);
    };
    for (id, client) in &ledger.clients {
        add(id.as_str(), client.origin);
    }
    macro_rules! add_all {
        ($($records:ident),+) => {
            $(for record in ledger.$records.values() {
                add(record.client.value.as_str(), record.origin);
            })+
        };
    }
    add_all!(contracts, invoices, payments, log, plans, cases);
    files
}

fn add(key: &mut Sha256, part: &str) {
    key.update(part.len().to_le_bytes());
    key.update(part);
}

fn debug(value: &impl Debug) -> String {
    let mut text = String::new();
    // Writing to a string can't fail.
    let _ = write!(text, "{value:?}");
    text
}

fn hex(key: Sha256) -> String {
    let digest = key.finalize();
    let half = digest.iter().take(16);
    half.fold(String::with_capacity(32), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{example, with_dashboard};
    use crate::{
        load::{Content, Folder},
        render::FileSet,
    };
    use std::collections::BTreeMap;

    type Pages = BTreeMap<String, (String, Vec<u8>)>;

    /// Every page that has a key, with it.
    fn keyed(folder: &Folder) -> Pages {
        with_dashboard(folder, |made| {
            let paths = made.paths().into_iter();
            let keyed = paths.filter_map(|path| Some((path.to_owned(), made.key(path)?)));
            let made = keyed.map(|(path, key)| {
                let bytes = made.bytes(&path).unwrap().unwrap().into_owned();
                (path, (key, bytes))
            });
            made.collect()
        })
    }

    /// A generator of numbers that are the same in every run.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, most: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            usize::try_from(self.0 % u64::try_from(most).unwrap()).unwrap()
        }
    }

    /// The ledger with one file other: a digit, a line less, gone, or a new one before all others.
    fn changed(folder: &Folder, dice: &mut Dice) -> Folder {
        let mut folder = folder.clone();
        let records = folder.files.keys().filter(|path| path.contains('/'));
        let paths: Vec<_> = records
            .filter(|path| !path.starts_with("templates/"))
            .cloned()
            .collect();
        let path = &paths[dice.below(paths.len())];
        let Some(Content::Bytes(bytes)) = folder.files.get(path) else {
            return folder;
        };
        let text = String::from_utf8(bytes.clone()).unwrap();
        let digits: Vec<_> = text.match_indices(|c: char| c.is_ascii_digit()).collect();
        let lines: Vec<_> = text.lines().collect();
        let other = match dice.below(8) {
            0 => None,
            1 => {
                let gone = dice.below(lines.len());
                let left = lines.iter().enumerate().filter(|(n, _)| *n != gone);
                Some(left.map(|(_, line)| format!("{line}\n")).collect())
            }
            2 => {
                let new = format!("name: Aardvark {}\nkind: business\n", dice.below(9));
                let new = Content::Bytes(new.into_bytes());
                folder.files.insert("clients/aaa.yaml".to_owned(), new);
                return folder;
            }
            _ if digits.is_empty() => return folder,
            _ => {
                let (at, _) = digits[dice.below(digits.len())];
                let mut text = text.clone();
                text.replace_range(at..=at, &dice.below(10).to_string());
                Some(text)
            }
        };
        match other {
            Some(text) => folder
                .files
                .insert(path.clone(), Content::Bytes(text.into_bytes())),
            None => folder.files.remove(path),
        };
        folder
    }

    /// As often as `DUNLIN_KEY_RUNS` says.
    fn runs() -> usize {
        let asked = option_env!("DUNLIN_KEY_RUNS").and_then(|runs| runs.parse().ok());
        asked.unwrap_or(24)
    }

    #[test]
    fn pages_whose_keys_agree_agree() {
        let mut dice = Dice(0x5eed_cafe_f00d_1234);
        let first = example();
        let mut before = (first.clone(), keyed(&first));
        let (mut same, mut other) = (0, 0);
        for _ in 0..runs() {
            let folder = changed(&before.0, &mut dice);
            let pages = keyed(&folder);
            for (path, (key, bytes)) in &pages {
                let Some((old_key, old_bytes)) = before.1.get(path) else {
                    continue;
                };
                if old_key == key {
                    same += 1;
                    let (old, new) = (String::from_utf8_lossy(old_bytes), String::from_utf8_lossy(bytes));
                    assert!(
                        old == new,
                        "{path}: {}",
                        similar::TextDiff::from_lines(&*old, &*new).unified_diff()
                    );
                } else {
                    other += 1;
                }
            }
            before = (folder, pages);
        }
        assert!(
            same > other,
            "most pages are of other clients: {same} and {other}"
        );
        assert!(other > 0);
    }
}
