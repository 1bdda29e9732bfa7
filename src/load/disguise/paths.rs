//! Where the disguised files lie: the folders of the format stay, every other part of a path is invented.

use super::cast::{Cast, Space};
use crate::{
    load::{
        SETTINGS,
        place::{Own, Place},
    },
    model::Kind,
};

pub(super) struct Paths<'a> {
    pub own: &'a Own,
    pub cast: &'a dyn Cast,
}

/// Endings that say nothing.
const ENDINGS: [&str; 20] = [
    "csv", "doc", "docx", "eml", "htm", "html", "jpeg", "jpg", "md", "odt", "p7m", "pdf", "png", "rtf",
    "svg", "tif", "txt", "xml", "yaml", "yml",
];

impl Paths<'_> {
    pub fn of(&self, path: &str) -> String {
        if path == SETTINGS {
            return SETTINGS.to_owned();
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut parts: Vec<String> = Vec::new();
        for (at, part) in folder.split('/').filter(|part| !part.is_empty()).enumerate() {
            parts.push(self.folder(part, at == 0));
        }
        parts.push(self.name(path, name, parts.is_empty()));
        parts.join("/")
    }

    fn folder(&self, part: &str, is_top: bool) -> String {
        let is_kind = is_top && Kind::of_folder(part).is_some();
        let is_year = part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
        if is_kind || is_year {
            return part.to_owned();
        }
        self.cast.name(Space::Folder, part)
    }

    fn name(&self, path: &str, name: &str, is_top: bool) -> String {
        if let Place::Record { kind, stem, .. } = self.own.place(path) {
            let ending = name.rsplit_once('.').map_or("yaml", |(_, ending)| ending);
            return format!("{}.{ending}", id(self.cast, kind, &stem));
        }
        match name.rsplit_once('.') {
            Some((stem, ending)) => {
                let lower = ending.to_ascii_lowercase();
                let ending = ENDINGS.iter().find(|known| **known == lower);
                let stem = self.cast.name(Space::File, stem);
                format!("{stem}.{}", ending.unwrap_or(&"bin"))
            }
            None => self.folder(name, is_top),
        }
    }
}

/// The id that stands for a record's own.
pub(super) fn id(cast: &dyn Cast, kind: Kind, id: &str) -> String {
    let space = match kind {
        Kind::Client => return cast.client_id(id),
        Kind::Case => Space::Case,
        Kind::Contract => Space::Contract,
        Kind::Invoice => Space::Invoice,
        Kind::Log => Space::Log,
        Kind::Payment => Space::Payment,
        Kind::Plan => Space::Plan,
    };
    cast.name(space, id)
}
