//! The index cut into files by the beginnings of words, so that a search loads one or two small ones; apart because it
//! knows nothing of what is found.

use std::collections::{BTreeMap, BTreeSet};

/// A file holds no more records.
pub const MOST: usize = 1000;
/// Of a beginning that is in more records than a file holds, the first so many stand in a file of their own.
pub const TOP: usize = 100;
/// Longer words are found by as many letters.
const LONGEST: usize = 20;

/// A record by one of its words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Posting {
    /// The word, a space, and the digest of the record: so even the records of one word can be cut into files.
    key: String,
    /// Its place among the records; the best come first.
    record: usize,
}

/// The words of all records.
#[derive(Debug, Default)]
pub struct Postings(Vec<Posting>);

/// One file of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shard {
    /// What every word in it begins with.
    pub beginning: String,
    pub holds: Holds,
    /// Their places, the best first.
    pub records: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Every record with a word of this beginning.
    All,
    /// The best of so many.
    BestOf(usize),
}

impl Postings {
    /// A record has an id that tells it from all others.
    pub fn add(&mut self, record: usize, id: &str, words: impl IntoIterator<Item = String>) {
        let digest = digest(id);
        for word in words {
            let word: String = word.chars().take(LONGEST).collect();
            let key = format!("{word} {digest:06x}");
            self.0.push(Posting { key, record });
        }
    }

    /// Every file, by beginning; `is_called` tells whether a record's name is this whole beginning, which puts it on top.
    pub fn shards(mut self, is_called: &dyn Fn(usize, &str) -> bool) -> Vec<Shard> {
        self.0.sort();
        self.0.dedup();
        let mut shards = Vec::new();
        cut("", &self.0, is_called, &mut shards);
        shards
    }
}

/// FNV-1a, folded to 24 bits.
fn digest(id: &str) -> u32 {
    let hash = id.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash >> 24) ^ (hash & 0x00ff_ffff)
}

fn cut(
    beginning: &str,
    postings: &[Posting],
    is_called: &dyn Fn(usize, &str) -> bool,
    shards: &mut Vec<Shard>,
) {
    let records = distinct(postings);
    let common = common_beginning(postings);
    let is_one_key = postings.last().is_none_or(|last| last.key == common);
    if records.len() <= MOST || is_one_key {
        shards.push(Shard {
            beginning: beginning.to_owned(),
            holds: Holds::All,
            records,
        });
        return;
    }
    // Nobody types a digest: what is cut by it has its best under the word.
    let typed = common.split(' ').next().unwrap_or_default();
    if !typed.is_empty() && !beginning.contains(' ') {
        shards.push(best(typed, postings, records, is_called));
    }
    for (next, postings) in by_next(postings, common.len()) {
        cut(&format!("{common}{next}"), postings, is_called, shards);
    }
}

/// The best of what begins so, and before them what is called so.
fn best(
    beginning: &str,
    postings: &[Posting],
    mut records: Vec<usize>,
    is_called: &dyn Fn(usize, &str) -> bool,
) -> Shard {
    let total = records.len();
    let is_whole = |posting: &&Posting| posting.key.as_bytes().get(beginning.len()) == Some(&b' ');
    let called: BTreeSet<usize> = postings
        .iter()
        .take_while(is_whole)
        .map(|posting| posting.record)
        .filter(|record| is_called(*record, beginning))
        .collect();
    records.sort_by_key(|record| (!called.contains(record), *record));
    records.truncate(TOP);
    Shard {
        beginning: beginning.to_owned(),
        holds: Holds::BestOf(total),
        records,
    }
}

fn distinct(postings: &[Posting]) -> Vec<usize> {
    let mut records: Vec<usize> = postings.iter().map(|posting| posting.record).collect();
    records.sort_unstable();
    records.dedup();
    records
}

/// What all keys begin with; they are sorted.
fn common_beginning(postings: &[Posting]) -> &str {
    let (Some(first), Some(last)) = (postings.first(), postings.last()) else {
        return "";
    };
    let same = first
        .key
        .chars()
        .zip(last.key.chars())
        .take_while(|(a, b)| a == b);
    let bytes: usize = same.map(|(a, _)| a.len_utf8()).sum();
    first.key.get(..bytes).unwrap_or_default()
}

/// The postings by the letter of their keys at a place; they are sorted.
fn by_next(postings: &[Posting], at: usize) -> BTreeMap<char, &[Posting]> {
    let letter = |posting: &Posting| posting.key.get(at..).and_then(|rest| rest.chars().next());
    postings
        .chunk_by(|a, b| letter(a) == letter(b))
        .filter_map(|chunk| Some((letter(chunk.first()?)?, chunk)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shards_of(records: &[(String, Vec<String>)]) -> Vec<Shard> {
        let mut postings = Postings::default();
        for (at, (id, words)) in records.iter().enumerate() {
            postings.add(at, id, words.clone());
        }
        postings.shards(&|record, word| records[record].0 == word)
    }

    /// As the script looks a word up: the one file that covers it, or all below it.
    fn found(shards: &[Shard], typed: &str) -> BTreeSet<usize> {
        let all = shards.iter().filter(|shard| shard.holds == Holds::All);
        let covers =
            |shard: &&Shard| typed.starts_with(&shard.beginning) || shard.beginning.starts_with(typed);
        all.filter(covers)
            .flat_map(|shard| shard.records.clone())
            .collect()
    }

    fn check(records: &[(String, Vec<String>)]) {
        let shards = shards_of(records);
        let mut expected: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (at, (_, words)) in records.iter().enumerate() {
            for word in words {
                let mut typed = String::new();
                for letter in word.chars().take(LONGEST) {
                    typed.push(letter);
                    expected.entry(typed.clone()).or_default().insert(at);
                }
            }
        }
        // All beginnings of a small ledger; of a large one some hundred, the short ones that cover most among them.
        let step = expected.len().div_ceil(300);
        for (typed, records) in expected.iter().step_by(step) {
            assert!(found(&shards, typed).is_superset(records), "{typed}");
        }
        for shard in &shards {
            assert!(
                shard.records.len() <= MOST,
                "{}: {}",
                shard.beginning,
                shard.records.len()
            );
        }
        let all = shards.iter().filter(|shard| shard.holds == Holds::All);
        let beginnings: BTreeSet<&str> = all.map(|shard| shard.beginning.as_str()).collect();
        for (a, b) in beginnings.iter().zip(beginnings.iter().skip(1)) {
            assert!(!b.starts_with(a), "{b} is in the file of {a}, too");
        }
    }

    fn many(count: usize, words: fn(usize) -> Vec<String>) -> Vec<(String, Vec<String>)> {
        (0..count).map(|at| (format!("i{at}"), words(at))).collect()
    }

    #[test]
    fn few_records_are_one_file() {
        let shards = shards_of(&many(MOST, |at| vec![format!("2026{at:04}"), "luna".into()]));
        assert_eq!(shards.len(), 1);
        assert_eq!(
            (shards[0].beginning.as_str(), shards[0].records.len()),
            ("", MOST)
        );
    }

    #[test]
    fn a_beginning_that_all_share_is_cut_further() {
        check(&many(5000, |at| vec![format!("2026{at:06}")]));
        let shards = shards_of(&many(5000, |at| vec![format!("2026{at:06}")]));
        let best = &shards[0];
        assert_eq!(
            (best.beginning.as_str(), best.holds),
            ("202600", Holds::BestOf(5000))
        );
        assert_eq!(best.records, (0..TOP).collect::<Vec<_>>());
    }

    #[test]
    fn one_word_in_all_records_is_cut_by_the_records() {
        let records = many(20_000, |at| vec!["gmbh".into(), format!("gm{at}")]);
        check(&records);
        let shards = shards_of(&records);
        let best: Vec<_> = shards
            .iter()
            .filter(|shard| shard.holds != Holds::All)
            .map(|shard| shard.beginning.as_str())
            .collect();
        assert!(best.contains(&"gm") && best.contains(&"gmbh"), "{best:?}");
        assert!(best.iter().all(|beginning| !beginning.contains(' ')), "{best:?}");
    }

    #[test]
    fn what_is_called_so_is_among_the_best() {
        let mut records = many(5000, |at| vec![format!("a{at}"), "acme".into()]);
        records.push(("acme".into(), vec!["acme".into()]));
        let shards = shards_of(&records);
        let best = shards.iter().find(|shard| shard.beginning == "acme").unwrap();
        assert_eq!((best.records[0], best.records[1]), (5000, 0));
    }

    #[test]
    fn a_record_more_changes_only_where_it_stands() {
        let words = |at: usize| vec![format!("{:05}", at * 7919 % 100_000), "gmbh".into()];
        let before = shards_of(&many(9000, words));
        let after = shards_of(&many(9001, words));
        let changed = after.iter().filter(|shard| !before.contains(shard)).count();
        assert!(changed <= 8, "{changed} of {}", after.len());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn every_record_is_found_by_each_beginning_of_its_words(
            seeds in proptest::collection::vec(("[ab]{1,3}", "[a-cя𠮷]{1,24}", 0..9u32), 1..40),
            times in 1..40usize,
        ) {
            let records: Vec<_> = (0..times)
                .flat_map(|time| seeds.iter().map(move |seed| (time, seed)))
                .map(|(time, (a, b, n))| (format!("{time}-{a}-{b}-{n}"), vec![format!("{a}{time}"), b.clone(), n.to_string()]))
                .collect();
            check(&records);
        }
    }
}
