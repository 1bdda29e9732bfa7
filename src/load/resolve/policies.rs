//! Policies that extend one another must end somewhere.

use crate::{
    finding::Finding,
    load::shown,
    model::{
        format::{Fields, Value},
        policy::BUILT_IN,
    },
    source::At,
};
use std::collections::BTreeMap;

/// More policies one over another than this are nobody's intent.
const MOST_LEVELS: usize = 32;

/// Takes the `extends` out of which a circle, or an endless stair, is made.
pub(super) fn break_circles(settings: &mut Fields, findings: &mut Vec<Finding>) {
    let written = settings
        .map("policies")
        .iter()
        .filter_map(|(name, value)| match &value.value {
            Value::Fields(fields) => Some((name.value.clone(), fields.text("extends")?)),
            _ => None,
        });
    let mut parents: BTreeMap<String, At<String>> = written.collect();
    // `standard: {extends: standard}` changes the built-in one.
    parents.retain(|name, parent| *name != parent.value || !BUILT_IN.contains(&name.as_str()));
    let mut levels: BTreeMap<String, usize> = BTreeMap::new();
    let mut broken: Vec<String> = Vec::new();
    for name in parents.keys().cloned().collect::<Vec<_>>() {
        let mut way = vec![name];
        // Down to one whose level is known, or that extends nothing.
        let base = loop {
            let Some(last) = way.last() else { break 0 };
            if let Some(level) = levels.get(last) {
                break *level;
            }
            let Some(parent) = parents.get(last) else { break 0 };
            if let Some(start) = way.iter().position(|name| *name == parent.value) {
                let circle: Vec<String> = way.iter().skip(start).map(|name| shown(name)).collect();
                let message = format!("policy `{}` extends itself", shown(&parent.value));
                let help = format!("one of {} must extend another policy", circle.join(", "));
                findings.push(Finding::new("file/invalid-value", parent.span, message).help(help));
                broken.push(last.clone());
                break 0;
            }
            if way.len() > MOST_LEVELS {
                break MOST_LEVELS;
            }
            way.push(parent.value.clone());
        };
        for (above, name) in way.iter().rev().enumerate() {
            let level = base + above;
            if let Some(parent) = parents.get(name).filter(|_| level > MOST_LEVELS) {
                let message = format!(
                    "policy `{}` stands on more than {MOST_LEVELS} others",
                    shown(name)
                );
                let finding = Finding::new("file/invalid-value", parent.span, message);
                findings.push(finding.help("extend `standard` directly"));
                broken.push(name.clone());
                levels.insert(name.clone(), 0);
                parents.remove(name);
                break;
            }
            levels.entry(name.clone()).or_insert(level);
        }
        for name in &broken {
            parents.remove(name);
        }
    }
    cut(settings, &broken);
}

fn cut(settings: &mut Fields, broken: &[String]) {
    let policies = settings.entries.iter_mut().find(|(key, _)| *key == "policies");
    let Some(Value::Map(entries)) = policies.map(|(_, value)| &mut value.value) else {
        return;
    };
    for (_, policy) in entries
        .iter_mut()
        .filter(|(name, _)| broken.contains(&name.value))
    {
        if let Value::Fields(fields) = &mut policy.value {
            fields.entries.retain(|(key, _)| *key != "extends");
        }
    }
}
