//! Findings, reports and letters → text and files, one file a format; apart so that nothing below knows how it is shown.

pub mod findings;
