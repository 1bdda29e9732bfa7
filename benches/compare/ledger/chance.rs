//! Chance that is the same every time: a stream of numbers for each client.

/// `SplitMix64`: small, and good enough to spread invoices over years.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    pub fn of(seed: u64) -> Self {
        // Mixed first: streams of neighbouring seeds would else be the same numbers, one apart.
        Self(Self(seed).next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From `least` to `most`, both included.
    pub fn from(&mut self, least: i64, most: i64) -> i64 {
        let width = most.abs_diff(least) + 1;
        least.saturating_add_unsigned(self.next() % width)
    }

    /// So many times in a hundred.
    pub fn percent(&mut self, share: i64) -> bool {
        self.from(1, 100) <= share
    }

    pub fn one_of<'t, T: ?Sized>(&mut self, all: &[&'t T]) -> &'t T {
        let place = usize::try_from(self.next()).unwrap_or_default() % all.len();
        all[place]
    }
}
