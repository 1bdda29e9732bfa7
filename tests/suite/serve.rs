//! `dunlin serve` from outside, byte by byte over TCP: what it answers, whom it refuses, and when it tells a page to reload.

use crate::dunlin::Place;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long something that must happen is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server; it ends with this.
pub struct Served {
    child: Child,
    pub port: u16,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: String,
    pub body: String,
}

impl Served {
    pub fn start(place: &Place, arguments: &[&str]) -> Self {
        let mut child = place
            .command()
            .arg("serve")
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let port = line
            .trim_end()
            .strip_prefix("http://127.0.0.1:")
            .and_then(|rest| rest.strip_suffix('/'));
        let port = port.unwrap_or_else(|| panic!("{line}")).parse().unwrap();
        Self { child, port }
    }

    fn example(place: &Place) -> Self {
        Self::start(place, &["example-ledger", "--port", "0", "--as-of", "2026-11-20"])
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, "")
    }

    /// `headers` each with their line break.
    fn ask(&self, method: &str, path: &str, headers: &str) -> Reply {
        let port = self.port;
        self.send(format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost:{port}\r\n{headers}\r\n"
        ))
    }

    fn send(&self, request: impl AsRef<[u8]>) -> Reply {
        let mut stream = self.connect();
        stream.write_all(request.as_ref()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer
            .split_once("\r\n\r\n")
            .unwrap_or_else(|| panic!("{answer:?}"));
        let (first, headers) = head.split_once("\r\n").unwrap_or((head, ""));
        Reply {
            status: first.split(' ').nth(1).unwrap().parse().unwrap(),
            headers: format!("{headers}\r\n"),
            body: body.to_owned(),
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    fn events(&self) -> Events {
        let mut stream = self.connect();
        let (port, path) = (self.port, "/_dunlin/events");
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n\r\n"
        )
        .unwrap();
        Events(BufReader::new(stream))
    }

    /// How it ended by itself.
    fn end(&mut self) -> i32 {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code().unwrap_or(-1);
            }
            assert!(begun.elapsed() < PATIENCE, "it ends");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self
            .headers
            .split("\r\n")
            .filter_map(|line| line.split_once(": "));
        lines
            .find(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }
}

/// The news that a page gets.
struct Events(BufReader<TcpStream>);

impl Events {
    /// `None` once the stream has ended.
    fn next(&mut self) -> Option<serde_json::Value> {
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return Some(serde_json::from_str(data).unwrap());
            }
        }
    }

    fn until(&mut self, what: &str, is_so: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        loop {
            let event = self.next().unwrap_or_else(|| panic!("ended before {what}"));
            if is_so(&event) {
                return event;
            }
        }
    }
}

#[test]
fn pages_come_from_memory_with_their_types() {
    let place = Place::with_example();
    let before = place.files(".");
    let served = Served::example(&place);
    let home = served.get("/");
    assert_eq!(
        (home.status, home.header("content-type")),
        (200, Some("text/html; charset=utf-8"))
    );
    assert_eq!(served.get("/index.html").body, home.body);
    for (path, kind) in [
        ("/style.css", "text/css; charset=utf-8"),
        ("/script.js", "text/javascript; charset=utf-8"),
        ("/icon.svg", "image/svg+xml"),
        ("/_dunlin/reload.js", "text/javascript; charset=utf-8"),
        ("/_dunlin/overlay.css", "text/css; charset=utf-8"),
    ] {
        let file = served.get(path);
        assert_eq!(
            (file.status, file.header("content-type")),
            (200, Some(kind)),
            "{path}"
        );
        assert!(!file.body.is_empty(), "{path}");
    }
    let head = served.ask("HEAD", "/", "");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(
        head.header("content-length"),
        Some(home.body.len().to_string().as_str())
    );
    drop(served);
    assert_eq!(place.files("."), before, "serve writes nothing");
}

#[test]
fn a_served_page_is_the_built_one_and_the_script_that_its_policy_lets_in() {
    let place = Place::with_example();
    let served = Served::example(&place);
    let built = place.dunlin(&["build", "example-ledger", "--as-of", "2026-11-20"]);
    assert_eq!(built.status, 0, "{}", built.stderr);
    for page in ["index.html", "clients.html", "findings.html", "letters.html"] {
        let body = served.get(&format!("/{page}")).body;
        let (before, rest) = body.split_once("<script src=\"/_dunlin/reload.js\"").unwrap();
        let (_, after) = rest.split_once("</script>\n").unwrap();
        let page_alone = format!("{before}{after}").replacen("connect-src 'self'; ", "", 1);
        assert_eq!(
            page_alone,
            place.read(&format!("example-ledger/site/{page}")),
            "{page}"
        );
        assert!(
            body.contains("content=\"connect-src 'self'; default-src 'none'; "),
            "{page}"
        );
    }
}

#[test]
fn every_answer_keeps_to_itself() {
    let place = Place::with_example();
    let served = Served::example(&place);
    for reply in [
        served.get("/"),
        served.get("/nothing.html"),
        served.get("/style.css"),
        served.ask("POST", "/", "Content-Length: 0\r\n"),
        served.ask("GET", "/", "Origin: http://evil.example\r\n"),
        served.ask("HEAD", "/_dunlin/events", ""),
    ] {
        for (name, value) in [
            ("cache-control", "no-store"),
            ("content-security-policy", "frame-ancestors 'none'"),
            ("cross-origin-resource-policy", "same-origin"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(reply.header(name), Some(value), "{reply:?}");
        }
        assert!(
            !reply.headers.to_lowercase().contains("access-control-"),
            "{reply:?}"
        );
    }
}

#[test]
fn no_path_leads_out_of_the_site() {
    let place = Place::with_example();
    let served = Served::example(&place);
    for path in [
        "/../dunlin.yaml",
        "/dunlin.yaml",
        "/%2e%2e/dunlin.yaml",
        "/%2e%2e%2fdunlin.yaml",
        "/%252e%252e/dunlin.yaml",
        "/..%5cdunlin.yaml",
        "//dunlin.yaml",
        "//etc/passwd",
        "/..\\dunlin.yaml",
        "/index.html%00",
        "/_dunlin/../dunlin.yaml",
        "/_dunlin/",
        "/clients/",
    ] {
        let reply = served.get(path);
        assert!([400, 404].contains(&reply.status), "{path}: {reply:?}");
        assert!(!reply.body.contains("creditor:"), "{path}");
    }
    assert_eq!(served.get("/\0").status, 400);
    assert_eq!(served.send("GET dunlin.yaml HTTP/1.1\r\n\r\n").status, 421);
    let missing = served.get("/nothing.html");
    assert_eq!(missing.status, 404);
    assert!(missing.body.contains("There is no such page"), "{}", missing.body);
    assert!(
        missing.body.contains("<a href=\"/index.html\">"),
        "{}",
        missing.body
    );
}

#[test]
fn strangers_are_refused() {
    let place = Place::with_example();
    let served = Served::example(&place);
    let port = served.port;
    for host in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        "localhost".to_owned(),
        format!("localhost:{}", port.wrapping_add(1)),
    ] {
        let reply = served.send(format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        assert_eq!(reply.status, 421, "{host}");
        assert!(!reply.body.contains("<html"), "{host}");
    }
    assert_eq!(served.send("GET / HTTP/1.1\r\n\r\n").status, 421);
    for headers in [
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
    ] {
        for path in ["/", "/_dunlin/events"] {
            assert_eq!(served.ask("GET", path, headers).status, 403, "{path} {headers}");
        }
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
        let reply = served.ask(method, "/", "Content-Length: 0\r\n");
        assert_eq!(
            (reply.status, reply.header("allow")),
            (405, Some("GET, HEAD")),
            "{method}"
        );
    }
    let long = format!("X-Long: {}\r\n", "x".repeat(40_000));
    assert_eq!(served.ask("GET", "/", &long).status, 431);
    let many: String = (0..200).map(|n| format!("X-{n}: 1\r\n")).collect();
    assert_eq!(served.ask("GET", "/", &many).status, 431);
    assert_eq!(served.send("\u{16}\u{3}\u{1} hello\r\n\r\n").status, 400);
    assert_eq!(served.get("/").status, 200);
}

const CLIENT: &str = "example-ledger/clients/alpenrad.yaml";

#[test]
fn a_save_reaches_the_page() {
    let place = Place::with_example();
    let served = Served::example(&place);
    let (mut one, mut other) = (served.events(), served.events());
    let first = one.next().unwrap();
    assert_eq!(other.next().unwrap(), first);
    let build = first["build"].as_str().unwrap().to_owned();
    assert!(served.get("/").body.contains(&format!("data-build=\"{build}\"")));
    let (path, name) = rename_a_client(&place, "Renamed & Sons");
    for events in [&mut one, &mut other] {
        events.until("the reload", |event| event["build"] != build.as_str());
    }
    let page = served.get("/clients.html").body;
    assert!(
        page.contains("Renamed &amp; Sons") && !page.contains(&name),
        "{path}"
    );
}

/// Gives the first client of the example another name; its file, and the name that it had.
fn rename_a_client(place: &Place, name: &str) -> (String, String) {
    let clients = place.files("example-ledger/clients");
    let (path, bytes) = clients
        .into_iter()
        .find(|(path, _)| path.ends_with(".yaml"))
        .unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let line = text.lines().find(|line| line.starts_with("name:")).unwrap();
    let path = format!("example-ledger/clients/{path}");
    place.write(&path, text.replacen(line, &format!("name: {name}"), 1));
    (path, line["name:".len()..].trim().to_owned())
}

#[test]
fn the_last_good_pages_stay_while_a_file_cant_be_read() {
    let place = Place::with_example();
    let served = Served::example(&place);
    let mut events = served.events();
    let good = events.next().unwrap();
    assert!(good["trouble"].is_null(), "{good}");
    let page = served.get("/").body;
    let text = place.read(CLIENT);
    place.write(CLIENT, "name: [<img src=x onerror=alert(1)>\n");
    let broken = events.until("the trouble", |event| !event["trouble"].is_null());
    assert_eq!(broken["build"], good["build"]);
    let trouble = &broken["trouble"];
    assert_eq!(trouble["title"], "1 file can't be read");
    let first = &trouble["items"][0];
    assert!(
        first["place"]
            .as_str()
            .unwrap()
            .starts_with("clients/alpenrad.yaml:"),
        "{trouble}"
    );
    assert!(!first["message"].as_str().unwrap().is_empty(), "{trouble}");
    assert_eq!(served.get("/").body, page);
    place.write(CLIENT, text);
    let mended = events.until("that it is mended", |event| event["trouble"].is_null());
    assert_eq!(mended["build"], good["build"]);
    let settings = place.read("example-ledger/dunlin.yaml");
    place.write("example-ledger/dunlin.yaml", ":\n");
    events.until("the trouble", |event| !event["trouble"].is_null());
    assert_eq!(served.get("/").body, page);
    place.write("example-ledger/dunlin.yaml", settings);
    events.until("that it is mended", |event| event["trouble"].is_null());
}

#[test]
fn a_template_with_a_fault_is_told_over_the_last_good_page() {
    let place = Place::with_example();
    let template = "example-ledger/templates/dashboard/letters.html";
    place.write(template, "<head></head>Own {{ name }}");
    let served = Served::example(&place);
    let mut events = served.events();
    assert!(events.next().unwrap()["trouble"].is_null());
    assert!(
        served
            .get("/letters.html")
            .body
            .ends_with("</head>Own Estudio Faro")
    );
    place.write(template, "<head></head>Own {{ name ");
    let event = events.until("the fault", |event| !event["trouble"].is_null());
    let message = event["trouble"]["items"][0]["message"].as_str().unwrap();
    assert!(
        message.starts_with("templates/dashboard/letters.html:1:"),
        "{message}"
    );
    assert!(
        served
            .get("/letters.html")
            .body
            .ends_with("</head>Own Estudio Faro")
    );
}

#[test]
fn a_ledger_that_cant_be_built_yet_is_waited_for() {
    let place = Place::with_example();
    let settings = place.read("example-ledger/dunlin.yaml");
    place.write("example-ledger/dunlin.yaml", "currency: EUR\n");
    let served = Served::example(&place);
    let page = served.get("/");
    assert_eq!(page.status, 503);
    assert!(page.body.contains("There are no pages yet"), "{}", page.body);
    let mut events = served.events();
    let first = events.next().unwrap();
    assert!(
        !first["trouble"]["items"].as_array().unwrap().is_empty(),
        "{first}"
    );
    place.write("example-ledger/dunlin.yaml", settings);
    events.until("the pages", |event| event["build"] != "");
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn a_second_one_takes_the_next_port() {
    let place = Place::with_example();
    let first = Served::example(&place);
    let port = first.port.to_string();
    let second = Served::start(&place, &["example-ledger", "--port", &port]);
    assert!(second.port > first.port && second.port <= first.port + 10);
    assert_eq!(second.get("/").status, 200);
    assert_eq!(first.get("/").status, 200);
}

#[test]
fn whoever_says_nothing_keeps_nobody_out() {
    let place = Place::with_example();
    let served = Served::example(&place);
    let mut events = served.events();
    events.next().unwrap();
    let mut idle = Vec::new();
    for _ in 0..400 {
        let mut stream = served.connect();
        // One that had to go already can't be written to.
        stream.write_all(b"GET / HTTP/1.1\r\nHost: loc").ok();
        idle.push(stream);
    }
    assert_eq!(served.get("/").status, 200);
    rename_a_client(&place, "Still Told");
    events.next().unwrap();
    let mut last = idle.pop().unwrap();
    let mut answer = Vec::new();
    // It is cut off at some time, in whichever way.
    let cut = last.read_to_end(&mut answer);
    assert!(cut.is_ok() || cut.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset));
    assert!(!String::from_utf8_lossy(&answer).contains("200 OK"));
}

#[cfg(unix)]
#[test]
fn it_ends_when_told_to() {
    for signal in ["INT", "TERM"] {
        let place = Place::with_example();
        let mut served = Served::example(&place);
        let mut events = served.events();
        events.next().unwrap();
        let pid = served.child.id();
        let sent = std::process::Command::new("sh")
            .args(["-c", &format!("kill -{signal} {pid}")])
            .status()
            .unwrap();
        assert!(sent.success());
        assert!(events.next().is_none(), "{signal}");
        assert_eq!(served.end(), 0, "{signal}");
    }
}

#[test]
fn what_isnt_there_cant_be_served() {
    let place = Place::new();
    let run = place.dunlin(&["serve", "nowhere"]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert_eq!(run.stdout, "");
}
