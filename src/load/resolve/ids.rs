//! Which ids there are, and which are taken twice.

use crate::{
    finding::Finding,
    load::{
        conform::fold,
        file::{Draft, Lost},
        shown,
    },
    model::{Kind, format::Target},
    source::Span,
};
use std::collections::{BTreeMap, BTreeSet};

/// Every id of a ledger, compared without case.
#[derive(Debug, Default)]
pub(super) struct Ids {
    known: BTreeMap<(Kind, String), Known>,
    /// Of these there may be more than could be read.
    hidden: BTreeSet<Kind>,
    /// Drafts whose id another has.
    taken: BTreeSet<usize>,
}

#[derive(Debug)]
struct Known {
    id: String,
    /// Among the drafts; `None`: its file could not be parsed.
    draft: Option<usize>,
}

impl Ids {
    /// Takes the ids in path order; a draft whose id is taken already is no longer sound.
    pub(super) fn take(drafts: &mut [Draft<Kind>], lost: &[Lost], findings: &mut Vec<Finding>) -> Self {
        let mut ids = Self::default();
        let mut places: BTreeMap<(Kind, String), Span> = BTreeMap::new();
        for (index, draft) in drafts.iter_mut().enumerate() {
            let Some(id) = &draft.id else { continue };
            let name = (draft.kind, fold(id));
            if let Some(first) = places.get(&name) {
                let message = format!("the id `{}` is taken already", shown(id));
                let finding = Finding::new("file/duplicate-id", id.span, message)
                    .help("give one of the two another id; upper and lower case don't tell ids apart")
                    .related(*first, "the first is here");
                findings.push(finding);
                draft.sound = false;
                draft.misread = true;
                ids.taken.insert(index);
                continue;
            }
            places.insert(name.clone(), id.span);
            let known = Known {
                id: id.value.clone(),
                draft: Some(index),
            };
            ids.known.insert(name, known);
        }
        for lost in lost {
            ids.add_lost(lost);
        }
        ids
    }

    fn add_lost(&mut self, lost: &Lost) {
        let Some(kind) = lost.kind else { return };
        if lost.hides_ids {
            self.hidden.insert(kind);
        }
        for id in &lost.ids {
            let known = || Known {
                id: id.clone(),
                draft: None,
            };
            self.known.entry((kind, fold(id))).or_insert_with(known);
        }
    }

    fn get(&self, target: Target, id: &str) -> Option<&Known> {
        self.known.get(&(kind_of(target)?, fold(id)))
    }

    /// The id as its record has it, readable or not.
    pub(super) fn canonical(&self, target: Target, id: &str) -> Option<&str> {
        self.get(target, id).map(|known| known.id.as_str())
    }

    pub(super) fn index(&self, target: Target, id: &str) -> Option<usize> {
        self.get(target, id)?.draft
    }

    pub(super) fn may_be_hidden(&self, target: Target) -> bool {
        kind_of(target).is_some_and(|kind| self.hidden.contains(&kind))
    }

    pub(super) fn of(&self, target: Target) -> impl Iterator<Item = &str> {
        let wanted = kind_of(target);
        let all = self
            .known
            .iter()
            .filter(move |((kind, _), _)| Some(*kind) == wanted);
        all.map(|(_, known)| known.id.as_str())
    }
}

fn kind_of(target: Target) -> Option<Kind> {
    match target {
        Target::Client => Some(Kind::Client),
        Target::Contract => Some(Kind::Contract),
        Target::Invoice => Some(Kind::Invoice),
        Target::Instalment | Target::Policy | Target::Jurisdiction => None,
    }
}

/// A printed number names one invoice, void ones included; the later one in path order is not sound.
pub(super) fn repeated_numbers(drafts: &mut [Draft<Kind>], ids: &Ids, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let invoices = drafts
        .iter_mut()
        .enumerate()
        .filter(|(_, draft)| draft.kind == Kind::Invoice);
    for (index, draft) in invoices {
        // That its id is taken was said already.
        let id = draft.id.clone().filter(|_| !ids.taken.contains(&index));
        let number = draft.fields.text("number").or(id);
        let Some(number) = number else { continue };
        let Some(first) = seen.get(&fold(&number)) else {
            seen.insert(fold(&number), number.span);
            continue;
        };
        let message = format!("an invoice with the number `{}` is there already", shown(&number));
        let finding = Finding::new("file/duplicate-id", number.span, message)
            .help("every invoice has a number of its own, cancelled ones too")
            .related(*first, "the first is here");
        findings.push(finding);
        draft.sound = false;
        draft.misread = true;
    }
}
