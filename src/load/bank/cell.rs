//! One cell of a bank's statement → a day or a sum, or nothing: no notation is guessed at.

use crate::{
    calendar::Date,
    model::bank::DecimalMark,
    money::{Amount, Currency},
};
use chrono::Datelike;

/// A day as the rules say that days are written, between 1900 and 2999.
pub fn date(text: &str, form: &str) -> Option<Date> {
    let date = Date::parse_from_str(text.trim(), form).ok()?;
    (1900..=2999).contains(&date.year()).then_some(date)
}

/// A sum and the currency written beside it, if there is one. Groups are of three digits (of two before the last three,
/// as in India) and all parted by the same character; there are no more decimals than the currency has.
pub fn amount(text: &str, decimal: DecimalMark, currency: Currency) -> Option<(Amount, Option<Currency>)> {
    let text = text.trim();
    let (is_below, text) = match text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        Some(inside) => (true, inside.trim()),
        None => (false, text),
    };
    let (text, beside) = without_currency(text);
    let (sign, text) = without_sign(text)?;
    let (text, beside) = match beside {
        None => without_currency(text),
        known => (text, known),
    };
    if is_below && sign.is_some() {
        return None;
    }
    let mark = match decimal {
        DecimalMark::Point => '.',
        DecimalMark::Comma => ',',
    };
    let (whole, fraction) = text.rsplit_once(mark).unwrap_or((text, ""));
    let whole = ungrouped(whole, mark)?;
    let kept = fraction.trim_end_matches('0');
    let most = usize::try_from(beside.unwrap_or(currency).decimals()).ok()?;
    // `12.500` may well be twelve thousand five hundred with the wrong decimal mark.
    let is_group = fraction.len() == 3 && most < 3;
    if kept.len() > most || is_group || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if text.contains(mark) && fraction.is_empty() {
        return None;
    }
    let joined = if kept.is_empty() {
        whole
    } else {
        format!("{whole}.{kept}")
    };
    let amount = Amount::parse(&joined).ok()?;
    let is_below = is_below || sign == Some('-');
    Some((if is_below { -amount } else { amount }, beside))
}

/// A minus may stand behind the sum.
fn without_sign(text: &str) -> Option<(Option<char>, &str)> {
    let minus = ['-', '−', '–'];
    let before = text.strip_prefix(minus).map(|rest| (Some('-'), rest));
    let before = before.or_else(|| text.strip_prefix('+').map(|rest| (Some('+'), rest)));
    let behind = text.strip_suffix(minus).map(|rest| (Some('-'), rest));
    let behind = behind.or_else(|| text.strip_suffix('+').map(|rest| (Some('+'), rest)));
    match (before, behind) {
        (Some(_), Some(_)) => None,
        (Some((sign, rest)), None) | (None, Some((sign, rest))) => Some((sign, rest.trim())),
        (None, None) => Some((None, text)),
    }
}

/// Without a sign or code of a currency at either end; only a code tells which it is.
fn without_currency(text: &str) -> (&str, Option<Currency>) {
    let signs = ['€', '$', '£', '¥', '₹', '₽', '₴', '₺', '₩', '₪'];
    let code = |code: Option<&str>| code.and_then(Currency::from_code);
    let end = text.len().saturating_sub(3);
    if let Some(currency) = code(text.get(..3)) {
        return (text.get(3..).unwrap_or_default().trim(), Some(currency));
    }
    if let Some(currency) = code(text.get(end..)) {
        return (text.get(..end).unwrap_or_default().trim(), Some(currency));
    }
    let words = text.strip_suffix("zł").or_else(|| text.strip_suffix("kr"));
    let plain = words.unwrap_or(text);
    (plain.trim_matches(signs).trim(), None)
}

fn ungrouped(whole: &str, mark: char) -> Option<String> {
    let is_mark = |c: char| {
        c != mark
            && matches!(
                c,
                '.' | ',' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'
            )
    };
    let marks: Vec<char> = whole.chars().filter(|c| is_mark(*c)).collect();
    let groups: Vec<&str> = whole.split(is_mark).collect();
    let is_digits = |group: &&str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let are_one = marks.windows(2).all(|pair| matches!(pair, [a, b] if a == b));
    if !groups.iter().all(is_digits) || !are_one {
        return None;
    }
    let is_grouped = match groups.as_slice() {
        [_] => true,
        [first, middle @ .., last] => {
            let even = |size: usize| first.len() <= size && middle.iter().all(|group| group.len() == size);
            last.len() == 3 && (even(3) || even(2))
        }
        [] => false,
    };
    is_grouped.then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, decimal: DecimalMark) -> Option<String> {
        let eur = Currency::from_code("EUR").unwrap();
        let (amount, beside) = amount(text, decimal, eur)?;
        let code = beside.map(|code| format!(" {code}")).unwrap_or_default();
        Some(amount.shortest() + &code)
    }

    #[test]
    fn a_sum_is_read_as_the_rules_say_or_not_at_all() {
        use DecimalMark::{Comma, Point};
        for (text, decimal, read_as) in [
            ("1250.50", Point, Some("1250.5")),
            ("1,250.50", Point, Some("1250.5")),
            ("1.250,50", Comma, Some("1250.5")),
            ("1 250,50", Comma, Some("1250.5")),
            ("1\u{a0}250,5", Comma, Some("1250.5")),
            ("1'250.50", Point, Some("1250.5")),
            ("1,00,000.00", Point, Some("100000")),
            ("+12,00", Comma, Some("12")),
            ("-12,00", Comma, Some("-12")),
            ("12,00-", Comma, Some("-12")),
            ("−12.00", Point, Some("-12")),
            ("(12.00)", Point, Some("-12")),
            ("€ 12.00", Point, Some("12")),
            ("-€12.00", Point, Some("-12")),
            ("12,00 €", Comma, Some("12")),
            ("12.00 USD", Point, Some("12 USD")),
            ("12", Point, Some("12")),
            ("12.5000", Point, Some("12.5")),
            ("1.250", Comma, Some("1250")),
            // Written otherwise than the rules say.
            ("1.250", Point, None),
            ("12.500", Point, None),
            ("1.250,50", Point, None),
            ("1,250.50", Comma, None),
            ("1250.50", Comma, None),
            ("12.34", Comma, None),
            ("12.345", Point, None),
            ("1,25,0.00", Point, None),
            ("1,250'000.00", Point, None),
            ("12.", Point, None),
            ("-12-", Point, None),
            ("1e3", Point, None),
            ("abc", Point, None),
            ("", Point, None),
        ] {
            assert_eq!(read(text, decimal).as_deref(), read_as, "{text:?}");
        }
    }

    #[test]
    fn a_day_is_read_as_the_rules_say_or_not_at_all() {
        let read = |text, form| date(text, form).map(|date| date.to_string());
        for (text, form, read_as) in [
            ("04.03.2026", "%d.%m.%Y", Some("2026-03-04")),
            (" 4/3/26 ", "%d/%m/%y", Some("2026-03-04")),
            ("03/04/2026", "%m/%d/%Y", Some("2026-03-04")),
            ("2026-03-04 12:30", "%Y-%m-%d %H:%M", Some("2026-03-04")),
            ("04.03.26", "%d.%m.%Y", None),
            ("31.02.2026", "%d.%m.%Y", None),
            ("13/14/2026", "%m/%d/%Y", None),
            ("2026-03-04", "%d.%m.%Y", None),
            ("", "%d.%m.%Y", None),
        ] {
            assert_eq!(read(text, form).as_deref(), read_as, "{text:?}");
        }
    }
}
