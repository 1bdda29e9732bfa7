//! The days on which what has accrued joins the principal, where the law says so.

use crate::calendar::{Date, add_days, add_years};

/// The days after `from` up to and including `to` that follow an anniversary of the last day before default. Each is
/// counted from that day itself: 29 February is 28 February in common years and comes back in leap years.
pub fn yearly(from: Date, to: Date) -> impl Iterator<Item = Date> {
    let eve = add_days(from, -1);
    (1u32..)
        .map(move |years| add_days(add_years(eve, years), 1))
        .take_while(move |day| from < *day && *day <= to)
}
