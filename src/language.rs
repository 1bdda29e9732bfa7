//! How each language says words, counts, dates and amounts; apart so that nothing else holds a word of a letter.

mod amounts;
mod compiled;
mod dates;
mod embedded;
mod fault;
mod hostile;
#[cfg(test)]
mod letters;
mod meter;
mod notation;
mod own;
mod pages;
mod spoken;
mod templates;
mod words;

pub use fault::Fault;
pub use hostile::{Hostile, Offence};
#[cfg(test)]
pub use letters::contexts as letter_contexts;
pub use own::{built_in_texts, findings, in_force};
pub use pages::{Filled, PageTemplates};
pub use spoken::{Names, Spoken, Word};
pub use templates::{Templates, Text};

use crate::{
    calendar::Date,
    money::{Amount, Currency},
};
use chrono::Weekday;
use embedded::Source;
use icu_locale_core::Locale;
use notation::Notation;
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use words::Words;

/// The languages that letters and pages can be written in.
#[derive(Debug, Clone)]
pub struct Languages(BTreeMap<Cow<'static, str>, Language>);

/// Templates by the stems of their files.
type Stems = BTreeMap<Cow<'static, str>, Cow<'static, str>>;

/// One language: its words, its forms of numbers and dates, and the templates of its letters.
#[derive(Debug, Clone)]
pub struct Language {
    tag: Cow<'static, str>,
    notation: Arc<Notation>,
    words: Words,
    letters: Stems,
    /// What letters share.
    parts: Stems,
    /// The files of letters and parts that are the ledger's own: `firm.md`, `parts/row.md`.
    own: BTreeSet<String>,
}

impl Languages {
    /// Those that dunlin ships. One whose words don't parse would be left out; a test sees to it that none is.
    pub fn embedded() -> Self {
        let readable = embedded::LANGUAGES.iter().filter_map(Language::read);
        Self(
            readable
                .map(|language| (language.tag.clone(), language))
                .collect(),
        )
    }

    /// The language of a BCP 47 tag, or of its longest prefix that is here: `es` for `es-MX`. Case is ignored.
    pub fn get(&self, tag: &str) -> Option<&Language> {
        let tag = tag.to_ascii_lowercase();
        let mut prefix = tag.as_str();
        loop {
            if let Some(language) = self.0.get(prefix) {
                return Some(language);
            }
            prefix = prefix.rsplit_once('-')?.0;
        }
    }

    /// Sorted.
    pub fn tags(&self) -> Vec<&str> {
        self.0.keys().map(AsRef::as_ref).collect()
    }
}

impl Language {
    fn read(source: &'static Source) -> Option<Self> {
        let words = Words::read(source.words).ok()?;
        let locale = words.text(words::LOCALE)?.parse().ok()?;
        Some(Self {
            tag: Cow::Borrowed(source.tag),
            notation: Arc::new(Notation::of(locale)),
            words,
            letters: stems(source.letters),
            parts: stems(source.parts),
            own: BTreeSet::new(),
        })
    }

    fn locale(&self) -> &Locale {
        &self.notation.locale
    }

    /// As its folder is named: `es`, whatever longer tag was asked for.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The words kept under `key`; the key itself if there are none.
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.text(key).unwrap_or(key)
    }

    /// Every key that holds words without plural forms, with them: what the templates of pages look their words up in.
    pub fn words(&self) -> impl Iterator<Item = (&str, &str)> {
        self.words.texts()
    }

    /// The words kept under `key`, each `{name}` replaced by its value. Values are not searched for names again.
    pub fn phrase(&self, key: &str, values: &[(&str, &str)]) -> String {
        words::fill(self.word(key), values)
    }

    /// The words kept under `key` in the plural form that `n` asks for, with `{n}` written as a number: `38 days`,
    /// `1 день`. The key itself if there are none.
    pub fn count(&self, key: &str, n: u64) -> String {
        let form = self.notation.numbers.plural_form(n);
        let text = self.words.plural(key, form).unwrap_or(key);
        words::fill(text, &[("n", &self.notation.numbers.grouped(&n.to_string()))])
    }

    /// The words kept under `key` by plural form, for a script that counts by itself: only the forms that whole and broken
    /// numbers can take here.
    pub fn forms(&self, key: &str) -> Vec<(&'static str, &str)> {
        let forms = amounts::plural_forms(self.locale()).into_iter();
        forms
            .filter_map(|form| Some((form, self.words.plural(key, form)?)))
            .collect()
    }

    /// For sentences, in full: `16 February 2026`, `16 de febrero de 2026`, `16. Februar 2026`, `16 февраля 2026 г.`
    pub fn date(&self, date: Date) -> String {
        self.notation.dates.long(self.locale(), date)
    }

    /// For tables: `16 Feb 2026`, and never a form in which a day could be read as a month.
    pub fn short_date(&self, date: Date) -> String {
        self.notation.dates.short(self.locale(), date)
    }

    /// As a heading: `Friday, 20 November 2026`.
    pub fn weekday_and_date(&self, date: Date) -> String {
        dates::weekday_and_date(self.locale(), date)
    }

    /// As a heading: `November 2026`.
    pub fn month(&self, date: Date) -> String {
        dates::month_heading(self.locale(), date)
    }

    /// The names of a week's days from `first` on, short and in full.
    pub fn weekdays(&self, first: Weekday) -> Vec<(String, String)> {
        dates::weekdays(self.locale(), first)
    }

    /// The first day of a week where `tag` is spoken: Sunday for `en-US`. A tag that names no country, or can't be
    /// read, is this language's own.
    pub fn first_weekday(&self, tag: &str) -> Weekday {
        let asked: Option<Locale> = tag.parse().ok();
        let asked = asked.filter(|locale| locale.id.region.is_some());
        dates::first_weekday(asked.as_ref().unwrap_or(self.locale()))
    }

    /// With its first letter large, as at the beginning of a sentence or a label.
    pub fn begun_large(&self, text: String) -> String {
        dates::begun_large(text)
    }

    /// For axes: `16 Feb`.
    pub fn day_and_month(&self, date: Date) -> String {
        dates::day(self.locale(), date)
    }

    /// For axes: `Feb 2026`.
    pub fn month_and_year(&self, date: Date) -> String {
        dates::month(self.locale(), date)
    }

    /// With exactly the currency's decimals and its sign, or its code where a sign could mean another currency.
    /// Spaces within it don't break.
    pub fn amount(&self, amount: Amount, currency: Currency) -> String {
        let (negative, size) = amounts::sign_and_size(amount);
        let number = self.notation.numbers.grouped(&size.plain(currency));
        let sign_key = format!("currency.{}", currency.code());
        let text = match self.words.text(&sign_key) {
            Some(sign) => self.phrase("amount", &[("number", &number), ("sign", sign)]),
            None => self.phrase("amount-code", &[("number", &number), ("code", currency.code())]),
        };
        // `-0.00` would be a figure that nobody owes.
        if negative && !size.rounded(currency).is_zero() {
            format!("-{text}")
        } else {
            text
        }
    }

    /// The shortest exact decimal, grouped: `1,250.5`.
    pub fn number(&self, amount: Amount) -> String {
        self.notation.numbers.grouped(&amount.shortest())
    }

    /// With so many digits after the point, grouped: `1,250.5000`.
    pub fn decimals(&self, amount: Amount, digits: u32) -> String {
        self.notation.numbers.grouped(&amount.to_places(digits))
    }

    /// `amount` is already in percent: `10%` for 10, `11,27 %` for 11.27.
    pub fn percent(&self, amount: Amount) -> String {
        self.phrase("percent", &[("number", &self.number(amount))])
    }

    /// Its letters, compiled: ask once for many. An error of no single letter is one of all.
    pub fn templates(&self) -> Result<Templates, Fault> {
        Templates::compile(self)
    }

    /// `a, b and c`; in Spanish `e` for `y` before an i.
    pub fn list(&self, items: &[String]) -> String {
        let Some((last, before)) = items.split_last() else {
            return String::new();
        };
        if before.is_empty() {
            return last.clone();
        }
        let and = if words::begins_with_i(last) {
            self.word("list.last-before-i")
        } else {
            self.word("list.last")
        };
        format!("{}{and}{last}", before.join(self.word("list.separator")))
    }
}

fn stems(texts: &[(&'static str, &'static str)]) -> Stems {
    let borrowed = texts
        .iter()
        .map(|(stem, text)| (Cow::Borrowed(*stem), Cow::Borrowed(*text)));
    borrowed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_date;

    fn language(tag: &str) -> Language {
        Languages::embedded().get(tag).unwrap().clone()
    }

    fn amount(tag: &str, text: &str, code: &str) -> String {
        let currency = Currency::from_code(code).unwrap();
        language(tag).amount(Amount::parse(text).unwrap(), currency)
    }

    #[test]
    fn languages_cross_threads() {
        fn crosses<T: Send + Sync>(_: &T) {}
        crosses(&Languages::embedded());
    }

    #[test]
    fn a_longer_tag_falls_back() {
        let languages = Languages::embedded();
        for (tag, found) in [
            ("es", Some("es")),
            ("es-MX", Some("es")),
            ("pt-BR", Some("pt")),
            ("DE-at", Some("de")),
            ("en-Latn-US", Some("en")),
            ("fr-CA", Some("fr")),
            ("it-CH", Some("it")),
            ("nl", None),
            ("e", None),
            ("", None),
        ] {
            assert_eq!(languages.get(tag).map(Language::tag), found, "{tag:?}");
        }
    }

    #[test]
    fn parts_of_dates_are_written_as_read() {
        let day = parse_date("2026-12-01").unwrap();
        for (tag, short, month) in [
            ("de", "1. Dez.", "12/2026"),
            ("en", "1 Dec", "Dec 2026"),
            ("es", "1 dic", "dic 2026"),
            ("fr", "1er déc.", "déc. 2026"),
            ("it", "1º dic", "dic 2026"),
            ("pt", "1 de dez.", "12/2026"),
            ("ru", "1 дек.", "дек. 2026\u{202f}г."),
        ] {
            let language = language(tag);
            assert_eq!(language.day_and_month(day), short, "{tag}");
            assert_eq!(language.month_and_year(day), month, "{tag}");
        }
    }

    #[test]
    fn amounts_have_the_digits_of_their_currency() {
        for (tag, text, code, written) in [
            ("en", "6000", "EUR", "€6,000.00"),
            ("en", "-12.5", "GBP", "-£12.50"),
            ("en", "1234567.891", "KWD", "KWD\u{a0}1,234,567.891"),
            ("en", "12500", "USD", "$12,500.00"),
            ("en", "12500", "CAD", "CAD\u{a0}12,500.00"),
            ("en", "250000", "JPY", "¥250,000"),
            ("es", "6000", "EUR", "6000,00\u{a0}€"),
            ("es", "16000", "EUR", "16.000,00\u{a0}€"),
            ("es", "-16000.5", "MXN", "-16.000,50\u{a0}MXN"),
            ("de", "6000", "EUR", "6.000,00\u{a0}€"),
            ("pt", "6000", "EUR", "6000,00\u{a0}€"),
            ("pt", "-16000.5", "BRL", "-16\u{a0}000,50\u{a0}BRL"),
            ("de", "6000", "CHF", "6.000,00\u{a0}CHF"),
            ("fr", "6000", "EUR", "6\u{202f}000,00\u{a0}€"),
            ("fr", "-12500.5", "CHF", "-12\u{202f}500,50\u{a0}CHF"),
            ("it", "6000", "EUR", "6000,00\u{a0}€"),
            ("it", "16000", "EUR", "16.000,00\u{a0}€"),
            ("ru", "250000", "RUB", "250\u{a0}000,00\u{a0}₽"),
            ("ru", "0.004", "RUB", "0,00\u{a0}₽"),
            ("en", "-0.004", "EUR", "€0.00"),
            ("en", "9999999999999.99", "EUR", "€9,999,999,999,999.99"),
        ] {
            assert_eq!(amount(tag, text, code), written, "{tag} {text} {code}");
        }
    }

    #[test]
    fn no_two_currencies_look_the_same() {
        let one = Amount::from(1);
        for language in Languages::embedded().0.values() {
            let mut written: Vec<_> = Currency::codes()
                .into_iter()
                .filter_map(Currency::from_code)
                .map(|currency| language.amount(one, currency).replace(['0', ',', '.'], ""))
                .collect();
            let all = written.len();
            written.sort();
            written.dedup();
            assert_eq!(written.len(), all, "{}", language.tag());
        }
    }

    #[test]
    fn numbers_and_percents_keep_every_digit() {
        for (tag, text, number, percent) in [
            ("en", "1250.50", "1,250.5", "1,250.5%"),
            ("es", "1250.50", "1250,5", "1250,5\u{a0}%"),
            ("de", "11.27", "11,27", "11,27\u{a0}%"),
            ("fr", "1250.50", "1\u{202f}250,5", "1\u{202f}250,5\u{a0}%"),
            ("it", "11.27", "11,27", "11,27%"),
            ("pt", "1250.50", "1250,5", "1250,5%"),
            (
                "ru",
                "-0.000000000001",
                "-0,000000000001",
                "-0,000000000001\u{a0}%",
            ),
        ] {
            let amount = Amount::parse(text).unwrap();
            assert_eq!(language(tag).number(amount), number);
            assert_eq!(language(tag).percent(amount), percent);
        }
    }

    #[test]
    fn dates_are_unambiguous() {
        for (tag, long, short) in [
            ("en", "3 February 2026", "3 Feb 2026"),
            ("es", "3 de febrero de 2026", "3 feb 2026"),
            ("de", "3. Februar 2026", "03.02.2026"),
            ("fr", "3 février 2026", "3 févr. 2026"),
            ("it", "3 febbraio 2026", "3 feb 2026"),
            ("pt", "3 de fevereiro de 2026", "3 de fevereiro de 2026"),
            ("ru", "3 февраля 2026\u{202f}г.", "3 февр. 2026\u{202f}г."),
        ] {
            let date = parse_date("2026-02-03").unwrap();
            assert_eq!(language(tag).date(date), long);
            assert_eq!(language(tag).short_date(date), short);
        }
    }

    #[test]
    fn headings_of_days_and_months() {
        let date = parse_date("2026-02-03").unwrap();
        for (tag, day, month) in [
            ("en", "Tuesday, 3 February 2026", "February 2026"),
            ("es", "Martes, 3 de febrero de 2026", "Febrero de 2026"),
            ("de", "Dienstag, 3. Februar 2026", "Februar 2026"),
            ("fr", "Mardi 3 février 2026", "Février 2026"),
            ("it", "Martedì 3 febbraio 2026", "Febbraio 2026"),
            ("pt", "Terça-feira, 3 de fevereiro de 2026", "Fevereiro de 2026"),
            (
                "ru",
                "Вторник, 3 февраля 2026\u{202f}г.",
                "Февраль 2026\u{202f}г.",
            ),
        ] {
            assert_eq!(language(tag).weekday_and_date(date), day);
            assert_eq!(language(tag).month(date), month);
        }
    }

    #[test]
    fn weeks_begin_as_their_country_has_it() {
        let english = language("en");
        for (tag, first) in [
            ("en", Weekday::Mon),
            ("en-GB", Weekday::Mon),
            ("en-US", Weekday::Sun),
            ("de-AT", Weekday::Mon),
            ("es-MX", Weekday::Sun),
            ("ar-AE", Weekday::Mon),
            ("ar-EG", Weekday::Sat),
            ("not a tag", Weekday::Mon),
        ] {
            assert_eq!(english.first_weekday(tag), first, "{tag}");
        }
        let named = |tag: &str, first| language(tag).weekdays(first);
        assert_eq!(
            named("de", Weekday::Mon)[0],
            ("Mo".to_owned(), "Montag".to_owned())
        );
        assert_eq!(named("de", Weekday::Mon)[6].1, "Sonntag");
        assert_eq!(
            named("en", Weekday::Sun)[0],
            ("Sun".to_owned(), "Sunday".to_owned())
        );
        assert_eq!(named("en", Weekday::Sun)[6].1, "Saturday");
        assert_eq!(named("ru", Weekday::Mon)[2].0, "ср");
    }

    #[test]
    fn some_count_the_first_of_a_month() {
        let first = parse_date("2026-03-01").unwrap();
        let eleventh = parse_date("2026-03-11").unwrap();
        assert_eq!(language("fr").date(first), "1er mars 2026");
        assert_eq!(language("fr").short_date(first), "1er mars 2026");
        assert_eq!(language("fr").date(eleventh), "11 mars 2026");
        assert_eq!(language("it").date(first), "1º marzo 2026");
        assert_eq!(language("es").date(first), "1 de marzo de 2026");
    }

    #[test]
    fn counts_take_the_form_of_their_number() {
        for (tag, n, written) in [
            ("en", 1, "1 day"),
            ("en", 38, "38 days"),
            ("en", 1200, "1,200 days"),
            ("es", 1, "1 día"),
            ("es", 0, "0 días"),
            ("es", 1_000_000, "1.000.000 de días"),
            ("pt", 0, "0 dias"),
            ("pt", 1, "1 dia"),
            ("pt", 38, "38 dias"),
            ("pt", 1_000_000, "1\u{a0}000\u{a0}000 de dias"),
            ("de", 1, "1 Tag"),
            ("de", 2, "2 Tage"),
            ("fr", 0, "0 jour"),
            ("fr", 38, "38 jours"),
            ("fr", 1_000_000, "1\u{202f}000\u{202f}000 de jours"),
            ("it", 0, "0 giorni"),
            ("it", 1, "1 giorno"),
            ("it", 1_000_000, "1.000.000 di giorni"),
            ("ru", 1, "1 день"),
            ("ru", 3, "3 дня"),
            ("ru", 11, "11 дней"),
            ("ru", 38, "38 дней"),
            ("ru", 121, "121 день"),
        ] {
            assert_eq!(language(tag).count("days", n), written);
        }
    }

    #[test]
    fn lists_end_with_and() {
        let list = |tag: &str, items: &[&str]| {
            language(tag).list(&items.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        assert_eq!(list("en", &[]), "");
        assert_eq!(list("en", &["a"]), "a");
        assert_eq!(list("en", &["a", "b", "c"]), "a, b and c");
        assert_eq!(list("es", &["a", "b", "c"]), "a, b y c");
        assert_eq!(list("es", &["a", "Inés"]), "a e Inés");
        assert_eq!(list("es", &["madera", "hierro"]), "madera y hierro");
        assert_eq!(list("es", &["padre", "hijo"]), "padre e hijo");
        assert_eq!(list("de", &["a", "b"]), "a und b");
        assert_eq!(list("fr", &["a", "b", "i"]), "a, b et i");
        assert_eq!(list("it", &["a", "b", "i"]), "a, b e i");
        assert_eq!(list("pt", &["a", "b", "Inês"]), "a, b e Inês");
        assert_eq!(list("ru", &["a", "b", "c"]), "a, b и c");
    }

    #[test]
    fn what_is_unknown_is_named_as_it_was_asked_for() {
        let en = language("en");
        assert_eq!(en.word("no.such"), "no.such");
        assert_eq!(en.phrase("no.such", &[("name", "x")]), "no.such");
        assert_eq!(en.count("no.such", 2), "no.such");
    }
}
