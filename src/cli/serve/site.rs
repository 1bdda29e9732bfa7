//! A built site as browsers get it: its pages with the script that reloads them, each file with its type.

use crate::render::Files;
use hyper::body::Bytes;
use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fmt::Write};

/// The pages of one build. Nothing else can be asked for: there is no disk behind it.
#[derive(Debug, Default)]
pub struct Site {
    /// Tells one build from another; the same for the same bytes. Empty where nothing could be built yet.
    pub build: String,
    files: BTreeMap<String, File>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct File {
    pub bytes: Bytes,
    pub kind: &'static str,
    digest: [u8; 32],
}

pub const HTML: &str = "text/html; charset=utf-8";
pub const CSS: &str = "text/css; charset=utf-8";
pub const SCRIPT: &str = "text/javascript; charset=utf-8";
pub const TEXT: &str = "text/plain; charset=utf-8";

impl Site {
    pub fn new(files: Files) -> Self {
        let mut whole = Sha256::new();
        for (path, bytes) in &files {
            whole.update(Sha256::digest(path));
            whole.update(Sha256::digest(bytes));
        }
        let mut build = String::new();
        for byte in whole.finalize().iter().take(8) {
            // Writing to a string can't fail.
            let _ = write!(build, "{byte:02x}");
        }
        let files = files.into_iter().map(|(path, bytes)| {
            let (kind, digest) = (kind(&path), Sha256::digest(&bytes).into());
            let bytes = if kind == HTML {
                with_script(bytes, &build)
            } else {
                bytes
            };
            let bytes = bytes.into();
            (path, File { bytes, kind, digest })
        });
        let files = files.collect();
        Self { build, files }
    }

    /// The file that a request's path names: it is decoded once, and must be a name that was built.
    pub fn file(&self, path: &str) -> Option<&File> {
        let name = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
        let name = if name.is_empty() { "index.html" } else { &name };
        self.files.get(name)
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// How many files are other, new or gone.
    pub fn changes_since(&self, before: &Self) -> usize {
        let digest = |file: &File| file.digest;
        let is_other =
            |path: &&String| self.files.get(*path).map(digest) != before.files.get(*path).map(digest);
        let gone = before.files.keys().filter(|path| !self.files.contains_key(*path));
        self.files.keys().chain(gone).filter(is_other).count()
    }
}

/// By the name's end.
fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, end)| end) {
        Some("html") => HTML,
        Some("css") => CSS,
        Some("js") => SCRIPT,
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json") => "application/json",
        Some("eml") => "message/rfc822",
        Some("ics") => "text/calendar; charset=utf-8",
        Some("csv") => "text/csv; charset=utf-8",
        Some("txt" | "md") => TEXT,
        _ => "application/octet-stream",
    }
}

/// The page with our script in its head, and allowed to ask us for news. What isn't UTF-8 stays as it is.
pub fn with_script(page: Vec<u8>, build: &str) -> Vec<u8> {
    let mut page = match String::from_utf8(page) {
        Ok(page) => page,
        Err(other) => return other.into_bytes(),
    };
    // Lower case changes no offset: only ASCII letters are touched.
    let plain = page.to_ascii_lowercase();
    let head = plain.find("</head>").unwrap_or(page.len());
    page.insert_str(
        head,
        &format!("<script src=\"/_dunlin/reload.js\" data-build=\"{build}\" defer></script>\n"),
    );
    if let Some(policy) = policy(&plain, head) {
        page.insert_str(policy, "connect-src 'self'; ");
    }
    page.into_bytes()
}

/// Where the policy of a page begins, if it has one that doesn't say yet what may be connected to.
fn policy(plain: &str, head: usize) -> Option<usize> {
    const CONTENT: &str = "content=\"";
    let named = plain
        .get(..head)?
        .find("http-equiv=\"content-security-policy\"")?;
    let tag = plain.get(..named)?.rfind('<')?;
    let end = named + plain.get(named..)?.find('>')?;
    let start = tag + plain.get(tag..end)?.find(CONTENT)? + CONTENT.len();
    let says = plain.get(start..end)?.contains("connect-src");
    (!says).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> Site {
        let files = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        Site::new(files.collect())
    }

    #[test]
    fn only_names_that_were_built_are_found() {
        let site = site(&[
            ("index.html", "home"),
            ("client-müller.html", ""),
            ("100%25.ics", ""),
        ]);
        let kind = |path| site.file(path).map(|file| file.kind);
        assert_eq!(kind("/"), Some(HTML));
        assert_eq!(kind("/index.html"), Some(HTML));
        assert_eq!(kind("/client-m%C3%BCller.html"), Some(HTML));
        assert_eq!(kind("/100%2525.ics"), Some("text/calendar; charset=utf-8"));
        for path in [
            "",
            "index.html",
            "//",
            "//index.html",
            "/./index.html",
            "/x/../index.html",
            "/%2e%2e/dunlin.yaml",
            "/../dunlin.yaml",
            "/%252e%252e/dunlin.yaml",
            "/\\index.html",
            "/index.html%00",
            "/%ff",
            "/%",
            "/index.html/",
        ] {
            assert_eq!(kind(path), None, "{path}");
        }
    }

    #[test]
    fn a_page_gets_the_script_and_may_ask_for_news() {
        let page = "<!doctype html><head>\n<META content=\"default-src 'none'\" http-equiv=\"Content-Security-Policy\">\n</HEAD><p>ß</p>";
        assert_eq!(
            String::from_utf8(with_script(page.into(), "0a")).unwrap(),
            "<!doctype html><head>\n<META content=\"connect-src 'self'; default-src 'none'\" http-equiv=\"Content-Security-Policy\">\n\
             <script src=\"/_dunlin/reload.js\" data-build=\"0a\" defer></script>\n</HEAD><p>ß</p>"
        );
        let own = "<meta http-equiv=\"Content-Security-Policy\" content=\"connect-src 'none'\"></head>";
        let served = String::from_utf8(with_script(own.into(), "0a")).unwrap();
        assert!(served.starts_with(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"connect-src 'none'\"><script"
        ));
        let bare = String::from_utf8(with_script("<p>x".into(), "0a")).unwrap();
        assert!(bare.starts_with("<p>x<script"), "{bare}");
        assert_eq!(with_script(vec![b'<', 0xff], "0a"), [b'<', 0xff]);
    }

    #[test]
    fn builds_are_told_apart_by_what_is_in_them() {
        let first = site(&[("index.html", "a"), ("b.html", "b"), ("c.css", "c")]);
        let same = site(&[("index.html", "a"), ("b.html", "b"), ("c.css", "c")]);
        let other = site(&[("index.html", "A"), ("b.html", "b"), ("d.css", "c")]);
        assert_eq!((&first.build, first.changes_since(&same)), (&same.build, 0));
        assert_ne!(first.build, other.build);
        assert_eq!(other.changes_since(&first), 3);
        assert_eq!(first.changes_since(&Site::default()), 3);
    }
}
