//! Words made fit to stand in an address: apart because letters and pages both lead somewhere.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What RFC 3986 calls unreserved stays as it is.
const RESERVED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What may stand in an address's path or query as it is; everything else as `%XX`.
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, &RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_links_are_encoded() {
        assert_eq!(encoded("2026/014 ü"), "2026%2F014%20%C3%BC");
    }
}
