//! `dunlin serve` under siege: whoever connects a thousand times, asks for too much or never listens neither keeps the
//! owner of the ledger from the page nor fills the memory.

use crate::{dunlin::Place, serve::Served};
use std::{
    fs,
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

/// How many strangers come at once; `DUNLIN_SIEGE=10000` for the full figure, where the system lets a process have as
/// many open files.
const STRANGERS: usize = 600;

fn served() -> (Place, Served) {
    let place = Place::with(&[
        (
            "dunlin.yaml",
            "creditor: {name: Studio}\ncurrency: EUR\nas_of: 2026-03-02\n",
        ),
        ("clients/acme.yaml", "name: Acme\n"),
        (
            "invoices/one.yaml",
            "client: acme\nissued: 2026-01-10\ndue: 2026-01-24\namount: 900.00\n",
        ),
    ]);
    let served = Served::start(&place, &["--port", "0"]);
    (place, served)
}

fn connected(served: &Served) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream.set_write_timeout(Some(Duration::from_secs(60))).unwrap();
    stream
}

/// The page comes, and within a time in which a person still waits.
fn is_answered(served: &Served) {
    let begun = Instant::now();
    let page = served.get("/");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("900.00"));
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
}

/// Everything that comes until it is cut off.
fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Ok(_) => {}
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{error}"),
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Memory in KiB and open files of the server, where the system tells.
#[cfg(target_os = "linux")]
fn weight(served: &Served) -> (u64, usize) {
    let process = format!("/proc/{}", served.pid());
    let status = fs::read_to_string(format!("{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    let memory = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    (memory, fs::read_dir(format!("{process}/fd")).unwrap().count())
}

#[test]
fn as_many_strangers_as_come_leave_room_for_the_owner() {
    let (_place, served) = served();
    is_answered(&served);
    #[cfg(target_os = "linux")]
    let (before, _) = weight(&served);
    let most = std::env::var("DUNLIN_SIEGE").map_or(STRANGERS, |most| most.parse().unwrap());
    let mut strangers = Vec::new();
    for n in 0..most {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", served.port)) else {
            panic!("after {n} connections: raise the limit of open files");
        };
        stream.write_all(b"GET / HTTP/1.1\r\nX-Slow: ").ok();
        strangers.push(stream);
        if n % 2_500 == 0 {
            is_answered(&served);
        }
    }
    is_answered(&served);
    #[cfg(target_os = "linux")]
    {
        let (after, files) = weight(&served);
        assert!(files < 256, "{files} open files");
        assert!(after < before + 32 * 1024, "{before} KiB grew to {after} KiB");
    }
    drop(strangers);
    is_answered(&served);
}

#[test]
fn who_asks_a_byte_a_second_is_not_waited_for() {
    let (_place, served) = served();
    let mut slow = connected(&served);
    let begun = Instant::now();
    let request = b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    for byte in request.iter().cycle() {
        if slow.write_all(&[*byte]).is_err() {
            break;
        }
        is_answered(&served);
        assert!(begun.elapsed() < Duration::from_secs(60), "still listened to");
        std::thread::sleep(Duration::from_millis(500));
    }
    assert!(!rest(&mut slow).contains("200 OK"));
}

#[test]
fn who_asks_for_too_much_gets_none_of_it() {
    let (_place, served) = served();
    let port = served.port;
    for (request, status) in [
        (
            format!(
                "GET /{} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n",
                "a".repeat(12_000)
            ),
            "404",
        ),
        (
            format!(
                "GET /{} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n",
                "a".repeat(70_000)
            ),
            "4",
        ),
        (
            format!(
                "GET / HTTP/1.1\r\nHost: localhost:{port}\r\nX: {}\r\n\r\n",
                "a".repeat(1 << 20)
            ),
            "4",
        ),
        ("A".repeat(1 << 20), "4"),
        ("\0".repeat(1 << 16), "4"),
        ("GET / HTTP/9.9\r\n\r\n".to_owned(), "4"),
    ] {
        let mut stream = connected(&served);
        // It may well be cut off before all is said.
        stream.write_all(request.as_bytes()).ok();
        let answer = rest(&mut stream);
        let start = format!("HTTP/1.1 {status}");
        assert!(
            answer.is_empty() || answer.starts_with(&start),
            "{:.60} {answer:.200}",
            request
        );
        is_answered(&served);
    }
}

/// One answer a connection, however many requests come at once; and none to what stands in a body.
#[test]
fn requests_behind_one_another_are_not_taken_for_ones_of_another() {
    let (_place, served) = served();
    let port = served.port;
    let good = format!("GET /style.css HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
    for request in [
        good.repeat(100),
        format!(
            "GET /style.css HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: {}\r\n\r\n{good}",
            good.len()
        ),
        format!(
            "GET /style.css HTTP/1.1\r\nHost: localhost:{port}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{good}"
        ),
        format!(
            "GET /style.css HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{good}"
        ),
    ] {
        let mut stream = connected(&served);
        stream.write_all(request.as_bytes()).ok();
        let answer = rest(&mut stream);
        assert!(answer.matches("HTTP/1.1 ").count() <= 1, "{answer:.300}");
    }
    is_answered(&served);
}

#[test]
fn who_never_listens_is_let_go() {
    let (_place, served) = served();
    let deaf: Vec<_> = (0..200)
        .map(|_| {
            let mut stream = connected(&served);
            write!(
                stream,
                "GET / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
                served.port
            )
            .ok();
            stream
        })
        .collect();
    is_answered(&served);
    #[cfg(target_os = "linux")]
    assert!(weight(&served).1 < 256);
    drop(deaf);
    is_answered(&served);
}

#[test]
fn no_spelling_of_a_path_leads_out() {
    let (place, served) = served();
    place.write("secret.txt", "creditor: secret");
    let ups = [
        "..",
        "%2e%2e",
        "%2E.",
        ".%2e",
        "%252e%252e",
        "..%00",
        "%c0%ae%c0%ae",
        "%e0%80%ae%e0%80%ae",
        "..;",
        "%u002e%u002e",
        "．．",
        "%EF%BC%8E%EF%BC%8E",
        "....",
        "..\\",
        "%5c..",
        "..%5c",
        "..%255c",
    ];
    let between = ["/", "//", "%2f", "%252f", "\\", "%5c", "%c0%af", "/./", "%2F%2F"];
    for up in ups {
        for slash in between {
            for target in ["dunlin.yaml", "secret.txt", "etc/passwd", "proc/self/environ"] {
                let path = format!("/{}{target}", format!("{up}{slash}").repeat(6));
                let mut stream = connected(&served);
                write!(
                    stream,
                    "GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
                    served.port
                )
                .unwrap();
                let answer = rest(&mut stream);
                assert!(!answer.contains(" 200 OK"), "{path}: {answer}");
                assert!(
                    !answer.contains("creditor:") && !answer.contains("root:"),
                    "{path}: {answer}"
                );
            }
        }
    }
    is_answered(&served);
}
