//! The QR code by which a banking app fills in a transfer in euros (EPC069-12, version 002); apart because a bank, not a
//! reader, says what may stand in it.

use crate::money::{Amount, Currency};
use fast_qr::{ECL, Mode, QRBuilder, Version};

/// A transfer to be. It is in euros: the code knows no other currency.
#[derive(Debug, Clone, Copy)]
pub struct Transfer<'a> {
    pub holder: &'a str,
    /// With or without blanks.
    pub iban: &'a str,
    /// May be empty.
    pub bic: &'a str,
    pub amount: Amount,
    /// What the payer is asked to name: as many of them, from the first, as there is room for.
    pub references: &'a [&'a str],
}

/// A code, drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Modules along a side, without the quiet zone.
    side: usize,
    /// Row by row; true is dark.
    modules: Vec<bool>,
}

const LONGEST_NAME: usize = 70;
const LONGEST_TEXT: usize = 140;
const MOST: &str = "999999999.99";
/// Bytes, as EPC069-12 has it: a version 13 code with error correction M holds just as many.
const LONGEST_PAYLOAD: usize = 331;
/// Modules left white on each side, as the QR code's standard asks.
const QUIET: usize = 4;
/// Pixels a module, in the picture for mails.
const SCALE: usize = 5;

/// What the code says; `None` where a bank would refuse it: no name, a wrong IBAN, an amount out of bounds.
pub fn payload(transfer: Transfer) -> Option<String> {
    let euro = Currency::from_code("EUR")?;
    let iban = compact(transfer.iban);
    let name = first(&one_line(transfer.holder), LONGEST_NAME);
    let within = transfer.amount.is_positive() && transfer.amount <= Amount::parse(MOST).ok()?;
    let whole_cents = transfer.amount == transfer.amount.rounded(euro);
    if name.is_empty() || !is_iban(&iban) || !within || !whole_cents {
        return None;
    }
    let bic = Some(compact(transfer.bic)).filter(|bic| is_bic(bic));
    let amount = transfer.amount.plain(euro);
    let bic = bic.unwrap_or_default();
    let head = format!("BCD\n002\n1\nSCT\n{bic}\n{name}\n{iban}\nEUR{amount}\n\n\n");
    let room = LONGEST_PAYLOAD.saturating_sub(head.len());
    Some(head + &references(transfer.references, room))
}

/// Joined, as many as fit whole.
fn references(references: &[&str], bytes: usize) -> String {
    let mut text = String::new();
    for reference in references.iter().map(|reference| one_line(reference)) {
        let longer = if text.is_empty() {
            reference
        } else {
            format!("{text}, {reference}")
        };
        if longer.len() > bytes || longer.chars().count() > LONGEST_TEXT {
            break;
        }
        text = longer;
    }
    text
}

impl Code {
    pub fn of(payload: &str) -> Option<Self> {
        let built = QRBuilder::new(payload)
            .mode(Mode::Byte)
            .ecl(ECL::M)
            .build()
            .ok()?;
        // As the guideline bounds it; `payload` never asks for more.
        if built.size > usize::from(Version::V13 as u8) * 4 + 21 {
            return None;
        }
        let modules = built.data.iter().take(built.size * built.size);
        Some(Self {
            side: built.size,
            modules: modules.map(|module| module.value()).collect(),
        })
    }

    /// As an image for pages: black on white in dark rooms too, as scanners need it. It holds nothing but paths.
    pub fn svg(&self) -> String {
        let whole = self.side + 2 * QUIET;
        let mut path = String::new();
        for (y, row) in self.modules.chunks(self.side).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|one, next| one == next) {
                if run.first() == Some(&true) {
                    let (left, top, wide) = (x + QUIET, y + QUIET, run.len());
                    path.push_str(&format!("M{left} {top}h{wide}v1h-{wide}z"));
                }
                x += run.len();
            }
        }
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" shape-rendering="crispEdges" aria-hidden="true"><path fill="#fff" d="M0 0h{whole}v{whole}H0z"/><path fill="#000" d="{path}"/></svg>"##
        )
    }

    /// As an image for mails, whose readers show no SVG.
    pub fn png(&self) -> Option<Vec<u8>> {
        let width = (self.side + 2 * QUIET) * SCALE;
        let mut image = Vec::new();
        let side = u32::try_from(width).ok()?;
        let mut encoder = png::Encoder::new(&mut image, side, side);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        let mut writer = encoder.write_header().ok()?;
        writer.write_image_data(&self.bits(width)).ok()?;
        writer.finish().ok()?;
        Some(image)
    }

    /// A bit a pixel, 1 is white, each row filled up to whole bytes.
    fn bits(&self, width: usize) -> Vec<u8> {
        let mut bits = Vec::with_capacity(width * width.div_ceil(8));
        for y in 0..width {
            let row: Vec<bool> = (0..width).map(|x| self.is_dark(x / SCALE, y / SCALE)).collect();
            let bytes = row.chunks(8).map(|eight| {
                let light = eight.iter().zip(0_u8..8).filter(|(dark, _)| !**dark);
                light.fold(0_u8, |byte, (_, at)| byte | (0x80 >> at))
            });
            bits.extend(bytes);
        }
        bits
    }

    /// Of the whole image, quiet zone and all.
    fn is_dark(&self, x: usize, y: usize) -> bool {
        let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < self.side);
        let at = inside(y).zip(inside(x)).map(|(y, x)| y * self.side + x);
        at.and_then(|at| self.modules.get(at)).copied().unwrap_or(false)
    }
}

fn compact(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_whitespace());
    kept.collect::<String>().to_ascii_uppercase()
}

/// A line's end would begin the next field.
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

fn first(text: &str, count: usize) -> String {
    text.chars().take(count).collect::<String>().trim_end().to_owned()
}

/// Letters of the country, two digits, up to thirty more characters, and the remainder that ISO 13616 asks for.
fn is_iban(iban: &str) -> bool {
    let bytes = iban.as_bytes();
    let (Some(country), Some(check), Some(rest)) = (bytes.get(..2), bytes.get(2..4), bytes.get(4..)) else {
        return false;
    };
    let is_form = country.iter().all(u8::is_ascii_uppercase)
        && check.iter().all(u8::is_ascii_digit)
        && (10..=30).contains(&rest.len())
        && rest.iter().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
    let turned = rest.iter().chain(country).chain(check);
    let remainder = turned.fold(0_u32, |sum, c| match c {
        b'0'..=b'9' => (sum * 10 + u32::from(c - b'0')) % 97,
        _ => (sum * 100 + u32::from(c.saturating_sub(b'A')) + 10) % 97,
    });
    is_form && remainder == 1
}

fn is_bic(bic: &str) -> bool {
    let is_letters = bic
        .get(..6)
        .is_some_and(|head| head.bytes().all(|c| c.is_ascii_uppercase()));
    matches!(bic.len(), 8 | 11) && is_letters && bic.bytes().all(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    const IBAN: &str = "ES91 2100 0418 4502 0005 1332";

    fn transfer<'a>(amount: &str, references: &'a [&'a str]) -> Transfer<'a> {
        Transfer {
            holder: "Estudio Faro",
            iban: IBAN,
            bic: "CAIXESBBXXX",
            amount: Amount::parse(amount).unwrap(),
            references,
        }
    }

    #[test]
    fn the_lines_are_those_of_the_guideline() {
        assert_eq!(
            payload(transfer("1500", &["2026/014", "2026/021"])).unwrap(),
            "BCD\n002\n1\nSCT\nCAIXESBBXXX\nEstudio Faro\nES9121000418450200051332\nEUR1500.00\n\n\n2026/014, 2026/021"
        );
        let without = Transfer {
            bic: "not a bic",
            ..transfer("0.01", &[])
        };
        assert_eq!(
            payload(without).unwrap(),
            "BCD\n002\n1\nSCT\n\nEstudio Faro\nES9121000418450200051332\nEUR0.01\n\n\n"
        );
    }

    #[test]
    fn what_a_bank_would_refuse_has_no_code() {
        for amount in ["0.01", "1", "999999999.99"] {
            assert!(payload(transfer(amount, &[])).is_some(), "{amount}");
        }
        for amount in ["0", "-1", "1000000000", "0.001"] {
            assert_eq!(payload(transfer(amount, &[])), None, "{amount}");
        }
        for iban in [
            "",
            "ES91",
            "ES9221000418450200051332",
            "00ES12341234123412",
            "ES9é",
        ] {
            let wrong = Transfer {
                iban,
                ..transfer("1", &[])
            };
            assert_eq!(payload(wrong), None, "{iban}");
        }
        for iban in ["DE89370400440532013000", "gb29 nwbk 6016 1331 9268 19"] {
            let right = Transfer {
                iban,
                ..transfer("1", &[])
            };
            assert!(payload(right).is_some(), "{iban}");
        }
        let nobody = Transfer {
            holder: " \n",
            ..transfer("1", &[])
        };
        assert_eq!(payload(nobody), None);
    }

    #[test]
    fn no_name_breaks_out_of_its_line_or_its_length() {
        let long = format!("A\nEUR9.00\r\n{}", "é".repeat(100));
        let hostile = Transfer {
            holder: &long,
            ..transfer("12.50", &["x\ny", "2"])
        };
        let text = payload(hostile).unwrap();
        let lines: Vec<_> = text.split('\n').collect();
        assert_eq!(lines.len(), 11);
        assert_eq!(lines[5].chars().count(), 70);
        assert!(lines[5].starts_with("A EUR9.00 é"), "{}", lines[5]);
        assert_eq!((lines[7], lines[10]), ("EUR12.50", "x y, 2"));
    }

    #[test]
    fn references_are_named_whole_as_far_as_they_fit() {
        let numbers: Vec<String> = (0..40).map(|n| format!("2026/{n:03}")).collect();
        let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
        let text = payload(transfer("1", &numbers)).unwrap();
        let last = text.rsplit('\n').next().unwrap();
        assert!(
            last.chars().count() <= 140 && last.ends_with("2026/013"),
            "{last}"
        );
        let long = ["ж".repeat(140)];
        let long = [long[0].as_str()];
        let name = "ж".repeat(70);
        let full = Transfer {
            holder: &name,
            ..transfer("999999999.99", &long)
        };
        let text = payload(full).unwrap();
        assert!(text.len() <= 331 && Code::of(&text).is_some());
    }

    #[test]
    fn the_longest_payload_is_a_code_of_version_13() {
        assert_eq!(Code::of(&"ж".repeat(165)).unwrap().side, 69);
        assert!(Code::of(&"x".repeat(332)).is_none());
    }

    #[test]
    fn image_and_path_draw_the_same() {
        let code = Code::of(&payload(transfer("1500", &["2026/014"])).unwrap()).unwrap();
        let svg = code.svg();
        let drawn: usize = svg
            .split('M')
            .skip(2)
            .map(|run| run.split(['h', 'v']).nth(1).unwrap().parse::<usize>().unwrap())
            .sum();
        assert_eq!(drawn, code.modules.iter().filter(|dark| **dark).count());
        let image = code.png().unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(&image))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!(info.width as usize, (code.side + 8) * 5);
        assert_eq!(pixels, code.bits(info.width as usize));
        // The corner of the quiet zone is white, that of the finder pattern dark.
        assert!(!code.is_dark(0, 0) && code.is_dark(4, 4));
    }
}
