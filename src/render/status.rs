//! What is owed, for people in a terminal and for machines.

mod csv;
mod human;
mod json;

pub use csv::{csv, inert};
pub use human::{Human, human, incomplete};
pub(super) use json::Document;
pub use json::json;

use crate::{assess::Assessed, load::Unread, report::Action};

/// What a status is made of.
#[derive(Debug, Clone, Copy)]
pub struct Status<'s, 'a> {
    pub assessed: &'s Assessed<'a>,
    pub unread: &'s Unread,
    pub actions: &'s [Action],
}
