//! Paths that records name: within the ledger, and there.

use crate::{
    finding::Finding,
    load::{
        Content, Folder,
        nearest::Patience,
        place::{is_below, within},
        shown,
    },
    model::{
        Kind,
        format::{Fields, Value},
    },
    source::{At, Span},
};
use std::{cell::OnceCell, collections::BTreeMap};
use unicode_normalization::UnicodeNormalization;

/// The files that can be named.
pub(super) struct Documents<'a> {
    folder: &'a Folder,
    /// Those that leave the ledger.
    links: Vec<&'a str>,
    patience: Patience,
    /// By the composed form of their paths, for systems that decompose them; made when first a path isn't found.
    composed: OnceCell<BTreeMap<String, &'a str>>,
    /// By their last part, in lower case.
    names: OnceCell<BTreeMap<String, &'a str>>,
}

impl<'a> Documents<'a> {
    pub(super) fn new(folder: &'a Folder) -> Self {
        let links = folder
            .files
            .iter()
            .filter(|(_, content)| matches!(content, Content::Outside(_) | Content::Mounted));
        Self {
            folder,
            links: links.map(|(path, _)| path.as_str()).collect(),
            patience: Patience::default(),
            composed: OnceCell::new(),
            names: OnceCell::new(),
        }
    }

    /// The file's path in the folder.
    pub(super) fn find(&self, key: &str, written: &str, span: Span) -> Result<String, Box<Finding>> {
        let Some(path) = within(written) else {
            return Err(leaves(key, written, span).into());
        };
        let content = self.folder.files.get(&path);
        let through_link = self.links.iter().any(|link| is_below(&path, link));
        if through_link {
            let message = format!(
                "`{key}` names what a link or a mount puts outside the ledger: `{}`",
                shown(written)
            );
            let finding = Finding::new("file/outside-ledger", span, message);
            return Err(finding.help("put the file itself into the ledger").into());
        }
        if content.is_some() || self.folder.others.contains(&path) {
            return Ok(path);
        }
        let composed: String = path.nfc().collect();
        if let Some(found) = self.composed().get(&composed) {
            return Ok((*found).to_owned());
        }
        let message = format!("there is no file `{}`", shown(written));
        let help = self.near(&composed).map_or_else(
            || "put it there, or correct the path, which starts at the ledger's root".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Err(Finding::new("file/unknown-reference", span, message)
            .help(help)
            .into())
    }

    fn paths(&self) -> impl Iterator<Item = &'a str> {
        self.folder
            .files
            .keys()
            .chain(&self.folder.others)
            .map(String::as_str)
    }

    fn composed(&self) -> &BTreeMap<String, &'a str> {
        let compose = || self.paths().map(|path| (path.nfc().collect(), path)).collect();
        self.composed.get_or_init(compose)
    }

    /// The same name in another folder, else a path that looks alike.
    fn near(&self, path: &str) -> Option<&'a str> {
        let same = self
            .names
            .get_or_init(|| self.paths().map(|path| (name(path), path)).collect());
        let same = same.get(&name(path)).copied();
        same.or_else(|| self.patience.nearest(path, self.paths()))
    }

    /// A folder that dunlin writes into; puts its path into plain form.
    pub(super) fn folder(&self, key: &str, value: &mut At<Value>) -> Option<Finding> {
        let span = value.span;
        let Value::Text(written) = &mut value.value else {
            return None;
        };
        let Some(path) = within(written) else {
            return Some(leaves(key, written, span));
        };
        if self.links.iter().any(|link| is_below(&path, link)) {
            return Some(leaves(key, written, span));
        }
        let message = if path.is_empty() {
            format!("`{key}` is the ledger itself")
        } else if Kind::ALL.iter().any(|kind| is_below(&path, kind.folder())) {
            format!("`{key}` is a folder of your records: `{}`", shown(written))
        } else {
            *written = path;
            return None;
        };
        let help = format!("dunlin writes there: name a folder of its own, such as `{key}`");
        Some(Finding::new("file/invalid-value", span, message).help(help))
    }

    /// Drafts must not be published with the dashboard.
    pub(super) fn own_folders(&self, settings: &mut Fields, findings: &mut Vec<Finding>) {
        let path = |key: &str| {
            settings
                .text(key)
                .map_or_else(|| key.to_owned(), |path| path.value)
        };
        let (site, reminders) = (path("site"), path("reminders"));
        if !is_below(&reminders, &site) && !is_below(&site, &reminders) {
            return;
        }
        let written = settings.text("reminders").or_else(|| settings.text("site"));
        if let Some(written) = written {
            let message = format!("`site` and `reminders` are in one folder: `{}`", shown(&written));
            let help = "give each its own: drafts must not be published with the dashboard";
            findings.push(Finding::new("file/invalid-value", written.span, message).help(help));
        }
        settings
            .entries
            .retain(|(key, _)| !matches!(*key, "site" | "reminders"));
    }
}

fn name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().to_lowercase()
}

fn leaves(key: &str, written: &str, span: Span) -> Finding {
    let message = format!("`{key}` leads out of the ledger: `{}`", shown(written));
    Finding::new("file/outside-ledger", span, message)
        .help("name it from the ledger's root, such as `documents/acme.pdf`, and without `..`")
}
