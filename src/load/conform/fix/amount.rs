//! Numbers in other notations, taken only where two readers could not differ.

use crate::money::{Amount, Currency};

/// An amount or another decimal. A sign or code of a currency may stand beside it only where it is `currency`.
pub(super) fn only_meaning(text: &str, currency: Option<Currency>) -> Option<String> {
    let first = text.find(|c: char| c.is_ascii_digit())?;
    let last = text.rfind(|c: char| c.is_ascii_digit())?;
    let (before, number, after) = (
        text.get(..first)?.trim(),
        text.get(first..=last)?,
        text.get(last + 1..)?.trim(),
    );
    let names_it = |name: &str| name.is_empty() || currency.is_some_and(|currency| is_named(currency, name));
    if !(before == "+" || names_it(before)) || !names_it(after) {
        return None;
    }
    let meant = match number.split_once(['e', 'E']) {
        Some((digits, exponent)) => scientific(digits, exponent),
        None => separated(number),
    }?;
    let decimals = meant.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let most = currency.map_or(2, |currency| currency.decimals() as usize);
    (decimals <= most && Amount::parse(&meant).is_ok()).then_some(meant)
}

/// A percentage, with its sign or without.
pub(super) fn only_percentage(text: &str) -> Option<String> {
    let bare = text.strip_suffix('%').map_or(text, str::trim_end);
    if Amount::parse(bare).is_ok() {
        return Some(bare.to_owned());
    }
    only_meaning(bare, None)
}

/// `14.0`.
pub(super) fn only_whole(text: &str) -> Option<String> {
    let (whole, zeros) = text.split_once('.')?;
    let is_whole = !zeros.is_empty() && zeros.bytes().all(|b| b == b'0');
    is_whole.then(|| whole.to_owned())
}

fn is_named(currency: Currency, name: &str) -> bool {
    let code = currency.code();
    name.eq_ignore_ascii_case(code)
        || match name {
            "€" => code == "EUR",
            "$" => matches!(code, "USD" | "AUD" | "CAD" | "NZD" | "SGD" | "HKD" | "MXN"),
            "US$" => code == "USD",
            "£" => code == "GBP",
            "¥" => matches!(code, "JPY" | "CNY"),
            "₽" => code == "RUB",
            "₹" => code == "INR",
            "₩" => code == "KRW",
            "₴" => code == "UAH",
            "₺" => code == "TRY",
            "₪" => code == "ILS",
            _ => false,
        }
}

/// `1e3`, `1.25e3`.
fn scientific(digits: &str, exponent: &str) -> Option<String> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    if !all_digits(whole) || !all_digits(fraction) || !all_digits(exponent) || whole.starts_with('0') {
        return None;
    }
    let exponent: usize = exponent.parse().ok().filter(|exponent| *exponent <= 12)?;
    let zeros = exponent.checked_sub(fraction.len())?;
    Some(format!("{whole}{fraction}{}", "0".repeat(zeros)))
}

/// Digits in groups of three, with a point or a comma before one or two decimals.
fn separated(number: &str) -> Option<String> {
    let marks: Vec<char> = number.chars().filter(|c| !c.is_ascii_digit()).collect();
    let groups: Vec<&str> = number.split(|c: char| !c.is_ascii_digit()).collect();
    let is_point = |mark: char| matches!(mark, '.' | ',');
    let is_gap = |mark: char| matches!(mark, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’' | '_');
    if !marks.iter().all(|mark| is_point(*mark) || is_gap(*mark)) {
        return None;
    }
    let (decimals, whole, between) = match (marks.split_last(), groups.split_last()) {
        (Some((last, others)), Some((decimals, whole)))
            if is_point(*last) && !others.contains(last) && (1..=2).contains(&decimals.len()) =>
        {
            (Some(*decimals), whole, others)
        }
        _ => (None, groups.as_slice(), marks.as_slice()),
    };
    // One group behind a comma or a point: thousands to one reader, decimals to another.
    let is_unclear = decimals.is_none() && between.len() == 1 && between.iter().all(|mark| is_point(*mark));
    let is_even = between.iter().all(|mark| between.first() == Some(mark));
    let (first, rest) = whole.split_first()?;
    let is_grouped = rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || first.len() <= 3);
    let is_natural = !first.is_empty() && (!first.starts_with('0') || (*first == "0" && rest.is_empty()));
    if is_unclear || !is_even || !is_grouped || !is_natural {
        return None;
    }
    let whole = whole.concat();
    Some(decimals.map_or(whole.clone(), |decimals| format!("{whole}.{decimals}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn meant(text: &str, code: &str) -> Option<String> {
        only_meaning(text, Currency::from_code(code))
    }

    #[test]
    fn what_can_mean_one_thing_only() {
        for (text, code, written) in [
            ("1,250.50", "EUR", "1250.50"),
            ("1.250,50", "EUR", "1250.50"),
            ("1,250,000.5", "EUR", "1250000.5"),
            ("1.250.000", "EUR", "1250000"),
            ("1,250,000", "EUR", "1250000"),
            ("1 250,50", "EUR", "1250.50"),
            ("1\u{a0}250,50", "EUR", "1250.50"),
            ("1\u{202f}250", "EUR", "1250"),
            ("12 500", "EUR", "12500"),
            ("1'250.50", "EUR", "1250.50"),
            ("1’250’000.50", "EUR", "1250000.50"),
            ("1_000", "EUR", "1000"),
            ("1_250_000.50", "EUR", "1250000.50"),
            ("12,50", "EUR", "12.50"),
            ("12,5", "EUR", "12.5"),
            ("1250,50", "", "1250.50"),
            ("0,50", "EUR", "0.50"),
            ("+5", "EUR", "5"),
            ("1e3", "EUR", "1000"),
            ("1.25E+3", "EUR", "1250"),
            ("€1250.50", "EUR", "1250.50"),
            ("1.250,50 €", "EUR", "1250.50"),
            ("18000 USD", "USD", "18000"),
            ("usd 18,000.00", "USD", "18000.00"),
            ("$18,000.00", "AUD", "18000.00"),
            ("US$ 5", "USD", "5"),
            ("¥1 250", "JPY", "1250"),
            ("£9.99 GBP", "GBP", "9.99"),
        ] {
            assert_eq!(meant(text, code).as_deref(), Some(written), "{text} {code}");
        }
    }

    #[test]
    fn what_two_readers_may_read_otherwise_stays() {
        for (text, code) in [
            ("1,250", "EUR"),
            ("1.250", "EUR"),
            ("12,500", "EUR"),
            ("+1.250", "EUR"),
            ("€1.250", "EUR"),
            ("€1,250", "EUR"),
            ("0,250", "EUR"),
            ("1,250.500", "EUR"),
            ("1.250,500", "KWD"),
            ("1250,505", "EUR"),
            ("1,2505", "EUR"),
            ("1,25,000", "EUR"),
            ("1,25,000.00", "INR"),
            ("12,50,00", "EUR"),
            ("1.2.3", "EUR"),
            ("1 2", "EUR"),
            ("12 50", "EUR"),
            ("1 250'000", "EUR"),
            ("1,250 50", "EUR"),
            ("1250 500", "EUR"),
            ("1  250", "EUR"),
            ("1,,250", "EUR"),
            ("01,250.50", "EUR"),
            ("0 250", "EUR"),
            ("012", "EUR"),
            ("5.", "EUR"),
            (".5", "EUR"),
            (",50", "EUR"),
            ("-5,50", "EUR"),
            ("−5,50", "EUR"),
            ("(5,50)", "EUR"),
            ("5,50-", "EUR"),
            ("1.250,-", "EUR"),
            ("5,50", "JPY"),
            ("€1250.50", "USD"),
            ("€1250.50", ""),
            ("18000 USD", "EUR"),
            ("18000 USD", ""),
            ("$5", "EUR"),
            ("$5", ""),
            ("£5", "EGP"),
            ("€ 5 USD", "EUR"),
            ("5 k", "EUR"),
            ("5k", "EUR"),
            ("1.5e0", "EUR"),
            ("1e-3", "EUR"),
            ("1e400", "EUR"),
            ("0x1f", "EUR"),
            ("1/2", "EUR"),
            ("5 or 6", "EUR"),
            ("approx. 5", "EUR"),
            ("~5", "EUR"),
            ("12345678901234,50", "EUR"),
            ("٥", "EUR"),
            ("", "EUR"),
            ("a lot", "EUR"),
        ] {
            assert_eq!(meant(text, code), None, "{text} {code}");
        }
    }

    #[test]
    fn percentages_and_counts() {
        for (text, written) in [
            ("15%", Some("15")),
            ("15 %", Some("15")),
            ("33.333%", Some("33.333")),
            ("12,5 %", Some("12.5")),
            ("33,333", None),
            ("15 percent", None),
            ("%", None),
        ] {
            assert_eq!(only_percentage(text).as_deref(), written, "{text}");
        }
        for (text, written) in [
            ("14.0", Some("14")),
            ("14.00", Some("14")),
            ("14.", None),
            ("14.5", None),
        ] {
            assert_eq!(only_whole(text).as_deref(), written, "{text}");
        }
    }

    proptest! {
        /// However an amount is grouped, what is read is that amount.
        #[test]
        fn groups_are_read_as_they_were_written(
            whole in 1_u64..1_000_000_000,
            cents in 0_u64..100,
            (mark, point) in proptest::sample::select(vec![(',', '.'), ('.', ','), (' ', ','), ('\'', '.'), ('_', '.')]),
        ) {
            let digits = whole.to_string();
            let mut grouped = String::new();
            for (at, digit) in digits.chars().enumerate() {
                if at > 0 && (digits.len() - at) % 3 == 0 {
                    grouped.push(mark);
                }
                grouped.push(digit);
            }
            let text = format!("{grouped}{point}{cents:02}");
            prop_assert_eq!(only_meaning(&text, Currency::from_code("EUR")), Some(format!("{whole}.{cents:02}")));
        }
    }
}
