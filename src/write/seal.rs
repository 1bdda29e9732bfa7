//! Files that carry their own proof of being untouched, drafts and messages: put where nothing is or where dunlin's own
//! stands, and never over what somebody changed.

use super::{
    Why, WriteError, Written,
    disk::{Disk, Found, IsOurs, Put},
};
use crate::render::draft::is_same_text;

/// How such a file is known.
#[derive(Clone, Copy)]
pub(super) struct Seal {
    pub is_untouched: fn(&[u8]) -> bool,
    /// Why a wanted file is not put over what is there.
    pub why: fn(&Found, &[u8]) -> Why,
}

impl Seal {
    pub(super) fn put(
        self,
        disk: &Disk<'_>,
        (path, bytes): (&str, &[u8]),
        written: &mut Written,
    ) -> Result<(), WriteError> {
        let found = disk.look(path)?;
        let over: Option<IsOurs<'_>> = match &found {
            Found::Absent => None,
            Found::File(now) if is_same_text(now, bytes) => {
                written.unchanged.push(path.to_owned());
                return Ok(());
            }
            Found::File(now) if (self.is_untouched)(now) => Some(&self.is_untouched),
            other => {
                written.keep(path, (self.why)(other, bytes));
                return Ok(());
            }
        };
        if disk.put(&Put { path, bytes, over })? {
            written.written.push(path.to_owned());
        } else {
            written.keep(path, (self.why)(&disk.look(path)?, bytes));
        }
        Ok(())
    }
}
