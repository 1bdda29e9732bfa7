//! Markdown as clients and strangers may have written it, and drafts as their users may have edited them.
#![no_main]

use dunlin::{
    calendar::parse_date,
    render::{
        mail::{self, Draft, Mail, Mailbox},
        prose,
    },
};
use dunlin_fuzz::hostile::{lines_are_ours, prose_is_inert};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    for html in [prose::prose(&text), prose::letter(&text), prose::sentence(&text)] {
        prose_is_inert(html.as_str());
    }
    assert!(!prose::escaped(&text).contains(['<', '>', '"']));
    prose::unescaped(&text);
    message(data);
    let front = "---\nclient: acme\nsubject: Hello\nlanguage: en\nto: a@b.example\n---\n";
    message(&[front.as_bytes(), data].concat());
});

fn message(text: &[u8]) {
    let Some(draft) = Draft::read(text) else { return };
    let first = draft.to.first().cloned().unwrap_or_default();
    let mail = Mail {
        draft: &draft,
        text,
        from: Mailbox::new(&draft.subject, &draft.client),
        contact: first,
        day: parse_date("2026-03-02").expect("a day"),
        code: None,
        attachments: draft
            .attachments
            .iter()
            .take(3)
            .map(|name| mail::Attachment {
                name: name.clone(),
                bytes: draft.body.clone().into_bytes(),
            })
            .collect(),
    };
    let bytes = mail.sealed();
    assert!(mail::is_ours(&bytes) && mail::is_untouched(&bytes) && mail::fits(&bytes, text));
    let sealed = String::from_utf8(bytes).expect("a message is ASCII");
    assert!(sealed.is_ascii());
    let (head, _) = sealed.split_once("\r\n\r\n").expect("a head and a body");
    assert!(
        head.lines().all(|line| line.len() <= 998),
        "a line that no server takes: {head}"
    );
    lines_are_ours("a message", head);
    // No line of a head begins with anything but a header of ours or the rest of one.
    for line in head.lines() {
        let name = line.split_once(':').map_or("", |(name, _)| name);
        let is_ours = [
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
            "Content-Type",
            "Content-Transfer-Encoding",
        ];
        assert!(
            line.starts_with([' ', '\t']) || is_ours.contains(&name),
            "{line:?} in {head}"
        );
    }
}
