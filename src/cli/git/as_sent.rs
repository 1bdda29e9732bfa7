//! Each invoice as it stood on the day it was sent, found by its id, wherever its file was then.

use super::{
    Git, NoHistory,
    objects::blobs,
    timeline::{At, Timeline, Version},
};
use crate::{
    calendar::Date,
    load::{Content, History, Loaded, id_key},
    model::{AsSent, Invoice, Ledger},
};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// What the history tells, and what it should but can't.
#[derive(Debug, Default)]
pub struct AsSentFound {
    /// By the invoice's id.
    pub invoices: BTreeMap<String, AsSent>,
    /// Invoices sent before a shallow clone begins.
    pub beyond: usize,
    /// Invoices whose files this clone hasn't.
    pub missing: usize,
}

impl AsSentFound {
    /// What a user should know of the invoices that could not be compared.
    pub fn what_is_missing(&self) -> Vec<String> {
        let invoices = |count: usize| match count {
            1 => "1 invoice".to_owned(),
            _ => format!("{count} invoices"),
        };
        let mut lines = Vec::new();
        if self.beyond > 0 {
            lines.push(format!(
                "the clone is shallow: {} sent before it begins could not be compared with what was sent; fetch the whole history (`git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout)",
                invoices(self.beyond)
            ));
        }
        if self.missing > 0 {
            lines.push(format!(
                "the clone is partial: {} could not be compared with what was sent, for their old files are not in it",
                invoices(self.missing)
            ));
        }
        lines
    }
}

/// Asks git about every invoice that was sent up to `day`; runs nothing where there is none.
pub fn as_sent(root: &Path, loaded: &Loaded, day: Date) -> Result<AsSentFound, NoHistory> {
    let Some(ledger) = &loaded.ledger else {
        return Ok(AsSentFound::default());
    };
    let sent: Vec<Sent> = ledger
        .invoices
        .values()
        .filter_map(|invoice| Sent::of(invoice, loaded, day))
        .collect();
    let Some(last) = sent.iter().map(|sent| sent.day).max() else {
        return Ok(AsSentFound::default());
    };
    let git = Git::open(root)?;
    let timeline = Timeline::read(&git, last)?;
    Search::new(&git, timeline, (loaded, ledger)).run(sent)
}

/// An invoice that was sent.
#[derive(Clone, Copy)]
struct Sent<'a> {
    invoice: &'a Invoice,
    day: Date,
    path: &'a str,
    /// Its whole file.
    text: &'a str,
}

impl<'a> Sent<'a> {
    fn of(invoice: &'a Invoice, loaded: &'a Loaded, until: Date) -> Option<Self> {
        let day = invoice.sent.as_ref()?.date.value;
        let is_void = invoice.void.as_ref().is_some_and(|void| void.date.value <= until);
        let file = loaded.sources.file(invoice.origin.file);
        (day <= until && !is_void).then_some(Self {
            invoice,
            day,
            path: &file.path,
            text: &file.text,
        })
    }
}

struct Search<'s> {
    git: &'s Git,
    timeline: Timeline,
    history: History<'s>,
    found: AsSentFound,
}

impl<'s> Search<'s> {
    fn new(git: &'s Git, timeline: Timeline, (loaded, ledger): (&'s Loaded, &'s Ledger)) -> Self {
        Self {
            git,
            timeline,
            history: History::new(loaded, ledger),
            found: AsSentFound::default(),
        }
    }

    fn run(mut self, sent: Vec<Sent>) -> Result<AsSentFound, NoHistory> {
        let mut here: Vec<(Sent, Version)> = Vec::new();
        let mut elsewhere: Vec<Sent> = Vec::new();
        for sent in sent {
            match self.timeline.at(sent.path, sent.day) {
                _ if !self.timeline.reaches(sent.day) => self.found.beyond += 1,
                At::Unsure => self.found.beyond += 1,
                At::Version(version) if version.blob.is_some() => here.push((sent, version.clone())),
                At::Version(_) | At::Nothing => elsewhere.push(sent),
            }
        }
        elsewhere.extend(self.in_their_own_files(here)?);
        self.in_other_files(&elsewhere)?;
        Ok(self.found)
    }

    /// Invoices whose file was there already; those that it didn't hold come back.
    fn in_their_own_files<'a>(&mut self, here: Vec<(Sent<'a>, Version)>) -> Result<Vec<Sent<'a>>, NoHistory> {
        let hashes = here.iter().filter_map(|(_, version)| version.blob.clone());
        let blobs = blobs(self.git, &hashes.collect())?;
        let mut parsed: BTreeMap<(&str, &str), Vec<Invoice>> = BTreeMap::new();
        let mut not_in_them = Vec::new();
        for (sent, version) in &here {
            let Some((hash, content)) = version.blob.as_deref().and_then(|hash| blobs.get_key_value(hash))
            else {
                self.found.missing += 1;
                continue;
            };
            // Nothing changed in all the file.
            if matches!(content, Content::Bytes(bytes) if bytes == sent.text.as_bytes()) {
                continue;
            }
            let invoices = parsed
                .entry((sent.path, hash.as_str()))
                .or_insert_with(|| self.history.invoices(sent.path, content));
            match History::find(sent.invoice, invoices) {
                Some(invoice) => self.keep(invoice, version),
                None => not_in_them.push(*sent),
            }
        }
        Ok(not_in_them)
    }

    /// Invoices that stood in another file, or in none.
    fn in_other_files(&mut self, elsewhere: &[Sent]) -> Result<(), NoHistory> {
        if elsewhere.is_empty() {
            return Ok(());
        }
        let wanted: BTreeSet<String> = elsewhere.iter().map(|sent| id_key(&sent.invoice.id)).collect();
        let places = self.places(&wanted)?;
        for sent in elsewhere {
            let candidates = places.get(&id_key(&sent.invoice.id)).into_iter().flatten();
            let stood = candidates
                .filter(|place| self.timeline.at(&place.path, sent.day) == At::Version(&place.version));
            let latest = stood.reduce(|best, next| {
                if next.version.is_later_than(&best.version) {
                    next
                } else {
                    best
                }
            });
            if let Some(place) = latest {
                let invoice = Invoice {
                    id: sent.invoice.id.clone(),
                    ..place.invoice.clone()
                };
                let version = place.version.clone();
                self.keep(invoice, &version);
            }
        }
        Ok(())
    }

    /// Every version of these invoices in every file of the past, by id.
    fn places(&self, wanted: &BTreeSet<String>) -> Result<BTreeMap<String, Vec<Place>>, NoHistory> {
        let versions: Vec<(&str, &Version)> = self
            .timeline
            .versions()
            .filter(|(path, _)| self.history.holds_invoices(path))
            .collect();
        let hashes = versions.iter().filter_map(|(_, version)| version.blob.clone());
        let blobs = blobs(self.git, &hashes.collect())?;
        let read: Vec<Place> = versions
            .par_iter()
            .flat_map_iter(|(path, version)| {
                let content = version.blob.as_ref().and_then(|hash| blobs.get(hash));
                let content = content.filter(|content| self.history.may_hold(path, content, wanted));
                let invoices = content.map(|content| self.history.invoices(path, content));
                let own = invoices.into_iter().flatten();
                own.filter(|invoice| wanted.contains(&id_key(&invoice.id)))
                    .map(|invoice| Place {
                        path: (*path).to_owned(),
                        version: (*version).clone(),
                        invoice,
                    })
            })
            .collect();
        let mut places: BTreeMap<String, Vec<Place>> = BTreeMap::new();
        for place in read {
            places.entry(id_key(&place.invoice.id)).or_default().push(place);
        }
        Ok(places)
    }

    fn keep(&mut self, invoice: Invoice, version: &Version) {
        let as_sent = AsSent {
            commit: self.timeline.commit(version),
            invoice,
        };
        self.found.invoices.insert(as_sent.invoice.id.clone(), as_sent);
    }
}

/// An invoice in a version of a file.
struct Place {
    path: String,
    version: Version,
    invoice: Invoice,
}
