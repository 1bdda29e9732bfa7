//! An invoice as version control kept it from the day it was sent: apart from the invoice itself, for it is another's word.

use super::Invoice;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsSent {
    /// The short hash of the commit that wrote it so.
    pub commit: String,
    /// Its ids are spelled as the ledger spells them today. Its places lie in no file of today: never point there.
    pub invoice: Invoice,
}
