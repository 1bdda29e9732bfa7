//! A letter as it begins on paper: apart because a window envelope, not a reader, says where things stand.

use crate::{
    assess::Assessed,
    calendar::Date,
    language::Language,
    model::Client,
    render::{
        dashboard::letters::{Sheet, Size},
        mail::Draft,
    },
    report,
};

pub fn sheet(assessed: &Assessed, letter: &report::Letter, language: &Language) -> Sheet {
    to_client(assessed, letter.client, (language, letter.reckoned_from))
}

/// Of anything that is sent to a client: the language that it is in, and its date.
pub fn to_client(assessed: &Assessed, client: &Client, (language, date): (&Language, Date)) -> Sheet {
    let creditor = &assessed.ledger.settings.creditor;
    let block = |name: &str, address: &str| {
        let lines = std::iter::once(name).chain(address.lines()).map(str::trim);
        let lines = lines.filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let reach = [&creditor.email, &creditor.phone];
    Sheet {
        size: size(assessed, language),
        from: block(&creditor.name, &creditor.address),
        to: block(client.legal_name(), &client.contact.address),
        reach: reach.into_iter().filter(|way| !way.is_empty()).cloned().collect(),
        date: language.date(date),
    }
}

/// American paper for American creditors who write English; A4 is the rest of the world's.
fn size(assessed: &Assessed, language: &Language) -> Size {
    let place = assessed.ledger.settings.jurisdiction.as_ref();
    let is_american = place.is_some_and(|place| place.value == "us" || place.value.starts_with("us-"));
    if is_american && language.tag().split('-').next() == Some("en") {
        Size::Letter
    } else {
        Size::A4
    }
}

/// The letter's first paragraphs, where they say who writes and when, and the rest of it.
pub fn opening<'d>(assessed: &Assessed, draft: &'d Draft, date: &str) -> (&'d str, &'d str) {
    const AT_MOST: usize = 4;
    let name = &assessed.ledger.settings.creditor.name;
    let body = draft.body.as_str();
    let mut end = 0;
    let mut names_creditor = false;
    for paragraph in body.split_inclusive("\n\n").take(AT_MOST) {
        end += paragraph.len();
        names_creditor |= paragraph.replace('\\', "").contains(name.as_str());
        // On a line of its own, with a word before it: not in a sentence.
        let line = paragraph.trim();
        if names_creditor && line.ends_with(date) && line.len() < date.len() + 40 {
            return body.split_at_checked(end).unwrap_or(("", body));
        }
    }
    ("", body)
}
