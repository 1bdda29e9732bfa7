//! The Markdown that people write into records, as HTML that can carry nothing but text; apart because it is
//! the one place where what a stranger may have written becomes markup.

use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};
use serde::Serialize;

/// Markup that is safe to put into a page as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Html(String);

impl Html {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// CommonMark with tables. Raw HTML is shown as the text it is, links lead only to the web, to mail, to a
/// telephone or to a relative path, images become links, and headings start at the third level, below the
/// page's title and its sections, whichever level the writer started at. The web learns not where a reader came from.
pub fn prose(markdown: &str) -> Html {
    Html(unreferred(&set(markdown, |event| event).0))
}

/// Each link to the web with `rel=noreferrer`. What looks like a tag here is one: text has its `<` escaped.
fn unreferred(html: &str) -> String {
    const LINK: &str = "<a href=\"";
    let mut parts = html.split(LINK);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for rest in parts {
        let scheme = rest.split_once("://").map(|(scheme, _)| scheme);
        let leads_out =
            scheme.is_some_and(|s| s.eq_ignore_ascii_case("http") || s.eq_ignore_ascii_case("https"));
        out.push_str(if leads_out {
            "<a rel=\"noreferrer\" href=\""
        } else {
            LINK
        });
        out.push_str(rest);
    }
    out
}

/// The same for a letter by mail, whose reader knows no style sheet: lines end where they were written to end.
pub fn letter(markdown: &str) -> Html {
    set(markdown, |event| match event {
        Event::SoftBreak => Event::HardBreak,
        other => other,
    })
}

/// Markdown without the backslashes that keep its characters from being markup: as people paste it.
pub fn unescaped(markdown: &str) -> String {
    let mut plain = String::with_capacity(markdown.len());
    let mut chars = markdown.chars().peekable();
    while let Some(c) = chars.next() {
        let hides = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        plain.extend(if hides { chars.next() } else { Some(c) });
    }
    plain
}

/// Text as it stands in markup, between tags or in an attribute's quotes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

fn set(markdown: &str, turn: fn(Event<'_>) -> Event<'_>) -> Html {
    let mut links = Links::default();
    let mut outline = Outline::default();
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES)
        .filter_map(|event| links.admit(outline.place(tame(event))))
        .map(turn);
    let mut out = String::with_capacity(markdown.len() + markdown.len() / 2);
    html::push_html(&mut out, events);
    Html(out)
}

/// A sentence with what stands between backquotes as code, and nothing else as markup.
pub fn sentence(text: &str) -> Html {
    let parts = text.split('`').zip([false, true].into_iter().cycle());
    let events = parts.map(|(part, is_code)| match is_code {
        true => Event::Code(CowStr::Borrowed(part)),
        false => Event::Text(CowStr::Borrowed(part)),
    });
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    html::push_html(&mut out, events);
    Html(out)
}

fn tame(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        // An alignment would come out as a `style` attribute, which the pages' policy forbids.
        Event::Start(Tag::Table(columns)) => Event::Start(Tag::Table(vec![Alignment::None; columns.len()])),
        other => other,
    }
}

/// The headings that the next one may be below, as written, outermost first. A heading comes out one level below the
/// one that it belongs to, so that none is skipped: readers who go from heading to heading would look for what isn't there.
#[derive(Default)]
struct Outline(Vec<HeadingLevel>);

impl Outline {
    fn place<'a>(&mut self, event: Event<'a>) -> Event<'a> {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.0.retain(|above| *above < level);
                self.0.push(level);
                Event::Start(Tag::Heading {
                    level: self.level(),
                    id: None,
                    classes: Vec::new(),
                    attrs: Vec::new(),
                })
            }
            Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(self.level())),
            other => other,
        }
    }

    fn level(&self) -> HeadingLevel {
        match self.0.len() {
            0 | 1 => HeadingLevel::H3,
            2 => HeadingLevel::H4,
            3 => HeadingLevel::H5,
            _ => HeadingLevel::H6,
        }
    }
}

/// The links and images that are open, outermost first: whether each became a link of ours.
#[derive(Default)]
struct Links(Vec<bool>);

impl Links {
    fn admit<'a>(&mut self, event: Event<'a>) -> Option<Event<'a>> {
        match event {
            Event::Start(Tag::Link {
                link_type, dest_url, ..
            }) => self.open(link_type, dest_url),
            Event::Start(Tag::Image { dest_url, .. }) => self.open(LinkType::Inline, dest_url),
            Event::End(TagEnd::Link | TagEnd::Image) => self
                .0
                .pop()
                .filter(|ours| *ours)
                .map(|_| Event::End(TagEnd::Link)),
            other => Some(other),
        }
    }

    fn open<'a>(&mut self, link_type: LinkType, dest_url: CowStr<'a>) -> Option<Event<'a>> {
        // A link within a link is not HTML: the inner one is text.
        let ours = !self.0.contains(&true) && leads_somewhere_harmless(&dest_url);
        self.0.push(ours);
        ours.then_some(Event::Start(Tag::Link {
            link_type,
            dest_url,
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        }))
    }
}

const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Browsers drop control characters, trim, and read `\` as `/` before they look for a scheme; so what holds
/// any of these is refused rather than interpreted. `//host` is refused: from a page on disk it is a network share.
fn leads_somewhere_harmless(destination: &str) -> bool {
    if destination.trim() != destination
        || destination.contains(|c: char| c.is_control() || c == '\\')
        || destination.starts_with("//")
    {
        return false;
    }
    let head = destination.split(['/', '?', '#']).next().unwrap_or_default();
    match head.split_once(':') {
        Some((scheme, _)) => SCHEMES.iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed)),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(markdown: &str) -> String {
        prose(markdown).as_str().trim_end().to_owned()
    }

    #[test]
    fn ordinary_prose_is_markup() {
        assert_eq!(
            html("# Scope\n\nOne *site*, **two** languages.\n\n- a\n- b"),
            "<h3>Scope</h3>\n<p>One <em>site</em>, <strong>two</strong> languages.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"
        );
        assert_eq!(
            html("| due | sum |\n| --- | --: |\n| May | 10 |"),
            "<table><thead><tr><th>due</th><th>sum</th></tr></thead><tbody>\n<tr><td>May</td><td>10</td></tr>\n</tbody></table>"
        );
    }

    #[test]
    fn no_level_of_headings_is_skipped() {
        for (levels, expected) in [
            (&[6][..], &[3][..]),
            (&[2, 3, 3, 2], &[3, 4, 4, 3]),
            (&[1, 4, 3, 6, 2], &[3, 4, 4, 5, 4]),
            (&[3, 1, 2], &[3, 3, 4]),
            (&[1, 2, 3, 4, 5, 6], &[3, 4, 5, 6, 6, 6]),
        ] {
            let markdown: String = levels
                .iter()
                .map(|level| format!("{} x\n", "#".repeat(*level)))
                .collect();
            let marked: Vec<String> = expected
                .iter()
                .map(|level| format!("<h{level}>x</h{level}>"))
                .collect();
            assert_eq!(html(&markdown), marked.join("\n"), "{levels:?}");
        }
    }

    #[test]
    fn a_sentence_has_code_and_nothing_else() {
        for (text, expected) in [
            ("add `signed: DATE`", "add <code>signed: DATE</code>"),
            (
                "*a* <b> `<c>` [d](e)",
                "*a* &lt;b&gt; <code>&lt;c&gt;</code> [d](e)",
            ),
            ("", ""),
        ] {
            assert_eq!(sentence(text).as_str(), expected);
        }
    }

    #[test]
    fn raw_html_is_text() {
        let cases = [
            (
                "<script>alert(1)</script>",
                "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
            ),
            ("a <b onclick=x>c</b>", "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>"),
            ("<!-- hidden -->", "<p>&lt;!-- hidden --&gt;</p>"),
            (
                "<img src=x onerror=alert(1)>",
                "<p>&lt;img src=x onerror=alert(1)&gt;</p>",
            ),
            (
                "<style>*{display:none}</style>",
                "<p>&lt;style&gt;*{display:none}&lt;/style&gt;</p>",
            ),
            ("</main></body>", "<p>&lt;/main&gt;&lt;/body&gt;</p>"),
            ("&lt;script&gt;", "<p>&lt;script&gt;</p>"),
            ("`<script>`", "<p><code>&lt;script&gt;</code></p>"),
        ];
        for (markdown, expected) in cases {
            assert_eq!(html(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn links_lead_only_where_they_may() {
        let cases = [
            (
                "[a](https://x.example/y?z=1)",
                r#"<p><a rel="noreferrer" href="https://x.example/y?z=1">a</a></p>"#,
            ),
            (
                "[a](HTTP://x.example)",
                r#"<p><a rel="noreferrer" href="HTTP://x.example">a</a></p>"#,
            ),
            (
                "[a](mailto:a@x.example)",
                r#"<p><a href="mailto:a@x.example">a</a></p>"#,
            ),
            ("[a](tel:+34600)", r#"<p><a href="tel:+34600">a</a></p>"#),
            (
                "[a](scope/v2.pdf#p3)",
                r#"<p><a href="scope/v2.pdf#p3">a</a></p>"#,
            ),
            ("[a](notes?at=12:30)", r#"<p><a href="notes?at=12:30">a</a></p>"#),
            ("[a](#top)", r##"<p><a href="#top">a</a></p>"##),
            (
                "<a@x.example>",
                r#"<p><a href="mailto:a@x.example">a@x.example</a></p>"#,
            ),
            (
                "[a]\n\n[a]: https://x.example",
                r#"<p><a rel="noreferrer" href="https://x.example">a</a></p>"#,
            ),
            (
                "[a](https://x.example \"t\")",
                r#"<p><a rel="noreferrer" href="https://x.example">a</a></p>"#,
            ),
        ];
        for (markdown, expected) in cases {
            assert_eq!(html(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn every_other_link_is_its_text() {
        let destinations = [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "&#106;avascript:alert(1)",
            "javascript&colon;alert(1)",
            "javascript&#58;alert(1)",
            "java&Tab;script:alert(1)",
            "java&NewLine;script:alert(1)",
            "&#1;javascript:alert(1)",
            "&#32;javascript:alert(1)",
            "&nbsp;javascript:alert(1)",
            "<java script:alert(1)>",
            "vbscript:x",
            "data:text/html,<script>alert(1)</script>",
            "data:text/html;base64,PHNjcmlwdD4=",
            "file:///etc/passwd",
            "blob:x",
            "//evil.example/share",
            "&#47;/evil.example",
            "<\\\\\\\\evil.example\\\\share>",
            "/&#92;evil.example",
            ":x",
        ];
        for destination in destinations {
            assert_eq!(html(&format!("[a]({destination})")), "<p>a</p>", "{destination}");
            assert_eq!(
                html(&format!("![a]({destination})")),
                "<p>a</p>",
                "image {destination}"
            );
            assert_eq!(
                html(&format!("[a][r]\n\n[r]: {destination}")),
                "<p>a</p>",
                "by reference {destination}"
            );
        }
        assert_eq!(html("<javascript:alert(1)>"), "<p>javascript:alert(1)</p>");
    }

    #[test]
    fn images_become_links_and_links_never_nest() {
        assert_eq!(
            html("![logo](https://x.example/l.png)"),
            r#"<p><a rel="noreferrer" href="https://x.example/l.png">logo</a></p>"#
        );
        assert_eq!(
            html("[![logo](l.png) home](https://x.example)"),
            r#"<p><a rel="noreferrer" href="https://x.example">logo home</a></p>"#
        );
        assert_eq!(
            html("![see [this](t.html)](l.png)"),
            r#"<p><a href="l.png">see this</a></p>"#
        );
        assert_eq!(
            html("![see [this](t.html)](data:x)"),
            r#"<p>see <a href="t.html">this</a></p>"#
        );
    }

    #[test]
    fn a_quote_cannot_leave_its_attribute() {
        assert_eq!(
            html("[a](<https://x.example/\"onclick=\"alert(1)>)"),
            r#"<p><a rel="noreferrer" href="https://x.example/%22onclick=%22alert(1)">a</a></p>"#
        );
        assert_eq!(
            html("```\"><script>\nx\n```"),
            "<pre><code class=\"language-&quot;&gt;&lt;script&gt;\">x\n</code></pre>"
        );
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_written_opens_no_element_but_ours(markdown in r#"[<>a-c/"'!\[\]()&;:=\\ #*|`\n-]{0,60}"#) {
            const OURS: [&str; 24] = ["p", "a", "em", "strong", "ul", "ol", "li", "h3", "h4", "h5", "h6", "pre", "code",
                "blockquote", "hr", "br", "table", "thead", "tbody", "tr", "th", "td", "del", "ins"];
            let html = html(&markdown);
            for tag in html.split('<').skip(1) {
                let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
                proptest::prop_assert!(OURS.contains(&name.as_str()), "{name:?} in {html}");
            }
        }
    }
}
