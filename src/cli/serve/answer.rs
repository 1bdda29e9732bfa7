//! A request → its answer: a page of the site, our own few files, the stream of news, or why not.

use super::{
    body::Content,
    events,
    gate::{OWN, Refusal},
    server::Server,
    site::{self, CSS, HTML, SCRIPT, Site, TEXT},
};
use hyper::{
    Method, Request, Response, StatusCode,
    body::Bytes,
    header::{ALLOW, CONTENT_TYPE, HeaderValue},
};
use tokio::sync::watch;

pub struct Answer {
    pub response: Response<Content>,
    /// It goes on until the page is closed.
    pub is_stream: bool,
}

/// With every answer: nothing is kept, guessed, framed or given to pages from elsewhere.
const ALWAYS: [(&str, &str); 6] = [
    ("cache-control", "no-store"),
    ("content-security-policy", "frame-ancestors 'none'"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
];

pub fn answer<B>(request: &Request<B>, server: &Server, ending: &watch::Receiver<()>) -> Answer {
    if let Err(refusal) = server.gate.check(request) {
        return refused(refusal);
    }
    let path = request.uri().path();
    match path.strip_prefix(OWN) {
        Some("events") => stream(request, server, ending),
        Some("reload.js") => whole(SCRIPT, Bytes::from_static(include_bytes!("reload.js"))),
        Some("overlay.css") => whole(CSS, Bytes::from_static(include_bytes!("overlay.css"))),
        _ => page(path, &server.states.borrow().site),
    }
}

fn stream<B>(request: &Request<B>, server: &Server, ending: &watch::Receiver<()>) -> Answer {
    let mut answer = whole("text/event-stream", Bytes::new());
    if *request.method() == Method::GET {
        let events = events::follow(server.states.clone(), ending.clone());
        *answer.response.body_mut() = Content::Events(events);
        answer.is_stream = true;
    }
    answer
}

fn page(path: &str, site: &Site) -> Answer {
    if let Some(file) = site.file(path) {
        return whole(file.kind, file.bytes.clone());
    }
    let (status, text) = if site.is_empty() {
        (StatusCode::SERVICE_UNAVAILABLE, NO_PAGES)
    } else {
        (StatusCode::NOT_FOUND, NO_SUCH_PAGE)
    };
    let text = format!("{HEAD}{text}").into_bytes();
    let mut answer = whole(HTML, site::with_script(text, &site.build).into());
    *answer.response.status_mut() = status;
    answer
}

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta name=\"color-scheme\" content=\"light dark\">
<title>dunlin</title>
<link rel=\"icon\" type=\"image/svg+xml\" href=\"/icon.svg\">
<link rel=\"stylesheet\" href=\"/style.css\">
</head>
";

const NO_SUCH_PAGE: &str = "<body>
<main class=\"wrap\">
<h1>There is no such page</h1>
<p>Perhaps its record was renamed or deleted. <a href=\"/index.html\">The overview</a> links to every page there is.</p>
</main>
</body>
</html>
";

const NO_PAGES: &str = "<body>
<main class=\"wrap\">
<h1>There are no pages yet</h1>
<p>The ledger can't be built so far: <code>dunlin check</code> says what to mend. This page reloads when it can.</p>
</main>
</body>
</html>
";

fn refused(refusal: Refusal) -> Answer {
    let mut answer = whole(TEXT, Bytes::from_static(refusal.reason().as_bytes()));
    *answer.response.status_mut() = refusal.status();
    if refusal == Refusal::Method {
        let headers = answer.response.headers_mut();
        headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    answer
}

fn whole(kind: &'static str, bytes: Bytes) -> Answer {
    let mut response = Response::new(Content::Whole(bytes));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Answer {
        response,
        is_stream: false,
    }
}
