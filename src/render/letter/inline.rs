//! Users' words made fit to stand in a line of a letter: apart because a name must never become markup.

/// An IBAN in fours, as people read it.
pub fn grouped(iban: &str) -> String {
    let plain: Vec<char> = iban.chars().filter(|c| !c.is_whitespace()).collect();
    let fours: Vec<String> = plain.chunks(4).map(|four| four.iter().collect()).collect();
    fours.join(" ")
}

/// A user's words on one line, with what CommonMark would take for markup made plain.
pub fn inline(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut plain = String::with_capacity(line.len());
    for c in line.chars().filter(|c| !c.is_control()) {
        if matches!(c, '\\' | '*' | '`' | '[' | ']' | '<') {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ibans_are_read_in_fours() {
        assert_eq!(
            grouped("ES9121000418450200051332"),
            "ES91 2100 0418 4502 0005 1332"
        );
        assert_eq!(
            grouped("GB29 NWBK 6016 1331 9268 19"),
            "GB29 NWBK 6016 1331 9268 19"
        );
        assert_eq!(grouped(""), "");
    }

    #[test]
    fn names_hold_no_markup() {
        assert_eq!(
            inline("A [link](javascript:x)\n<b>"),
            "A \\[link\\](javascript:x) \\<b>"
        );
        assert_eq!(inline("inv_014 & Söhne"), "inv_014 & Söhne");
    }
}
