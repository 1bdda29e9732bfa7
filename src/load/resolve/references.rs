//! Every id and path that a record names: looked up, put into its record's own spelling, or a finding.

use super::{
    documents::Documents,
    ids::Ids,
    policies,
    visit::{Seen, Verdict, visit},
};
use crate::{
    calendar::{Date, Every},
    finding::Finding,
    load::{
        Folder,
        conform::fold,
        file::Draft,
        nearest::{Patience, listed, nearest},
        shown,
    },
    model::{
        Kind,
        contract::EveryWord,
        format::{self, Fields, Target, Value, Word},
        policy::BUILT_IN,
        settings,
    },
    source::{At, Span},
};
use std::collections::BTreeMap;

/// What references can lead to.
pub(super) struct References<'a> {
    pub ids: Ids,
    documents: Documents<'a>,
    patience: Patience,
    /// By folded id.
    jurisdictions: BTreeMap<String, String>,
    policies: BTreeMap<String, String>,
    /// Of the contracts asked for so far.
    instalments: BTreeMap<usize, Instalments>,
}

enum Found {
    /// Its id as its record has it.
    Readable(String),
    /// It is there and could not be read: a finding elsewhere says why.
    Unreadable,
    Nowhere(Option<String>),
}

/// What an invoice can name in one contract, by folded id.
struct Instalments {
    ids: BTreeMap<String, String>,
    /// Repeated ones: `retainer` stands for `retainer-1` up to this many.
    repeated: BTreeMap<String, (String, usize)>,
}

impl<'a> References<'a> {
    pub(super) fn new(ids: Ids, folder: &'a Folder, jurisdictions: &[&str]) -> Self {
        let named = |names: &[&str]| {
            names
                .iter()
                .map(|name| (fold(name), (*name).to_owned()))
                .collect()
        };
        Self {
            ids,
            documents: Documents::new(folder),
            patience: Patience::default(),
            jurisdictions: named(jurisdictions),
            policies: named(&BUILT_IN),
            instalments: BTreeMap::new(),
        }
    }

    /// `dunlin.yaml` comes first: it may add policies and places.
    pub(super) fn settings(&mut self, settings: &mut Draft<()>, findings: &mut Vec<Finding>) {
        let before = findings.len();
        for (name, _) in settings.fields.map("policies") {
            self.policies.insert(fold(name), name.value.clone());
        }
        if let Some(law) = settings.fields.fields("law") {
            for (place, _) in law.map("jurisdictions") {
                self.jurisdictions
                    .entry(fold(place))
                    .or_insert_with(|| place.value.clone());
            }
        }
        visit(&settings::TABLE, &mut settings.fields, &mut |seen, value| {
            let finding = match self.look(seen, value, &[]) {
                Ok(_) if matches!(seen.kind, format::Kind::Folder) => self.documents.folder(seen.key, value),
                Ok(_) => None,
                Err(finding) => Some(*finding),
            };
            let verdict = if finding.is_some() {
                Verdict::Remove
            } else {
                Verdict::Keep
            };
            findings.extend(finding);
            verdict
        });
        self.documents.own_folders(&mut settings.fields, findings);
        policies::break_circles(&mut settings.fields, findings);
        settings.misread |= findings.len() > before;
    }

    pub(super) fn record(&mut self, drafts: &mut [Draft<Kind>], index: usize, findings: &mut Vec<Finding>) {
        let Some((kind, mut fields)) = take_fields(drafts, index) else {
            return;
        };
        let before = findings.len();
        let contract = fields.text("contract");
        let contract = contract.map(|contract| self.ids.index(Target::Contract, &contract));
        if let Some(Some(contract)) = contract {
            self.list_instalments(drafts, contract);
        }
        let mut named = Vec::new();
        let mut lost = false;
        visit(kind.table(), &mut fields, &mut |seen, value| {
            let found = match seen.kind {
                format::Kind::Reference(Target::Instalment) => self.instalment(contract, value),
                _ => self.look(seen, value, drafts),
            };
            match found {
                Ok(is_readable) => lost |= !is_readable,
                Err(finding) => {
                    findings.push(*finding);
                    return Verdict::Remove;
                }
            }
            if let (format::Kind::Reference(target), Value::Text(id)) = (seen.kind, &value.value) {
                named.push((*target, At::new(id.clone(), value.span)));
            }
            Verdict::Keep
        });
        findings.extend(self.mismatches((kind, &fields), &named, drafts));
        let is_wrong = lost || findings.len() > before;
        if let Some(draft) = drafts.get_mut(index) {
            draft.fields = fields;
            draft.misread |= is_wrong;
            // A client without its policy is still a client.
            draft.sound &= !is_wrong || kind == Kind::Client;
        }
    }

    /// `Ok(false)`: it leads to what could not be read.
    fn look(
        &self,
        seen: &Seen<'_>,
        value: &mut At<Value>,
        drafts: &[Draft<Kind>],
    ) -> Result<bool, Box<Finding>> {
        let Value::Text(text) = &mut value.value else {
            return Ok(true);
        };
        let target = match seen.kind {
            format::Kind::Reference(target) => *target,
            format::Kind::Document => {
                *text = self.documents.find(seen.key, text, value.span)?;
                return Ok(true);
            }
            _ => return Ok(true),
        };
        match self.find(target, text, drafts) {
            Found::Readable(id) => {
                *text = id;
                Ok(true)
            }
            Found::Unreadable => Ok(false),
            Found::Nowhere(near) => Err(self.unknown(target, text, near).at(value.span).into()),
        }
    }

    fn find(&self, target: Target, id: &str, drafts: &[Draft<Kind>]) -> Found {
        let listed = match target {
            Target::Policy => &self.policies,
            Target::Jurisdiction => &self.jurisdictions,
            Target::Instalment => return Found::Unreadable,
            Target::Client | Target::Contract | Target::Invoice => {
                return match (self.ids.canonical(target, id), self.ids.index(target, id)) {
                    (Some(id), Some(index)) if drafts.get(index).is_some_and(|draft| draft.sound) => {
                        Found::Readable(id.to_owned())
                    }
                    (Some(_), _) => Found::Unreadable,
                    (None, _) if self.ids.may_be_hidden(target) => Found::Unreadable,
                    (None, _) => {
                        Found::Nowhere(self.patience.nearest(id, self.ids.of(target)).map(str::to_owned))
                    }
                };
            }
        };
        match listed.get(&fold(id)) {
            Some(id) => Found::Readable(id.clone()),
            None => Found::Nowhere(nearest(id, listed.values().map(String::as_str)).map(str::to_owned)),
        }
    }

    fn unknown(&self, target: Target, id: &str, near: Option<String>) -> Unknown {
        let id = shown(id);
        let (what, help) = match target {
            Target::Client => ("client", format!("add `clients/{id}.yaml`, or correct the id")),
            Target::Contract => (
                "contract",
                format!("add `contracts/{id}.yaml`, or correct the id"),
            ),
            Target::Invoice => ("invoice", format!("add `invoices/{id}.yaml`, or correct the id")),
            Target::Instalment => ("instalment", "correct the id".to_owned()),
            Target::Policy => (
                "policy",
                format!("it can be {}", listed(self.policies.values().map(String::as_str))),
            ),
            Target::Jurisdiction => (
                "jurisdiction",
                "`dunlin law` lists those that are known".to_owned(),
            ),
        };
        Unknown {
            message: format!("there is no {what} `{id}`"),
            help: near.map_or(help, |near| format!("did you mean `{near}`?")),
        }
    }

    /// `contract`: `None` if none is named, `Some(None)` if it could not be found.
    fn instalment(
        &self,
        contract: Option<Option<usize>>,
        value: &mut At<Value>,
    ) -> Result<bool, Box<Finding>> {
        let Value::Text(text) = &mut value.value else {
            return Ok(true);
        };
        let contract = match contract {
            None => {
                let message = format!("instalment `{}`, and no contract is named", shown(text));
                let finding = Finding::new("file/unknown-reference", value.span, message);
                return Err(finding.help("add `contract:`, or leave `instalment` out").into());
            }
            // Said of the contract already.
            Some(None) => return Ok(false),
            Some(Some(contract)) => contract,
        };
        let Some(instalments) = self.instalments.get(&contract) else {
            return Ok(false);
        };
        if let Some(id) = instalments.find(text) {
            *text = id;
            return Ok(true);
        }
        let mut unknown = self.unknown(Target::Instalment, text, instalments.near(text));
        unknown.message.push_str(" in that contract");
        if let Some((id, _)) = instalments.repeated.get(&fold(text)) {
            unknown.help = format!("`{id}` is repeated: write {id}-1 for the first, {id}-2 for the second");
        }
        Err(unknown.at(value.span).into())
    }

    /// Nothing for a contract that is not sound: its schedule may lack rows.
    fn list_instalments(&mut self, drafts: &[Draft<Kind>], contract: usize) {
        let sound = drafts.get(contract).filter(|draft| draft.sound);
        if let Some(draft) = sound {
            self.instalments
                .entry(contract)
                .or_insert_with(|| Instalments::of(&draft.fields));
        }
    }

    fn mismatches(
        &self,
        (kind, fields): (Kind, &Fields),
        named: &[(Target, At<String>)],
        drafts: &[Draft<Kind>],
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        let Some(client) = fields.text("client") else {
            return findings;
        };
        let (wanted, what) = match kind {
            Kind::Client | Kind::Contract => return findings,
            Kind::Invoice => (Target::Contract, "contract"),
            _ => (Target::Invoice, "invoice"),
        };
        for (_, id) in named.iter().filter(|(target, _)| *target == wanted) {
            let other = self.ids.index(wanted, id).and_then(|index| drafts.get(index));
            let Some(theirs) = other.and_then(|draft| draft.fields.text("client")) else {
                continue;
            };
            if fold(&theirs) == fold(&client) {
                continue;
            }
            let message = format!(
                "{what} `{}` is of client `{}`, this of `{}`",
                shown(id),
                shown(&theirs),
                shown(&client)
            );
            let finding = Finding::new("file/client-mismatch", id.span, message)
                .help("correct the client, or name another one of theirs")
                .related(theirs.span, format!("the {what} names its client here"))
                .related(client.span, "this names its client here");
            findings.push(finding);
        }
        findings
    }
}

/// A finding without a place yet.
struct Unknown {
    message: String,
    help: String,
}

impl Unknown {
    fn at(self, span: Span) -> Finding {
        Finding::new("file/unknown-reference", span, self.message).help(self.help)
    }
}

/// The fields leave their draft while every other draft is looked at.
pub(super) fn take_fields(drafts: &mut [Draft<Kind>], index: usize) -> Option<(Kind, Fields)> {
    let draft = drafts.get_mut(index)?;
    let empty = Fields {
        first_key: draft.fields.first_key,
        keys: Vec::new(),
        entries: Vec::new(),
        rest: Vec::new(),
    };
    Some((draft.kind, std::mem::replace(&mut draft.fields, empty)))
}

impl Instalments {
    fn of(contract: &Fields) -> Self {
        let mut all = Self {
            ids: BTreeMap::new(),
            repeated: BTreeMap::new(),
        };
        all.add(contract);
        for amendment in contract.list("amendments") {
            if let Value::Fields(amendment) = &amendment.value {
                all.add(amendment);
                let id = amendment.plain_text("id");
                all.ids.insert(fold(&id), id);
            }
        }
        all
    }

    fn add(&mut self, holder: &Fields) {
        for row in holder.list("schedule") {
            let Value::Fields(row) = &row.value else { continue };
            let id = row.plain_text("id");
            let every = row.text("every").and_then(|word| EveryWord::from_word(&word));
            match (every, row.date("from")) {
                (Some(every), Some(from)) => {
                    let until = row.date("until").map_or(Date::MAX, |until| until.value);
                    let count = Every::from(every).dates(from.value, until).count();
                    self.repeated.insert(fold(&id), (id, count));
                }
                _ => {
                    self.ids.insert(fold(&id), id);
                }
            }
        }
    }

    fn find(&self, id: &str) -> Option<String> {
        if let Some(id) = self.ids.get(&fold(id)) {
            return Some(id.clone());
        }
        let folded = fold(id);
        let (name, number) = folded.rsplit_once('-')?;
        let (id, count) = self.repeated.get(name)?;
        let is_number = !number.starts_with('0') && number.bytes().all(|b| b.is_ascii_digit());
        let number: usize = number.parse().ok().filter(|_| is_number)?;
        (1..=*count).contains(&number).then(|| format!("{id}-{number}"))
    }

    fn near(&self, id: &str) -> Option<String> {
        let repeated: Vec<String> = self.repeated.values().map(|(id, _)| format!("{id}-1")).collect();
        let ids = self.ids.values().chain(&repeated).map(String::as_str);
        nearest(id, ids).map(str::to_owned)
    }
}
