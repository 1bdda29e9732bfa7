//! Files as git keeps them, many at a time through one process.

use super::{Git, NoHistory, feed};
use crate::load::{Content, MOST_BYTES};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, BufRead, BufReader, Read},
    process::Stdio,
};

/// The content of each of these blobs, by its hash. Those that this clone hasn't are left out.
pub fn blobs(git: &Git, hashes: &BTreeSet<String>) -> Result<BTreeMap<String, Content>, NoHistory> {
    if hashes.is_empty() {
        return Ok(BTreeMap::new());
    }
    let asked: String = hashes.iter().map(|hash| format!("{hash}\n")).collect();
    let mut child = git.start(&["cat-file", "--batch"], Stdio::null())?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let read = std::thread::scope(|scope| {
        scope.spawn(|| feed(stdin, asked.as_bytes()));
        stdout.map_or_else(|| Ok(BTreeMap::new()), |stdout| read(BufReader::new(stdout)))
    });
    // What it could tell it has told; what is missing is missing.
    let _ = child.wait();
    read.map_err(|error| NoHistory::Refused(error.to_string()))
}

/// Reads `HASH TYPE SIZE`, the bytes and a line's end, again and again; `HASH missing` has neither.
fn read(mut answers: impl BufRead) -> io::Result<BTreeMap<String, Content>> {
    let mut blobs = BTreeMap::new();
    let mut head = Vec::new();
    loop {
        head.clear();
        if answers.read_until(b'\n', &mut head)? == 0 {
            return Ok(blobs);
        }
        let words = String::from_utf8_lossy(&head);
        let mut words = words.split_whitespace();
        let (hash, kind, size) = (words.next(), words.next(), words.next());
        let Some(size) = size.and_then(|size| size.parse::<u64>().ok()) else {
            continue;
        };
        let mut content = (&mut answers).take(size);
        let held = if size > MOST_BYTES {
            io::copy(&mut content, &mut io::sink())?;
            Content::TooLarge(size)
        } else {
            let mut bytes = Vec::new();
            content.read_to_end(&mut bytes)?;
            Content::Bytes(bytes)
        };
        io::copy(&mut (&mut answers).take(1), &mut io::sink())?;
        if let (Some(hash), Some("blob")) = (hash, kind) {
            blobs.insert(hash.to_owned(), held);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_apart_by_their_sizes() {
        let large = "x".repeat(1024 * 1024 + 1);
        let answers = format!(
            "aa blob 4\na\nb\n\nbb missing\ncc blob {}\n{large}\ndd tree 2\nxx\nee blob 0\n\n",
            large.len()
        );
        let told = read(answers.as_bytes()).unwrap();
        let expected = [
            ("aa", Content::Bytes(b"a\nb\n".to_vec())),
            ("cc", Content::TooLarge(1024 * 1024 + 1)),
            ("ee", Content::Bytes(Vec::new())),
        ];
        assert_eq!(told, expected.map(|(hash, held)| (hash.to_owned(), held)).into());
    }
}
