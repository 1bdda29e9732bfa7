//! Characters that would steer a terminal, or hide, shown instead of obeyed: a ledger may come from somebody else.

use std::fmt::Write;

/// The text with every such character made visible; line breaks and tabs stay.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if hides(c) {
            // Writing to a string can't fail.
            let _ = write!(shown, "<U+{:04X}>", u32::from(c));
        } else {
            shown.push(stand_in(c));
        }
    }
    shown
}

/// The same for markup that is finished but for this: a carriage return is a space there.
pub fn in_markup(html: String) -> String {
    let steers = |c: char| c != '\r' && (hides(c) || stand_in(c) != c);
    let character = |at: usize| html.get(at..).and_then(|rest| rest.chars().next());
    let mut suspects = html.bytes().enumerate().filter(|(_, byte)| may_steer(*byte));
    if !suspects.any(|(at, _)| character(at).is_some_and(steers)) {
        return html;
    }
    let mut shown = String::with_capacity(html.len() + 64);
    for c in html.chars() {
        if hides(c) {
            // Writing to a string can't fail.
            let _ = write!(shown, "&lt;U+{:04X}&gt;", u32::from(c));
        } else {
            shown.push(if c == '\r' { c } else { stand_in(c) });
        }
    }
    shown
}

/// Whether a byte is a control code or begins a character that may be one to hide: pages are long, and nearly all of them
/// plain. Of those that [`hides`] tells, the ones of two bytes begin with C2 or D8, of three with E2 or EF, of four with F3.
fn may_steer(byte: u8) -> bool {
    match byte {
        b'\n' | b'\t' | b'\r' => false,
        0..=0x1f | 0x7f | 0xc2 | 0xd8 | 0xe2 | 0xef | 0xf3 => true,
        _ => false,
    }
}

/// The same on one line.
pub fn on_one_line(text: &str) -> String {
    visible(text).replace('\n', "␊").replace('\t', "␉")
}

/// The same of a text that colours of ours may stand in: those stay, and no other code does. For a terminal, where even
/// what is no report (a draft, a table) is read by somebody.
pub fn beside_colours(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        let (before, code) = rest.split_at(at);
        shown.push_str(&visible(before));
        let length = colour(code).unwrap_or('\u{1b}'.len_utf8());
        let (code, after) = code.split_at(length);
        if length > 1 {
            shown.push_str(code);
        } else {
            shown.push(stand_in('\u{1b}'));
        }
        rest = after;
    }
    shown.push_str(&visible(rest));
    shown
}

/// How long a code is that sets a colour or a weight and hides nothing: `ESC [ 31 m`, `ESC [ 38;5;12 m`.
fn colour(code: &str) -> Option<usize> {
    let (numbers, _) = code.strip_prefix("\u{1b}[")?.split_once('m')?;
    let one = numbers.strip_prefix("38;5;").unwrap_or(numbers);
    let is_short = (1..=3).contains(&one.len()) && one.bytes().all(|b| b.is_ascii_digit());
    (is_short && numbers.trim_start_matches('0') != "8").then(|| numbers.len() + "\u{1b}[m".len())
}

/// The text for a letter: whoever gets it can't be told of what nobody sees, and a mark that turns the direction of
/// writing would turn the sums behind it.
pub fn without_hidden(text: &str) -> String {
    text.chars().filter(|c| !hides(*c)).collect()
}

/// JSON that is finished but for this: nothing in it steers a terminal or hides, and it says the same.
pub fn in_json(json: String) -> String {
    let steers = |c: char| c == '\u{7f}' || hides(c);
    if !json.contains(steers) {
        return json;
    }
    let mut shown = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if steers(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string can't fail.
                let _ = write!(shown, "\\u{unit:04x}");
            }
        } else {
            shown.push(c);
        }
    }
    shown
}

/// A stretch of a file made visible, and where its bytes went.
#[derive(Debug)]
pub struct Excerpt {
    pub text: String,
    /// Offset in the file, offset here, of each place where the two begin to differ by another distance.
    shifts: Vec<(usize, usize)>,
}

impl Excerpt {
    /// `text` starts at byte `start` of its file. One character stands for one, so that columns stay what they are; a
    /// carriage return before a line break is part of the break.
    pub fn new(text: &str, start: usize) -> Self {
        let mut shown = String::with_capacity(text.len());
        let mut shifts = vec![(start, 0)];
        for (at, c) in text.char_indices() {
            let before = shown.len();
            let rest = text.get(at..).unwrap_or_default();
            if c != '\r' || !(rest == "\r" || rest.starts_with("\r\n")) {
                shown.push(stand_in(c));
            }
            if shown.len() - before != c.len_utf8() {
                shifts.push((start + at + c.len_utf8(), shown.len()));
            }
        }
        Self { text: shown, shifts }
    }

    /// Shows that something before it was left out.
    pub fn begin_with_a_gap(&mut self) {
        self.text.insert(0, GAP);
        for (_, here) in &mut self.shifts {
            *here += GAP.len_utf8();
        }
    }

    /// Shows that something behind it was left out.
    pub fn end_with_a_gap(&mut self) {
        self.text.push(GAP);
    }

    /// Where a byte offset of the file stands here.
    pub fn place(&self, offset: usize) -> usize {
        let next = self.shifts.partition_point(|(from, _)| *from <= offset);
        let shift = next.checked_sub(1).and_then(|last| self.shifts.get(last));
        let place = shift.map_or(0, |(from, here)| here + (offset - from));
        let limit = self.shifts.get(next).map_or(self.text.len(), |(_, here)| *here);
        place.min(limit)
    }
}

const GAP: char = '…';

/// The character itself, or one that can be seen.
fn stand_in(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('�'),
        '\u{7f}' => '␡',
        _ if hides(c) => '�',
        _ => c,
    }
}

/// Control codes of eight bits, marks that turn the direction of writing, line separators, and what has no width; but
/// for what writing needs: joiners, variants, hyphens that show at the end of a line.
fn hides(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_look_misses_nothing() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let steers = c != '\r' && (hides(c) || stand_in(c) != c);
            let html = format!("<p>’{c}</p>");
            assert_eq!(in_markup(html.clone()) != html, steers, "{c:?}");
        }
    }

    #[test]
    fn nothing_steers_a_page() {
        for (html, shown) in [
            ("<p>a\r\n\tb</p>", "<p>a\r\n\tb</p>"),
            ("<p>a\u{202e}b</p>", "<p>a&lt;U+202E&gt;b</p>"),
            (
                "<p>\u{1b}[31m\u{200b}é\u{200d}漢</p>",
                "<p>␛[31m&lt;U+200B&gt;é\u{200d}漢</p>",
            ),
        ] {
            assert_eq!(in_markup(html.to_owned()), shown);
        }
    }

    #[test]
    fn nothing_steers_the_terminal() {
        for (written, shown) in [
            ("plain, Ünïcode, 漢字", "plain, Ünïcode, 漢字"),
            ("\u{1b}[31mred", "␛[31mred"),
            ("\u{9b}31m", "<U+009B>31m"),
            ("a\u{202e}b", "a<U+202E>b"),
            ("a\u{2066}\u{200f}", "a<U+2066><U+200F>"),
            ("a\rb\u{7f}\u{7}", "a␍b␡␇"),
            ("a\tb\nc", "a\tb\nc"),
        ] {
            assert_eq!(visible(written), shown);
        }
        assert_eq!(on_one_line("a\nb\tc"), "a␊b␉c");
    }

    #[test]
    fn of_a_terminal_s_codes_only_colours_stay() {
        for (written, shown) in [
            ("\u{1b}[1mName\u{1b}[0m", "\u{1b}[1mName\u{1b}[0m"),
            ("\u{1b}[38;5;12m|\u{1b}[0m\n", "\u{1b}[38;5;12m|\u{1b}[0m\n"),
            ("\u{1b}[8mhidden", "␛[8mhidden"),
            ("\u{1b}[08mhidden", "␛[08mhidden"),
            ("\u{1b}[0;8m", "␛[0;8m"),
            ("\u{1b}[2J\u{1b}[31m", "␛[2J\u{1b}[31m"),
            ("\u{1b}]8;;http://x\u{7}m\u{1b}]8;;\u{7}", "␛]8;;http://x␇m␛]8;;␇"),
            ("\u{1b}[m", "␛[m"),
            ("\u{1b}", "␛"),
            ("\u{1b}é[1m", "␛é[1m"),
            ("a\rb\u{202e}", "a␍b<U+202E>"),
        ] {
            assert_eq!(beside_colours(written), shown, "{written:?}");
        }
    }

    #[test]
    fn json_says_the_same_in_plain_sight() {
        let text = "é\u{7f}\u{9b}\u{202e}\u{e0041}\u{200d}\"";
        let json = in_json(serde_json::to_string(text).unwrap());
        assert_eq!(json, "\"é\\u007f\\u009b\\u202e\\udb40\\udc41\u{200d}\\\"\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn places_follow_their_characters() {
        let text = "k: \u{202e}é\r\nnext: \u{1b}x\n";
        let excerpt = Excerpt::new(text, 100);
        assert_eq!(excerpt.text, "k: �é\nnext: ␛x\n");
        for wanted in ["k:", "é", "next", "x"] {
            let at = 100 + text.find(wanted).unwrap();
            assert_eq!(Some(excerpt.place(at)), excerpt.text.find(wanted), "{wanted}");
        }
        assert_eq!(excerpt.place(100 + text.len()), excerpt.text.len());
    }

    #[test]
    fn a_place_inside_what_was_replaced_stays_inside() {
        let excerpt = Excerpt::new("\u{1b}\u{1b}\u{1b}", 0);
        assert_eq!((excerpt.place(1), excerpt.place(3)), (3, 9));
        assert_eq!(Excerpt::new("", 0).place(0), 0);
    }
}
