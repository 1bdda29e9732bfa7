//! Waiting without events: naps between looks, and looking until nothing moves any more.

use super::{Pace, fingerprint::Fingerprint, scope::Scope};
use std::{
    thread::sleep,
    time::{Duration, Instant},
};

/// Looks again until two looks agree, or the burst has lasted long enough. `None`: the root is gone.
pub(super) fn settle(scope: &Scope, first: Fingerprint, pace: Pace) -> Option<Fingerprint> {
    let began = Instant::now();
    let mut last = first;
    loop {
        sleep(pace.quiet);
        let now = Fingerprint::take(scope)?;
        if now == last || began.elapsed() >= pace.burst {
            return Some(now);
        }
        last = now;
    }
}

/// Sleeps for `every`, but wakes at least each `idle` to ask whether there is a reason to get up earlier. The system's
/// own sleep counts for nothing here, so that the day is noticed soon after a laptop opens.
pub(super) fn nap(every: Duration, idle: Duration, is_over: &dyn Fn() -> bool) {
    let mut left = every;
    while !left.is_zero() && !is_over() {
        let stretch = left.min(idle);
        sleep(stretch);
        left = left.saturating_sub(stretch);
    }
}
