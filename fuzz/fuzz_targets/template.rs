//! A ledger's own texts with anything in them, filled with the facts of a ledger whose names are hostile.
#![no_main]

use dunlin::{
    language::{self, Languages},
    render::letter,
    report,
};
use dunlin_fuzz::{
    SETTINGS, folder,
    hostile::{NAMES, page_is_inert},
    load, pages, worked_out,
};
use libfuzzer_sys::fuzz_target;

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
