//! Messages in their frames; apart from the protocol's crate because a message that can't be understood must be
//! answered, and not end the session.

use lsp_server::Message;
use serde_json::{Value, json};
use std::io::{self, BufRead, Read, Write};

/// What came from the client.
#[derive(Debug)]
pub enum Incoming {
    Message(Message),
    /// A frame without a message in it: what to answer.
    Malformed(Value),
    /// Nothing more comes; why, if that was not to be expected.
    Closed(Option<String>),
}

/// No editor sends more at once: records have at most 1 MiB.
const MOST_BYTES: usize = 64 * 1024 * 1024;
const PARSE_ERROR: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;

/// The next message, waiting for it.
pub fn read(input: &mut impl BufRead) -> Incoming {
    let length = match header(input) {
        Ok(Some(length)) => length,
        Ok(None) => return Incoming::Closed(None),
        Err(why) => return Incoming::Closed(Some(why)),
    };
    let mut bytes = Vec::new();
    match input.take(length as u64).read_to_end(&mut bytes) {
        Ok(read) if read == length => message(&bytes),
        Ok(_) => Incoming::Closed(Some("the client closed the pipe within a message".to_owned())),
        Err(error) => Incoming::Closed(Some(format!("can't read from the client: {error}"))),
    }
}

/// The length that a frame's header names; `None` at the end of the input.
fn header(input: &mut impl BufRead) -> Result<Option<usize>, String> {
    let mut length = None;
    let mut is_first = true;
    loop {
        let mut line = Vec::new();
        let read = input.take(MOST_HEADER).read_until(b'\n', &mut line);
        match read {
            Ok(0) if is_first => return Ok(None),
            Ok(_) if line.ends_with(b"\n") => {}
            Ok(_) => return Err("the client sent no header of the protocol".to_owned()),
            Err(error) => return Err(format!("can't read from the client: {error}")),
        }
        is_first = false;
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end();
        if line.is_empty() {
            let length = length.ok_or("the client sent a header without a Content-Length")?;
            return Ok(Some(length));
        }
        if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
        {
            let known = value.trim().parse().ok().filter(|length| *length <= MOST_BYTES);
            length = Some(known.ok_or("the client sent a Content-Length that can't be")?);
        }
    }
}

const MOST_HEADER: u64 = 4096;

fn message(bytes: &[u8]) -> Incoming {
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => return refusal(&Value::Null, PARSE_ERROR, &format!("not JSON: {error}")),
    };
    let id = value.get("id").cloned().unwrap_or_default();
    match serde_json::from_value(value) {
        // An id that is none of the protocol's makes no notification of a request.
        Ok(message) if id.is_null() || !matches!(message, Message::Notification(_)) => {
            Incoming::Message(message)
        }
        _ => refusal(
            &id,
            INVALID_REQUEST,
            "neither a request, a response nor a notification",
        ),
    }
}

fn refusal(id: &Value, code: i32, message: &str) -> Incoming {
    Incoming::Malformed(json!({
        "jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message},
    }))
}

/// Sends a message.
pub fn write(mut output: &mut dyn Write, message: &Message) -> io::Result<()> {
    message.write(&mut output)
}

/// Sends an answer that belongs to no request that could be read.
pub fn write_raw(output: &mut dyn Write, answer: &Value) -> io::Result<()> {
    let text = answer.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(input: &str) -> Vec<String> {
        let mut input = input.as_bytes();
        let mut told = Vec::new();
        loop {
            match read(&mut input) {
                Incoming::Message(Message::Request(request)) => told.push(request.method),
                Incoming::Message(Message::Notification(note)) => told.push(note.method),
                Incoming::Message(Message::Response(response)) => told.push(response.id.to_string()),
                Incoming::Malformed(answer) => told.push(answer["error"]["code"].to_string()),
                Incoming::Closed(why) => {
                    told.push(why.unwrap_or_else(|| "end".to_owned()));
                    return told;
                }
            }
        }
    }

    fn framed(text: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{text}", text.len())
    }

    #[test]
    fn a_frame_that_holds_no_message_does_not_end_the_session() {
        let good = framed(r#"{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}"#);
        let note = framed(r#"{"jsonrpc": "2.0", "method": "exit", "params": {}}"#);
        let input = [
            &good,
            &framed("{"),
            &framed("[]"),
            &framed("\u{fc}"),
            &framed(r#"{"id": 1.5, "method": "x"}"#),
            &note,
        ];
        let input = input.map(String::as_str).concat();
        assert_eq!(
            told(&input),
            ["shutdown", "-32700", "-32600", "-32700", "-32600", "exit", "end"]
        );
    }

    #[test]
    fn what_is_no_frame_ends_it() {
        for (input, why) in [
            ("", "end"),
            ("hello\n\n", "the client sent a header without a Content-Length"),
            ("hello", "the client sent no header of the protocol"),
            (
                "Content-Length: 9999999999\r\n\r\n",
                "the client sent a Content-Length that can't be",
            ),
            (
                "Content-Length: -1\r\n\r\n",
                "the client sent a Content-Length that can't be",
            ),
            (
                "Content-Length: 5\r\n\r\nab",
                "the client closed the pipe within a message",
            ),
        ] {
            assert_eq!(told(input), [why]);
        }
        let endless = "a".repeat(5000);
        assert_eq!(told(&endless), ["the client sent no header of the protocol"]);
        let huge = format!("Content-Length: {}\r\n\r\n", MOST_BYTES + 1);
        assert_eq!(told(&huge), ["the client sent a Content-Length that can't be"]);
        let lenient = "content-length:2\nContent-Type: x\n\n{}";
        assert_eq!(told(lenient), ["-32600", "end"]);
    }
}
