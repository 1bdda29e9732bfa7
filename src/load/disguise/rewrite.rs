//! One file's bytes → the bytes that stand in for it, with what is broken in it broken still.

use super::{
    Known,
    cast::{Cast, Space},
    figures::Figures,
    paths,
    record::{Record, allow_comment},
    script::Script,
    text::prose,
};
use crate::{
    finding::Allow,
    load::{
        Content, comments,
        conform::{Around, conform, fold, normal},
        file::{cover_body, scan},
        front_matter,
        place::{Own, Place},
        tree::{Document, Node, Piece, Tree, parse},
    },
    model::{
        Contract, Invoice, Kind, Origin,
        client::{ClientKind, LegalForm},
        format::{Table, Word},
        settings,
    },
    money::Currency,
    source::{FileId, Span},
};
use std::collections::BTreeMap;

pub(super) struct Rewrite<'a> {
    pub cast: &'a dyn Cast,
    pub own: &'a Own,
    pub known: Known<'a>,
    pub script: Script,
    pub factor: u32,
    /// Of contracts, by folded id.
    pub currencies: &'a BTreeMap<String, Currency>,
}

/// A line that is no YAML whatever stands before it.
const BROKEN: &str = "broken: [\n";

impl Rewrite<'_> {
    pub fn content(&self, path: &str, content: &Content) -> Content {
        match content {
            Content::Bytes(bytes) => Content::Bytes(self.bytes(path, bytes)),
            Content::TooLarge(size) => Content::TooLarge(*size),
            Content::Mounted => Content::Mounted,
            Content::Outside(_) => Content::Outside("../outside".to_owned()),
            Content::Unreadable(_) => Content::Unreadable("the system gave a reason".to_owned()),
        }
    }

    fn bytes(&self, path: &str, bytes: &[u8]) -> Vec<u8> {
        let (kind, stem, is_markdown) = match self.own.place(path) {
            Place::Settings => (None, String::new(), false),
            Place::Record {
                kind,
                stem,
                is_markdown,
            } => (Some(kind), stem, is_markdown),
            // Where it stands is all that is wrong with it.
            _ => return Vec::new(),
        };
        let file = File {
            rewrite: self,
            kind,
            stem: &normal(&stem),
        };
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let Ok(text) = std::str::from_utf8(bytes) else {
            let lost = file.lost(&String::from_utf8_lossy(bytes));
            return [lost.as_bytes(), &[0xff]].concat();
        };
        if !is_markdown {
            return file.yaml(text, 0..text.len()).into_bytes();
        }
        let Ok(parts) = front_matter::split(text) else {
            return file.lost(text).into_bytes();
        };
        let yaml = file.yaml(text, parts.yaml);
        let body = prose(self.script, self.cast.number(parts.body), parts.body);
        format!("---\n{yaml}---\n{body}").into_bytes()
    }
}

struct File<'a> {
    rewrite: &'a Rewrite<'a>,
    /// `None`: settings.
    kind: Option<Kind>,
    stem: &'a str,
}

impl File<'_> {
    fn table(&self) -> &'static Table {
        self.kind.map_or(&settings::TABLE, Kind::table)
    }

    fn yaml(&self, text: &str, part: std::ops::Range<usize>) -> String {
        let yaml = text.get(part.clone()).unwrap_or_default();
        if yaml.contains('\0') {
            return format!("{}\0\n", self.lost(text));
        }
        let mut tree = parse(Piece {
            file: FileId(0),
            text: yaml,
            offset: part.start,
        });
        cover_body(&mut tree, text, part.start);
        let allows = comments::allows(text, &tree.comments, &tree.documents);
        let mut documents: Vec<String> = tree
            .documents
            .iter()
            .map(|document| self.document(text, (document, &tree), &allows))
            .collect();
        if tree.broken > 0 {
            documents.push(format!("{}{BROKEN}", self.lost(text)));
        }
        documents.join("---\n")
    }

    fn document(&self, text: &str, (document, tree): (&Document, &Tree), allows: &[Allow]) -> String {
        let root = &*document.root;
        let is_alone = tree.documents.len() + tree.broken == 1;
        let stated = root.get("id").and_then(Node::scalar).map(|id| normal(&id.text));
        let id = stated.unwrap_or_else(|| {
            if is_alone {
                self.stem.to_owned()
            } else {
                String::new()
            }
        });
        self.hear(root, &id);
        // What covers a whole document stands before its first key.
        let is_whole = |allow: &&Allow| allow.covers == document.whole;
        let (whole, within): (Vec<_>, Vec<_>) = allows.iter().cloned().partition(|allow| is_whole(&allow));
        let record = Record {
            cast: self.rewrite.cast,
            own: self.rewrite.own,
            known: self.rewrite.known,
            script: self.rewrite.script,
            factor: self.rewrite.factor,
            figures: self.figures(text, root).unwrap_or_default(),
            kind: self.kind,
            id: &id,
            allows: &within,
        };
        let written = record.disguised(root, self.table()).written();
        match allow_comment(whole.iter(), self.rewrite.known) {
            Some(comment) => format!("{comment}\n{written}"),
            None => written,
        }
    }

    /// What other records, or the giving of names, must know of this one.
    fn hear(&self, root: &Node, id: &str) {
        let word = |key: &str| {
            root.get(key)
                .and_then(Node::scalar)
                .map(|word| word.text.as_str())
        };
        let is_person = word("kind") == Some(ClientKind::Consumer.word())
            || matches!(word("legal_form"), Some(form) if form == LegalForm::Person.word());
        match self.kind {
            Some(Kind::Client) if is_person => {
                self.rewrite.cast.name(Space::Consumer, id);
            }
            Some(Kind::Contract) => {
                if let Some(currency) = word("currency").and_then(Currency::from_code) {
                    self.rewrite.cast.hear_currency(id, currency);
                }
            }
            _ => {}
        }
    }

    fn figures(&self, text: &str, root: &Node) -> Option<Figures> {
        if !matches!(self.kind, Some(Kind::Invoice | Kind::Contract)) {
            return None;
        }
        let conformed = conform(root, self.table(), Around { text, currency: None });
        let start = Span::start_of(FileId(0));
        let origin = Origin {
            file: FileId(0),
            place: start,
            whole: start,
        };
        let fields = &conformed.fields;
        // Of a record that is left out no sum is shown.
        let is_sound = conformed
            .findings
            .iter()
            .all(|found| found.rule == "file/unknown-key");
        let factor = self.rewrite.factor;
        match self.kind? {
            _ if !is_sound => None,
            Kind::Invoice => {
                let invoice = Invoice::from_fields(String::new(), origin, fields)?;
                let contract = invoice.contract.as_ref().map(|id| fold(&id.value));
                let agreed = contract.and_then(|id| self.rewrite.currencies.get(&id).copied());
                let own = invoice.currency.map(|currency| currency.value);
                let currency = own.or(agreed).or(self.rewrite.own.currency)?;
                Some(Figures::of_invoice(&invoice, currency, factor))
            }
            _ => {
                let contract = Contract::from_fields(String::new(), origin, fields)?;
                let own = contract.currency.map(|currency| currency.value);
                let currency = own.or(self.rewrite.own.currency)?;
                Some(Figures::of_contract(&contract, currency, factor))
            }
        }
    }

    /// The lines by which a text that can't be read tells whose it is.
    fn lost(&self, text: &str) -> String {
        let mut lines = String::new();
        for client in scan(text, "client:") {
            lines.push_str(&format!("client: {}\n", self.rewrite.cast.client_id(&client)));
        }
        if let Some(kind) = self.kind {
            for id in scan(text, "id:") {
                lines.push_str(&format!("id: {}\n", paths::id(self.rewrite.cast, kind, &id)));
            }
        }
        lines
    }
}
