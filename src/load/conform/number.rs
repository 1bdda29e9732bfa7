//! Amounts, percentages and whole numbers as people write them, and the one way in which the ledger wants them.

use super::scalar::Wrong;
use crate::{
    load::shown,
    money::{Amount, Currency, NotAnAmount},
};

/// Money above 0.
pub(super) fn amount(text: &str) -> Result<Amount, Wrong> {
    let amount = read(text, "an amount")?;
    if amount.is_positive() {
        return Ok(amount);
    }
    let (says, help) = if amount.is_zero() {
        (
            "is 0".to_owned(),
            "amounts are above 0: leave the line out if there is nothing".to_owned(),
        )
    } else {
        let above = (-amount).decimal();
        (
            format!("is below 0: `{}`", shown(text)),
            format!("amounts are above 0: write {above} if that is meant"),
        )
    };
    Err(Wrong { says, help })
}

/// Any exact decimal.
pub(super) fn decimal(text: &str) -> Result<Amount, Wrong> {
    read(text, "a number")
}

/// 0 to `most`.
pub(super) fn percent(text: &str, most: u32) -> Result<Amount, Wrong> {
    if let Some(bare) = text.strip_suffix('%').map(str::trim_end)
        && Amount::parse(bare).is_ok()
    {
        return Err(Wrong {
            says: format!("has a percent sign: `{}`", shown(text)),
            help: format!("write {bare}"),
        });
    }
    let percent = read(text, "a percentage")?;
    let side = if percent < Amount::ZERO {
        "below 0"
    } else if percent > Amount::from(i64::from(most)) {
        return Err(Wrong {
            says: format!("is above {most}: `{}`", shown(text)),
            help: format!("write a percentage from 0 to {most}"),
        });
    } else {
        return Ok(percent);
    };
    Err(Wrong {
        says: format!("is {side}: `{}`", shown(text)),
        help: format!("write a percentage from 0 to {most}"),
    })
}

/// A whole number from `least` to [`MOST_WHOLE`].
pub(super) fn whole(text: &str, least: i64) -> Result<i64, Wrong> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let is_whole = !unsigned.is_empty() && unsigned.bytes().all(|b| b.is_ascii_digit());
    if !is_whole {
        return Err(Wrong {
            says: format!("is not a whole number: `{}`", shown(text)),
            help: whole_help(text),
        });
    }
    match text.parse::<i64>() {
        Ok(number) if number < least => Err(Wrong {
            says: format!("is below {least}: `{}`", shown(text)),
            help: format!("write a whole number from {least} on"),
        }),
        Ok(number) if number.abs() <= MOST_WHOLE => Ok(number),
        _ => Err(Wrong {
            says: format!("is too large: `{}`", shown(text)),
            help: format!("write a whole number up to {MOST_WHOLE}"),
        }),
    }
}

/// A hundred years of days: nobody waits longer, and no loop over days may.
pub(super) const MOST_WHOLE: i64 = 36_525;

fn whole_help(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or_default();
    let (whole, fraction) = first.split_once('.').unwrap_or((first, ""));
    let digits = !whole.is_empty() && whole.len() <= 5 && whole.bytes().all(|b| b.is_ascii_digit());
    if digits && fraction.bytes().all(|b| b == b'0') {
        return format!("write {whole}");
    }
    "write digits only, such as 14".to_owned()
}

fn read(text: &str, what: &str) -> Result<Amount, Wrong> {
    Amount::parse(text).map_err(|reason| Wrong {
        says: format!("is not {what}: `{}`", shown(text)),
        help: match reason {
            NotAnAmount::TooLong => {
                "it is too long: at most 13 digits before the point and 12 after it".to_owned()
            }
            NotAnAmount::Form => help(text),
        },
    })
}

fn help(text: &str) -> String {
    let (meanings, currency) = meanings(text);
    let note = if currency {
        "; the currency has a key of its own"
    } else {
        ""
    };
    match meanings.as_slice() {
        [one] => format!("write {one}{note}"),
        [one, two] => format!("write {one} or {two}, whichever is meant{note}"),
        _ => "write digits, and a point before the decimals: 1250.50".to_owned(),
    }
}

/// What a text can mean as a decimal, in the ledger's form, and whether a currency stood beside it.
fn meanings(text: &str) -> (Vec<String>, bool) {
    if text.len() > 60 {
        return (Vec::new(), false);
    }
    let outer = without_currency(text.trim());
    let (sign, unsigned) = match outer.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", outer.strip_prefix('+').unwrap_or(outer)),
    };
    let bare = without_currency(unsigned);
    let has_currency = outer != text.trim() || bare != unsigned;
    let found = match bare.split_once(['e', 'E']) {
        Some((digits, exponent)) => scientific(digits, exponent).into_iter().collect(),
        None => separated(bare, has_currency),
    };
    let signed = found.into_iter().map(|number| format!("{sign}{number}"));
    let valid = signed.filter(|number| Amount::parse(number).is_ok());
    (valid.collect(), has_currency)
}

/// Without a sign or code such as `€` or `EUR` before or behind.
fn without_currency(text: &str) -> &str {
    let is_sign = |c: char| matches!(c, '€' | '$' | '£' | '¥' | '₽' | '₹' | '₩' | '₴' | '₺' | '₪');
    let is_code = |code: &str| Currency::from_code(code).is_some();
    let text = text.trim_matches(is_sign).trim();
    let behind = text.len().checked_sub(3).and_then(|at| text.split_at_checked(at));
    if let Some((rest, _)) = behind.filter(|(_, code)| is_code(code)) {
        return rest.trim_end();
    }
    let before = text.split_at_checked(3).filter(|(code, _)| is_code(code));
    before.map_or(text, |(_, rest)| rest.trim_start())
}

fn scientific(digits: &str, exponent: &str) -> Option<String> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let exponent: usize = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
    if exponent > 12 || whole.is_empty() || fraction.len() > exponent {
        return None;
    }
    let zeros = "0".repeat(exponent - fraction.len());
    Some(format!("{whole}{fraction}{zeros}"))
}

/// Reads points, commas and gaps between digits.
fn separated(text: &str, has_currency: bool) -> Vec<String> {
    let is_gap = |c: char| matches!(c, '_' | '\'' | '’') || c.is_whitespace();
    let gaps = text.chars().any(is_gap);
    let text: String = text.chars().filter(|c| !is_gap(*c)).collect();
    let marks: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let [.., last] = marks.as_slice() else {
        return vec![text];
    };
    if marks.iter().any(|mark| !matches!(mark, '.' | ',')) {
        return Vec::new();
    }
    let Some((before, after)) = text.rsplit_once(*last) else {
        return Vec::new();
    };
    let decimal = match (before, after) {
        ("", "") => return Vec::new(),
        ("", after) => format!("0.{after}"),
        (before, "") => before.to_owned(),
        _ => format!("{before}.{after}"),
    };
    if marks.len() == 1 {
        // Three digits behind a comma are thousands to one reader and decimals to another.
        let thousands = after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
        return if thousands && !gaps && (*last == ',' || has_currency) {
            vec![format!("{before}{after}"), decimal]
        } else {
            vec![decimal]
        };
    }
    let Some(other) = marks.iter().find(|mark| *mark != last) else {
        return ungrouped(&text, *last).into_iter().collect();
    };
    let whole = ungrouped(before, *other);
    whole
        .map(|whole| format!("{whole}.{after}"))
        .into_iter()
        .collect()
}

/// `1,250,000` → `1250000`; `None` if the groups aren't of three.
fn ungrouped(text: &str, mark: char) -> Option<String> {
    let mut groups = text.split(mark);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let well = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    well.then(|| format!("{first}{}", rest.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_to_write_an_amount_gets_the_right_help() {
        for (text, help) in [
            ("1,250.50", "write 1250.50"),
            ("1.250,50", "write 1250.50"),
            ("1.250.000,50", "write 1250000.50"),
            ("1,250,000", "write 1250000"),
            ("1 250,50", "write 1250.50"),
            ("1'250.50", "write 1250.50"),
            ("1_000", "write 1000"),
            ("12,50", "write 12.50"),
            ("0,250", "write 0.250"),
            ("1,250", "write 1250 or 1.250, whichever is meant"),
            ("€1250", "write 1250; the currency has a key of its own"),
            ("1250.50 EUR", "write 1250.50; the currency has a key of its own"),
            ("USD 1,250.50", "write 1250.50; the currency has a key of its own"),
            (
                "€1.250",
                "write 1250 or 1.250, whichever is meant; the currency has a key of its own",
            ),
            ("1e3", "write 1000"),
            ("1.25e3", "write 1250"),
            ("+5", "write 5"),
            (".5", "write 0.5"),
            ("5.", "write 5"),
            (
                "1,25,000",
                "write digits, and a point before the decimals: 1250.50",
            ),
            ("1.2.3", "write digits, and a point before the decimals: 1250.50"),
            ("0x1f", "write digits, and a point before the decimals: 1250.50"),
            (".inf", "write digits, and a point before the decimals: 1250.50"),
            ("", "write digits, and a point before the decimals: 1250.50"),
            ("a lot", "write digits, and a point before the decimals: 1250.50"),
            (
                "12345678901234",
                "it is too long: at most 13 digits before the point and 12 after it",
            ),
        ] {
            let wrong = amount(text).unwrap_err();
            assert_eq!(wrong.help, help, "{text}");
            assert_eq!(wrong.says, format!("is not an amount: `{text}`"));
        }
    }

    #[test]
    fn amounts_are_above_zero() {
        let wrong = amount("-5.00").unwrap_err();
        assert_eq!(wrong.says, "is below 0: `-5.00`");
        assert_eq!(wrong.help, "amounts are above 0: write 5.00 if that is meant");
        assert_eq!(amount("0.00").unwrap_err().says, "is 0");
        assert_eq!(amount("1250.50").unwrap().shortest(), "1250.5");
    }

    #[test]
    fn percentages_and_counts_have_ranges() {
        assert_eq!(percent("15%", 100).unwrap_err().help, "write 15");
        assert_eq!(percent("101", 100).unwrap_err().says, "is above 100: `101`");
        assert_eq!(percent("-1", 100).unwrap_err().says, "is below 0: `-1`");
        assert_eq!(percent("33.3333", 100).unwrap().shortest(), "33.3333");
        assert_eq!(whole("14 days", 0).unwrap_err().help, "write 14");
        assert_eq!(whole("14.0", 0).unwrap_err().help, "write 14");
        assert_eq!(whole("-1", 0).unwrap_err().says, "is below 0: `-1`");
        assert_eq!(whole("-3", i64::MIN), Ok(-3));
        assert_eq!(
            whole("99999999999999999999", 0).unwrap_err().says,
            "is too large: `99999999999999999999`"
        );
    }
}
