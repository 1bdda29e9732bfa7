//! What stands within `{…}` and `[…]`, closed or not yet; apart because commas rule there, and not indentation.

use super::sketch::{Pass, Step, is_gap};

/// Nothing is read further in.
const MOST_LEVELS: usize = 64;

/// A bracket, and the column of what it belongs to: lines that aren't further in are outside.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    pub at: usize,
    pub column: usize,
    pub depth: usize,
}

/// Reads a collection whose bracket is at `here`, as the value of `owner`; where it ends.
pub(super) fn collection(pass: &mut Pass, owner: usize, here: At) -> usize {
    let is_mapping = pass.byte(here.at) == Some(b'{');
    let mut at = here.at + 1;
    let end = loop {
        let gap = at;
        let (found, is_end) = skip(pass, at, here.column);
        let entry = At { at: found, ..here };
        at = match pass.byte(found).filter(|_| !is_end) {
            None => {
                empty(pass, (owner, is_mapping), gap..found);
                break found;
            }
            Some(b'}' | b']') => {
                empty(pass, (owner, is_mapping), gap..found);
                break found + 1;
            }
            Some(b',') => {
                empty(pass, (owner, is_mapping), gap..found);
                found + 1
            }
            Some(_) if is_mapping => {
                let end = key(pass, owner, entry);
                after_entry(pass, end, here.column)
            }
            Some(_) => {
                let node = pass.push(owner, Step::Item, gap..found);
                let end = value(pass, node, entry);
                stretch(pass, node, end);
                after_entry(pass, end, here.column)
            }
        }
        .max(gap + 1);
    };
    stretch(pass, owner, end);
    end
}

/// A place between two commas where nothing stands yet.
fn empty(pass: &mut Pass, (owner, is_mapping): (usize, bool), gap: std::ops::Range<usize>) {
    let before = gap.start.checked_sub(1).and_then(|at| pass.byte(at));
    if !matches!(before, Some(b'{' | b'[' | b',')) {
        return;
    }
    let step = if is_mapping {
        Step::Word(gap.clone())
    } else {
        Step::Item
    };
    let slot = if is_mapping { 0..0 } else { gap };
    pass.push(owner, step, slot);
}

/// Past the comma, if there is one.
fn after_entry(pass: &mut Pass, end: usize, column: usize) -> usize {
    let (found, is_end) = skip(pass, end, column);
    match pass.byte(found) {
        Some(b',') if !is_end => found + 1,
        _ => end,
    }
}

fn key(pass: &mut Pass, owner: usize, here: At) -> usize {
    let (name, mut end) = match pass.byte(here.at) {
        Some(b'"' | b'\'') => pass.quoted(here.at, here.column),
        _ => word(pass, here.at, true),
    };
    end = pass.skip_blanks(end);
    if pass.byte(end) != Some(b':') {
        pass.push(owner, Step::Word(name), 0..0);
        return end;
    }
    let node = pass.push(owner, Step::Key(name), end + 1..end + 1);
    let (found, is_end) = skip(pass, end + 1, here.column);
    if is_end {
        stretch(pass, node, pass.line_end(end + 1));
        return found;
    }
    let end = value(pass, node, At { at: found, ..here });
    let slot_end = pass.skip_blanks(end);
    stretch(pass, node, slot_end);
    end
}

fn value(pass: &mut Pass, node: usize, here: At) -> usize {
    match pass.byte(here.at) {
        Some(b'{' | b'[') if here.depth < MOST_LEVELS => collection(
            pass,
            node,
            At {
                depth: here.depth + 1,
                ..here
            },
        ),
        Some(b'"' | b'\'') => {
            let (value, end) = pass.quoted(here.at, here.column);
            pass.set_value(node, value);
            end
        }
        _ => {
            let (value, end) = word(pass, here.at, false);
            pass.set_value(node, value);
            end
        }
    }
}

/// Plain text up to a comma, a bracket, a comment or the line's end, and up to a colon where it is a key.
fn word(pass: &Pass, from: usize, is_key: bool) -> (std::ops::Range<usize>, usize) {
    let mut at = from;
    while let Some(byte) = pass.byte(at) {
        let ends = match byte {
            b',' | b'}' | b']' | b'\n' => true,
            b':' => {
                is_key && (is_gap(pass.byte(at + 1)) || matches!(pass.byte(at + 1), Some(b',' | b'}' | b']')))
            }
            b'#' => at > from && is_gap(pass.byte(at - 1)),
            _ => false,
        };
        if ends {
            break;
        }
        at += 1;
    }
    let width = pass.text(from..at).trim_end().len();
    (from..from + width, at)
}

fn stretch(pass: &mut Pass, node: usize, end: usize) {
    if let Some(node) = pass.sketch.nodes.get_mut(node) {
        node.slot.end = node.slot.end.max(end);
    }
}

/// Over blanks, line breaks and comments; whether the collection ends there because a line begins that is outside it,
/// or the text is over.
fn skip(pass: &mut Pass, mut at: usize, column: usize) -> (usize, bool) {
    loop {
        at = pass.skip_blanks(at);
        match pass.byte(at) {
            None => return (at, true),
            Some(b'#') => {
                let end = pass.line_end(at);
                pass.sketch.comments.push(at..end);
                at = end.max(at + 1);
            }
            Some(b'\r') => at += 1,
            Some(b'\n') if pass.leaves(at + 1, column) => return (at, true),
            Some(b'\n') => at += 1,
            Some(_) => return (at, false),
        }
    }
}
