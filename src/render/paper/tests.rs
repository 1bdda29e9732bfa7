//! What a document looks like, and that no text in it is ever markup.

use super::*;
use crate::language::Languages;

const HOSTILE: &str = "<script>alert(1)</script> [x](javascript:y) `*_| # \u{202e}\u{1b}[31m\n## z";

fn paper(text: &str) -> Paper {
    let mut paper = Paper::new(Languages::embedded().get("en").unwrap(), text);
    paper.section(text);
    paper.subsection(text);
    paper.text(text);
    paper.facts([
        (text.to_owned(), text.to_owned()),
        ("empty".to_owned(), " ".to_owned()),
    ]);
    paper.list(vec![text.to_owned()]);
    let mut table = Table::new([(text, Set::Words), ("b", Set::Figures)]);
    table.row([text.to_owned(), "1".to_owned()]);
    table.sum([text.to_owned(), "2".to_owned()]);
    paper.table(table);
    paper.words(text);
    paper
}

#[test]
fn markdown_reads_as_text() {
    assert_eq!(
        markdown(&paper("A & B")),
        "# A \\& B\n\n## A \\& B\n\n### A \\& B\n\nA \\& B\n\n- A \\& B: A \\& B\n\n- A \\& B\n\n\
         | A \\& B | b |\n| --- | ---: |\n| A \\& B | 1 |\n| **A \\& B** | **2** |\n\n```text\nA & B\n```\n"
    );
}

#[test]
fn a_page_holds_only_our_elements() {
    let page = html(&paper(HOSTILE));
    for found in [
        "<script",
        "href=\"javascript",
        "\u{202e}",
        "\u{1b}",
        "http://",
        "https://",
    ] {
        assert!(!page.contains(found), "{found}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:y)"));
    assert!(page.contains("noindex"));
}

#[test]
fn hostile_text_is_text_in_markdown() {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let text = markdown(&paper(HOSTILE));
    assert!(!text.contains('\u{202e}') && !text.contains('\u{1b}'));
    let mut headings = 0;
    for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                panic!("{event:?} in {text}")
            }
            Event::Start(Tag::Heading { .. }) => headings += 1,
            _ => {}
        }
    }
    assert_eq!(headings, 3, "{text}");
}

#[test]
fn a_fence_cannot_be_closed_from_within() {
    let mut paper = Paper::default();
    paper.words("```\n````\n# out");
    assert!(markdown(&paper).ends_with("`````text\n```\n````\n# out\n`````\n"));
}
