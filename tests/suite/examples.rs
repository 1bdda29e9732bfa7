//! The worked cases of the specification, computed apart from this code: every figure of every case.

use crate::dunlin::Place;
use serde_json::Value;

#[test]
fn every_worked_case_comes_out() {
    let text = std::fs::read_to_string(crate::dunlin::repository().join("tests/data/examples.json")).unwrap();
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
    let wrong: Vec<_> = cases.iter().flat_map(differences).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(cases.len(), 12);
}

fn differences(case: &Value) -> Vec<String> {
    let place = Place::new();
    for (path, text) in case["files"].as_object().unwrap() {
        place.write(path, text.as_str().unwrap());
    }
    let run = place.dunlin(&[
        "status",
        "--format",
        "json",
        "--as-of",
        case["as_of"].as_str().unwrap(),
    ]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", case["what"]);
    let status: Value = serde_json::from_str(&run.stdout).unwrap();
    let mut wrong = Vec::new();
    for (list, expected) in case["expect"].as_object().unwrap() {
        compare(
            &expected[0],
            &status[list][0],
            &format!("{}: {list}", case["what"]),
            &mut wrong,
        );
        assert_eq!(
            status[list].as_array().unwrap().len(),
            expected.as_array().unwrap().len()
        );
    }
    wrong
}

fn compare(expected: &Value, actual: &Value, at: &str, wrong: &mut Vec<String>) {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(_)) => {
            for (key, value) in expected {
                compare(value, &actual[key], &format!("{at}.{key}"), wrong);
            }
        }
        _ if expected == actual => {}
        _ => wrong.push(format!("{at}: {actual}, not {expected}")),
    }
}
