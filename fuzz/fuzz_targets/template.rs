//! A ledger's own texts with anything in them, filled with the facts of a ledger whose names are hostile.
#![no_main]

use dunlin::{
    language::{self, Languages, PageTemplates},
    model::OwnTexts,
    render::{letter, prose},
    report,
};
use dunlin_fuzz::{
    SETTINGS, folder,
    hostile::{NAMES, page_is_inert, prose_is_inert},
    load, pages, worked_out,
};
use libfuzzer_sys::fuzz_target;
use serde_json::json;

/// What the first byte chooses: `a` the first.
const PLACES: [&str; 12] = [
    "templates/languages/en/reminder.md",
    "templates/languages/en/firm.md",
    "templates/languages/en/parts/row.md",
    "templates/languages/en/parts/mine.md",
    "templates/languages/en/letters.yaml",
    "templates/languages/en/dashboard.yaml",
    "templates/dashboard/client.html",
    "templates/dashboard/base.html",
    "templates/dashboard/overview.html",
    "templates/dashboard/elements.html",
    "templates/dashboard/invoice.html",
    "templates/languages/xx/reminder.md",
];

fuzz_target!(|data: &[u8]| {
    let [first, name, bytes @ ..] = data else { return };
    let path = PLACES[usize::from(first.wrapping_sub(b'a')) % PLACES.len()];
    let name = NAMES[usize::from(name.wrapping_sub(b'a')) % NAMES.len()];
    let quoted = serde_json::Value::from(name.trim());
    let client = format!(
        "name: {quoted}\nkind: business\nnotes: {quoted}\ncontact: {{name: {quoted}, email: a@acme.example}}\n"
    );
    let invoice = format!(
        "client: acme\nissued: 2026-01-10\ndue: 2026-01-24\nsent: {{date: 2026-01-10, confirmed: 2026-01-11}}\nnumber: {quoted}\namount: 900.00\nlines: [{{description: {quoted}, unit_price: 900.00}}]\n"
    )
    .replace("amount: 900.00\n", "");
    let files = folder([
        ("dunlin.yaml", SETTINGS.as_bytes()),
        ("clients/acme.yaml", client.as_bytes()),
        ("invoices/inv-1.yaml", invoice.as_bytes()),
        (path, bytes),
    ]);
    let loaded = load(&files);
    alone(path, &loaded.texts, name);
    // The whole of it takes a hundred times as long.
    if bytes.len() % 32 != 0 {
        return;
    }
    language::findings(&loaded.texts);
    worked_out(&loaded, |assessed, checked| {
        let (Some(assessed), Some(checked)) = (assessed, checked) else {
            return;
        };
        let letters = report::letters(assessed, &loaded.unread);
        let languages = Languages::with(&loaded.texts);
        let drafts = letter::drafts(assessed, &letters, &languages);
        pages::messages(assessed, &languages, &drafts);
        let actions = report::actions(assessed, &letters, report::AGENDA_DAYS);
        // A page of the user's own may say what it likes, as long as it says so itself.
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        let says_so = ["fz", "safe", "javascript"]
            .iter()
            .any(|word| text.contains(word));
        pages::site(
            (&loaded, assessed, checked),
            (&letters, &drafts, &actions),
            |path, html| {
                if !says_so {
                    page_is_inert(path, html);
                }
            },
        );
    });
});

/// The one text, filled with facts that have every shape.
fn alone(path: &str, own: &OwnTexts, name: &str) {
    let facts = json!({
        "client": {"name": name}, "creditor": {"name": name}, "to_pay": name, "page": {"name": name}, "w": {"a": name},
        "invoices": [{"number": name, "days": 3, "lines": [name]}], "none": null, "yes": true, "number": 1.5,
    });
    let mut parts = path.split('/').skip(1);
    match (parts.next(), parts.next(), parts.next()) {
        (Some("dashboard"), Some(page), None) => {
            if let Ok(filled) = PageTemplates::with(own).and_then(|pages| pages.fill(page, &facts)) {
                assert!(filled.html.len() <= 17 << 20);
            }
        }
        (Some("languages"), Some(tag), Some(file)) => {
            let languages = Languages::with(own);
            let templates = languages.get(tag).map(|language| language.templates());
            if let (Some(Ok(templates)), Some(stem)) = (templates, file.strip_suffix(".md"))
                && let Some(Ok(text)) = templates.write(stem, &facts)
            {
                prose_is_inert(prose::letter(&text.body).as_str());
            }
        }
        _ => {}
    }
}
