//! Who is answered: browsers that asked for this very address, and pages of ours. Apart because a web page elsewhere
//! must never read who owes what, however it makes a browser ask.

use hyper::{
    Method, Request, StatusCode,
    header::{HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN},
    http::uri::Authority,
};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Where our own files are, beside the site's.
pub const OWN: &str = "/_dunlin/";

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

#[derive(Debug, Clone, Copy)]
pub struct Gate {
    address: IpAddr,
    port: u16,
}

/// Why a request is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    Method,
    /// It was sent to us by a name that isn't ours: so do pages that point their own name here.
    Host,
    /// A page from elsewhere asks.
    Foreign,
}

impl Refusal {
    pub fn status(self) -> StatusCode {
        match self {
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Host => StatusCode::MISDIRECTED_REQUEST,
            Self::Foreign => StatusCode::FORBIDDEN,
        }
    }

    pub fn reason(self) -> &'static str {
        match self {
            Self::Method => "Pages can only be read here: GET and HEAD.\n",
            Self::Host => "dunlin answers only at the address that it printed.\n",
            Self::Foreign => "Pages from elsewhere are not answered.\n",
        }
    }
}

impl Gate {
    pub fn new(address: IpAddr, port: u16) -> Self {
        Self { address, port }
    }

    pub fn check<B>(self, request: &Request<B>) -> Result<(), Refusal> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(Refusal::Method);
        }
        let headers = request.headers();
        // A whole address in the request line is for proxies, and we are none.
        if request.uri().authority().is_some() || !self.is_asked_for(headers) {
            return Err(Refusal::Host);
        }
        let is_own = request.uri().path().starts_with(OWN);
        if !self.is_from_here(headers) || !(is_ours(headers) || (!is_own && follows_a_link(headers))) {
            return Err(Refusal::Foreign);
        }
        Ok(())
    }

    /// Exactly one `Host`, and it is ours.
    fn is_asked_for(self, headers: &HeaderMap) -> bool {
        let mut hosts = headers.get_all(HOST).iter();
        let (first, second) = (hosts.next(), hosts.next());
        second.is_none() && first.is_some_and(|host| self.is_our_name(host.as_bytes()))
    }

    /// No `Origin`, or exactly ours.
    fn is_from_here(self, headers: &HeaderMap) -> bool {
        let mut origins = headers.get_all(ORIGIN).iter();
        let ours = |origin: &HeaderValue| {
            let name = origin.as_bytes().strip_prefix(b"http://");
            name.is_some_and(|name| self.is_our_name(name))
        };
        origins.all(ours)
    }

    fn is_our_name(self, name: &[u8]) -> bool {
        let Ok(name) = Authority::try_from(name) else {
            return false;
        };
        if name.as_str().contains('@') || name.port_u16().unwrap_or(80) != self.port {
            return false;
        }
        let host = name.host();
        let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        match address.unwrap_or(host).parse() {
            Ok(address) => self.is_our_address(address),
            Err(_) => host.eq_ignore_ascii_case("localhost"),
        }
    }

    /// Nobody can point a name of theirs at a number, so where all addresses are listened on, each is ours.
    fn is_our_address(self, address: IpAddr) -> bool {
        let loopback: [IpAddr; 2] = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
        loopback.contains(&address) || address == self.address || self.address.is_unspecified()
    }
}

/// Not sent by a browser, typed by a person, or asked for by a page of ours.
fn is_ours(headers: &HeaderMap) -> bool {
    headers
        .get(FETCH_SITE)
        .is_none_or(|site| site == "same-origin" || site == "none")
}

/// A person goes from another page to one of ours, in the whole window.
fn follows_a_link(headers: &HeaderMap) -> bool {
    let is = |name, wanted| headers.get(name).is_some_and(|value| value == wanted);
    is(FETCH_MODE, "navigate") && is(FETCH_DEST, "document")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(gate: Gate, path: &str, headers: &[(&str, &str)]) -> Result<(), Refusal> {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        gate.check(&request.body(()).unwrap())
    }

    #[test]
    fn only_our_own_names_are_answered() {
        let local = Gate::new(Ipv4Addr::LOCALHOST.into(), 4747);
        for host in ["localhost:4747", "LocalHost:4747", "127.0.0.1:4747", "[::1]:4747"] {
            assert_eq!(asked(local, "/", &[("host", host)]), Ok(()), "{host}");
        }
        for host in [
            "evil.example:4747",
            "localhost.evil.example:4747",
            "localhost",
            "localhost:",
            "127.0.0.1:4748",
            "127.0.0.2:4747",
            "192.168.1.5:4747",
            "x@localhost:4747",
            "[::2]:4747",
            "[::1]",
            "",
            "a b",
        ] {
            assert_eq!(asked(local, "/", &[("host", host)]), Err(Refusal::Host), "{host}");
        }
        assert_eq!(asked(local, "/", &[]), Err(Refusal::Host));
        let twice = [("host", "localhost:4747"), ("host", "localhost:4747")];
        assert_eq!(asked(local, "/", &twice), Err(Refusal::Host));
        let absolute = asked(local, "http://localhost:4747/", &[("host", "localhost:4747")]);
        assert_eq!(absolute, Err(Refusal::Host));
    }

    #[test]
    fn another_address_answers_to_itself() {
        let one = Gate::new([192, 168, 1, 5].into(), 80);
        assert_eq!(asked(one, "/", &[("host", "192.168.1.5")]), Ok(()));
        assert_eq!(asked(one, "/", &[("host", "192.168.1.6")]), Err(Refusal::Host));
        let all = Gate::new(Ipv4Addr::UNSPECIFIED.into(), 80);
        assert_eq!(asked(all, "/", &[("host", "192.168.1.6")]), Ok(()));
        assert_eq!(asked(all, "/", &[("host", "nas.lan")]), Err(Refusal::Host));
    }

    #[test]
    fn pages_from_elsewhere_are_not_answered() {
        let gate = Gate::new(Ipv4Addr::LOCALHOST.into(), 4747);
        let from = |path: &str, headers: &[(&str, &str)]| {
            let mut all = vec![("host", "localhost:4747")];
            all.extend(headers);
            asked(gate, path, &all)
        };
        let events = "/_dunlin/events";
        for path in ["/", events] {
            assert_eq!(from(path, &[("origin", "http://localhost:4747")]), Ok(()));
            assert_eq!(from(path, &[("sec-fetch-site", "same-origin")]), Ok(()));
            for origin in [
                "http://evil.example",
                "null",
                "https://localhost:4747",
                "http://localhost:3000",
            ] {
                assert_eq!(
                    from(path, &[("origin", origin)]),
                    Err(Refusal::Foreign),
                    "{origin}"
                );
            }
            for site in ["cross-site", "same-site"] {
                assert_eq!(
                    from(path, &[("sec-fetch-site", site)]),
                    Err(Refusal::Foreign),
                    "{site}"
                );
            }
        }
        let link = |dest| {
            [
                ("sec-fetch-site", "cross-site"),
                ("sec-fetch-mode", "navigate"),
                ("sec-fetch-dest", dest),
            ]
        };
        assert_eq!(from("/invoice.html", &link("document")), Ok(()));
        assert_eq!(from("/invoice.html", &link("iframe")), Err(Refusal::Foreign));
        assert_eq!(from(events, &link("document")), Err(Refusal::Foreign));
    }
}
