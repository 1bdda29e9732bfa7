//! Markup that nobody asked for: what must not come out alive, whatever went in.

/// Names that mean something in every language that dunlin writes. `fz` is nobody's tag, so one that comes out whole was
/// let through.
pub const NAMES: [&str; 24] = [
    "Acme",
    "Фирма «Ёж»",
    "<fz>",
    "</script><fz>",
    "\"><fz a=\"",
    "' fz='",
    "<script>fz</script>",
    "{{ fz }}",
    "{% fz %}",
    "[x](javascript:fz)",
    "`*_<fz>_*`",
    "=cmd|' /C calc'!A0",
    "a\r\nFz: 1",
    "a\nEND:VEVENT\nFZ:1",
    "- a: b # c",
    "&amp;<![CDATA[<fz>]]>",
    "\u{202e}txt.exe",
    "a\u{200b}b\u{0}c",
    "| a | b |\n| - | - |",
    "CON",
    "é\u{301}\u{301}\u{301}",
    "a; b, c:d",
    "\u{1b}[2Jx",
    "x@y.example, z@w.example",
];

/// No element, attribute or address of somebody else's in a page of ours.
pub fn page_is_inert(path: &str, html: &str) {
    let lower = html.to_lowercase();
    for alive in [
        "<fz",
        "</fz",
        "href=\"javascript:",
        "href='javascript:",
        "src=\"javascript:",
    ] {
        assert!(
            !lower.contains(alive),
            "{alive} in {path}: {}",
            around(&lower, alive)
        );
    }
}

/// Only the elements that Markdown may become, without any attribute but those that we write.
pub fn prose_is_inert(html: &str) {
    const OURS: [&str; 24] = [
        "p",
        "a",
        "em",
        "strong",
        "ul",
        "ol",
        "li",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "code",
        "blockquote",
        "hr",
        "br",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "del",
        "ins",
    ];
    const ATTRIBUTES: [&str; 4] = ["rel", "href", "start", "class"];
    for rest in html.split('<').skip(1) {
        let (tag, _) = rest
            .split_once('>')
            .unwrap_or_else(|| panic!("a tag without end: {html:?}"));
        let tag = tag.trim_start_matches('/').trim_end_matches('/').trim();
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(OURS.contains(&name), "<{name}> in {html:?}");
        let parts: Vec<&str> = attributes.split('"').collect();
        for pair in parts.chunks(2).filter(|pair| pair.len() == 2) {
            let [key, value] = pair else { continue };
            let key = key.trim().trim_end_matches('=');
            assert!(ATTRIBUTES.contains(&key), "{key}= in {html:?}");
            assert!(key != "href" || leads_on(value), "href {value:?} in {html:?}");
        }
    }
}

fn leads_on(address: &str) -> bool {
    let head = address
        .split(['/', '?', '#'])
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let is_known = |scheme: &str| ["http", "https", "mailto", "tel"].contains(&scheme);
    !address.starts_with("//")
        && !address.contains('\\')
        && head.split_once(':').is_none_or(|(scheme, _)| is_known(scheme))
}

/// The lines of a message's or calendar's head are ours.
pub fn lines_are_ours(what: &str, text: &str) {
    let alive = text.lines().find(|line| line.to_lowercase().starts_with("fz:"));
    assert!(alive.is_none(), "{alive:?} in {what}: {text}");
}

fn around<'t>(text: &'t str, found: &str) -> &'t str {
    let at = text.find(found).unwrap_or_default();
    let (start, end) = (
        text.floor_char_boundary(at.saturating_sub(80)),
        text.ceil_char_boundary((at + 80).min(text.len())),
    );
    &text[start..end]
}
