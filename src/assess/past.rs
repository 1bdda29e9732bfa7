//! Clients as they stood on other days than the ledger's; apart because few look back, and those who do ask for one
//! client and day at a time.

use super::{Assessed, Basis, Folder, assess_client, folders};
use crate::calendar::Date;
use std::collections::BTreeMap;

/// Every client's records, filed once, to be assessed again for any day.
#[derive(Debug)]
pub struct Past<'a> {
    folders: BTreeMap<&'a str, Folder<'a>>,
}

impl<'a> Past<'a> {
    pub fn of(basis: Basis<'a>) -> Self {
        let filed = folders(basis).into_iter();
        Self {
            folders: filed.map(|folder| (folder.client.id.as_str(), folder)).collect(),
        }
    }

    /// One client and nobody else at the end of `day`, by what is dated up to then. `None`: there is no such client.
    pub fn client_on(&mut self, client: &str, day: Date) -> Option<Assessed<'a>> {
        let folder = self.folders.get_mut(client)?;
        folder.basis.day = day;
        Some(Assessed::of_parts(folder.basis, [assess_client(folder)]))
    }
}
