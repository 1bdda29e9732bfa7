//! What is said of a file that could not be read as what it should be.

use crate::{
    finding::Finding,
    load::{
        front_matter::Missing,
        nearest::{listed, nearest},
        shown, syntax,
    },
    model::Kind,
    source::{FileId, Span},
};

pub(super) fn not_utf8(bytes: &[u8], at: usize, file: FileId) -> Finding {
    let place = u32::try_from(at).unwrap_or(u32::MAX);
    let span = Span {
        file,
        start: place,
        end: place,
    };
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let what = if utf16 {
        "the text is in UTF-16, not UTF-8".to_owned()
    } else {
        format!("not UTF-8: byte {} begins no character", at + 1)
    };
    syntax::finding(span, what).help("save the file as UTF-8")
}

pub(super) fn no_front_matter(missing: &Missing, file: FileId) -> Finding {
    let start = Span::start_of(file);
    match missing {
        Missing::Start => syntax::finding(start, "the first line is not `---`")
            .help("a record in Markdown starts with its keys between two lines of `---`"),
        Missing::End => syntax::finding(start, "the keys at the top have no end")
            .help("add a line `---` after the last key"),
    }
}

pub(super) fn misplaced(folder: &str, place: Span) -> Finding {
    let top = folder.split('/').next().unwrap_or_default();
    let folders = Kind::ALL.map(Kind::folder);
    let message = if folder.is_empty() {
        "this file is in none of the ledger's folders, and is not read".to_owned()
    } else {
        format!(
            "`{}/` is none of the ledger's folders: this file is not read",
            shown(folder)
        )
    };
    let help = match nearest(top, folders).filter(|_| !top.is_empty()) {
        Some(near) => format!("did you mean `{near}/`?"),
        None => format!(
            "move it to {}; a name that starts with `_` is skipped",
            listed(folders)
        ),
    };
    Finding::new("file/misplaced-file", place, message).help(help)
}
