//! Who writes to whom, as users write it in one line: apart because what doesn't read as an address must not become
//! one.

/// A mailbox, its name on one line and perhaps empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mailbox {
    pub name: String,
    pub address: String,
}

impl Mailbox {
    /// Without an address if what is given reads as none.
    pub fn new(name: &str, address: &str) -> Self {
        let address = Some(address.trim()).filter(|address| is_address(address));
        Self {
            name: one_line(name),
            address: address.unwrap_or_default().to_owned(),
        }
    }
}

/// The mailboxes of `Ana Soler <ana@acme.example>, ap@acme.example`, and what reads as none.
pub fn mailboxes(text: &str) -> (Vec<Mailbox>, Vec<String>) {
    let mut found = (Vec::new(), Vec::new());
    for part in parts(text) {
        match mailbox(part) {
            Some(mailbox) => found.0.push(mailbox),
            None => found.1.push(part.to_owned()),
        }
    }
    found
}

/// Between commas and semicolons outside quotes.
fn parts(text: &str) -> Vec<&str> {
    let mut quoted = false;
    let parts = text.split(|c: char| {
        quoted ^= c == '"';
        !quoted && matches!(c, ',' | ';' | '\n')
    });
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn mailbox(part: &str) -> Option<Mailbox> {
    let (name, address) = match part.strip_suffix('>').and_then(|part| part.rsplit_once('<')) {
        Some((name, address)) => (name, address),
        None => ("", part),
    };
    is_address(address.trim()).then(|| Mailbox {
        name: one_line(name.trim().trim_matches('"')),
        address: address.trim().to_owned(),
    })
}

/// Strict where it matters: nothing that ends an address or a line.
fn is_address(text: &str) -> bool {
    let is_plain = |c: char| {
        !c.is_whitespace()
            && !c.is_control()
            && !matches!(
                c,
                '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '"' | '\\'
            )
    };
    text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@') && text.chars().all(is_plain)
    })
}

/// A header's text: one line, without control characters, and without what readers would take for an encoded word.
pub fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").replace("=?", "= ?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_write_addresses_in_many_ways() {
        let read = |text| {
            let (boxes, wrong) = mailboxes(text);
            let boxes: Vec<_> = boxes
                .into_iter()
                .map(|mailbox| (mailbox.name, mailbox.address))
                .collect();
            (boxes, wrong)
        };
        let own = |name: &str, address: &str| (name.to_owned(), address.to_owned());
        for (text, boxes, wrong) in [
            ("", vec![], vec![]),
            ("ap@acme.example", vec![own("", "ap@acme.example")], vec![]),
            (
                "\"Soler, Ana\" <ana@acme.example>; b@c.example,",
                vec![own("Soler, Ana", "ana@acme.example"), own("", "b@c.example")],
                vec![],
            ),
            (
                "Счёт <a@b.example>\nBcc: x@y.example",
                vec![own("Счёт", "a@b.example")],
                vec!["Bcc: x@y.example".to_owned()],
            ),
            (
                "nobody, a b@c.example, a@b@c, <a@b> x, @, a@",
                vec![],
                ["nobody", "a b@c.example", "a@b@c", "<a@b> x", "@", "a@"]
                    .map(str::to_owned)
                    .to_vec(),
            ),
        ] {
            assert_eq!(read(text), (boxes, wrong), "{text}");
        }
    }

    #[test]
    fn a_header_is_one_line() {
        assert_eq!(
            one_line(" Pay\r\nBcc: x@y\u{0} =?utf-8?Q?a?= "),
            "Pay Bcc: x@y = ?utf-8?Q?a?="
        );
    }
}
