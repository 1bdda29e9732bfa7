//! Which files below `templates/` are the ledger's own texts; apart because they are no records, and read as they stand.

use super::place::is_below;
use crate::model::own_texts::FOLDER;

/// What a text's name can end in.
const ENDINGS: [&str; 7] = ["md", "yaml", "yml", "html", "css", "js", "svg"];

/// Whether a file is there to be used as a text, or seems to be meant for it: not what is hidden, starts with `_`, is
/// an editor's copy or a note to the reader.
pub(super) fn is_text(path: &str) -> bool {
    let Some(below) = path.strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/')) else {
        return false;
    };
    let name = below.rsplit('/').next().unwrap_or(below).to_lowercase();
    let is_note = ["readme", "changelog"].iter().any(|note| name.starts_with(note));
    let is_skipped = below.split('/').any(|part| part.starts_with(['.', '_', '#']));
    !is_skipped && !is_note && !name.ends_with('~')
}

/// Whether the file can hold a text at all: not a picture, not an archive.
pub(super) fn is_readable(path: &str) -> bool {
    let ending = path
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// Its path below the folder.
pub(super) fn name(path: &str) -> Option<&str> {
    is_below(path, FOLDER)
        .then(|| path.get(FOLDER.len() + 1..))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_from_what_stands_beside_them() {
        for (path, expected) in [
            ("templates/languages/en/firm.md", true),
            ("templates/dashboard/logo.png", true),
            ("templates/firm.md", true),
            ("templates/README.md", false),
            ("templates/languages/en/_firm.md", false),
            ("templates/languages/en/.firm.md.swp", false),
            ("templates/languages/en/firm.md~", false),
            ("templates_old/firm.md", false),
            ("templates", false),
        ] {
            assert_eq!(is_text(path), expected, "{path}");
        }
        assert!(is_readable("templates/dashboard/style.CSS"));
        assert!(!is_readable("templates/dashboard/logo.png"));
        assert_eq!(name("templates/a/b.md"), Some("a/b.md"));
        assert_eq!(name("templates"), None);
    }
}
