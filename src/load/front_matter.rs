//! Where the YAML of a Markdown file lies; apart because only `.md` files have a body.

use std::ops::Range;

/// An `.md` file in its two parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    /// Between the two lines of `---`.
    pub yaml: Range<usize>,
    pub body: &'a str,
    /// Where the body begins.
    pub body_start: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Missing {
    Start,
    End,
}

/// `text` has no byte order mark.
pub(super) fn split(text: &str) -> Result<Parts<'_>, Missing> {
    let mut offset = 0;
    let mut start = None;
    for line in text.split_inclusive('\n') {
        let is_fence = line.trim_end() == "---";
        offset += line.len();
        match start {
            None if is_fence => start = Some(offset),
            None => return Err(Missing::Start),
            Some(start) if is_fence => {
                return Ok(Parts {
                    yaml: start..offset - line.len(),
                    body: text.get(offset..).unwrap_or_default(),
                    body_start: offset,
                });
            }
            Some(_) => {}
        }
    }
    Err(start.map_or(Missing::Start, |_| Missing::End))
}

/// The body as prose: LF line ends, no blank lines around it.
pub(super) fn prose(body: &str) -> String {
    let unix = body.replace("\r\n", "\n");
    let lines = unix.trim_end();
    let blank = lines.len() - lines.trim_start().len();
    let first = lines.get(..blank).and_then(|blank| blank.rfind('\n'));
    lines
        .get(first.map_or(0, |end| end + 1)..)
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_at_the_two_fences() {
        let parts = split("---\r\na: 1\r\n---\r\n\r\n  Hello\r\nthere\r\n").unwrap();
        assert_eq!(parts.yaml, 5..11);
        assert_eq!(prose(parts.body), "  Hello\nthere");
        assert_eq!(split("---\na: 1\n---").unwrap().body, "");
        assert_eq!(split("# Title\n---\n---\n"), Err(Missing::Start));
        assert_eq!(split(""), Err(Missing::Start));
        assert_eq!(split("---\na: 1\n--- b\n"), Err(Missing::End));
    }
}
