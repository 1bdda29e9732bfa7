//! Drafts that their users have edited: letters, and no records; apart because everything else in dunlin's own folders
//! is left unread.

use super::{
    Content, comments,
    file::{self, Read},
    folder::{content, within_ledger},
    front_matter::{self, Parts},
    place::{Own, Place},
    tree::{Piece, parse},
};
use crate::{
    model::{EditedDraft, draft},
    source::{At, FileId},
};
use std::path::Path;
use walkdir::WalkDir;

/// The letters that a user has edited; those that nobody touched say nothing that isn't in the ledger. Links are not
/// followed, as when they are written.
pub(super) fn drafts(root: &Path, own: &Own) -> Vec<(String, Content)> {
    let top = root.join(&own.reminders);
    if !top.canonicalize().is_ok_and(|real| real.starts_with(root)) {
        return Vec::new();
    }
    let walk = WalkDir::new(&top).min_depth(2).max_depth(2).sort_by_file_name();
    let files = walk
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file());
    let named = files.map(|entry| (within_ledger(&own.reminders, &top, entry.path()), entry));
    let drafts = named.filter(|(name, _)| own.place(name) == Place::Draft);
    let read = drafts.filter_map(|(name, entry)| Some((name, content(entry.path())?)));
    read.filter(|(_, content)| is_edited(content)).collect()
}

fn is_edited(content: &Content) -> bool {
    matches!(content, Content::Bytes(bytes) if draft::is_ours(bytes) && !draft::is_untouched(bytes))
}

/// Whatever else is wrong with such a letter, it is its author's and no record.
pub(super) fn read(file: FileId, bytes: &[u8]) -> Read {
    let mut read = Read::default();
    let is_edited = draft::is_ours(bytes) && !draft::is_untouched(bytes);
    let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| is_edited) else {
        return read;
    };
    read.text = text.to_owned();
    let Ok(parts) = front_matter::split(text) else {
        return read;
    };
    let mut tree = parse(Piece {
        file,
        text: text.get(parts.yaml.clone()).unwrap_or_default(),
        offset: parts.yaml.start,
    });
    file::cover_body(&mut tree, text, parts.yaml.start);
    read.allows = comments::allows(text, &tree.comments, &tree.documents);
    let document = tree.documents.first();
    let written = |key: &str| {
        let node = document?.root.get(key)?;
        Some(At::new(node.scalar()?.text.clone(), node.span))
    };
    read.edited_draft = Some(EditedDraft {
        client: written("client").map(|client| client.value).unwrap_or_default(),
        language: written("language").map(|language| language.value),
        subject: written("subject"),
        body: body(file, text, &parts),
    });
    read
}

/// What stands below the front matter, and where.
pub(super) fn body(file: FileId, text: &str, parts: &Parts<'_>) -> At<String> {
    let whole = Piece {
        file,
        text,
        offset: 0,
    };
    At::new(parts.body.to_owned(), whole.span(parts.body_start, text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{SETTINGS, folder, ledger};

    #[test]
    #[cfg(unix)]
    #[expect(
        clippy::disallowed_methods,
        reason = "the test plays the user who edits a draft"
    )]
    fn of_the_drafts_only_those_are_read_that_somebody_edited() {
        let dir = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        let root = dir.path();
        let drafted = draft::seal("client: a\n", "Dear A\n");
        let edited = drafted.replace("Dear", "Dearest");
        let put = |root: &Path, path: &str, text: &str| {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        put(root, SETTINGS, "reminders: ./post\n");
        for (path, text) in [
            ("post/a/firm.md", &edited),
            ("post/a/reminder.md", &drafted),
            ("post/a/notes.md", &"Dear diary\n".to_owned()),
            ("post/a/old/firm.md", &edited),
            ("post/.b/firm.md", &edited),
            ("reminders/a/notes.txt", &edited),
        ] {
            put(root, path, text);
        }
        put(outside.path(), "firm.md", &edited);
        std::os::unix::fs::symlink(outside.path(), root.join("post/c")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("firm.md"), root.join("post/a/link.md")).unwrap();
        let folder = folder(root).unwrap();
        let files: Vec<&str> = folder.files.keys().map(String::as_str).collect();
        assert_eq!(files, [SETTINGS, "post/a/firm.md"]);
        let loaded = ledger(&folder, &[]);
        assert!(
            loaded
                .findings
                .iter()
                .all(|finding| loaded.sources.path(finding.span) == SETTINGS)
        );
    }
}
