//! The texts that are open in the editor, which stand over the files on disk.

use super::{
    position::{Encoding, Lines},
    uri,
};
use lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};
use std::{collections::BTreeMap, path::PathBuf};

/// A file that is open.
#[derive(Debug, Clone)]
pub struct Document {
    /// As the client writes it.
    pub uri: Uri,
    pub path: PathBuf,
    pub version: i32,
    /// Without a byte order mark.
    pub text: String,
    pub has_mark: bool,
}

/// By path: one file may have many addresses.
#[derive(Debug, Default)]
pub struct Documents(BTreeMap<PathBuf, Document>);

const MARK: char = '\u{feff}';

impl Document {
    fn set(&mut self, text: &str) {
        let bare = text.strip_prefix(MARK);
        self.has_mark = bare.is_some();
        bare.unwrap_or(text).clone_into(&mut self.text);
    }

    pub fn lines(&self, encoding: Encoding) -> Lines<'_> {
        Lines::new(&self.text, encoding, self.has_mark)
    }
}

impl Documents {
    /// `None`: no file.
    pub fn open(&mut self, item: TextDocumentItem) -> Option<&Document> {
        let path = uri::to_path(item.uri.as_str())?;
        let mut document = Document {
            uri: item.uri,
            path: path.clone(),
            version: item.version,
            text: String::new(),
            has_mark: false,
        };
        document.set(&item.text);
        self.0.insert(path.clone(), document);
        self.0.get(&path)
    }

    /// Each change to what the one before it left.
    pub fn change(
        &mut self,
        (uri, version): (&Uri, i32),
        changes: &[TextDocumentContentChangeEvent],
        encoding: Encoding,
    ) -> Option<&Document> {
        let document = self.0.get_mut(&uri::to_path(uri.as_str())?)?;
        for change in changes {
            match change.range {
                None => document.set(&change.text),
                Some(range) => {
                    let place = document.lines(encoding).offsets(range);
                    document.text.replace_range(place, &change.text);
                }
            }
        }
        document.version = version;
        Some(document)
    }

    pub fn close(&mut self, uri: &Uri) -> Option<Document> {
        self.0.remove(&uri::to_path(uri.as_str())?)
    }

    pub fn get(&self, uri: &Uri) -> Option<&Document> {
        self.0.get(&uri::to_path(uri.as_str())?)
    }

    pub fn at(&self, path: &std::path::Path) -> Option<&Document> {
        self.0.get(path)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Document> {
        self.0.values()
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use lsp_types::{Position, Range};

    #[test]
    fn changes_follow_one_another() {
        let mut documents = Documents::default();
        let uri: Uri = "file:///l/a%20b.yaml".parse().unwrap();
        let item = TextDocumentItem {
            uri: uri.clone(),
            language_id: "yaml".to_owned(),
            version: 1,
            text: "\u{feff}a: 💶1\r\nb: 2\r\n".to_owned(),
        };
        assert_eq!(documents.open(item).unwrap().text, "a: 💶1\r\nb: 2\r\n");
        let change =
            |(l1, c1): (u32, u32), (l2, c2): (u32, u32), text: &str| TextDocumentContentChangeEvent {
                range: Some(Range::new(Position::new(l1, c1), Position::new(l2, c2))),
                range_length: None,
                text: text.to_owned(),
            };
        let changes = [
            change((0, 6), (0, 7), "23"),
            change((0, 8), (1, 0), "\r\n"),
            change((2, 0), (2, 0), "c"),
            change((1, 9), (1, 1), "x"),
        ];
        let document = documents.change((&uri, 2), &changes, Encoding::Utf16).unwrap();
        assert_eq!(
            (document.version, document.text.as_str()),
            (2, "a: 💶23\r\nb: 2x\r\nc")
        );
        let whole = TextDocumentContentChangeEvent {
            range: None,
            range_length: None,
            text: "z".to_owned(),
        };
        let document = documents.change((&uri, 3), &[whole], Encoding::Utf16).unwrap();
        assert_eq!((document.text.as_str(), document.has_mark), ("z", false));
        assert!(documents.close(&uri).is_some() && documents.get(&uri).is_none());
    }
}
