//! By what a message in the drafts' folder is known as dunlin's own, untouched, and made of the draft beside it.

use crate::model::draft::normal;
use sha2::{Digest, Sha256};

/// The message's first line: the digest of all that follows it.
const DIGEST: &str = "X-Dunlin-Digest: ";
/// Of what text it was made.
pub(super) const DRAFT: &str = "X-Dunlin-Draft";

/// A message with the line by which it is known.
pub(super) fn seal(message: &[u8]) -> Vec<u8> {
    let mut sealed = format!("{DIGEST}{}\r\n", digest(message)).into_bytes();
    sealed.extend(message);
    sealed
}

/// Whether dunlin made this message once.
pub fn is_ours(bytes: &[u8]) -> bool {
    bytes.starts_with(DIGEST.as_bytes())
}

/// Whether dunlin made this message and nobody changed it; converted line ends are no change.
pub fn is_untouched(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(DIGEST.as_bytes()) else {
        return false;
    };
    let mut parts = rest.splitn(2, |byte| *byte == b'\n');
    match (parts.next(), parts.next()) {
        (Some(written), Some(message)) => written.trim_ascii_end() == digest(message).as_bytes(),
        _ => false,
    }
}

/// Whether a message was made of this draft, as it is now.
pub fn fits(message: &[u8], draft: &[u8]) -> bool {
    made_of(message) == Some(draft_digest(draft).as_bytes())
}

/// Whether two messages were made of the same draft.
pub fn are_of_one_draft(one: &[u8], other: &[u8]) -> bool {
    made_of(one).is_some_and(|draft| made_of(other) == Some(draft))
}

fn made_of(message: &[u8]) -> Option<&[u8]> {
    let lines = message.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    let mut head = lines.take_while(|line| !line.is_empty());
    head.find_map(|line| line.strip_prefix(DRAFT.as_bytes())?.strip_prefix(b": "))
}

/// Of a draft's text, whatever its line ends.
pub(super) fn draft_digest(draft: &[u8]) -> String {
    let text = normal(draft).unwrap_or_default();
    format!("{:x}", Sha256::digest(text.as_bytes()))
}

fn digest(message: &[u8]) -> String {
    let mut hash = Sha256::new();
    for line in message.split(|byte| *byte == b'\n') {
        hash.update(line.strip_suffix(b"\r").unwrap_or(line));
        hash.update(b"\n");
    }
    format!("{:x}", hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_but_of_line_ends_is_seen() {
        let draft = b"---\na: b\n---\nHello\n";
        let message = format!("{DRAFT}: {}\r\nTo: a\r\n\r\nHello\r\n", draft_digest(draft));
        let sealed = seal(message.as_bytes());
        let text = String::from_utf8(sealed.clone()).unwrap();
        assert!(is_ours(&sealed) && is_untouched(&sealed) && fits(&sealed, draft));
        assert!(is_untouched(text.replace("\r\n", "\n").as_bytes()));
        assert!(fits(&sealed, b"---\r\na: b\r\n---\r\nHello\r\n"));
        assert!(!fits(&sealed, b"---\na: c\n---\nHello\n"));
        for edited in [
            text.replace("Hello", "Hallo"),
            text.replace("To: a", "To: b"),
            format!("{text} "),
        ] {
            assert!(is_ours(edited.as_bytes()) && !is_untouched(edited.as_bytes()));
        }
        for foreign in ["", "To: a\r\n\r\nx", &text.replacen(DIGEST, "X: ", 1)] {
            assert!(!is_ours(foreign.as_bytes()) && !is_untouched(foreign.as_bytes()));
        }
        // What stands in the text is no header.
        let quoted = format!("To: a\r\n\r\n{DRAFT}: {}\r\n", draft_digest(draft));
        assert!(!fits(quoted.as_bytes(), draft));
    }
}
