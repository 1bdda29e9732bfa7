//! What the disguise hangs on: a secret that a ledger has and its pages don't show.

use crate::load::{
    SETTINGS,
    tree::{Node, Piece, Shape, parse},
};
use sha2::{Digest, Sha256};

/// A digest of what `dunlin.yaml` says, without the days in it that move on from week to week: names must not change
/// with every bank statement. A key of the user's own, `x-incognito: some words`, is part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key([u8; 32]);

/// Say nothing about whose ledger it is, and change.
const PASSING: [&str; 4] = ["as_of", "reconciled", "reminders", "site"];

/// Small, so that a sum which is within a court's limit mostly stays within it.
const LEAST_FACTOR: u8 = 2;
const FACTORS: u8 = 4;

impl Key {
    pub fn of(settings: &str) -> Self {
        let tree = parse(Piece::alone(settings));
        let mut hash = Sha256::new();
        hash.update(format!("{SETTINGS} incognito 1\n"));
        match tree.documents.first() {
            Some(document) => take(&document.root, &mut hash, true),
            None => hash.update(settings),
        }
        Self(hash.finalize().into())
    }

    /// What every amount is multiplied by: a whole number, so that whatever added up still does, to the cent.
    pub fn factor(self) -> u32 {
        let [first, ..] = self.digest("factor", "");
        u32::from(LEAST_FACTOR + first % FACTORS)
    }

    pub fn digest(self, about: &str, text: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(about);
        hash.update([0]);
        hash.update(text);
        hash.finalize().into()
    }
}

/// Keys and values in order, however they are laid out.
fn take(node: &Node, hash: &mut Sha256, is_top: bool) {
    match &node.shape {
        Shape::Scalar(scalar) => {
            hash.update(scalar.text.len().to_le_bytes());
            hash.update(&scalar.text);
        }
        Shape::List(items) => {
            hash.update([b'[']);
            for item in items {
                take(&item.node, hash, false);
            }
            hash.update([b']']);
        }
        Shape::Mapping(entries) => {
            hash.update([b'{']);
            for entry in entries {
                let name = entry.key.scalar().map(|scalar| scalar.text.as_str());
                if is_top && name.is_some_and(|name| PASSING.contains(&name)) {
                    continue;
                }
                take(&entry.key, hash, false);
                take(&entry.value, hash, false);
            }
            hash.update([b'}']);
        }
    }
}
