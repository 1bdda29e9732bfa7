//! The program and the naive one say the same of thousands of ledgers, in every field.

use super::{generator::worlds, naive::Naive, world::World};
use dunlin::calendar::Date;
use proptest::{prelude::*, test_runner::RngSeed};
use serde_json::Value;

/// Any number does.
const SEED: u64 = 20_261_120;

/// So many cases, the same in every run; with `PROPTEST_CASES`, as many as it says, others in each.
pub fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(usual),
        failure_persistence: None,
        rng_seed: match asked {
            Some(_) => RngSeed::Random,
            None => RngSeed::Fixed(SEED),
        },
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn the_program_says_what_the_specification_says((world, day) in worlds()) {
        let wrong = differences(&world, day);
        prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

fn differences(world: &World, day: Date) -> Vec<String> {
    let said: Value = serde_json::from_str(&world.open().status(day)).unwrap();
    let expected = Naive::with_accounts(world, day).status();
    let mut wrong = Vec::new();
    compare(&expected, &said, "", &mut wrong);
    wrong
}

fn compare(expected: &Value, said: &Value, at: &str, wrong: &mut Vec<String>) {
    match (expected, said) {
        (Value::Object(expected), Value::Object(said)) => {
            for (key, value) in expected {
                compare(value, &said[key], &format!("{at}.{key}"), wrong);
            }
            // What a client's next action is, the specification leaves to the agenda.
            let unasked = said
                .keys()
                .filter(|key| !(expected.contains_key(*key) || at.starts_with(".clients") && *key == "next"));
            wrong.extend(unasked.map(|key| format!("{at}.{key} is in no specification")));
        }
        (Value::Array(expected), Value::Array(said)) if expected.len() == said.len() => {
            for (n, (expected, said)) in expected.iter().zip(said).enumerate() {
                compare(expected, said, &format!("{at}[{n}]"), wrong);
            }
        }
        (Value::Number(expected), Value::Number(said)) if expected.as_f64() == said.as_f64() => {}
        _ if expected == said => {}
        _ => wrong.push(format!("{at}: dunlin says {said}, the specification {expected}")),
    }
}
