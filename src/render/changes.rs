//! What is about to change in a user's files, as a patch that people read and `git apply` takes.

use super::findings::visible::visible;
use crate::check::fixes::{Change, Mended};
use similar::{ChangeTag, TextDiff};
use std::fmt::Write;

const CONTEXT: usize = 3;

/// A unified diff of every file, with colours: the command line strips them where they aren't wanted.
pub fn render(mended: &Mended) -> String {
    mended
        .files
        .iter()
        .map(|(path, change)| one(&visible(path), change))
        .collect()
}

fn one(path: &str, change: &Change) -> String {
    let (before, after) = (
        String::from_utf8_lossy(&change.before),
        String::from_utf8_lossy(&change.after),
    );
    let diff = TextDiff::from_lines(before.as_ref(), after.as_ref());
    let mut text = format!("\u{1b}[1m--- {path}\u{1b}[0m\n\u{1b}[1m+++ {path}\u{1b}[0m\n");
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        // Writing to a string can't fail.
        let _ = writeln!(text, "\u{1b}[36m{}\u{1b}[0m", hunk.header());
        for line in hunk.iter_changes() {
            let (sign, colour) = match line.tag() {
                ChangeTag::Delete => ('-', "\u{1b}[31m"),
                ChangeTag::Insert => ('+', "\u{1b}[32m"),
                ChangeTag::Equal => (' ', ""),
            };
            push_line(&mut text, (sign, colour), line.value());
        }
    }
    text
}

fn push_line(text: &mut String, (sign, colour): (char, &str), line: &str) {
    let body = line.trim_end_matches(['\n', '\r']);
    let end = line.get(body.len()..).unwrap_or_default();
    let reset = if colour.is_empty() { "" } else { "\u{1b}[0m" };
    // The mark that some editors put at the beginning of a file belongs to a patch of it.
    let (mark, body) = body
        .strip_prefix('\u{feff}')
        .map_or(("", body), |rest| ("\u{feff}", rest));
    text.push_str(&format!("{colour}{sign}{mark}{}{reset}{end}", visible(body)));
    if !line.ends_with('\n') {
        text.push_str("\n\\ No newline at end of file\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patch(before: &str, after: &str) -> String {
        let change = Change {
            before: before.as_bytes().to_vec(),
            after: after.as_bytes().to_vec(),
            fixes: 1,
        };
        let files = [("contracts/x.yaml".to_owned(), change)].into();
        let text = render(&Mended { files });
        anstream::adapter::strip_str(&text).to_string()
    }

    #[test]
    fn a_patch_shows_the_line_and_three_around_it() {
        let text = patch(
            "a: 1\nb: 2\nc: 3\nd: 4\nstatus: Active # on\n",
            "a: 1\nb: 2\nc: 3\nd: 4\nstatus: active # on\n",
        );
        let expected = "--- contracts/x.yaml
+++ contracts/x.yaml
@@ -2,4 +2,4 @@
 b: 2
 c: 3
 d: 4
-status: Active # on
+status: active # on
";
        assert_eq!(text, expected);
    }

    #[test]
    fn line_ends_and_marks_are_the_files_own() {
        let text = patch("\u{feff}a: 1\r\nb: yes", "\u{feff}a: 2\r\nb: true");
        let expected = "--- contracts/x.yaml\n+++ contracts/x.yaml\n@@ -1,2 +1,2 @@\n-\u{feff}a: 1\r\n-b: yes\n\\ No newline at end of file\n+\u{feff}a: 2\r\n+b: true\n\\ No newline at end of file\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn nothing_a_user_wrote_steers_the_terminal() {
        let text = patch("a: yes # \u{1b}[2J\u{202e}\n", "a: true # \u{1b}[2J\u{202e}\n");
        assert!(text.contains("+a: true # ␛[2J<U+202E>\n"), "{text}");
    }
}
