//! Nothing lost: the program killed, refused, raced and lied to at every moment, and after each the same three things
//! hold: every file of the user's is intact, every file of dunlin's is whole, and the next run is right.
//!
//! `DUNLIN_FAULT_RUNS` says how often what happens at random moments is tried; without it, a few times.

mod disks;
mod inject;
mod kills;
mod own_files;
mod races;
mod world;

/// Chance that is the same in each run.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Below `end`, which is above 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// How often something is tried: as often as was asked for, else `few` times.
pub fn runs(few: u64) -> u64 {
    let asked = std::env::var("DUNLIN_FAULT_RUNS");
    asked.map_or(few, |asked| asked.parse().unwrap())
}

/// Numbers from 1 to `last`: all of them if they are no more than may be tried, else some by chance, in order.
pub fn moments(last: u64, few: u64, seed: u64) -> Vec<u64> {
    let tried = runs(few);
    if last <= tried {
        return (1..=last).collect();
    }
    let mut chance = Chance::new(seed);
    // One of each stretch, so that none is left out for long.
    (0..tried)
        .map(|n| {
            let (from, to) = (n * last / tried, (n + 1) * last / tried);
            1 + from + chance.below(to - from)
        })
        .collect()
}

/// A line for whoever reads what a test run printed.
#[expect(
    clippy::print_stderr,
    reason = "what was not tried, and how often what was tried, must be seen"
)]
pub fn say(line: &str) {
    eprintln!("{line}");
}
