//! The message itself (RFC 5322, MIME): the same bytes whenever the draft, its attachments and the day are the same.

use super::{
    Draft,
    address::{Mailbox, one_line},
    seal,
};
use crate::{
    calendar::Date,
    render::{epc::Code, prose},
};
use mail_builder::{
    headers::{
        Header, HeaderType, address::Address, content_type::ContentType, message_id::MessageId, raw::Raw,
        text::Text,
    },
    mime::MimePart,
};
use sha2::{Digest, Sha256};

/// Bytes above which many providers refuse a message.
pub const TOO_LARGE: usize = 20_000_000;

/// What a message is made of.
#[derive(Debug, Clone)]
pub struct Mail<'a> {
    pub draft: &'a Draft,
    /// The draft's text, byte for byte.
    pub text: &'a [u8],
    /// The creditor, by name and address.
    pub from: Mailbox,
    /// Whom `to` names where it gives only the client's own address.
    pub contact: Mailbox,
    pub day: Date,
    /// The code to pay by, and the words below it.
    pub code: Option<(Code, String)>,
    pub attachments: Vec<Attachment>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// As the reader saves it.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Where the picture of the code is found in the message; nothing outside of it is fetched.
const CODE: &str = "pay@dunlin.invalid";

impl Mail<'_> {
    /// With the line by which dunlin knows its own.
    pub fn sealed(&self) -> Vec<u8> {
        let mut message = Vec::new();
        self.headers(&mut message);
        self.body().write_part(&mut message);
        seal::seal(&message)
    }

    /// Without a `Message-ID`, which whoever sends it gives. The day is the one that the draft was made for, so that no
    /// clock is asked.
    fn headers(&self, out: &mut Vec<u8>) {
        let draft = self.draft;
        put(out, seal::DRAFT, Raw::new(seal::draft_digest(self.text)).into());
        // Mail programs take a message with this line for a draft: they open it to be edited and sent.
        put(out, "X-Unsent", Raw::new("1").into());
        let date = self.day.format("%a, %d %b %Y 00:00:00 +0000").to_string();
        put(out, "Date", Raw::new(date).into());
        if !self.from.address.is_empty() {
            put(out, "From", address(&self.from).into());
        }
        let named = draft.to.iter().map(|to| self.named(to));
        for (name, list) in [("To", named.collect()), ("Cc", draft.cc.clone())] {
            if !list.is_empty() {
                let list = list.iter().map(address).collect();
                put(out, name, Address::new_list(list).into());
            }
        }
        put(out, "Subject", Text::new(draft.subject.as_str()).into());
        put(out, "Content-Language", Text::new(draft.language.as_str()).into());
        put(out, "MIME-Version", Raw::new("1.0").into());
    }

    fn named(&self, to: &Mailbox) -> Mailbox {
        if to.name.is_empty() && to.address == self.contact.address {
            self.contact.clone()
        } else {
            to.clone()
        }
    }

    fn body(&self) -> MimePart<'static> {
        let image = self
            .code
            .as_ref()
            .and_then(|(code, words)| Some((code.png()?, words)));
        let html = self.html(image.as_ref().map(|(_, words)| words.as_str()));
        let html = MimePart::new("text/html", crlf(&html));
        let html = match image {
            None => html,
            Some((image, _)) => {
                let picture = MimePart::new("image/png", image)
                    .header(
                        "Content-Disposition",
                        ContentType::new("inline").attribute("filename", "pay.png"),
                    )
                    .header("Content-ID", MessageId::new(CODE));
                MimePart::new(self.multipart("related"), vec![html, picture])
            }
        };
        let text = MimePart::new("text/plain", crlf(&(self.draft.plain() + "\n")));
        let letter = MimePart::new(self.multipart("alternative"), vec![text, html]);
        if self.attachments.is_empty() {
            return letter;
        }
        let files = self.attachments.iter().map(|file| {
            MimePart::new(media_type(&file.name), file.bytes.clone()).attachment(one_line(&file.name))
        });
        let parts = std::iter::once(letter).chain(files).collect::<Vec<_>>();
        MimePart::new(self.multipart("mixed"), parts)
    }

    /// The reader's own fonts and colours: a letter between two people isn't a newsletter.
    fn html(&self, code: Option<&str>) -> String {
        let letter = prose::letter(&self.draft.body);
        let language = prose::escaped(&self.draft.language);
        let code = code.map(|words| {
            let words = prose::escaped(words);
            format!("<p><img src=\"cid:{CODE}\" width=\"200\" alt=\"\"><br>{words}</p>\n")
        });
        format!(
            "<!doctype html>\n<html lang=\"{language}\">\n<head><meta charset=\"utf-8\"></head>\n<body>\n{}{}</body>\n</html>\n",
            letter.as_str(),
            code.unwrap_or_default()
        )
    }

    /// With a boundary that nobody who wrote a part could have known, and yet always the same.
    fn multipart(&self, kind: &str) -> ContentType<'static> {
        let mut hash = Sha256::new();
        hash.update(self.text);
        for file in &self.attachments {
            hash.update(&file.bytes);
        }
        let boundary = format!("{kind}-{:x}", hash.finalize());
        let boundary: String = boundary.chars().take(48).collect();
        ContentType::new(format!("multipart/{kind}")).attribute("boundary", boundary)
    }
}

fn put(out: &mut Vec<u8>, name: &str, value: HeaderType) {
    out.extend(name.as_bytes());
    out.extend(b": ");
    value.write_header(out, name.len() + 2);
}

fn address(mailbox: &Mailbox) -> Address<'static> {
    let name = one_line(&mailbox.name);
    Address::new_address(
        Some(name).filter(|name| !name.is_empty()),
        mailbox.address.clone(),
    )
}

/// As messages end their lines, whatever they are encoded as.
fn crlf(text: &str) -> String {
    text.replace('\r', "").replace('\n', "\r\n")
}

/// By the name's ending; what isn't known is just bytes.
fn media_type(name: &str) -> &'static str {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("csv") => "text/csv",
        Some("doc") => "application/msword",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Some("gif") => "image/gif",
        Some("htm" | "html") => "text/html",
        Some("jpeg" | "jpg") => "image/jpeg",
        Some("md") => "text/markdown",
        Some("odt") => "application/vnd.oasis.opendocument.text",
        Some("pdf") => "application/pdf",
        Some("png") => "image/png",
        Some("txt") => "text/plain",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("xml") => "application/xml",
        Some("zip") => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{calendar::parse_date, model::draft};

    fn mail(draft: &Draft, text: &str) -> String {
        let mailbox = |name: &str, address: &str| Mailbox {
            name: name.to_owned(),
            address: address.to_owned(),
        };
        let mail = Mail {
            draft,
            text: text.as_bytes(),
            from: mailbox("Faro, \"Est.\"\r\nBcc: evil@x.example", "faro@x.example"),
            contact: mailbox("Ana Soler", "ap@acme.example"),
            day: parse_date("2026-03-01").unwrap(),
            code: None,
            attachments: vec![Attachment {
                name: "Rechnung №4.pdf".to_owned(),
                bytes: vec![0, 1, 255, 10, 13],
            }],
        };
        let sealed = mail.sealed();
        assert!(super::super::is_untouched(&sealed) && super::super::fits(&sealed, text.as_bytes()));
        assert_eq!(mail.sealed(), sealed, "always the same");
        String::from_utf8(sealed).unwrap()
    }

    #[test]
    fn nothing_that_users_write_becomes_a_header() {
        let text = draft::seal(
            "client: acme\nstage: firm\nlanguage: en\nto: ap@acme.example\ncc: [\"x@y.example\\r\\nBcc: evil@x.example\"]\nsubject: \"Pay\\r\\nBcc: evil@x.example\\n\\n<script>\"\n",
            "Dear <script>alert(1)</script>\nAna,\n\n--alternative-0\nBcc: evil@x.example\n",
        );
        let draft = Draft::read(text.as_bytes()).unwrap();
        let message = mail(&draft, &text);
        let (head, body) = message.split_once("\r\n\r\n").unwrap();
        let names: Vec<_> = head
            .lines()
            .filter(|line| !line.starts_with(' '))
            .map(|line| line.split(": ").next().unwrap())
            .collect();
        assert_eq!(
            names,
            [
                "X-Dunlin-Digest",
                "X-Dunlin-Draft",
                "X-Unsent",
                "Date",
                "From",
                "To",
                "Cc",
                "Subject",
                "Content-Language",
                "MIME-Version",
                "Content-Type"
            ]
        );
        assert!(
            head.contains("Date: Sun, 01 Mar 2026 00:00:00 +0000\r\n"),
            "{head}"
        );
        assert!(head.contains("\"Ana Soler\" <ap@acme.example>"), "{head}");
        assert!(head.contains("Cc: <x@y.example>\r\n"), "{head}");
        assert_eq!(draft.not_addresses, ["Bcc: evil@x.example"]);
        let (_, html) = body.split_once("<!doctype html>").unwrap();
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("&lt;script&gt;") && html.contains("<br"), "{html}");
        assert!(
            body.contains("filename*=UTF-8''Rechnung%20%E2%84%964.pdf"),
            "{body}"
        );
    }
}
