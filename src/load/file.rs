//! One file's bytes → its records as far as that file alone can tell; a function of nothing else, so files run in parallel.

mod unread;

use super::{
    Content, comments,
    conform::{Around, Conformed, conform, id_problem, normal, with_article},
    edited, front_matter,
    place::Place,
    shown, syntax,
    tree::{Document, Piece, Tree, parse},
};
use crate::{
    finding::{Allow, Finding},
    model::{EditedDraft, Kind, Origin, format::Fields, settings},
    money::Currency,
    source::{At, FileId, Span},
};
use unread::{misplaced, no_front_matter, not_utf8};

/// What came of one file.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Without a byte order mark; what isn't UTF-8 replaced.
    pub text: String,
    pub settings: Option<Draft<()>>,
    pub drafts: Vec<Draft<Kind>>,
    pub lost: Option<Lost>,
    pub edited_draft: Option<EditedDraft>,
    /// One of the ledger's own texts; empty if the file can't be one.
    pub own_text: Option<At<String>>,
    pub findings: Vec<Finding>,
    pub allows: Vec<Allow>,
}

/// A record that has its table's form, before its references are looked up.
#[derive(Debug)]
pub(super) struct Draft<K> {
    pub kind: K,
    /// As stated or from the file's name; `None` if neither can be one.
    pub id: Option<At<String>>,
    pub origin: Origin,
    pub fields: Fields,
    /// Of an `.md`, as it stands in the file.
    pub body: Option<At<String>>,
    /// Nothing was found so far that costs the whole record.
    pub sound: bool,
    /// Something of it was left out, or may mean something else than it says.
    pub misread: bool,
}

/// A file of which a part could not even be parsed.
#[derive(Debug)]
pub(super) struct Lost {
    pub file: FileId,
    /// `None`: settings.
    pub kind: Option<Kind>,
    /// The ids that may have been in it.
    pub ids: Vec<String>,
    /// More ids may have been in it.
    pub hides_ids: bool,
    /// Whose records they may have been, as written; none: it can't be told.
    pub clients: Vec<String>,
}

/// `ledger` is the currency of records that name none.
pub(super) fn read((file, place): (FileId, Place), content: &Content, ledger: Option<Currency>) -> Read {
    let start = Span::start_of(file);
    let failed = match content {
        // What can't be read of dunlin's own folder is `write`'s business.
        Content::TooLarge(_) | Content::Outside(_) | Content::Mounted | Content::Unreadable(_)
            if place == Place::Draft =>
        {
            return Read::default();
        }
        Content::Bytes(bytes) => return Reader::new(file, place, ledger).bytes(bytes),
        Content::TooLarge(size) => Finding::new(
            "file/too-large",
            start,
            format!("{} KiB; a file may have 1024", size.div_ceil(1024)),
        )
        .help("split it into several files"),
        Content::Outside(target) => Finding::new(
            "file/outside-ledger",
            start,
            format!("a link that leaves the ledger: it goes to `{}`", shown(target)),
        )
        .help("put the file itself here"),
        Content::Mounted => Finding::new(
            "file/outside-ledger",
            start,
            "something else is mounted here, and only what lies in the ledger's own folder is read",
        )
        .help("unmount it, and put the files themselves here"),
        Content::Unreadable(reason) => syntax::finding(start, format!("can't be read: {reason}"))
            .help("check that the file is there and that you may read it"),
    };
    let is_link = matches!(content, Content::Outside(_) | Content::Mounted);
    Reader::new(file, place, ledger).unread(failed, is_link)
}

struct Reader {
    place: Place,
    file: FileId,
    ledger: Option<Currency>,
    read: Read,
}

impl Reader {
    fn new(file: FileId, place: Place, ledger: Option<Currency>) -> Self {
        Self {
            place,
            file,
            ledger,
            read: Read::default(),
        }
    }

    /// Nothing of the file is known.
    fn unread(mut self, finding: Finding, is_link: bool) -> Read {
        if let Place::Misplaced { folder, .. } = &self.place
            && !is_link
        {
            self.read
                .findings
                .push(misplaced(folder, Span::start_of(self.file)));
            return self.read;
        }
        self.read.findings.push(finding);
        if !matches!(
            self.place,
            Place::Other | Place::Text | Place::Stray | Place::Misplaced { .. }
        ) {
            self.lose("", true);
        }
        self.read
    }

    fn bytes(mut self, bytes: &[u8]) -> Read {
        if self.place == Place::Draft {
            return edited::read(self.file, bytes);
        }
        if self.place == Place::Stray {
            self.read.own_text = Some(self.own_text(""));
            return self.read;
        }
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(error) => {
                self.read.text = String::from_utf8_lossy(bytes).into_owned();
                let finding = not_utf8(bytes, error.valid_up_to(), self.file);
                return self.unread(finding, false);
            }
        };
        if self.place != Place::Other && has_old_line_ends(&text) {
            let finding = syntax::finding(
                Span::start_of(self.file),
                "its lines end in a lone carriage return, so that it is one line to most programs",
            )
            .help("save it with the line ends of Unix (LF) or Windows (CRLF)");
            self.read.text = text;
            return self.unread(finding, false);
        }
        match self.place.clone() {
            Place::Other | Place::Draft | Place::Stray | Place::Folder(_) => {}
            Place::Text => self.read.own_text = Some(self.own_text(&text)),
            Place::Misplaced { folder, is_markdown } => self.misplaced(&text, &folder, is_markdown),
            Place::Settings => self.settings(&text),
            Place::Record {
                kind,
                stem,
                is_markdown,
            } => self.records(&text, (kind, &stem), is_markdown),
        }
        self.read.text = text;
        self.read
    }

    fn own_text(&self, text: &str) -> At<String> {
        At::new(text.to_owned(), self.piece(text, 0).span(0, text.len()))
    }

    /// Only the comments of such a file matter: they may say that it stands there on purpose.
    fn misplaced(&mut self, text: &str, folder: &str, is_markdown: bool) {
        self.read
            .findings
            .push(misplaced(folder, Span::start_of(self.file)));
        let piece = match (is_markdown, front_matter::split(text)) {
            (false, _) => self.piece(text, 0),
            (true, Ok(parts)) => {
                self.piece(text.get(parts.yaml.clone()).unwrap_or_default(), parts.yaml.start)
            }
            (true, Err(_)) => return,
        };
        let mut tree = parse(piece);
        cover_body(&mut tree, text, piece.offset);
        self.read.allows = comments::allows(text, &tree.comments, &tree.documents);
    }

    fn settings(&mut self, text: &str) {
        let Some(tree) = self.tree(text, self.piece(text, 0)) else {
            return;
        };
        for second in tree.documents.iter().skip(1) {
            let finding = syntax::finding(second.root.span, "a second document in `dunlin.yaml`")
                .help("delete the line `---` and move its keys up");
            self.read.findings.push(finding);
        }
        if let Some(document) = tree.documents.first() {
            let is_whole = tree.documents.len() == 1;
            let mut draft = self.draft(((), text), document, &settings::TABLE);
            if let Some(creditor) = document.root.get("creditor").and(draft.fields.get("creditor")) {
                draft.origin.place = creditor.span;
            }
            draft.misread |= !is_whole;
            self.read.settings = Some(draft);
        }
    }

    fn records(&mut self, text: &str, (kind, stem): (Kind, &str), is_markdown: bool) {
        let (piece, body) = if is_markdown {
            match front_matter::split(text) {
                Ok(parts) => {
                    let yaml = text.get(parts.yaml.clone()).unwrap_or_default();
                    (
                        self.piece(yaml, parts.yaml.start),
                        Some(edited::body(self.file, text, &parts)),
                    )
                }
                Err(missing) => {
                    let finding = no_front_matter(&missing, self.file);
                    self.read.findings.push(finding);
                    return self.lose(text, false);
                }
            }
        } else {
            (self.piece(text, 0), None)
        };
        let Some(tree) = self.tree(text, piece) else {
            return;
        };
        let is_alone = tree.documents.len() + tree.broken == 1;
        self.read.drafts.reserve_exact(tree.documents.len());
        for document in &tree.documents {
            let mut draft = self.draft((kind, text), document, kind.table());
            draft.body = body.clone();
            if kind == Kind::Client {
                // One bad value is as if it were absent: without a client none of their records could be kept.
                draft.sound = draft.fields.text("name").is_some();
            }
            self.name(&mut draft, document, is_alone.then_some(stem));
            self.read.drafts.push(draft);
        }
    }

    fn piece<'t>(&self, text: &'t str, offset: usize) -> Piece<'t> {
        Piece {
            file: self.file,
            text,
            offset,
        }
    }

    /// The parsed text, with its comments and errors noted; `None` if there is nothing in it.
    fn tree(&mut self, text: &str, piece: Piece<'_>) -> Option<Tree> {
        if let Some(at) = piece.text.find('\0') {
            let finding = syntax::finding(piece.span(at, at + 1), "a NUL character: this is no text file");
            let finding = finding.help("restore the file from a backup, or delete the character");
            self.read.findings.push(finding);
            self.lose(text, false);
            return None;
        }
        let mut tree = parse(piece);
        cover_body(&mut tree, text, piece.offset);
        self.read.allows = comments::allows(text, &tree.comments, &tree.documents);
        self.read.findings.append(&mut tree.findings);
        if tree.broken > 0 {
            self.lose(text, false);
        } else if tree.documents.is_empty() {
            let finding = syntax::finding(Span::start_of(self.file), "there is no record in this file")
                .help("write its keys, or delete the file");
            self.read.findings.push(finding);
            self.lose(text, false);
        }
        Some(tree)
    }

    fn draft<K>(
        &mut self,
        (kind, text): (K, &str),
        document: &Document,
        table: &'static crate::model::format::Table,
    ) -> Draft<K> {
        let Conformed { fields, findings } = conform(
            &document.root,
            table,
            Around {
                text,
                currency: self.ledger,
            },
        );
        let draft = Draft {
            kind,
            id: None,
            origin: Origin {
                file: self.file,
                place: fields.first_key,
                whole: document.whole,
            },
            sound: findings.iter().all(|finding| finding.rule == "file/unknown-key"),
            misread: !findings.is_empty(),
            body: None,
            fields,
        };
        self.read.findings.extend(findings);
        draft
    }

    /// Gives a record its id; `stem` is absent where a file holds several.
    fn name(&mut self, draft: &mut Draft<Kind>, document: &Document, stem: Option<&str>) {
        let place = draft.origin.place;
        if let Some(id) = draft.fields.text("id") {
            draft.id = Some(id);
            return;
        }
        if document.root.get("id").is_some() {
            return;
        }
        let finding = match stem.map(normal) {
            Some(id) => match id_problem(&id) {
                None => {
                    draft.id = Some(At::new(id, place));
                    return;
                }
                Some(problem) => Finding::new(
                    "file/invalid-value",
                    place,
                    format!("the file's name can't be an id: `{}` {problem}", shown(&id)),
                )
                .help("rename the file, or add an `id`: letters, digits, `.`, `_` and `-`"),
            },
            None => Finding::new(
                "file/missing-key",
                place,
                format!(
                    "{} has no `id`, and this file holds several records",
                    with_article(draft.kind.table().name)
                ),
            )
            .help("add `id:` to each"),
        };
        self.read.findings.push(finding);
        draft.sound = false;
        draft.misread = true;
    }

    /// Notes what can still be told of a text that could not be parsed.
    fn lose(&mut self, text: &str, hides_ids: bool) {
        let (kind, stem) = match &self.place {
            Place::Record { kind, stem, .. } => (Some(*kind), Some(normal(stem))),
            Place::Folder(kind) => (Some(*kind), None),
            _ => (None, None),
        };
        let ids: Vec<String> = stem.into_iter().chain(scan(text, "id:")).collect();
        self.read.lost = Some(Lost {
            file: self.file,
            kind,
            clients: if kind == Some(Kind::Client) {
                ids.clone()
            } else {
                scan(text, "client:")
            },
            ids,
            hides_ids,
        });
    }
}

/// The record of an `.md` is the whole file, its body included.
pub(super) fn cover_body(tree: &mut Tree, text: &str, offset: usize) {
    if offset > 0 {
        for document in &mut tree.documents {
            document.whole.start = 0;
            document.whole.end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        }
    }
}

/// The first word behind `key` on each line that starts with it.
pub(super) fn scan(text: &str, key: &str) -> Vec<String> {
    let behind = text.lines().filter_map(|line| line.strip_prefix(key));
    let words = behind.filter_map(|rest| rest.split_whitespace().next());
    words.map(|word| normal(word.trim_matches(['"', '\'']))).collect()
}

/// As on a Mac before 2001. Places in such a file would be told by no editor as they are told here.
fn has_old_line_ends(text: &str) -> bool {
    text.trim_end().contains('\r') && !text.contains('\n')
}
