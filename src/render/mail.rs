//! A draft as a message that mail programs open to be read over and sent: apart from the letter, which is as good on
//! paper.

mod address;
mod message;
mod pay;
mod read;
mod seal;

pub use address::Mailbox;
pub use message::{Attachment, Mail, TOO_LARGE};
pub use pay::code;
pub use read::Draft;
pub use seal::{are_of_one_draft, fits, is_ours, is_untouched};

/// How a front matter's `attachments` name the statement of account, which is no file until the message is made.
pub const STATEMENT: &str = "statement";
